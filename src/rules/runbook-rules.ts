/** ORC: what the emitted runbooks do, and what must not undo it. */
import { overlap, parseCidr } from './cidr';
import type { AppEvidence, FailoverOwnedFact, RunbookFact } from './evidence';
import { Severity } from './finding';
import { type Manifest, isOfKind, manifestsOf, ofKind } from './manifests';
import type { Rule } from './rule';
import { ReplicationMechanism } from './vocabulary';
import { type WorkflowStep, stepsOf, workflowOf } from './workflows';
import { listed } from './wording';

export const RUNBOOK_RULES: Rule<AppEvidence>[] = [
  {
    id: 'ORC-05',
    severity: Severity.ERROR,
    title: 'what applies Git is told of every field that runbooks change, and applies no Restore',
    why: 'the next sync moves the application back to the site that its clients have left, or restores an old backup over new data',
    source: 'Argo CD, Diffing: ignoreDifferences and RespectIgnoreDifferences; Velero, Restore runs when it is applied',
    check: undoneFields,
  },
  {
    id: 'ORC-06',
    severity: Severity.ERROR,
    title: 'shared storage is fenced before it is promoted, and the fence holds no survivor',
    why: 'a site that is merely cut off writes to the storage that another one has taken over; or the fence stops the one that took over',
    source:
      'csi-addons, NetworkFence: CIDR blocks to be fenced; Red Hat OpenShift Data Foundation, Metro-DR: fence before failover',
    check: lateFences,
  },
  {
    id: 'ORC-07',
    severity: Severity.WARNING,
    title: 'a failover looks at what it is about to promote first, and asks the lost site nothing',
    why: 'a copy that is days old, or none at all, is promoted before anybody has noticed',
    source: 'RamenDR/ramen#2811: at a failover Protected was true, and the time of the last copy was stale',
    check: blindPromotions,
  },
];

function undoneFields(evidence: AppEvidence): string[] | undefined {
  const manifests = manifestsOf(evidence);
  const restores = manifests.filter((manifest) => isOfKind(manifest, 'Restore.velero.io'));
  if (evidence.failoverOwned.length === 0 && restores.length === 0) return undefined;
  return [
    ...evidence.failoverOwned.flatMap((field) => ownedProblems(field, evidence, manifests)),
    ...restores.map(
      ({ name, cluster }) =>
        `the output of ${cluster} has Restore ${name}: GitOps restores it again whenever it is gone; create it from a runbook`,
    ),
  ];
}

function ownedProblems(
  { site, group, kind, name, jsonPointers }: FailoverOwnedFact,
  { prerequisites }: AppEvidence,
  manifests: Manifest[],
): string[] {
  const what = `runbooks change ${jsonPointers.join(', ')} of ${kind} ${name} in ${site}`;
  const found = manifests.some((each) => each.cluster === site && isSame(each, { group, kind, name }));
  const told = prerequisites.some(
    (one) =>
      one.site === site && one.kind === 'setting' && one.why.includes(`${jsonPointers.join(', ')} of ${kind} ${name}`),
  );
  return [
    ...(found ? [] : [`${what}, which is not in the output; correct its name, or emit it there`]),
    ...(told ? [] : [`${what}, and no prerequisite of ${site} tells GitOps to leave it alone; state it there`]),
  ];
}

function isSame(
  manifest: Manifest,
  { group, kind, name }: Pick<FailoverOwnedFact, 'group' | 'kind' | 'name'>,
): boolean {
  return manifest.group === group && manifest.kind === kind && manifest.name === name;
}

/** The failovers that are emitted, with their steps in order. */
function failovers(evidence: AppEvidence): { readonly runbook: RunbookFact; readonly steps: WorkflowStep[] }[] {
  const manifests = manifestsOf(evidence);
  return evidence.runbooks
    .filter(({ kind }) => kind === 'failover')
    .flatMap((runbook) => {
      const workflow = workflowOf(manifests, runbook);
      return workflow ? [{ runbook, steps: stepsOf(workflow) }] : [];
    });
}

function isFence({ script }: WorkflowStep): boolean {
  return script.includes('"kind":"NetworkFence"') && script.includes('"fenceState":"Fenced"');
}

function promotes({ name }: WorkflowStep): boolean {
  return name.startsWith('promote');
}

function lateFences(evidence: AppEvidence): string[] | undefined {
  const shared = evidence.replications.some(
    ({ mechanism, synchronous }) => mechanism === ReplicationMechanism.VOLUME && synchronous,
  );
  const all = failovers(evidence);
  // What fences in another way is a replication of somebody's own, and its steps are not known.
  if (!shared && !all.some(({ steps }) => steps.some(isFence))) return undefined;
  const emitted = ofKind(manifestsOf(evidence), 'NetworkFence.csiaddons.openshift.io');
  return [
    ...all.flatMap(({ runbook, steps }) => [
      ...(fenceComesFirst(steps) ? [] : [unfenced(runbook)]),
      ...steps.filter(isFence).flatMap((step) => heldSurvivors(step.script, runbook, evidence)),
    ]),
    ...emitted.map(
      ({ name, cluster }) =>
        `the output of ${cluster} has NetworkFence ${name}: GitOps fences, or lifts the fence, whenever it syncs; let runbooks make it`,
    ),
  ];
}

/** A fence that may fail is none. */
function fenceComesFirst(steps: WorkflowStep[]): boolean {
  const promotion = steps.findIndex(promotes);
  const fence = steps.findIndex((step) => isFence(step) && !step.mayFail);
  return promotion < 0 || (fence >= 0 && fence < promotion);
}

function unfenced({ workflow, from }: RunbookFact): string {
  return `runbook ${workflow} promotes without a step before it that fences ${from} and has to succeed; put the fence before the promotion`;
}

function heldSurvivors(script: string, { workflow, from }: RunbookFact, { fleet }: AppEvidence): string[] {
  const blocks = /"cidrs":\[([^\]]*)\]/.exec(script)?.[1]?.match(/[\d./]+/g) ?? [];
  const survivors = fleet.sites.filter(({ name }) => name !== from);
  return blocks.flatMap((block) =>
    survivors
      .filter(({ nodeCidr, podCidr }) => touches(block, nodeCidr ?? podCidr))
      .map(
        ({ name }) =>
          `runbook ${workflow} fences ${block}, which holds nodes of ${name}; give the addresses of the nodes of ${from} alone`,
      ),
  );
}

function touches(one: string, other: string): boolean {
  const [a, b] = [parseCidr(one), parseCidr(other)];
  return a !== undefined && b !== undefined && overlap(a, b);
}

/** That the front end may become large enough says nothing about the data. */
function blindPromotions(evidence: AppEvidence): string[] | undefined {
  const all = failovers(evidence);
  if (all.length === 0) return undefined;
  return all.flatMap(({ runbook: { workflow, from }, steps }) => {
    const checks = steps.filter(({ check, name }) => check && !name.startsWith('front-end'));
    const asking = checks.filter(({ clusters, mayFail }) => clusters.includes(from) && !mayFail);
    if (asking.length > 0) {
      return [
        `runbook ${workflow} asks ${from}, which is lost, before it promotes: ${listed(asking.map(({ name }) => name))}; ask the site that takes over`,
      ];
    }
    return checks.length > 0
      ? []
      : [`runbook ${workflow} changes things before it has looked at the copy; begin with a step that only reads it`];
  });
}
