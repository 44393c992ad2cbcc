import { certificates } from './certificates';
import { cockroachDb } from './cockroachdb';
import { etcd } from './etcd';
import { fileStore } from './file-store';
import { kubeState } from './kube-state';
import type { Exporter, Proof } from './proof';
import type { Scene } from './scene';
import { submariner } from './submariner';
import { velero } from './velero';

/** Everything that alerts read from. */
export const EXPORTERS: Exporter[] = [etcd, cockroachDb, kubeState, velero, certificates, submariner, fileStore];

/** The proofs of all alerts that a site may have, by name. */
export function proofsOf(scene: Scene): Record<string, Proof> {
  return Object.assign({}, ...EXPORTERS.map((exporter) => exporter.proofs(scene))) as Record<string, Proof>;
}
