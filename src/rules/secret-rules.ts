import type { AppEvidence, PrerequisiteFact } from './evidence';
import { Severity } from './finding';
import { groupedBy } from '../recovery/grouped';
import { type Manifest, manifestsOf } from './manifests';
import { type Reference, referencesOf } from './references';
import { producersOf } from './producers';
import type { Rule } from './rule';
import { listed } from './wording';

/** SEC: Secrets and ConfigMaps that are needed are there, and those that are asked for are needed. */
export const SECRET_RULES: Rule<AppEvidence>[] = [
  {
    id: 'SEC-02',
    severity: Severity.ERROR,
    title: 'whatever refers to a Secret or ConfigMap finds it, with its keys, in its own site',
    why: 'a pod whose Secret is missing in one site never starts there: it is found out when the site has to take over',
    source:
      'Kubernetes, Secrets: a pod does not start until the Secret that it refers to exists, unless it is optional',
    waivable: true,
    check: missing,
  },
  {
    id: 'SEC-03',
    severity: Severity.WARNING,
    title: 'every Secret that the platform has to provide is used',
    why: 'credentials that nobody uses are made, distributed and renewed in every site, and can be stolen in each',
    source: 'NIST SP 800-53 Rev. 5, AC-6: least privilege; OWASP Secrets Management Cheat Sheet: lifecycle of secrets',
    check: unused,
  },
];

function missing(evidence: AppEvidence): string[] | undefined {
  const manifests = manifestsOf(evidence);
  const references = manifests.flatMap(referencesOf).filter(({ optional }) => !optional);
  if (references.length === 0) return undefined;
  const each = groupedBy(references, ({ cluster, kind, namespace, name }) =>
    JSON.stringify([cluster, kind, namespace, name]),
  );
  return [...each.values()].flatMap((same) => problemsOf(same, manifests, evidence));
}

function problemsOf(same: Reference[], manifests: Manifest[], { prerequisites }: AppEvidence): string[] {
  const [reference] = same;
  if (!reference) return [];
  const { cluster, kind, namespace, name } = reference;
  const by = listed([...new Set(same.map((one) => one.by))]);
  const what = `${kind} ${namespace}/${name}`;
  const producers = producersOf(reference, manifests, prerequisites);
  if (producers.length === 0) {
    const way = kind === 'Secret' ? 'issue it with a Certificate or an ExternalSecret' : 'add it to the chart';
    return [
      `in site ${cluster} ${by} needs ${what}, and nothing makes it there: ${way} of site ${cluster}, or correct the name; waive SEC-02 where it is made by something that is not in the output`,
    ];
  }
  // One that may have any keys has the ones that are asked for.
  if (producers.some(({ keys }) => keys === undefined)) return [];
  const there = producers.flatMap(({ keys = [] }) => keys);
  const lacks = [...new Set(same.flatMap(({ keys }) => keys))].filter((key) => !there.includes(key));
  if (lacks.length === 0) return [];
  return [
    `in site ${cluster} ${by} reads ${listed(lacks)} of ${what}, which has ${listed(there) || 'no keys'}; correct the key, or add it to what makes ${kind} ${name}`,
  ];
}

/** Those of other namespaces are for operators, which no manifest tells of. */
function unused(evidence: AppEvidence): string[] | undefined {
  const { namespace, prerequisites } = evidence;
  const provided = prerequisites.filter((one) => one.kind === 'Secret' && one.namespace === namespace);
  if (provided.length === 0) return undefined;
  const used = new Set(
    manifestsOf(evidence)
      .flatMap(referencesOf)
      .filter((reference) => reference.kind === 'Secret' && reference.namespace === namespace)
      .map(({ name }) => name),
  );
  // Used in one site is used: in the others it lies ready for the day on which they are active.
  const idle = groupedBy(
    provided.filter(({ name }) => !used.has(name)),
    ({ name }: PrerequisiteFact) => name,
  );
  return [...idle].map(
    ([name, each]) =>
      `the platform has to provide Secret ${namespace}/${name} in ${listed(each.map(({ site }) => site))}, and nothing in the output refers to it; do not provide it, or waive SEC-03 where something else uses it`,
  );
}
