import type { Environment } from '@marcbachmann/cel-js';

/** An absolute URL, or a path. */
class Url {
  constructor(
    private readonly url: URL,
    private readonly absolute: boolean,
  ) {}

  static parse(text: string): Url | undefined {
    const absolute = !text.startsWith('/');
    const full = absolute ? text : `http://unused${text}`;
    return URL.canParse(full) ? new Url(new URL(full), absolute) : undefined;
  }

  static require(text: string): Url {
    const url = Url.parse(text);
    if (url === undefined) throw new Error(`'${text}' is not a URL`);
    return url;
  }

  get scheme(): string {
    return this.absolute ? this.url.protocol.slice(0, -1) : '';
  }

  get host(): string {
    return this.absolute ? this.url.host : '';
  }

  get hostname(): string {
    return this.absolute ? this.url.hostname.replace(/^\[(.*)\]$/, '$1') : '';
  }

  get port(): string {
    return this.url.port;
  }

  get path(): string {
    return this.url.pathname;
  }

  get query(): Record<string, string[]> {
    const { searchParams } = this.url;
    return Object.fromEntries([...searchParams.keys()].map((key) => [key, searchParams.getAll(key)]));
  }
}

/** The `url` library. */
export function registerUrls(cel: Environment): void {
  cel
    .registerType('kubernetes.URL', Url)
    .registerFunction('isURL(string): bool', (text: string) => Url.parse(text) !== undefined)
    .registerFunction('url(string): kubernetes.URL', (text: string) => Url.require(text))
    .registerFunction('kubernetes.URL.getScheme(): string', (url: Url) => url.scheme)
    .registerFunction('kubernetes.URL.getHost(): string', (url: Url) => url.host)
    .registerFunction('kubernetes.URL.getHostname(): string', (url: Url) => url.hostname)
    .registerFunction('kubernetes.URL.getPort(): string', (url: Url) => url.port)
    .registerFunction('kubernetes.URL.getEscapedPath(): string', (url: Url) => url.path)
    .registerFunction('kubernetes.URL.getQuery(): map<string, list<string>>', (url: Url) => url.query);
}
