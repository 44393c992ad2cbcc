import { Duration, Size } from 'cdk8s';
import {
  ActivePassiveDR,
  Backup,
  CsiAddonsMode,
  Fleet,
  FleetApp,
  GlobalLoadBalancer,
  Latch,
  Replication,
  Site,
  SiteNetwork,
  Standby,
  StatefulWorkload,
  Trigger,
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
      // The class whose pool Rook mirrors to the other site; that of the cloud is of a driver which replicates nothing.
      storageClass: 'rook-ceph-block',
      rttMillis: { usw2: 62 },
    }),
    Site.of('usw2', {
      region: 'us-west-2',
      zones: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
      podCidr: '10.30.0.0/16',
      serviceCidr: '10.130.0.0/16',
      nodeCidr: '10.3.0.0/16',
      ingressHostname: 'usw2.example.com',
      storageClass: 'rook-ceph-block',
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

// Any image with volumes: here one that keeps its data on two, which have to be of the same moment.
new ActivePassiveDR(app, 'wiki', {
  fleet,
  activeSite: 'use1',
  workload: StatefulWorkload.custom({
    image: 'registry.example.com/wiki:5.1.0',
    ports: [{ name: 'http', port: 3000 }],
    volumes: [
      { name: 'pages', mountPath: '/var/lib/wiki', size: Size.gibibytes(50) },
      { name: 'uploads', mountPath: '/var/lib/uploads', size: Size.gibibytes(200) },
    ],
    health: { path: '/ready' },
  }),
  replication: Replication.csiAddons({ mode: CsiAddonsMode.asynchronous({ interval: Duration.minutes(5) }) }),
  standby: Standby.WARM,
  frontEnd: { image: 'registry.example.com/wiki-web:5.1.0', healthPath: '/healthz' },
  hostname: 'wiki.example.com',
  objectives: { rpo: Duration.minutes(15), rto: Duration.hours(1) },
});

// The same over the tunnel, for storage that cannot replicate itself.
new ActivePassiveDR(app, 'search', {
  fleet,
  activeSite: 'use1',
  workload: StatefulWorkload.custom({
    image: 'registry.example.com/search:1.3.0',
    ports: [{ name: 'http', port: 9200 }],
    volumes: [{ name: 'index', mountPath: '/data', size: Size.gibibytes(20) }],
    health: { path: '/ready' },
  }),
  replication: Replication.volSync({ schedule: '*/10 * * * *', transfer: Duration.minutes(5) }),
  // Nobody outside of the clusters calls it, so that our own monitoring has to see that it is gone.
  trigger: Trigger.manual({ detection: Duration.minutes(3) }),
  objectives: { rpo: Duration.minutes(30), rto: Duration.hours(1) },
});

app.synth();
