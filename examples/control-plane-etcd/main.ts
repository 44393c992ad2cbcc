import { Duration } from 'cdk8s';
import { Backup, Fleet, FleetApp, Site, SiteNetwork, StatefulWorkload, StrongConsistencyDR } from 'cndr';

const app = new FleetApp();

// Sites whose pods reach each other already (transit gateway, interconnect), with an MCS implementation for names.
const fleet = new Fleet(app, 'control', {
  sites: [
    Site.of('fra', {
      region: 'eu-central-1',
      zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
      podCidr: '10.64.0.0/16',
      serviceCidr: '10.164.0.0/16',
      rttMillis: { dub: 25, sto: 23 },
    }),
    Site.of('dub', {
      region: 'eu-west-1',
      zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
      podCidr: '10.65.0.0/16',
      serviceCidr: '10.165.0.0/16',
      rttMillis: { sto: 38 },
    }),
    Site.of('sto', {
      region: 'eu-north-1',
      zones: ['eu-north-1a', 'eu-north-1b', 'eu-north-1c'],
      podCidr: '10.66.0.0/16',
      serviceCidr: '10.166.0.0/16',
    }),
  ],
  network: SiteNetwork.routed(),
  backup: Backup.velero({ bucket: 'example-control-backups', region: 'eu-west-3', objectLock: Duration.days(14) }),
});

new StrongConsistencyDR(app, 'state', {
  fleet,
  workload: StatefulWorkload.etcd(),
  objectives: { rpo: Duration.seconds(0), rto: Duration.seconds(30) },
});

app.synth();
