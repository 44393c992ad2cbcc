import { Duration } from 'cdk8s';
import type { IAppHost } from '../model/app-host';
import type {
  BackupBinding,
  BackupRequest,
  IBackup,
  IVolumeRestore,
  ObjectStore,
  ProtectionPlan,
} from '../model/backup';
import type { IHost } from '../model/host';
import type { BackupAgeFields } from '../recovery/backup-age';
import { largestGapSeconds } from '../recovery/cron';
import type { ObjectStoreFacts } from '../rules/facts';
import { BackupMethod } from '../rules/vocabulary';
import { ageFields } from './age-fields';
import { backupAlerts } from './alerts';
import { makeBucket } from './bucket';
import { checkProps } from './check-props';
import { addDrills } from './drill';
import { nativePrefix, scheduleName } from './layout';
import { addLocations } from './locations';
import { storeLoss } from './losses';
import { keyRights, requireOperator, requireSnapshots, requireVelero } from './prerequisites';
import { addSchedule } from './schedules';
import type { VeleroProps, VeleroSettings } from './props';
import { settingsOf } from './props';
import { VeleroRestores } from './restores';

/**
 * Velero names a Backup after its Schedule and the time, 15 characters more, and puts both names into labels, which hold
 * 63 characters.
 */
const LONGEST_SCHEDULE_NAME = 48;

/** Backups by Velero into one bucket. */
export class VeleroBackup implements IBackup {
  /** Restores volumes in another site. */
  public readonly volumeRestore: IVolumeRestore;
  /** Namespace of Velero. */
  public readonly namespace: string;

  private readonly settings: VeleroSettings;
  private readonly problems: string[];

  constructor(props: VeleroProps) {
    this.settings = settingsOf(props);
    this.problems = checkProps(props);
    this.namespace = this.settings.namespace;
    this.volumeRestore = new VeleroRestores(this.namespace);
  }

  public get facts(): ObjectStoreFacts {
    const { bucket, region, existingBucket, objectLock } = this.settings;
    if (existingBucket) return { bucket, region };
    return { bucket, region, versioned: true, objectLock: objectLock !== undefined };
  }

  public bindFleet(host: IHost): void {
    this.problems.forEach((problem) => {
      host.refuse(problem);
    });
    if (this.problems.length > 0) return;
    if (!this.settings.existingBucket) makeBucket(host.stack, this.settings);
    addLocations(host, this.settings);
    for (const site of host.sites) requireVelero(host, site, this.settings);
  }

  public storeFor(host: IAppHost): ObjectStore {
    const { bucket, region, endpoint, appCredentialsSecret } = this.settings;
    return {
      bucket,
      region,
      endpoint,
      prefix: nativePrefix(host),
      credentialsSecret: appCredentialsSecret,
      keyRights: keyRights(this.settings),
    };
  }

  /** Of the active site where there is one: its backups are those that a failover needs. */
  public ageFields(host: IAppHost): BackupAgeFields {
    return ageFields(host, host.activeSite ? [host.activeSite] : host.dataSites);
  }

  public bind(host: IAppHost, request: BackupRequest): BackupBinding {
    const plan = host.protection;
    if (!plan) return { alerts: [] };
    const gap = largestGap(host, plan);
    if (!gap) return { alerts: [] };
    this.check(host, plan);

    const volumes = plan.volumeSnapshots || request.method === BackupMethod.VOLUMES;
    const method = volumes ? BackupMethod.VOLUMES : BackupMethod.OBJECTS;
    const alerts = host.dataSites.flatMap((site) => {
      const schedule = scheduleName(host, site);
      requireOperator(host, site, this.settings);
      if (volumes) requireSnapshots(host, site, this.settings);
      addSchedule(host, site, this.settings, { plan, method, request });
      host.stateBackup({
        name: schedule,
        site: site.name,
        method,
        store: this.facts,
        schedule: plan.schedule,
        intervalSeconds: gap.toSeconds(),
        durationSeconds: plan.maxDuration.toSeconds(),
        ttlSeconds: plan.retention.toSeconds(),
      });
      return backupAlerts({ site, schedule, interval: gap, maxDuration: plan.maxDuration, copiesVolumes: volumes });
    });
    const drills = plan.drill ? addDrills(host, plan.drill, { velero: this.settings.namespace, method }) : [];
    return { alerts: [...alerts, ...drills], losses: [storeLoss(host, this.settings, request.method)] };
  }

  private check(host: IAppHost, { retention }: ProtectionPlan): void {
    for (const name of host.dataSites.map((site) => scheduleName(host, site))) {
      if (name.length <= LONGEST_SCHEDULE_NAME) continue;
      host.refuse(
        `backup schedule "${name}" has ${name.length} characters; Velero puts its name and a time into labels, so ${LONGEST_SCHEDULE_NAME} are allowed: shorten the name of the application or of the site`,
      );
    }
    const { existingBucket, objectRetention, namespace } = this.settings;
    if (host.namespace === namespace) {
      host.refuse(
        `namespace "${namespace}" is that of Velero, and the application would shut it for everybody else; give the application a namespace of its own`,
      );
    }
    if (existingBucket || retention.toSeconds() < objectRetention.toSeconds({ integral: false })) return;
    host.refuse(
      `backups are kept for ${retention.toHumanString()}, and the bucket deletes native backups after ${objectRetention.toHumanString()}; set the objectRetention of Backup.velero to more than the retention of every application`,
    );
  }
}

function largestGap(host: IAppHost, plan: ProtectionPlan): Duration | undefined {
  try {
    return Duration.seconds(largestGapSeconds(plan.schedule));
  } catch (error) {
    host.refuse(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
