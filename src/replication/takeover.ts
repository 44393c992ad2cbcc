import type { VolumeUser, WorkloadStorage } from '../model/replication';
import type { RunbookStep, StepPermission } from '../model/runbook';
import type { Site } from '../model/site';
import { fail, stepTimeout } from './shell';

/** How long the API server may take to let go of a claim that no pod uses. */
export const DELETE_SECONDS = 120;

/** Names of the claims. */
export function claimsOf({ volumes }: WorkloadStorage): string[] {
  return volumes.map(({ claim }) => claim);
}

/** Lines that end a script without error where the workload runs already: an earlier run of the step got that far. */
export function endWhereRunning(site: Site, { users }: WorkloadStorage): string[] {
  return users.flatMap((user) => [
    `replicas=$(kubectl get ${target(user)} -o jsonpath='{.spec.replicas}')`,
    `if [ "\${replicas:-0}" -gt 0 ]; then echo "${user.name} runs in ${site.name} already"; exit 0; fi`,
  ]);
}

/**
 * The same before anything is changed: what runs there has to be the copy, which an earlier run of the runbook made. A site that
 * came back from a loss runs what it had then, and would be taken for the copy.
 *
 * @param ofTheCopy lines that set `copied` to `no` where a claim is not of the copy that would be promoted
 */
export function endWhereCopyRuns(site: Site, { users }: WorkloadStorage, ofTheCopy: string[]): string[] {
  const running = users.map(({ kind, name }) => `${kind.toLowerCase()}/${name}`).join(' and ');
  return [
    'running=0',
    ...users.flatMap((user) => [
      `replicas=$(kubectl get ${target(user)} -o jsonpath='{.spec.replicas}')`,
      `if [ "\${replicas:-0}" -gt 0 ]; then running=1; fi`,
    ]),
    'if [ "$running" = 1 ]; then',
    '  copied=yes',
    ...ofTheCopy.map((line) => `  ${line}`),
    '  if [ "$copied" = no ]; then',
    `    ${fail(`${running} runs in ${site.name} with data of its own, from when ${site.name} was active, and not with the copy: run the reprotect of ${site.name}; where its active site is lost, scale ${running} to 0 and run this again, which replaces what ${site.name} has by the copy`)}`,
    '  fi',
    `  echo "${running} runs in ${site.name} already"; exit 0`,
    'fi',
  ];
}

/** Makes the pods without waiting for them: they wait for their volumes. */
export function makePods(site: Site, storage: WorkloadStorage): RunbookStep {
  return {
    name: `make-pods-${site.name}`,
    title: `make the pods that wait for the volumes in ${site.name}`,
    site,
    script: storage.users.map((user) => `kubectl scale ${target(user)} --replicas=${user.replicas}`).join('\n'),
    timeoutSeconds: stepTimeout(),
    permissions: [
      ...readUsers(storage),
      ...storage.users.map(({ kind, name }) => ({
        apiGroup: 'apps',
        resources: [`${kind.toLowerCase()}s/scale`],
        verbs: ['get', 'patch', 'update'],
        names: [name],
      })),
    ],
  };
}

/** Read-only: that a site serves, before the data of another one is thrown away. */
export function checkServing(site: Site, storage: WorkloadStorage): RunbookStep {
  return {
    name: `serves-${site.name}`,
    title: `see that ${storage.users.map(({ name }) => name).join(', ')} serves in ${site.name}`,
    site,
    script: storage.users
      .flatMap((user) => [
        `ready=$(kubectl get ${target(user)} -o jsonpath='{.status.readyReplicas}')`,
        `if [ "\${ready:-0}" -lt ${user.replicas} ]; then`,
        `  ${fail(`\${ready:-0} of ${user.replicas} pods of ${user.name} are ready in ${site.name}, whose data is to be the only one: see to them first`)}`,
        'fi',
      ])
      .join('\n'),
    timeoutSeconds: stepTimeout(),
    permissions: readUsers(storage),
  };
}

/** Throws away the claims of a site. With the reclaim policy Retain its volumes stay, for whoever wants to look. */
export function discardClaims(site: Site, active: Site, storage: WorkloadStorage): RunbookStep {
  return {
    name: `discard-${site.name}`,
    title: `delete the claims of ${site.name}: what it wrote since ${active.name} took over is discarded`,
    site,
    script: `kubectl delete persistentvolumeclaims ${claimsOf(storage).join(' ')} --ignore-not-found --timeout=${DELETE_SECONDS}s`,
    timeoutSeconds: stepTimeout(DELETE_SECONDS),
    permissions: [claimPermission(storage, ['get', 'list', 'watch', 'delete'])],
  };
}

/** Permission on the claims. */
export function claimPermission(storage: WorkloadStorage, verbs: string[]): StepPermission {
  return { apiGroup: '', resources: ['persistentvolumeclaims'], verbs, names: claimsOf(storage) };
}

/** Permission to read how many pods there are, and should be. */
export function readUsers({ users }: WorkloadStorage): StepPermission[] {
  return users.map(({ kind, name }) => ({
    apiGroup: 'apps',
    resources: [`${kind.toLowerCase()}s`],
    verbs: ['get'],
    names: [name],
  }));
}

function target({ kind, name }: VolumeUser): string {
  return `${kind.toLowerCase()}/${name}`;
}
