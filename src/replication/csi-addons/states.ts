import type { ReplicationState } from '../../kinds/csi-addons';
import type { RunbookStep } from '../../model/runbook';
import type { Site } from '../../model/site';
import { fail, stepTimeout, waitUntil } from '../shell';
import { type ReplicationUnit, resourceOf } from './unit';

/** A replication in a site. */
export interface UnitInSite {
  readonly unit: ReplicationUnit;
  readonly site: Site;
}

/** A change of what the volumes of a site are to the copies. */
export interface StateChange extends UnitInSite {
  readonly name: string;
  readonly title: string;
  readonly state: ReplicationState;
  /** The figures that say that it has happened: state, Degraded and Resyncing, a `*` for any. */
  readonly wanted: string;
  readonly seconds: number;
  readonly otherwise: string;
}

/**
 * Lines that define `reached`: true when the controller has seen the last change and its figures are those of a pattern. Before
 * that they are those of the change before.
 */
function reached(unit: ReplicationUnit): string[] {
  const condition = (type: string) => `{.status.conditions[?(@.type=="${type}")].status}`;
  const figures = `{.metadata.generation}={.status.observedGeneration} {.status.state}/${condition('Degraded')}/${condition('Resyncing')}`;
  return [
    'reached() {',
    // Figures that the driver has not written yet are missing.
    '  # shellcheck disable=SC2046',
    `  set -- "$1" $(kubectl get ${resourceOf(unit)} ${unit.name} -o jsonpath='${figures}')`,
    '  case "${2:-=}" in *=) return 1 ;; esac',
    '  [ "${2%=*}" = "${2#*=}" ] || return 1',
    // The state may be a pattern.
    '  # shellcheck disable=SC2254',
    '  case "${3:-}" in $1) ;; *) return 1 ;; esac',
    '}',
  ];
}

/** Orders a state and waits for it. */
export function changeState(change: StateChange): RunbookStep {
  const { unit, site, state, wanted, seconds } = change;
  return {
    name: change.name,
    title: change.title,
    site,
    script: [
      ...reached(unit),
      `kubectl patch ${resourceOf(unit)} ${unit.name} --type=merge -p '{"spec":{"replicationState":"${state}"}}'`,
      ...waitUntil({ until: `reached '${wanted}'`, seconds, otherwise: change.otherwise }),
    ].join('\n'),
    timeoutSeconds: stepTimeout(seconds),
    permissions: [permission({ unit, site }, ['get', 'patch'])],
  };
}

/** Ends the runbook unless the volumes of a site are the ones that are written, and have been copied. */
export function checkHealthy({ unit, site }: UnitInSite): RunbookStep {
  return {
    name: `copy-healthy-${site.name}`,
    title: `see that the copy of the volumes of ${site.name} is healthy`,
    site,
    script: [
      ...reached(unit),
      `if ! reached 'Primary/False/*'; then ${fail(`${unit.kind} ${unit.name} of ${site.name} is not primary and healthy: see its status, and fix the mirroring before a switchover`)}; fi`,
      `last=$(kubectl get ${resourceOf(unit)} ${unit.name} -o jsonpath='{.status.lastSyncTime}')`,
      `if [ -z "$last" ]; then ${fail(`nothing of ${site.name} was ever copied: see the status of ${unit.kind} ${unit.name}`)}; fi`,
      `echo "last copy: $last"`,
    ].join('\n'),
    timeoutSeconds: stepTimeout(),
    permissions: [permission({ unit, site }, ['get'])],
  };
}

/**
 * Waits until a site has a copy that is newer than this step. The site with the copy cannot tell: ceph-csi calls a copy ready only
 * when both sides are demoted (ResyncVolume). The one that is written knows as of when the other has everything.
 */
export function waitForCopy({ unit, site }: UnitInSite, copy: Site, seconds: number): RunbookStep {
  return {
    name: `copied-to-${copy.name}`,
    title: `wait until ${copy.name} has a complete copy of the volumes of ${site.name}`,
    site,
    script: [
      'started=$(date -u +%Y-%m-%dT%H:%M:%SZ)',
      `last() { kubectl get ${resourceOf(unit)} ${unit.name} -o jsonpath='{.status.lastSyncTime}'; }`,
      // Two times in UTC, the older of which is first in any sort.
      `copied() { last=$(last); [ -n "$last" ] && [ "$(printf '%s\\n' "$last" "$started" | LC_ALL=C sort | head -n 1)" = "$started" ]; }`,
      ...waitUntil({
        until: 'copied',
        seconds,
        otherwise: `${copy.name} has no copy that is newer than $started: see the mirroring of both sites, then run this again`,
      }),
    ].join('\n'),
    timeoutSeconds: stepTimeout(seconds),
    permissions: [permission({ unit, site }, ['get'])],
  };
}

function permission({ unit }: UnitInSite, verbs: string[]) {
  return {
    apiGroup: 'replication.storage.openshift.io',
    resources: [`${unit.kind.toLowerCase()}s`],
    verbs,
    names: [unit.name],
  };
}
