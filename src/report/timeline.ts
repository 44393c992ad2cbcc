/** A bound as a timeline: one stacked bar of its stages, and below each stage with its parts, on the same axis. */
import { Combine } from '../recovery/bound-tree';
import { duration } from '../rules/wording';
import type { PlannedBound } from '../synthesis/plan';
import { basisLegend, basisMark } from './basis';
import { type Content, Html, joined, markup, NOTHING } from './html';
import { type Scale, scaleFor } from './scale';
import { type Placed, placedParts, stagesOf } from './stages';
import { boundTree, combineText, origin } from './trees';
import { time, timeText } from './words';

interface Axis {
  readonly scale: Scale;
  readonly objective: number;
}

/** What the time of a promise goes into, against what was asked for. */
export function timeline(bound: PlannedBound, what: string): Content {
  const { tree, boundSeconds, objectiveSeconds } = bound;
  if (boundSeconds === undefined) {
    return markup`<p>There is no worst case: ${tree.reason ?? 'nothing limits it'}.</p>${boundTree(tree)}`;
  }
  if (boundSeconds === 0) return boundTree(tree);
  const { stages, beside, cases } = stagesOf(tree);
  const axis = { scale: scaleFor([boundSeconds, objectiveSeconds]), objective: objectiveSeconds };
  const shown = stages.filter(({ node }) => node.seconds !== 0);
  const others = stages.filter(({ node }) => node.seconds === 0);
  return markup`<div class="timeline">
    ${casesText(cases)}
    <div class="row axis" aria-hidden="true"><span class="label"></span>${axisLine(axis)}<span class="value"></span></div>
    <div class="row stacked"><span class="label"><strong>${what}</strong></span>${stackedBar(shown, axis, what)}<span class="value">${time(boundSeconds)}</span></div>
    <ol class="stages">${shown.map((stage, index) => markup`<li>${row(stage, axis, index + 1)}</li>`)}</ol>
    ${besideRows('At the same time, and over before or with the above', beside, axis)}
    ${besideRows('Takes no time', others, axis)}
    ${basisLegend()}
  </div>
  `;
}

function casesText(cases: string[]): Content {
  if (cases.length === 0) return NOTHING;
  return markup`<p class="cases">The worst of several cases: ${joined(
    cases.map((name) => markup`<em>${name}</em>`),
    new Html(' &rsaquo; '),
  )}</p>`;
}

function besideRows(title: string, placed: Placed[], axis: Axis): Content {
  if (placed.length === 0) return NOTHING;
  const rows = placed.map((part) => markup`<li>${row(part, axis)}</li>`);
  return markup`<p class="beside-title">${title}:</p><ul class="stages beside">${rows}</ul>`;
}

/** A part, its bar where it lies in time, and on demand its own parts or where its number comes from. */
function row(placed: Placed, axis: Axis, number?: number): Content {
  const { node } = placed;
  const parts = placedParts(placed);
  const deciding = parts.find(({ node: part }) => part.seconds === node.seconds);
  const below = parts.map((part) => {
    const counts = node.combine !== Combine.MAX || part === deciding;
    return markup`<li${counts ? NOTHING : markup` class="shorter"`}>${row(part, axis)}</li>`;
  });
  const combined = node.combine === Combine.MAX ? combineText(node) : undefined;
  return markup`<details class="part"><summary class="row">
    <span class="label">${number === undefined ? NOTHING : markup`<span class="ordinal">${number}</span>`}<span>${node.name}${combined && markup` <small>${combined}</small>`}</span></span>
    ${bar(placed, axis)}
    <span class="value">${time(node.seconds)} ${basisMark(node.basis)}</span>
    </summary>${below.length > 0 ? markup`<ul class="parts">${below}</ul>` : origin(node)}</details>
  `;
}

function bar(placed: Placed, axis: Axis): Content {
  return markup`<svg class="chart" width="100%" height="26" aria-hidden="true">${objectiveLine(axis)}${segment(placed, axis, 12)}</svg>`;
}

function stackedBar(stages: Placed[], axis: Axis, what: string): Content {
  const text = stages.map(({ node }) => `${node.name} ${timeText(node.seconds)}`).join(', then ');
  const label = `${what}: ${text}; objective ${timeText(axis.objective)}`;
  const segments = stages.map((stage, index) => [segment(stage, axis, 28), segmentNumber(stage, axis, index + 1)]);
  return markup`<svg class="chart" role="img" aria-label="${label}" width="100%" height="36">${segments}${objectiveLine(axis)}</svg>`;
}

function segment({ node, start }: Placed, { scale }: Axis, height: number): Content {
  const width = scale.at(start + (node.seconds ?? 0)) - scale.at(start);
  if (node.seconds === 0) return NOTHING;
  return markup`<rect class="bar ${node.basis}" x="${scale.at(start)}%" y="50%" transform="translate(0 ${-height / 2})" width="${Math.max(0.3, width).toFixed(2)}%" height="${height}"/>`;
}

/** Numbers only where they fit. */
function segmentNumber({ node, start }: Placed, { scale }: Axis, number: number): Content {
  const from = scale.at(start);
  const to = scale.at(start + (node.seconds ?? 0));
  if (to - from < 6) return NOTHING;
  const middle = ((from + to) / 2).toFixed(2);
  return markup`<circle class="dot" cx="${middle}%" cy="18" r="9"/><text class="dot-text" x="${middle}%" y="22" text-anchor="middle">${number}</text>`;
}

function objectiveLine({ scale, objective }: Axis): Content {
  const at = scale.at(objective);
  return markup`<line class="objective" x1="${at}%" x2="${at}%" y1="0" y2="100%"/>`;
}

function axisLine({ scale, objective }: Axis): Content {
  const at = scale.at(objective);
  const anchor = at > 70 ? 'end' : at < 15 ? 'start' : 'middle';
  const ticks = scale.ticks.map((tick) => {
    const x = scale.at(tick);
    const side = tick === 0 ? 'start' : x > 92 ? 'end' : 'middle';
    // Beside the mark of the objective there is no room for a number.
    const name = tick > 0 && Math.abs(x - at) < 7 ? '' : tick === 0 ? '0' : duration(tick);
    return markup`<line class="tick" x1="${x}%" x2="${x}%" y1="36" y2="42"/><text x="${x}%" y="32" text-anchor="${side}">${name}</text>`;
  });
  return markup`<svg class="chart" width="100%" height="42"><text class="objective-text" x="${at}%" y="13" text-anchor="${anchor}">objective ${duration(objective)}</text>${ticks}<line class="objective" x1="${at}%" x2="${at}%" y1="17" y2="42"/></svg>`;
}
