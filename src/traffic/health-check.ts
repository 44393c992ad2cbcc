import { Duration } from 'cdk8s';
import { HealthProtocol } from '../rules/vocabulary';

/** Properties of a health check. */
export interface HealthCheckProps {
  /**
   * Time from an answer to the next request of the same checker: 10 or 30 seconds. Route 53 cannot change it: a new check
   * takes the place of the old one.
   *
   * @default - 10 seconds: a lost site is noticed 60 s earlier than with 30 seconds (3 failures), for the charge of one more
   * feature per check and month; the site gets more than one request a second, from all checkers together
   */
  readonly interval?: Duration;
  /**
   * Checks in a row that have to fail, and later to succeed, before the site's state changes: 1 to 10.
   *
   * @default 3: two lost packets in a row take no site out; with 2, a lost site is noticed 16 s earlier (10 s interval)
   */
  readonly failureThreshold?: number;
  /**
   * Port of the site's ingress.
   *
   * @default 443
   */
  readonly port?: number;
}

/**
 * How checkers on the internet find out whether a site can serve. Route 53 fixes how long a check may take, and calls a site
 * healthy while more than 18 % of its checkers do.
 */
export class HealthCheck {
  /**
   * GET of the site's health path. An answer of 2xx or 3xx within 4 s for the connection and 2 s more is healthy, a
   * redirect as well. The certificate is not verified.
   */
  public static https(props: HealthCheckProps = {}): HealthCheck {
    return new HealthCheck(HealthProtocol.HTTPS, 6, props);
  }

  /**
   * A connection within 10 s. It says that something listens, not that the site can serve: rule GLB-04 refuses it for
   * systems that are consistent by quorum.
   */
  public static tcp(props: HealthCheckProps = {}): HealthCheck {
    return new HealthCheck(HealthProtocol.TCP, 10, props);
  }

  /** Time from an answer to the next request, in seconds. */
  public readonly intervalSeconds: number;
  /** Checks in a row that have to fail. */
  public readonly failureThreshold: number;
  /** Port of the site's ingress. */
  public readonly port: number;

  private constructor(
    /** What the checkers speak. */
    public readonly protocol: HealthProtocol,
    /** How long one check may take before it has failed, in seconds; fixed by Route 53. */
    public readonly timeoutSeconds: number,
    props: HealthCheckProps,
  ) {
    this.intervalSeconds = (props.interval ?? Duration.seconds(10)).toSeconds({ integral: false });
    this.failureThreshold = props.failureThreshold ?? 3;
    this.port = props.port ?? 443;
  }
}
