import { BoxKind, drawingOf, LineKind } from '../../src/report/topology-layout';
import type { AppPlan, PlannedLink, PlannedSite } from '../../src/synthesis/plan';
import { quorumPlan } from './plans';

const [app] = quorumPlan().apps;

const site = (name: string, role = 'serves'): PlannedSite => ({
  name,
  role,
  region: 'eu-west-1',
  zones: [],
  nodes: 1,
  votes: 1,
});
const link = (from: string, to: string, change: Partial<PlannedLink> = {}): PlannedLink => ({
  from,
  to,
  rttMillis: 10,
  stated: true,
  replication: 'quorum',
  directed: false,
  synchronous: true,
  ...change,
});
const drawn = (sites: PlannedSite[], links: PlannedLink[]) =>
  drawingOf({ ...app!, topology: { ...app!.topology, sites, links } } satisfies AppPlan);

test('boxes do not lie on each other, and sites stand in the order of the fleet', () => {
  const names = ['z', 'a', 'm', 'b'];
  const all = names.flatMap((from, index) => names.slice(index + 1).map((to) => link(from, to)));
  const { boxes } = drawn(
    names.map((name) => site(name)),
    all,
  );
  for (const one of boxes) {
    for (const other of boxes.filter(({ id }) => id > one.id)) {
      const apart =
        Math.abs(one.x - other.x) >= (one.width + other.width) / 2 ||
        Math.abs(one.y - other.y) >= (one.height + other.height) / 2;
      expect([one.id, other.id, apart]).toEqual([one.id, other.id, true]);
    }
  }
  const sites = boxes.filter(({ kind }) => kind === BoxKind.SITE).sort((a, b) => a.x - b.x);
  expect(sites.map(({ id }) => id)).toEqual(names.map((name) => `site ${name}`));
});

test('data that goes one way has an arrow where it arrives, and none where it comes from', () => {
  const copy = { replication: 'volsync', directed: true, synchronous: false };
  const { lines } = drawn([site('a'), site('b', 'passive')], [link('a', 'b', copy)]);
  const copies = lines.filter(({ kind }) => kind === LineKind.ASYNCHRONOUS);
  expect(copies.map(({ from, arrowAtStart }) => [from, arrowAtStart])).toEqual([
    ['site a', false],
    ['site b', true],
  ]);
});

test('clients go to sites that serve, to passive ones after a failover, and never to a witness', () => {
  const { lines } = drawn([site('a'), site('b', 'passive'), site('w', 'witness')], []);
  const traffic = lines.filter(({ from }) => from === 'balancer').map(({ to, kind }) => [to, kind]);
  expect(traffic).toEqual([
    ['site a', LineKind.TRAFFIC],
    ['site b', LineKind.STANDBY_TRAFFIC],
  ]);
});

test('many links that carry the same are drawn as one, with the range of their round trips', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const all = names.flatMap((from, index) =>
    names.slice(index + 1).map((to, further) => link(from, to, { rttMillis: 10 + index + further })),
  );
  const { boxes, lines } = drawn(
    names.map((name) => site(name)),
    all,
  );
  expect(boxes.filter(({ kind }) => kind === BoxKind.LINK).map((box) => box.lines)).toEqual([
    ['quorum', 'synchronous, 10 to 13 ms'],
  ]);
  expect(lines.filter(({ to, arrowAtStart }) => to === 'link 0' && arrowAtStart)).toHaveLength(5);
});

test('a tunnel that nothing is replicated over has no arrows', () => {
  const { lines } = drawn([site('a'), site('b')], [link('a', 'b', { replication: undefined })]);
  const tunnel = lines.filter(({ to }) => to === 'link 0');
  expect(tunnel.map(({ kind, arrowAtStart, arrowAtEnd }) => [kind, arrowAtStart, arrowAtEnd])).toEqual([
    [LineKind.TUNNEL, false, false],
    [LineKind.TUNNEL, false, false],
  ]);
});
