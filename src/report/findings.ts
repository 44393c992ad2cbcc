/** What the rules found, and what was accepted for some time. */
import { Severity, type Finding } from '../rules/finding';
import { type Content, markup } from './html';
import { badge, table, Tone } from './parts';

/** Findings of an application or a fleet: open ones first. */
export function findingTable(findings: Finding[], owner: string): Content {
  if (findings.length === 0) return markup`<p>No findings, and nothing is waived.</p>`;
  const open = findings.filter(({ waiver }) => waiver === undefined);
  const waived = findings.filter(({ waiver }) => waiver !== undefined);
  return table({
    label: `Findings of ${owner}`,
    caption: `${open.length} open, ${waived.length} waived`,
    columns: ['Rule', 'Severity', 'What', 'Where', 'Waiver'],
    rows: [...open, ...waived].map((finding) => [
      markup`<code>${finding.rule}</code>`,
      badge(toneOf(finding), finding.waiver === undefined ? finding.severity : `${finding.severity}, waived`),
      finding.message,
      markup`<code>${finding.path}</code>`,
      waiverText(finding),
    ]),
  });
}

function toneOf({ severity, waiver }: Finding): Tone {
  if (waiver !== undefined) return Tone.PLAIN;
  return severity === Severity.ERROR ? Tone.BAD : Tone.WARN;
}

function waiverText({ waiver, waivedUntil }: Finding): Content {
  if (waiver === undefined) return 'none';
  return markup`${waiver}${waivedUntil && markup` <strong>until ${waivedUntil}</strong>`}`;
}
