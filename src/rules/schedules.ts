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
  return runs(json) && hasNamespace(template, namespace) && !selectsLabels(template) && hasResource(template, resource);
}

/** True when it keeps the contents of the volumes of a namespace where they outlive the site. */
export function keepsVolumes(schedule: Manifest, namespace: string): boolean {
  if (!keepsObjects(schedule, namespace, 'persistentvolumeclaims')) return false;
  const template = templateOf(schedule.json);
  // Files are read through the pods that have them mounted.
  return movesSnapshots(template) || (readsFiles(template) && hasResource(template, 'pods'));
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

function runs(schedule: unknown): boolean {
  return fieldsOf(fieldsOf(schedule)['spec'])['paused'] !== true;
}

/** Without a list, or with an asterisk, all of them. */
function hasNamespace(template: unknown, namespace: string): boolean {
  const included = textsAt(template, '/includedNamespaces/*');
  const excluded = textsAt(template, '/excludedNamespaces/*');
  return (
    (included.length === 0 || included.includes('*') || included.includes(namespace)) && !excluded.includes(namespace)
  );
}

/** Velero, Resource filtering: what is excluded is excluded whatever is included; the older and the newer fields exclude each other. */
function hasResource(template: unknown, resource: string): boolean {
  const named = (field: string): string[] => textsAt(template, `/${field}/*`);
  const isMeant = (name: string): boolean => name === '*' || resourceOf(name) === resource;
  const chosen = ['includedResources', 'includedNamespaceScopedResources'].map(named);
  const left = [...named('excludedResources'), ...named('excludedNamespaceScopedResources')];
  return chosen.every((names) => names.length === 0 || names.some(isMeant)) && !left.some(isMeant);
}

/** Velero takes short names and singulars, with and without a group. */
const NAMES: Record<string, string> = {
  cm: 'configmaps',
  configmap: 'configmaps',
  persistentvolumeclaim: 'persistentvolumeclaims',
  po: 'pods',
  pod: 'pods',
  pvc: 'persistentvolumeclaims',
  secret: 'secrets',
};

function resourceOf(name: string): string {
  const lower = name.toLowerCase();
  return NAMES[lower] ?? lower;
}

/** What controllers put on the objects that they make, so that leaving them out leaves out nothing of anybody else. */
const MADE_BY = 'app.kubernetes.io/created-by';

/** Choosing by labels, or leaving out by labels that anybody may set, keeps what nobody can tell from here. */
function selectsLabels(template: unknown): boolean {
  const selector = fieldsOf(fieldsOf(template)['labelSelector']);
  const chosen = listOf(selector['matchExpressions']).some((expression) => {
    const { key, operator } = fieldsOf(expression);
    return key !== MADE_BY || !['NotIn', 'DoesNotExist'].includes(String(operator));
  });
  const oneOf = listOf(fieldsOf(template)['orLabelSelectors']).length > 0;
  return chosen || oneOf || Object.keys(fieldsOf(selector['matchLabels'])).length > 0;
}
