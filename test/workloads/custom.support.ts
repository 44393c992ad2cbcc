import { Duration } from 'cdk8s';
import {
  ActivePassiveDR,
  type ActivePassiveDRProps,
  Basis,
  Bound,
  Fleet,
  type FleetApp,
  type FleetProps,
  type IAppHost,
  type IReplication,
  type IStatefulWorkload,
  type ITrigger,
  type ReplicationBinding,
  ReplicationMechanism,
  type TriggerBinding,
  type WorkloadStorage,
} from 'cndr';
import { type ManifestObject, Synthesized } from 'cndr/testing';
import { parseAllDocuments } from 'yaml';
import { checkManifests } from '../conformance/check';
import type { KubeObject } from '../conformance/kube-object';
import { refusals } from '../support/errors';
import { THREE, fleetProps, sites } from '../support/fleet';

export const TWO = ['use1', 'usw2'];

export interface Changes {
  readonly fleet?: Partial<FleetProps>;
  readonly dr?: Partial<ActivePassiveDRProps>;
}

/** A replication that copies nothing, and keeps what it was asked to copy. */
export class Copies implements IReplication {
  public readonly kind = 'copies';
  public readonly mechanism = ReplicationMechanism.VOLUME;
  public storage?: WorkloadStorage;

  public bind(host: IAppHost, storage: WorkloadStorage): ReplicationBinding {
    this.storage = storage;
    host.stateReplication({
      kind: this.kind,
      mechanism: this.mechanism,
      synchronous: false,
      intervalSeconds: 60,
      units: storage.volumes.map(({ claim }) => claim),
      consistentGroup: true,
    });
    const minute = Bound.term({ name: 'a minute', seconds: 60, basis: Basis.ASSUMED, source: 'this test' });
    return {
      mechanism: this.mechanism,
      lag: minute,
      promotion: minute,
      switchoverGap: minute,
      switchoverLag: minute,
      onHeal: 'copied again',
      alerts: [],
      scrapeTargets: [],
      switching: {
        switchover: () => ({ preflight: [], fence: [], promote: [], start: [] }),
        failover: () => ({ preflight: [], fence: [], promote: [], start: [] }),
        reprotect: () => [],
      },
    };
  }
}

/** A trigger that knows at once. */
export class Watched implements ITrigger {
  public readonly kind = 'manual';

  public bind(): TriggerBinding {
    const minute = Bound.term({ name: 'a minute', seconds: 60, basis: Basis.ASSUMED, source: 'this test' });
    return { detection: minute, decision: minute, alerts: [] };
  }
}

function deploy(app: FleetApp, workload: IStatefulWorkload, { fleet, dr }: Changes): void {
  new ActivePassiveDR(app, 'orders', {
    fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(TWO), traffic: undefined, ...fleet })),
    workload,
    activeSite: 'use1',
    trigger: new Watched(),
    frontEnd: { image: 'registry.example.com/orders:1.4.2' },
    objectives: { rpo: Duration.hours(1), rto: Duration.hours(2) },
    ...dr,
  });
}

/** An application with one active site of two, valid but for the changes. */
export function activePassive(workload: IStatefulWorkload, changes: Changes = {}): Synthesized {
  return Synthesized.of((app) => {
    deploy(app, workload, changes);
  });
}

/** The messages with which it is refused. */
export function activePassiveRefusals(workload: IStatefulWorkload, changes: Changes = {}): string {
  return refusals((app) => {
    deploy(app, workload, changes);
  }).join('\n');
}

/** What an API server, or the cluster behind it, has against the application's objects. */
export function serverProblems(from: Synthesized): string[] {
  const manifests = [...from.files]
    .filter(([name]) => name.endsWith('.k8s.yaml'))
    .map(([path, content]) => ({
      path,
      objects: parseAllDocuments(content).map((document) => document.toJS() as KubeObject),
    }));
  const all = [...from.plan.fleets, ...from.plan.apps].flatMap((each) => each.prerequisites);
  const prerequisites = Object.fromEntries(THREE.map((site) => [site, all.filter((one) => one.site === site)]));
  return checkManifests(manifests, { prerequisites })
    .problems.filter(({ file }) => file.endsWith('/orders.k8s.yaml'))
    .map(({ file, object, path, message }) => `${file} ${object} ${path}: ${message}`);
}

/** The part of an object at a path. */
export function at(object: ManifestObject, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], object);
}
