import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import type { CnpgScheduledBackup } from '../../../src/kinds/cloudnative-pg';
import type { BackupStorageLocation, VeleroSchedule } from '../../../src/kinds/velero';
import { durationOf } from '../build';
import { differs } from './quorum';
import type { Output } from '../output';
import { type AppSpec, dataSitesOf, namespaceOf, sitesOf } from '../spec';

/** Every site that holds data is backed up when it was asked for, and what is kept is kept for so long. */
export function backup(output: Output): string[] {
  return output.spec.apps.flatMap((app) => {
    const { backup: store } = output.spec.fleet;
    const schedules = sitesOf(output.spec, app).flatMap(({ name }) =>
      output
        .ofKind<VeleroSchedule>(name, 'Schedule.velero.io')
        .filter(({ spec }) => spec.template.includedNamespaces.includes(namespaceOf(app)))
        // Objects that replicated volumes are found by: often, and not for long.
        .filter(({ metadata }) => !metadata.name.endsWith('-claims'))
        .map((schedule) => ({ site: name, schedule })),
    );
    if (store === undefined) return differs('Schedules without a store', schedules.length, 0);
    const asked = app.protection?.schedule ?? '*/30 * * * *';
    const retention = durationOf(app.protection?.retention ?? '30d').toSeconds();
    return [
      ...differs(
        'sites with a Schedule',
        schedules.map(({ site }) => site),
        dataSitesOf(output.spec, app).map(({ name }) => name),
      ),
      ...schedules.flatMap(({ site, schedule: { spec } }) => [
        ...differs(`schedule in ${site}`, spec.schedule, asked),
        ...differs(`ttl in ${site}`, secondsOf(spec.template.ttl), retention),
        ...differs(`location in ${site}`, spec.template.storageLocation, `dr-${site}`),
      ]),
      ...ofEngine(output, app, asked),
      ...lifecycle(output, retention),
      ...locations(output),
    ];
  });
}

/** Seconds of a duration of Go; NaN beyond the 290 years that it can count. */
function secondsOf(text: string): number {
  const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  const parts = [...text.matchAll(/(\d+)(ms|h|m|s)/g)];
  const seconds = parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * units[unit]!, 0);
  return parts.map(([part]) => part).join('') === text && seconds < 2 ** 63 / 1e9 ? seconds : NaN;
}

/** Backups that the engine makes itself. */
function ofEngine(output: Output, app: AppSpec, asked: string): string[] {
  const { kind } = app.workload;
  if (kind === 'etcd') return snapshots(output, app, asked);
  if (kind === 'cockroachDb') return sql(output, app, asked);
  if (kind === 'postgresql') return baseBackups(output, app, asked);
  return [];
}

/** CloudNativePG counts seconds first; macros are the same. */
function baseBackups(output: Output, app: AppSpec, asked: string): string[] {
  const expected = asked.startsWith('@') ? asked : `0 ${asked}`;
  return dataSitesOf(output.spec, app).flatMap(({ name }) => {
    const all = output.ofKind<CnpgScheduledBackup>(name, 'ScheduledBackup.postgresql.cnpg.io', namespaceOf(app));
    return differs(
      `base backups in ${name}`,
      all.map(({ spec }) => spec.schedule),
      [expected],
    );
  });
}

function snapshots(output: Output, app: AppSpec, asked: string): string[] {
  return dataSitesOf(output.spec, app).flatMap(({ name }) => {
    const jobs = output
      .ofKind<CronJob>(name, 'CronJob.batch', namespaceOf(app))
      .filter(({ metadata }) => metadata?.name !== 'restore-drill');
    return differs(
      `snapshots in ${name}`,
      jobs.map(({ spec }) => [spec?.schedule, spec?.timeZone]),
      [[asked, 'Etc/UTC']],
    );
  });
}

function sql(output: Output, app: AppSpec, asked: string): string[] {
  const [first] = dataSitesOf(output.spec, app);
  const jobs = output.ofKind<Job>(first?.name ?? '', 'Job.batch', namespaceOf(app));
  const statements = jobs.flatMap(
    ({ spec }) => spec?.template.spec?.containers.flatMap(({ args }) => args ?? []) ?? [],
  );
  const recurring = statements.flatMap(
    (text) => /^CREATE SCHEDULE .* RECURRING '([^']*)' FULL BACKUP/.exec(text)?.[1] ?? [],
  );
  return differs('schedules in SQL', recurring, [asked]);
}

/** A site writes to its own location, and only reads the others'. */
function locations(output: Output): string[] {
  const names = output.spec.fleet.sites.map(({ name }) => name);
  return names.flatMap((site) =>
    differs(
      `locations in ${site}`,
      output
        .ofKind<BackupStorageLocation>(site, 'BackupStorageLocation.velero.io')
        .map(({ metadata, spec }) => [metadata.name, spec.accessMode, spec.default]),
      names.map((other) => [`dr-${other}`, other === site ? 'ReadWrite' : 'ReadOnly', other === site]),
    ),
  );
}

/** The bucket deletes what engines wrote after longer than any backup is kept. */
function lifecycle(output: Output, retentionSeconds: number): string[] {
  const { id, backup: store } = output.spec.fleet;
  const made = Object.values(output.resources(id, 'aws_s3_bucket_lifecycle_configuration')) as unknown as {
    rule: { expiration?: { days?: number }[] }[];
  }[];
  const days = made.flatMap(({ rule }) =>
    rule.flatMap(({ expiration = [] }) => expiration.flatMap((each) => each.days ?? [])),
  );
  if (store?.existingBucket === true) return differs('lifecycles of the bucket of somebody else', made.length, 0);
  return days.length === 1 && days[0]! * 86_400 > retentionSeconds
    ? []
    : [`the bucket keeps backups for ${days.join(' ')} days`];
}
