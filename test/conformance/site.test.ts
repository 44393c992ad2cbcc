import { checkManifests, type KubeObject } from './check';
import { bites as bitesWith, judge, type Mutation } from './fixtures/bites';
import { ABSENT, mutate } from './fixtures/mutate';
import { prerequisites, validSite } from './fixtures/site';

const CONTAINER = 'spec.template.spec.containers[0]';
const POD = 'spec.template.spec';
const noSchemas = { schemas: null };
const bites = (mutations: Mutation[]): void => {
  bitesWith(mutations, noSchemas);
};

describe('references to what is neither emitted nor there before', () => {
  const missing = /is neither emitted for this site nor a prerequisite/;
  bites([
    ['StatefulSet/db', 'metadata.namespace', 'elsewhere', missing],
    ['StatefulSet/db', 'spec.serviceName', 'gone', missing],
    ['StatefulSet/db', 'spec.volumeClaimTemplates[0].spec.storageClassName', 'gone', missing],
    ['StatefulSet/db', `${POD}.serviceAccountName`, 'gone', missing],
    ['StatefulSet/db', `${POD}.imagePullSecrets[0].name`, 'gone', missing],
    ['StatefulSet/db', `${POD}.priorityClassName`, 'gone', missing],
    ['StatefulSet/db', `${POD}.volumes[0].secret.secretName`, 'gone', missing],
    ['StatefulSet/db', `${POD}.volumes[1].configMap.name`, 'gone', missing],
    ['StatefulSet/db', `${POD}.volumes[2].projected.sources[0].secret.name`, 'gone', missing],
    ['StatefulSet/db', `${POD}.volumes[2].projected.sources[1].configMap.name`, 'gone', missing],
    ['StatefulSet/db', `${POD}.volumes[3].persistentVolumeClaim.claimName`, 'gone', missing],
    ['StatefulSet/db', `${CONTAINER}.env[1].valueFrom.configMapKeyRef.name`, 'gone', missing],
    ['StatefulSet/db', `${CONTAINER}.env[2].valueFrom.secretKeyRef.name`, 'gone', missing],
    ['StatefulSet/db', `${CONTAINER}.envFrom[0].configMapRef.name`, 'gone', missing],
    ['HorizontalPodAutoscaler/web', 'spec.scaleTargetRef.name', 'gone', missing],
    ['RoleBinding/reader', 'roleRef.name', 'gone', missing],
    ['RoleBinding/reader', 'subjects[0].name', 'gone', missing],
    ['Ingress/web', 'spec.ingressClassName', 'gone', missing],
    ['Ingress/web', 'spec.tls[0].secretName', 'gone', missing],
    ['Ingress/web', 'spec.rules[0].http.paths[0].backend.service.name', 'gone', missing],
    ['Certificate/db-tls', 'spec.issuerRef.name', 'gone', missing],
    ['HTTPRoute/web', 'spec.parentRefs[0].name', 'gone', missing],
    ['HTTPRoute/web', 'spec.rules[0].backendRefs[0].name', 'gone', missing],
    ['ServiceExport/db', 'metadata.name', 'gone', missing],
    ['BackupStorageLocation/dr', 'spec.credential.name', 'gone', missing],
    ['Schedule/orders', 'spec.template.storageLocation', 'gone', missing],
  ]);
});

it('counts the Secret that a Certificate makes, under the name that it gives', () => {
  const { objects } = mutate(validSite(), 'Certificate/db-tls', 'spec.secretName', 'other');

  const places = judge(objects, noSchemas).problems.map(({ object, path }) => `${object} ${path}`);

  expect(places).toEqual([
    `StatefulSet orders/db ${POD}.volumes[0].secret.secretName`,
    `StatefulSet orders/db ${POD}.volumes[2].projected.sources[0].secret.name`,
    `StatefulSet orders/db ${CONTAINER}.env[2].valueFrom.secretKeyRef.name`,
    'Ingress orders/web spec.tls[0].secretName',
  ]);
});

describe('keys, ports and selectors that lead nowhere', () => {
  bites([
    ['StatefulSet/db', `${CONTAINER}.env[1].valueFrom.configMapKeyRef.key`, 'gone', /has no key 'gone'/],
    ['StatefulSet/db', `${CONTAINER}.env[2].valueFrom.secretKeyRef.key`, 'password', /it has tls.crt, tls.key, ca.crt/],
    ['StatefulSet/db', `${POD}.volumes[0].secret.items[0].key`, 'keystore.jks', /has no key/],
    ['BackupStorageLocation/dr', 'spec.credential.key', 'gone', /it has credentials/],
    ['Ingress/web', 'spec.rules[0].http.paths[0].backend.service.port.name', 'sql', /does not expose/],
    ['HTTPRoute/web', 'spec.rules[0].backendRefs[0].port', 8080, /it exposes 80/],
    ['Service/db', 'spec.ports[0].targetPort', 'grpc', /no pod that the Service picks/],
    ['HorizontalPodAutoscaler/web', 'spec.scaleTargetRef.apiVersion', 'apps/v2', /apps\/v1/],
    ['PodDisruptionBudget/db', 'spec.selector.matchLabels', { app: 'gone' }, /protects nothing/, 'spec.selector'],
  ]);
});

describe('Pod Security restricted', () => {
  const drop = `${CONTAINER}.securityContext.capabilities.drop`;
  bites([
    [
      'StatefulSet/db',
      `${POD}.securityContext.runAsNonRoot`,
      false,
      /must be true/,
      `${CONTAINER}.securityContext.runAsNonRoot`,
    ],
    ['StatefulSet/db', `${CONTAINER}.securityContext.runAsNonRoot`, false, /must be true/],
    ['StatefulSet/db', `${POD}.securityContext.runAsUser`, 0, /must not be 0/],
    [
      'StatefulSet/db',
      `${POD}.securityContext.seccompProfile`,
      ABSENT,
      /RuntimeDefault/,
      `${CONTAINER}.securityContext.seccompProfile.type`,
    ],
    [
      'StatefulSet/db',
      `${CONTAINER}.securityContext.seccompProfile`,
      { type: 'Unconfined' },
      /Unconfined/,
      `${CONTAINER}.securityContext.seccompProfile.type`,
    ],
    ['StatefulSet/db', `${CONTAINER}.securityContext.allowPrivilegeEscalation`, ABSENT, /must be false/],
    ['StatefulSet/db', drop, ['NET_RAW'], /must contain ALL/],
    [
      'StatefulSet/db',
      `${CONTAINER}.securityContext.capabilities.add`,
      ['CHOWN'],
      /NET_BIND_SERVICE/,
      `${CONTAINER}.securityContext.capabilities.add[0]`,
    ],
    ['StatefulSet/db', `${CONTAINER}.securityContext.privileged`, true, /must not be true/],
    ['StatefulSet/db', `${CONTAINER}.ports[0].hostPort`, 26_257, /port of the host/],
    ['StatefulSet/db', `${POD}.hostNetwork`, true, /must not be true/],
    [
      'StatefulSet/db',
      `${POD}.volumes[4]`,
      { name: 'tmp', hostPath: { path: '/tmp' } },
      /path of the host/,
      `${POD}.volumes[4].hostPath`,
    ],
    [
      'StatefulSet/db',
      `${POD}.volumes[4]`,
      { name: 'tmp', nfs: { server: 'a', path: '/' } },
      /not an admitted type/,
      `${POD}.volumes[4].nfs`,
    ],
    [
      'CronJob/snapshot',
      'spec.jobTemplate.spec.template.spec.containers[0].securityContext',
      ABSENT,
      /must be false/,
      'spec.jobTemplate.spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation',
    ],
  ]);

  it('is only asked of namespaces that enforce it', () => {
    const relaxed = mutate(validSite(), 'Namespace/orders', 'metadata.labels', {}).objects;
    const { objects } = mutate(relaxed, 'StatefulSet/db', `${CONTAINER}.securityContext`, ABSENT);

    expect(judge(objects, noSchemas).problems).toEqual([]);
  });
});

describe('a site as a whole', () => {
  const twoFiles = (first: string, second: string): ReturnType<typeof checkManifests> => {
    const files = [
      { path: first, objects: validSite() },
      {
        path: second,
        objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'orders' } }],
      },
    ];
    return checkManifests(files, {
      ...noSchemas,
      prerequisites: { use1: prerequisites, euw1: [{ kind: 'Namespace', name: 'orders' }] },
    });
  };

  it('refuses an object that two of its files have', () => {
    const { problems } = twoFiles('dist/use1/orders.k8s.yaml', 'dist/use1/fleet.k8s.yaml');

    expect(problems).toEqual([
      expect.objectContaining({
        file: 'dist/use1/fleet.k8s.yaml',
        object: 'ConfigMap orders/settings',
        message: expect.stringMatching(/twice/) as string,
      }),
    ]);
  });

  it('takes together what several prerequisites say about one Secret', () => {
    const secret = { kind: 'Secret', namespace: 'velero', name: 'cloud' };
    const more = [...prerequisites, { ...secret, keys: ['other'] }];
    const { objects } = mutate(validSite(), 'BackupStorageLocation/dr', 'spec.credential.key', 'other');

    expect(judge(objects, { ...noSchemas, prerequisites: { use1: more } }).problems).toEqual([]);
  });

  it('takes the same object in two sites', () => {
    expect(twoFiles('dist/use1/orders.k8s.yaml', 'dist/euw1/orders.k8s.yaml').problems).toEqual([]);
  });

  it('knows the Services and Secrets that an operator makes', () => {
    const cluster: KubeObject = {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Cluster',
      metadata: { name: 'pg', namespace: 'orders' },
    };
    const withSecret = mutate(validSite(), 'StatefulSet/db', `${CONTAINER}.envFrom[0]`, {
      secretRef: { name: 'pg-app' },
    }).objects;

    expect(judge([...withSecret, cluster], noSchemas).problems).toEqual([]);
    expect(judge(withSecret, noSchemas).problems).toHaveLength(1);
  });

  it('looks into the pods of Argo templates, except where a parameter is filled in later', () => {
    const step = {
      image: 'registry.example.com/tool:1',
      volumeMounts: [{ name: 'gone', mountPath: '/x' }],
      env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: '{{inputs.parameters.secret}}', key: 'token' } } }],
    };
    const workflow = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTemplate',
      metadata: { name: 'failover', namespace: 'orders' },
      spec: { serviceAccountName: 'operator', templates: [{ name: 'main', container: step }] },
    };

    const paths = judge([...validSite(), workflow], noSchemas).problems.map(({ path }) => path);

    expect(paths).toEqual([
      'spec.templates[0].container.volumeMounts[0].name',
      'spec.serviceAccountName',
      'spec.templates[0].container.securityContext.allowPrivilegeEscalation',
      'spec.templates[0].container.securityContext.capabilities.drop',
      'spec.templates[0].container.securityContext.runAsNonRoot',
      'spec.templates[0].container.securityContext.seccompProfile.type',
    ]);
  });
});
