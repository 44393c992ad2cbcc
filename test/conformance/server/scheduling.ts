import { repeated, type Cursor } from '../cursor';
import { complain, type Refuse } from '../kube-object';
import { labelValue, qualifiedName } from '../names';
import type { PodView } from '../pods';
import { checkSelector } from './selectors';

/** Where the pods of an object may run: affinity, spread, tolerations. */
export function checkScheduling(pod: PodView, refuse: Refuse): void {
  const affinity = pod.at.get('affinity');
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const required = affinity.list(kind, 'requiredDuringSchedulingIgnoredDuringExecution');
    const preferred = affinity.list(kind, 'preferredDuringSchedulingIgnoredDuringExecution');
    for (const term of [...required, ...preferred.map((weighted) => weighted.get('podAffinityTerm'))]) {
      checkTopologyKey(term, refuse);
      checkSelector(term.get('labelSelector'), refuse);
    }
  }
  const constraints = pod.at.list('topologySpreadConstraints');
  for (const constraint of constraints) {
    checkTopologyKey(constraint, refuse);
    checkSelector(constraint.get('labelSelector'), refuse);
    if (constraint.get('minDomains').exists && constraint.get('whenUnsatisfiable').text !== 'DoNotSchedule') {
      refuse(constraint.get('minDomains'), 'only works with whenUnsatisfiable: DoNotSchedule');
    }
  }
  const spreadKey = (at: Cursor): string =>
    `${at.get('topologyKey').text ?? ''} ${at.get('whenUnsatisfiable').text ?? ''}`;
  for (const { key, value } of repeated(constraints, spreadKey)) refuse(value, `repeats the constraint ${key}`);
  for (const toleration of pod.at.list('tolerations')) checkToleration(toleration, refuse);
}

function checkTopologyKey(at: Cursor, refuse: Refuse): void {
  complain(refuse, at.get('topologyKey'), qualifiedName(at.get('topologyKey').text ?? ''));
}

function checkToleration(toleration: Cursor, refuse: Refuse): void {
  const key = toleration.get('key').text ?? '';
  if (key !== '') complain(refuse, toleration.get('key'), qualifiedName(key));
  complain(refuse, toleration.get('value'), labelValue(toleration.get('value').text ?? ''));
  const exists = toleration.get('operator').text === 'Exists';
  if (exists && (toleration.get('value').text ?? '') !== '') {
    refuse(toleration.get('value'), 'must be empty where the operator is Exists');
  }
  if (!exists && key === '') {
    refuse(toleration.get('operator'), 'must be Exists where there is no key');
  }
}
