import { Duration } from 'cdk8s';
import { durationText } from '../kinds/duration';
import type { VeleroHook, VeleroSchedule } from '../kinds/velero';
import type { IAppHost } from '../model/app-host';
import type { BackupHook, BackupRequest, ProtectionPlan } from '../model/backup';
import { addTo } from '../model/host';
import type { Site } from '../model/site';
import { BackupMethod } from '../rules/vocabulary';
import { locationName, scheduleName } from './layout';
import type { VeleroSettings } from './props';

/** How long the storage may take to have a snapshot ready: Velero's own default (pkg/cmd/server/config, 1.18.1). */
const SNAPSHOT_READY = Duration.minutes(10);

/**
 * Not what VolSync makes to copy a volume: it is gone before the backup is complete, which would then count as failed, or is the
 * copy of what another site backs up.
 */
const NO_COPIES = {
  matchExpressions: [{ key: 'app.kubernetes.io/created-by', operator: 'NotIn', values: ['volsync'] }],
};

type Template = VeleroSchedule['spec']['template'];

/** What an application's Schedule says, besides the site that it is in. */
export interface ScheduleProps {
  readonly plan: ProtectionPlan;
  /** VOLUMES or OBJECTS: native backups are not Velero's. */
  readonly method: BackupMethod;
  readonly request: BackupRequest;
}

/**
 * Writes the Schedule of an application into a site. Besides the objects it keeps their Secrets: they lie in the bucket,
 * encrypted, and everybody who may read it may read them.
 */
export function addSchedule(host: IAppHost, site: Site, settings: VeleroSettings, props: ScheduleProps): void {
  addTo(host, site, {
    apiVersion: 'velero.io/v1',
    kind: 'Schedule',
    metadata: { name: scheduleName(host, site), namespace: settings.namespace },
    spec: {
      schedule: props.plan.schedule,
      // GitOps that prunes the Schedule would delete all backups with it.
      useOwnerReferencesInBackup: false,
      skipImmediately: false,
      template: {
        includedNamespaces: [host.namespace],
        storageLocation: locationName(site),
        ...(host.activeSite && props.method === BackupMethod.VOLUMES && { labelSelector: NO_COPIES }),
        ...volumes(host, props),
        itemOperationTimeout: durationText(props.plan.maxDuration),
        ttl: durationText(props.plan.retention),
        // Without labels of its own a Backup gets those of the Schedule, and GitOps prunes what carries its own label.
        metadata: { labels: { 'app.kubernetes.io/part-of': host.name } },
      },
    },
  });
}

type VolumeFields = Pick<
  Template,
  'snapshotVolumes' | 'snapshotMoveData' | 'defaultVolumesToFsBackup' | 'csiSnapshotTimeout' | 'hooks'
>;

function volumes(host: IAppHost, { plan, method, request }: ScheduleProps): VolumeFields {
  if (method !== BackupMethod.VOLUMES) {
    return { snapshotVolumes: false, snapshotMoveData: false, defaultVolumesToFsBackup: false };
  }
  const resources = request.hooks.map((hook) => ({
    name: hook.name,
    includedNamespaces: [host.namespace],
    labelSelector: { matchLabels: hook.podLabels },
    pre: [command(hook, hook.before)],
    ...(hook.after && { post: [command(hook, hook.after)] }),
  }));
  return {
    snapshotVolumes: true,
    // Snapshots of a cloud's disks cannot be restored in another region; their contents can.
    snapshotMoveData: true,
    defaultVolumesToFsBackup: false,
    csiSnapshotTimeout: durationText(shorter(SNAPSHOT_READY, plan.maxDuration)),
    ...(resources.length > 0 && { hooks: { resources } }),
  };
}

function command({ container, timeout }: BackupHook, words: string[]): VeleroHook {
  // A copy of an engine that was not quiesced is not the backup that was asked for.
  return { exec: { container, command: words, onError: 'Fail', timeout: durationText(timeout) } };
}

function shorter(one: Duration, other: Duration): Duration {
  return one.toMilliseconds() <= other.toMilliseconds() ? one : other;
}
