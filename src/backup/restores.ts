import { Duration } from 'cdk8s';
import { durationText } from '../kinds/duration';
import type { VeleroRestore } from '../kinds/velero';
import type { IAppHost } from '../model/app-host';
import type { BackupAgeLimit, IVolumeRestore, VolumeRestoreRequest } from '../model/backup';
import type { RunbookStep, StepPermission } from '../model/runbook';
import type { Site } from '../model/site';
import { Basis, Bound } from '../recovery/bound';
import { locationName, scheduleName } from './layout';
import { NEWS_SECONDS, SYNC_PERIOD } from './locations';
import { beginRestore } from './restore-script';
import { ended, fail, newestBackup, untilTrue } from './shell';

/** Beyond what a step waits for, so that its own message comes first. */
const GRACE_SECONDS = 60;
/** Claims are among the first things that a restore makes. */
const CLAIMS_SECONDS = 300;

/** Restores by Velero. */
export class VeleroRestores implements IVolumeRestore {
  public readonly news = Bound.term({
    name: 'the other site learns of the backup',
    seconds: SYNC_PERIOD.toSeconds(),
    basis: Basis.DERIVED,
    source: `BackupStorageLocation, spec.backupSyncPeriod ${durationText(SYNC_PERIOD)}`,
  });

  constructor(private readonly namespace: string) {}

  public checkBackup(host: IAppHost, request: VolumeRestoreRequest, limit: BackupAgeLimit): RunbookStep {
    const { from, to, claims } = request;
    const { oldestSeconds, stops } = limit;
    const location = locationName(from);
    const old =
      'the newest complete backup, $backup, was begun at $begun, before $oldest: find out what is lost before you go on';
    return {
      name: `backup-fresh-${to.name}`,
      title: stops
        ? `see that ${to.name} has a complete backup of ${from.name} that is not older than ${oldestSeconds} s`
        : `see that ${to.name} has a complete backup of ${from.name}, and how old it is: older than ${oldestSeconds} s, more is lost than was promised`,
      site: to,
      script: [
        this.velero(),
        `phase=$(velero get backupstoragelocations.velero.io ${location} -o jsonpath='{.status.phase}')`,
        `if [ "$phase" != Available ]; then ${fail(`${to.name} cannot read the backups of ${from.name}: location ${location} is $phase`)}; fi`,
        ...newestBackup(scheduleName(host, from)),
        `if [ -z "$backup" ]; then ${fail(`there is no complete backup of ${scheduleName(host, from)}: see why they fail; those that failed in part cannot be used`)}; fi`,
        'begun=${newest%% *}',
        // GNU and BusyBox both know @seconds.
        `oldest=$(date -u -d "@$(($(date +%s) - ${oldestSeconds}))" +%Y-%m-%dT%H:%M:%SZ)`,
        `if expr "$begun" '<' "$oldest" > /dev/null; then ${stops ? fail(old) : `echo "WARNING: ${old}" >&2`}; fi`,
        'echo "newest complete backup: $backup, begun at $begun"',
      ].join('\n'),
      timeoutSeconds: GRACE_SECONDS,
      permissions: [
        this.permission('backupstoragelocations', ['get'], [location]),
        this.permission('backups', ['get', 'list']),
        this.permission('restores', ['get']),
        { apiGroup: '', resources: ['persistentvolumeclaims'], verbs: ['get'], names: claims },
      ],
    };
  }

  public checkClaims(host: IAppHost, { from, claims }: VolumeRestoreRequest): string[] {
    return [
      this.velero(),
      ...newestBackup(scheduleName(host, from)),
      `for claim in ${claims.join(' ')}; do`,
      `  by=$(kubectl get persistentvolumeclaim "$claim" --ignore-not-found -o jsonpath='{.metadata.labels.velero\\.io/restore-name}')`,
      '  of=',
      `  if [ -n "$by" ]; then of=$(velero get restores.velero.io "$by" --ignore-not-found -o jsonpath='{.spec.backupName}'); fi`,
      '  if [ -z "$of" ] || [ "$of" != "$backup" ]; then copied=no; fi',
      'done',
    ];
  }

  public takeBackup(host: IAppHost, site: Site, timeoutSeconds: number): RunbookStep {
    const schedule = scheduleName(host, site);
    const labels = { 'app.kubernetes.io/part-of': host.name, 'velero.io/schedule-name': schedule };
    const metadata = { generateName: `${schedule}-`, namespace: this.namespace, labels };
    const head = JSON.stringify({ apiVersion: 'velero.io/v1', kind: 'Backup', metadata }).slice(0, -1);
    return {
      name: `back-up-${site.name}`,
      title: `back up ${site.name} as it is now`,
      site,
      script: [
        this.velero(),
        `template=$(velero get schedules.velero.io ${schedule} -o jsonpath='{.spec.template}')`,
        `backup=$(printf '%s,"spec":%s}' '${head}' "$template" | velero create -f - -o jsonpath='{.metadata.name}')`,
        ...ended('backups.velero.io', '"$backup"'),
        ...untilTrue({
          condition: 'ended',
          seconds: timeoutSeconds,
          complaint: `backup $backup of ${site.name} is not complete after ${timeoutSeconds} s: other backups may be before it in the queue`,
        }),
        `if [ "$phase" != Completed ]; then ${fail(`backup $backup of ${site.name} ended as $phase: nothing was moved yet; see velero backup describe $backup`)}; fi`,
      ].join('\n'),
      timeoutSeconds: timeoutSeconds + GRACE_SECONDS,
      permissions: [this.permission('schedules', ['get'], [schedule]), this.permission('backups', ['get', 'create'])],
    };
  }

  public begin(host: IAppHost, request: VolumeRestoreRequest): RunbookStep {
    const { from, to, claims } = request;
    return {
      name: `restore-${to.name}`,
      title: `restore the newest complete backup of ${from.name} in ${to.name}`,
      site: to,
      script: [
        this.velero(),
        ...beginRestore({
          location: locationName(from),
          schedule: scheduleName(host, from),
          labels: restoreLabels(host),
          claims,
          manifest: this.manifest(host, request),
          newsSeconds: NEWS_SECONDS,
          claimsSeconds: CLAIMS_SECONDS,
        }),
      ].join('\n'),
      timeoutSeconds: NEWS_SECONDS + 2 * CLAIMS_SECONDS + GRACE_SECONDS,
      permissions: [
        this.permission('backupstoragelocations', ['get'], [locationName(from)]),
        this.permission('backups', ['get', 'list']),
        this.permission('restores', ['get', 'list', 'create']),
        {
          apiGroup: '',
          resources: ['persistentvolumeclaims'],
          verbs: ['get', 'list', 'watch', 'delete'],
          names: claims,
        },
      ],
    };
  }

  public finish(host: IAppHost, { to, timeoutSeconds }: VolumeRestoreRequest): RunbookStep {
    return {
      name: `restored-${to.name}`,
      title: `wait until the contents of the volumes are in ${to.name}`,
      site: to,
      script: [
        this.velero(),
        `restore=$(velero get restores.velero.io -l ${selector(restoreLabels(host))} --sort-by=.metadata.creationTimestamp -o jsonpath='{range .items[*]}{.metadata.name}{"\\n"}{end}' | tail -n 1)`,
        `if [ -z "$restore" ]; then echo "nothing had to be restored in ${to.name}"; exit 0; fi`,
        ...ended('restores.velero.io', '"$restore"'),
        ...untilTrue({
          condition: 'ended',
          seconds: timeoutSeconds,
          complaint: `restore $restore is $phase after ${timeoutSeconds} s: see the datadownloads of ${this.namespace}`,
        }),
        `if [ "$phase" != Completed ]; then ${fail(`restore $restore ended as $phase: scale the workload of ${to.name} to 0 and run this again, after velero restore describe $restore says why`)}; fi`,
      ].join('\n'),
      timeoutSeconds: timeoutSeconds + GRACE_SECONDS,
      permissions: [this.permission('restores', ['get', 'list'])],
    };
  }

  private manifest(host: IAppHost, { to, resources, timeoutSeconds }: VolumeRestoreRequest): VeleroRestore {
    return {
      apiVersion: 'velero.io/v1',
      kind: 'Restore',
      metadata: {
        generateName: `${scheduleName(host, to)}-`,
        namespace: this.namespace,
        labels: restoreLabels(host),
      },
      spec: {
        backupName: '$backup',
        includedNamespaces: [host.namespace],
        includedResources: ['persistentvolumeclaims', 'persistentvolumes', ...resources],
        existingResourcePolicy: 'none',
        restorePVs: true,
        itemOperationTimeout: durationText(Duration.seconds(timeoutSeconds)),
      },
    };
  }

  private velero(): string {
    return `velero() { kubectl --namespace=${this.namespace} "$@"; }`;
  }

  private permission(resource: string, verbs: string[], names?: string[]): StepPermission {
    return { apiGroup: 'velero.io', resources: [resource], verbs, names, namespace: this.namespace };
  }
}

/** What tells the restores of a failover from others of the application. */
function restoreLabels(host: IAppHost): Record<string, string> {
  return { 'app.kubernetes.io/part-of': host.name, 'app.kubernetes.io/component': 'failover' };
}

function selector(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
