import { cassandra } from './cassandra';
import { certificates } from './certificates';
import { cockroachDb } from './cockroachdb';
import { copies } from './copies';
import { etcd } from './etcd';
import { fileStore } from './file-store';
import { kafka } from './kafka';
import { kubeState } from './kube-state';
import { kubelet } from './kubelet';
import { postgresql } from './postgresql';
import { probes } from './probes';
import type { Exporter, Proof } from './proof';
import type { Scene } from './scene';
import { submariner } from './submariner';
import { valkey } from './valkey';
import { velero } from './velero';
import { volSync } from './volsync';

/** Everything that alerts read from. */
export const EXPORTERS: Exporter[] = [
  etcd,
  cockroachDb,
  cassandra,
  kafka,
  postgresql,
  valkey,
  kubeState,
  kubelet,
  probes,
  copies,
  volSync,
  velero,
  certificates,
  submariner,
  fileStore,
];

/** The proofs of all alerts that a site may have, by name. */
export function proofsOf(scene: Scene): Record<string, Proof> {
  return Object.assign({}, ...EXPORTERS.map((exporter) => exporter.proofs(scene))) as Record<string, Proof>;
}
