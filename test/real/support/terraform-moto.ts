import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import type { Processes } from './terraform-process';
import { type Xml, parseXml, text } from './terraform-xml';

/** A stand-in for AWS on the loopback interface. */
export class Moto {
  /** Starts a server on a free port. */
  public static async start(processes: Processes): Promise<Moto> {
    const child = processes.start('moto_server', ['-H', '127.0.0.1', '-p', '0'], { cwd: tmpdir(), env: process.env });
    // From here on it writes a line for each request; somebody has to read them, or it stops.
    const lines = createInterface({ input: child.stderr! });
    child.stdout?.resume();
    return await new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        const [, url] = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
        if (url !== undefined) resolve(new Moto(url));
      });
      void once(child, 'close').then(([code]) => reject(new Error(`moto_server ended with ${code}`)));
    });
  }

  private constructor(public readonly url: string) {}

  /** Makes a public hosted zone, and returns the id that it got. */
  public async createZone(name: string): Promise<string> {
    const reference = `${name}-${Math.random()}`;
    const body = `<CreateHostedZoneRequest><Name>${name}</Name><CallerReference>${reference}</CallerReference></CreateHostedZoneRequest>`;
    const answer = await this.send('route53', 'POST', '/2013-04-01/hostedzone', body);
    const id = text(answer, 'CreateHostedZoneResponse', 'HostedZone', 'Id');
    if (id === undefined) throw new Error(`no zone was made: ${JSON.stringify(answer)}`);
    return id.replace('/hostedzone/', '');
  }

  /** What a service answers. */
  public async get(service: string, path: string): Promise<Xml> {
    return await this.send(service, 'GET', path);
  }

  /** Sends a request; an answer that is an error is thrown. */
  public async send(service: string, method: string, path: string, body?: string): Promise<Xml> {
    return parseXml(await this.text(service, method, path, body));
  }

  /** The same for an answer that is no XML. */
  public async text(service: string, method: string, path: string, body?: string): Promise<string> {
    const answer = await this.request(service, method, path, body);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return await answer.text();
  }

  /** True when a path of a service has something. */
  public async has(service: string, path: string): Promise<boolean> {
    return (await this.request(service, 'HEAD', path)).ok;
  }

  private async request(service: string, method: string, path: string, body?: string): Promise<Response> {
    return await fetch(`${this.url}${path}`, {
      method,
      body,
      headers: {
        'Content-Type': 'application/xml',
        // moto reads the service from the scope and does not check the signature.
        Authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=none`,
      },
    });
  }
}
