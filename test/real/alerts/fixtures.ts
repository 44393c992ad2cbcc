import { Duration } from 'cdk8s';
import {
  ActivePassiveDR,
  EventualConsistencyDR,
  Fleet,
  GlobalLoadBalancer,
  type IStatefulWorkload,
  Latch,
  StatefulWorkload,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import { FileStore } from '../../backup/file-store';
import { EXAMPLES, runExample } from '../../support/examples';
import { THREE, deploy, fleetProps, sites } from '../../support/fleet';
import { OPERATOR, cockroach } from '../../workloads/cockroachdb.support';

/** Output that is proved. */
export interface Fixture {
  readonly name: string;
  /** Contents of the files, by path. */
  readonly files: Map<string, string>;
  /** How often backups are due, and how long each may take, in seconds; the default of the library otherwise. */
  readonly rhythm?: { readonly interval: number; readonly duration: number };
  readonly copiesVolumes?: boolean;
}

/** What is said of the backups in examples whose volumes are copied. */
const WITH_VOLUMES: Record<string, Partial<Fixture>> = {
  'active-passive-backup': { rhythm: { interval: 4 * 3600, duration: 3600 }, copiesVolumes: true },
  'active-passive-volumes': { copiesVolumes: true },
};

const noFrontEnd = { frontEnd: undefined, hostname: undefined };

/** The examples, and what they leave out. */
export function fixtures(): Fixture[] {
  const witnessed = Synthesized.of((app) =>
    deploy(app, { dr: { ...noFrontEnd, workload: StatefulWorkload.etcd(), witnessSite: 'usw2' } }),
  );
  const volumes = Synthesized.of((app) =>
    deploy(app, {
      dr: {
        ...noFrontEnd,
        workload: new FileStore(),
        protection: { schedule: '0 * * * *', maxDuration: Duration.minutes(20) },
      },
    }),
  );
  return [
    ...EXAMPLES.map((name) => ({ name, files: runExample(name).files, ...WITH_VOLUMES[name] })),
    { name: 'CockroachDB by the operator', files: cockroach({ vehicle: OPERATOR }).files },
    { name: 'PostgreSQL in three sites', files: passive(THREE, StatefulWorkload.postgresql()) },
    { name: 'Valkey in three sites', files: passive(THREE, StatefulWorkload.valkey()), copiesVolumes: true },
    { name: 'Kafka', files: kafka() },
    { name: 'etcd with a witness, over Submariner', files: witnessed.files },
    {
      name: 'volumes, every hour',
      files: volumes.files,
      rhythm: { interval: 3600, duration: 1200 },
      copiesVolumes: true,
    },
  ];
}

const frontEnd = { image: 'registry.example.com/orders:1.4.2' };
const hostname = 'orders.example.com';

/** A workload that use1 serves, and the others follow. */
function passive(names: string[], workload: IStatefulWorkload): Map<string, string> {
  const latch = Latch.object({ bucketPrefix: 'dr-latch', region: 'eu-central-1' });
  const traffic = GlobalLoadBalancer.route53({ hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com', latch });
  return Synthesized.of((app) => {
    new ActivePassiveDR(app, 'orders', {
      fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(names), traffic })),
      workload,
      activeSite: 'use1',
      frontEnd,
      hostname,
      objectives: { rpo: Duration.minutes(15), rto: Duration.hours(1) },
    });
  }).files;
}

function kafka(): Map<string, string> {
  const reason = 'records are kept for 7 days in every site';
  return Synthesized.of((app) => {
    new EventualConsistencyDR(app, 'orders', {
      fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(['use1', 'usw2']) })),
      workload: StatefulWorkload.kafka({ topics: [{ name: 'orders', partitions: 12 }] }),
      frontEnd,
      hostname,
      objectives: { rpo: Duration.minutes(3), rto: Duration.minutes(3) },
      waivers: [{ rule: 'BCK-05', reason, expires: '2999-12-31' }],
    });
  }).files;
}
