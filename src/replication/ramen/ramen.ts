import type { IAppHost } from '../../model/app-host';
import type { IReplication, ReplicationBinding, WorkloadStorage } from '../../model/replication';
import { ReplicationMechanism } from '../../rules/vocabulary';
import { boundsOf } from '../csi-addons/bounds';
import { refusedReplication } from '../refused';
import { ownedReplicas } from '../users';
import { addHubAlerts, siteAlerts } from './alerts';
import { ramenProblems } from './checks';
import { addHubObjects, addRamenClasses } from './objects';
import { requireRamen } from './prerequisites';
import { type RamenProps, type RamenSettings, settingsOf } from './props';
import { RamenSwitch } from './switch';

/** Volumes that Ramen has the storage copy, and moves, from a hub. */
export class RamenReplication implements IReplication {
  public readonly kind = 'ramen';
  public readonly mechanism = ReplicationMechanism.VOLUME;

  private readonly settings: RamenSettings;

  constructor(props: RamenProps) {
    this.settings = settingsOf(props);
  }

  public bind(host: IAppHost, storage: WorkloadStorage): ReplicationBinding {
    const { settings } = this;
    const problems = ramenProblems(host, storage, settings);
    for (const problem of problems) host.refuse(problem);
    const active = host.activeSite;
    if (problems.length > 0 || !active) return refusedReplication(this.mechanism);
    addHubObjects(host, active, storage, settings);
    addHubAlerts(host, settings);
    requireRamen(host, storage, settings);
    for (const site of host.dataSites) {
      addRamenClasses(host, site, storage, settings);
      for (const user of storage.users) host.stateFailoverOwned(ownedReplicas(site, user));
    }
    host.stateReplication({
      kind: this.kind,
      mechanism: this.mechanism,
      synchronous: false,
      intervalSeconds: settings.storage.intervalMinutes * 60,
      units: storage.volumes.map(({ claim }) => claim),
      consistentGroup: true,
    });
    return {
      mechanism: this.mechanism,
      ...boundsOf(storage, settings.storage, 'Replication.ramen'),
      onHeal:
        'Ramen waits for the site to be cleaned up (progression WaitOnUserToCleanUp); the reprotect runbook does it, and Ramen throws away what was written there since the last copy and copies everything anew',
      alerts: siteAlerts(host, active, settings),
      scrapeTargets: [],
      switching: new RamenSwitch(host, storage, settings),
    };
  }
}
