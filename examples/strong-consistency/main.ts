import { Duration, Size } from 'cdk8s';
import {
  Backup,
  Fleet,
  FleetApp,
  GlobalLoadBalancer,
  Site,
  SiteNetwork,
  StatefulWorkload,
  StrongConsistencyDR,
} from 'cndr';

const app = new FleetApp();

// The platform team: three clusters, the tunnels between them, the zone of the load balancer, the bucket for backups.
const fleet = new Fleet(app, 'prod', {
  sites: [
    Site.of('use1', {
      region: 'us-east-1',
      zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
      podCidr: '10.10.0.0/16',
      serviceCidr: '10.110.0.0/16',
      nodeCidr: '10.1.0.0/16',
      ingressHostname: 'use1.example.com',
      rttMillis: { use2: 12, usw2: 62 },
    }),
    Site.of('use2', {
      region: 'us-east-2',
      zones: ['us-east-2a', 'us-east-2b', 'us-east-2c'],
      podCidr: '10.20.0.0/16',
      serviceCidr: '10.120.0.0/16',
      nodeCidr: '10.2.0.0/16',
      ingressHostname: 'use2.example.com',
      rttMillis: { usw2: 50 },
    }),
    Site.of('usw2', {
      region: 'us-west-2',
      zones: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
      podCidr: '10.30.0.0/16',
      serviceCidr: '10.130.0.0/16',
      nodeCidr: '10.3.0.0/16',
      ingressHostname: 'usw2.example.com',
    }),
  ],
  network: SiteNetwork.submariner({ brokerApiServer: 'broker.example.com:6443' }),
  traffic: GlobalLoadBalancer.route53({ hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' }),
  backup: Backup.velero({ bucket: 'example-dr-backups', region: 'eu-central-1', objectLock: Duration.days(14) }),
});

// An application team: a database over the three sites, and the service in front of it.
new StrongConsistencyDR(app, 'orders', {
  fleet,
  workload: StatefulWorkload.cockroachDb({ storage: Size.gibibytes(200) }),
  frontEnd: { image: 'registry.example.com/orders:1.4.2', port: 8080, healthPath: '/healthz' },
  hostname: 'orders.example.com',
  objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(3) },
});

app.synth();
