import { Duration } from 'cdk8s';
import {
  Backup,
  EventualConsistencyDR,
  Fleet,
  FleetApp,
  GlobalLoadBalancer,
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
  network: SiteNetwork.routed(),
  traffic: GlobalLoadBalancer.route53({ hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' }),
  backup: Backup.velero({ bucket: 'example-dr-backups', region: 'eu-central-1', objectLock: Duration.days(14) }),
});

// Every site reads and writes its own replicas; the other one has them within moments.
new EventualConsistencyDR(app, 'profiles', {
  fleet,
  workload: StatefulWorkload.cassandra({ keyspace: 'profiles' }),
  frontEnd: { image: 'registry.example.com/profiles:2.0.1', healthPath: '/healthz' },
  hostname: 'profiles.example.com',
  objectives: { rpo: Duration.minutes(15), rto: Duration.minutes(3) },
});

// The same without a database to run: a global table in the Regions of the sites.
new EventualConsistencyDR(app, 'carts', {
  fleet,
  workload: StatefulWorkload.dynamoDb({
    alarmTopics: {
      use1: 'arn:aws:sns:us-east-1:111122223333:dr-alarms',
      usw2: 'arn:aws:sns:us-west-2:111122223333:dr-alarms',
    },
    backupRoleArn: 'arn:aws:iam::111122223333:role/service-role/AWSBackupDefaultServiceRole',
  }),
  frontEnd: { image: 'registry.example.com/carts:1.9.0', healthPath: '/healthz' },
  hostname: 'carts.example.com',
  objectives: { rpo: Duration.minutes(3), rto: Duration.minutes(3) },
});

app.synth();
