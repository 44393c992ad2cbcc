import { Cursor } from '../cursor';
import { groupKind, type KubeObject, type Refuse } from '../kube-object';
import { quantityAt } from './resources';
import { checkSelector, isEmptySelector, selects } from './selectors';

const RESTART_POLICIES: Record<string, string[]> = {
  'DaemonSet.apps': ['Always'],
  'Deployment.apps': ['Always'],
  'Job.batch': ['OnFailure', 'Never'],
  'ReplicaSet.apps': ['Always'],
  'StatefulSet.apps': ['Always'],
};

/** Controllers of pods: selectors, restart policies, update strategies, claims. */
export function checkWorkload(object: KubeObject, refuse: Refuse): void {
  const kind = groupKind(object);
  const root = new Cursor(object);
  const spec = root.get('spec');
  if (kind === 'CronJob.batch') checkRestartPolicy('Job.batch', spec.get('jobTemplate', 'spec'), refuse);
  if (RESTART_POLICIES[kind] === undefined) return;
  checkRestartPolicy(kind, spec, refuse);
  if (kind === 'Job.batch') checkJobSelector(spec, refuse);
  else checkPodSelector(spec, refuse);
  if (kind === 'Deployment.apps') checkStrategy(spec.get('strategy'), refuse);
  if (kind === 'StatefulSet.apps') checkClaims(spec, refuse);
}

function checkRestartPolicy(kind: string, spec: Cursor, refuse: Refuse): void {
  const allowed = RESTART_POLICIES[kind] ?? [];
  const policy = spec.get('template', 'spec', 'restartPolicy');
  const given = policy.text ?? 'Always';
  if (!allowed.includes(given)) refuse(policy, `must be ${allowed.join(' or ')}, is ${given}`);
  if (spec.get('podFailurePolicy').exists && given !== 'Never') {
    refuse(policy, 'must be Never where there is a podFailurePolicy');
  }
}

function checkPodSelector(spec: Cursor, refuse: Refuse): void {
  const selector = spec.get('selector');
  if (isEmptySelector(selector)) refuse(selector, 'must not be empty: it would pick every pod of the namespace');
  checkSelector(selector, refuse);
  const labels = spec.get('template', 'metadata', 'labels');
  if (!selects(selector, labels)) refuse(labels, 'the selector does not pick the labels of the template');
}

/** The API server makes the selector of a Job, unless it is told that it is chosen by hand. */
function checkJobSelector(spec: Cursor, refuse: Refuse): void {
  const selector = spec.get('selector');
  if (!selector.exists) return;
  if (spec.get('manualSelector').value !== true) refuse(selector, 'is made by the API server: leave it out');
  else checkPodSelector(spec, refuse);
}

function checkStrategy(strategy: Cursor, refuse: Refuse): void {
  const rolling = strategy.get('rollingUpdate');
  if (strategy.get('type').text === 'Recreate' && rolling.exists) refuse(rolling, 'must not be set for Recreate');
  const isZero = (at: Cursor): boolean => at.value === 0 || at.value === '0%';
  for (const field of ['maxSurge', 'maxUnavailable']) checkShare(rolling.get(field), refuse);
  if (isZero(rolling.get('maxSurge')) && isZero(rolling.get('maxUnavailable'))) {
    refuse(rolling.get('maxUnavailable'), 'must not be 0 while maxSurge is 0: no pod could ever be replaced');
  }
}

/** A count of pods, or a percentage of them. */
export function checkShare(at: Cursor, refuse: Refuse): void {
  if (!at.exists) return;
  const { value } = at;
  const count = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  const percentage = typeof value === 'string' && /^\d{1,3}%$/.test(value) && Number.parseInt(value, 10) <= 100;
  if (!count && !percentage) refuse(at, `must be a count or a percentage up to 100%, is ${JSON.stringify(value)}`);
}

function checkClaims(spec: Cursor, refuse: Refuse): void {
  for (const claim of spec.list('volumeClaimTemplates')) checkClaim(claim.get('spec'), refuse);
}

/** Spec of a PersistentVolumeClaim. */
export function checkClaim(spec: Cursor, refuse: Refuse): void {
  if (spec.list('accessModes').length === 0) refuse(spec.get('accessModes'), 'needs at least one access mode');
  const size = spec.get('resources', 'requests', 'storage');
  const bytes = quantityAt(size, refuse);
  if (bytes !== undefined && bytes <= 0n) refuse(size, 'must be more than 0');
}
