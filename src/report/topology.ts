/** The topology of an application: drawn, and in words. */
import type { AppPlan, PlannedTopology } from '../synthesis/plan';
import { listed } from '../rules/wording';
import { type Content, markup, NOTHING } from './html';
import { folded, scrolling, table } from './parts';
import { type Box, BoxKind, type Drawing, drawingOf, type Line, LineKind } from './topology-layout';
import { replicationText, roleText } from './topology-texts';

/** Sites, what connects them, where clients come in and where backups go. */
export function topology(app: AppPlan, id: string): Content {
  const drawing = drawingOf(app);
  return markup`<figure>
    ${scrolling(`Topology of ${app.name}, drawn`, picture(app, drawing, id))}
    <figcaption>${networkText(app.topology)} ${legend(drawing)}</figcaption>
  </figure>
  ${folded('The drawing in words', inWords(app))}`;
}

function picture(app: AppPlan, { width, height, boxes, lines }: Drawing, id: string): Content {
  const size = `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`;
  return markup`<svg class="topology ${width > NARROW ? 'wide' : ''}" viewBox="${size}" width="${Math.ceil(width)}" height="${Math.ceil(height)}" role="img" aria-labelledby="${id}-title ${id}-desc">
    <title id="${id}-title">Topology of ${app.name}</title>
    <desc id="${id}-desc">${descriptionOf(app)}</desc>
    ${lines.map(drawnLine)}
    ${boxes.map(drawnBox)}
  </svg>`;
}

function drawnBox({ kind, role, lines, x, y, width, height }: Box): Content {
  const left = x - width / 2;
  const top = y - height / 2;
  const texts = lines.map(
    (text, index) =>
      markup`<text${index === 0 ? markup` class="name"` : NOTHING} x="${rounded(x)}" y="${rounded(top + 22 + index * 18)}" text-anchor="middle">${text}</text>`,
  );
  return markup`<g class="box ${kind} ${role}"><rect x="${rounded(left)}" y="${rounded(top)}" width="${width}" height="${height}" rx="${kind === BoxKind.LINK ? 14 : 6}"/>${texts}</g>
  `;
}

/** Lines leave and arrive upright, so that it is seen where they end. */
function drawnLine({ kind, points, arrowAtStart, arrowAtEnd }: Line): Content {
  const [first, ...rest] = points;
  const last = points.at(-1);
  if (!first || !last) return NOTHING;
  let before = first;
  const curves = rest.map((point) => {
    const middle = rounded((before.y + point.y) / 2);
    const curve = `C${rounded(before.x)} ${middle} ${rounded(point.x)} ${middle} ${rounded(point.x)} ${rounded(point.y)}`;
    before = point;
    return curve;
  });
  const heads = [
    ...(arrowAtStart ? [head(first.x, first.y, -1)] : []),
    ...(arrowAtEnd ? [head(last.x, last.y, 1)] : []),
  ];
  return markup`<g class="line ${kind}"><path d="M${rounded(first.x)} ${rounded(first.y)} ${curves.join(' ')}"/>${heads}</g>
  `;
}

const NARROW = 600;

/** Points down with 1, up with -1. */
function head(x: number, y: number, down: number): Content {
  const base = rounded(y - 8 * down);
  return markup`<polygon points="${rounded(x)},${rounded(y)} ${rounded(x - 5)},${base} ${rounded(x + 5)},${base}"/>`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

const LINE_TEXTS: Record<LineKind, string> = {
  [LineKind.TRAFFIC]: 'clients',
  [LineKind.STANDBY_TRAFFIC]: 'clients after a failover',
  [LineKind.SYNCHRONOUS]: 'a write waits for the other side',
  [LineKind.ASYNCHRONOUS]: 'copied afterwards',
  [LineKind.TUNNEL]: 'tunnel only',
  [LineKind.BACKUP]: 'backups',
};

function legend({ lines }: Drawing): Content {
  const kinds = Object.values(LineKind).filter((kind) => lines.some((line) => line.kind === kind));
  return markup`<ul class="legend" aria-label="Lines">${kinds.map(
    (kind) =>
      markup`<li><svg width="34" height="10" aria-hidden="true"><g class="line ${kind}"><path d="M1 5H33"/></g></svg> ${LINE_TEXTS[kind]}</li>`,
  )}</ul>`;
}

function networkText({ network, encrypted, broker }: PlannedTopology): string {
  const held = broker === undefined ? '' : `; its control plane is in ${broker}`;
  return `Network between the sites: ${network}, ${encrypted ? 'encrypted' : 'not encrypted'}${held}.`;
}

function descriptionOf(app: AppPlan): string {
  const { sites, links, traffic, store } = app.topology;
  const serving = sites.filter(({ role }) => role === 'serves').map(({ name }) => name);
  return [
    `${sites.length} sites: ${listed(sites.map((site) => `${site.name} in ${site.region} (${roleText(site, app.activePassive !== undefined)})`))}.`,
    traffic === undefined ? 'No clients from outside.' : `Clients come through ${traffic} to ${listed(serving)}.`,
    ...links.map((link) => `${link.from} to ${link.to}: ${replicationText(link)}, ${link.rttMillis} ms.`),
    store ? `Backups go to ${store.bucket} in ${store.region}.` : 'No backups.',
  ].join(' ');
}

function inWords(app: AppPlan): Content {
  const { sites, links } = app.topology;
  return [
    markup`<p>${descriptionOf(app)}</p>`,
    table({
      label: `Sites of ${app.name}`,
      caption: 'Sites',
      columns: [
        'Site',
        'Region',
        'Zones',
        'Role',
        { title: 'Nodes', numeric: true },
        { title: 'Votes', numeric: true },
        'Address of the ingress',
      ],
      rows: sites.map((site) => [
        site.name,
        site.region,
        site.zones.join(', '),
        roleText(site, app.activePassive !== undefined),
        site.nodes,
        site.votes,
        site.ingressHostname ?? '',
      ]),
    }),
    table({
      label: `Links of ${app.name}`,
      caption: 'Between the sites',
      columns: ['From', 'To', 'Replication', 'Direction', { title: 'Round trip', numeric: true }],
      rows: links.map((link) => [
        link.from,
        link.to,
        replicationText(link),
        link.directed ? 'one way' : 'both ways',
        `${link.rttMillis} ms${link.stated ? '' : ' (assumed)'}`,
      ]),
    }),
  ];
}
