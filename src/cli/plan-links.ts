/** What replication asks of the ways between sites, where the write rate is known. */
import type { AppPlan } from '../synthesis/plan';
import { markdownTable, textTable } from './layout';
import type { Paint } from './paint';

const HEADER = ['BETWEEN', 'REPLICATION', 'ROUND TRIP', 'ONE WAY AT MOST', 'IN 30 DAYS'];
const MONTH_SECONDS = 30 * 86_400;

/** The table for the terminal, with an empty line before it. */
export function linkLines(app: AppPlan, paint: Paint): string[] {
  const rows = linkRows(app);
  if (rows.length === 0) return [];
  return ['', paint.bold('BANDWIDTH BETWEEN SITES'), ...textTable([HEADER.map(paint.dim), ...rows], '  ')];
}

/** The table as Markdown, followed by an empty line. */
export function linkMarkdown(app: AppPlan): string[] {
  const rows = linkRows(app);
  return rows.length === 0 ? [] : ['**Bandwidth between sites**', '', ...markdownTable([HEADER, ...rows]), ''];
}

function linkRows({ topology }: AppPlan): string[][] {
  return topology.links.flatMap(({ from, to, directed, replication = '', rttMillis, bytesPerSecond }) => {
    if (bytesPerSecond === undefined) return [];
    const ends = directed ? `${from} to ${to}` : `${from} and ${to}`;
    const perSecond = `${rounded(bytesPerSecond / 1024 ** 2)} MiB/s`;
    return [
      [ends, replication, `${rttMillis} ms`, perSecond, `${rounded((bytesPerSecond * MONTH_SECONDS) / 1024 ** 3)} GiB`],
    ];
  });
}

function rounded(value: number): string {
  return `${Math.ceil(value * 10) / 10}`;
}
