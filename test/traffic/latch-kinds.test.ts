import { Duration } from 'cdk8s';
import { HealthCheck, Latch, PrerequisiteKind } from 'cndr';
import {
  arnOf,
  checks,
  childrenOf,
  ENDPOINTS,
  records,
  refusalsOf,
  ROUTING_CONTROL_LATCH,
  synthesize,
} from './latch.support';

const TWO = ['use1', 'usw2'];
const object = (props: Partial<Parameters<typeof Latch.object>[0]>) =>
  Latch.object({ bucketPrefix: 'example-latches', region: 'eu-central-1', ...props });

describe('a latch of objects', () => {
  const output = synthesize();
  const bucket = (type: string) => Object.values(output.resources('orders', `aws_s3_bucket${type}`));

  test('is checked in its own region, at the pace of the site, over a name that the certificate of S3 has', () => {
    const slow = synthesize({
      traffic: { healthCheck: HealthCheck.https({ interval: Duration.seconds(30), failureThreshold: 2, port: 8443 }) },
    });
    expect(checks(slow)['health-use1_latch']).toMatchObject({
      type: 'HTTPS',
      fqdn: 'example-latches-orders.s3.eu-central-1.amazonaws.com',
      port: 443,
      enable_sni: true,
      request_interval: 30,
      failure_threshold: 2,
    });
  });

  test('everybody may get latches, and nobody may do anything else', () => {
    const [policy] = bucket('_policy');
    const { Statement } = JSON.parse(policy!.policy as string) as { Statement: object[] };
    expect(Statement).toEqual([
      expect.objectContaining({
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::example-latches-orders/latches/*',
      }),
    ]);
    expect(bucket('_public_access_block')).toEqual([
      expect.objectContaining({
        block_public_acls: true,
        ignore_public_acls: true,
        block_public_policy: false,
        restrict_public_buckets: false,
      }),
    ]);
  });

  test('the policy comes after the settings that allow it', () => {
    expect(bucket('_policy')[0]?.depends_on).toEqual(['aws_s3_bucket_public_access_block.latch-public-access']);
  });

  test('the bucket is in the region of the latch, encrypted, versioned, and outlives the stack', () => {
    const providers = output.terraform('orders').provider as { aws: { alias?: string; region: string }[] };
    expect(providers.aws.map(({ alias, region }) => [alias, region])).toEqual([
      [undefined, 'us-east-1'],
      ['latch', 'eu-central-1'],
    ]);
    for (const type of [
      '',
      '_policy',
      '_public_access_block',
      '_versioning',
      '_server_side_encryption_configuration',
    ]) {
      expect(bucket(type)).toEqual([expect.objectContaining({ provider: 'aws.latch' })]);
    }
    expect(bucket('')[0]).toMatchObject({ bucket: 'example-latches-orders', lifecycle: { prevent_destroy: true } });
    expect(bucket('_versioning')[0]).toMatchObject({ versioning_configuration: { status: 'Enabled' } });
  });

  test('each site is told what it needs: a key that may do no more, the way out, and an account that lets latches be read', () => {
    for (const site of TWO) {
      const needs = output.plan.apps[0]!.prerequisites.filter((need) => need.site === site);
      const named = (name: string, kind: PrerequisiteKind) =>
        needs.find((need) => need.name === name && need.kind === kind);
      expect(named('traffic-latch', PrerequisiteKind.SECRET)).toMatchObject({
        namespace: 'orders',
        keys: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
      });
      expect(named('traffic-latch', PrerequisiteKind.IAM)?.why).toContain(
        'exactly s3:PutObject and s3:DeleteObject on arn:aws:s3:::example-latches-orders/latches/orders/*',
      );
      expect(needs.find(({ name }) => name.startsWith('tcp/443 to '))?.name).toContain('s3.eu-central-1.amazonaws.com');
      expect(named('S3 Block Public Access of the account', PrerequisiteKind.SETTING)?.why).toContain(
        'BlockPublicPolicy',
      );
    }
  });

  test.each<[string, Latch, string]>([
    [
      'the region of a site, with which it would be lost',
      object({ region: 'us-west-2' }),
      'latch region is us-west-2, that of site usw2, with which the latch would be lost',
    ],
    ['a region that is none', object({ region: 'frankfurt' }), 'latch region is "frankfurt"; allowed is'],
    ['a region of another partition', object({ region: 'cn-north-1' }), 'latch region is "cn-north-1"; allowed is'],
    [
      'a dot, which no certificate of S3 covers',
      object({ bucketPrefix: 'latches.example' }),
      'latch bucket "latches.example-orders" (bucketPrefix and the name of the application) is no usable S3 bucket name',
    ],
    ['a name that is too long', object({ bucketPrefix: 'a'.repeat(60) }), `latch bucket "${'a'.repeat(60)}-orders" (`],
    [
      'a name that S3 keeps',
      object({ bucketPrefix: 'xn--latches' }),
      'latch bucket "xn--latches-orders" has "xn--" in it',
    ],
    ['a Secret that cannot be', object({ credentialsSecret: 'No_Secret' }), 'latch credentialsSecret is "No_Secret"'],
    ['an image that cannot be', object({ image: 'aws cli' }), 'latch image is "aws cli"'],
  ])('refuses %s', (_, latch, message) => {
    expect(refusalsOf({ traffic: { latch } })).toContain(`INPUT: load balancer route53: ${message}`);
  });
});

describe('a latch of routing controls', () => {
  const latch = ROUTING_CONTROL_LATCH;
  const output = synthesize({ traffic: { latch } });
  const control = (props: Partial<Parameters<typeof Latch.routingControl>[0]>) =>
    Latch.routingControl({
      routingControlArns: { use1: arnOf('a1'), usw2: arnOf('c3') },
      endpoints: ENDPOINTS,
      ...props,
    });

  test('a site is an answer only while its routing control is On', () => {
    const [, child] = childrenOf(output, records(output)['record-primary']);
    expect(child).toMatchObject({ type: 'RECOVERY_CONTROL', routing_control_arn: arnOf('a1') });
    // Route 53 knows none of these for a routing control.
    for (const option of ['fqdn', 'request_interval', 'failure_threshold', 'invert_healthcheck']) {
      expect(child).not.toHaveProperty(option);
    }
  });

  test('makes no bucket', () => {
    expect(output.resources('orders', 'aws_s3_bucket')).toEqual({});
    expect((output.terraform('orders').provider as { aws: object[] }).aws).toHaveLength(1);
  });

  test('a routing control of the application goes before that of the whole site', () => {
    const routingControlArns = {
      use1: arnOf('a1'),
      usw2: arnOf('c3'),
      'orders/use1': arnOf('d4'),
      'other/use1': arnOf('e5'),
    };
    const own = synthesize({ traffic: { latch: control({ routingControlArns }) } });
    expect(checks(own)['health-use1_latch']).toMatchObject({ routing_control_arn: arnOf('d4') });
    expect(checks(own)['health-usw2_latch']).toMatchObject({ routing_control_arn: arnOf('c3') });
  });

  test('each site is told that a new routing control is Off', () => {
    for (const site of TWO) {
      const needs = output.plan.apps[0]!.prerequisites.filter((need) => need.site === site);
      expect(needs.find(({ name }) => name === 'routing control')?.why).toContain('a new one is Off');
      expect(needs.find(({ kind }) => kind === PrerequisiteKind.IAM)?.why).toContain('UpdateRoutingControlState');
    }
  });

  test.each<[string, Latch, string]>([
    [
      'a site without a routing control',
      control({ routingControlArns: { use1: arnOf('a1') } }),
      'routingControlArns of the latch has none for site usw2; give the ARN of its routing control, under usw2 or orders/usw2',
    ],
    [
      'a site that is none',
      control({ routingControlArns: { use1: arnOf('a1'), usw2: arnOf('c3'), mars: arnOf('f6') } }),
      'routingControlArns of the latch names "mars", which is no site of the fleet; its sites are use1, usw2',
    ],
    [
      'an ARN of something else',
      control({ routingControlArns: { use1: arnOf('a1'), usw2: 'arn:aws:s3:::bucket' } }),
      'routingControlArns of the latch has "arn:aws:s3:::bucket" for site usw2; allowed is the ARN of a routing control',
    ],
    [
      'one routing control for two sites',
      control({ routingControlArns: { use1: arnOf('a1'), usw2: arnOf('a1') } }),
      'sites use1 and usw2 have the same routing control',
    ],
    [
      'an endpoint without a region',
      control({ endpoints: ['https://example.com', ...ENDPOINTS.slice(1)] }),
      'endpoints of the latch has "https://example.com"; allowed is the URL of an endpoint of the cluster',
    ],
    [
      'fewer endpoints than a cluster has',
      control({ endpoints: ENDPOINTS.slice(2) }),
      'latch has 3 endpoints in 3 regions; give all 5 of the cluster',
    ],
    [
      'one endpoint five times',
      control({ endpoints: ENDPOINTS.map(() => ENDPOINTS[0]!) }),
      'latch has 5 endpoints in 1 regions; give all 5 of the cluster',
    ],
  ])('refuses %s', (_, given, message) => {
    expect(refusalsOf({ traffic: { latch: given } })).toContain(`INPUT: load balancer route53: ${message}`);
  });
});
