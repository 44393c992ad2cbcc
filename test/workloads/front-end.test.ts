import { Duration } from 'cdk8s';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { ConfigMap, Service } from 'kubernetes-types/core/v1';
import type { Ingress, NetworkPolicy } from 'kubernetes-types/networking/v1';
import { type FleetApp, type FrontEndProps, type GatewayReference, StatefulWorkload } from 'cndr';
import { Synthesized } from 'cndr/testing';
import type { HttpRoute } from '../../src/kinds/gateway-api';
import { THREE, deploy, sites } from '../support/fleet';
import { refusals } from '../support/errors';

const image = 'registry.example.com/orders:1.4.2';
const withFrontEnd = (props: Partial<FrontEndProps>) =>
  Synthesized.of((app) => deploy(app, { dr: { frontEnd: { image, ...props } } }));
const plain = withFrontEnd({});

test('the front end talks to the workload of its own site', () => {
  for (const site of THREE) {
    const { spec } = plain.object(site, 'Deployment', 'front-end') as Deployment;
    const env = spec!.template.spec!.containers[0]!.env!;
    expect(env.find(({ name }) => name === 'PGHOST')?.value).toBe('cockroachdb-public.orders.svc.cluster.local');
    expect(env.filter(({ value }) => value?.includes('clusterset.local'))).toEqual([]);
  }
});

test('the site health path leads to the deep health endpoint of the workload, proved by the fleet CA', () => {
  const config = (plain.object('use1', 'ConfigMap', 'site-health') as ConfigMap).data!['nginx.conf']!;
  expect(config).toContain('location = /site-health/orders {');
  expect(config).toContain('proxy_pass https://cockroachdb-public.orders.svc.cluster.local:8080/health?ready=1;');
  expect(config).toContain('proxy_ssl_verify on;');
  expect(config).not.toContain('/front-end-health');
});

test('a change of the health configuration restarts the pods, which read it at their start only', () => {
  const digest = (output: Synthesized) =>
    (output.object('use1', 'Deployment', 'front-end') as Deployment).spec!.template.metadata!.annotations![
      'cndr/site-health-config'
    ];
  expect(digest(withFrontEnd({ healthPath: '/healthz' }))).not.toBe(digest(plain));
});

test('a front end with a health path of its own is a second condition for traffic', () => {
  const output = withFrontEnd({ healthPath: '/healthz', port: 9000 });
  const config = (output.object('use1', 'ConfigMap', 'site-health') as ConfigMap).data!['nginx.conf']!;
  expect(config).toContain('location = /front-end-health/orders { proxy_pass http://127.0.0.1:9000/healthz; }');
  const checks = Object.values(output.resources('orders', 'aws_route53_health_check'));
  expect(checks.filter(({ type }) => type === 'CALCULATED')).toHaveLength(3);
  expect(checks.map(({ resource_path: path }) => path)).toEqual(
    expect.arrayContaining(['/site-health/orders', '/front-end-health/orders']),
  );
});

test('every health path that the load balancer probes is routed to the sidecar under the name that it dials', () => {
  const output = withFrontEnd({ healthPath: '/healthz' });
  for (const site of THREE) {
    const { spec } = output.object(site, 'HTTPRoute', 'site-health') as unknown as HttpRoute;
    const probed = Object.values(output.resources('orders', 'aws_route53_health_check')).filter(
      ({ fqdn }) => fqdn === `${site}.example.com`,
    );
    expect(probed).toHaveLength(2);
    for (const { resource_path: path } of probed) {
      expect(spec.rules.flatMap(({ matches }) => matches.map((match) => match.path))).toContainEqual({
        type: 'Exact',
        value: path,
      });
    }
    expect(spec.hostnames).toContain(`${site}.example.com`);
    const service = output.object(site, 'Service', 'front-end') as Service;
    expect(service.spec!.ports!.map(({ port }) => port)).toContain(spec.rules[0]!.backendRefs[0]!.port);
  }
});

test('clients come in by an Ingress where the site has no Gateway API', () => {
  const output = withFrontEnd({ ingressClassName: 'nginx' });
  const { spec } = output.object('use1', 'Ingress', 'front-end') as Ingress;
  expect(output.allObjects('use1').filter(({ kind }) => kind === 'HTTPRoute')).toEqual([]);
  expect(spec!.rules!.map(({ host }) => host)).toEqual(['orders.example.com', 'use1.example.com']);
  // The site's own name serves the health path only: clients have no business there.
  expect(spec!.rules![1]!.http!.paths.map(({ path }) => path)).toEqual(['/site-health/orders']);
});

describe('each site can take all clients of the lost ones, which may all come to one neighbour', () => {
  const pods = (output: Synthesized) => {
    const { spec } = output.object('use1', 'HorizontalPodAutoscaler', 'front-end') as HorizontalPodAutoscaler;
    return [spec!.minReplicas, spec!.maxReplicas];
  };

  test('of one site: twice its pods and one more', () => {
    expect(pods(plain)).toEqual([3, 2 * 3 + 1]);
    expect(pods(withFrontEnd({ replicas: 5 }))).toEqual([5, 2 * 5 + 1]);
  });

  test('of two sites: three times its pods and one more', () => {
    const output = Synthesized.of((app) =>
      deploy(app, {
        fleet: { sites: sites([...THREE, 'cac1', 'euw1']) },
        dr: { workload: StatefulWorkload.etcd(), toleratedSiteFailures: 2 },
      }),
    );
    expect(pods(output)).toEqual([3, 3 * 3 + 1]);
  });

  test('unless the user says how many', () => {
    expect(pods(withFrontEnd({ maxReplicas: 5 }))).toEqual([3, 5]);
  });
});

test('a probe is answered within the 2 s that Route 53 waits: the steps to the workload together', () => {
  const config = (plain.object('use1', 'ConfigMap', 'site-health') as ConfigMap).data!['nginx.conf']!;
  const timeouts = [...config.matchAll(/proxy_(\w+)_timeout (\d+)ms;/g)].map(([, step, millis]) => [
    step,
    Number(millis),
  ]);
  const { connect, send, read } = Object.fromEntries(timeouts) as Record<string, number>;
  expect({ connect, send, read }).toEqual({ connect: 300, send: 300, read: 900 });
  // nginx waits for the TLS handshake with the workload as long as for the connection, after it.
  expect(connect! + connect! + send! + read!).toBeLessThan(2000);
});

test('a certificate that is renewed restarts the pods, whose drivers read it once', () => {
  const deployment = plain.object('use1', 'Deployment', 'front-end') as Deployment;
  const { volumes } = deployment.spec!.template.spec!;
  const mounted = volumes!.find(({ name }) => name === 'workload-tls')!.secret!.secretName;
  expect(deployment.metadata!.annotations).toEqual({ 'secret.reloader.stakater.com/reload': mounted });
  for (const site of THREE) {
    expect(plain.plan.apps[0]!.prerequisites).toContainEqual(
      expect.objectContaining({ site, kind: 'operator', name: 'reloader' }),
    );
  }
});

test('neither the loss of a zone nor that of a machine takes more pods than it has to', () => {
  const { selector, template } = (plain.object('use1', 'Deployment', 'front-end') as Deployment).spec!;
  const constraints = template.spec!.topologySpreadConstraints!;
  expect(constraints.map(({ topologyKey }) => topologyKey)).toEqual([
    'topology.kubernetes.io/zone',
    'kubernetes.io/hostname',
  ]);
  for (const constraint of constraints) expect(constraint.labelSelector).toEqual(selector);
  expect(constraints[1]).toMatchObject({
    maxSkew: 1,
    whenUnsatisfiable: 'DoNotSchedule',
    // Or a tainted machine, which can have no pod, would keep the others at one each.
    nodeTaintsPolicy: 'Honor',
  });
});

test('drains take one pod at a time, and those that serve nobody at once', () => {
  for (const site of THREE) {
    expect(plain.object(site, 'PodDisruptionBudget', 'front-end')).toMatchObject({
      spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    });
  }
});

test('the autoscaler alone sets the number of pods, so that no apply scales a busy site down', () => {
  expect((plain.object('use1', 'Deployment', 'front-end') as Deployment).spec).not.toHaveProperty('replicas');
});

test('the network lets in the gateway, and out to the workload and DNS only', () => {
  const policy = (plain.object('use1', 'NetworkPolicy', 'front-end') as NetworkPolicy).spec!;
  expect(policy.policyTypes).toEqual(['Ingress', 'Egress']);
  expect(policy.ingress![0]).toEqual({
    from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway-system' } } }],
    ports: [
      { port: 8080, protocol: 'TCP' },
      { port: 8081, protocol: 'TCP' },
    ],
  });
  const peers = policy.egress!.flatMap(({ to }) => to ?? []);
  expect(peers).toHaveLength(1);
  expect(peers[0]!.podSelector!.matchLabels).toMatchObject({ 'app.kubernetes.io/name': 'cockroachdb' });
  const withoutPeer = policy
    .egress!.filter(({ to }) => to === undefined)
    .flatMap(({ ports }) => ports!.map(({ port }) => port));
  expect(new Set(withoutPeer)).toEqual(new Set([53, 5353]));
});

describe('the network lets in the proxies of the Gateway, wherever they are', () => {
  const admitted = (gateway: Partial<GatewayReference>) => {
    const fleet = { gateway: { name: 'public', namespace: 'gateway-system', ...gateway } };
    const output = Synthesized.of((app) => deploy(app, { fleet }));
    return THREE.map((site) => {
      const { ingress } = (output.object(site, 'NetworkPolicy', 'front-end') as NetworkPolicy).spec!;
      const [clients, ...others] = ingress!;
      expect(clients!.ports!.map(({ port }) => port)).toEqual([8080, 8081]);
      // Monitoring is the only other one: what the data plane admits must not widen that.
      expect(others.flatMap(({ from }) => from)).toEqual([namespaced('monitoring')]);
      return clients!.from;
    });
  };
  const namespaced = (name: string) => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  });
  const everywhere = (peers: unknown[]) => THREE.map(() => peers);

  test('in a namespace of their own, instead of that of the Gateway', () => {
    expect(admitted({ dataPlaneNamespace: 'envoy-gateway-system' })).toEqual(
      everywhere([namespaced('envoy-gateway-system')]),
    );
  });

  test('or outside of the cluster, by address, as well', () => {
    expect(admitted({ dataPlaneCidrs: ['10.0.0.0/16', '10.1.0.0/16'] })).toEqual(
      everywhere([
        namespaced('gateway-system'),
        { ipBlock: { cidr: '10.0.0.0/16' } },
        { ipBlock: { cidr: '10.1.0.0/16' } },
      ]),
    );
  });
});

test('a witness site gets no front end and no record', () => {
  const output = Synthesized.of((app: FleetApp) =>
    deploy(app, {
      fleet: { sites: sites(THREE) },
      dr: {
        workload: StatefulWorkload.etcd(),
        witnessSite: 'usw2',
        objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(3) },
      },
    }),
  );
  expect(output.allObjects('usw2').filter(({ metadata }) => metadata.name === 'front-end')).toEqual([]);
  expect(
    Object.values(output.resources('orders', 'aws_route53_record'))
      .map(({ set_identifier: id }) => id)
      .sort(),
  ).toEqual(['use1', 'use2']);
  expect(output.plan.apps[0]!.faults.find(({ sites: [site] }) => site === 'use1')!.servedBy).toEqual(['use2']);
});

test('a health path without a slash is refused', () => {
  expect(refusals((app) => deploy(app, { dr: { frontEnd: { image, healthPath: 'healthz' } } }))).toContainEqual(
    expect.stringContaining('frontEnd.healthPath is "healthz"'),
  );
});
