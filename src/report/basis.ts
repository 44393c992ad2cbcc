/** What a number rests on, as a word with the pattern that its bar has. */
import { Basis } from '../recovery/bound';
import { type Content, Html, markup } from './html';

const MEANINGS: Record<Basis, string> = {
  [Basis.DERIVED]: 'follows from what is emitted',
  [Basis.ASSUMED]: 'nobody has proved it: a documented default, or a guess',
  [Basis.MEASURED]: 'seen in a drill or in production',
};

const MARKS = new Map(Object.values(Basis).map((basis) => [basis, markFor(basis)]));

/** `derived`, `assumed` or `measured`, with a sample of its pattern. */
export function basisMark(basis: Basis): Content {
  return MARKS.get(basis) ?? basis;
}

function markFor(basis: Basis): Content {
  return markup`<span class="basis"><svg width="14" height="10" aria-hidden="true"><rect class="bar ${basis}" width="14" height="10" rx="2"/></svg>${basis}</span>`;
}

/** The three, with what they mean. */
export function basisLegend(): Content {
  const entries = Object.values(Basis).map((basis) => markup`<li>${basisMark(basis)} ${MEANINGS[basis]}</li>`);
  return markup`<ul class="legend" aria-label="What a number rests on">${entries}</ul>
  `;
}

/** The patterns of the bars: for those who do not tell the colours apart, and for black and white prints. */
export const PATTERNS = new Html(`<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>
<pattern id="pattern-assumed" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="pattern-back" width="6" height="6"/><rect class="pattern-line" width="2.5" height="6"/></pattern>
<pattern id="pattern-measured" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="pattern-back" width="6" height="6"/><circle class="pattern-line" cx="3" cy="3" r="1.4"/></pattern>
</defs></svg>
`);
