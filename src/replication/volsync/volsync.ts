import type { IAppHost } from '../../model/app-host';
import type { IReplication, ReplicationBinding, WorkloadStorage } from '../../model/replication';
import type { Site } from '../../model/site';
import { isDnsName } from '../../model/names';
import { ReplicationMechanism } from '../../rules/vocabulary';
import { refusedReplication } from '../refused';
import { stopUsers } from '../users';
import { volSyncAlerts } from './alerts';
import { copyLag, plannedGap, plannedLag, promotion } from './bounds';
import { nameProblems, pairName } from './names';
import { addDestination, addSource } from './pair';
import { admitCopies, letCopiesOut } from './policies';
import { requireVolSync } from './prerequisites';
import { type VolSyncProps, type VolSyncSettings, volSyncSettings } from './props';
import { addResticSource, openStore, requireRepository, resticArchives } from './restic';
import { type Rhythm, rhythmOf, scheduleProblems, transferProblems } from './rhythm';
import { VolSyncSwitch } from './switch';

/** Copies volumes from the active site to the passive ones on a schedule, by rsync through the network of the sites. */
export class VolSyncReplication implements IReplication {
  public readonly kind = 'volsync';
  public readonly mechanism = ReplicationMechanism.VOLUME;

  private readonly settings: VolSyncSettings;

  constructor(props: VolSyncProps) {
    this.settings = volSyncSettings(props);
  }

  public bind(host: IAppHost, storage: WorkloadStorage): ReplicationBinding {
    const { activeSite } = host;
    const problems = this.problems(host, storage);
    for (const problem of problems) host.refuse(problem);
    if (problems.length > 0 || !activeSite) return refusedReplication(this.mechanism);

    const rhythm = rhythmOf(this.settings);
    for (const site of host.dataSites) requireVolSync(host, site, this.settings);
    this.replicate(host, activeSite, storage);
    this.archive(host, activeSite, storage);
    this.stateFacts(host, storage, rhythm);
    const switching = new VolSyncSwitch(storage, rhythm);
    const props = { host, settings: this.settings, storage, rhythm };
    return {
      mechanism: this.mechanism,
      lag: copyLag(props),
      promotion: promotion(props, switching.failover(activeSite, host.passiveSites[0] ?? activeSite)),
      switchoverGap: plannedGap(props, stopUsers(activeSite, storage)),
      switchoverLag: plannedLag(),
      onHeal:
        'the workload of the returned site runs on, on its old volumes; run reprotect: it stops the workload and deletes its claims, and what was written there since the failover is discarded; once activeSite says so, GitOps swaps sources and destinations, and the first copy is a full one',
      beforeRestore: beforeRestore(host, storage),
      alerts: volSyncAlerts(host, activeSite, rhythm, this.settings.restic !== undefined),
      scrapeTargets: [],
      switching,
    };
  }

  private problems(host: IAppHost, { volumes }: WorkloadStorage): string[] {
    const { schedule, transfer, provisioning, keySecret, copyStorageClass, volumeSnapshotClass, restic } =
      this.settings;
    const ofSchedule = scheduleProblems('schedule', schedule);
    const names = { keySecret, copyStorageClass, volumeSnapshotClass, 'restic.secretPrefix': restic?.secretPrefix };
    return [
      ...ofSchedule,
      ...(ofSchedule.length === 0 ? transferProblems(schedule, transfer) : []),
      ...(restic ? scheduleProblems('restic.schedule', restic.schedule) : []),
      ...(restic && !host.store
        ? [
            'volSync restic copies to the object store, and the fleet has no backup; give the fleet one, or leave restic out',
          ]
        : []),
      ...(provisioning.toSeconds({ integral: false }) > 0
        ? []
        : ['volSync provisioning is 0 s; allowed is more: making a volume of a snapshot takes time']),
      ...Object.entries(names)
        .filter(([, name]) => name !== undefined && !isDnsName(name))
        .map(
          ([prop, name]) =>
            `volSync ${prop} is "${name ?? ''}", which no object can be called; use at most 253 of a-z, 0-9, - and .`,
        ),
      ...volumes.flatMap(({ claim }) => host.dataSites.flatMap((site) => nameProblems(claim, site))),
    ];
  }

  private replicate(host: IAppHost, active: Site, { volumes, owner }: WorkloadStorage): void {
    for (const passive of host.passiveSites) {
      for (const volume of volumes) {
        addDestination(host, passive, { settings: this.settings, volume, owner });
        addSource(host, active, passive, { settings: this.settings, volume, owner });
      }
      admitCopies(host, passive, active);
    }
    if (host.passiveSites.length > 0) letCopiesOut(host, active, host.passiveSites);
  }

  private archive(host: IAppHost, active: Site, { volumes, owner }: WorkloadStorage): void {
    const { restic } = this.settings;
    if (!restic || !host.store) return;
    for (const volume of volumes) {
      addResticSource(host, active, { settings: this.settings, volume, owner }, restic.schedule);
      for (const site of host.dataSites) requireRepository(host, site, host.store, this.settings, volume);
    }
    openStore(host, active, host.store);
  }

  private stateFacts(host: IAppHost, { volumes }: WorkloadStorage, { gapSeconds }: Rhythm): void {
    host.stateReplication({
      kind: this.kind,
      mechanism: this.mechanism,
      synchronous: false,
      intervalSeconds: gapSeconds,
      units: volumes.map(({ claim }) => claim),
      // Every volume has a mover of its own, which starts when it can (backube/volsync#1116).
      consistentGroup: false,
      ...(this.settings.restic && host.store && { archives: resticArchives(host, host.store, volumes) }),
    });
  }
}

/** A copy that is taken meanwhile is of what was destroyed, or of an empty volume. */
function beforeRestore(host: IAppHost, { volumes }: WorkloadStorage): string {
  const sources = host.passiveSites.flatMap((site) => volumes.map(({ claim }) => pairName(claim, site)));
  return `stop the copies first, as they spread what was destroyed: kubectl patch replicationsources.volsync.backube ${sources.join(' ')} --namespace=${host.namespace} --type=merge --patch='{"spec":{"paused":true}}' in the active site, and the same with false when the restore is through`;
}
