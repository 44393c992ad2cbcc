import type { Chart } from 'cdk8s';
import { ImplicitTokenResolver, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import type { ISynthesisSession } from 'cdktf';
import { TerraformBackend, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import type { IFleet } from '../model/fleet';
import type { IHost } from '../model/host';
import type { Prerequisite } from '../model/prerequisite';
import type { Site } from '../model/site';
import type { OutputObject } from '../recovery/trace';
import type { Finding } from '../rules/finding';
import { Severity } from '../rules/finding';
import type { Inspection } from './inspection';
import { type Attributes, attributesOf } from './made-resources';
import { stackPrepared, stackSynthesized } from './run';
import { SiteChart } from './site-chart';
import { StateBackend } from './state-backend';
import { usableId } from './stack-id';

/** Properties that every stack of the library has. */
export interface SiteStackProps {
  /**
   * Where Terraform keeps the state of the stack.
   *
   * @default - a file `terraform.<id>.tfstate` beside the output folder
   */
  readonly backend?: StateBackend;
  /**
   * Labels on every object of the stack.
   *
   * @default - none besides those of the library
   */
  readonly labels?: Record<string, string>;
}

/** A prerequisite, and the site, or the cluster that is no site, that needs it. */
export interface SitePrerequisite extends Prerequisite {
  readonly site: string;
}

const SITE_STACK = Symbol.for('cndr.SiteStack');

/**
 * A Terraform stack with one chart per cluster. Being a stack, it is the unit of deployment, cdktf's validations and aspects
 * reach everything below it, and it works under any cdktf App: the whole tree is validated when the first stack is
 * prepared, and the manifests are written when the last one has been synthesized.
 */
export abstract class SiteStack extends TerraformStack {
  /**
   * True for a stack of this library.
   *
   * @jsii ignore
   */
  public static isSiteStack(x: unknown): x is SiteStack {
    return typeof x === 'object' && x !== null && SITE_STACK in x;
  }

  private readonly charts = new Map<string, SiteChart>();
  /**
   * What makes the stack unusable.
   *
   * @jsii ignore
   */
  protected readonly refusals: Finding[] = [];
  /**
   * What the library's resources said of themselves when they were made: what says something else now was overridden.
   *
   * @jsii ignore
   */
  public attributesAsMade?: Attributes;
  private readonly needs: SitePrerequisite[] = [];
  private readonly labels: Record<string, string>;
  private readonly stateBackend: StateBackend;

  constructor(scope: Construct, id: string, props: SiteStackProps) {
    super(scope, usableId(scope, id));
    Object.defineProperty(this, SITE_STACK, { value: true });
    this.labels = { 'app.kubernetes.io/part-of': id, 'app.kubernetes.io/managed-by': 'cndr', ...props.labels };
    this.stateBackend = props.backend ?? StateBackend.local();
    letChartsResolve(this.node.root);

    const synthesizer = this.synthesizer;
    this.synthesizer = {
      synthesize: (session: ISynthesisSession) => {
        synthesizer.synthesize(session);
        stackSynthesized(this);
      },
    };
  }

  /** The Terraform backend: the `backend` prop, unless the user added one to the stack. */
  public override ensureBackendExists(): TerraformBackend {
    const own = this.node.findAll().find((child) => TerraformBackend.isBackend(child));
    return own ?? this.stateBackend.attach(this);
  }

  /** Validates the whole tree before cdktf writes anything. */
  public override prepareStack(): void {
    stackPrepared(this);
    super.prepareStack();
  }

  /**
   * What the stack's rules find, and its part of the plan.
   *
   * @jsii ignore
   */
  protected abstract inspectRules(output: OutputObject[]): Inspection;

  /**
   * All findings of the stack, refusals first.
   *
   * @jsii ignore
   */
  public inspect(output: OutputObject[]): Inspection {
    const { findings, plan } = this.inspectRules(output);
    return { findings: [...this.refusals, ...findings], plan };
  }

  /**
   * Objects of the stack in a site.
   *
   * @jsii ignore
   */
  protected siteChart(site: Site): Chart {
    return this.charts.get(site.name) ?? this.newChart(site.name, site.labels);
  }

  /**
   * All of the stack's own is made: what changes from now on is somebody else's doing.
   *
   * @jsii ignore
   */
  protected keepResources(): void {
    this.attributesAsMade = attributesOf(this);
  }

  private otherChart(cluster: string): Chart {
    return this.charts.get(cluster) ?? this.newChart(cluster, {});
  }

  /**
   * Makes synthesis fail.
   *
   * @jsii ignore
   */
  protected addRefusal(message: string): void {
    this.refusals.push({ rule: 'INPUT', severity: Severity.ERROR, path: this.node.path, message });
  }

  private addPrerequisite(cluster: string, prerequisite: Prerequisite): void {
    const sameAs = (other: SitePrerequisite): boolean =>
      other.site === cluster &&
      other.kind === prerequisite.kind &&
      other.name === prerequisite.name &&
      other.namespace === prerequisite.namespace;
    const index = this.needs.findIndex(sameAs);
    const known = this.needs[index];
    if (known) this.needs[index] = bothNeeds(known, prerequisite);
    else this.needs.push({ site: cluster, ...prerequisite });
  }

  /**
   * What has to be there, in the order in which it was stated.
   *
   * @jsii ignore
   */
  protected get prerequisites(): SitePrerequisite[] {
    return [...this.needs];
  }

  /**
   * True when something made the stack unusable.
   *
   * @jsii ignore
   */
  protected get refused(): boolean {
    return this.refusals.length > 0;
  }

  /**
   * The stack as its parts see it.
   *
   * @jsii ignore
   */
  protected hostFor(fleet: IFleet, sites: Site[]): IHost {
    return {
      name: this.node.id,
      fleet,
      sites,
      stack: this,
      chart: (site) => this.siteChart(site),
      clusterChart: (cluster) => this.otherChart(cluster),
      require: (site, prerequisite) => this.addPrerequisite(site.name, prerequisite),
      requireInCluster: (cluster, prerequisite) => this.addPrerequisite(cluster, prerequisite),
      refuse: (message) => this.addRefusal(message),
    };
  }

  private newChart(folder: string, labels: Record<string, string>): SiteChart {
    const chart = new SiteChart(this, folder, this.node.id, { labels: { ...labels, ...this.labels } });
    this.charts.set(folder, chart);
    return chart;
  }
}

/** Several parts may need the same thing, each for a reason of its own, and other keys of it. */
function bothNeeds(known: SitePrerequisite, also: Prerequisite): SitePrerequisite {
  const keys = [...new Set([...(known.keys ?? []), ...(also.keys ?? [])])];
  return {
    ...known,
    version: known.version ?? also.version,
    ...(keys.length > 0 && { keys }),
    why: known.why.includes(also.why) ? known.why : `${known.why}; ${also.why}`,
  };
}

/** cdk8s asks the root of the tree for its resolvers, whatever the root is. */
function letChartsResolve(root: IConstruct): void {
  if ('resolvers' in root) return;
  Object.defineProperty(root, 'resolvers', {
    value: [new LazyResolver(), new ImplicitTokenResolver(), new NumberStringUnionResolver()],
  });
}
