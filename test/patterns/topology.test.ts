import { Size } from 'cdk8s';
import { StatefulWorkload } from 'cndr';
import { Synthesized } from 'cndr/testing';
import type { PlannedTopology } from '../../src/synthesis/plan';
import { refusals } from '../support/errors';
import { runExample } from '../support/examples';
import { deploy } from '../support/fleet';

type Dr = NonNullable<NonNullable<Parameters<typeof deploy>[1]>['dr']>;
const topologyOf = (dr: Dr = {}): PlannedTopology =>
  Synthesized.of((app) => void deploy(app, { dr })).plan.apps[0]!.topology;
const ofExample = (name: string, app: string): PlannedTopology =>
  (JSON.parse(runExample(name).files.get('dist/plan.json')!) as Synthesized['plan']).apps.find(
    (candidate) => candidate.name === app,
  )!.topology;

test('a quorum is drawn between all sites, in both directions, with the round trips that were stated', () => {
  const { sites, links, network, traffic, store } = topologyOf();
  expect(sites.map(({ name, role, votes }) => [name, role, votes])).toEqual([
    ['use1', 'serves', 2],
    ['use2', 'serves', 2],
    ['usw2', 'serves', 1],
  ]);
  expect(links.map(({ from, to, rttMillis, stated }) => [from, to, rttMillis, stated])).toEqual([
    ['use1', 'use2', 12, true],
    ['use1', 'usw2', 62, true],
    ['use2', 'usw2', 50, true],
  ]);
  for (const link of links) expect(link).toMatchObject({ replication: 'quorum', directed: false, synchronous: true });
  expect({ network, traffic, store }).toEqual({
    network: 'submariner',
    traffic: 'route53',
    store: { bucket: 'dr-backups', region: 'eu-central-1' },
  });
});

test('a witness is no site that serves', () => {
  const { sites } = topologyOf({ workload: StatefulWorkload.etcd(), witnessSite: 'usw2' });
  expect(sites.map(({ role }) => role)).toEqual(['serves', 'serves', 'witness']);
});

test('one active site sends its data to the passive ones, and these nothing to each other', () => {
  const { sites, links } = ofExample('active-passive-postgres', 'ledger');
  expect(sites.map(({ role }) => role).sort()).toEqual(['passive', 'serves']);
  expect(links).toEqual([
    expect.objectContaining({ from: 'use1', to: 'usw2', directed: true, synchronous: false, replication: 'streaming' }),
  ]);
});

describe('what replication asks of a link', () => {
  test('is not said where nobody knows what is written', () => {
    expect(topologyOf().links.map((link) => 'bytesPerSecond' in link)).toEqual([false, false, false]);
  });

  test('counts each write once for each replica at the far end: two voters, twice', () => {
    const { links } = topologyOf({ writeRate: Size.mebibytes(5) });
    expect(links.map(({ bytesPerSecond }) => bytesPerSecond)).toEqual([10_485_760, 10_485_760, 10_485_760]);
    const one = topologyOf({ writeRate: Size.mebibytes(5), workload: StatefulWorkload.etcd() });
    expect(one.links.map(({ bytesPerSecond }) => bytesPerSecond)).toEqual([5_242_880, 5_242_880, 5_242_880]);
  });

  test('is refused for rates that no network has', () => {
    const messages = refusals((app) => void deploy(app, { dr: { writeRate: Size.tebibytes(1) } }));
    expect(messages).toEqual([expect.stringMatching(/^INPUT: writeRate is 1048576 MiB in a second; allowed are more/)]);
  });
});
