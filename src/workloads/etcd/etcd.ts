import type { IAppHost } from '../../model/app-host';
import type { Placement, PlacementRequest, SitePlacement } from '../../model/placement';
import type { WorkloadProfile } from '../../model/profile';
import type { Site } from '../../model/site';
import type { Connection, IStatefulWorkload, WorkloadBinding } from '../../model/workload';
import { backupAge } from '../../recovery/backup-age';
import { Basis, type Bound } from '../../recovery/bound';
import { BackupMethod } from '../../rules/vocabulary';
import { UnreadyPods, addDisruptionBudget } from '../budget';
import { addClientService, addPeerService } from '../services';
import { etcdAlerts } from './alerts';
import { etcdArguments } from './arguments';
import { issueClientCertificate, issueMemberCertificate } from './certificates';
import { etcdProblems, isMemberCount } from './checks';
import { failoverGap } from './failover';
import {
  CLIENT_CERTIFICATE,
  CLIENT_PORT,
  CLIENT_SERVICE,
  ETCD,
  MEMBER_CERTIFICATE,
  METRICS_PORT,
  PEER_PORT,
  clientEnvironment,
  memberLabels,
  membersIn,
} from './members';
import { addMemberPolicy } from './policies';
import { etcdProfile } from './profile';
import type { EtcdProps } from './props';
import { isolationDetection, readinessProbe } from './readiness';
import { type EtcdSettings, etcdSettings } from './settings';
import { SNAPSHOT, addSnapshots, snapshotFields } from './snapshot';
import { addMembers } from './stateful-set';
import { raftTiming, timingProblems } from './timing';

const CLIENT_TLS_PATH = '/workload-tls';

/**
 * etcd: one Raft group over all sites, as plain StatefulSets whose members find each other by names that every site resolves.
 * Any site may be lost as long as no site holds half of the members.
 *
 * A witness holds a member like the others, as etcd has no vote without data: a full copy of the database, and a leader from
 * time to time. It serves no clients.
 */
export class Etcd implements IStatefulWorkload {
  /** What etcd is. */
  public readonly profile: WorkloadProfile;

  private readonly settings: EtcdSettings;

  constructor(props: EtcdProps = {}) {
    this.settings = etcdSettings(props);
    this.profile = etcdProfile(this.settings);
  }

  /** One member in every site, or as many as `members` says. */
  public place(request: PlacementRequest): Placement {
    const { witness } = request;
    return {
      voteUnit: 'member',
      sites: [
        ...request.sites.map((site) => this.placeIn(site, false)),
        ...(witness ? [this.placeIn(witness, true)] : []),
      ],
    };
  }

  /** Renders the members, what they need and what watches them. */
  public bind(host: IAppHost): WorkloadBinding {
    const wanted = raftTiming(host.maxRttMillis, this.settings);
    for (const problem of etcdProblems(host, this.settings, wanted)) host.refuse(problem);
    // What follows is refused, and times that etcd does not take would make no bounds.
    const timing = timingProblems(wanted).length > 0 ? raftTiming(host.maxRttMillis, {}) : wanted;

    const gap = failoverGap(host, timing);
    const gapSeconds = gap.seconds ?? 0;
    const probe = readinessProbe(timing, gapSeconds);
    for (const site of host.sites) {
      addPeerService(host, site, {
        name: ETCD,
        podLabels: memberLabels(host),
        ports: [
          { name: 'client', port: CLIENT_PORT },
          { name: 'peer', port: PEER_PORT },
          { name: 'metrics', port: METRICS_PORT },
        ],
      });
      issueMemberCertificate(host, site);
      const args = etcdArguments(host, site, this.settings, timing);
      addMembers(host, site, { settings: this.settings, args, readinessProbe: probe });
      addDisruptionBudget(host, site, {
        name: ETCD,
        namespace: host.namespace,
        podLabels: memberLabels(host),
        unready: UnreadyPods.COUNT,
      });
      addMemberPolicy(host, site, this.settings);
      this.statePeers(host, site);
    }
    for (const site of host.dataSites) {
      addClientService(host, site, {
        name: CLIENT_SERVICE,
        podLabels: memberLabels(host),
        ports: [
          { name: 'client', port: CLIENT_PORT },
          { name: 'health', port: METRICS_PORT },
        ],
      });
      issueClientCertificate(host, site);
    }

    const age = this.backUp(host);
    return {
      health: { service: CLIENT_SERVICE, port: METRICS_PORT, path: '/readyz', tls: false },
      failoverGap: gap,
      isolationDetection: isolationDetection(probe),
      backup: { method: BackupMethod.NATIVE, hooks: [] },
      backupAge: age,
      alerts: etcdAlerts(host, { timing, gapSeconds, backupAge: age }),
      scrapeTargets: [{ name: ETCD, podLabels: memberLabels(host), port: 'metrics', path: '/metrics' }],
    };
  }

  /** The environment that `etcdctl` reads; clients of other kinds take the same values from it. */
  public connect(host: IAppHost, site: Site): Connection {
    return {
      variables: clientEnvironment(host, site, CLIENT_TLS_PATH),
      clientSecret: CLIENT_CERTIFICATE,
      mountPath: CLIENT_TLS_PATH,
      ports: [CLIENT_PORT],
      podLabels: memberLabels(host),
    };
  }

  private placeIn(site: Site, witness: boolean): SitePlacement {
    const wanted = this.settings.members[site.name] ?? 1;
    // Anything else is refused when the application is rendered.
    const members = isMemberCount(wanted) ? wanted : 1;
    return { site: site.name, nodes: members, votes: members, witness };
  }

  private statePeers(host: IAppHost, site: Site): void {
    for (const member of membersIn(host, site)) {
      host.statePeer({ site: site.name, host: member.host, port: PEER_PORT, certificate: MEMBER_CERTIFICATE });
    }
  }

  private backUp(host: IAppHost): Bound | undefined {
    const { store, protection } = host;
    if (!store || !protection) return undefined;
    for (const site of host.dataSites) addSnapshots(host, site, this.settings, store, protection);
    return backupAge(
      protection.schedule,
      protection.maxDuration.toSeconds(),
      `CronJob ${SNAPSHOT}, spec.schedule and activeDeadlineSeconds`,
      Basis.DERIVED,
      snapshotFields(protection),
    );
  }
}
