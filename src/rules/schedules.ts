/** What Velero's Schedules in a cluster keep. */
import { fieldsOf, listOf, textsAt, valuesAt } from './json';
import { type Manifest, ofKind } from './manifests';

const SCHEDULE = 'Schedule.velero.io';

export function schedulesIn(manifests: Manifest[], cluster: string): Manifest[] {
  return ofKind(manifests, SCHEDULE).filter((schedule) => schedule.cluster === cluster);
}

/** True when it keeps the objects of a resource, such as `secrets`, of a namespace. */
export function keepsObjects({ json }: Manifest, namespace: string, resource: string): boolean {
  const template = templateOf(json);
  const included = textsAt(template, '/includedResources/*');
  return (
    hasNamespace(template, namespace) &&
    !selectsLabels(template) &&
    (included.length === 0 || included.some((each) => each === '*' || each === resource))
  );
}

/** True when it keeps the contents of the volumes of a namespace where they outlive the site. */
export function keepsVolumes({ json }: Manifest, namespace: string): boolean {
  const template = templateOf(json);
  return (
    hasNamespace(template, namespace) && !selectsLabels(template) && (movesSnapshots(template) || readsFiles(template))
  );
}

/** True when contents are copied by snapshots that leave the region. */
export function movesSnapshots(template: unknown): boolean {
  const { snapshotVolumes, snapshotMoveData } = fieldsOf(template);
  return snapshotVolumes === true && snapshotMoveData === true;
}

export function readsFiles(template: unknown): boolean {
  return fieldsOf(template)['defaultVolumesToFsBackup'] === true;
}

export function templateOf(schedule: unknown): unknown {
  return valuesAt(schedule, '/spec/template')[0];
}

/** Without a list, or with an asterisk, all of them. */
function hasNamespace(template: unknown, namespace: string): boolean {
  const included = textsAt(template, '/includedNamespaces/*');
  const excluded = textsAt(template, '/excludedNamespaces/*');
  return (
    (included.length === 0 || included.includes('*') || included.includes(namespace)) && !excluded.includes(namespace)
  );
}

/** Leaving out by labels what others make is no choice; choosing by labels leaves out what nobody labelled. */
function selectsLabels(template: unknown): boolean {
  const selector = fieldsOf(fieldsOf(template)['labelSelector']);
  const chosen = listOf(selector['matchExpressions']).some(
    (expression) => !['NotIn', 'DoesNotExist'].includes(String(fieldsOf(expression)['operator'])),
  );
  return chosen || Object.keys(fieldsOf(selector['matchLabels'])).length > 0;
}
