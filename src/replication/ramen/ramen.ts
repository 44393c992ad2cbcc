import type { IAppHost } from '../../model/app-host';
import type { IReplication, ReplicationBinding, WorkloadStorage } from '../../model/replication';
import { FaultKind } from '../../recovery/fault';
import { ReplicationMechanism } from '../../rules/vocabulary';
import { LATE } from '../copy-age';
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
    const switching = new RamenSwitch(host, storage, settings);
    const next = host.passiveSites[0] ?? active;
    const alerts = siteAlerts(host, active, settings);
    return {
      mechanism: this.mechanism,
      ...boundsOf({
        host,
        storage,
        settings: settings.storage,
        failover: switching.failover(active, next),
        switchover: switching.switchover(active, next),
        late: alerts[0],
        by: 'Replication.ramen',
      }),
      onHeal:
        'Ramen waits for the site to be cleaned up (progression WaitOnUserToCleanUp); the reprotect runbook does it, and Ramen throws away what was written there since the last copy and copies everything anew',
      beforeRestore: beforeRestore(host, settings),
      alerts,
      scrapeTargets: [],
      switching,
      losses: [
        {
          fault: FaultKind.CONTROL_PLANE_LOST,
          subject: `Ramen hub ${settings.hub}`,
          onHeal: 'Ramen reads from the sites what it protects, and carries out orders again',
          human: `bring the hub back, or restore it from its own backup; the sites go on copying without it, and alert ${LATE} still says when the copy gets old, but no runbook moves the application, not even a failover`,
        },
      ],
    };
  }
}

/** Ramen holds the claims by finalizers while it protects them, and would make claims of its own again. */
function beforeRestore(host: IAppHost, { hub, namespace }: RamenSettings): string {
  const drpc = `drplacementcontrol ${host.name} --namespace=${namespace}`;
  return [
    `end the protection in cluster ${hub}: suspend the GitOps sync of the application there, kubectl annotate ${drpc} drplacementcontrol.ramendr.openshift.io/do-not-delete-pvc=true, wait until the VolumeReplicationGroup in the active site has the annotation too, then kubectl delete ${drpc} and wait until it is gone; until then the deletion of a claim waits, and copies go on spreading what was destroyed`,
    'let GitOps sync again when the restored volumes are bound, which protects them anew, with a first copy of everything; there is no failover before it is complete',
  ].join('; ');
}
