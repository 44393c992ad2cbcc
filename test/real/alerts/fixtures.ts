import { Duration } from 'cdk8s';
import { StatefulWorkload } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { FileStore } from '../../backup/file-store';
import { EXAMPLES, runExample } from '../../support/examples';
import { deploy } from '../../support/fleet';
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
    ...EXAMPLES.map((name) => ({ name, files: runExample(name).files })),
    { name: 'CockroachDB by the operator', files: cockroach({ vehicle: OPERATOR }).files },
    { name: 'etcd with a witness, over Submariner', files: witnessed.files },
    {
      name: 'volumes, every hour',
      files: volumes.files,
      rhythm: { interval: 3600, duration: 1200 },
      copiesVolumes: true,
    },
  ];
}
