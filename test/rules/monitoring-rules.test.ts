import { checkApp } from './check-rule';
import { appFacts } from './facts-fixture';

const { alerts } = appFacts();

describe('MON-01: an alert on an age is silent when there was never anything to age', () => {
  test('alerts with a twin in the same site are fine', () => {
    expect(checkApp('MON-01')).toEqual([]);
  });

  test('an alert that names no twin: the message has a name for one', () => {
    const single = [{ site: 'use1', name: 'BackupTooOld', onAge: true }];
    expect(checkApp('MON-01', { alerts: single })).toEqual([
      'alert BackupTooOld of site use1 compares an age and has no twin, so that it is silent when the series is missing; add an alert BackupTooOldAbsent on absent() of the series in site use1',
    ]);
  });

  test('a twin that exists in other sites only watches those', () => {
    const without = alerts.filter(({ site, name }) => site !== 'use2' || name !== 'BackupTooOldAbsent');
    expect(checkApp('MON-01', { alerts: without })).toEqual([
      expect.stringContaining(
        'of site use2 compares an age and has the twin BackupTooOldAbsent, which is not among the alerts',
      ),
    ]);
  });

  test('without alerts on an age there is nothing to judge', () => {
    expect(checkApp('MON-01', { alerts: alerts.filter(({ onAge }) => !onAge) })).toBeUndefined();
  });
});

describe('MON-02: an objective that nobody watches is found missed in the disaster', () => {
  test('an alert on each objective is fine', () => {
    expect(checkApp('MON-02')).toEqual([]);
  });

  test.each(['rpo', 'rto'])('nobody watches the %s', (objective) => {
    const others = alerts.filter((alert) => alert.objective !== objective);
    expect(checkApp('MON-02', { alerts: others })).toEqual([
      `0 of ${others.length} alerts of orders in use1, use2, usw2 watch the ${objective} objective; add one with objective "${objective}" that fires before it is missed`,
    ]);
  });

  test('nobody watches anything', () => {
    expect(checkApp('MON-02', { alerts: [] })).toHaveLength(2);
  });
});
