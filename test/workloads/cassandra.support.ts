import { Duration } from 'cdk8s';
import {
  type CassandraProps,
  EventualConsistencyDR,
  type EventualConsistencyDRProps,
  Fleet,
  type FleetProps,
  StatefulWorkload,
  StrongConsistencyDR,
  type StrongConsistencyDRProps,
} from 'cndr';
import { type ManifestObject, Synthesized } from 'cndr/testing';
import type { FleetApp } from 'cndr';
import { refusals } from '../support/errors';
import { THREE, fleetProps, sites } from '../support/fleet';

/** Two sites that both take writes. */
export const TWO = ['use1', 'usw2'];

interface Changes {
  readonly fleet?: Partial<FleetProps>;
  readonly dr?: Partial<EventualConsistencyDRProps>;
  readonly names?: string[];
}

function eventualIn(app: FleetApp, props: CassandraProps, { fleet, dr, names = TWO }: Changes): EventualConsistencyDR {
  return new EventualConsistencyDR(app, 'orders', {
    fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(names), ...fleet })),
    workload: StatefulWorkload.cassandra(props),
    frontEnd: { image: 'registry.example.com/orders:1.4.2', environmentSecrets: ['cassandra-app'] },
    hostname: 'orders.example.com',
    objectives: { rpo: Duration.minutes(5), rto: Duration.minutes(3) },
    ...dr,
  });
}

function strongIn(
  app: FleetApp,
  props: CassandraProps,
  { fleet, dr, names = THREE }: Omit<Changes, 'dr'> & { readonly dr?: Partial<StrongConsistencyDRProps> },
): StrongConsistencyDR {
  return new StrongConsistencyDR(app, 'orders', {
    fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(names), ...fleet })),
    workload: StatefulWorkload.cassandra(props),
    frontEnd: { image: 'registry.example.com/orders:1.4.2', environmentSecrets: ['cassandra-app'] },
    hostname: 'orders.example.com',
    objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(5) },
    ...dr,
  });
}

export const eventual = (props: CassandraProps = {}, changes: Changes = {}): Synthesized =>
  Synthesized.of((app) => {
    eventualIn(app, props, changes);
  });

export const strong = (props: CassandraProps = {}, changes: Parameters<typeof strongIn>[2] = {}): Synthesized =>
  Synthesized.of((app) => {
    strongIn(app, props, changes);
  });

/** All messages with which an application over two sites is refused, in one text. */
export const refusedEventual = (props: CassandraProps, changes: Changes = {}): string =>
  refusals((app) => {
    eventualIn(app, props, changes);
  }).join('\n');

export const refusedStrong = (props: CassandraProps, changes: Parameters<typeof strongIn>[2] = {}): string =>
  refusals((app) => {
    strongIn(app, props, changes);
  }).join('\n');

/** The part of an object at a path. */
export function at(object: ManifestObject, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], object);
}

export const cluster = (from: Synthesized, where = 'use1'): ManifestObject =>
  from.object(where, 'K8ssandraCluster', 'orders');

export const ofKind = (from: Synthesized, where: string, kind: string): ManifestObject[] =>
  from.allObjects(where).filter((object) => object.kind === kind);

export const setupJob = (from: Synthesized, where = 'use1'): ManifestObject => {
  const [job] = ofKind(from, where, 'Job').filter(({ metadata }) => metadata.name.startsWith('cassandra-setup-'));
  if (!job) throw new Error(`no Job in ${where}`);
  return job;
};

export const plan = (from: Synthesized) => from.plan.apps[0]!;

export const prerequisites = (from: Synthesized, where: string, kind: string) =>
  plan(from).prerequisites.filter((one) => one.site === where && (one.kind as string) === kind);
