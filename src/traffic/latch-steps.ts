import type { IAppHost } from '../model/app-host';
import type { TrafficRequest } from '../model/load-balancer';
import { isDnsName } from '../model/names';
import { PrerequisiteKind } from '../model/prerequisite';
import type { RunbookStep } from '../model/runbook';
import type { Site } from '../model/site';

/** How the steps of a latch reach AWS. */
export interface LatchRunnerProps {
  readonly credentialsSecret?: string;
  readonly image?: string;
}

/** Keys of the Secret: the names of the variables that the AWS CLI reads. */
const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

/** Longest that one call of the AWS CLI takes, in seconds. */
export const CALL_SECONDS = 15;

/** Options of each call: it fails within `CALL_SECONDS`, and the script tries again, or elsewhere. */
export const CALL_OPTIONS = '--cli-connect-timeout 5 --cli-read-timeout 10';

/** A step that talks to AWS and to no cluster, from the cluster of the site that runs it. */
export class LatchRunner {
  private readonly secret: string;
  private readonly image: string;

  constructor({ credentialsSecret, image }: LatchRunnerProps) {
    this.secret = credentialsSecret ?? 'traffic-latch';
    this.image = image ?? 'amazon/aws-cli:2.31.9';
  }

  public check(): string[] {
    return [
      ...(isDnsName(this.secret)
        ? []
        : [`latch credentialsSecret is "${this.secret}"; allowed are at most 253 of a-z, 0-9, "-" and "."`]),
      ...(/^[A-Za-z0-9][\w./:@-]*$/.test(this.image)
        ? []
        : [
            `latch image is "${this.image}"; allowed is a reference to a container image, such as amazon/aws-cli:2.31.9`,
          ]),
    ];
  }

  /** States the credentials of a site, with what they may do, and the way out to where they are used. */
  public require(
    host: IAppHost,
    { sites }: TrafficRequest,
    { actions, hosts }: { actions: string; hosts: string },
  ): void {
    for (const site of sites) {
      host.require(site, {
        kind: PrerequisiteKind.SECRET,
        name: this.secret,
        namespace: host.namespace,
        keys: KEYS,
        why: `runbooks in ${site.name} close and open the latches of ${host.name} with it; each site has its own key, so that one can be withdrawn`,
      });
      host.require(site, {
        kind: PrerequisiteKind.IAM,
        name: this.secret,
        why: `the user behind Secret ${this.secret} may do exactly ${actions}`,
      });
      host.require(site, {
        kind: PrerequisiteKind.FIREWALL,
        name: `tcp/443 to ${hosts}`,
        why: `runbooks in ${site.name} close and open the latches of ${host.name} there`,
      });
    }
  }

  public step(runner: Site, step: Pick<RunbookStep, 'name' | 'title' | 'script' | 'timeoutSeconds'>): RunbookStep {
    return {
      ...step,
      site: runner,
      permissions: [],
      image: this.image,
      environmentSecrets: [this.secret],
      environment: {
        AWS_MAX_ATTEMPTS: '1',
        // Of a node there are no credentials to look for: a key that is missing is said at once.
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_PAGER: '',
      },
    };
  }
}
