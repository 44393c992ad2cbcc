/** The fault table of an application, and how its times come about. */
import type { AppPlan, PlannedFault, PlannedGap } from '../synthesis/plan';
import { anchorsFor } from './anchors';
import { type Content, joined, markup, NOTHING } from './html';
import { lossText, siteLosses } from './outcome';
import { badge, type Column, folded, headRow, scrolling, Tone } from './parts';
import { boundTree } from './trees';
import { sentence, time, timeText } from './words';

const COLUMNS: Column[] = [
  { title: 'Fault' },
  { title: 'Served by' },
  { title: 'Reads and writes in' },
  { title: 'Writes lost' },
  { title: 'No writes for', numeric: true },
  { title: 'No service for', numeric: true },
];

const NO_WORST_CASE = badge(Tone.BAD, timeText(undefined));
const NOT_KNOWN = 'not known';

/** Every fault that the plan enumerates: what it does in one row, what to do about it in the next. */
export function faultTable(app: AppPlan, id: string): Content {
  if (app.faults.length === 0) return markup`<p>The plan holds no faults.</p>`;
  const gaps = gapAnchors(app, id);
  return [
    scrolling(
      `Faults of ${app.name}`,
      markup`<table class="faults">
        <caption>What each fault does; below it what people do, which opens to what happens when it heals</caption>
        ${headRow(COLUMNS)}
        <tbody>${app.faults.map((fault) => [outcomeRow(app, fault, gaps), actionRow(fault)])}</tbody>
      </table>`,
    ),
    gapTrees(app, gaps),
  ];
}

function outcomeRow(app: AppPlan, fault: PlannedFault, gaps: Map<string, string>): Content {
  const { fault: name, sites, subject, dataLost, workloadGap, clientGap, grace } = fault;
  return markup`<tr>
    <th scope="row">${name}<br><small>${subject ?? sites.join(' + ')}</small></th>
    <td>${servers(fault)}</td>
    <td>${readsAndWrites(fault)}</td>
    <td>${badge(dataLost ? Tone.WARN : Tone.GOOD, writesLost(app, fault))}</td>
    <td class="number">${gapCell(workloadGap, gaps)}</td>
    <td class="number">${gapCell(clientGap, gaps)}${grace && markup`<small>unnoticed for: ${gapCell(grace, gaps, NOT_KNOWN)}</small>`}</td>
  </tr>
  `;
}

/** Whoever serves for sure, and sites of which one serves, whichever that is. */
function servers({ servedBy, servedByOneOf = [] }: PlannedFault): Content {
  const one = servedByOneOf.length > 0 ? [`one of ${servedByOneOf.join(' or ')}`] : [];
  return [...servedBy, ...one].join(', ') || badge(Tone.BAD, 'nobody');
}

/** One line until it is opened. */
function actionRow({ human, onHeal, subject, sites, workloadGap, clientGap, grace }: PlannedFault): Content {
  const reasons = new Set([workloadGap, clientGap, grace].flatMap((gap) => gap?.reason ?? []));
  const endless = [...reasons].map((reason) => markup`<p><strong>No worst case:</strong> ${sentence(reason)}</p>`);
  const where = subject === undefined ? NOTHING : markup`<p><strong>Hits:</strong> ${sites.join(', ')}.</p>`;
  return markup`<tr class="more"><td colspan="${COLUMNS.length}"><details>
    <summary><span class="clip"><strong>People:</strong> ${human}</span></summary>
    <div class="fold"><p><strong>When it heals:</strong> ${sentence(onHeal)}</p>${endless}${where}</div>
  </details></td></tr>
  `;
}

function gapAnchors({ gaps }: AppPlan, id: string): Map<string, string> {
  const keys = Object.keys(gaps);
  const anchors = anchorsFor(`${id}-gap`, keys);
  return new Map(keys.map((key, index) => [key, anchors[index] ?? '']));
}

/** What takes time first. */
function gapTrees({ gaps }: AppPlan, anchors: Map<string, string>): Content {
  const entries = Object.entries(gaps);
  const sorted = [
    ...entries.filter(([, { seconds }]) => seconds !== 0),
    ...entries.filter(([, { seconds }]) => seconds === 0),
  ];
  const trees = sorted.map(
    ([key, tree]) =>
      markup`<details id="${anchors.get(key)}"><summary>${key}: ${time(tree.seconds)}</summary><div class="fold">${boundTree(tree)}</div></details>
    `,
  );
  return trees.length === 0 ? NOTHING : folded('How these times come about', trees);
}

function gapCell(
  { seconds, gap }: PlannedGap,
  anchors: Map<string, string>,
  endless: Content = NO_WORST_CASE,
): Content {
  const value = seconds === undefined ? endless : time(seconds);
  const anchor = anchors.get(gap);
  return anchor === undefined ? value : markup`<a href="#${anchor}">${value}</a>`;
}

function readsAndWrites({ readsIn, writesIn }: PlannedFault): Content {
  const reads = readsIn.join(', ') || 'nowhere';
  const writes = writesIn.join(', ') || 'nowhere';
  return reads === writes ? reads : joined([`reads: ${reads}`, `writes: ${writes}`], markup`<br>`);
}

/** Only for the loss of a site the RPO says how much is lost. */
function writesLost(app: AppPlan, fault: PlannedFault): string {
  if (siteLosses(app).includes(fault)) return lossText(app, fault);
  return fault.dataLost ? 'yes' : 'none';
}
