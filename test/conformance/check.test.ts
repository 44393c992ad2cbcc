import { bites as bitesWith, judge, type Mutation } from './fixtures/bites';
import { ABSENT, mutate } from './fixtures/mutate';
import { validSite } from './fixtures/site';

const CONTAINER = 'spec.template.spec.containers[0]';
const POD = 'spec.template.spec';

/** Without schemas: these checks must bite where there are none. */
const noSchemas = { schemas: null };
const bites = (mutations: Mutation[]): void => {
  bitesWith(mutations, noSchemas);
};

describe('manifests that a cluster takes', () => {
  it('have no problems', () => {
    expect(judge(validSite(), noSchemas).problems).toEqual([]);
  });
});

describe('what the API server refuses beyond its schemas', () => {
  describe('names, namespaces, labels', () => {
    bites([
      ['StatefulSet/db', 'metadata.name', 'Db', /RFC 1123/],
      ['StatefulSet/db', 'metadata.name', 'd'.repeat(53), /at most 52/],
      ['CronJob/snapshot', 'metadata.name', 's'.repeat(53), /at most 52/],
      ['Service/db', 'metadata.name', '1db', /RFC 1035/],
      ['Role/reader', 'metadata.name', 'a/b', /'\/'/],
      ['StatefulSet/db', 'metadata.namespace', ABSENT, /must be set/],
      ['Namespace/orders', 'metadata.namespace', 'orders', /cluster-scoped/],
      ['StatefulSet/db', 'metadata.labels', { '-bad': 'x' }, /qualified name/, 'metadata.labels["-bad"]'],
      ['StatefulSet/db', 'metadata.labels', { a: 'x'.repeat(64) }, /at most 63/, 'metadata.labels.a'],
      ['StatefulSet/db', 'metadata.annotations', { note: 1 }, /must be a string/, 'metadata.annotations.note'],
    ]);
  });

  describe('containers', () => {
    bites([
      ['StatefulSet/db', `${POD}.containers`, [], /at least one container/],
      ['StatefulSet/db', `${CONTAINER}.name`, 'DB', /RFC 1123 label/],
      ['StatefulSet/db', `${POD}.initContainers[0].name`, 'db', /used twice/],
      ['StatefulSet/db', `${CONTAINER}.image`, ABSENT, /must not be empty/],
      ['StatefulSet/db', `${CONTAINER}.image`, 'Registry.example.com/App:1', /container image/],
      ['StatefulSet/db', `${CONTAINER}.ports[0].containerPort`, 70_000, /1 to 65535/],
      ['StatefulSet/db', `${CONTAINER}.ports[1].containerPort`, 26_257, /declared twice/, `${CONTAINER}.ports[1]`],
      ['StatefulSet/db', `${CONTAINER}.ports[1].name`, 'sql', /used twice/],
      ['StatefulSet/db', `${CONTAINER}.ports[0].name`, 'a-name-that-is-long', /at most 15/],
      ['StatefulSet/db', `${CONTAINER}.env[1].name`, 'POD_NAME', /set twice/, `${CONTAINER}.env[1]`],
      ['StatefulSet/db', `${CONTAINER}.env[0].name`, 'A=B', /environment variable name/],
      ['StatefulSet/db', `${CONTAINER}.env[0].value`, 'x', /both a value and valueFrom/, `${CONTAINER}.env[0]`],
      ['StatefulSet/db', `${CONTAINER}.env[0].valueFrom`, {}, /exactly one/],
      ['StatefulSet/db', `${CONTAINER}.env[0].valueFrom.fieldRef.fieldPath`, 'spec.hostname', /not a field/],
      ['StatefulSet/db', `${CONTAINER}.envFrom[0]`, {}, /exactly one/],
    ]);
  });

  describe('volumes', () => {
    bites([
      ['StatefulSet/db', `${POD}.volumes[1].name`, 'tls', /used twice/],
      [
        'StatefulSet/db',
        `${POD}.volumes[4].secret`,
        { secretName: 'db-tls' },
        /exactly one source/,
        `${POD}.volumes[4]`,
      ],
      ['StatefulSet/db', `${POD}.volumes[4].emptyDir`, ABSENT, /exactly one source, has none/, `${POD}.volumes[4]`],
      ['StatefulSet/db', `${POD}.volumes[4].emptyDir.sizeLimit`, '100MB', /not a quantity/],
      ['StatefulSet/db', `${POD}.volumes[0].secret.items[0].path`, '../key', /must not contain/],
      ['StatefulSet/db', `${CONTAINER}.volumeMounts[0].name`, 'gone', /no volume of the pod/],
      ['StatefulSet/db', `${CONTAINER}.volumeMounts[1].mountPath`, '/data', /mounted twice/],
      ['StatefulSet/db', `${CONTAINER}.volumeMounts[2].subPath`, '/abs', /relative path/],
      ['StatefulSet/db', 'spec.volumeClaimTemplates[0].spec.resources.requests.storage', '10 GB', /not a quantity/],
      ['StatefulSet/db', 'spec.volumeClaimTemplates[0].spec.accessModes', [], /access mode/],
      ['PersistentVolumeClaim/scratch', 'spec.resources.requests.storage', '0', /more than 0/],
    ]);
  });

  describe('probes and hooks', () => {
    bites([
      [
        'StatefulSet/db',
        `${CONTAINER}.readinessProbe.tcpSocket`,
        { port: 1 },
        /exactly one/,
        `${CONTAINER}.readinessProbe`,
      ],
      ['StatefulSet/db', `${CONTAINER}.readinessProbe.httpGet`, ABSENT, /has none/, `${CONTAINER}.readinessProbe`],
      ['StatefulSet/db', `${CONTAINER}.readinessProbe.httpGet.port`, 'metrics', /no port named/],
      ['StatefulSet/db', `${CONTAINER}.livenessProbe.tcpSocket.port`, 0, /1 to 65535/],
      ['StatefulSet/db', `${CONTAINER}.livenessProbe.successThreshold`, 2, /must be 1/],
      ['StatefulSet/db', `${CONTAINER}.lifecycle.preStop.exec.command`, [], /needs a command/],
      ['StatefulSet/db', `${POD}.initContainers[0].readinessProbe`, { exec: { command: ['x'] } }, /init container/],
    ]);
  });

  describe('resources', () => {
    bites([
      ['StatefulSet/db', `${CONTAINER}.resources.requests.memory`, '3Gi', /above the limit of 2Gi/],
      ['StatefulSet/db', `${CONTAINER}.resources.requests.memory`, '1GB', /not a quantity/],
      ['StatefulSet/db', `${CONTAINER}.resources.requests.cpu`, '-1', /negative/],
      ['StatefulSet/db', `${CONTAINER}.resources.requests.cpu`, '0.0001', /1m/],
      ['StatefulSet/db', `${CONTAINER}.resources.requests["nvidia.com/gpu"]`, '1', /must be equal/],
    ]);
  });

  describe('scheduling', () => {
    const term = `${POD}.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]`;
    bites([
      ['StatefulSet/db', `${term}.topologyKey`, 'a zone', /qualified name/],
      [
        'StatefulSet/db',
        `${term}.labelSelector`,
        { matchExpressions: [{ key: 'a', operator: 'In' }] },
        /at least one value/,
        `${term}.labelSelector.matchExpressions[0].values`,
      ],
      ['StatefulSet/db', `${POD}.topologySpreadConstraints[0].minDomains`, 3, /DoNotSchedule/],
      ['StatefulSet/db', `${POD}.tolerations[0].operator`, 'Exists', /must be empty/, `${POD}.tolerations[0].value`],
    ]);
  });

  describe('controllers of pods', () => {
    bites([
      [
        'StatefulSet/db',
        'spec.selector.matchLabels',
        { app: 'other' },
        /does not pick/,
        'spec.template.metadata.labels',
      ],
      ['Deployment/web', 'spec.template.metadata.labels.app', 'x', /does not pick/, 'spec.template.metadata.labels'],
      ['Deployment/web', 'spec.selector.matchLabels', {}, /must not be empty/, 'spec.selector'],
      ['Deployment/web', `${POD}.restartPolicy`, 'Never', /must be Always/],
      [
        'Deployment/web',
        'spec.strategy.rollingUpdate.maxSurge',
        0,
        /no pod could/,
        'spec.strategy.rollingUpdate.maxUnavailable',
      ],
      ['Deployment/web', 'spec.strategy.type', 'Recreate', /must not be set/, 'spec.strategy.rollingUpdate'],
      ['Job/init', `${POD}.restartPolicy`, ABSENT, /OnFailure or Never/],
      ['Job/init', 'spec.selector', { matchLabels: { a: 'b' } }, /leave it out/],
      ['CronJob/snapshot', 'spec.jobTemplate.spec.template.spec.restartPolicy', 'Always', /OnFailure or Never/],
    ]);
  });

  describe('schedules', () => {
    bites([
      ['CronJob/snapshot', 'spec.schedule', '*/15 * * *', /5 fields, has 4/],
      ['CronJob/snapshot', 'spec.schedule', '61 * * * *', /not a cron expression/],
      ['CronJob/snapshot', 'spec.schedule', '0 0 L * *', /extension/],
      ['CronJob/snapshot', 'spec.schedule', 'TZ=UTC 0 0 * * *', /time zone/],
      ['CronJob/snapshot', 'spec.timeZone', 'Mars/Phobos', /not a time zone/],
      ['Schedule/orders', 'spec.schedule', '0 25 * * *', /not a cron expression/],
    ]);
  });

  describe('availability', () => {
    bites([
      ['PodDisruptionBudget/db', 'spec.minAvailable', 1, /both/, 'spec'],
      ['PodDisruptionBudget/db', 'spec.maxUnavailable', ABSENT, /neither/, 'spec'],
      ['PodDisruptionBudget/db', 'spec.maxUnavailable', '150%', /percentage/],
      ['HorizontalPodAutoscaler/web', 'spec.maxReplicas', 1, /below minReplicas/],
      ['HorizontalPodAutoscaler/web', 'spec.metrics[0].type', 'Pods', /required/, 'spec.metrics[0].pods'],
    ]);
  });

  describe('network', () => {
    const peers = 'spec.ingress[0].from';
    bites([
      ['Service/db', 'spec.ports[0].port', 0, /1 to 65535/],
      ['Service/db', 'spec.ports[1].name', ABSENT, /more than one port/],
      ['Service/db', 'spec.ports[1].name', 'sql', /used twice/],
      ['Service/db', 'spec.ports[1].port', 26_257, /exposed twice/, 'spec.ports[1]'],
      ['Service/web', 'spec.ports', [], /at least one port/],
      ['Service/web', 'spec.loadBalancerSourceRanges[0]', '192.0.2.0/33', /not a CIDR/],
      ['Service/web', 'spec.type', 'ClusterIP', /type LoadBalancer/, 'spec.loadBalancerSourceRanges[0]'],
      ['NetworkPolicy/db', `${peers}[1].ipBlock.cidr`, '10.0.0/8', /not a CIDR/],
      ['NetworkPolicy/db', `${peers}[1].ipBlock.except[0]`, '192.168.0.0/16', /strictly within/],
      ['NetworkPolicy/db', `${peers}[1].ipBlock.except[0]`, '10.0.0.0/8', /strictly within/],
      ['NetworkPolicy/db', `${peers}[0]`, {}, /podSelector/],
      ['NetworkPolicy/db', `${peers}[1].podSelector`, {}, /both/, `${peers}[1]`],
      ['NetworkPolicy/db', 'spec.ingress[0].ports[0].endPort', 26_256, /not below/],
      ['Ingress/web', 'spec.rules[0].host', 'Orders', /RFC 1123/],
      ['Ingress/web', 'spec.rules[0].http.paths', [], /at least one path/],
      ['Ingress/web', 'spec.rules[0].http.paths[0].path', 'x', /begin with/],
      ['Ingress/web', 'spec.rules[0].http.paths[0].backend.service.port', {}, /exactly one/],
    ]);
  });

  describe('access and data', () => {
    bites([
      ['Role/reader', 'rules[0].verbs', [], /needs verbs/],
      ['Role/reader', 'rules[0].apiGroups', ABSENT, /required/],
      ['Role/reader', 'rules[0].nonResourceURLs', ['/healthz'], /only a ClusterRole/],
      ['RoleBinding/reader', 'roleRef.apiGroup', '', /must be rbac/],
      ['RoleBinding/reader', 'subjects[0].namespace', ABSENT, /required/],
      ['ConfigMap/settings', 'data["a b"]', 'x', /data key/],
      ['ConfigMap/settings', 'data.mode', 1, /must be a string/],
      ['Certificate/db-tls', 'spec.renewBefore', '3000h', /shorter than the duration/],
      ['Certificate/db-tls', 'spec.duration', '90d', /not a duration/],
      ['Schedule/orders', 'spec.template.ttl', '30d', /not a duration/],
      ['Certificate/db-tls', 'spec.dnsNames[0]', 'not a name', /RFC 1123/],
      ['Certificate/db-tls', 'spec.ipAddresses[0]', '127.0.0.256', /not an IP address/],
    ]);
  });

  it('refuses what is not a Kubernetes object at all', () => {
    const { problems } = judge([...validSite(), { apiVersion: 'v1', kind: 'ConfigMap' }], noSchemas);

    expect(problems.map(({ message }) => message)).toContainEqual(expect.stringMatching(/not a Kubernetes object/));
  });

  it('refuses annotations that are too big together', () => {
    const { objects } = mutate(validSite(), 'StatefulSet/db', 'metadata.annotations', { note: 'x'.repeat(262_145) });

    const [problem] = judge(objects, noSchemas).problems;

    expect(problem).toMatchObject({
      path: 'metadata.annotations',
      message: expect.stringContaining('at most 262144') as string,
    });
  });
});
