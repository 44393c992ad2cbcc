import type { ChildProcess } from 'node:child_process';
import * as path from 'node:path';
import type { DelayedRoute } from './delay-proxy';
import { Namespaces } from './namespaces';
import { RealProcess } from './process';
import { scriptArguments } from './scripts';

/** A site, as far as the network knows it. */
export interface WanSite {
  readonly name: string;
  readonly podCidr: string;
  /** Round trips to other sites in milliseconds, by their names; one direction is enough. */
  readonly rttMillis?: Record<string, number>;
}

/** When a change of the network was made: it took effect between the two, in milliseconds since the epoch. */
export interface Moment {
  readonly before: number;
  readonly after: number;
}

const ROUTER = 'router';
/** Where clients and health checkers are: a namespace beside the sites. */
export const INTERNET = 'internet';
const INTERNET_CIDR = '198.51.100.0/24';
/** Position of a namespace's own address in its range; the router has the first one. */
const OWN = 10;
/** Position of the first of the addresses at which the router stands for the other sites. */
const STAND_IN = 100;
/** What sites dial in each other: clients and peers of etcd. */
const DELAYED_PORTS = [2379, 2380];

/**
 * Sites as network namespaces, with the addresses and the round trips of the model, around a router that can cut them off.
 * Packets are dropped and not refused, as by a lost line.
 */
export class Wan {
  private readonly namespaces = new Namespaces();
  private readonly ranges: Map<string, string>;
  private delay?: RealProcess;

  constructor(private readonly sites: WanSite[]) {
    this.ranges = new Map([
      ...sites.map(({ name, podCidr }): [string, string] => [name, podCidr]),
      [INTERNET, INTERNET_CIDR],
    ]);
    try {
      this.build();
    } catch (error) {
      this.namespaces.destroy();
      throw error;
    }
  }

  /** Names of the sites. */
  public get names(): string[] {
    return this.sites.map(({ name }) => name);
  }

  /** Address of the pods of a site, or of the internet. */
  public address(name: string): string {
    return this.addressAt(name, OWN);
  }

  /** Address at which a site reaches the pods of a site: of another one it is the router's, which adds the round trip. */
  public addressFrom(site: string, other: string): string {
    return site === other ? this.address(site) : this.addressAt(site, STAND_IN + this.names.indexOf(other));
  }

  /** Gives one more address to a site, or to the internet. */
  public addAddress(name: string, position: number): string {
    const address = this.addressAt(name, position);
    this.namespaces.addAddress(name, 'eth0', address, prefixOf(this.rangeOf(name)));
    return address;
  }

  /** What names mean in a site. */
  public setHosts(name: string, addresses: Record<string, string[]>): void {
    this.namespaces.setHosts(name, addresses);
  }

  /** Runs a program in a site to its end and returns what it prints. */
  public run(name: string, program: string, args: string[], env?: Record<string, string | undefined>): Promise<string> {
    return this.namespaces.run(name, program, args, env);
  }

  /** Starts a program in a site. */
  public spawn(name: string, program: string, args: string[]): ChildProcess {
    return this.namespaces.spawn(name, program, args);
  }

  /** Cuts a site off from the other sites; clients on the internet still reach it. */
  public cutOff(site: string): Moment {
    return this.change(`add element inet wan cut_off { ${site} }`);
  }

  /** Cuts the way between two sites; both reach all others. */
  public cutTunnel(one: string, other: string): Moment {
    const ends = [
      [one, this.addressFrom(one, other)],
      [other, this.addressFrom(other, one)],
    ];
    const rules = ends.flatMap(([site, standIn]) => [
      `add rule inet wan tunnels_in iifname ${site} ip daddr ${standIn} drop`,
      `add rule inet wan tunnels_out oifname ${site} ip saddr ${standIn} drop`,
    ]);
    return this.change(rules.join('; '));
  }

  /** Takes a site off every network. */
  public lose(site: string): Moment {
    return this.change(`add element inet wan lost { ${site} }`);
  }

  /** Mends everything. */
  public heal(): Moment {
    const sets = ['cut_off', 'lost'].map((set) => `flush set inet wan ${set}`);
    const chains = ['tunnels_in', 'tunnels_out'].map((chain) => `flush chain inet wan ${chain}`);
    return this.change([...sets, ...chains].join('; '));
  }

  /** Removes it all; what runs in it has to be stopped before. */
  public async destroy(): Promise<void> {
    await this.delay?.stop();
    this.namespaces.destroy();
  }

  private build(): void {
    this.namespaces.add(ROUTER);
    this.namespaces.runNow(ROUTER, 'sh', ['-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward']);
    for (const [name, range] of this.ranges) {
      this.namespaces.add(name);
      this.namespaces.link(name, this.address(name), ROUTER, this.addressAt(name, 1), prefixOf(range));
    }
    this.namespaces.runNow(ROUTER, 'nft', ['-f', '-'], RULES);
    this.startDelay();
  }

  private startDelay(): void {
    const routes = this.names.flatMap((site) =>
      this.names
        .filter((other) => other !== site)
        .map((other): DelayedRoute => {
          const listen = this.addressFrom(site, other);
          this.namespaces.addAddress(ROUTER, site, listen, prefixOf(this.rangeOf(site)));
          return { listen, target: this.address(other), ports: DELAYED_PORTS, rttMillis: this.rttMillis(site, other) };
        }),
    );
    const args = scriptArguments(path.join(__dirname, 'delay-proxy.ts'), routes);
    this.delay = new RealProcess('delay-proxy.ts', this.spawn(ROUTER, process.execPath, args));
  }

  private rttMillis(site: string, other: string): number {
    const stated = (from: string, to: string) => this.sites.find(({ name }) => name === from)?.rttMillis?.[to];
    return stated(site, other) ?? stated(other, site) ?? 0;
  }

  private change(command: string): Moment {
    const before = Date.now();
    this.namespaces.runNow(ROUTER, 'nft', [command]);
    return { before, after: Date.now() };
  }

  private addressAt(name: string, position: number): string {
    const octets = (this.rangeOf(name).split('/')[0] ?? '').split('.');
    return [...octets.slice(0, 3), String(position)].join('.');
  }

  private rangeOf(name: string): string {
    const range = this.ranges.get(name);
    if (range === undefined) throw new Error(`no site ${name}; there are ${[...this.ranges.keys()].join(', ')}`);
    return range;
  }
}

const RULES = `
table inet wan {
  set cut_off { type ifname; }
  set lost { type ifname; }
  chain tunnels_in { }
  chain tunnels_out { }
  chain forward {
    type filter hook forward priority 0; policy accept;
    iifname @lost drop
    oifname @lost drop
    iifname @cut_off oifname != "${INTERNET}" drop
    oifname @cut_off iifname != "${INTERNET}" drop
  }
  # The way between sites ends and begins here, for the sake of the delay.
  chain input {
    type filter hook input priority 0; policy accept;
    iifname @lost drop
    iifname @cut_off drop
    jump tunnels_in
  }
  chain output {
    type filter hook output priority 0; policy accept;
    oifname @lost drop
    oifname @cut_off drop
    jump tunnels_out
  }
}
`;

function prefixOf(range: string): number {
  return Number(range.split('/')[1]);
}
