import * as path from 'node:path';
import { longestGap } from './network/gaps';
import type { RealProcess } from './network/process';
import { runScript } from './network/scripts';
import { INTERNET, type Wan } from './network/wan';
import type { Attempt, DnsClientProps } from './dns-client';

/** Clients whose nearest site is one and the same. */
export class DnsClients {
  private readonly attempts: Attempt[] = [];
  private readonly process: RealProcess;

  constructor(
    wan: Wan,
    private readonly props: DnsClientProps,
  ) {
    const file = path.join(__dirname, 'dns-client.ts');
    this.process = runScript(wan, INTERNET, file, props, (attempt) => this.attempts.push(attempt as Attempt));
  }

  public stop(): Promise<void> {
    return this.process.stop();
  }

  /** True when each client was served by an address in its last attempt, and began that after a time. */
  public allServedBy(address: string, after: number): boolean {
    return this.clients.every((client) => {
      const last = this.of(client).at(-1);
      return last !== undefined && last.begun > after && last.served && last.address === address;
    });
  }

  /** Longest time that any client with a cache was not served. */
  public longestGap(from: number, to: number): number {
    return Math.max(...this.cached.map((client) => longestGap(this.servedTimes(client), from, to)));
  }

  /** When any of them was first not served, after a time. */
  public failedAfter(after: number): number | undefined {
    const failed = this.attempts.filter(({ begun, served }) => begun > after && !served).map(({ ended }) => ended);
    return failed.length > 0 ? Math.min(...failed) : undefined;
  }

  /** When the name server first gave another answer than an address, to an attempt after a time. */
  public nameServerLeft(address: string, after: number): number | undefined {
    return this.of(0).find((attempt) => attempt.begun > after && answersOther(attempt, address))?.ended;
  }

  /** When the last of the caches gave another answer than an address, to attempts after a time. */
  public lastCacheLeft(address: string, after: number): number {
    const ended = this.cached.map(
      (client) =>
        this.of(client).find((attempt) => attempt.begun > after && answersOther(attempt, address))?.ended ?? Infinity,
    );
    return Math.max(...ended);
  }

  /** TTLs that were seen. */
  public get ttls(): number[] {
    return [...new Set(this.attempts.map(({ ttl }) => ttl).filter((ttl) => ttl >= 0))];
  }

  private get clients(): number[] {
    return [0, ...this.cached];
  }

  private get cached(): number[] {
    return Array.from({ length: this.props.resolvers }, (_, index) => index + 1);
  }

  private servedTimes(client: number): number[] {
    return this.of(client)
      .filter(({ served }) => served)
      .map(({ ended }) => ended);
  }

  private of(client: number): Attempt[] {
    return this.attempts.filter((attempt) => attempt.client === client).sort((a, b) => a.begun - b.begun);
  }
}

/** True when the attempt got an answer, and not this one. */
function answersOther(attempt: Attempt, address: string): boolean {
  return attempt.address !== '' && attempt.address !== address;
}
