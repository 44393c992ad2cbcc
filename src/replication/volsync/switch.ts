import type { WorkloadStorage } from '../../model/replication';
import type { ISwitchable, RunbookStep, StepPermission, SwitchSteps } from '../../model/runbook';
import type { Site } from '../../model/site';
import { momentAgo, oldestOfLiving, oldestOfLost } from '../freshness';
import { fail, stepTimeout, waitUntil } from '../shell';
import {
  DELETE_SECONDS,
  checkServing,
  claimPermission,
  claimsOf,
  discardClaims,
  endWhereCopyRuns,
  endWhereRunning,
  readUsers,
} from '../takeover';
import { startUsers, stopUsers, tellUsersToStop } from '../users';
import { pairName } from './names';
import type { Rhythm } from './rhythm';

/**
 * Copies after the last write. The first may be one that was running and does not hold it; the second holds it; a destination
 * takes the third only once it has kept the second.
 */
export const FINAL_COPIES = 3;

/** What a copy takes besides its transfer when it is asked for: the movers of both sides start anew. */
const RESTART_SECONDS = 120;
const DESTINATIONS = 'replicationdestinations.volsync.backube';
const SOURCES = 'replicationsources.volsync.backube';

/** Moves volumes to the site that takes over by making claims of their newest copies. */
export class VolSyncSwitch implements ISwitchable {
  constructor(
    private readonly storage: WorkloadStorage,
    private readonly rhythm: Rhythm,
  ) {}

  public switchover(from: Site, to: Site): SwitchSteps {
    return {
      preflight: [this.checkFresh(to, oldestOfLiving(this.rhythm.gapSeconds), 'stop')],
      fence: [this.setPaused(to, false), stopUsers(from, this.storage), this.copyLastWrites(from, to)],
      promote: [this.makeClaims(to)],
      start: [startUsers(to, this.storage)],
    };
  }

  public failover(from: Site, to: Site): SwitchSteps {
    return {
      preflight: [this.checkFresh(to, oldestOfLost(this.rhythm.gapSeconds), 'warn')],
      // A site that is merely cut off goes on copying: not while volumes are made of the newest copy.
      fence: [tellUsersToStop(from, this.storage), this.setPaused(to, true)],
      promote: [this.makeClaims(to)],
      start: [startUsers(to, this.storage)],
    };
  }

  public reprotect(active: Site, returned: Site): RunbookStep[] {
    return [
      checkServing(active, this.storage),
      stopUsers(returned, this.storage),
      discardClaims(returned, active, this.storage),
    ];
  }

  /** Of a site that is lost there will be no newer copy: an old one is said before the approval, and stops nothing. */
  private checkFresh(site: Site, limit: number, old: 'stop' | 'warn'): RunbookStep {
    const isOld = (claim: string) =>
      `the newest copy of ${claim} in ${site.name} is of $last, older than $oldest: copying was broken before; find out what is lost before you go on`;
    return {
      name: `copies-fresh-${site.name}`,
      title:
        old === 'stop'
          ? `see that the copies in ${site.name} are not older than ${limit} s`
          : `see how old the copies in ${site.name} are: older than ${limit} s, more is lost than was promised`,
      site,
      script: [
        ...endWhereCopyRuns(site, this.storage, this.ofNewestCopies(site)),
        momentAgo('oldest', limit),
        ...claimsOf(this.storage).map((claim) =>
          [
            `last=$(kubectl get ${DESTINATIONS} ${pairName(claim, site)} -o jsonpath='{.status.lastSyncTime}')`,
            `if [ -z "$last" ]; then ${fail(`${claim} was never copied to ${site.name}: there is nothing to promote`)}; fi`,
            `if expr "$last" '<' "$oldest" > /dev/null; then`,
            `  ${old === 'stop' ? fail(isOld(claim)) : `echo "WARNING: ${isOld(claim)}" >&2`}`,
            'fi',
            `echo "${claim}: copy of $last"`,
          ].join('\n'),
        ),
      ].join('\n'),
      timeoutSeconds: stepTimeout(),
      permissions: [
        ...readUsers(this.storage),
        this.copies(site, 'replicationdestinations', ['get']),
        claimPermission(this.storage, ['get']),
      ],
    };
  }

  private ofNewestCopies(site: Site): string[] {
    return claimsOf(this.storage).flatMap((claim) => [
      `image=$(kubectl get ${DESTINATIONS} ${pairName(claim, site)} -o jsonpath='{.status.latestImage.name}')`,
      `origin=$(kubectl get persistentvolumeclaim ${claim} --ignore-not-found -o jsonpath='{.spec.dataSource.name}')`,
      'if [ -z "$image" ] || [ "$origin" != "$image" ]; then copied=no; fi',
    ]);
  }

  /** A destination that is paused takes no copies, so that the newest one stays what it is. */
  private setPaused(site: Site, paused: boolean): RunbookStep {
    return {
      name: `${paused ? 'pause' : 'resume'}-copies-${site.name}`,
      title: paused ? `let ${site.name} take no more copies` : `let ${site.name} take copies`,
      site,
      script: [
        ...endWhereRunning(site, this.storage),
        ...claimsOf(this.storage).map(
          (claim) =>
            `kubectl patch ${DESTINATIONS} ${pairName(claim, site)} --type=merge --patch='{"spec":{"paused":${paused}}}'`,
        ),
      ].join('\n'),
      timeoutSeconds: stepTimeout(),
      permissions: [...readUsers(this.storage), this.copies(site, 'replicationdestinations', ['get', 'patch'])],
    };
  }

  private copyLastWrites(from: Site, to: Site): RunbookStep {
    const sources = claimsOf(this.storage).map((claim) => pairName(claim, to));
    const seconds = this.rhythm.transferSeconds + RESTART_SECONDS;
    const rounds = Array.from({ length: FINAL_COPIES }, (_, index) => index + 1).join(' ');
    return {
      name: `copy-last-writes-${from.name}`,
      title: `copy what was written last from ${from.name} to ${to.name}`,
      site: from,
      script: [
        `sources='${sources.join(' ')}'`,
        `for round in ${rounds}; do`,
        // VolSync copies once for each new value, and lets the schedule rest.
        '  tag="last-$(date -u +%Y%m%d%H%M%S)-$round"',
        '  for source in $sources; do',
        `    kubectl patch ${SOURCES} "$source" --type=merge --patch="{\\"spec\\":{\\"trigger\\":{\\"manual\\":\\"$tag\\"}}}"`,
        '  done',
        '  for source in $sources; do',
        ...waitUntil({
          until: `[ "$(kubectl get ${SOURCES} "$source" -o jsonpath='{.status.lastManualSync}')" = "$tag" ]`,
          seconds,
          otherwise: `copy $round of $source is not complete after ${seconds} s: see its mover in ${from.name}; nothing was promoted yet`,
        }).map((line) => `    ${line}`),
        '  done',
        'done',
      ].join('\n'),
      timeoutSeconds: stepTimeout(FINAL_COPIES * seconds * sources.length),
      permissions: [this.copies(to, 'replicationsources', ['get', 'patch'])],
    };
  }

  /**
   * Claims that are there and not of the newest copy are from a time when the site was active: nothing runs on them, and they
   * would be taken for the data.
   */
  private makeClaims(site: Site): RunbookStep {
    const { volumes } = this.storage;
    return {
      name: `promote-volumes-${site.name}`,
      title: `make the volumes of ${site.name} of the newest copies`,
      site,
      script: [
        ...endWhereRunning(site, this.storage),
        ...volumes.map(({ claim }) =>
          [
            `image=$(kubectl get ${DESTINATIONS} ${pairName(claim, site)} -o jsonpath='{.status.latestImage.name}')`,
            `if [ -z "$image" ]; then ${fail(`${site.name} has no copy of ${claim}: restore a backup instead`)}; fi`,
            `origin=$(kubectl get persistentvolumeclaim ${claim} --ignore-not-found -o jsonpath='{.metadata.name} {.spec.dataSource.name}')`,
            `if [ "$origin" != "${claim} $image" ]; then`,
            `  if [ -n "$origin" ]; then kubectl delete persistentvolumeclaim ${claim} --timeout=${DELETE_SECONDS}s; fi`,
            `  kubectl create -f - <<EOF`,
            this.claimManifest(site, claim),
            'EOF',
            'fi',
          ].join('\n'),
        ),
      ].join('\n'),
      timeoutSeconds: stepTimeout(DELETE_SECONDS * volumes.length),
      permissions: [
        ...readUsers(this.storage),
        this.copies(site, 'replicationdestinations', ['get']),
        claimPermission(this.storage, ['get', 'delete', 'list', 'watch']),
        { apiGroup: '', resources: ['persistentvolumeclaims'], verbs: ['create'] },
      ],
    };
  }

  /** JSON, in which the shell fills in the name of the snapshot. */
  private claimManifest(site: Site, claim: string): string {
    const { volumes, claimLabels } = this.storage;
    const size = volumes.find((volume) => volume.claim === claim)?.size.asString();
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: claim, labels: claimLabels },
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(site.storageClass !== undefined && { storageClassName: site.storageClass }),
        resources: { requests: { storage: size } },
        dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: '$image' },
      },
    });
  }

  private copies(to: Site, resource: string, verbs: string[]): StepPermission {
    return {
      apiGroup: 'volsync.backube',
      resources: [resource],
      verbs,
      names: claimsOf(this.storage).map((claim) => pairName(claim, to)),
    };
  }
}
