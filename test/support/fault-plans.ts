import { Duration, Size } from 'cdk8s';
import type { App } from 'cdktf';
import {
  ActivePassiveDR,
  type ActivePassiveDRProps,
  EventualConsistencyDR,
  Fleet,
  type FleetProps,
  GlobalLoadBalancer,
  Latch,
  StatefulWorkload,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import type { AppPlan, PlannedFault } from '../../src/synthesis/plan';
import { deploy, fleetProps, sites } from './fleet';

type Changes = Parameters<typeof deploy>[1];

/** The plan of the first application. */
export const planOf = (build: (app: App) => unknown): AppPlan => Synthesized.of(build).plan.apps[0]!;
/** Of a database over three sites. */
export const strong = (changes: Changes = {}) => planOf((app) => deploy(app, changes));

/** Of a database in two sites that both take writes. */
export function eventual(changes: Partial<FleetProps> = {}): AppPlan {
  return planOf((app) => {
    new EventualConsistencyDR(app, 'profiles', {
      fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(['use1', 'usw2']), ...changes })),
      workload: StatefulWorkload.cassandra(),
      frontEnd: { image: 'registry.example.com/profiles:1' },
      hostname: 'profiles.example.com',
      objectives: { rpo: Duration.minutes(15), rto: Duration.minutes(3) },
    });
  });
}

/** An image with a volume. */
export const WIKI = StatefulWorkload.custom({
  image: 'registry.example.com/wiki:1',
  ports: [{ name: 'http', port: 3000 }],
  volumes: [{ name: 'pages', mountPath: '/data', size: Size.gibibytes(50) }],
  health: { path: '/ready' },
});

/** A load balancer that an active site can have. */
export const TRAFFIC = GlobalLoadBalancer.route53({
  hostedZoneId: 'Z1',
  zoneName: 'example.com',
  latch: Latch.object({ bucketPrefix: 'example-latch', region: 'eu-central-1' }),
});

/** Of a database with one active site. */
export function activePassive(props: Partial<ActivePassiveDRProps> = {}, names = ['use1', 'usw2']): AppPlan {
  const changes = Object.fromEntries(names.map((name) => [name, { storageClass: 'replicated' }]));
  return planOf((app) => {
    new ActivePassiveDR(app, 'ledger', {
      fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(names, changes), traffic: TRAFFIC })),
      activeSite: 'use1',
      workload: StatefulWorkload.postgresql(),
      frontEnd: { image: 'registry.example.com/ledger:1' },
      hostname: 'ledger.example.com',
      objectives: { rpo: Duration.hours(12), rto: Duration.hours(12) },
      ...props,
    });
  });
}

/** The rows of a kind of fault. */
export function rows(plan: AppPlan, fault: string): PlannedFault[] {
  return plan.faults.filter((row) => row.fault === fault);
}

/** The row of a kind and a place: sites joined by a comma, or what is hit. */
export function row(plan: AppPlan, fault: string, place: string): PlannedFault {
  const found = rows(plan, fault).find(({ sites: hit, subject }) => (subject ?? hit.join()) === place);
  if (!found) throw new Error(`no ${fault} of ${place}`);
  return found;
}
