import { setTimeout as sleep } from 'node:timers/promises';
import { type EtcdProps, StatefulWorkload } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { SITE_PROPS, THREE, deploy } from '../support/fleet';
import { describeWithSites } from './network/capability';
import { CleanUp } from './network/clean-up';
import { type Measurement, inSeconds, printMeasurements } from './network/report';
import { until } from './network/until';
import { Wan } from './network/wan';
import { type PlannedFault, faultOf, secondsOf } from './quorum-bounds';
import { Clients, PREFIX } from './quorum-clients';
import { EtcdCluster, type ListedMember } from './quorum-cluster';
import { installedVersion, renamedFor } from './quorum-dialect';
import { addMember, removeMember } from './quorum-replacement';

/** Longest wait for what has no bound in the plan; TCP alone may pause for 120 s. */
const PATIENCE_SECONDS = 150;
/** Long enough for the clients to write at their usual pace again. */
const CALM_MILLIS = 1000;

/** Two sites that cease to reach each other. */
const TUNNEL: [string, string] = ['use1', 'use2'];

function otherThan(site: string): string[] {
  return THREE.filter((name) => name !== site);
}

function synthesize(props: EtcdProps = {}): Synthesized {
  return Synthesized.of((app) => deploy(app, { dr: { workload: StatefulWorkload.etcd(props) } }));
}

describeWithSites('etcd in three sites, started as synthesized', ['etcd', 'etcdctl'], () => {
  const measurements: Measurement[] = [];
  const manifests = synthesize();
  const lostSite = 'use1';
  const survivor = 'use2';
  const cleanUp = new CleanUp();
  let wan: Wan;
  let cluster: EtcdCluster;
  let clients: Clients;
  let removed: ListedMember;

  beforeAll(async () => {
    const folder = cleanUp.folder();
    wan = new Wan(THREE.map((name) => ({ name, ...SITE_PROPS[name]! })));
    cleanUp.add(() => wan.destroy());
    cluster = new EtcdCluster(wan, manifests, folder);
    cleanUp.add(() => cluster.stop());
    clients = new Clients(wan, cluster);
    cleanUp.add(() => clients.stop());
    for (const site of THREE) cluster.start(site);
    clients.start();
    for (const site of THREE) await serves(site, 0);
  }, 120_000);

  // Whatever became of a test, the next one begins with whole lines.
  afterEach(() => void wan.heal());

  afterAll(async () => {
    await cleanUp.run();
    const version = installedVersion();
    const words = renamedFor(version).map(({ emitted, older, because }) => `  ${emitted} -> ${older} (${because})\n`);
    process.stdout.write(`\netcd ${version}; translated for it:\n${words.join('')}`);
    printMeasurements('etcd: measured, and what plan.json states', measurements);
  });

  it('has members that every site reaches by the names they advertise, as far away as their timeouts allow', async () => {
    const stated = Math.max(...manifests.plan.fleets[0]!.facts.latencies.map(({ millis }) => millis));
    const roundTrips: number[] = [];
    for (const { peerUrl } of await cluster.members('use1')) {
      const clientUrl = peerUrl.replace(/\d+$/, '2379');
      for (const site of THREE) roundTrips.push(await cluster.roundTrip(site, clientUrl));
    }
    await cluster.ctlAt('https://etcd.orders.svc.clusterset.local:2379', 'use2', 'get', 'any');
    const longest = Math.max(...roundTrips);
    record('none', 'longest round trip', `${longest.toFixed(0)} ms`, `${stated} ms`);
    expect(longest).toBeGreaterThanOrEqual(stated);
  });

  it('takes nobody for a member who has the certificate of a client', async () => {
    const [{ peerUrl }] = (await cluster.members('use1')) as [ListedMember];
    await expect(cluster.roundTrip('use1', peerUrl)).rejects.toThrow();
  });

  it.each(THREE)('goes on within the stated time when the site of the leader, %s, is cut off', async (site) => {
    const fault = `${site} (leader) cut off`;
    const { workloadGap, clientGap, servedBy } = faultOf(manifests, 'site cut off', site);
    const detection = secondsOf(clientGap, 'site without a quorum leaves traffic');
    await cluster.moveLeader(site);
    await sleep(CALM_MILLIS);

    const cut = wan.cutOff(site);
    const unready = await until(`${site} is unready`, detection + 5, () => clients.unreadyAfter(site, cut.before));
    await allWrite(servedBy, cut.after);
    expect(await cluster.answers(site)).toBe(false);
    const heal = wan.heal();
    const rejoined = await serves(site, heal.after);
    await sleep(CALM_MILLIS);

    expectGapWithin(workloadGap, fault, gapOf(servedBy, cut.before, heal.before));
    expectGapWithin(workloadGap, `${fault}, then healed`, gapOf(servedBy, heal.before, Date.now()));
    record(fault, 'its readiness fails after', inSeconds(unready - cut.before), `${detection} s`);
    record(`${fault}, then healed`, 'it serves again after', inSeconds(rejoined - heal.before), '-');
    expect(unready - cut.before).toBeLessThanOrEqual(detection * 1000);
    // Whoever is left alone takes no writes, and whoever is not stays in traffic.
    expect(servedBy).toEqual(otherThan(site));
    expect(clients.firstBegunAfter(site, cut.after, heal.before)).toBeUndefined();
    for (const other of servedBy) expect(clients.unreadyAfter(other, cut.before)).toBeUndefined();
    await expectNothingLost(fault);
  });

  it.each(TUNNEL)(
    'serves in the third site, and in one end at least, when the leader is in %s, an end of a dead tunnel',
    async (leader) => {
      const fault = `tunnel ${TUNNEL.join('-')} down (leader in ${leader})`;
      const { workloadGap, clientGap, servedBy, servedByOneOf } = faultOf(manifests, 'tunnel down', ...TUNNEL);
      const detection = secondsOf(clientGap, 'site without a quorum leaves traffic');
      const silent = otherThan(leader).find((site) => TUNNEL.includes(site))!;
      await cluster.moveLeader(leader);
      await sleep(CALM_MILLIS);

      const cut = wan.cutTunnel(...TUNNEL);
      const unready = await until(`${silent} is unready`, detection + 5, () =>
        clients.unreadyAfter(silent, cut.before),
      );
      await allWrite([...servedBy, leader], unready);
      expect(await cluster.answers(silent)).toBe(false);
      // Longer than any election takes: nobody else becomes leader.
      await sleep(secondsOf(workloadGap) * 1000);
      const moved = Date.now();
      expect(await cluster.leader()).toBe(leader);

      // THEN the plan has the right sites, and the end without the leader takes no writes and leaves traffic in time
      expect(servedBy).toEqual(THREE.filter((site) => !TUNNEL.includes(site)));
      expect(servedByOneOf).toEqual(TUNNEL);
      const serving = [...servedBy, leader];
      for (const site of serving) expect(clients.unreadyAfter(site, cut.before)).toBeUndefined();
      expect(clients.firstBegunAfter(silent, cut.after, moved)).toBeUndefined();
      expectGapWithin(workloadGap, fault, gapOf(serving, cut.before, moved));
      record(fault, `readiness of ${silent} fails after`, inSeconds(unready - cut.before), `${detection} s`);
      expect(unready - cut.before).toBeLessThanOrEqual(detection * 1000);

      // WHEN a human does what the plan says, both ends serve although the tunnel is down
      const [third] = servedBy as [string];
      await cluster.moveLeader(third);
      const back = await serves(silent, moved);
      record(fault, `leader moved to ${third}: ${silent} serves after`, inSeconds(back - moved), '-');
      await allWrite(THREE, back);

      // WHEN it is healed nothing has to be done
      const heal = wan.heal();
      for (const site of THREE) await serves(site, heal.after);
      expectGapWithin(workloadGap, `${fault}, then healed`, gapOf(THREE, heal.before, Date.now()));
      await expectNothingLost(fault);
    },
  );

  it('serves in every site when the leader reaches both ends of a dead tunnel', async () => {
    const fault = `tunnel ${TUNNEL.join('-')} down (leader elsewhere)`;
    const { workloadGap, servedBy } = faultOf(manifests, 'tunnel down', ...TUNNEL);
    const [third] = servedBy as [string];
    await cluster.moveLeader(third);
    await sleep(CALM_MILLIS);

    const cut = wan.cutTunnel(...TUNNEL);
    await sleep(2 * secondsOf(workloadGap) * 1000);
    await allWrite(THREE, Date.now());
    for (const site of THREE) expect(clients.unreadyAfter(site, cut.before)).toBeUndefined();
    expectGapWithin(workloadGap, fault, gapOf(THREE, cut.before, Date.now()));
    const heal = wan.heal();
    for (const site of THREE) await serves(site, heal.after);
    await expectNothingLost(fault);
  });

  it('goes on within the stated time when the site of the leader is lost with its volume', async () => {
    await loseLeaderForGood(lostSite, `${lostSite} (leader) lost`);
  });

  it('refuses a rebuilt site whose empty member says that it founds the cluster', async () => {
    const rebuilt = cluster.start(lostSite);
    await until('the member has given up', PATIENCE_SECONDS, () => !rebuilt.running);
    expect(rebuilt.log).toContain('has already been bootstrapped');
    cluster.wipe(lostSite);
  });

  it('keeps out a member that was removed, although it was rebuilt while nobody could refuse it', async () => {
    wan.lose(lostSite);
    const rebuilt = cluster.start(lostSite);
    await until('the member asks for votes', PATIENCE_SECONDS, () => rebuilt.log.includes('starting a new election'));
    removed = await removeMember(cluster, lostSite, survivor);
    wan.heal();
    await until('the member has given up', PATIENCE_SECONDS, () => !rebuilt.running);
    expect(rebuilt.log).toContain('the member has been permanently removed from the cluster');
    cluster.wipe(lostSite);
    await expectNothingLost(`${lostSite} removed`, otherThan(lostSite));
  });

  it('takes a rebuilt site back by the documented commands, without a pause for the others', async () => {
    const { workloadGap, servedBy } = faultOf(manifests, 'site lost', lostSite);
    const fault = `${lostSite} replaced`;
    const joining = synthesize({ joiningSites: [lostSite] });

    const begin = Date.now();
    await addMember(cluster, removed, survivor, () => cluster.start(lostSite, joining));
    const back = await serves(lostSite, begin);

    record(fault, 'from member add to serving clients', inSeconds(back - begin), '-');
    expectGapWithin(workloadGap, fault, gapOf(servedBy, begin, Date.now()));
    await expectNothingLost(fault);
  });

  it('survives the next loss by the vote of the site that was replaced', async () => {
    await loseLeaderForGood(survivor, `then ${survivor} (leader) lost`);
  });

  /** Waits until a client of the site had a write acknowledged that it began after a time, and the member is ready. */
  async function serves(site: string, after: number): Promise<number> {
    const write = await until(`${site} takes writes`, PATIENCE_SECONDS, () => clients.firstBegunAfter(site, after));
    const ready = await until(`${site} is ready`, PATIENCE_SECONDS, () => clients.readyAfter(site, after));
    return Math.max(write.ended, ready);
  }

  /** A site with the leader is gone at once, without a word, and its volume as well. */
  async function loseLeaderForGood(site: string, fault: string): Promise<void> {
    const { workloadGap, servedBy } = faultOf(manifests, 'site lost', site);
    await cluster.moveLeader(site);
    await sleep(CALM_MILLIS);

    const loss = wan.lose(site);
    await cluster.process(site).stop('SIGKILL');
    cluster.wipe(site);
    await allWrite(servedBy, loss.after);
    expectGapWithin(workloadGap, fault, gapOf(servedBy, loss.before, Date.now()));
    await expectNothingLost(fault, servedBy);
  }

  async function allWrite(sites: string[], after: number): Promise<void> {
    for (const site of sites) {
      await until(`${site} writes`, PATIENCE_SECONDS, () => clients.firstBegunAfter(site, after));
    }
  }

  /** Longest time without an acknowledged write that the client of any of these sites had. */
  function gapOf(sites: string[], from: number, to: number): number {
    return Math.max(...sites.map((site) => clients.longestGap(site, from, to)));
  }

  function expectGapWithin(bound: PlannedFault['workloadGap'], fault: string, gap: number): void {
    record(fault, 'no write acknowledged elsewhere', inSeconds(gap), `${secondsOf(bound)} s`);
    expect(gap).toBeLessThanOrEqual(secondsOf(bound) * 1000);
  }

  /** Every acknowledged write is in every member: as the quorum says, and then in the member's own data. */
  async function expectNothingLost(fault: string, sites: string[] = THREE): Promise<void> {
    const acknowledged = [...clients.allAcknowledged()];
    const missing: string[] = [];
    for (const site of sites) {
      for (const consistency of ['l', 's'] as const) {
        const found = await cluster.read(site, PREFIX, consistency);
        const lost = acknowledged.filter(([key, value]) => found.get(key) !== value);
        missing.push(...lost.map(([key]) => `${key} in ${site} (${consistency})`));
      }
    }
    const bound = manifests.plan.apps[0]!.rpo.boundSeconds;
    record(fault, 'acknowledged writes lost', `${missing.length} of ${acknowledged.length}`, `${bound ?? 'unbounded'}`);
    expect(missing).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(0);
  }

  function record(fault: string, what: string, measured: string, bound: string): void {
    measurements.push({ fault, what, measured, bound });
  }
});
