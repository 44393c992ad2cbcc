import type { IAppHost } from '../../model/app-host';
import type { BackupAgeLimit, IVolumeRestore, VolumeRestoreRequest } from '../../model/backup';
import type { WorkloadStorage } from '../../model/replication';
import type { ISwitchable, RunbookStep, SwitchSteps } from '../../model/runbook';
import type { Site } from '../../model/site';
import { oldestOfLiving, oldestOfLost } from '../freshness';
import {
  checkServing,
  claimsOf,
  discardClaims,
  endWhereCopyRuns,
  endWhereRunning,
  makePods,
  readUsers,
} from '../takeover';
import { startUsers, stopUsers, tellUsersToStop } from '../users';

/** What the steps are made from. */
export interface BackupRestoreSwitchProps {
  readonly host: IAppHost;
  readonly storage: WorkloadStorage;
  readonly by: IVolumeRestore;
  /** Largest gap between two backups. */
  readonly gapSeconds: number;
  /** How long a backup may take, its queue included. */
  readonly backupSeconds: number;
  /** How long the contents may take. */
  readonly restoreSeconds: number;
  readonly resources: string[];
}

/** Moves the data to the site that takes over by restoring a backup there. */
export class BackupRestoreSwitch implements ISwitchable {
  constructor(private readonly props: BackupRestoreSwitchProps) {}

  public switchover(from: Site, to: Site): SwitchSteps {
    const { host, storage, by, backupSeconds, gapSeconds } = this.props;
    return {
      preflight: [this.check(from, to, { oldestSeconds: oldestOfLiving(gapSeconds), stops: true })],
      fence: [stopUsers(from, storage), by.takeBackup(host, from, backupSeconds)],
      ...this.restore(from, to),
    };
  }

  public failover(from: Site, to: Site): SwitchSteps {
    const { storage, gapSeconds } = this.props;
    return {
      preflight: [this.check(from, to, { oldestSeconds: oldestOfLost(gapSeconds), stops: false })],
      fence: [tellUsersToStop(from, storage)],
      ...this.restore(from, to),
    };
  }

  public reprotect(active: Site, returned: Site): RunbookStep[] {
    const { storage } = this.props;
    return [checkServing(active, storage), stopUsers(returned, storage), discardClaims(returned, active, storage)];
  }

  private check(from: Site, to: Site, limit: BackupAgeLimit): RunbookStep {
    const { host, storage, by } = this.props;
    const request = this.request(from, to);
    const step = by.checkBackup(host, request, limit);
    return {
      ...step,
      script: [...endWhereCopyRuns(to, storage, by.checkClaims(host, request)), step.script].join('\n'),
      permissions: [...readUsers(storage), ...step.permissions],
    };
  }

  /** The pods are made before the contents are there: storage that waits for its first consumer waits for them. */
  private restore(from: Site, to: Site) {
    const { host, storage, by } = this.props;
    const request = this.request(from, to);
    return {
      promote: [this.unlessRunning(to, by.begin(host, request)), makePods(to, storage), by.finish(host, request)],
      start: [startUsers(to, storage)],
    };
  }

  /** An earlier run of the step got so far that the workload runs. */
  private unlessRunning(site: Site, step: RunbookStep): RunbookStep {
    const { storage } = this.props;
    return {
      ...step,
      script: [...endWhereRunning(site, storage), step.script].join('\n'),
      permissions: [...readUsers(storage), ...step.permissions],
    };
  }

  private request(from: Site, to: Site): VolumeRestoreRequest {
    const { storage, resources, restoreSeconds } = this.props;
    return { from, to, claims: claimsOf(storage), resources, timeoutSeconds: restoreSeconds };
  }
}
