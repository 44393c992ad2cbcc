import * as path from 'node:path';
import { longestGap } from './network/gaps';
import type { RealProcess } from './network/process';
import { runScript } from './network/scripts';
import type { Wan } from './network/wan';
import type { EtcdCluster } from './quorum-cluster';
import type { ProbeOutcome, ProberProps } from './quorum-prober';
import type { WriteOutcome, WriterProps } from './quorum-writer';

/** Keys that the clients write. */
export const PREFIX = '/cndr/';

/** How long a client waits for an answer. */
const DEADLINE_MILLIS = 3000;
/** Pace of the writes, and with it the resolution of what is measured. */
const EVERY_MILLIS = 50;

/** A client in each site that writes through the member beside it, and a prober of that member. */
export class Clients {
  private readonly writes = new Map<string, WriteOutcome[]>();
  private readonly probes = new Map<string, ProbeOutcome[]>();
  private readonly processes: RealProcess[] = [];

  constructor(
    private readonly wan: Wan,
    private readonly cluster: EtcdCluster,
  ) {}

  /** Starts the client and the prober of every site. */
  public start(): void {
    for (const site of this.wan.names) {
      this.writes.set(site, []);
      this.probes.set(site, []);
      this.startWriter(site);
      this.startProber(site);
    }
  }

  /** Stops them all. */
  public async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
  }

  /** Acknowledged writes of a site's client, by the time of the acknowledgement. */
  public acknowledged(site: string): WriteOutcome[] {
    return this.writes
      .get(site)!
      .filter(({ acknowledged }) => acknowledged)
      .sort((a, b) => a.ended - b.ended);
  }

  /** Acknowledged writes of all clients, value by key. */
  public allAcknowledged(): Map<string, string> {
    return new Map(
      this.wan.names.flatMap((site) => this.acknowledged(site).map(({ key, value }): [string, string] => [key, value])),
    );
  }

  /** Longest time without an acknowledgement for a site's client, from the last one before `from` to `to`. */
  public longestGap(site: string, from: number, to: number): number {
    const times = this.acknowledged(site).map(({ ended }) => ended);
    return longestGap(times, from, to);
  }

  /** The first write of a site's client that was begun after a time and acknowledged before another. */
  public firstBegunAfter(site: string, from: number, to: number = Infinity): WriteOutcome | undefined {
    return this.acknowledged(site).find(({ begun, ended }) => begun > from && ended < to);
  }

  /** When kubelet first found the member unready after a time. */
  public unreadyAfter(site: string, from: number): number | undefined {
    return this.probes.get(site)!.find(({ ended, ready }) => ended > from && !ready)?.ended;
  }

  /** When kubelet first found the member ready by a probe that was begun after a time. */
  public readyAfter(site: string, from: number): number | undefined {
    return this.probes.get(site)!.find(({ begun, ready }) => begun > from && ready)?.ended;
  }

  private startWriter(site: string): void {
    const environment = this.cluster.clientEnvironment(site);
    const props: WriterProps = {
      endpoint: environment.ETCDCTL_ENDPOINTS,
      ca: environment.ETCDCTL_CACERT,
      cert: environment.ETCDCTL_CERT,
      key: environment.ETCDCTL_KEY,
      prefix: `${PREFIX}${site}/`,
      everyMillis: EVERY_MILLIS,
      deadlineMillis: DEADLINE_MILLIS,
    };
    const outcomes = this.writes.get(site)!;
    const file = path.join(__dirname, 'quorum-writer.ts');
    this.processes.push(runScript(this.wan, site, file, props, (outcome) => outcomes.push(outcome as WriteOutcome)));
  }

  private startProber(site: string): void {
    const { port, path: urlPath, ...times } = this.cluster.member(site).probe;
    const props: ProberProps = { url: `http://${this.wan.address(site)}:${port}${urlPath}`, ...times };
    const outcomes = this.probes.get(site)!;
    const file = path.join(__dirname, 'quorum-prober.ts');
    this.processes.push(runScript(this.wan, site, file, props, (outcome) => outcomes.push(outcome as ProbeOutcome)));
  }
}
