import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { ApiObject, Duration, JsonPatch, Size } from 'cdk8s';
import type { TerraformResource } from 'cdktf';
import {
  ActivePassiveDR,
  Fleet,
  type FleetApp,
  GlobalLoadBalancer,
  Latch,
  Replication,
  RoutingPolicy,
  StatefulWorkload,
  Trigger,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import { refusals } from '../support/errors';
import { deploy, fleetProps, sites } from '../support/fleet';

const ZONE = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };

/** One active site of three, whose volumes VolSync copies, and clients that follow. */
function activePassive(app: FleetApp, restored = false): void {
  const latch = Latch.object({ bucketPrefix: 'example-latches', region: 'eu-central-1' });
  const traffic = GlobalLoadBalancer.route53({ ...ZONE, latch });
  const addresses = (last: number) => ({ ingressIpv4: `52.0.2.${last}` });
  const three = sites(['use1', 'usw2', 'euw1'], { use1: addresses(1), usw2: addresses(2), euw1: addresses(3) });
  new ActivePassiveDR(app, 'orders', {
    fleet: new Fleet(app, 'prod', fleetProps({ sites: three, traffic })),
    workload: StatefulWorkload.custom({
      image: 'registry.example.com/store:3.1.0',
      ports: [{ name: 'http', port: 8080 }],
      volumes: [{ name: 'data', mountPath: '/data', size: Size.gibibytes(20) }],
      health: { path: '/ready' },
    }),
    frontEnd: { image: 'registry.example.com/orders:1.4.2' },
    hostname: 'orders.example.com',
    activeSite: 'use1',
    trigger: Trigger.manual(),
    replication: restored
      ? Replication.backupRestore({ dataSize: Size.gibibytes(10), throughput: Size.mebibytes(50) })
      : Replication.volSync({ schedule: '*/10 * * * *' }),
    objectives: { rpo: Duration.days(1), rto: Duration.days(1) },
  });
}

function objects(app: FleetApp, kind: string, name: string): ApiObject[] {
  const all = app.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
  return all.filter((object) => object.kind === kind && object.name === name);
}

function resource(app: FleetApp, path: string): TerraformResource {
  return app.node.findAll().find(({ node }) => node.path === path) as TerraformResource;
}

/** Overrides a field of an object in all clusters that have it. */
const patch = (kind: string, name: string, path: string, value: unknown) => (app: FleetApp) => {
  for (const object of objects(app, kind, name)) object.addJsonPatch(JsonPatch.replace(path, value));
};
/** The place of a step in its runbook is nobody's business but that of this helper. */
const longerStep = (workflow: string, step: string, seconds: number) => (app: FleetApp) => {
  for (const object of objects(app, 'WorkflowTemplate', workflow)) {
    const { spec } = object.toJson() as { spec: { templates: { name: string }[] } };
    const index = spec.templates.findIndex(({ name }) => name === step);
    object.addJsonPatch(JsonPatch.replace(`/spec/templates/${index}/activeDeadlineSeconds`, seconds));
  }
};
const traced = (build: (app: FleetApp) => void) => refusals(build).filter((message) => message.startsWith('TRM-01'));

describe('what a promise was computed from cannot be changed behind its back', () => {
  test.each<[string, (app: FleetApp) => void, RegExp]>([
    [
      'the interval of the copies',
      patch('ReplicationSource', 'data-workload-0-usw2', '/spec/trigger/schedule', '0 * * * *'),
      /"largest gap between two copies".*has 0 \* \* \* \*/,
    ],
    [
      'how often the active site is asked for',
      patch('Probe', 'site-use1', '/spec/interval', '5m'),
      /"probe interval \+ timeout".*has 5m/,
    ],
    [
      'the time of a step of the failover',
      longerStep('orders-failover-use1-to-usw2', 'pause-copies-usw2', 7200),
      /activeDeadlineSeconds: 60, and usw2\/orders.k8s.yaml has 7200/,
    ],
    [
      'a runbook, which is gone',
      (app) => {
        for (const { node } of objects(app, 'WorkflowTemplate', 'orders-failover-use1-to-usw2')) {
          node.scope!.node.tryRemoveChild(node.id);
        }
      },
      /the output has no WorkflowTemplate orders-failover-use1-to-usw2/,
    ],
    [
      'the interval of one health check of many',
      (app) => resource(app, 'orders/health-usw2').addOverride('request_interval', 30),
      /"health check interval x threshold".*request_interval: 10, and stacks\/orders\/cdk.tf.json has 30/,
    ],
  ])('%s', (_, override, message) => {
    const messages = traced((app) => {
      activePassive(app);
      override(app);
    });
    expect(messages.join('\n')).toMatch(message);
  });

  test('the schedule of the backups that a failover restores', () => {
    const messages = traced((app) => {
      activePassive(app, true);
      patch('Schedule', 'orders-use1', '/spec/schedule', '0 3 * * *')(app);
    });
    expect(messages.join('\n')).toMatch(/"largest gap between two backups".*has 0 3 \* \* \*/);
  });

  test('that of a site that is passive is no part of the promise', () => {
    const build = (app: FleetApp) => {
      activePassive(app, true);
      patch('Schedule', 'orders-usw2', '/spec/schedule', '0 3 * * *')(app);
    };
    expect(() => Synthesized.of(build)).not.toThrow();
  });
});

describe('what no promise was computed from may be changed', () => {
  test('a health check of the user for something else', () => {
    const build = (app: FleetApp) => {
      const dr = deploy(app);
      new Route53HealthCheck(dr, 'of-mine', { type: 'HTTPS', fqdn: 'x.example.com', requestInterval: 30 });
    };
    expect(() => Synthesized.of(build)).not.toThrow();
  });

  test('the name by which Terraform knows a record', () => {
    const output = Synthesized.of((app) => {
      deploy(app);
      resource(app, 'orders/record-use1').overrideLogicalId('first');
    });
    const fields = JSON.stringify(output.plan.apps[0]);
    expect(fields).toContain('"path":"/resource/aws_route53_record/first/ttl"');
  });

  test('a record that points to others has no TTL, and is no part of it', () => {
    const countries = RoutingPolicy.geolocation({ defaultSite: 'use1', continents: { EU: 'usw2' } });
    const traffic = GlobalLoadBalancer.route53({ ...ZONE, routing: countries });
    expect(() => Synthesized.of((app) => deploy(app, { fleet: { traffic } }))).not.toThrow();
  });
});
