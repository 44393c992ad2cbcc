import type { JobSpec } from 'kubernetes-types/batch/v1';
import type { Container, EnvVar } from 'kubernetes-types/core/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { type EmittedField, fieldOf } from '../../recovery/emitted-field';
import { jobName } from '../job-name';
import { restrictedContainer, restrictedPod } from '../pods';
import { backupSchedule } from './backup';
import { certificateVolume } from './certificates';
import { COCKROACHDB, COCKROACH_USER, ROOT_CERTIFICATE, bootstrapLabels, sqlAddress } from './names';
import { CockroachDbVehicle } from './props';
import { CERTS_PATH, INIT_SCRIPT, sqlScript, verbatim } from './scripts';
import type { CockroachDbSettings } from './settings';
import {
  type ScheduleProps,
  cadenceChange,
  databaseStatements,
  destinationChange,
  recurrence,
  scheduleStatements,
  settingStatements,
} from './sql';
import { clusterSettings } from './timing';
import { joinAddresses } from './zones';

const SQL_CONTAINER = 'sql';
/** A week of kubelet's longest pause, 5 minutes: the sites of a fleet are not set up on the same day. */
const RETRIES = (7 * 24 * 60) / 5;

/**
 * Initialises the cluster from one site, once in the fleet. The operator does it itself, and a second time would be a second
 * cluster.
 */
export function addInitJob(host: IAppHost, site: Site, settings: CockroachDbSettings): void {
  // Never a node of this site: when the site is rebuilt, its empty nodes are the only ones that would agree to found another
  // cluster. A node of the cluster that is left says that there is one, and a wrong CA ends in an error of TLS.
  const [, founder] = joinAddresses(host);
  if (founder === undefined) return;
  const container: Container = {
    ...baseContainer('init', settings),
    command: ['/bin/bash', '-c', INIT_SCRIPT, 'init'],
    args: joinAddresses(host),
    env: [...baseEnvironment(host, site), { name: 'INIT_ADDRESS', value: founder }],
  };
  addJob(host, site, `${COCKROACHDB}-init`, container, 'cockroach init');
}

/**
 * Sets the cluster up by SQL from one site: settings, database, user, backups.
 *
 * @returns where the Job has the schedule of the backups
 */
export function addSqlJob(host: IAppHost, site: Site, settings: CockroachDbSettings): EmittedField[] {
  const schedule = backupSchedule(host, settings);
  const statements = [
    // The operator gets the settings in its own resource.
    ...(settings.vehicle === CockroachDbVehicle.OPERATOR ? [] : settingStatements(clusterSettings())),
    ...databaseStatements({
      database: settings.database,
      user: settings.user,
      primaryRegion: (host.dataSites.find(({ name }) => name === settings.primarySite) ?? site).region,
      regions: host.dataSites.map(({ region }) => region),
    }),
    ...(schedule ? scheduleStatements(schedule) : []),
  ];
  const container: Container = {
    ...baseContainer(SQL_CONTAINER, settings),
    command: ['/bin/bash', '-c', sqlScript(schedule !== undefined), 'sql'],
    args: statements.map(verbatim),
    env: [
      ...baseEnvironment(host, site),
      licenseVariable('LICENSE', 'license', settings),
      licenseVariable('ORGANIZATION', 'organization', settings),
      ...(schedule ? scheduleEnvironment(schedule) : []),
    ],
  };
  const purpose = 'CockroachDB settings, database, user and backups';
  const name = addJob(host, site, `${COCKROACHDB}-sql`, container, purpose);
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: settings.licenseSecret,
    namespace: host.namespace,
    keys: ['license'],
    why: 'licence of CockroachDB: without one, or with a free one and no way to send telemetry, it runs at most 5 transactions at a time after 7 days',
  });
  const path = `/spec/template/spec/containers/${SQL_CONTAINER}/args`;
  return schedule ? [fieldOf('Job', name, path, recurrence(schedule.recurring))] : [];
}

function scheduleEnvironment(schedule: ScheduleProps): EnvVar[] {
  const cadence = cadenceChange(schedule);
  const destination = destinationChange(schedule);
  const variables = {
    FIND_OTHER_CADENCE: cadence.find,
    SET_CADENCE: cadence.alter,
    FIND_OTHER_DESTINATION: destination.find,
    SET_DESTINATION: destination.alter,
  };
  return Object.entries(variables).map(([name, value]) => ({ name, value: verbatim(value) }));
}

function licenseVariable(name: string, key: string, { licenseSecret }: CockroachDbSettings): EnvVar {
  return { name, valueFrom: { secretKeyRef: { name: licenseSecret, key, optional: true } } };
}

function baseEnvironment(host: IAppHost, site: Site): EnvVar[] {
  return [
    { name: 'HOME', value: '/tmp' },
    { name: 'SQL_ADDRESS', value: sqlAddress(host, site) },
  ];
}

function baseContainer(name: string, { image }: CockroachDbSettings): Container {
  return {
    name,
    image,
    resources: { requests: { cpu: '50m', memory: '512Mi' }, limits: { memory: '512Mi' } },
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: 'certs', mountPath: CERTS_PATH, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

/** Not deleted when it is done: a GitOps tool would make it again and again. */
function addJob(host: IAppHost, site: Site, base: string, container: Container, purpose: string): string {
  const spec: JobSpec = {
    backoffLimit: RETRIES,
    template: {
      metadata: { labels: bootstrapLabels(host) },
      spec: {
        restartPolicy: 'OnFailure',
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: restrictedPod(COCKROACH_USER),
        containers: [container],
        volumes: [certificateVolume(ROOT_CERTIFICATE, 'client.root'), { name: 'tmp', emptyDir: {} }],
      },
    },
  };
  const name = jobName(base, spec);
  addTo(host, site, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: host.namespace }, spec });
  host.stateBootstrap({ site: site.name, name, purpose });
  return name;
}
