import type { VolumeUser, WorkloadStorage } from '../model/replication';
import type { RunbookStep, StepPermission } from '../model/runbook';
import type { Site } from '../model/site';
import { stepTimeout, waitUntil } from './shell';

/** How long pods may take to stop and volumes to be detached; longer, and a human has to look. */
export const STOP_SECONDS = 600;
/** How long a call to a site may take that is perhaps gone: it delays the failover. */
const GIVE_UP_SECONDS = 60;

/** Label of claims whose volume other sites have a copy of, or are a copy themselves. */
export const REPLICATED = 'cndr/replicated';

/** Scales what runs on the volumes to nothing, and waits until no node has them any more. */
export function stopUsers(site: Site, { users, volumes }: WorkloadStorage): RunbookStep {
  const claims = volumes.map(({ claim }) => claim);
  return {
    name: `stop-${site.name}`,
    title: `stop ${names(users)} in ${site.name} and wait until its volumes are detached`,
    site,
    script: [
      ...users.map((user) => scale(user, 0)),
      "figures='{.metadata.generation} {.status.observedGeneration} {.status.replicas}'",
      'stopped() {',
      // Three figures, of which the last is missing where there are no pods.
      '  # shellcheck disable=SC2046',
      '  set -- $(kubectl get "$1" -o jsonpath="$figures")',
      '  [ "${1:-none}" = "${2:-}" ] && [ "${3:-0}" = 0 ]',
      '}',
      ...users.flatMap((user) =>
        waitUntil({
          until: `stopped ${target(user)}`,
          seconds: STOP_SECONDS,
          otherwise: `${target(user)} of ${site.name} still has pods: see what keeps them, then run this again`,
        }),
      ),
      // A claim that is not there has no volume, which nobody has mounted.
      `volume() { kubectl get persistentvolumeclaim "$1" --ignore-not-found -o jsonpath='{.spec.volumeName}'; }`,
      "volumes='{.items[*].spec.source.persistentVolumeName}'",
      'detached() {',
      '  volume=$(volume "$1") || return 1',
      '  attached=$(kubectl get volumeattachments.storage.k8s.io -o jsonpath="$volumes") || return 1',
      '  [ -z "$volume" ] || case " $attached " in *" $volume "*) return 1 ;; esac',
      '}',
      `for claim in ${claims.join(' ')}; do`,
      ...waitUntil({
        until: 'detached "$claim"',
        seconds: STOP_SECONDS,
        otherwise: `the volume of claim $claim is still attached to a node of ${site.name}: see what keeps it, then run this again`,
      }),
      `  if [ -n "$(volume "$claim")" ]; then kubectl label persistentvolumeclaim "$claim" ${REPLICATED}=true --overwrite; fi`,
      'done',
    ].join('\n'),
    timeoutSeconds: stepTimeout(STOP_SECONDS * (users.length + volumes.length)),
    permissions: [
      ...scalePermissions(users),
      { apiGroup: '', resources: ['persistentvolumeclaims'], verbs: ['get', 'patch'], names: claims },
      { apiGroup: 'storage.k8s.io', resources: ['volumeattachments'], verbs: ['list'], clusterScoped: true },
    ],
  };
}

/** Scales it to nothing in a site that may be gone; waits for nothing. */
export function tellUsersToStop(site: Site, { users }: WorkloadStorage): RunbookStep {
  return {
    name: `stop-${site.name}`,
    title: `stop ${names(users)} in ${site.name}, in case it still answers`,
    site,
    script: users.map((user) => scale(user, 0)).join('\n'),
    timeoutSeconds: GIVE_UP_SECONDS,
    permissions: scalePermissions(users),
    mayFail: true,
  };
}

/** Scales it to full size where the volumes are writable, and waits until it can serve. */
export function startUsers(site: Site, { users, start }: WorkloadStorage): RunbookStep {
  const seconds = Math.ceil(start.seconds ?? 1800);
  return {
    name: `start-${site.name}`,
    title: `start ${names(users)} in ${site.name} and wait until it is ready`,
    site,
    script: [
      ...users.map((user) => scale(user, user.replicas)),
      `ready() { [ "$(kubectl get "$1" -o jsonpath='{.status.readyReplicas}')" = "$2" ]; }`,
      ...users.flatMap((user) =>
        waitUntil({
          until: `ready ${target(user)} ${user.replicas}`,
          seconds,
          otherwise: `${target(user)} of ${site.name} has not ${user.replicas} ready pods after ${seconds} s: look at its events and logs`,
        }),
      ),
    ].join('\n'),
    timeoutSeconds: stepTimeout(seconds * users.length),
    permissions: scalePermissions(users),
  };
}

/** States that runbooks scale what runs on the volumes. */
export function ownedReplicas(site: Site, { kind, name }: VolumeUser) {
  return { site: site.name, group: 'apps', kind, name, jsonPointers: ['/spec/replicas'] };
}

function scale(user: VolumeUser, replicas: number): string {
  return `kubectl scale ${target(user)} --replicas=${replicas}`;
}

function target({ kind, name }: VolumeUser): string {
  return `${kind.toLowerCase()}/${name}`;
}

function names(users: VolumeUser[]): string {
  return users.map(({ name }) => name).join(', ');
}

function scalePermissions(users: VolumeUser[]): StepPermission[] {
  return users.flatMap(({ kind, name }) => {
    const resource = `${kind.toLowerCase()}s`;
    return [
      { apiGroup: 'apps', resources: [resource], verbs: ['get'], names: [name] },
      { apiGroup: 'apps', resources: [`${resource}/scale`], verbs: ['get', 'patch', 'update'], names: [name] },
    ];
  });
}
