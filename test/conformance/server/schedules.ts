import { Cron } from 'croner';
import { Cursor } from '../cursor';
import { complain, groupKind, type KubeObject, type Refuse } from '../kube-object';

/** Where a kind has a cron expression, and whether it begins with a field for seconds. */
interface CronField {
  readonly at: readonly string[];
  readonly seconds?: boolean;
}

const CRON_FIELDS: Record<string, readonly CronField[]> = {
  'BackupSchedule.pingcap.com': [{ at: ['spec', 'schedule'] }],
  'CronJob.batch': [{ at: ['spec', 'schedule'] }],
  'CronWorkflow.argoproj.io': [{ at: ['spec', 'schedules'] }],
  'MedusaBackupSchedule.medusa.k8ssandra.io': [{ at: ['spec', 'cronSchedule'] }],
  'ReplicationDestination.volsync.backube': [{ at: ['spec', 'trigger', 'schedule'] }],
  'ReplicationSource.volsync.backube': [{ at: ['spec', 'trigger', 'schedule'] }],
  'Schedule.velero.io': [{ at: ['spec', 'schedule'] }],
  'ScheduledBackup.postgresql.cnpg.io': [{ at: ['spec', 'schedule'], seconds: true }],
};
const MACRO = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every (\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+)$/;

/** Cron expressions, and the time zones they are read in. */
export function checkSchedules(object: KubeObject, refuse: Refuse): void {
  const root = new Cursor(object);
  const kind = groupKind(object);
  const fields = CRON_FIELDS[kind];
  if (fields === undefined) return;
  for (const { at, seconds } of fields) {
    const field = root.get(...at);
    for (const expression of field.text === undefined ? field.items() : [field]) {
      complain(refuse, expression, cronComplaint(expression.text ?? '', seconds === true ? 6 : 5));
    }
  }
  const zone = root.get('spec', kind === 'CronWorkflow.argoproj.io' ? 'timezone' : 'timeZone');
  if (zone.exists && !isTimeZone(zone.text ?? '')) refuse(zone, `'${zone.text ?? ''}' is not a time zone`);
}

function cronComplaint(expression: string, fields: number): string | undefined {
  if (MACRO.test(expression)) return undefined;
  if (/TZ=/.test(expression)) return 'must not name a time zone: that is what timeZone is for';
  const given = expression.trim().split(/\s+/).length;
  if (given !== fields) return `'${expression}' must have ${fields} fields, has ${given}`;
  // croner takes more than the parser of Kubernetes: last days, nearest weekdays, nth weekdays.
  if (/[LW#+]/.test(expression.replace(/\b[A-Za-z]{3}\b/g, ''))) return `'${expression}' uses an extension of cron`;
  try {
    new Cron(expression, { paused: true });
    return undefined;
  } catch (error) {
    return `'${expression}' is not a cron expression: ${(error as Error).message}`;
  }
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone !== '' && zone !== 'Local';
  } catch {
    return false;
  }
}
