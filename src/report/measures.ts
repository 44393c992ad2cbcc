/** What else the plan computes: other worst cases, write latency, capacity, availability. What it does not hold is left out. */
import type { AppPlan } from '../synthesis/plan';
import { basisMark } from './basis';
import { type Content, markup, NOTHING } from './html';
import { badge, folded, table, Tone } from './parts';
import { boundTree } from './trees';
import { time, timeText } from './words';

/** Worst cases that nothing was promised for. */
export function otherBounds(app: AppPlan): Content {
  const { backupAge, consistencySkew, activePassive } = app;
  const bounds = [
    { title: 'Age of the newest backup: what an error that is replicated may cost', tree: backupAge },
    { title: 'How far parts of the data may be from each other', tree: consistencySkew },
    { title: 'Planned switchover: no writes for', tree: activePassive?.switchover.gap },
    { title: 'Planned switchover: writes lost', tree: activePassive?.switchover.lag },
    ...app.writeLatency.map(({ site, tree }) => ({ title: `A write between sites, for clients in ${site}`, tree })),
  ];
  return bounds.map(({ title, tree }) =>
    tree
      ? folded(markup`${title}: <strong>${time(tree.seconds)}</strong> ${basisMark(tree.basis)}`, boundTree(tree))
      : NOTHING,
  );
}

/** Whether the sites that are left carry the load. */
export function capacityTable(app: AppPlan): Content {
  if (app.capacity.length === 0) return NOTHING;
  return table({
    label: `Capacity of ${app.name}`,
    caption: 'Whether the sites that are left after the worst loss carry the load',
    columns: [
      'Component',
      'Pods by site',
      'Worst loss',
      { title: 'Left', numeric: true },
      { title: 'Needed', numeric: true },
      'Verdict',
    ],
    rows: app.capacity.map(({ component, sites, lost, left, needed, sufficient }) => [
      component,
      sites.map(({ site, pods }) => `${site} ${pods}`).join(', '),
      lost.join(', ') || 'none',
      left,
      needed,
      sufficient ? badge(Tone.GOOD, 'sufficient') : badge(Tone.BAD, 'too few'),
    ]),
  });
}

/** How much of a year the application serves; left out where nothing states it. */
export function availabilityTable(app: AppPlan): Content {
  const { availability, secondsPerYear, terms } = app.availability;
  if (terms.length === 0) return NOTHING;
  return [
    markup`<p>Availability, as far as sites decide it: <strong>${percentText(availability)}</strong>, or ${timeText(secondsPerYear)} of a year without service.</p>`,
    table({
      label: `Availability of ${app.name}`,
      caption: 'What the availability was computed from',
      columns: ['What', { title: 'Value', numeric: true }, 'Basis', 'Source'],
      rows: terms.map(({ name, value, basis, source }) => [name, value, basisMark(basis), source]),
    }),
  ];
}

/** Scheduled restore tests. */
export function drillTable({ name, drills }: AppPlan): Content {
  if (drills.length === 0) return markup`<p>No restore tests are scheduled.</p>`;
  return table({
    label: `Restore tests of ${name}`,
    caption: 'Scheduled restore tests, and what they prove',
    columns: ['Restores in', 'Backup of', 'Proves', 'Schedule', 'CronJob'],
    rows: drills.map(({ site, source, covers, schedule, name: job }) => [
      site,
      source,
      covers,
      markup`<code>${schedule}</code>`,
      markup`<code>${job}</code>`,
    ]),
  });
}

/** `99.9993 %`: as many digits as the number has nines, and two more. */
function percentText(availability: number): string {
  const missing = 1 - availability;
  const digits = missing > 0 ? Math.min(10, Math.max(2, Math.ceil(-Math.log10(missing)))) : 0;
  return `${(availability * 100).toFixed(digits)} %`;
}
