import type { IAppHost } from '../../model/app-host';
import type { ProtectionPlan } from '../../model/backup';
import type { IReplication, ReplicationBinding, WorkloadStorage } from '../../model/replication';
import { PrerequisiteKind } from '../../model/prerequisite';
import { storeSubject } from '../../model/support-loss';
import { largestGapSeconds } from '../../recovery/cron';
import { FaultKind } from '../../recovery/fault';
import { ReplicationMechanism } from '../../rules/vocabulary';
import { refusedReplication } from '../refused';
import { makePods } from '../takeover';
import { stopUsers } from '../users';
import { backupLag, plannedGap, plannedLag, readSeconds, restoration } from './bounds';
import { backupRestoreProblems } from './checks';
import { type BackupRestoreProps, type BackupRestoreSettings, backupRestoreSettings } from './props';
import { BackupRestoreSwitch } from './switch';

/** A restore that takes twice as long as was stated has failed; the claims and the data movers take their time as well. */
const RESTORE_FACTOR = 2;
const MOVERS_SECONDS = 900;

/** Nothing is replicated: the application's backups are restored where it goes. */
export class BackupRestoreReplication implements IReplication {
  public readonly kind = 'backup and restore';
  public readonly mechanism = ReplicationMechanism.BACKUP;

  private readonly settings: BackupRestoreSettings;

  constructor(props: BackupRestoreProps) {
    this.settings = backupRestoreSettings(props);
  }

  public bind(host: IAppHost, storage: WorkloadStorage): ReplicationBinding {
    const problems = backupRestoreProblems(host, this.settings, storage);
    for (const problem of problems) host.refuse(problem);
    const by = host.fleet.backup?.volumeRestore;
    const { activeSite, protection } = host;
    if (problems.length > 0 || !by || !activeSite || !protection) return refusedReplication(this.mechanism);

    const gapSeconds = largestGapSeconds(protection.schedule);
    requireSameClass(host);
    this.stateFacts(host, storage, gapSeconds);
    const props = { host, plan: protection, settings: this.settings, storage, by };
    const successor = host.passiveSites[0] ?? activeSite;
    const switching = new BackupRestoreSwitch({
      host,
      storage,
      by,
      gapSeconds,
      backupSeconds: this.backupSeconds(protection),
      restoreSeconds: Math.ceil(RESTORE_FACTOR * readSeconds(this.settings)) + MOVERS_SECONDS,
      resources: this.settings.resources,
    });
    const failover = switching.failover(activeSite, successor);
    return {
      mechanism: this.mechanism,
      lag: backupLag(props),
      promotion: restoration(props, failover, [...failover.preflight, makePods(successor, storage)]),
      switchoverGap: plannedGap(props, stopUsers(activeSite, storage)),
      switchoverLag: plannedLag(),
      onHeal:
        'the workload of the returned site runs on, on its old volumes; run reprotect: it stops the workload and deletes its claims, and what was written there since the failover is discarded',
      // Those of the backups hold the lag: BackupOverdue of each site.
      alerts: [],
      scrapeTargets: [],
      switching,
      throughStore: true,
      losses: host.store && [
        {
          fault: FaultKind.BACKUP_STORE_LOST,
          subject: storeSubject(host.store),
          onHeal: 'a failover is possible again when the first backup is complete',
          human: 'until then there is nothing to fail over to: the loss of the active site would lose all data',
        },
      ],
    };
  }

  private backupSeconds({ maxDuration }: ProtectionPlan): number {
    return this.settings.queue.toSeconds() + maxDuration.toSeconds();
  }

  private stateFacts(host: IAppHost, { volumes }: WorkloadStorage, intervalSeconds: number): void {
    host.stateReplication({
      kind: this.kind,
      mechanism: this.mechanism,
      synchronous: false,
      intervalSeconds,
      units: volumes.map(({ claim }) => claim),
      // Velero snapshots one volume after the other.
      consistentGroup: false,
    });
  }
}

/** Classes that were named are required by the workload; a default is not. */
function requireSameClass(host: IAppHost): void {
  for (const site of host.dataSites.filter(({ storageClass }) => storageClass === undefined)) {
    host.require(site, {
      kind: PrerequisiteKind.SETTING,
      name: 'default StorageClass',
      why: 'of the same name in every site: a restored claim asks for the class that it had',
    });
  }
}
