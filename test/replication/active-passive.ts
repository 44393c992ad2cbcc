import { Duration, Size } from 'cdk8s';
import {
  ActivePassiveDR,
  type ActivePassiveDRProps,
  Basis,
  Bound,
  type CustomVolume,
  Fleet,
  type FleetApp,
  type FleetProps,
  type IAppHost,
  type IReplication,
  type ITrigger,
  type ReplicationBinding,
  type Site,
  StatefulWorkload,
  type WorkloadStorage,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import { refusals } from '../support/errors';
import { fleetProps, sites } from '../support/fleet';

export const TWO = ['use1', 'usw2'];
export const DATA: CustomVolume = { name: 'data', mountPath: '/data', size: Size.gibibytes(20) };
export const CLAIM = 'data-workload-0';

/** What a test changes. */
export interface Changes {
  readonly fleet?: Partial<FleetProps>;
  readonly dr?: Partial<ActivePassiveDRProps>;
  readonly volumes?: CustomVolume[];
  readonly sites?: Site[];
}

/** A replication that keeps what it promised, so that tests get at its steps. */
class Kept implements IReplication {
  public binding?: ReplicationBinding;

  constructor(private readonly replication: IReplication) {}

  public get kind() {
    return this.replication.kind;
  }

  public get mechanism() {
    return this.replication.mechanism;
  }

  public bind(host: IAppHost, storage: WorkloadStorage): ReplicationBinding {
    this.binding = this.replication.bind(host, storage);
    return this.binding;
  }
}

/** A trigger that knows at once. */
class AtOnce implements ITrigger {
  public readonly kind = 'manual';

  public bind() {
    const nothing = Bound.term({ name: 'at once', seconds: 0, basis: Basis.ASSUMED, source: 'this test' });
    return { detection: nothing, decision: nothing, alerts: [] };
  }
}

function deploy(app: FleetApp, replication: IReplication, changes: Changes): ActivePassiveDR {
  return new ActivePassiveDR(app, 'orders', {
    fleet: new Fleet(
      app,
      'prod',
      fleetProps({ sites: changes.sites ?? sites(TWO), traffic: undefined, ...changes.fleet }),
    ),
    workload: StatefulWorkload.custom({
      image: 'registry.example.com/store:3.1.0',
      ports: [{ name: 'http', port: 8080 }],
      volumes: changes.volumes ?? [DATA],
      health: { path: '/ready' },
    }),
    activeSite: 'use1',
    trigger: new AtOnce(),
    replication,
    objectives: { rpo: Duration.days(30), rto: Duration.days(30) },
    ...changes.dr,
  });
}

/** An application with one active site of two, and what its replication promised. */
export function synthesize(
  replication: IReplication,
  changes: Changes = {},
): { output: Synthesized; binding: ReplicationBinding } {
  const kept = new Kept(replication);
  const output = Synthesized.of((app) => deploy(app, kept, changes));
  return { output, binding: kept.binding! };
}

/** Why an application is refused. */
export function refused(replication: IReplication, changes: Changes = {}): string[] {
  return refusals((app) => deploy(app, replication, changes));
}

/** A bound as names and seconds of its leaves. */
export function leaves(bound: Bound): [string, number | undefined][] {
  return bound.parts.length === 0 ? [[bound.name, bound.seconds]] : bound.parts.flatMap(leaves);
}
