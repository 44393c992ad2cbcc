import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IFleet } from '../model/fleet';

import { addTo } from '../model/host';
import type { TrafficBinding } from '../model/load-balancer';
import type { Placement } from '../model/placement';
import { Standby } from '../model/roles';
import type { Site } from '../model/site';
import type { IStatefulWorkload, WorkloadBinding } from '../model/workload';
import { commonAlerts } from '../observability/common-alerts';
import { renderAlerts } from '../observability/alerts';
import { renderScrapes } from '../observability/scrapes';
import type { Bound } from '../recovery/bound';
import type { OutputObject } from '../recovery/trace';
import { DrError } from '../rules/dr-error';
import { APP_RULES, evaluate } from '../rules/catalogue';
import type { Inspection } from '../synthesis/inspection';
import { SiteStack } from '../synthesis/site-stack';
import { today } from '../rules/today';
import { CERTIFICATE_LIFETIME, CERTIFICATE_RENEW_BEFORE } from '../workloads/certificate';
import { FrontEnd } from '../workloads/front-end/front-end';
import { denyAll } from '../workloads/network-policy';
import {
  type AppBounds,
  allBounds,
  assumedTerms,
  boundsWithMisses,
  knownBounds,
  knownTimes,
  statedBounds,
} from './app-bounds';
import { appFacts } from './app-facts';
import { AppHost } from './app-host';
import { planApp } from './app-plan';
import { checkProps } from './check-props';
import { requireGitOps } from './git-ops';
import type { DisasterRecoveryProps } from './props';
import { protectionPlan } from './protection';
import { addRecovery } from './recovery';
import type { Application, PatternShape, RecoveryBounds } from './shape';

/** The story that the patterns share. What a pattern promises is its own. */
export abstract class DisasterRecovery extends SiteStack {
  /** The stateful system. */
  public readonly workload: IStatefulWorkload;
  /** The fleet that the application runs in. */
  public readonly fleet: IFleet;
  /** Sites of the application, the witness included. */
  public readonly sites: Site[];

  private readonly props: DisasterRecoveryProps;
  /**
   * What the pattern adds.
   *
   * @jsii ignore
   */
  protected readonly shape: PatternShape;
  private readonly application?: Application;
  private bounds?: AppBounds;

  constructor(scope: Construct, id: string, props: DisasterRecoveryProps, shape: PatternShape) {
    super(scope, id, props);
    this.props = props;
    this.shape = shape;
    this.workload = props.workload;
    this.fleet = props.fleet;
    this.sites = props.fleet.sites.filter((site) => props.sites?.includes(site.name) ?? true);

    for (const message of [...checkProps(id, shape.pattern, props), ...this.checkShape()]) this.addRefusal(message);
    // Nothing can be rendered from props that were refused, or into a fleet that was; the rules have their say at synthesis.
    if (!this.refused && this.fleet.problems.length === 0) this.application = this.render();
    this.keepResources();
  }

  /**
   * Objects of the application in a site.
   *
   * @param site name of a site of the application
   */
  public chart(site: string): Chart {
    const found = this.sites.find((candidate) => candidate.name === site);
    if (found) return this.siteChart(found);
    const known = this.sites.map((candidate) => candidate.name).join(', ');
    throw new Error(`[${this.node.path}] the application is in no site "${site}"; its sites are ${known}`);
  }

  /** Data that a site failure may cost: the recovery point that the configuration gives. */
  public get rpo(): Bound {
    return this.appBounds.rpo;
  }

  /** Time that a site failure may cost: the recovery time that the configuration gives. */
  public get rto(): Bound {
    return this.appBounds.rto;
  }

  /**
   * What the pattern promises for an application, from what its parts said.
   *
   * @jsii ignore
   */
  protected abstract promise(application: Application): RecoveryBounds;

  private checkShape(): string[] {
    const { witness, toleratedSiteFailures, roles } = this.shape;
    const names = this.sites.map((site) => site.name);
    return [
      ...(Number.isInteger(toleratedSiteFailures) && toleratedSiteFailures >= 1
        ? []
        : [`toleratedSiteFailures is ${toleratedSiteFailures}; allowed are whole numbers from 1: leave it out for 1`]),
      ...(witness === undefined || names.includes(witness)
        ? []
        : [`witnessSite is "${witness}", which is no site of the application; allowed are ${names.join(', ')}`]),
      ...(roles === undefined || names.includes(roles.activeSite)
        ? []
        : [
            `activeSite is "${roles.activeSite}"; allowed is exactly one of the sites of the application, which are ${names.join(', ')}`,
          ]),
    ];
  }

  /**
   * What the rules find in the rendered application, and its part of the plan.
   *
   * @jsii ignore
   */
  protected inspectRules(output: OutputObject[]): Inspection {
    const { application, props, shape, workload } = this;
    if (!application) return { findings: this.fleet.problems };
    const bounds = this.appBounds;
    const { prerequisites, sites } = this;
    const id = this.node.id;
    const evidence = {
      ...appFacts({ id, props, shape, sites, application, bounds, prerequisites, complete: !this.refused }),
      output,
      bounds: allBounds(bounds),
      knownTimes: knownTimes(props),
      assumedTerms: this.bounds ? assumedTerms(this.bounds) : [],
    };
    const waivers = props.waivers ?? [];
    const findings = evaluate(APP_RULES, evidence, { path: this.node.path, waivers, today: today() });
    const plan = planApp({ evidence, findings, props, profile: workload.profile, application, bounds, prerequisites });
    return { findings, plan };
  }

  private render(): Application {
    const host = this.place();
    this.openNamespace(host);
    const workload = this.workload.bind(host);
    const protection = this.fleet.backup?.bind(host, workload.backup);
    const frontEnd = this.serve(host, workload);
    const traffic = this.route(host, frontEnd);
    const recovery = addRecovery(host, {
      profile: this.workload.profile,
      workload,
      frontEnd,
      traffic,
      roles: this.shape.roles,
    });
    if (recovery) requireGitOps(host);
    const alerts = renderAlerts(host, [
      ...workload.alerts,
      ...(recovery?.replication.alerts ?? []),
      ...(recovery?.trigger.alerts ?? []),
      ...(protection?.alerts ?? []),
      ...this.fleet.network.alerts(host),
      // Without a certificate its series is missing for good, and the alert on that would never end.
      ...(host.certificates.length > 0
        ? commonAlerts(host, { lifetime: CERTIFICATE_LIFETIME, renewBefore: CERTIFICATE_RENEW_BEFORE })
        : []),
    ]);
    renderScrapes(host, [...workload.scrapeTargets, ...(recovery?.replication.scrapeTargets ?? [])]);
    const cloudAlarms = (workload.cloudAlarms ?? []).map((alarm) => ({ ...alarm, onAge: false }));
    return { host, workload, protection, traffic, recovery, alerts: [...alerts, ...cloudAlarms] };
  }

  private place(): AppHost {
    const witness = this.sites.find((site) => site.name === this.shape.witness);
    const placement: Placement = this.workload.place({
      sites: this.sites.filter((site) => site !== witness),
      witness,
      toleratedSiteFailures: this.shape.toleratedSiteFailures,
    });
    return new AppHost({
      host: this.hostFor(this.fleet, this.sites),
      namespace: this.props.namespace ?? this.node.id,
      pattern: this.shape.pattern,
      witness,
      activeSite: this.sites.find((site) => site.name === this.shape.roles?.activeSite),
      standby: this.shape.roles?.standby ?? Standby.HOT,
      placement,
      toleratedSiteFailures: this.shape.toleratedSiteFailures,
      protection: this.fleet.backup ? protectionPlan(this.props.protection) : undefined,
    });
  }

  private openNamespace(host: AppHost): void {
    const podSecurity = this.workload.profile.podSecurity ?? 'restricted';
    for (const site of host.sites) {
      addTo(host, site, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: host.namespace,
          labels: {
            'pod-security.kubernetes.io/enforce': podSecurity,
            'pod-security.kubernetes.io/warn': 'restricted',
          },
        },
      });
      addTo(host, site, denyAll(host.namespace));
    }
  }

  private serve(host: AppHost, { health }: WorkloadBinding): FrontEnd | undefined {
    if (!this.props.frontEnd) return undefined;
    const frontEnd = new FrontEnd(host, this.props.frontEnd, {
      hostname: this.props.hostname,
      health,
      toleratedSiteFailures: this.shape.toleratedSiteFailures,
      connect: (site) => this.workload.connect(host, site),
    });
    frontEnd.bind();
    return frontEnd;
  }

  private route(host: AppHost, frontEnd?: FrontEnd): TrafficBinding | undefined {
    if (!frontEnd || this.props.hostname === undefined) return undefined;
    return this.fleet.traffic?.bind(host, {
      hostname: this.props.hostname,
      sites: host.activeSite ? [host.activeSite, ...host.passiveSites] : host.dataSites,
      activeSite: host.activeSite,
      siteHealthPath: frontEnd.siteHealthPath,
      frontEndHealthPath: frontEnd.frontEndHealthPath,
    });
  }

  private get appBounds(): AppBounds {
    if (!this.application) {
      throw new DrError([...this.fleet.problems, ...this.refusals]);
    }
    const { toleratedMisses = 0 } = this.props.objectives;
    const { application } = this;
    this.bounds ??= boundsWithMisses(statedBounds(this.promise(application), application), toleratedMisses);
    return knownBounds(this.bounds, knownTimes(this.props));
  }
}
