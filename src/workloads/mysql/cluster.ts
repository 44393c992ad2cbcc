import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { SiteRole } from '../../model/roles';
import type { Site } from '../../model/site';
import { acrossZones, oneNodeEach } from '../pods';
import { sizeQuantity } from '../resources';
import { requireStorageClass } from '../storage-class';
import { type Archive, backupSection } from './archive';
import { NET_TIMEOUT, NET_TIMEOUT_SECONDS } from './bounds';
import { serverNames } from './certificates';
import { follower, source } from './channels';
import { containerSecurity, exporter, podSecurity } from './exporter';
import { NODES, NODE_LABELS, PROXY_LABELS, clusterLabels, clusterName, serverCertificate } from './names';
import type { MysqlSettings } from './settings';

/** Version of the operator whose behaviour is asked for. */
export const OPERATOR_VERSION = '1.19.0';

/** What a cluster is made from. */
export interface ClusterProps {
  readonly settings: MysqlSettings;
  /** The site that Git calls active. */
  readonly active: Site;
  /** Undefined when the fleet has no backup, which is refused. */
  readonly archive?: Archive;
}

/** The nodes of a site, and HAProxy in front of them: a group of its own that takes writes, or follows the active site. */
export function addCluster(host: IAppHost, site: Site, { settings, active, archive }: ClusterProps): void {
  const passive = host.roleOf(site) === SiteRole.PASSIVE;
  const certificate = serverCertificate(site);
  addTo(host, site, {
    apiVersion: 'pxc.percona.com/v1',
    kind: 'PerconaXtraDBCluster',
    metadata: { name: clusterName(site), namespace: host.namespace },
    spec: {
      crVersion: OPERATOR_VERSION,
      secretsName: settings.usersSecret,
      sslSecretName: certificate,
      sslInternalSecretName: certificate,
      tls: {
        enabled: true,
        SANs: serverNames(host, site),
        issuerConf: { name: host.fleet.names.issuer, kind: 'ClusterIssuer', group: 'cert-manager.io' },
      },
      updateStrategy: 'SmartUpdate',
      upgradeOptions: { apply: 'disabled' },
      initContainer: { containerSecurityContext: containerSecurity() },
      pxc: {
        ...pods(settings.image, { ...clusterLabels(site), ...NODE_LABELS }),
        resources: {
          requests: { cpu: settings.cpu, memory: sizeQuantity(settings.memory) },
          limits: { memory: sizeQuantity(settings.memory) },
        },
        // A node flushes what it has in memory.
        gracePeriod: 600,
        autoRecovery: true,
        configuration: configuration(settings),
        replicationChannels: passive ? follower(host, active) : source(site),
        volumeSpec: {
          persistentVolumeClaim: {
            ...(site.storageClass === undefined ? {} : { storageClassName: site.storageClass }),
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: sizeQuantity(settings.storage) } },
          },
        },
        sidecars: [exporter(settings)],
      },
      haproxy: {
        ...pods(settings.haproxyImage, { ...clusterLabels(site), ...PROXY_LABELS }),
        enabled: true,
        resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
        gracePeriod: 30,
      },
      proxysql: { enabled: false },
      logcollector: { enabled: false },
      pmm: { enabled: false },
      ...(archive ? { backup: backupSection(site, archive, settings, !passive) } : {}),
    },
  });
  requireStorageClass(host, site, 'MySQL');
}

function pods(image: string, labels: Record<string, string>) {
  return {
    image,
    size: NODES,
    affinity: { advanced: oneNodeEach(labels) },
    topologySpreadConstraints: acrossZones(labels),
    podDisruptionBudget: { maxUnavailable: 1 },
    podSecurityContext: podSecurity(),
    containerSecurityContext: containerSecurity(),
  };
}

/** Settings of the server, the same in every site. */
function configuration({ parameters }: MysqlSettings): string {
  const all: Record<string, string> = {
    ...parameters,
    gtid_mode: 'ON',
    enforce_gtid_consistency: 'ON',
    // Copies say what they have of it, and are cloned from.
    log_replica_updates: 'ON',
    // What a copy did not fetch before it restarts, it fetches again.
    relay_log_recovery: 'ON',
    // The operator starts channels, on one node.
    skip_replica_start: 'ON',
    [NET_TIMEOUT]: String(NET_TIMEOUT_SECONDS),
    // On disk before it is acknowledged: a node that fails has what others have.
    sync_binlog: '1',
    innodb_flush_log_at_trx_commit: '1',
  };
  const lines = Object.entries(all)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  return ['[mysqld]', ...lines, ''].join('\n');
}
