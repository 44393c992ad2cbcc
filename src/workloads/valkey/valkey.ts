import { Duration } from 'cdk8s';
import type { IAppHost } from '../../model/app-host';
import type { Placement, PlacementRequest } from '../../model/placement';
import type { WorkloadProfile } from '../../model/profile';
import type { Site } from '../../model/site';
import type { Connection, HealthEndpoint, IStatefulWorkload, WorkloadBinding } from '../../model/workload';
import { backupAge } from '../../recovery/backup-age';
import { Basis, Bound } from '../../recovery/bound';
import { BackupMethod } from '../../rules/vocabulary';
import { UnreadyPods, addDisruptionBudget } from '../budget';
import { addDataHealth } from '../data-health';
import { podsWith, tcp } from '../network-policy';
import { addClientService, addPeerService } from '../services';
import { serverAlerts } from './alerts';
import { issueCertificates } from './certificates';
import { valkeyProblems } from './checks';
import {
  CLIENT_CERTIFICATE,
  CLIENT_SERVICE,
  CONFIG_PATH,
  LEADER,
  PORT,
  SERVER_CERTIFICATE,
  TOOL_MOUNTS,
  VALKEY,
  VALKEY_USER,
  cliEnvironment,
  leaderAddress,
  valkeyLabels,
} from './names';
import { addPolicy } from './policy';
import { valkeyProfile } from './profile';
import type { ValkeyProps } from './props';
import { valkeyReplication } from './replication';
import { SERVING_SCRIPT } from './scripts';
import { type ValkeySettings, valkeySettings } from './settings';
import { addSiteConfig } from './site-config';
import { addServers } from './stateful-set';

const CLIENT_TLS_PATH = '/workload-tls';
const HEALTH_TIMEOUT = Duration.seconds(3);

/**
 * Valkey: the first pod of the active site takes the writes, the first pod of every other site follows it over the network, and
 * the other pods of a site follow its first. The role of a site is in a ConfigMap, which runbooks patch.
 */
export class Valkey implements IStatefulWorkload {
  /** What Valkey is. */
  public readonly profile: WorkloadProfile;

  private readonly settings: ValkeySettings;

  constructor(props: ValkeyProps = {}) {
    this.settings = valkeySettings(props);
    this.profile = valkeyProfile(this.settings);
  }

  /** The same in every site, as every site may become the active one. */
  public place(request: PlacementRequest): Placement {
    const { replicas } = this.settings;
    return {
      voteUnit: 'none: no votes are cast',
      sites: request.sites.map((site) => ({ site: site.name, nodes: replicas, votes: 0, witness: false })),
    };
  }

  /** Renders the servers, what they need and what watches them. */
  public bind(host: IAppHost): WorkloadBinding {
    const problems = valkeyProblems(this.settings);
    for (const problem of problems) host.refuse(problem);
    // What follows is refused, and numbers that were refused make no bounds.
    const settings = problems.length === 0 ? this.settings : valkeySettings({});
    const [health] = host.dataSites.map((site) => this.bindSite(host, site, settings));
    return {
      health: health ?? { service: CLIENT_SERVICE, port: PORT, path: '/', tls: true },
      failoverGap: Bound.unbounded(
        'another site serves',
        'one site is active, and no copy is promoted by itself: a runbook does',
      ),
      isolationDetection: Bound.unbounded(
        'health endpoint of a site that is cut off fails',
        'a primary does not need its replicas: in a site that is cut off it goes on taking writes',
      ),
      replication: valkeyReplication(host, settings),
      backup: {
        method: BackupMethod.VOLUMES,
        hooks: [
          {
            name: 'valkey-bgsave',
            podLabels: valkeyLabels(host),
            container: VALKEY,
            before: ['sh', `${CONFIG_PATH}/backup.sh`],
            timeout: Duration.minutes(10),
          },
        ],
      },
      backupAge:
        host.protection &&
        backupAge(
          host.protection.schedule,
          host.protection.maxDuration.toSeconds(),
          'schedule of the backup of the volumes',
          Basis.ASSUMED,
          host.fleet.backup?.ageFields(host),
        ),
      alerts: serverAlerts(host),
      scrapeTargets: [{ name: VALKEY, podLabels: valkeyLabels(host), port: 'metrics', path: '/metrics' }],
    };
  }

  /** Address and certificate; the password comes with `environmentSecrets` of the front end. */
  public connect(host: IAppHost, site: Site): Connection {
    const address = site.localAddress(CLIENT_SERVICE, host.namespace);
    return {
      variables: [
        { name: 'VALKEY_URL', value: `rediss://${address}:${PORT}` },
        { name: 'VALKEY_HOST', value: address },
        { name: 'VALKEY_PORT', value: String(PORT) },
        { name: 'VALKEY_TLS_CA', value: `${CLIENT_TLS_PATH}/ca.crt` },
        { name: 'VALKEY_TLS_CERT', value: `${CLIENT_TLS_PATH}/tls.crt` },
        { name: 'VALKEY_TLS_KEY', value: `${CLIENT_TLS_PATH}/tls.key` },
      ],
      clientSecret: CLIENT_CERTIFICATE,
      mountPath: CLIENT_TLS_PATH,
      ports: [PORT],
      podLabels: valkeyLabels(host),
    };
  }

  private bindSite(host: IAppHost, site: Site, settings: ValkeySettings): HealthEndpoint {
    const podLabels = valkeyLabels(host);
    const ports = [{ name: VALKEY, port: PORT }];
    addSiteConfig(host, site);
    addServers(host, site, settings);
    addPeerService(host, site, { name: VALKEY, podLabels, ports });
    addClientService(host, site, {
      name: CLIENT_SERVICE,
      // The others of the site take no writes.
      podLabels: { ...podLabels, 'statefulset.kubernetes.io/pod-name': LEADER },
      ports,
    });
    issueCertificates(host, site);
    addDisruptionBudget(host, site, {
      name: VALKEY,
      namespace: host.namespace,
      podLabels,
      unready: UnreadyPods.MAY_GO,
    });
    addPolicy(host, site, settings);
    host.statePeer({
      site: site.name,
      host: leaderAddress(host, site),
      port: PORT,
      certificate: SERVER_CERTIFICATE,
    });
    return addDataHealth(host, site, {
      image: settings.image,
      script: SERVING_SCRIPT,
      timeout: HEALTH_TIMEOUT,
      environment: [
        { name: 'VALKEY_HOST', value: site.localAddress(CLIENT_SERVICE, host.namespace) },
        ...cliEnvironment(settings),
      ],
      volumes: [
        { name: 'conf', configMap: { name: VALKEY } },
        { name: 'tls', secret: { secretName: CLIENT_CERTIFICATE, defaultMode: 0o440 } },
      ],
      volumeMounts: TOOL_MOUNTS,
      egress: [{ to: [podsWith(podLabels)], ports: tcp(PORT) }],
      user: VALKEY_USER,
    });
  }
}
