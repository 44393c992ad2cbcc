/** Where the boxes of a topology are, and how the lines between them run. Layered by dagre: clients, balancer, sites, links, store. */
import type * as Dagre from '@dagrejs/dagre';
import type { AppPlan } from '../synthesis/plan';
import { type Bundle, bundlesOf } from './topology-bundles';
import { boxIds, orderFor } from './topology-order';
import { linkLines, siteLines } from './topology-texts';

/** What a box stands for. */
export enum BoxKind {
  CLIENTS = 'clients',
  BALANCER = 'balancer',
  SITE = 'site',
  LINK = 'link',
  STORE = 'store',
}

/** What flows over a line. */
export enum LineKind {
  TRAFFIC = 'traffic',
  /** Clients come here after a failover only. */
  STANDBY_TRAFFIC = 'standby-traffic',
  /** A write waits for the other side. */
  SYNCHRONOUS = 'synchronous',
  ASYNCHRONOUS = 'asynchronous',
  /** A tunnel that nothing is replicated over. */
  TUNNEL = 'tunnel',
  BACKUP = 'backup',
}

/** A box, by its centre. */
export interface Box {
  readonly id: string;
  readonly kind: BoxKind;
  readonly lines: string[];
  /** Such as `passive`, of a site. */
  readonly role?: string;
  readonly width: number;
  readonly height: number;
  readonly x: number;
  readonly y: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line from the bottom of one box to the top of another. */
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly kind: LineKind;
  readonly arrowAtStart: boolean;
  readonly arrowAtEnd: boolean;
  readonly points: Point[];
}

/** A topology with all positions. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: Box[];
  readonly lines: Line[];
}

/** What stands between sites and store is so high: a line passes it upright. */
const LANE_HEIGHT = 54;

type Shape = Omit<Box, 'x' | 'y'>;
type Join = Omit<Line, 'points'>;

/** A line with the place at which it passes the rank between its ends, where there is one. */
type Passing = Join & { readonly lane?: Point };

/** Lays the topology of an application out. */
export function drawingOf(app: AppPlan): Drawing {
  const shapes = shapesOf(app);
  const joins = joinsOf(app);
  // Costs 15 ms with the first layout: only those who make a report pay for it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const dagre = require('@dagrejs/dagre') as typeof Dagre;
  const graph = new dagre.graphlib.Graph<Dagre.GraphLabel, Dagre.NodeLabel, Dagre.EdgeLabel>();
  graph.setGraph({ rankdir: 'TB', nodesep: 20, ranksep: 44, marginx: 6, marginy: 6 });
  for (const { id, width, height } of shapes) graph.setNode(id, { width, height });
  // A line to the store passes the rank of the links, where they are drawn.
  for (const { from, to, kind } of joins) graph.setEdge(from, to, { minlen: kind === LineKind.BACKUP ? 2 : 1 });
  dagre.layout(graph, { customOrder: orderFor(app.topology) });

  const boxes = shapes.map((shape) => {
    const { x = 0, y = 0 } = graph.node(shape.id);
    return { ...shape, x, y };
  });
  const { width = 0, height = 0 } = graph.graph();
  const passing = joins.map((join) => ({ ...join, lane: laneOf(join, graph.edge(join.from, join.to).points ?? []) }));
  return { width, height, boxes, lines: passing.map((line) => routed(line, boxes, passing)) };
}

function shapesOf(app: AppPlan): Shape[] {
  const { sites, links, traffic, store } = app.topology;
  return [
    ...(traffic === undefined ? [] : [boxOf(boxIds.clients, BoxKind.CLIENTS, ['Clients', app.hostname ?? ''])]),
    ...(traffic === undefined ? [] : [boxOf(boxIds.balancer, BoxKind.BALANCER, ['Load balancer', traffic])]),
    ...sites.map((site) => boxOf(boxIds.site(site.name), BoxKind.SITE, siteLines(app, site), site.role)),
    ...bundlesOf(links).map((bundle, index) => boxOf(boxIds.link(index), BoxKind.LINK, linkLines(bundle))),
    ...(store ? [boxOf(boxIds.store, BoxKind.STORE, ['Backup store', store.bucket, store.region])] : []),
  ];
}

function boxOf(id: string, kind: BoxKind, texts: string[], role?: string): Shape {
  const lines = texts.filter(Boolean);
  const longest = Math.max(...lines.map((line, index) => line.length * (index === 0 ? 8.2 : 6.9)));
  return { id, kind, lines, role, width: Math.ceil(longest) + 28, height: lines.length * 18 + 18 };
}

function joinsOf({ topology }: AppPlan): Join[] {
  const { sites, links, traffic, store } = topology;
  const served = traffic === undefined ? [] : sites.filter(({ role }) => role !== 'witness');
  return [
    ...(traffic === undefined ? [] : [join(boxIds.clients, boxIds.balancer, LineKind.TRAFFIC, false, true)]),
    ...served.map(({ name, role }) =>
      join(
        boxIds.balancer,
        boxIds.site(name),
        role === 'passive' ? LineKind.STANDBY_TRAFFIC : LineKind.TRAFFIC,
        false,
        true,
      ),
    ),
    ...bundlesOf(links).flatMap(linkJoins),
    ...(store ? sites.filter(({ role }) => role !== 'witness').map(({ name }) => backupJoin(name)) : []),
  ];
}

/** From where data comes to where it goes; where it goes both ways all ends have arrows. */
function linkJoins({ links, replication, directed, synchronous }: Bundle, index: number): Join[] {
  const flow = synchronous ? LineKind.SYNCHRONOUS : LineKind.ASYNCHRONOUS;
  const kind = replication === undefined ? LineKind.TUNNEL : flow;
  const sources = new Set(directed ? links.map(({ from }) => from) : []);
  const ends = new Set(links.flatMap(({ from, to }) => [from, to]));
  return [...ends].map((site) => {
    const receives = replication !== undefined && !sources.has(site);
    return join(boxIds.site(site), boxIds.link(index), kind, receives, false);
  });
}

function backupJoin(site: string): Join {
  return join(boxIds.site(site), boxIds.store, LineKind.BACKUP, false, false);
}

function join(from: string, to: string, kind: LineKind, arrowAtStart: boolean, arrowAtEnd: boolean): Join {
  return { from, to, kind, arrowAtStart, arrowAtEnd };
}

function laneOf({ kind }: Join, points: Point[]): Point | undefined {
  return kind === LineKind.BACKUP ? points[Math.floor(points.length / 2)] : undefined;
}

/** Lines leave and reach a box side by side, in the order in which they go on. */
function routed(line: Passing, boxes: Box[], lines: Passing[]): Line {
  const placeOf = (id: string): Box => boxes.find((box) => box.id === id) as Box;
  const xAt = (other: Passing, id: string): number => (other.lane ?? placeOf(id)).x;
  const from = placeOf(line.from);
  const to = placeOf(line.to);
  const leaving = lines.filter((other) => other.from === line.from).sort((a, b) => xAt(a, a.to) - xAt(b, b.to));
  const reaching = lines.filter((other) => other.to === line.to).sort((a, b) => xAt(a, a.from) - xAt(b, b.from));
  const start = { x: port(from, leaving.indexOf(line), leaving.length), y: from.y + from.height / 2 };
  const end = { x: port(to, reaching.indexOf(line), reaching.length), y: to.y - to.height / 2 };
  const { lane, ...join } = line;
  const between = lane ? [-1, 1].map((side) => ({ x: lane.x, y: lane.y + (side * LANE_HEIGHT) / 2 })) : [];
  return { ...join, points: [start, ...between, end] };
}

function port({ x, width }: Box, index: number, count: number): number {
  return x - width / 2 + (width * (index + 1)) / (count + 1);
}
