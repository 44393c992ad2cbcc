import type { VeleroRestore } from '../kinds/velero';
import { fail, newestBackup, untilTrue } from './shell';

/** What the beginning of a restore is made from. */
export interface RestoreScriptProps {
  /** Location of the backups. */
  readonly location: string;
  /** Name of the Schedule whose newest backup is restored. */
  readonly schedule: string;
  /** Labels of the restores that belong together. */
  readonly labels: Record<string, string>;
  readonly claims: string[];
  readonly manifest: VeleroRestore;
  readonly newsSeconds: number;
  readonly claimsSeconds: number;
}

/** Lines of POSIX shell that begin a restore, or go on with one; `velero` runs kubectl in the namespace of Velero. */
export function beginRestore(props: RestoreScriptProps): string[] {
  return [
    ...waitForNews(props),
    ...newestBackup(props.schedule),
    `if [ -z "$backup" ]; then ${fail(`there is no complete backup of ${props.schedule}`)}; fi`,
    ...findRestore(props),
    ...createRestore(props),
    ...untilTrue({
      condition: `kubectl get persistentvolumeclaims ${props.claims.join(' ')} > /dev/null`,
      seconds: props.claimsSeconds,
      complaint: `backup $backup was not restored to the claims ${props.claims.join(', ')}: see velero restore get`,
    }),
  ];
}

/** The newest backup may have been completed a moment ago: Velero looks at the bucket now and then. */
export function waitForNews({ location, newsSeconds }: Pick<RestoreScriptProps, 'location' | 'newsSeconds'>): string[] {
  return [
    `looked() { velero get backupstoragelocations.velero.io ${location} -o jsonpath='{.status.lastSyncedTime}'; }`,
    'before=$(looked)',
    ...untilTrue({
      condition: 'latest=$(looked) && [ "$latest" != "$before" ]',
      seconds: newsSeconds,
      complaint: `Velero has not looked for backups in ${location} for ${newsSeconds} s: see whether it runs`,
    }),
  ];
}

/** Sets `restore` and `phase` to a restore of the backup that has not failed, from an earlier run of this step. */
function findRestore({ labels, claims }: RestoreScriptProps): string[] {
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return [
    `columns='{range .items[*]}{.spec.backupName} {.metadata.name} {.status.phase}{"\\n"}{end}'`,
    `restores=$(velero get restores.velero.io -l ${selector.join(',')} -o jsonpath="$columns")`,
    `usable=$(printf '%s\\n' "$restores" | grep "^$backup " | grep -v Failed | tail -n 1 || true)`,
    'restore=$(echo "$usable" | cut -d " " -f 2)',
    'phase=$(echo "$usable" | cut -d " " -f 3)',
    'complete=true',
    `claims='${claims.join(' ')}'`,
    'for claim in $claims; do',
    `  by=$(kubectl get persistentvolumeclaim "$claim" --ignore-not-found -o jsonpath='{.metadata.labels.velero\\.io/restore-name}')`,
    '  if [ -z "$restore" ] || [ "$by" != "$restore" ]; then complete=false; fi',
    'done',
    'if [ "$phase" = Completed ] && [ "$complete" = true ]; then echo "$backup was restored already, by $restore"; exit 0; fi',
  ];
}

/**
 * Claims that are there, but not by this restore, are from a time when the site was active, or from a restore that failed:
 * Velero would leave them as they are, and nobody would notice.
 */
function createRestore({ claims, claimsSeconds, manifest }: RestoreScriptProps): string[] {
  return [
    'if [ -z "$restore" ] || [ "$phase" = Completed ]; then',
    `  kubectl delete persistentvolumeclaims ${claims.join(' ')} --ignore-not-found --timeout=${claimsSeconds}s`,
    '  velero create -f - <<EOF',
    JSON.stringify(manifest),
    'EOF',
    'fi',
  ];
}
