import { checkApp } from './check-rule';
import { appFacts } from './facts-fixture';
import { withField, without } from './output-fixture';
import { volumeFacts } from './volume-fixture';

const { output } = volumeFacts();
const check = (id: string, changed = output) => checkApp(id, volumeFacts({ output: changed }));
const policy = (pointer: string, value: unknown) => withField(output, ['DRPolicy orders-10m'], pointer, value);
const IDS = ['ORC-01', 'ORC-02', 'ORC-03'];

test.each(IDS)('without Ramen nothing is judged: %s', (id) => {
  expect(checkApp(id, appFacts())).toBeUndefined();
});

test.each(IDS)('what Ramen can use is fine: %s', (id) => {
  expect(check(id)).toEqual([]);
});

describe('ORC-01: Ramen refuses the policy, or keeps another interval', () => {
  test.each([[['use1']], [['use1', 'use2', 'usw2']], [['use1', 'use1']]])('drClusters %j', (clusters) => {
    expect(check('ORC-01', policy('/spec/drClusters', clusters))).toEqual([
      expect.stringMatching(/^policy orders-10m of Ramen has drClusters use1.*; name exactly 2 sites$/),
    ]);
  });

  test.each(['90m', '45m', '60m', '5h', '2d', '0m', 'soon'])('every %s is not kept', (interval) => {
    expect(check('ORC-01', policy('/spec/schedulingInterval', interval))).toEqual([
      `policy orders-10m of Ramen has schedulingInterval ${interval}; allowed are minutes that divide an hour, hours that divide a day, and 1d, such as 10m or 2h`,
    ]);
  });

  test.each(['1m', '30m', '2h', '24h', '1d', ''])('every "%s" is', (interval) => {
    expect(check('ORC-01', policy('/spec/schedulingInterval', interval))).toEqual([]);
  });
});

describe('ORC-02: Ramen finds no class for the volumes', () => {
  const CLASS = ['VolumeReplicationClass orders-10m', 'use2'] as const;

  test('of another interval', () => {
    expect(check('ORC-02', withField(output, CLASS, '/spec/parameters/schedulingInterval', '5m'))).toEqual([
      'policy orders-10m of Ramen selects VolumeReplicationClasses of use2, and orders-10m copies every 5m instead of 10m; give both one interval',
    ]);
  });

  test('in one of the sites', () => {
    expect(check('ORC-02', without(output, ...CLASS))).toEqual([
      'policy orders-10m of Ramen selects VolumeReplicationClasses of use2 by cndr/dr-policy=orders-10m, and none has these labels; emit one there',
    ]);
  });

  test('by a label that is not in lower case, as its documents write it', () => {
    const labels = { 'cndr/dr-policy': 'orders-10m', 'ramendr.openshift.io/storageID': 'use2' };
    expect(check('ORC-02', withField(output, CLASS, '/metadata/labels', labels))).toEqual([
      'policy orders-10m of Ramen selects VolumeReplicationClasses of use2, and label ramendr.openshift.io/storageID of orders-10m is not in lower case, which Ramen asks for; write it so',
    ]);
  });
});

describe('ORC-03: two schedulers place the application', () => {
  test('the annotation is gone', () => {
    expect(check('ORC-03', withField(output, ['Placement orders'], '/metadata/annotations', {}))).toEqual([
      'in hub DRPlacementControl orders places by Placement orders, which has no annotation cluster.open-cluster-management.io/experimental-scheduling-disable "true"; set it, so that Ramen alone decides',
    ]);
  });

  test('the Placement is gone', () => {
    expect(check('ORC-03', without(output, 'Placement orders'))).toEqual([
      expect.stringMatching(/by Placement orders, which is not in the output/),
    ]);
  });
});
