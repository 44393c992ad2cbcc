/**
 * Makes connections as slow as the way between two sites, run on the router: a TCP proxy that holds back what it carries. It
 * is there because kernels without `netem` cannot delay packets.
 */
import * as net from 'node:net';

/** The way from one site to another. */
export interface DelayedRoute {
  /** Address of the router that the site dials in the place of the other one. */
  readonly listen: string;
  readonly target: string;
  readonly ports: number[];
  readonly rttMillis: number;
}

/** How long a connection may take before it is given up. */
const PATIENCE_MILLIS = 1000;

function main(routes: DelayedRoute[]): void {
  for (const { ports, ...route } of routes) {
    for (const port of ports) {
      // Half-closed on one side, open on the other, until the end has got there as well.
      net
        .createServer({ allowHalfOpen: true, noDelay: true }, (near) => connect(near, route, port))
        .listen(port, route.listen);
    }
  }
}

function connect(near: net.Socket, { target, rttMillis }: Omit<DelayedRoute, 'ports'>, port: number): void {
  near.on('error', () => near.destroy());
  // The handshake takes a round trip; after it each direction takes half of one.
  setTimeout(() => {
    const far = net.connect({ host: target, port, allowHalfOpen: true, noDelay: true });
    const impatience = setTimeout(() => far.destroy(), PATIENCE_MILLIS);
    far.on('connect', () => {
      clearTimeout(impatience);
      carry(near, far, rttMillis / 2);
      carry(far, near, rttMillis / 2);
    });
    far.on('error', () => far.destroy());
    far.on('close', () => setTimeout(() => near.destroy(), rttMillis / 2));
    near.on('close', () => setTimeout(() => far.destroy(), rttMillis / 2));
  }, rttMillis);
}

function carry(from: net.Socket, to: net.Socket, millis: number): void {
  // Timers of one length fire in the order in which they were set.
  from.on('data', (chunk) => setTimeout(() => to.writable && to.write(chunk), millis));
  from.on('end', () => setTimeout(() => to.end(), millis));
}

if (require.main === module) main(JSON.parse(process.argv[2]!) as DelayedRoute[]);
