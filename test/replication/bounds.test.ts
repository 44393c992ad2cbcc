import { Duration, Size } from 'cdk8s';
import { Basis, Bound, CsiAddonsMode, type IAppHost, type IVolumeRestore, type RunbookStep } from 'cndr';
import type { WorkloadStorage } from 'cndr';
import * as fc from 'fast-check';
import { type BoundsProps, backupLag, plannedGap, restoration } from '../../src/replication/backup-restore/bounds';
import { backupRestoreSettings } from '../../src/replication/backup-restore/props';
import { boundsOf } from '../../src/replication/csi-addons/bounds';
import { settingsOf } from '../../src/replication/csi-addons/props';
import { oldestCopySeconds } from '../../src/replication/interval';
import { copyLag, plannedGap as plannedCopies, promotion } from '../../src/replication/volsync/bounds';
import { volSyncSettings } from '../../src/replication/volsync/props';
import { rhythmOf, transferProblems } from '../../src/replication/volsync/rhythm';
import { sites } from '../support/fleet';

const [use1, usw2] = sites(['use1', 'usw2']);
/** What bounds ask of an application. */
const host = {
  name: 'orders',
  sites: [use1, usw2],
  dataSites: [use1, usw2],
  activeSite: use1,
  passiveSites: [usw2],
  fleet: {},
} as unknown as IAppHost;
const storage: WorkloadStorage = {
  volumes: [{ claim: 'data-db-0', size: Size.gibibytes(20) }],
  users: [{ kind: 'StatefulSet', name: 'db', replicas: 1 }],
  claimLabels: {},
  owner: 1000,
  start: Bound.term({ name: 'start', seconds: 90, basis: Basis.ASSUMED, source: 'this test' }),
};
const step = (name: string, timeoutSeconds: number, mayFail = false): RunbookStep => {
  return { name, title: name, site: usw2!, script: 'true', timeoutSeconds, permissions: [], mayFail };
};
const switchOf = (look: number, stop: number) => {
  return { preflight: [step('look', look)], fence: [step('stop', stop, true)], promote: [], start: [] };
};
const longestTerm = (bound: Bound) => Math.max(...bound.terms.map(({ seconds }) => seconds!));

const seconds = fc.integer({ min: 1, max: 86_400 });
const minutes = fc.integer({ min: 1, max: 1440 });

describe('volumes that the storage copies', () => {
  const bounds = (intervalMinutes: number, transfer?: number, steps = switchOf(60, 60)) => {
    const mode = CsiAddonsMode.asynchronous({
      interval: Duration.minutes(intervalMinutes),
      ...(transfer !== undefined && { transfer: Duration.seconds(transfer) }),
    });
    return boundsOf({
      host,
      storage,
      settings: settingsOf({ mode }),
      failover: steps,
      switchover: steps,
      by: 'Replication.csiAddons',
    });
  };

  test('no copy is promised to be younger than an interval and a transfer', () => {
    fc.assert(
      fc.property(minutes, seconds, (interval, transfer) => {
        expect(oldestCopySeconds(interval * 60, transfer)).toBeGreaterThanOrEqual(interval * 60 + transfer);
        const { lag } = bounds(interval, transfer);
        expect(lag.seconds).toBe(oldestCopySeconds(interval * 60, transfer));
        expect(lag.seconds!).toBeGreaterThanOrEqual(longestTerm(lag));
      }),
    );
  });

  test('a longer transfer loses no less', () => {
    fc.assert(
      fc.property(minutes, seconds, fc.nat(86_400), (interval, transfer, more) => {
        expect(bounds(interval, transfer + more).lag.seconds!).toBeGreaterThanOrEqual(
          bounds(interval, transfer).lag.seconds!,
        );
      }),
    );
  });

  test('a longer interval loses no less, while transfers keep up', () => {
    fc.assert(
      fc.property(minutes, fc.nat(1440), seconds, (interval, more, transfer) => {
        fc.pre(transfer <= interval * 60);
        expect(bounds(interval + more, transfer).lag.seconds!).toBeGreaterThanOrEqual(
          bounds(interval, transfer).lag.seconds!,
        );
      }),
    );
  });

  test('the advice to copy every minute promises what copying every minute gives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1440 }), fc.option(seconds, { nil: undefined }), (interval, transfer) => {
        const often = bounds(1, transfer).lag.seconds!;
        const { lag } = bounds(interval, transfer);
        fc.pre(often < lag.seconds!);
        expect(lag.leversTo(often)).toMatchObject({ reachesSeconds: often, sufficient: true });
      }),
    );
  });

  test('steps that may take longer make no promotion shorter', () => {
    fc.assert(
      fc.property(seconds, seconds, seconds, (look, stop, more) => {
        const of = (one: number, other: number) => bounds(10, 60, switchOf(one, other)).promotion;
        expect(of(look + more, stop).seconds! - of(look, stop).seconds!).toBe(more);
        expect(of(look, stop + more).seconds! - of(look, stop).seconds!).toBe(more);
        expect(of(look, stop).seconds!).toBeGreaterThanOrEqual(longestTerm(of(look, stop)));
      }),
    );
  });
});

describe('volumes that VolSync copies', () => {
  const list = (values: number[]) => [...new Set(values)].sort((one, other) => one - other).join(',');
  const schedules = fc
    .tuple(fc.array(fc.nat(59), { minLength: 1, maxLength: 6 }), fc.array(fc.nat(23), { minLength: 1, maxLength: 6 }))
    .map(([minute, hour]) => `${list(minute)} ${list(hour)} * * *`);
  const propsOf = (schedule: string, transfer?: number) => {
    const settings = volSyncSettings({
      schedule,
      ...(transfer !== undefined && { transfer: Duration.seconds(transfer) }),
    });
    return { host, settings, storage, rhythm: rhythmOf(settings) };
  };

  test('a copy may take no longer than it is to the next one, which is no longer than the largest gap', () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const { gapSeconds, transferSeconds } = propsOf(schedule).rhythm;
        expect(transferSeconds).toBeLessThanOrEqual(gapSeconds);
        expect(transferProblems(schedule, Duration.seconds(transferSeconds))).toEqual([]);
        expect(transferProblems(schedule, Duration.seconds(transferSeconds + 1))).toHaveLength(1);
      }),
    );
  });

  test('what is lost is the largest gap and a copy, and a longer copy loses more', () => {
    fc.assert(
      fc.property(schedules, seconds, seconds, (schedule, transfer, more) => {
        const lag = copyLag(propsOf(schedule, transfer));
        expect(lag.seconds!).toBeGreaterThanOrEqual(longestTerm(lag));
        expect(copyLag(propsOf(schedule, transfer + more)).seconds! - lag.seconds!).toBe(more);
      }),
    );
  });

  test('steps and copies that may take longer make no switch shorter', () => {
    fc.assert(
      fc.property(schedules, seconds, seconds, seconds, (schedule, transfer, stop, more) => {
        const gap = (copy: number, end: number) => plannedCopies(propsOf(schedule, copy), step('stop', end));
        expect(gap(transfer, stop).seconds!).toBeGreaterThanOrEqual(longestTerm(gap(transfer, stop)));
        expect(gap(transfer + more, stop).seconds!).toBeGreaterThan(gap(transfer, stop).seconds!);
        expect(gap(transfer, stop + more).seconds!).toBeGreaterThan(gap(transfer, stop).seconds!);
        const failover = (look: number) => promotion(propsOf(schedule, transfer), switchOf(look, stop));
        expect(failover(transfer + more).seconds! - failover(transfer).seconds!).toBe(more);
      }),
    );
  });
});

describe('backups that are restored', () => {
  interface Given {
    readonly maxDuration: number;
    readonly queue: number;
    readonly provisioning: number;
    readonly gibibytes: number;
    readonly mebibytes: number;
  }
  const news = Bound.term({ name: 'news', seconds: 60, basis: Basis.DERIVED, source: 'this test' });
  const propsOf = ({ maxDuration, queue, provisioning, gibibytes, mebibytes }: Given): BoundsProps => ({
    host,
    plan: {
      schedule: '*/30 * * * *',
      retention: Duration.days(30),
      maxDuration: Duration.seconds(maxDuration),
      volumeSnapshots: true,
    },
    settings: backupRestoreSettings({
      dataSize: Size.gibibytes(gibibytes),
      throughput: Size.mebibytes(mebibytes),
      queue: Duration.seconds(queue),
      provisioning: Duration.seconds(provisioning),
    }),
    storage,
    by: { news } as IVolumeRestore,
  });
  const given: fc.Arbitrary<Given> = fc.record({
    maxDuration: seconds,
    queue: seconds,
    provisioning: seconds,
    gibibytes: fc.integer({ min: 1, max: 10_000 }),
    mebibytes: fc.integer({ min: 1, max: 1000 }),
  });
  const BOUNDS: [string, (props: BoundsProps) => Bound][] = [
    ['what is lost', backupLag],
    ['a failover', (props) => restoration(props, switchOf(60, 60), [step('look', 60)])],
    ['a switchover', (props) => plannedGap(props, step('stop', 600))],
  ];

  test.each(BOUNDS)('%s is never below a term of it', (_, bound) => {
    fc.assert(
      fc.property(given, (of) => {
        expect(bound(propsOf(of)).seconds!).toBeGreaterThanOrEqual(longestTerm(bound(propsOf(of))));
      }),
    );
  });

  test.each(BOUNDS)('%s gets no shorter by more data, slower storage or longer waits', (_, bound) => {
    fc.assert(
      fc.property(given, given, (one, other) => {
        const worse: Given = {
          maxDuration: Math.max(one.maxDuration, other.maxDuration),
          queue: Math.max(one.queue, other.queue),
          provisioning: Math.max(one.provisioning, other.provisioning),
          gibibytes: Math.max(one.gibibytes, other.gibibytes),
          mebibytes: Math.min(one.mebibytes, other.mebibytes),
        };
        expect(bound(propsOf(worse)).seconds!).toBeGreaterThanOrEqual(bound(propsOf(one)).seconds!);
      }),
    );
  });
});
