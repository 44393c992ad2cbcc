import * as path from 'node:path';
import { Duration } from 'cdk8s';
import { GlobalLoadBalancer, StatefulWorkload } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { SITE_PROPS, THREE, deploy } from '../support/fleet';
import { DnsClients } from './dns-clients';
import { TRANSLATED, writeGdnsdConfig } from './dns-gdnsd';
import { startSiteHealth } from './dns-site-health';
import { describeWithSites } from './network/capability';
import { CleanUp } from './network/clean-up';
import { RealProcess } from './network/process';
import { type Measurement, inSeconds, printMeasurements } from './network/report';
import { until } from './network/until';
import { INTERNET, Wan } from './network/wan';
import { type PlannedFault, faultOf, secondsOf } from './quorum-bounds';
import { EtcdCluster } from './quorum-cluster';

/** Longest wait for what has no bound in the plan; TCP alone may pause for 120 s. */
const PATIENCE_SECONDS = 150;
/** Each client asks once a second. */
const RESOLUTION_SECONDS = 1;
const SITE_HEALTH_PORT = 8081;
/** One for each second and a half of the TTL: that near to the worst is what is measured. */
const RESOLVERS = 20;

describeWithSites('DNS in front of three sites with etcd', ['etcd', 'etcdctl', 'gdnsd', 'nginx'], () => {
  const measurements: Measurement[] = [];
  const manifests = synthesize();
  const cleanUp = new CleanUp();
  const processes: RealProcess[] = [];
  const ingresses: Record<string, string> = {};
  const clients: Record<string, DnsClients> = {};
  let wan: Wan;
  let cluster: EtcdCluster;

  beforeAll(async () => {
    const folder = cleanUp.folder();
    wan = new Wan(THREE.map((name) => ({ name, ...SITE_PROPS[name]! })));
    cleanUp.add(() => wan.destroy());
    cleanUp.add(() => stopAll());
    cluster = new EtcdCluster(wan, manifests, folder);
    cleanUp.add(() => cluster.stop());
    for (const site of THREE) {
      ingresses[site] = wan.addAddress(site, 20);
      cluster.start(site);
    }
    await cluster.moveLeader('use1');
    for (const site of THREE)
      processes.push(startSiteHealth(wan, site, manifests, { folder, version: cluster.version }));

    const nearest = Object.fromEntries(
      THREE.map((site, index) => [wan.addAddress(INTERNET, 21 + index), byDistance(site)]),
    );
    const nameServer = wan.address(INTERNET);
    const gdnsd = path.join(folder, 'gdnsd');
    const around = { folder: gdnsd, address: nameServer, ingresses, port: SITE_HEALTH_PORT, nearest };
    writeGdnsdConfig(manifests, 'orders', 'example.com', around);
    processes.push(new RealProcess('gdnsd', wan.spawn(INTERNET, 'gdnsd', ['-c', gdnsd, 'start'])));
    for (const [from, [site]] of Object.entries(nearest)) {
      const props = { hostname: 'orders.example.com', nameServer, from, port: SITE_HEALTH_PORT };
      clients[site!] = new DnsClients(wan, { ...props, path: '/site-health/orders', resolvers: RESOLVERS });
    }
    for (const site of THREE) await movedTo(site, site, 0);
  }, 180_000);

  afterAll(async () => {
    await cleanUp.run();
    process.stdout.write(`\nfrom Route 53 to gdnsd:\n  ${TRANSLATED.join('\n  ')}\n`);
    printMeasurements(
      'DNS: measured, and what plan.json states (clients that keep no answer beyond its TTL, and no connection)',
      measurements,
    );
  });

  it('sends clients elsewhere in time when a site still answers, but without a quorum', async () => {
    const stated = faultOf(manifests, 'site cut off', 'use1');
    const cut = wan.cutOff('use1');
    await movedTo('use2', 'use1', cut.after);
    const detection = secondsOf(stated.clientGap, 'site without a quorum leaves traffic');
    const failed = clients.use1!.failedAfter(cut.before)! - cut.before;
    record('use1 (leader) cut off', 'its health path fails after', failed, detection);
    expectMoved('use1 (leader) cut off', 'use1', cut.before, stated, detection);

    const others = ['use2', 'usw2'].map((site) => clients[site]!.longestGap(cut.before, Date.now()));
    const workloadGap = secondsOf(stated.workloadGap);
    record('use1 (leader) cut off', 'clients of other sites without service', Math.max(...others), workloadGap);
    expect(failed).toBeLessThanOrEqual(detection * 1000);
    expect(Math.max(...others)).toBeLessThanOrEqual((workloadGap + RESOLUTION_SECONDS) * 1000);
    // An election is no reason to leave the sites that hold it.
    for (const site of ['use2', 'usw2'])
      expect(clients[site]!.nameServerLeft(ingresses[site]!, cut.before)).toBeUndefined();
  });

  it('sends clients elsewhere in time when a site is lost, and back to one that was healed', async () => {
    const stated = faultOf(manifests, 'site lost', 'usw2');
    const heal = wan.heal();
    // Until its member is back, a second fault would be one too many.
    await until('use1 reads from the quorum', PATIENCE_SECONDS, () => cluster.answers('use1'));
    record('use1 healed', 'its member answers again after', Date.now() - heal.before);
    const loss = wan.lose('usw2');
    await movedTo('use2', 'usw2', loss.after);
    expectMoved('usw2 lost', 'usw2', loss.before, stated, 0);

    await movedTo('use1', 'use1', heal.after);
    record('use1 healed', 'all clients are back after', Date.now() - heal.before);
  });

  it('answers with the TTL that is emitted', () => {
    const records = Object.values(manifests.resources('orders', 'aws_route53_record'));
    expect([...new Set(Object.values(clients).flatMap(({ ttls }) => ttls))]).toEqual([
      ...new Set(records.map(({ ttl }) => ttl)),
    ]);
  });

  async function stopAll(): Promise<void> {
    await Promise.all(Object.values(clients).map((each) => each.stop()));
    await Promise.all(processes.map((each) => each.stop('SIGTERM')));
  }

  /** Waits until all clients near a site are served by another one. */
  async function movedTo(to: string, near: string, after: number): Promise<void> {
    await until(`clients near ${near} are served by ${to}`, PATIENCE_SECONDS, () => {
      for (const each of processes) each.assertRunning();
      return clients[near]!.allServedBy(ingresses[to]!, after);
    });
  }

  function expectMoved(
    fault: string,
    site: string,
    since: number,
    { clientGap }: PlannedFault,
    detection: number,
  ): void {
    const checks = ['health check interval x threshold', 'probe timeout x threshold'];
    const verdict = checks.reduce((sum, part) => sum + secondsOf(clientGap, part), detection);
    const resolved = verdict + secondsOf(clientGap, 'DNS answers run out');
    const named = clients[site]!.nameServerLeft(ingresses[site]!, since)! - since;
    const cached = clients[site]!.lastCacheLeft(ingresses[site]!, since) - since;
    const gap = clients[site]!.longestGap(since, Date.now());
    record(fault, 'name server answers another site after', named, verdict);
    record(fault, 'the last resolver does after', cached, resolved);
    record(fault, 'its clients without service', gap, secondsOf(clientGap));
    expect(named).toBeLessThanOrEqual(verdict * 1000);
    expect(cached).toBeLessThanOrEqual(resolved * 1000);
    expect(gap).toBeLessThanOrEqual(secondsOf(clientGap) * 1000);
  }

  function record(fault: string, what: string, millis: number, bound?: number): void {
    measurements.push({ fault, what, measured: inSeconds(millis), bound: bound === undefined ? '-' : `${bound} s` });
  }
});

function synthesize(): Synthesized {
  return Synthesized.of((app) =>
    deploy(app, {
      fleet: {
        traffic: GlobalLoadBalancer.route53({
          hostedZoneId: 'Z0123456789ABCDEFGHIJ',
          zoneName: 'example.com',
          // What the clients here do, and a single name server.
          clientCache: Duration.seconds(0),
          propagation: Duration.seconds(0),
        }),
      },
      dr: { workload: StatefulWorkload.etcd() },
    }),
  );
}

/** Sites by their round trip from one of them. */
function byDistance(site: string): string[] {
  const millis = (other: string) =>
    other === site ? 0 : (SITE_PROPS[site]!.rttMillis?.[other] ?? SITE_PROPS[other]!.rttMillis?.[site] ?? Infinity);
  return [...THREE].sort((a, b) => millis(a) - millis(b));
}
