import type { Route53HealthCheckConfig } from '@cdktf/provider-aws/lib/route53-health-check';
import type { IAppHost } from '../model/app-host';
import type { ITrafficLatch, TrafficRequest } from '../model/load-balancer';
import { PrerequisiteKind } from '../model/prerequisite';
import type { Site } from '../model/site';
import type { SupportLoss } from '../model/support-loss';
import { FaultKind } from '../recovery/fault';
import type { HealthCheck } from './health-check';
import { LATCH_PREFIX, makeLatchBucket } from './latch-bucket';
import type { LatchMechanism } from './latch-mechanism';
import { LatchRunner } from './latch-steps';
import { CLOSE_OR_OPEN_SECONDS, closeScript, openScript } from './object-latch-scripts';

/** Where the objects of latches lie. */
export interface ObjectLatchProps {
  /**
   * Begin of the names of the buckets: each application makes `<bucketPrefix>-<application>` in its own stack. Bucket names are
   * unique in all of AWS: begin with the name of the organization.
   */
  readonly bucketPrefix: string;
  /** Region of the buckets, such as `eu-central-1`: one that is lost with no site of any application. */
  readonly region: string;
  /**
   * Secret in the application's namespace with `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, in every site that may be active.
   *
   * @default traffic-latch
   */
  readonly credentialsSecret?: string;
  /**
   * Image with `aws` (version 2) and `sh`, which runs the steps of runbooks.
   *
   * @default amazon/aws-cli:2.31.9
   */
  readonly image?: string;
}

/** One object per site, while which is there the site gets no clients. */
export class ObjectLatch implements LatchMechanism {
  private readonly runner: LatchRunner;

  constructor(private readonly props: ObjectLatchProps) {
    this.runner = new LatchRunner(props);
  }

  public check(host: IAppHost): string[] {
    return [...this.checkRegion(host), ...this.checkBucket(host), ...this.runner.check()];
  }

  public render(host: IAppHost, request: TrafficRequest): void {
    const bucket = this.bucketOf(host);
    makeLatchBucket(host, bucket, this.props.region);
    this.runner.require(host, request, {
      actions: `s3:PutObject and s3:DeleteObject on arn:aws:s3:::${bucket}/${LATCH_PREFIX}/${host.name}/*`,
      hosts: this.endpointOf(host),
    });
    for (const site of request.sites) {
      host.require(site, {
        kind: PrerequisiteKind.SETTING,
        name: 'S3 Block Public Access of the account',
        why: `it does not block public policies in the account of bucket ${bucket} (BlockPublicPolicy and RestrictPublicBuckets are off; those for ACLs stay on), or health checkers never see a closed latch; the bucket has settings of its own`,
      });
    }
  }

  public healthCheck(
    host: IAppHost,
    site: Site,
    { intervalSeconds, failureThreshold }: HealthCheck,
  ): Route53HealthCheckConfig {
    return {
      type: 'HTTPS',
      fqdn: this.endpointOf(host),
      port: 443,
      resourcePath: `/${keyOf(host, site)}`,
      enableSni: true,
      requestInterval: intervalSeconds,
      failureThreshold,
      // The object answers 200 while it is there, and then the site is out.
      invertHealthcheck: true,
    };
  }

  public losses(host: IAppHost, { sites }: TrafficRequest): SupportLoss[] {
    return [
      {
        fault: FaultKind.CONTROL_PLANE_LOST,
        subject: `bucket ${this.bucketOf(host)} of the latches in ${this.props.region}`,
        sites: sites.map(({ name }) => name),
        onHeal: 'close the latch of every site that was failed away from again, before anything else',
        human:
          'bring it back, or apply the stack again when the bucket is gone; until then all latches are open, so that the health check of a site alone keeps clients away from it, and a failover or a switchover fails at its step that closes a latch',
      },
    ];
  }

  public latchOf(host: IAppHost): ITrafficLatch {
    const object = (site: Site) => ({
      site: site.name,
      bucket: this.bucketOf(host),
      key: keyOf(host, site),
      region: this.props.region,
    });
    return {
      close: (site, runner) =>
        this.runner.step(runner, {
          name: `close-latch-${site.name}`,
          title: `keep clients away from ${site.name}`,
          script: closeScript(object(site)),
          timeoutSeconds: CLOSE_OR_OPEN_SECONDS,
        }),
      open: (site, runner) =>
        this.runner.step(runner, {
          name: `open-latch-${site.name}`,
          title: `let clients come to ${site.name} again`,
          script: openScript(object(site)),
          timeoutSeconds: CLOSE_OR_OPEN_SECONDS,
        }),
    };
  }

  private bucketOf(host: IAppHost): string {
    return `${this.props.bucketPrefix}-${host.name}`;
  }

  /** Of the region itself: the global name is resolved by a region that may be the lost one. */
  private endpointOf(host: IAppHost): string {
    return `${this.bucketOf(host)}.s3.${this.props.region}.amazonaws.com`;
  }

  private checkRegion({ sites }: IAppHost): string[] {
    const { region } = this.props;
    if (!/^(?!cn-)[a-z]{2}-[a-z]+-\d+$/.test(region)) {
      return [
        `latch region is "${region}"; allowed is a commercial region of AWS, such as eu-central-1, which the health checkers of Route 53 reach`,
      ];
    }
    return sites
      .filter((site) => site.region === region)
      .map(
        ({ name }) =>
          `latch region is ${region}, that of site ${name}, with which the latch would be lost: it opens by itself when nobody reaches it; choose a region without a site of the application`,
      );
  }

  // Amazon S3 user guide, "General purpose bucket naming rules". With a dot, the certificate of *.s3.<region>.amazonaws.com
  // does not cover the name.
  private checkBucket(host: IAppHost): string[] {
    const bucket = this.bucketOf(host);
    const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$/.exec(bucket)?.[0];
    if (reserved !== undefined) {
      return [
        `latch bucket "${bucket}" has "${reserved}" in it, which S3 keeps for itself; choose another bucketPrefix`,
      ];
    }
    if (/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket)) return [];
    return [
      `latch bucket "${bucket}" (bucketPrefix and the name of the application) is no usable S3 bucket name; use 3 to 63 of a-z, 0-9 and "-" in all, with a letter or digit at both ends`,
    ];
  }
}

function keyOf(host: IAppHost, site: Site): string {
  return `${LATCH_PREFIX}/${host.name}/${site.name}`;
}
