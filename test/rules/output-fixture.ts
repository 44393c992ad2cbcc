import type { OutputObject } from '../../src/recovery/trace';
import type { PrerequisiteFact } from '../../src/rules/evidence';
import { SITES } from './sites-fixture';

export interface Json {
  readonly [key: string]: unknown;
}

/** An object in the output of a cluster. */
export function manifest(
  cluster: string,
  apiVersion: string,
  kind: string,
  name: string,
  rest: Json = {},
): OutputObject {
  const { metadata, ...other } = rest as { readonly metadata?: Json };
  const json = { apiVersion, kind, metadata: { name, namespace: 'orders', ...metadata }, ...other };
  return { object: `${kind} ${name}`, file: `${cluster}/orders.k8s.yaml`, cluster, at: '', json };
}

/** The output with a field of an object changed, in one cluster or in all; undefined takes it away. */
export function withField(
  output: OutputObject[],
  [object, cluster]: readonly [string, string?],
  pointer: string,
  value: unknown,
): OutputObject[] {
  const hit = output.filter((each) => isMeant(each, object, cluster));
  if (hit.length === 0) throw new Error(`the fixture has no ${object} in ${cluster ?? 'any cluster'}`);
  return output.map((each) => (hit.includes(each) ? { ...each, json: changed(each.json, pointer, value) } : each));
}

/** The output without an object, in one cluster or in all. */
export function without(output: OutputObject[], object: string, cluster?: string): OutputObject[] {
  const left = output.filter((each) => !isMeant(each, object, cluster));
  if (left.length === output.length) throw new Error(`the fixture has no ${object} in ${cluster ?? 'any cluster'}`);
  return left;
}

function isMeant(each: OutputObject, object: string, cluster: string | undefined): boolean {
  return each.object === object && (cluster === undefined || each.cluster === cluster);
}

function changed(json: unknown, pointer: string, value: unknown): unknown {
  const copy = structuredClone(json) as Record<string, unknown>;
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/'));
  const last = steps.pop() ?? '';
  const owner = steps.reduce((fields, step) => fields[step] as Record<string, unknown>, copy);
  // JSON has no undefined: the field is gone.
  owner[last] = value;
  return JSON.parse(JSON.stringify(copy)) as unknown;
}

const LABELS = { app: 'etcd', 'app.kubernetes.io/instance': 'orders' };

/** What an etcd over three sites comes out as, as far as rules read it. */
export function quorumOutput(): OutputObject[] {
  return SITES.flatMap(({ name: site }) => [
    statefulSet(site, 'etcd', 1, {
      serviceName: 'etcd',
      volumes: [{ name: 'tls', secret: { secretName: 'etcd-peer', items: [{ key: 'tls.crt', path: 'crt' }] } }],
    }),
    manifest(site, 'v1', 'Service', 'etcd', {
      spec: { selector: { app: 'etcd' }, ports: [{ name: 'peer', port: 2380, targetPort: 'peer' }] },
    }),
    manifest(site, 'networking.k8s.io/v1', 'NetworkPolicy', 'etcd', { spec: peersOnly(site) }),
    certificate(site, 'etcd-peer'),
    manifest(site, 'v1', 'ConfigMap', 'site-health', { data: { 'nginx.conf': 'server {}' } }),
    manifest(site, 'apps/v1', 'Deployment', 'front-end', {
      spec: {
        template: {
          spec: {
            containers: [{ name: 'front-end', image: 'registry.example.com/orders:1' }],
            volumes: [{ name: 'conf', configMap: { name: 'site-health', items: [{ key: 'nginx.conf', path: 'c' }] } }],
          },
        },
      },
    }),
    alerts(site),
    schedule(site),
  ]);
}

function peersOnly(site: string) {
  const others = SITES.filter(({ name }) => name !== site).map(({ podCidr }) => ({ ipBlock: { cidr: podCidr } }));
  const ports = [{ port: 2380, protocol: 'TCP' }];
  return {
    podSelector: { matchLabels: { app: 'etcd' } },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: others, ports }],
    egress: [{ to: others, ports }],
  };
}

export function statefulSet(
  site: string,
  name: string,
  replicas: number,
  more: { serviceName?: string; volumes?: Json[] },
) {
  return manifest(site, 'apps/v1', 'StatefulSet', name, {
    spec: {
      replicas,
      serviceName: more.serviceName,
      template: {
        metadata: { labels: LABELS },
        spec: {
          containers: [
            {
              name,
              image: `quay.io/coreos/${name}:1`,
              ports: [{ name: 'peer', containerPort: 2380 }],
              env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'object-store', key: 'AWS_ACCESS_KEY_ID' } } }],
            },
          ],
          volumes: more.volumes ?? [],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: 'replicated',
            resources: { requests: { storage: '20Gi' } },
          },
        },
      ],
    },
  });
}

function certificate(site: string, name: string): OutputObject {
  const issuerRef = { kind: 'ClusterIssuer', name: 'fleet-ca' };
  return manifest(site, 'cert-manager.io/v1', 'Certificate', name, { spec: { secretName: name, issuerRef } });
}

export function alerts(site: string): OutputObject {
  const rules = [
    { alert: 'CertificateExpires', expr: 'certmanager_certificate_expiration_timestamp_seconds - time() < 86400' },
    { alert: 'ActiveSiteDown', expr: 'max(probe_success{job="orders-site-use1"}) == 0' },
  ];
  return manifest(site, 'monitoring.coreos.com/v1', 'PrometheusRule', 'orders-alerts', {
    spec: { groups: [{ name: 'orders', rules }] },
  });
}

export function schedule(site: string): OutputObject {
  const pre = [{ exec: { command: ['/bin/quiesce'], onError: 'Fail', timeout: '30s' } }];
  return manifest(site, 'velero.io/v1', 'Schedule', `orders-${site}`, {
    metadata: { namespace: 'velero' },
    spec: {
      useOwnerReferencesInBackup: false,
      template: {
        includedNamespaces: ['orders'],
        snapshotVolumes: true,
        snapshotMoveData: true,
        hooks: { resources: [{ name: 'engine', pre }] },
      },
    },
  });
}

/** What the platform provides in a site. */
export function provided(site: string): PrerequisiteFact[] {
  return [
    {
      site,
      kind: 'Secret',
      namespace: 'orders',
      name: 'object-store',
      keys: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
      why: 'backups',
    },
    { site, kind: 'firewall', name: 'tcp/443 of the ingress', why: 'admits the health checkers of Route 53' },
    { site, kind: 'StorageClass', name: 'replicated', why: 'volumes of orders: reclaimPolicy Retain' },
  ];
}
