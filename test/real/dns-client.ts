/**
 * Clients in one place, run beside the name server: each asks its own caching resolver once a second, and the site that
 * is the answer for its health. Prints each attempt as a line of JSON.
 */
import { Resolver } from 'node:dns/promises';
import * as http from 'node:http';

/** What the clients are started with. */
export interface DnsClientProps {
  readonly hostname: string;
  readonly nameServer: string;
  /** Address that they come from, by which the name server knows where they are. */
  readonly from: string;
  readonly port: number;
  readonly path: string;
  /** Number of resolvers; their caches run out one after the other, evenly over the TTL. Besides, one has no cache. */
  readonly resolvers: number;
}

/** One attempt of a client; times in milliseconds since the epoch. */
export interface Attempt {
  /** 0 is the one without a cache. */
  readonly client: number;
  readonly begun: number;
  readonly ended: number;
  readonly address: string;
  readonly ttl: number;
  readonly served: boolean;
}

const EVERY_MILLIS = 1000;
const PATIENCE_MILLIS = 2000;

/** A resolver that keeps an answer for its TTL, and no longer. */
class CachingResolver {
  private cached = { address: '', ttl: 0, expires: 0 };

  /** @param share part of the first answer's TTL that is left, as when somebody else had asked before */
  constructor(
    private readonly props: DnsClientProps,
    private share: number,
    private readonly keeps: boolean,
  ) {}

  public async resolve(): Promise<{ address: string; ttl: number }> {
    if (this.keeps && Date.now() < this.cached.expires) return this.cached;
    const resolver = new Resolver({ timeout: PATIENCE_MILLIS, tries: 2 });
    resolver.setServers([this.props.nameServer]);
    resolver.setLocalAddress(this.props.from);
    const [answer] = await resolver.resolve4(this.props.hostname, { ttl: true });
    this.cached = { ...answer!, expires: Date.now() + answer!.ttl * 1000 * this.share };
    this.share = 1;
    return this.cached;
  }
}

function main(props: DnsClientProps): void {
  for (let client = 0; client <= props.resolvers; client++) {
    const resolver = new CachingResolver(props, client / props.resolvers, client > 0);
    // Evenly over the second as well, not all at once.
    setTimeout(
      () => {
        setInterval(() => void attempt(props, client, resolver), EVERY_MILLIS);
      },
      (client * EVERY_MILLIS) / (props.resolvers + 1),
    );
  }
}

async function attempt(props: DnsClientProps, client: number, resolver: CachingResolver): Promise<void> {
  const begun = Date.now();
  let found = { address: '', ttl: -1 };
  let served = false;
  try {
    found = await resolver.resolve();
    served = await isServed(props, found.address);
  } catch {
    // No answer from the name server: not served.
  }
  const { address, ttl } = found;
  const outcome: Attempt = { client, begun, ended: Date.now(), address, ttl, served };
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}

function isServed({ port, path, hostname }: DnsClientProps, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(PATIENCE_MILLIS);
    const headers = { host: hostname };
    const request = http.get({ host: address, port, path, headers, agent: false, signal }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });
}

if (require.main === module) main(JSON.parse(process.argv[2]!) as DnsClientProps);
