import { Duration } from 'cdk8s';
import { type Alert, AlertSeverity, type StrongConsistencyDRProps } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { FileStore, leaderless } from '../backup/file-store';
import { refusals } from '../support/errors';
import { THREE, deploy } from '../support/fleet';
import { alertsOf, groupsOf } from './rules';

function dr(alerts: Alert[], changes: Partial<StrongConsistencyDRProps> = {}): Partial<StrongConsistencyDRProps> {
  return { workload: new FileStore({ alerts }), frontEnd: undefined, hostname: undefined, ...changes };
}

const synthesized = (alerts: Alert[], changes: Partial<StrongConsistencyDRProps> = {}) =>
  Synthesized.of((app) => deploy(app, { dr: dr(alerts, changes) }));

const old = leaderless({ name: 'FilesOld', expr: 'time() - files_synced > 60', onAge: true, objective: 'rpo' });
const synced = { absentSeries: 'files_synced', absentFor: Duration.minutes(20) };

test('an alert says how loud it is, of which application, seen from where, and which objective is in danger', () => {
  const output = synthesized([leaderless()]);
  const [found] = alertsOf(output, 'use2', 'orders').filter(({ alert }) => alert === 'FilesLeaderless');
  expect(found).toEqual({
    alert: 'FilesLeaderless',
    expr: 'max(files_leader) == 0',
    for: '1m',
    labels: { severity: 'critical', dr_app: 'orders', dr_site: 'use2', dr_objective: 'rto' },
    annotations: { summary: 'no leader' },
  });
});

test('an alert without an objective claims none', () => {
  const output = synthesized([leaderless(), leaderless({ name: 'FilesFull', objective: undefined })]);
  const found = alertsOf(output, 'use1', 'orders').find(({ alert }) => alert === 'FilesFull');
  expect(found?.labels).not.toHaveProperty('dr_objective');
});

test('every site evaluates the alerts, the witness included, every 30 s', () => {
  const output = synthesized([leaderless()], { witnessSite: 'usw2' });
  for (const site of THREE) {
    expect(alertsOf(output, site, 'orders').map(({ alert }) => alert)).toContain('FilesLeaderless');
    expect(new Set(groupsOf(output, site, 'orders').map(({ interval }) => interval))).toEqual(new Set(['30s']));
  }
});

test('an alert on something of one site is evaluated there alone, with its twin', () => {
  const output = synthesized([leaderless(), { ...old, ...synced, sites: ['use2'] }]);
  const found = THREE.map((site) =>
    alertsOf(output, site, 'orders').filter(({ alert }) => alert.startsWith('FilesOld')),
  );
  expect(found.map((rules) => rules.map(({ alert }) => alert))).toEqual([[], ['FilesOld', 'FilesOldAbsent'], []]);
});

test('a series that is missing fires by itself', () => {
  const output = synthesized([leaderless(), { ...old, ...synced }]);
  const twin = alertsOf(output, 'use1', 'orders').find(({ alert }) => alert === 'FilesOldAbsent');
  expect(twin).toMatchObject({
    expr: 'absent(files_synced)',
    for: '20m',
    labels: { severity: 'critical', dr_objective: 'rpo' },
  });
});

test('the twin waits as long as the alert when nothing else is said', () => {
  const output = synthesized([leaderless({ absentSeries: 'files_leader' })]);
  expect(alertsOf(output, 'use1', 'orders').find(({ alert }) => alert === 'FilesLeaderlessAbsent')?.for).toBe('1m');
});

test('two alerts on one series share the twin', () => {
  const older = { ...old, ...synced, name: 'FilesTooOld', severity: AlertSeverity.WARNING };
  const output = synthesized([leaderless(), { ...old, ...synced }, older]);
  const found = alertsOf(output, 'use1', 'orders').map(({ alert }) => alert);
  expect(found.filter((name) => /^Files.*Absent$/.test(name))).toEqual(['FilesOldAbsent']);
});

test('the names of alerts are unique in a site', () => {
  const found = alertsOf(Synthesized.of(deploy), 'use1', 'orders').map(({ alert }) => alert);
  expect(found.length).toBeGreaterThan(0);
  expect(found).toHaveLength(new Set(found).size);
});

test.each<[string, Alert[], RegExp]>([
  ['two alerts of one name', [leaderless(), leaderless()], /2 alerts are called "FilesLeaderless"/],
  [
    'an alert with the name of a twin',
    [leaderless({ absentSeries: 'files_leader' }), leaderless({ name: 'FilesLeaderlessAbsent' })],
    /2 alerts are called "FilesLeaderlessAbsent"/,
  ],
  ['a name in lower case', [leaderless({ name: 'files-old' })], /"files-old" is not CamelCase/],
  ['an age that is silent when nothing was ever done', [leaderless(), old], /"FilesOld".*absentSeries/],
  [
    'an alert of a site that is none',
    [leaderless({ sites: ['mars'] })],
    /"FilesLeaderless" is for site "mars".*use1, use2, usw2/,
  ],
])('%s is refused', (_, alerts, message) => {
  const found = refusals((app) => deploy(app, { dr: dr(alerts) }));
  expect(found.filter((one) => one.startsWith('INPUT'))).toEqual([expect.stringMatching(message)]);
});

test('the plan names the Prometheus operator that the manifests were checked against', () => {
  const { prerequisites } = synthesized([leaderless()]).plan.apps[0]!;
  const found = prerequisites.filter(({ name }) => name === 'prometheus-operator');
  expect(found.map(({ site }) => site)).toEqual(THREE);
  expect(found[0]).toMatchObject({ namespace: 'monitoring', version: '0.93.0' });
});
