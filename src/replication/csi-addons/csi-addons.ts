import type { IAppHost } from '../../model/app-host';
import type { IReplication, ReplicationBinding, WorkloadStorage } from '../../model/replication';
import { ReplicationMechanism } from '../../rules/vocabulary';
import { LATE } from '../copy-age';
import { refusedReplication } from '../refused';
import { stateMetricsSetting } from '../state-metrics';
import { ownedReplicas } from '../users';
import { replicationAlerts } from './alerts';
import { beforeRestore } from './before-restore';
import { boundsOf } from './bounds';
import { csiAddonsProblems } from './checks';
import { addClaimsBackup } from './claims';
import { type UnitProps, addReplication } from './objects';
import { requireStorage } from './prerequisites';
import { type CsiAddonsProps, type CsiAddonsSettings, settingsOf } from './props';
import { MirrorSwitch, StretchSwitch } from './switch';
import { unitOf } from './unit';

/** Round trip up to which storage is stretched over sites; beyond it every write waits for too long. */
const MOST_RTT_MILLIS = 10;
const RTT_SOURCE = 'Ceph, stretch mode, and Portworx Metro DR: 10 ms';

/** Volumes that the storage itself copies, told to by the csi-addons controller. */
export class CsiAddonsReplication implements IReplication {
  public readonly kind = 'csi-addons';
  public readonly mechanism = ReplicationMechanism.VOLUME;

  private readonly settings: CsiAddonsSettings;

  constructor(props: CsiAddonsProps = {}) {
    this.settings = settingsOf(props);
  }

  public bind(host: IAppHost, storage: WorkloadStorage): ReplicationBinding {
    const problems = csiAddonsProblems(host, storage, this.settings);
    for (const problem of problems) host.refuse(problem);
    const active = host.activeSite;
    if (problems.length > 0 || !active) return refusedReplication(this.mechanism);
    const { settings } = this;
    const props: UnitProps = { unit: unitOf(host, storage), storage, settings };
    this.render(host, props);
    const switching = settings.synchronous ? new StretchSwitch(host, props) : new MirrorSwitch(host, props);
    const next = host.passiveSites[0] ?? active;
    const [failover, switchover] = [switching.failover(active, next), switching.switchover(active, next)];
    const alerts = replicationAlerts(host, props);
    const late = alerts.find(({ name }) => name === LATE);
    return {
      mechanism: this.mechanism,
      ...boundsOf({ host, storage, settings, failover, switchover, late, by: 'Replication.csiAddons' }),
      ...(settings.synchronous && {
        fencing:
          'NetworkFence: the storage that all sites share stops serving the nodes of the lost site before its volumes are used elsewhere',
      }),
      onHeal: onHeal(settings),
      beforeRestore: beforeRestore(host, props),
      alerts,
      scrapeTargets: [],
      switching,
    };
  }

  private render(host: IAppHost, props: UnitProps): void {
    const { unit, storage, settings } = props;
    const { synchronous } = settings;
    for (const site of host.dataSites) {
      if (!synchronous) addReplication(host, site, props);
      addClaimsBackup(host, site, props);
      requireStorage(host, site, settings, unit.kind === 'VolumeGroupReplication');
      if (!synchronous) host.require(site, stateMetricsSetting(unit.kind, host.fleet.names.monitoringNamespace));
      for (const user of storage.users) host.stateFailoverOwned(ownedReplicas(site, user));
    }
    host.stateReplication({
      kind: this.kind,
      mechanism: this.mechanism,
      synchronous,
      units: storage.volumes.map(({ claim }) => claim),
      consistentGroup: true,
      ...(synchronous
        ? { maxRttMillis: MOST_RTT_MILLIS, maxRttSource: RTT_SOURCE }
        : { intervalSeconds: settings.intervalMinutes * 60 }),
    });
  }
}

function onHeal({ synchronous }: CsiAddonsSettings): string {
  return synchronous
    ? 'the site stays fenced until the reprotect runbook lifts the fence; restart its nodes before, as they hold devices that the storage has cut off'
    : 'both sites hold a primary (split brain): the reprotect runbook demotes the one that came back, throws away what was written there since the last copy, and copies everything anew';
}
