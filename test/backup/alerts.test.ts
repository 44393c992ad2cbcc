import { Duration } from 'cdk8s';
import { Synthesized } from 'cndr/testing';
import { THREE, deploy } from '../support/fleet';
import { type Rule, alertsOf } from '../observability/rules';
import { FileStore } from './file-store';

const HOURLY = { schedule: '0 * * * *', maxDuration: Duration.minutes(20) };

const output = Synthesized.of((app) =>
  deploy(app, { dr: { workload: new FileStore(), frontEnd: undefined, hostname: undefined, protection: HOURLY } }),
);

const names = ['Use1', 'Use2', 'Usw2'];
const rule = (site: string, name: string): Rule =>
  alertsOf(output, site, 'orders').find(({ alert }) => alert === name)!;

describe.each(THREE)('seen from %s', (site) => {
  test.each(names)('the backups of %s are overdue after an interval and the longest duration', (suffix) => {
    const { expr, labels } = rule(site, `BackupOverdue${suffix}`);
    expect(expr).toContain(`velero_backup_last_successful_timestamp{schedule="orders-${suffix.toLowerCase()}"}`);
    expect(expr).toMatch(/^time\(\) - max .* > 4800$/);
    expect(labels).toMatchObject({ severity: 'critical', dr_objective: 'rpo', dr_site: site });
  });

  test.each(names)('backups of %s that never were are noticed when the first one is overdue', (suffix) => {
    const twin = rule(site, `BackupOverdue${suffix}Absent`);
    expect(twin.expr).toBe(
      `absent(velero_backup_last_successful_timestamp{schedule="orders-${suffix.toLowerCase()}"})`,
    );
    expect(twin.for).toBe('1h25m');
  });

  test.each(names)('a location that cannot be reached, or a Velero that says nothing, is noticed for %s', (suffix) => {
    const series = `velero_backup_location_status_gauge{backup_location_name="dr-${suffix.toLowerCase()}"}`;
    expect(rule(site, `BackupLocationUnavailable${suffix}`).expr).toBe(
      `max by (backup_location_name) (${series}) == 0`,
    );
    expect(rule(site, `BackupLocationUnavailable${suffix}Absent`).expr).toBe(`absent(${series})`);
  });
});

test('a failed run warns, also when only a part of it failed', () => {
  const { expr, labels } = rule('use1', 'BackupFailedUse1');
  for (const counter of ['failure', 'partial_failure', 'validation_failure']) {
    expect(expr).toContain(`increase(velero_backup_${counter}_total{schedule="orders-use1"}[1h20m]) > 0`);
  }
  expect(labels['severity']).toBe('warning');
});

test('a volume that Velero skips with a warning counts as failed; a warning about objects does not', () => {
  const native = Synthesized.of(deploy);
  expect(rule('use1', 'BackupFailedUse1').expr).toContain('velero_backup_warning_total');
  const objects = alertsOf(native, 'use1', 'orders').find(({ alert }) => alert === 'BackupFailedUse1');
  expect(objects?.expr).not.toContain('velero_backup_warning_total');
});
