import { Duration } from 'cdk8s';
import type { App } from 'cdktf';
import {
  Backup,
  Fleet,
  type FleetProps,
  GlobalLoadBalancer,
  Site,
  SiteNetwork,
  type SiteProps,
  StatefulWorkload,
  StrongConsistencyDR,
  type StrongConsistencyDRProps,
} from 'cndr';

/** Props of three valid sites, by name, to be changed one at a time. */
export const SITE_PROPS: Record<string, SiteProps> = {
  use1: {
    region: 'us-east-1',
    zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
    podCidr: '10.10.0.0/16',
    serviceCidr: '10.110.0.0/16',
    ingressHostname: 'use1.example.com',
    rttMillis: { use2: 12, usw2: 62 },
  },
  use2: {
    region: 'us-east-2',
    zones: ['us-east-2a', 'us-east-2b', 'us-east-2c'],
    podCidr: '10.20.0.0/16',
    serviceCidr: '10.120.0.0/16',
    ingressHostname: 'use2.example.com',
    rttMillis: { usw2: 50 },
  },
  usw2: {
    region: 'us-west-2',
    zones: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
    podCidr: '10.30.0.0/16',
    serviceCidr: '10.130.0.0/16',
    ingressHostname: 'usw2.example.com',
  },
  cac1: {
    region: 'ca-central-1',
    zones: ['ca-central-1a', 'ca-central-1b', 'ca-central-1d'],
    podCidr: '10.40.0.0/16',
    serviceCidr: '10.140.0.0/16',
    ingressHostname: 'cac1.example.com',
    rttMillis: { use1: 16, use2: 26, usw2: 60 },
  },
  euw1: {
    region: 'eu-west-1',
    zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    podCidr: '10.50.0.0/16',
    serviceCidr: '10.150.0.0/16',
    ingressHostname: 'euw1.example.com',
    rttMillis: { use1: 68, use2: 78, usw2: 120, cac1: 70 },
  },
};

/** Valid sites, some of them changed. */
export function sites(names: string[], changes: Record<string, Partial<SiteProps>> = {}): Site[] {
  return names.map((name) => {
    const props = SITE_PROPS[name]!;
    const rttMillis = Object.fromEntries(
      Object.entries(props.rttMillis ?? {}).filter(([peer]) => names.includes(peer)),
    );
    return Site.of(name, { ...props, rttMillis, ...changes[name] });
  });
}

export const THREE = ['use1', 'use2', 'usw2'];

/** A valid fleet of three sites, some props changed. */
export function fleetProps(changes: Partial<FleetProps> = {}): FleetProps {
  return {
    sites: sites(THREE),
    network: SiteNetwork.submariner({ brokerApiServer: 'broker.example.com:6443' }),
    traffic: GlobalLoadBalancer.route53({ hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' }),
    backup: Backup.velero({ bucket: 'dr-backups', region: 'eu-central-1', objectLock: Duration.days(14) }),
    ...changes,
  };
}

/** A fleet and one application, valid but for the changes. */
export function deploy(
  app: App,
  changes: { fleet?: Partial<FleetProps>; dr?: Partial<StrongConsistencyDRProps>; id?: string } = {},
): StrongConsistencyDR {
  const fleet = new Fleet(app, 'prod', fleetProps(changes.fleet));
  return new StrongConsistencyDR(app, changes.id ?? 'orders', {
    fleet,
    workload: StatefulWorkload.cockroachDb(),
    frontEnd: { image: 'registry.example.com/orders:1.4.2' },
    hostname: 'orders.example.com',
    objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(3) },
    ...changes.dr,
  });
}
