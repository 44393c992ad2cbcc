import type { Pod } from 'kubernetes-types/core/v1';
import type { VeleroRestore } from '../kinds/velero';
import { DRILL, DRILL_RESULT } from './drill-names';
import { NEWS_SECONDS } from './locations';
import { waitForNews } from './restore-script';
import { ended, fail, newestBackup, untilTrue } from './shell';

/** Objects are few, and claims among the first. */
const OBJECTS_SECONDS = 600;
/** An image is pulled, a volume attached, and the owner of its files changed. */
const LOOK_SECONDS = 1800;
/** For pods, for claims, and for their volumes, each. */
const CLEAN_SECONDS = 300;
const GRACE_SECONDS = 60;

/** Configuration that a restore brings back and that acts on nothing outside of its namespace. */
const CONFIGURATION = ['configmaps', 'networkpolicies.networking.k8s.io'];

/** What a restore test is made from. */
export interface DrillScriptProps {
  /** Namespace of Velero. */
  readonly velero: string;
  /** Namespace of the application. */
  readonly namespace: string;
  /** Namespace that is restored into. */
  readonly into: string;
  /** Site whose backup it is. */
  readonly source: string;
  /** Location of its backups. */
  readonly location: string;
  /** Name of the Schedule whose newest backup is restored. */
  readonly schedule: string;
  /** Labels of the Restore. */
  readonly labels: Record<string, string>;
  /** How long the restore may take. */
  readonly restoreSeconds: number;
  /** Duration of Go, for Velero. */
  readonly restoreTimeout: string;
  /** The pod that looks into the volume of `$claim`; undefined when the backup holds no volumes. */
  readonly look?: Pod;
}

/** After how many seconds the script is done, whatever happens. */
export function drillSeconds(restoreSeconds: number): number {
  return NEWS_SECONDS + OBJECTS_SECONDS + restoreSeconds + LOOK_SECONDS + 2 * 3 * CLEAN_SECONDS + GRACE_SECONDS;
}

/** What is restored: listed, since everything that is not is safe to leave out, and a workload would run a second time. */
export function drillResources(volumes: boolean): string[] {
  return [...(volumes ? ['persistentvolumeclaims', 'persistentvolumes'] : []), ...CONFIGURATION];
}

/** POSIX shell that restores the newest backup into a namespace of its own, looks at it, writes down how it went, and cleans up. */
export function drillScript(props: DrillScriptProps): string {
  return [
    'set -eu',
    // The last message is the reason that is written down.
    'exec 3>&2 2> "$HOME/problems"',
    `velero() { kubectl --namespace=${props.velero} "$@"; }`,
    `drill() { kubectl --namespace=${props.into} "$@"; }`,
    'backup=none begun=none claims=0 objects=0 files=0 seconds=0',
    ...cleanUp(props),
    ...finish(props),
    // What an earlier run left behind when its node was lost.
    'clean',
    ...waitForNews({ location: props.location, newsSeconds: NEWS_SECONDS }),
    ...newestBackup(props.schedule),
    `if [ -z "$backup" ]; then backup=none; ${fail(`there is no complete backup of ${props.schedule}: see why they fail; those that failed in part cannot be used`)}; fi`,
    'begun=${newest%% *}',
    ...restore(props),
    ...(props.look ? lookInside(props.look) : []),
    ...untilComplete(props),
    ...(props.look ? countFiles(props.look) : []),
    'echo "restored $backup of $begun in $seconds s: $claims claims with $files files, $objects objects"',
  ].join('\n');
}

/** Everything that a restore made, told by the label that Velero puts on it. */
function cleanUp({ look, into }: DrillScriptProps): string[] {
  const timeout = `--timeout=${CLEAN_SECONDS}s`;
  if (!look) {
    return ['clean() {', `  drill delete ${CONFIGURATION.join(',')} -l velero.io/restore-name ${timeout}`, '}'];
  }
  return [
    'clean() {',
    // A claim stays for as long as a pod uses it.
    `  drill delete pods -l ${selector(look)} ${timeout}`,
    `  volumes=$(drill get persistentvolumeclaims -o jsonpath='{.items[*].spec.volumeName}')`,
    `  drill delete persistentvolumeclaims,${CONFIGURATION.join(',')} -l velero.io/restore-name ${timeout}`,
    ...untilTrue({
      condition: 'gone',
      seconds: CLEAN_SECONDS,
      complaint: `the volumes $volumes of ${into} outlive their claims: delete them, and use a StorageClass with reclaimPolicy Delete, or each test leaves a copy behind`,
    }).map((line) => `  ${line}`),
    '}',
    'gone() {',
    '  [ -n "$volumes" ] || return 0',
    '  left=$(kubectl get persistentvolumes $volumes --ignore-not-found -o name) || return 1',
    '  [ -z "$left" ]',
    '}',
  ];
}

function finish({ source }: DrillScriptProps): string[] {
  const record = Object.entries({
    result: '$result',
    reason: '$reason',
    source,
    backup: '$backup',
    'backup-begun': '$begun',
    'restore-seconds': '$seconds',
    claims: '$claims',
    files: '$files',
    objects: '$objects',
    finished: '$(date -u +%Y-%m-%dT%H:%M:%SZ)',
  }).map(([key, value]) => `--from-literal=${key}="${value}"`);
  return [
    'finish() {',
    '  status=$?',
    "  trap - EXIT; trap '' TERM; set +e",
    '  reason=none',
    '  if [ "$status" -ne 0 ]; then reason=$(tail -n 1 "$HOME/problems"); fi',
    // In a shell of its own, so that the first thing that fails ends it.
    '  (set -e; clean); cleaned=$?',
    '  if [ "$status" -eq 0 ] && [ "$cleaned" -ne 0 ]; then status=1; reason=$(tail -n 1 "$HOME/problems"); fi',
    '  if [ "$status" -eq 0 ]; then result=passed; else result=failed; fi',
    `  kubectl create configmap ${DRILL_RESULT} --dry-run=client -o json ${record.join(' ')} |`,
    `    kubectl apply --server-side --force-conflicts --field-manager=${DRILL} -f - || status=1`,
    '  cat "$HOME/problems" >&3',
    '  exit "$status"',
    '}',
    'trap finish EXIT',
    `trap '${fail('it was stopped before it was done')}' TERM`,
  ];
}

function restore(props: DrillScriptProps): string[] {
  return [
    'start=$(date +%s)',
    `restore=$(velero create -o jsonpath='{.metadata.name}' -f - <<EOF`,
    JSON.stringify(manifest(props)),
    'EOF',
    ')',
    'made() {',
    `  phase=$(velero get restores.velero.io "$restore" -o jsonpath='{.status.phase}') || return 1`,
    '  case "$phase" in "" | New | InProgress) return 1 ;; esac',
    '}',
    ...untilTrue({
      condition: 'made',
      seconds: OBJECTS_SECONDS,
      complaint: `Velero has not restored the objects of $backup after ${OBJECTS_SECONDS} s: see whether it runs, and what else it restores`,
    }),
    `objects=$(drill get ${CONFIGURATION.join(',')} -l velero.io/restore-name="$restore" -o name | wc -l)`,
    // Each namespace of an application has at least the policy that shuts it.
    `if [ "$objects" -eq 0 ]; then ${fail('restore $restore of $backup brought back no object ($phase): see velero restore describe $restore')}; fi`,
  ];
}

function manifest(props: DrillScriptProps): VeleroRestore {
  return {
    apiVersion: 'velero.io/v1',
    kind: 'Restore',
    metadata: { generateName: `${props.schedule}-drill-`, namespace: props.velero, labels: props.labels },
    spec: {
      backupName: '$backup',
      includedNamespaces: [props.namespace],
      includedResources: drillResources(props.look !== undefined),
      namespaceMapping: { [props.namespace]: props.into },
      existingResourcePolicy: 'none',
      restorePVs: props.look !== undefined,
      itemOperationTimeout: props.restoreTimeout,
    },
  };
}

/** Storage that waits for its first consumer has one then; the pods start when the contents are there. */
function lookInside(look: Pod): string[] {
  return [
    `names=$(drill get persistentvolumeclaims -l velero.io/restore-name="$restore" -o jsonpath='{.items[*].metadata.name}')`,
    'for claim in $names; do',
    '  claims=$((claims + 1))',
    '  drill create -f - <<EOF',
    JSON.stringify(look),
    'EOF',
    'done',
    `if [ "$claims" -eq 0 ]; then ${fail('restore $restore of $backup brought back no claim: the backup holds no volumes')}; fi`,
  ];
}

function untilComplete({ restoreSeconds, velero, look }: DrillScriptProps): string[] {
  return [
    ...ended('restores.velero.io', '"$restore"'),
    ...untilTrue({
      condition: 'ended',
      seconds: restoreSeconds,
      complaint: `restore $restore is $phase after ${restoreSeconds} s: see the datadownloads of ${velero}`,
    }),
    'seconds=$(($(date +%s) - start))',
    `if [ "$phase" != Completed ]; then ${fail('restore $restore of $backup ended as $phase: see velero restore describe $restore')}; fi`,
    ...(look
      ? [
          // A volume that the backup skipped is restored as an empty claim, and the restore is complete all the same.
          `contents=$(velero get restores.velero.io "$restore" -o jsonpath='{.status.restoreItemOperationsCompleted}')`,
          `if [ "\${contents:-0}" -lt "$claims" ]; then ${fail('$backup has the contents of ${contents:-0} volumes for $claims claims: see which volumes it skipped')}; fi`,
        ]
      : []),
  ];
}

function countFiles(look: Pod): string[] {
  const pods = `drill get pods -l ${selector(look)}`;
  return [
    'looked() {',
    `  phases=$(${pods} -o jsonpath='{.items[*].status.phase}') || return 1`,
    '  case "$phases" in *Pending* | *Running* | *Unknown*) return 1 ;; esac',
    '}',
    ...untilTrue({
      condition: 'looked',
      seconds: LOOK_SECONDS,
      complaint: `the pods that look into the restored volumes are $phases after ${LOOK_SECONDS} s: the volumes cannot be used`,
    }),
    `case "$phases" in *Failed*) ${fail('a pod could not look into the volume that was restored for it: $phases')} ;; esac`,
    `for count in $(${pods} -o jsonpath='{.items[*].status.containerStatuses[0].state.terminated.message}'); do`,
    '  files=$((files + count))',
    'done',
    `if [ "$files" -eq 0 ]; then ${fail('the $claims volumes of $backup hold no file: see what is backed up')}; fi`,
  ];
}

function selector({ metadata }: Pod): string {
  return Object.entries(metadata?.labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
