import { dependenciesOf } from '../../src/rules/independence';
import { isInRegion, registryOf } from '../../src/rules/registry';
import { ReplicationMechanism } from '../../src/rules/vocabulary';
import { checkApp } from './check-rule';
import { appFacts, changedAt, eventualFacts } from './facts-fixture';
import { manifest, quorumOutput, withField, without } from './output-fixture';
import { volumeFacts } from './volume-fixture';

type Evidence = ReturnType<typeof appFacts>;
const FAILOVER = 'WorkflowTemplate orders-failover-use1-to-use2';
const fieldOfVolumes = (object: string, pointer: string, value: unknown): Evidence =>
  volumeFacts({ output: withField(volumeFacts().output, [object], pointer, value) });
const needsOf = (evidence: Evidence, lost: string): string[] =>
  dependenciesOf(evidence)
    .filter((one) => one.lost === lost)
    .map(({ needs, where, available }) => `${needs} | ${where}${available ? '' : ' | LOST'}`);

describe('what the recovery from the loss of a site needs', () => {
  test('of a quorum: the votes of the others, their issuers, the health check, and registries', () => {
    expect(needsOf(appFacts(), 'use1')).toEqual([
      'majority of 2 of 3 votes, of which 2 are left | use2 and usw2',
      'ClusterIssuer fleet-ca with a Secret of the CA of its own, for the next certificates | every site',
      'health check that takes use1 out of orders.example.com | every region',
      'registry quay.io | no region of a site, by its name',
      'registry registry.example.com | no region of a site, by its name',
    ]);
  });

  test('of one active site: who calls, what runs the runbook, each step that has to succeed, and what they ask', () => {
    expect(needsOf(volumeFacts(), 'use1')).toEqual([
      'alert that calls somebody: ActiveSiteDown | use2',
      'Argo Workflows for orders-failover-use1-to-use2 | use2',
      'step check-copy of orders-failover-use1-to-use2 | use2',
      'step close-latch of orders-failover-use1-to-use2 | use2',
      'step fence of orders-failover-use1-to-use2 | use2',
      'step promote of orders-failover-use1-to-use2 | use2',
      'Secret traffic-latch of orders-failover-use1-to-use2 | use2',
      'object store dr-backups with what is restored | region eu-central-1',
      'latch in bucket orders-latch | region eu-central-1',
      'health check that takes use1 out of orders.example.com | every region',
      'registry quay.io | no region of a site, by its name',
      'registry docker.io | no region of a site, by its name',
    ]);
  });

  test('nobody decides when a passive site is lost', () => {
    expect(needsOf(volumeFacts(), 'use2').filter((need) => need.startsWith('alert'))).toEqual([]);
  });

  test('with an automatic trigger: the watch, and where it runs', () => {
    const script = { source: 'argo submit orders-failover-use1-to-use2' };
    const watch = (site: string) =>
      manifest(site, 'argoproj.io/v1alpha1', 'CronWorkflow', 'failover-watch', {
        spec: { workflowSpec: { templates: [{ name: 'watch', script }] } },
      });
    const roles = { activeSite: 'use1', standby: 'hot', trigger: 'automatic', fencing: 'NetworkFence' };
    const watchedFrom = (site: string): string | undefined =>
      needsOf(volumeFacts({ activePassive: roles, output: [...volumeFacts().output, watch(site)] }), 'use1')[0];
    expect(watchedFrom('use2')).toBe('watch that decides: CronWorkflow failover-watch | use2');
    expect(watchedFrom('use1')).toBe('watch that decides: CronWorkflow failover-watch | use1 | LOST');
  });

  test('a step in a hub works while any site is lost', () => {
    const templates = [{ name: 'main', steps: [[{ name: 'order', template: 'order' }]] }, hubStep('runbook-hub')];
    const evidence = fieldOfVolumes(FAILOVER, '/spec/templates', templates);
    expect(needsOf(evidence, 'use1')).toContain(
      'step order of orders-failover-use1-to-use2 | cluster hub, which is no site',
    );
  });

  test('routing controls, while an endpoint is left', () => {
    const source =
      'for endpoint in us-east-1=https://a.us-east-1.amazonaws.com/v1 eu=https://a.eu-west-1.amazonaws.com/v1';
    const templates = [
      { name: 'main', steps: [[{ name: 'close-latch-use1', template: 'close-latch-use1' }]] },
      { name: 'close-latch-use1', script: { source } },
    ];
    expect(needsOf(fieldOfVolumes(FAILOVER, '/spec/templates', templates), 'use1')).toContain(
      'routing controls of the latch | 1 endpoint of 2 in other regions',
    );
  });
});

function hubStep(secretName: string) {
  return {
    name: 'order',
    volumes: [{ secret: { secretName } }],
    script: { source: 'kubectl patch', env: [{ name: 'KUBECONFIG' }] },
  };
}

describe('IND-01: a recovery needs what was lost', () => {
  test('a step that works in the lost site and has to succeed', () => {
    const templates = [{ name: 'main', steps: [[{ name: 'order', template: 'order' }]] }, hubStep('runbook-use1')];
    expect(checkApp('IND-01', fieldOfVolumes(FAILOVER, '/spec/templates', templates))).toEqual([
      'when site use1 is lost its recovery needs step order of orders-failover-use1-to-use2 (use1), which is lost with it; keep it in another site or region, or let the runbook go on without it (mayFail)',
    ]);
  });

  test('a runbook that is not there', () => {
    expect(checkApp('IND-01', volumeFacts({ output: without(volumeFacts().output, FAILOVER) }))).toEqual([
      expect.stringContaining('needs runbook orders-failover-use1-to-use2 (nowhere in the output)'),
    ]);
  });

  test('backups in the region of the site that is restored from them', () => {
    const backups = volumeFacts().backups.map((backup) => ({
      ...backup,
      store: { bucket: 'dr-backups', region: 'us-east-1' },
    }));
    const replications = [{ ...volumeFacts().replications[0]!, mechanism: ReplicationMechanism.BACKUP }];
    expect(checkApp('IND-01', volumeFacts({ backups, replications }))).toEqual([
      expect.stringMatching(/needs object store dr-backups with what is restored \(region us-east-1\)/),
    ]);
    // Where the engine replicates itself backups bring nothing back that is not elsewhere.
    expect(checkApp('IND-01', eventualFacts({ backups }))).toBeUndefined();
  });

  test('a latch in the region of the site that it is closed for', () => {
    const templates = [
      { name: 'main', steps: [[{ name: 'close-latch-use1', template: 'close-latch-use1' }]] },
      { name: 'close-latch-use1', script: { source: 'aws s3api put-object --bucket b --key k --region us-east-1' } },
    ];
    expect(checkApp('IND-01', fieldOfVolumes(FAILOVER, '/spec/templates', templates))).toEqual([
      expect.stringContaining('needs latch in bucket b (region us-east-1)'),
    ]);
  });

  test('nothing is found where each site can go on alone', () => {
    expect(checkApp('IND-01')).toBeUndefined();
    expect(checkApp('IND-01', volumeFacts())).toEqual([]);
  });
});

describe('IND-02: images come from the region that was lost', () => {
  const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/orders:1';
  const pulled = (...clusters: string[]) =>
    clusters.reduce(
      (output, cluster) =>
        withField(output, ['Deployment front-end', cluster], '/spec/template/spec/containers', [{ image }]),
      quorumOutput(),
    );

  test('the message has the registry and the site', () => {
    expect(checkApp('IND-02', { output: pulled('use2') })).toEqual([
      "when site use1 is lost the other sites can no longer pull from registry 123456789012.dkr.ecr.us-east-1.amazonaws.com (region us-east-1); replicate the images, and name a registry of each site's own region or of none",
    ]);
  });

  test("each site's own registry is lost with its site alone", () => {
    expect(checkApp('IND-02', { output: pulled('use1') })).toEqual([]);
  });

  test.each([
    ['us-east1-docker.pkg.dev', 'us-east1', true],
    ['us-docker.pkg.dev', 'us-east1', false],
    ['acme.eastus.data.azurecr.io', 'eastus', true],
    ['acmeeastus.azurecr.io', 'eastus', false],
    ['1.dkr.ecr.us-east-1.amazonaws.com', 'us-east-2', false],
    ['us-east-1-mirror.example.com', 'us-east-1', false],
  ])('%s is in %s: %s', (registry, region, expected) => {
    expect(isInRegion(registry, region)).toBe(expected);
  });

  test.each([
    ['quay.io/coreos/etcd:v3', 'quay.io'],
    ['localhost:5000/a', 'localhost'],
    ['amazon/aws-cli:2', undefined],
    ['busybox', undefined],
  ])('the registry of %s', (reference, expected) => {
    expect(registryOf(reference)).toBe(expected);
  });
});

test('a health check that needs the control plane of the provider is not there when it is needed', () => {
  const healthChecks = changedAt('use1', appFacts().healthChecks, { dataPlaneOnly: false });
  expect(needsOf(appFacts({ healthChecks }), 'use1')).toContain(
    'health check that takes use1 out of orders.example.com | the control plane of the DNS provider | LOST',
  );
});

describe('IND-03: an issuer that nobody knows to be in each site', () => {
  const issuedBy = (issuerRef: { kind?: string; name: string }) =>
    withField(quorumOutput(), ['Certificate etcd-peer', 'use2'], '/spec/issuerRef', issuerRef);
  const own = { kind: 'ClusterIssuer', name: 'letsencrypt' };

  test('the message says which, where, and what to name instead', () => {
    const output = issuedBy(own);
    expect(checkApp('IND-03', { output })).toEqual([
      "certificates in use2 are issued by ClusterIssuer letsencrypt, which is neither the fleet's nor in the output there; name ClusterIssuer fleet-ca of the fleet, or add the issuer to the chart of each site, or waive IND-03 once it is there and asks nothing of another site",
    ]);
    const row =
      "ClusterIssuer letsencrypt, for the next certificates | not known: not the fleet's, and not in the output of use2 | LOST";
    expect(needsOf(appFacts({ output }), 'use1')).toContain(row);
    expect(needsOf(appFacts({ output }), 'use2')).not.toContain(row);
    // It is no more lost with one site than with another.
    expect(checkApp('IND-01', { output })).toBeUndefined();
  });

  test('one in the output of the same cluster is known, one of another cluster or namespace is not', () => {
    const added = (site: string, kind: string, namespace: string) => {
      const issuer = manifest(site, 'cert-manager.io/v1', kind, 'letsencrypt', { metadata: { namespace } });
      return checkApp('IND-03', { output: [...issuedBy({ kind, name: 'letsencrypt' }), issuer] });
    };
    expect(added('use2', 'ClusterIssuer', 'cert-manager')).toEqual([]);
    expect(added('use1', 'ClusterIssuer', 'cert-manager')).toHaveLength(1);
    expect(added('use2', 'Issuer', 'orders')).toEqual([]);
    expect(added('use2', 'Issuer', 'shop')).toHaveLength(1);
  });

  test('the fleet calls its issuer by another name', () => {
    expect(checkApp('IND-03', { issuer: 'other-ca' })).toEqual([expect.stringContaining('ClusterIssuer fleet-ca')]);
  });
});

test('who watches from elsewhere is assumed where nobody said it', () => {
  const output = volumeFacts().output.filter(({ object }) => !object.startsWith('PrometheusRule'));
  expect(needsOf(volumeFacts({ output }), 'use1')[0]).toBe(
    'monitoring of your own that calls somebody | assumed: outside of use1',
  );
});
