import { Basis } from '../recovery/bound';
import { groupedBy } from '../recovery/grouped';
import type { OutputChange } from '../recovery/output-change';
import { indexOutput, type OutputObject, traceProblems } from '../recovery/trace';
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
  {
    id: 'TRM-03',
    severity: Severity.WARNING,
    title: 'what the promises were computed with is what is deployed',
    why: 'a patch, an override or an aspect switches off, or changes, what a promise silently rests on: a paused copy, a disabled check, fewer replicas',
    source:
      'cdk8s ApiObject.addJsonPatch, cdktf TerraformElement.addOverride: they change the output after everything was computed',
    check: ({ output, complete }) => (complete ? overridesIn(output) : undefined),
  },
];

/** Names and labels, and where pods may run and what they pull: none of it is in a promise. */
const OUTSIDE_OF_PROMISES =
  /^\/(\/\/|metadata|tags)(\/|$)|\/metadata\/|\/(annotations|labels|tolerations|nodeSelector|priorityClassName|imagePullSecrets)(\/|$)/;

/** The same change of one object in several clusters is one message. */
function overridesIn(output: OutputObject[]): string[] {
  const changes = output.flatMap(({ object, construct, file, changes: all = [] }) =>
    all
      .filter(({ path }) => !OUTSIDE_OF_PROMISES.test(path))
      .map((change) => ({ what: construct === undefined ? object : `${object} ${construct}`, file, change })),
  );
  const same = groupedBy(changes, ({ what, change }) => JSON.stringify([what, change]));
  return [...same.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const files = listed([...new Set(group.map(({ file }) => file))]);
    return [
      `${first.change.path} of ${first.what} ${changeText(first.change)} in ${files} by a patch, an override or an aspect, which no bound, rule or proof knows of; change the prop that it comes from, or waive TRM-03 and say why no promise rests on it`,
    ];
  });
}

function changeText({ was, is }: OutputChange): string {
  if (was === undefined) return `was set to ${valueText(is)}`;
  if (is === undefined) return `was removed (${valueText(was)})`;
  return `was changed from ${valueText(was)} to ${valueText(is)}`;
}

function valueText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? 'another value' : text;
}
