import { Duration, Size } from 'cdk8s';
import {
  ActivePassiveDR,
  Backup,
  Fleet,
  FleetApp,
  GlobalLoadBalancer,
  Latch,
  Site,
  SiteNetwork,
  StatefulWorkload,
} from 'cndr';

const app = new FleetApp();

const fleet = new Fleet(app, 'prod', {
  sites: [
    Site.of('use1', {
      region: 'us-east-1',
      zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
      podCidr: '10.10.0.0/16',
      serviceCidr: '10.110.0.0/16',
      nodeCidr: '10.1.0.0/16',
      ingressHostname: 'use1.example.com',
      rttMillis: { usw2: 62 },
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
  traffic: GlobalLoadBalancer.route53({
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    zoneName: 'example.com',
    // Keeps clients away from a site that was failed away from, until somebody decides otherwise.
    latch: Latch.object({ bucketPrefix: 'example-dr-latch', region: 'eu-central-1' }),
  }),
  backup: Backup.velero({ bucket: 'example-dr-backups', region: 'eu-central-1', objectLock: Duration.days(14) }),
});

// PostgreSQL in both sites: use1 takes the writes, usw2 follows by streaming and can be promoted.
new ActivePassiveDR(app, 'ledger', {
  fleet,
  activeSite: process.env.ACTIVE_SITE ?? 'use1',
  workload: StatefulWorkload.postgresql({ storage: Size.gibibytes(100) }),
  frontEnd: { image: 'registry.example.com/ledger:3.2.0', healthPath: '/healthz' },
  hostname: 'ledger.example.com',
  objectives: { rpo: Duration.minutes(5), rto: Duration.minutes(45) },
});

app.synth();
