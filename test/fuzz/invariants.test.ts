import { Synthesized } from 'cndr/testing';
import { build } from './build';
import { complaintsAbout, INVARIANTS } from './invariants';
import { Output } from './output';
import { judge } from './run';
import type { AppSpec, Spec } from './spec';

const NAMES = ['use1', 'use2', 'usw2'];
const REGIONS = ['us-east-1', 'us-east-2', 'us-west-2'];

function specOf(workload: AppSpec['workload']): Spec {
  return {
    fleet: {
      id: 'prod',
      sites: NAMES.map((name, index) => ({
        name,
        region: REGIONS[index]!,
        zones: ['a', 'b', 'c'].map((zone) => REGIONS[index]! + zone),
        podCidr: `10.${10 + index}.0.0/16`,
        serviceCidr: `10.${110 + index}.0.0/16`,
        ingressHostname: `${name}.example.net`,
      })),
      network: { kind: 'submariner', submariner: { brokerApiServer: 'broker.example.com:6443' } },
      traffic: { hostedZoneId: 'Z1', zoneName: 'example.com' },
      backup: { bucket: 'dr-backups', region: 'eu-central-1', objectLock: '14d' },
    },
    apps: [
      {
        id: 'orders',
        workload,
        frontEnd: { image: 'registry.example.com/orders:1', healthPath: '/healthz' },
        hostname: 'orders.example.com',
        objectives: { rpo: '0s', rto: '1h' },
      },
    ],
    moved: false,
  };
}

const outputs = {
  etcd: outputOf(specOf({ kind: 'etcd' })),
  cockroachDb: outputOf(specOf({ kind: 'cockroachDb' })),
};

function outputOf(spec: Spec): Output {
  return new Output(spec, Synthesized.of((app) => build(app, spec)).files);
}

/** Changes the files of an output whose names match, and gives what the invariant then says. */
function complaintsAfter(output: Output, invariant: string, file: RegExp, from: RegExp, to: string): string[] {
  const files = new Map(
    [...output.files].map(([name, content]) => [name, file.test(name) ? content.replace(from, to) : content]),
  );
  expect([...files.values()]).not.toEqual([...output.files.values()]);
  return INVARIANTS[invariant]!(new Output(output.spec, files));
}

const USE1 = /use1\/orders/;
const ALL = /orders\.k8s/;
const CLOUD = /orders\/cdk\.tf\.json/;

const SECOND_JOB = `---
apiVersion: batch/v1
kind: Job
metadata: {name: cockroachdb-init-2, namespace: orders}
spec: {template: {spec: {containers: []}}}
`;

type Change = [workload: keyof typeof outputs, invariant: string, what: string, file: RegExp, from: RegExp, to: string];

const CHANGES: Change[] = [
  [
    'etcd',
    'addresses',
    'a Service that peers dial is not exported',
    USE1,
    /kind: ServiceExport/,
    'kind: ServiceImport',
  ],
  ['etcd', 'addresses', 'a Service hides its pods', USE1, /publishNotReadyAddresses: true/, ''],
  ['etcd', 'addresses', 'a Service is not headless', USE1, /clusterIP: None/, 'clusterIP: 10.0.0.1'],
  ['etcd', 'addresses', 'a member has no pod', ALL, /use1-etcd-0=https:\/\/etcd-0/g, 'use1-etcd-0=https://etcd-1'],
  ['etcd', 'addresses', 'a member is in no site', ALL, /etcd-0\.use1\./g, 'etcd-0.mars.'],
  [
    'etcd',
    'addresses',
    'clients dial a Service that is not there',
    USE1,
    /etcd-client\.orders/g,
    'etcd-clients.orders',
  ],
  [
    'cockroachDb',
    'addresses',
    'nodes join a port that no Service has',
    USE1,
    /clusterset\.local:26258/g,
    'clusterset.local:26259',
  ],
  ['etcd', 'alerts', 'an alert reads a metric that nobody writes', USE1, /etcd_server_has_leader/g, 'etcd_has_leader'],
  ['etcd', 'alerts', 'an alert is about another namespace', USE1, /namespace="orders"/g, 'namespace="order"'],
  [
    'etcd',
    'alerts',
    'an alert is about a CronJob that is not there',
    USE1,
    /cronjob="etcd-snapshot"/g,
    'cronjob="snapshot"',
  ],
  ['cockroachDb', 'alerts', 'an alert is about pods that are not there', USE1, /pod=~"cockroachdb-/g, 'pod=~"crdb-'],
  ['etcd', 'backup', 'a site is backed up at another time', USE1, /schedule: "\*\/30/, 'schedule: "*/45'],
  ['cockroachDb', 'backup', 'the database is backed up at another time', USE1, /RECURRING '\*\/30/, "RECURRING '*/45"],
  ['etcd', 'network', 'the broker is in a site', /use1\/prod/, /kind: Submariner/, 'kind: Broker'],
  [
    'etcd',
    'backup',
    'a site may delete the backups of another one',
    /use1\/prod/,
    /accessMode: ReadOnly/,
    'accessMode: ReadWrite',
  ],
  ['etcd', 'network', 'a site joins under the name of another one', /use1\/prod/, /clusterID: use1/, 'clusterID: use2'],
  ['etcd', 'places', 'a site of the application gets nothing', /usw2\/orders/, /[^]+/, ''],
  ['etcd', 'certificates', 'a certificate is for no member', USE1, /"\*\.use1\.etcd\./, '"*.use1.etc.'],
  [
    'cockroachDb',
    'certificates',
    'a certificate is not for clients of the site',
    USE1,
    /- cockroachdb-public\.orders\.svc\.cluster\.local/,
    '',
  ],
  ['etcd', 'conformance', 'a Service has no name', USE1, /name: etcd-client/, 'name: Etcd-Client'],
  ['etcd', 'filledIn', 'a value was never given', USE1, /etcd-0/, 'undefined-0'],
  ['etcd', 'health', 'the ingress does not route the path', USE1, /value: \/site-health\/orders/, 'value: /health'],
  [
    'etcd',
    'health',
    'the sidecar passes the path to nobody',
    USE1,
    /proxy_pass http:\/\/etcd-client/,
    'proxy_pass http://etcd-leader',
  ],
  [
    'etcd',
    'health',
    'the sidecar answers by itself',
    USE1,
    /location = \/site-health\/orders \{/,
    'location = /site-health/orders { return 200;',
  ],
  ['etcd', 'health', 'a check dials no site', CLOUD, /"fqdn": "use1\.example\.net"/, '"fqdn": "orders.example.com"'],
  [
    'etcd',
    'health',
    'a check asks for a path of its own',
    CLOUD,
    /"resource_path": "\/site-health\/orders"/,
    '"resource_path": "/"',
  ],
  ['etcd', 'placeless', 'a file tells where it was made', USE1, /etcd-0/, process.cwd()],
  ['etcd', 'plan', 'an object is not in the plan', USE1, /name: etcd-client/, 'name: etcd-clients'],
  [
    'etcd',
    'plan',
    'a bound is not the sum of its parts',
    /plan\.json/,
    /("combine": "sum",\s+"parts": \[\s+\{\s+"name": "[^"]*",\s+"seconds": )\d+/,
    '$17',
  ],
  ['etcd', 'plan', 'the plan has a field that its schema does not know', /plan\.json/, /"pattern":/, '"patern":'],
  ['etcd', 'pods', 'members may share a machine', USE1, /kubernetes\.io\/hostname/, 'topology.kubernetes.io/zone'],
  ['etcd', 'pods', 'members are evicted all at once', USE1, /kind: PodDisruptionBudget/, 'kind: Pdb'],
  ['etcd', 'pods', 'two containers listen on one port', USE1, /containerPort: 8081/, 'containerPort: 8080'],
  ['etcd', 'policies', 'another site is not let in', USE1, /cidr: 10\.11\.0\.0\/16/, 'cidr: 10.99.0.0/16'],
  ['etcd', 'policies', 'Prometheus is not let in', USE1, /kubernetes\.io\/metadata\.name: monitoring/g, 'x: y'],
  ['etcd', 'policies', 'the gateway is not let in', USE1, /kubernetes\.io\/metadata\.name: gateway-system/g, 'x: y'],
  ['etcd', 'policies', 'everybody is let in', USE1, /cidr: 10\.11\.0\.0\/16/, 'cidr: 0.0.0.0/0'],
  [
    'cockroachDb',
    'policies',
    'a Job is not let out',
    USE1,
    /app\.kubernetes\.io\/name: cockroachdb-bootstrap/,
    'app.kubernetes.io/name: bootstrap',
  ],
  [
    'etcd',
    'prerequisites',
    'a Secret has a name that none can have',
    /plan\.json/,
    /"name": "fleet-ca"/,
    '"name": "Fleet CA"',
  ],
  ['etcd', 'quorum', 'a member is listed twice', ALL, /(--initial-cluster=([^,]+)),/g, '$1,$2,'],
  ['etcd', 'quorum', 'one site lists other members', USE1, /--initial-cluster=[^,]+,/, '--initial-cluster='],
  ['etcd', 'quorum', 'a site has more members', USE1, /replicas: 1/, 'replicas: 2'],
  ['etcd', 'quorum', 'a site has half of the votes', /plan\.json/, /"votes": 1/, '"votes": 3'],
  ['etcd', 'quorum', 'etcd would refuse its timing', USE1, /--election-timeout=\d+/, '--election-timeout=200'],
  [
    'cockroachDb',
    'quorum',
    'a node tells a wrong region',
    USE1,
    /--locality=region=us-east-1/,
    '--locality=region=us-east-2',
  ],
  ['cockroachDb', 'quorum', 'the cluster is initialised twice', /use2\/orders/, /$/, SECOND_JOB],
  [
    'cockroachDb',
    'quorum',
    'a region is missing in SQL',
    USE1,
    /ADD REGION IF NOT EXISTS \\?"us-west-2/,
    'ADD REGION IF NOT EXISTS \\"us-west-1',
  ],
  [
    'etcd',
    'records',
    'a record depends on the health of another site',
    CLOUD,
    /\$\{aws_route53_health_check\.health-use1_all\.id\}/,
    '${aws_route53_health_check.health-use2_all.id}',
  ],
  ['etcd', 'records', 'a record answers with something else', CLOUD, /"use1\.example\.net"\s+\]/, '"www.example.org"]'],
  [
    'etcd',
    'sameNames',
    'a Service has another name in one site',
    USE1,
    /name: etcd-client-tls/g,
    'name: etcd-use1-tls',
  ],
  ['etcd', 'secrets', 'a variable holds a password', USE1, /name: ETCDCTL_ENDPOINTS/, 'name: ETCD_PASSWORD'],
  ['etcd', 'secrets', 'the cloud resources hold a key', CLOUD, /"orders use1"/, '"AKIAIOSFODNN7EXAMPLE"'],
  [
    'etcd',
    'terraform',
    'a reference leads nowhere',
    CLOUD,
    /aws_route53_health_check\.health-use1_front-end\.id/,
    'aws_route53_health_check.gone.id',
  ],
];

test.each(Object.entries(outputs))('nothing is wrong with a usual fleet with %s', (_, output) => {
  expect(complaintsAbout(output)).toEqual([]);
});

test.each(CHANGES)('GIVEN %s THEN the invariant %s notices that %s', (workload, invariant, _, file, from, to) => {
  expect(complaintsAfter(outputs[workload], invariant, file, from, to)).not.toEqual([]);
});

test('every invariant is shown to bite', () => {
  expect([...new Set(CHANGES.map(([, invariant]) => invariant))].sort()).toEqual(Object.keys(INVARIANTS).sort());
});

test('GIVEN an exception that is no refusal THEN it is a complaint', () => {
  const broken = { ...specOf({ kind: 'etcd' }), apps: [{}] } as unknown as Spec;
  expect(judge(broken).complaints).toEqual([expect.stringContaining('no DrError')]);
});

test('GIVEN two sites THEN the refusal is judged, and nothing is wrong with it', () => {
  const spec = specOf({ kind: 'etcd' });
  const two = { ...spec, fleet: { ...spec.fleet, sites: spec.fleet.sites.slice(0, 2) } };
  expect(judge(two)).toMatchObject({
    accepted: false,
    rules: expect.arrayContaining(['QRM-01']) as string[],
    complaints: [],
  });
});
