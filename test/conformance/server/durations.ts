import { Cursor } from '../cursor';
import { complain, groupKind, type KubeObject, type Refuse } from '../kube-object';

/**
 * Fields that hold a Go duration, which their CRDs only call a string. A controller that cannot read one in a single
 * object cannot list the kind at all.
 */
const DURATION_FIELDS: Record<string, readonly string[]> = {
  'Backup.velero.io': ['ttl', 'csiSnapshotTimeout', 'itemOperationTimeout'],
  'BackupStorageLocation.velero.io': ['backupSyncPeriod', 'validationFrequency'],
  'Certificate.cert-manager.io': ['duration', 'renewBefore'],
  'Restore.velero.io': ['itemOperationTimeout'],
  'Schedule.velero.io': ['template.ttl', 'template.csiSnapshotTimeout', 'template.itemOperationTimeout'],
};
const SECONDS: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g;

/** Durations such as `2160h` or `1h30m`: days are not among the units of Go. */
export function checkDurations(object: KubeObject, refuse: Refuse): void {
  const spec = new Cursor(object).get('spec');
  for (const field of DURATION_FIELDS[groupKind(object)] ?? []) {
    const at = spec.get(...field.split('.'));
    const wellFormed = !at.exists || goDuration(at.text ?? '') !== undefined;
    complain(refuse, at, wellFormed ? undefined : `'${String(at.value)}' is not a duration such as 2160h`);
  }
}

/** Seconds of a Go duration; undefined if it is none. */
export function goDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (text.replace(PART, '') !== '' || text === '') return undefined;
  return [...text.matchAll(PART)].reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * SECONDS[unit]!, 0);
}
