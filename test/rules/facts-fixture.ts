import { Basis, Bound } from '../../src/recovery/bound';
import type { AppEvidence } from '../../src/rules/evidence';
import type { FleetFacts, SiteFacts } from '../../src/rules/facts';
import { BackupMethod, HealthProtocol, ReplicationMechanism } from '../../src/rules/vocabulary';
import { provided, quorumOutput } from './output-fixture';
import { SITES } from './sites-fixture';

export { SITES, siteFacts } from './sites-fixture';

const DAY = 86_400;

/** The fixture's sites, with one changed. */
export function sitesWith(name: string, change: Partial<SiteFacts>): SiteFacts[] {
  return changedIn(name, SITES, ({ name: own }) => own, change);
}

/** The items, with those of one site changed. */
export function changedAt<T extends { readonly site: string }>(site: string, items: T[], change: Partial<T>): T[] {
  return changedIn(site, items, (item) => item.site, change);
}

function changedIn<T>(key: string, items: T[], keyOf: (item: T) => string, change: Partial<T>): T[] {
  return items.map((item) => (keyOf(item) === key ? { ...item, ...change } : item));
}

/** A fleet that every fleet rule applies to and none objects to. */
export function fleetFacts(change: Partial<FleetFacts> = {}): FleetFacts {
  return {
    name: 'prod',
    sites: SITES,
    latencies: [
      { site: 'use1', peer: 'use2', millis: 12, stated: true },
      { site: 'use1', peer: 'usw2', millis: 65, stated: true },
      { site: 'use2', peer: 'usw2', millis: 52, stated: true },
    ],
    network: {
      kind: 'submariner',
      encrypted: true,
      translatesAddresses: false,
      brokerSite: 'hub',
      brokerApiServer: 'broker.example.com:6443',
      gatewaysPerSite: 2,
      cableDriver: 'libreswan',
    },
    store: { bucket: 'dr-backups', region: 'eu-central-1', versioned: true, objectLock: true },
    ...change,
  };
}

/** An etcd over three sites that every application rule applies to and none objects to. */
export function appFacts(change: Partial<AppEvidence> = {}): AppEvidence {
  const fleet = change.fleet ?? fleetFacts();
  return {
    name: 'orders',
    pattern: 'StrongConsistencyDR',
    namespace: 'orders',
    system: 'etcd',
    fleet,
    sites: fleet.sites,
    votes: SITES.map(({ name }) => ({ site: name, votes: 1 })),
    toleratedSiteFailures: 1,
    maxRttMillis: 100,
    maxRttSource: 'election-timeout 1000 ms / 10',
    volumeSnapshotRefusal: 'snapshots of several members do not fit together',
    needsPodIps: true,
    peers: SITES.map(({ name: site }) => ({
      site,
      host: `etcd-0.${site}.etcd.orders.svc.clusterset.local`,
      port: 2380,
      certificate: 'etcd-peer',
    })),
    serviceExports: SITES.map(({ name: site }) => ({
      site,
      namespace: 'orders',
      name: 'etcd',
      publishesNotReady: true,
    })),
    certificates: SITES.map(({ name: site }) => ({
      site,
      name: 'etcd-peer',
      dnsNames: ['localhost', `*.${site}.etcd.orders.svc.clusterset.local`],
      durationSeconds: 90 * DAY,
      renewBeforeSeconds: 30 * DAY,
    })),
    healthChecks: SITES.map(({ name: site }) => ({
      site,
      protocol: HealthProtocol.HTTPS,
      target: `${site}.example.com`,
      path: '/readyz',
      recordName: 'orders.example.com',
      ttlSeconds: 30,
      workloadAware: true,
      dataPlaneOnly: true,
    })),
    backups: SITES.map(({ name: site }) => ({
      name: `orders-${site}`,
      site,
      method: BackupMethod.NATIVE,
      store: { bucket: 'dr-backups', region: 'eu-central-1' },
      schedule: '*/30 * * * *',
      intervalSeconds: 1_800,
      durationSeconds: 900,
      ttlSeconds: 30 * DAY,
    })),
    drills: SITES.map(({ name: site }) => ({
      site,
      source: site === 'use1' ? 'usw2' : 'use1',
      name: 'restore-drill',
      schedule: '0 6 * * 1',
      scheduleSeconds: 7 * DAY,
      covers: BackupMethod.OBJECTS,
    })),
    replications: [],
    capacities: SITES.map(({ name: site }) => ({ site, component: 'front-end', needed: 3, allowed: 7 })),
    bootstraps: [{ site: 'use1', name: 'etcd-auth', purpose: 'turn authentication on' }],
    alerts: SITES.flatMap(({ name: site }) => [
      { site, name: 'BackupTooOld', onAge: true, absentTwin: 'BackupTooOldAbsent', objective: 'rpo' },
      { site, name: 'BackupTooOldAbsent', onAge: false },
      { site, name: 'SiteDown', onAge: false, objective: 'rto' },
    ]),
    objectives: [
      { name: 'rto', seconds: 180, bound: term('dns failover', 106) },
      { name: 'rpo', seconds: 0, bound: term('quorum commit', 0) },
    ],
    complete: true,
    issuer: 'fleet-ca',
    output: quorumOutput(),
    prerequisites: SITES.flatMap(({ name }) => provided(name)),
    failoverOwned: [],
    runbooks: [],
    nodes: SITES.map(({ name: site }) => ({ site, nodes: 1 })),
    bounds: [term('dns failover', 106), term('quorum commit', 0)],
    knownTimes: [
      { term: 'propagation of the health status', seconds: 4, basis: Basis.MEASURED, source: 'game day of 2026-10-02' },
    ],
    assumedTerms: ['propagation of the health status'],
    ...change,
  };
}

/** A PostgreSQL that replicates itself from use1 to the other sites. */
export function activePassiveFacts(change: Partial<AppEvidence> = {}): AppEvidence {
  return appFacts({
    pattern: 'ActivePassiveDR',
    system: 'postgresql',
    votes: [],
    volumeReplicationRefusal: 'it replicates itself',
    replications: [
      {
        kind: 'streaming',
        mechanism: ReplicationMechanism.APPLICATION,
        synchronous: false,
        units: ['ledger'],
        consistentGroup: true,
        archives: SITES.map(({ name: site }) => ({ site, location: `dr-backups/ledger/${site}` })),
      },
    ],
    activePassive: { activeSite: 'use1', standby: 'hot', trigger: 'manual', latched: true },
    ...change,
  });
}

/** A Cassandra that takes writes in all sites. */
export function eventualFacts(change: Partial<AppEvidence> = {}): AppEvidence {
  return appFacts({
    pattern: 'EventualConsistencyDR',
    system: 'cassandra',
    votes: [],
    conflictResolution: 'last write wins',
    ...change,
  });
}

/** A bound of one derived number. */
export function term(name: string, seconds: number): Bound {
  return Bound.term({ name, seconds, basis: Basis.DERIVED, source: 'fixture' });
}
