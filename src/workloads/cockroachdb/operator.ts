import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { listed } from '../../rules/wording';
import { acrossZones, oneNodeEach, restrictedContainer, restrictedPod } from '../pods';
import { requireStorageClass } from '../storage-class';
import {
  CA_CONFIG_MAP,
  COCKROACHDB,
  COCKROACH_USER,
  GRPC_PORT,
  HTTP_PORT,
  NODE_CERTIFICATE,
  ROOT_CERTIFICATE,
  SQL_PORT,
  nodeLabels,
} from './names';
import { dataVolume, nodeContainer } from './node-container';
import type { CockroachDbSettings } from './settings';
import { TERMINATION_GRACE_SECONDS, clusterSettings, sharedFlags } from './timing';

const OPERATOR_VERSION = '1.0.0';
const REGION_LABEL = 'topology.kubernetes.io/region';

/**
 * The nodes of a site by the operator. It makes their headless Service and their disruption budget, and initialises the
 * cluster: a second budget for the same pods would make every eviction fail, and a second initialisation a second cluster.
 */
export function addCluster(host: IAppHost, site: Site, settings: CockroachDbSettings): void {
  const podLabels = nodeLabels(host);
  // What the operator's own containers write is not known, so that the root file system stays writable.
  const { allowPrivilegeEscalation, capabilities } = restrictedContainer();
  addTo(host, site, {
    apiVersion: 'crdb.cockroachlabs.com/v1beta1',
    kind: 'CrdbCluster',
    metadata: { name: COCKROACHDB, namespace: host.namespace },
    spec: {
      mode: 'MutableOnly',
      tlsEnabled: true,
      rollingRestartDelay: '60s',
      regions: host.dataSites.map((each) => ({
        code: each.region,
        // Empty: otherwise the region of the locality, and so of SQL, is `<provider>-<code>`.
        cloudProvider: '',
        namespace: host.namespace,
        nodes: host.placementIn(each).nodes,
        domain: each.clusterDomain,
      })),
      clusterSettings: clusterSettings(),
      template: {
        spec: {
          image: settings.image,
          // It runs as root; `fsGroup` makes the volume writable.
          dropChownContainer: true,
          certificates: {
            externalCertificates: {
              caConfigMapName: CA_CONFIG_MAP,
              nodeSecretName: NODE_CERTIFICATE,
              rootSqlClientSecretName: ROOT_CERTIFICATE,
            },
          },
          grpcPort: GRPC_PORT,
          sqlPort: SQL_PORT,
          httpPort: HTTP_PORT,
          startFlags: { upsert: sharedFlags() },
          localityMappings: [
            { nodeLabel: REGION_LABEL, localityLabel: 'region' },
            { nodeLabel: 'topology.kubernetes.io/zone', localityLabel: 'zone' },
          ],
          dataStore: { volumeClaimTemplate: { metadata: {}, spec: dataVolume(site, settings) } },
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain' },
          podTemplate: {
            metadata: { labels: podLabels },
            spec: {
              serviceAccountName: COCKROACHDB,
              // A container that the operator adds reads the labels of the machine.
              automountServiceAccountToken: true,
              terminationGracePeriodSeconds: TERMINATION_GRACE_SECONDS,
              securityContext: restrictedPod(COCKROACH_USER),
              affinity: oneNodeEach(podLabels),
              topologySpreadConstraints: acrossZones(podLabels),
              containers: [
                {
                  ...nodeContainer(host, settings),
                  securityContext: { allowPrivilegeEscalation, capabilities },
                },
              ],
            },
          },
        },
      },
    },
  });
  addAccess(host, site);
  requireOperator(host, site, settings);
  requireStorageClass(host, site, 'CockroachDB');
}

/** What the containers of the operator read: the labels of machines, and the certificates, as in its own examples. */
function addAccess(host: IAppHost, site: Site): void {
  const { namespace } = host;
  const subjects = [{ kind: 'ServiceAccount', name: COCKROACHDB, namespace }];
  const apiGroup = 'rbac.authorization.k8s.io';
  // Cluster-wide names: those of two applications must differ.
  const reader = `${namespace}-${COCKROACHDB}-node-reader`;
  addTo(host, site, {
    apiVersion: `${apiGroup}/v1`,
    kind: 'ClusterRole',
    metadata: { name: reader },
    rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] }],
  });
  addTo(host, site, {
    apiVersion: `${apiGroup}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: reader },
    roleRef: { apiGroup, kind: 'ClusterRole', name: reader },
    subjects,
  });
  addTo(host, site, {
    apiVersion: `${apiGroup}/v1`,
    kind: 'Role',
    metadata: { name: COCKROACHDB, namespace },
    rules: [
      { apiGroups: [''], resources: ['secrets'], resourceNames: [NODE_CERTIFICATE, ROOT_CERTIFICATE], verbs: ['get'] },
    ],
  });
  addTo(host, site, {
    apiVersion: `${apiGroup}/v1`,
    kind: 'RoleBinding',
    metadata: { name: COCKROACHDB, namespace },
    roleRef: { apiGroup, kind: 'Role', name: COCKROACHDB },
    subjects,
  });
}

function requireOperator(host: IAppHost, site: Site, { operatorNamespace }: CockroachDbSettings): void {
  const { namespace } = host;
  const others = host.dataSites.filter((other) => other !== site);
  const earlier = host.dataSites.slice(0, host.dataSites.indexOf(site));
  const order =
    earlier.length === 0
      ? 'this site is applied first, and the others once its nodes are ready: two sites that do not reach each other would found two clusters'
      : `this site is applied once the nodes of ${listed(earlier.map(({ name }) => name))} are ready, and reaches them`;
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'cockroachdb-operator',
    namespace: operatorNamespace,
    version: OPERATOR_VERSION,
    why: `makes the nodes of CockroachDB; its cloudRegion is ${site.region}, and it watches namespace ${namespace}; ${order}`,
  });
  host.require(site, {
    kind: PrerequisiteKind.NODE_LABEL,
    name: `${REGION_LABEL}=${site.region}`,
    why: 'the operator finds its part of the CrdbCluster by it, and it is the region of the nodes in SQL',
  });
  host.require(site, {
    kind: PrerequisiteKind.CONFIG_MAP,
    name: CA_CONFIG_MAP,
    namespace,
    keys: ['ca.crt'],
    why: 'certificate of the fleet CA, as ca.crt in the Secrets of cert-manager; trust-manager keeps it up to date',
  });
  for (const other of others) {
    host.require(site, {
      kind: PrerequisiteKind.DNS,
      name: other.clusterDomain,
      why: `the DNS of the cluster asks that of site ${other.name} for this domain: nodes dial ${other.localAddress(COCKROACHDB, namespace)} and the pods behind it`,
    });
  }
}
