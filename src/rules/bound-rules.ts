import { Basis } from '../recovery/bound';
import { indexOutput, traceProblems } from '../recovery/trace';
import type { AppEvidence } from './evidence';
import { Severity } from './finding';
import type { Rule } from './rule';
import { listed } from './wording';

/** TRM: what the bounds are computed from is what is deployed, and what is known is what is used. */
export const BOUND_RULES: Rule<AppEvidence>[] = [
  {
    id: 'TRM-01',
    severity: Severity.ERROR,
    title: 'every number that is derived stands in the output',
    why: 'an override, an aspect or a patch changed a time that the bounds were computed from: what is promised is not what is deployed',
    source: 'the bounds themselves: each derived term names the fields that it was computed from',
    check: ({ bounds, output, complete }) => {
      // What was refused was not rendered: its fields are not there, and the refusal says why.
      if (!complete) return undefined;
      const index = indexOutput(output);
      return [...new Set(bounds.flatMap((bound) => traceProblems(bound, index)))];
    },
  },
  {
    id: 'TRM-02',
    severity: Severity.ERROR,
    title: 'a measurement or an assumption takes the place of an assumed term',
    why: 'a time that was measured is not used, and nobody notices: the term has another name by now, or follows from the output',
    source: 'the bounds themselves: derived terms follow from what is emitted, and are not up for discussion',
    check: ({ knownTimes, assumedTerms }) =>
      knownTimes.length === 0
        ? undefined
        : knownTimes.flatMap(({ term, basis }) => {
            if (assumedTerms.includes(term)) return [];
            const prop = basis === Basis.MEASURED ? 'measurements' : 'assumptions';
            const allowed = assumedTerms.length === 0 ? 'none, since every term is derived' : listed(assumedTerms);
            return [
              `${prop} names the term "${term}", which is no assumed term of this application; allowed are ${allowed}: correct the name, or change the prop that a derived term comes from`,
            ];
          }),
  },
];
