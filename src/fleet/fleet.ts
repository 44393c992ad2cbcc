import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IBackup } from '../model/backup';
import type { FleetNames, GatewayReference, IFleet } from '../model/fleet';
import type { IHost } from '../model/host';
import { addTo } from '../model/host';
import type { IGlobalLoadBalancer } from '../model/load-balancer';
import { PrerequisiteKind } from '../model/prerequisite';
import type { Site } from '../model/site';
import type { ISiteNetwork } from '../model/site-network';
import { FLEET_RULES, evaluate } from '../rules/catalogue';
import type { FleetFacts } from '../rules/facts';
import type { Finding, Waiver } from '../rules/finding';
import type { Inspection } from '../synthesis/inspection';
import { SiteStack } from '../synthesis/site-stack';
import type { StateBackend } from '../synthesis/state-backend';
import { today } from '../rules/today';
import { nameProblems } from './file-origin';
import { readFleetFile } from './fleet-file';
import { fleetFacts, fleetNames, siteNamed, fleetProblems } from './fleet-view';
import { ImportedFleet } from './imported-fleet';

/** Version of cert-manager that the certificates were checked against. */
const CERT_MANAGER_VERSION = '1.21.1';

/** Properties of a fleet. */
export interface FleetProps {
  /** The sites, in the order in which maintenance takes them. Bootstrap jobs run in the first one. */
  readonly sites: Site[];
  /** How sites reach each other. */
  readonly network: ISiteNetwork;
  /**
   * What sends clients to a healthy site.
   *
   * @default - none: applications of the fleet cannot have a hostname
   */
  readonly traffic?: IGlobalLoadBalancer;
  /**
   * Where backups go.
   *
   * @default - none: every application is refused until it waives BCK-02, since replication spreads errors too
   */
  readonly backup?: IBackup;
  /**
   * Name of the ClusterIssuer, and of the CA's Secret in cert-manager's namespace: one CA, the same in every site.
   *
   * @default fleet-ca
   */
  readonly issuer?: string;
  /**
   * Namespace of cert-manager (its `--cluster-resource-namespace`).
   *
   * @default cert-manager
   */
  readonly certManagerNamespace?: string;
  /**
   * Namespace of Prometheus. NetworkPolicies let its pods scrape.
   *
   * @default monitoring
   */
  readonly monitoringNamespace?: string;
  /**
   * Gateway through which clients come in, in every site.
   *
   * @default - `public` in `gateway-system`, listener `https`
   */
  readonly gateway?: GatewayReference;
  /**
   * Findings of fleet rules that are accepted, with reasons and an end.
   *
   * @default - none
   */
  readonly waivers?: Waiver[];
  /**
   * Where Terraform keeps the state of the fleet's stack.
   *
   * @default - a file `terraform.<fleet>.tfstate` beside the output folder
   */
  readonly backend?: StateBackend;
  /**
   * Labels on every object of the fleet.
   *
   * @default - none besides those of the library
   */
  readonly labels?: Record<string, string>;
}

/** The platform team's layer: the sites, and what they share. Renders the fleet's own resources, as a stack of its own. */
export class Fleet extends SiteStack implements IFleet {
  /**
   * Reads the props of a fleet from a YAML file: for the platform team, whose pipeline deploys the fleet's own resources.
   * Keys have the names of the props, what a static factory makes is a key named like it, and durations are `30s`, `5m`,
   * `1h`, `14d` or ISO 8601 (`PT1H30M`). The `backend` comes from code: `{ ...Fleet.propsFromFile(path), backend }`.
   *
   * @param path path of the file
   * @throws DrError with all errors of the file, each with its line and key
   * @example
   * // fleet.yaml:
   * //   apiVersion: cndr/fleet/v1
   * //   name: prod                      # the id of the Fleet
   * //   sites:                          # SiteProps by the name of the site, in the order of maintenance
   * //     use1:
   * //       region: us-east-1
   * //       zones: [us-east-1a, us-east-1b, us-east-1c]
   * //       podCidr: 10.10.0.0/16
   * //       serviceCidr: 10.110.0.0/16
   * //       cloud: aws                  # aws, azure, gcp or on-premises
   * //       rttMillis: {use2: 12}
   * //     use2: ...
   * //   network:                        # submariner or routed
   * //     submariner:
   * //       brokerApiServer: broker.example.com:6443
   * //       cableDriver: wireguard      # libreswan, wireguard or vxlan
   * //   traffic:                        # and what follows: as in FleetProps, may be left out
   * //     route53:
   * //       hostedZoneId: Z0123456789ABCDEFGHIJ
   * //       zoneName: example.com
   * //       routing: latency            # or multivalue, {weighted: ...}, {geolocation: ...}
   * //       healthCheck:                # https or tcp
   * //         https: {interval: 10s}
   * //       recordTtl: 30s
   * //   backup:
   * //     velero:
   * //       bucket: dr-backups
   * //       region: eu-central-1
   * //       objectLock: 14d
   * //   issuer: fleet-ca
   * //   certManagerNamespace: cert-manager
   * //   monitoringNamespace: monitoring
   * //   gateway: {name: public, namespace: gateway-system}
   * //   labels: {team: platform}
   * //   waivers:
   * //     - rule: NET-11
   * //       reason: the broker moves out of use1 in May
   * //       expires: 2027-05-31
   * new Fleet(app, 'prod', Fleet.propsFromFile('fleet.yaml'));
   */
  public static propsFromFile(path: string): FleetProps {
    return readFleetFile(path).props;
  }

  /**
   * Imports a fleet from a YAML file: for application teams. Nothing is rendered for the fleet itself; its own pipeline
   * does that. A fleet that its rules refuse is refused here too.
   *
   * @param path path of the file; its format is that of `propsFromFile`
   * @throws DrError with all errors of the file, each with its line and key
   */
  public static fromFile(path: string): IFleet {
    return new ImportedFleet(path, readFleetFile(path));
  }

  public readonly name: string;
  public readonly path: string;
  public readonly sites: Site[];
  public readonly network: ISiteNetwork;
  public readonly traffic?: IGlobalLoadBalancer;
  public readonly backup?: IBackup;
  public readonly names: FleetNames;
  public readonly waivers: Waiver[];
  public readonly problems: Finding[];

  constructor(scope: Construct, id: string, props: FleetProps) {
    super(scope, id, props);
    this.name = id;
    this.path = this.node.path;
    this.sites = [...props.sites];
    this.network = props.network;
    this.traffic = props.traffic;
    this.backup = props.backup;
    this.names = fleetNames(props);
    this.waivers = [...(props.waivers ?? [])];
    this.problems = [...nameProblems(this.path, id, props), ...fleetProblems(this.path, this.sites, this.names)];

    if (this.problems.length === 0) this.render();
  }

  /**
   * Objects of the fleet in a site.
   *
   * @param site name of a site of the fleet
   */
  public chart(site: string): Chart {
    return this.siteChart(siteNamed(this, site));
  }

  /**
   * The fleet as the rules see it.
   *
   * @jsii ignore
   */
  public toFacts(): FleetFacts {
    return fleetFacts(this);
  }

  /**
   * What the fleet's rules find, and its part of the plan.
   *
   * @jsii ignore
   */
  protected inspectRules(): Inspection {
    if (this.problems.length > 0) return { findings: this.problems };
    const facts = this.toFacts();
    const findings = evaluate(FLEET_RULES, facts, { path: this.path, waivers: this.waivers, today: today() });
    return { findings, plan: { type: 'fleet', name: this.name, facts, findings, prerequisites: this.prerequisites } };
  }

  private render(): void {
    const host = this.hostFor(this, this.sites);
    this.trustOneCa(host);
    this.network.bindFleet(host);
    this.backup?.bindFleet(host);
  }

  private trustOneCa(host: IHost): void {
    const { issuer, certManagerNamespace } = this.names;
    for (const site of this.sites) {
      addTo(host, site, {
        apiVersion: 'cert-manager.io/v1',
        kind: 'ClusterIssuer',
        metadata: { name: issuer },
        spec: { ca: { secretName: issuer } },
      });
      host.require(site, {
        kind: PrerequisiteKind.OPERATOR,
        name: 'cert-manager',
        namespace: certManagerNamespace,
        version: CERT_MANAGER_VERSION,
        why: 'issues and renews the certificates with which sites prove themselves to each other',
      });
      host.require(site, {
        kind: PrerequisiteKind.SECRET,
        name: issuer,
        namespace: certManagerNamespace,
        keys: ['tls.crt', 'tls.key'],
        why: 'the CA of the fleet: in every site the same one, or an intermediate with its chain in tls.crt, under one root that every site trusts. Its end is watched by nobody but you, and a new root needs a time in which both are trusted',
      });
    }
  }
}
