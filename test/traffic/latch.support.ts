import { Duration } from 'cdk8s';
import {
  ActivePassiveDR,
  type ActivePassiveDRProps,
  AlertSeverity,
  BackupMethod,
  Basis,
  Bound,
  Fleet,
  type FleetApp,
  GlobalLoadBalancer,
  type IAppHost,
  type IGlobalLoadBalancer,
  type IStatefulWorkload,
  type ITrigger,
  Latch,
  Pacelc,
  ReplicationMechanism,
  type Route53Props,
  type SiteProps,
  type TrafficBinding,
  type TrafficRequest,
  type Waiver,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import { refusals } from '../support/errors';
import { fleetProps, sites } from '../support/fleet';

/** A zone, by id and name. */
export const ZONE = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };

/** Latches in a region that is lost with none of the sites. */
export const OBJECT_LATCH = Latch.object({ bucketPrefix: 'example-latches', region: 'eu-central-1' });

/** The five regions that a cluster of routing controls is in. */
export const ENDPOINTS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-northeast-1', 'ap-southeast-2'].map(
  (region, index) => `https://0${index}abcdef.route53-recovery-cluster.${region}.amazonaws.com/v1`,
);

/** ARN of a routing control. */
export const arnOf = (control: string) =>
  `arn:aws:route53-recovery-control::123456789012:controlpanel/0123456789abcdef/routingcontrol/${control}`;

export const ROUTING_CONTROL_LATCH = Latch.routingControl({
  routingControlArns: { use1: arnOf('a1'), usw2: arnOf('c3') },
  endpoints: ENDPOINTS,
});

const at = (name: string) => Bound.term({ name, seconds: 1, basis: Basis.ASSUMED, source: 'a test' });
const none = { preflight: [], fence: [], promote: [], start: [] };

/** Something that says it replicates itself; only what the load balancer sees of it matters. */
export const WORKLOAD: IStatefulWorkload = {
  profile: {
    system: 'fake',
    version: '1.0.0',
    pacelc: Pacelc.PC_EC,
    replicaConsensus: 'none',
    shardConsensus: 'none',
    replicaTerm: 'replica',
    shardTerm: 'none',
    quorumRule: 'none',
    majoritySide: 'serves',
    minoritySide: 'waits',
    onHeal: 'is copied again',
    detection: 'none',
    election: 'none',
    sources: ['a test'],
    refusals: [],
  },
  place: (request) => ({
    voteUnit: 'member',
    sites: request.sites.map(({ name }) => ({ site: name, nodes: 1, votes: 1, witness: false })),
  }),
  bind: () => ({
    health: { service: 'fake', port: 8080, path: '/primary', tls: false },
    failoverGap: at('failover'),
    isolationDetection: at('isolation'),
    replication: {
      mechanism: ReplicationMechanism.APPLICATION,
      lag: at('lag'),
      promotion: at('promotion'),
      switchoverGap: at('switchover'),
      switchoverLag: at('switchover lag'),
      onHeal: 'is copied again',
      alerts: [],
      scrapeTargets: [],
      switching: { switchover: () => none, failover: () => none, reprotect: () => [] },
    },
    backup: { method: BackupMethod.OBJECTS, hooks: [] },
    alerts: [
      {
        name: 'CopyIsOld',
        expr: 'copy_age > 60',
        holdsFor: Duration.minutes(1),
        severity: AlertSeverity.CRITICAL,
        summary: 'the copy is old',
        objective: 'rpo',
      },
      {
        name: 'SwitchTooSlow',
        expr: 'switch_seconds > 60',
        holdsFor: Duration.minutes(1),
        severity: AlertSeverity.CRITICAL,
        summary: 'a failover would take long',
        objective: 'rto',
      },
    ],
    scrapeTargets: [],
  }),
  connect: () => ({ variables: [], clientSecret: 'fake-tls', mountPath: '/tls', ports: [8080], podLabels: {} }),
};

/** Somebody who knows and decides at once. */
const TRIGGER: ITrigger = {
  kind: 'manual',
  bind: () => ({ detection: at('detection'), decision: at('decision'), alerts: [] }),
};

const WAIVERS: Waiver[] = [
  { rule: 'BCK-02', reason: 'nothing is stored here', expires: '2999-12-31' },
  { rule: 'SEC-02', reason: 'the fake workload has no certificate', expires: '2999-12-31' },
  { rule: 'COV-01', reason: 'the fake workload has no certificate', expires: '2999-12-31' },
];

/** A load balancer that keeps what it said of itself. */
export class Overheard implements IGlobalLoadBalancer {
  public readonly kind = 'route53';
  public binding?: TrafficBinding;

  constructor(private readonly inner: IGlobalLoadBalancer) {}

  public bind(host: IAppHost, request: TrafficRequest): TrafficBinding {
    this.binding = this.inner.bind(host, request);
    return this.binding;
  }
}

/** An application with one active site, and what is changed of it. */
export interface Case {
  readonly sites?: string[];
  readonly siteProps?: Record<string, Partial<SiteProps>>;
  readonly traffic?: Partial<Route53Props>;
  readonly dr?: Partial<ActivePassiveDRProps>;
  /** @default orders */
  readonly id?: string;
}

const loadBalancer = ({ traffic }: Case) => GlobalLoadBalancer.route53({ ...ZONE, latch: OBJECT_LATCH, ...traffic });

/** Builds application `orders`, active in use1, in front of it a latch. */
export const build =
  (given: Case = {}, traffic: IGlobalLoadBalancer = loadBalancer(given)) =>
  (app: FleetApp): void => {
    const fleet = new Fleet(
      app,
      'prod',
      fleetProps({
        sites: sites(given.sites ?? ['use1', 'usw2'], given.siteProps),
        traffic,
        backup: undefined,
      }),
    );
    new ActivePassiveDR(app, given.id ?? 'orders', {
      fleet,
      workload: WORKLOAD,
      frontEnd: { image: 'registry.example.com/orders:1.4.2' },
      hostname: 'orders.example.com',
      activeSite: 'use1',
      trigger: TRIGGER,
      waivers: WAIVERS,
      objectives: { rpo: Duration.minutes(5), rto: Duration.hours(1) },
      ...given.dr,
    });
  };

export const synthesize = (given: Case = {}) => Synthesized.of(build(given));

/** What the load balancer says of itself. */
export function bindingOf(given: Case = {}): TrafficBinding {
  const overheard = new Overheard(loadBalancer(given));
  Synthesized.of(build(given, overheard));
  return overheard.binding!;
}

/** What Terraform reads of a record or a health check. */
export interface Resource {
  readonly [key: string]: unknown;
  readonly name: string;
  readonly type: string;
  readonly health_check_id?: string;
  readonly records?: string[];
  readonly depends_on?: string[];
}

const resources = (output: Synthesized, type: string) =>
  output.resources('orders', `aws_route53_${type}`) as Record<string, Resource>;
export const records = (output: Synthesized) => resources(output, 'record');
export const checks = (output: Synthesized) => resources(output, 'health_check');
export const refusalsOf = (given: Case) => refusals(build(given)).join('\n');

function checkAt(output: Synthesized, reference: string | undefined): Resource {
  const [, id = ''] = /^\$\{aws_route53_health_check\.(.+)\.id\}$/.exec(reference ?? '') ?? [];
  const check = checks(output)[id];
  if (check === undefined) throw new Error(`no check ${reference}`);
  return check;
}

/** What has to be healthy for a record to be an answer. */
export function childrenOf(output: Synthesized, record: Resource | undefined): Resource[] {
  const all = checkAt(output, record?.health_check_id);
  const children = (all.child_healthchecks as string[]).map((child) => checkAt(output, child));
  expect(all).toMatchObject({ type: 'CALCULATED', child_health_threshold: children.length });
  // Route 53 takes no calculated check as the child of another one.
  expect(children.map(({ type }) => type)).not.toContain('CALCULATED');
  return children;
}
