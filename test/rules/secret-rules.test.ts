import { checkApp } from './check-rule';
import { appFacts } from './facts-fixture';
import { manifest, quorumOutput, withField, without } from './output-fixture';

const { prerequisites } = appFacts();

describe('SEC-02: a pod does not find its Secret in one of the sites', () => {
  test('the certificate is issued in the other sites only: the message says who needs it, and where', () => {
    expect(checkApp('SEC-02', { output: without(quorumOutput(), 'Certificate etcd-peer', 'usw2') })).toEqual([
      'in site usw2 StatefulSet etcd needs Secret orders/etcd-peer, and nothing makes it there: issue it with a Certificate or an ExternalSecret of site usw2, or correct the name; waive SEC-02 where it is made by something that is not in the output',
    ]);
  });

  test('a ConfigMap under another name', () => {
    const volumes = [{ name: 'conf', configMap: { name: 'site-helth' } }];
    const output = withField(quorumOutput(), ['Deployment front-end', 'use1'], '/spec/template/spec/volumes', volumes);
    expect(checkApp('SEC-02', { output })).toEqual([
      expect.stringMatching(
        /^in site use1 Deployment front-end needs ConfigMap orders\/site-helth.*add it to the chart/,
      ),
    ]);
  });

  test('a key that the prerequisite does not ask for', () => {
    const lacking = prerequisites.map((one) => (one.kind === 'Secret' ? { ...one, keys: ['password'] } : one));
    expect(checkApp('SEC-02', { prerequisites: lacking })).toContainEqual(
      'in site use1 StatefulSet etcd reads AWS_ACCESS_KEY_ID of Secret orders/object-store, which has password; correct the key, or add it to what makes Secret object-store',
    );
  });

  test('a key that an emitted ConfigMap does not have', () => {
    const output = withField(quorumOutput(), ['ConfigMap site-health', 'use1'], '/data', { other: '' });
    expect(checkApp('SEC-02', { output })).toEqual([
      expect.stringMatching(/^in site use1 Deployment front-end reads nginx.conf of ConfigMap orders\/site-health/),
    ]);
  });

  describe('what brings Secrets from a store of them', () => {
    const needed = manifest('use1', 'example.com/v1', 'Engine', 'x', {
      spec: { env: [{ valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } }] },
    });
    const found = (apiVersion: string, kind: string, name: string, spec: object, namespace: string | null = 'orders') =>
      checkApp('SEC-02', {
        output: [needed, manifest('use1', apiVersion, kind, name, { metadata: { namespace }, spec })],
      });
    const VAULT = 'secrets.hashicorp.com/v1beta1';
    const ESO = 'external-secrets.io/v1';
    const CSI = 'secrets-store.csi.x-k8s.io/v1';
    const INFISICAL = 'secrets.infisical.com/v1alpha1';

    test.each([
      [VAULT, 'VaultStaticSecret', 'x', { destination: { name: 'login', create: true } }],
      [VAULT, 'VaultDynamicSecret', 'x', { destination: { name: 'login', create: true } }],
      [CSI, 'SecretProviderClass', 'x', { secretObjects: [{ secretName: 'login', data: [{ key: 'password' }] }] }],
      ['onepassword.com/v1', 'OnePasswordItem', 'login', {}],
      [
        INFISICAL,
        'InfisicalSecret',
        'x',
        { managedSecretReference: { secretName: 'login', secretNamespace: 'orders' } },
      ],
      [INFISICAL, 'InfisicalSecret', 'x', { managedKubeSecretReferences: [{ secretName: 'login' }] }],
      ['bitnami.com/v1alpha1', 'SealedSecret', 'login', {}],
      [ESO, 'ExternalSecret', 'x', { target: { name: 'login' } }],
    ])('%s %s', (apiVersion, kind, name, spec) => {
      expect(found(apiVersion, kind, name, spec)).toEqual([]);
    });

    test.each([
      ['by its target', 'x', { namespaces: ['orders'], externalSecretSpec: { target: { name: 'login' } } }],
      ['by the name of its ExternalSecrets', 'x', { namespaces: ['orders'], externalSecretName: 'login' }],
      ['by its own name, in namespaces with a label', 'login', { namespaceSelectors: [{ matchLabels: { a: 'b' } }] }],
    ])('ClusterExternalSecret %s', (_, name, spec) => {
      expect(found(ESO, 'ClusterExternalSecret', name, spec, null)).toEqual([]);
    });

    test.each([
      ['fills what is there already', VAULT, 'VaultStaticSecret', { destination: { name: 'login' } }],
      ['is for other namespaces', ESO, 'ClusterExternalSecret', { namespaces: ['a'], externalSecretName: 'login' }],
      [
        'writes elsewhere',
        INFISICAL,
        'InfisicalSecret',
        { managedSecretReference: { secretName: 'login', secretNamespace: 'a' } },
      ],
    ])('not one that %s', (_, apiVersion, kind, spec) => {
      expect(found(apiVersion, kind, 'x', spec)).toEqual([expect.stringContaining('needs Secret orders/login')]);
    });

    test('a key that is not synced', () => {
      const secretObjects = [{ secretName: 'login', data: [{ key: 'user' }] }];
      expect(found(CSI, 'SecretProviderClass', 'x', { secretObjects })).toEqual([
        expect.stringContaining('reads password of Secret orders/login, which has user'),
      ]);
    });
  });

  test.each([
    ['an environment', { envFrom: [{ secretRef: { name: 'gone' } }] }],
    ['a variable', { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'gone', key: 'a' } } }] }],
  ])('%s of a container, in whatever custom resource it is', (_, container) => {
    const odd = manifest('use1', 'example.com/v1', 'Engine', 'x', { spec: { sidecars: [container] } });
    expect(checkApp('SEC-02', { output: [odd] })).toEqual([
      expect.stringMatching(/Engine x needs Secret orders\/gone/),
    ]);
  });

  test.each([
    ['postgresql.cnpg.io/v1', 'Cluster', { certificates: { serverTLSSecret: 'gone' } }],
    ['pxc.percona.com/v1', 'PerconaXtraDBCluster', { secretsName: 'gone' }],
    ['volsync.backube/v1alpha1', 'ReplicationSource', { restic: { repository: 'gone' } }],
    [
      'kafka.strimzi.io/v1',
      'KafkaMirrorMaker2',
      { target: { tls: { trustedCertificates: [{ secretName: 'gone' }] } } },
    ],
    ['cert-manager.io/v1', 'Certificate', { keystores: { jks: { passwordSecretRef: { name: 'gone', key: 'p' } } } }],
  ])('a field of %s %s', (apiVersion, kind, spec) => {
    const output = [manifest('use1', apiVersion, kind, 'x', { spec })];
    expect(checkApp('SEC-02', { output })).toEqual([expect.stringContaining(`${kind} x needs Secret orders/gone`)]);
  });

  test('what Cassandra refers to is needed where its nodes are, not where its object is', () => {
    const spec = {
      cassandra: {
        datacenters: [{ k8sContext: 'use2' }],
        serverEncryptionStores: { keystoreSecretRef: { name: 'gone', key: 'keystore.jks' } },
      },
    };
    const output = [manifest('hub', 'k8ssandra.io/v1alpha1', 'K8ssandraCluster', 'x', { spec })];
    expect(checkApp('SEC-02', { output })).toEqual([expect.stringMatching(/^in site use2 K8ssandraCluster x needs/)]);
  });

  test.each([
    [
      'an optional one',
      'Deployment',
      'x',
      { template: { spec: { volumes: [{ secret: { secretName: 'a', optional: true } }] } } },
    ],
    ['text of a ConfigMap', 'ConfigMap', 'x', { volumes: [{ secret: { secretName: 'a' } }] }],
  ])('%s is not needed', (_, kind, name, spec) => {
    expect(checkApp('SEC-02', { output: [...quorumOutput(), manifest('use1', 'v1', kind, name, { spec })] })).toEqual(
      [],
    );
  });

  test('an ExternalSecret that somebody added makes it', () => {
    const output = [
      ...without(quorumOutput(), 'Certificate etcd-peer', 'usw2'),
      manifest('usw2', 'external-secrets.io/v1', 'ExternalSecret', 'x', { spec: { target: { name: 'etcd-peer' } } }),
    ];
    expect(checkApp('SEC-02', { output })).toEqual([]);
  });
});

describe('SEC-03: the platform provides a Secret that nobody reads', () => {
  const spare = { kind: 'Secret', namespace: 'orders', name: 'spare', why: 'nobody knows' };

  test('the message says which, and where', () => {
    const sites = ['use1', 'use2'].map((site) => ({ ...spare, site }));
    expect(checkApp('SEC-03', { prerequisites: [...prerequisites, ...sites] })).toEqual([
      'the platform has to provide Secret orders/spare in use1 and use2, and nothing in the output refers to it; do not provide it, or waive SEC-03 where something else uses it',
    ]);
  });

  test('one that lies ready for the day on which its site is active is used', () => {
    const env = [{ name: 'A', valueFrom: { secretKeyRef: { name: 'spare', key: 'a' } } }];
    const output = [...quorumOutput(), manifest('use1', 'v1', 'Pod', 'x', { spec: { containers: [{ env }] } })];
    const sites = ['use1', 'use2'].map((site) => ({ ...spare, site }));
    expect(checkApp('SEC-03', { output, prerequisites: [...prerequisites, ...sites] })).toEqual([]);
  });

  test('those of operators are in namespaces of their own', () => {
    const own = { ...spare, site: 'use1', namespace: 'velero' };
    expect(checkApp('SEC-03', { prerequisites: [...prerequisites, own] })).toEqual([]);
  });
});
