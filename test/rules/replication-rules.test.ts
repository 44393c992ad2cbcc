import type { ReplicationFact } from '../../src/rules/facts';
import { ReplicationMechanism } from '../../src/rules/vocabulary';
import { checkApp } from './check-rule';
import { activePassiveFacts, appFacts, fleetFacts } from './facts-fixture';

const VOLUMES: ReplicationFact = {
  kind: 'volsync',
  mechanism: ReplicationMechanism.VOLUME,
  synchronous: false,
  intervalSeconds: 300,
  units: ['data-shop-0', 'index-shop-0'],
  consistentGroup: false,
};
const check = (id: string, change: Partial<ReplicationFact>, rest = {}) =>
  checkApp(id, activePassiveFacts({ replications: [{ ...VOLUMES, ...change }], ...rest }));

test.each(['STO-07', 'STO-10', 'STO-11', 'STO-12'])('without replication there is nothing to judge: %s', (id) => {
  expect(checkApp(id, appFacts())).toBeUndefined();
});

describe('STO-07: volumes of different moments do not fit together', () => {
  test('the message names the volumes', () => {
    expect(check('STO-07', {})).toEqual([
      'volsync copies data-shop-0 and index-shop-0 one by one, at different moments; use Replication.csiAddons, which copies them as a group, put the data on one volume, or waive it with the reason why they need not agree',
    ]);
  });

  test.each([
    ['one volume', { units: ['data-shop-0'] }],
    ['a group', { consistentGroup: true }],
    ['synchronous copies', { synchronous: true }],
    ['a backup, which stops the writer', { mechanism: ReplicationMechanism.BACKUP }],
  ])('%s is fine', (_, change) => {
    expect(check('STO-07', change)).toEqual([]);
  });
});

describe('STO-09: an engine that replicates itself is copied a second time', () => {
  test('the message has the reason of the engine', () => {
    expect(check('STO-09', {}, { system: 'mongodb', volumeReplicationRefusal: 'members do not agree' })).toEqual([
      "volumes of mongodb are replicated by volsync: members do not agree; remove replication, and use the workload's own, or another workload",
    ]);
  });

  test('its own replication is what it should have', () => {
    expect(check('STO-09', { mechanism: ReplicationMechanism.APPLICATION })).toEqual([]);
  });
});

describe('STO-10: each write waits for a site that is too far away', () => {
  const sync = { synchronous: true, maxRttMillis: 10, maxRttSource: 'Metro DR' };
  const latencies = [
    { site: 'use1', peer: 'use2', millis: 12, stated: true },
    { site: 'use1', peer: 'usw2', millis: 100, stated: false },
    { site: 'use2', peer: 'usw2', millis: 10, stated: true },
    { site: 'use1', peer: 'elsewhere', millis: 99, stated: true },
  ];

  test('every pair of the application above the limit is named, with what was assumed', () => {
    expect(check('STO-10', sync, { fleet: fleetFacts({ latencies }) })).toEqual([
      'volsync is synchronous between use1 and use2, which are 12 ms apart; at most 10 ms are allowed (Metro DR): replicate asynchronously, or choose nearer sites',
      'volsync is synchronous between use1 and usw2, which are 100 ms apart (assumed, as nobody stated it); at most 10 ms are allowed (Metro DR): replicate asynchronously, or choose nearer sites',
    ]);
  });

  test('asynchronous replication may go as far as it likes', () => {
    expect(check('STO-10', { ...sync, synchronous: false }, { fleet: fleetFacts({ latencies }) })).toEqual([]);
  });
});

describe('STO-11: copies are further apart than what may be lost', () => {
  const rpo = (seconds: number) => ({
    objectives: appFacts().objectives.map((asked) => (asked.name === 'rpo' ? { ...asked, seconds } : asked)),
  });

  test('the message has both', () => {
    expect(check('STO-11', {}, rpo(60))).toEqual([
      'volsync copies every 5 min at the longest, and the rpo objective is 1 min; copy more often, or ask for what the bound says',
    ]);
  });

  test('as often as asked for is fine, and what is shipped at once has no interval', () => {
    expect(check('STO-11', {}, rpo(300))).toEqual([]);
    expect(check('STO-11', { intervalSeconds: undefined }, rpo(0))).toEqual([]);
  });
});

test('STO-12: two sites overwrite the archive of each other after a promotion', () => {
  const archives = [
    { site: 'use1', location: 's3://dr/pg' },
    { site: 'use2', location: 's3://dr/pg-use2' },
    { site: 'usw2', location: 's3://dr/pg' },
  ];
  expect(check('STO-12', { archives })).toEqual([
    'sites use1 and usw2 archive to the same place, s3://dr/pg; give each a server name or prefix of its own',
  ]);
});
