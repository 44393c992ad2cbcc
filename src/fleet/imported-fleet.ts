import type { IBackup } from '../model/backup';
import type { FleetNames, IFleet } from '../model/fleet';
import type { IGlobalLoadBalancer } from '../model/load-balancer';
import type { Site } from '../model/site';
import type { ISiteNetwork } from '../model/site-network';
import { evaluate, FLEET_RULES } from '../rules/catalogue';
import type { FleetFacts } from '../rules/facts';
import { type Finding, Severity, type Waiver } from '../rules/finding';
import { today } from '../rules/today';
import type { FleetFile } from './fleet-file';
import { fleetFacts, fleetNames, fleetProblems } from './fleet-view';

/** A fleet that somebody else deploys: applications run in it, and nothing is rendered for it. */
export class ImportedFleet implements IFleet {
  public readonly name: string;
  public readonly sites: Site[];
  public readonly network: ISiteNetwork;
  public readonly traffic?: IGlobalLoadBalancer;
  public readonly backup?: IBackup;
  public readonly names: FleetNames;
  public readonly waivers: Waiver[];
  public readonly problems: Finding[];

  constructor(
    public readonly path: string,
    { name, props }: FleetFile,
  ) {
    this.name = name;
    this.sites = props.sites;
    this.network = props.network;
    this.traffic = props.traffic;
    this.backup = props.backup;
    this.names = fleetNames(props);
    this.waivers = props.waivers ?? [];
    const unusable = fleetProblems(path, this.sites, this.names);
    this.problems = unusable.length > 0 ? unusable : this.refusals();
  }

  public toFacts(): FleetFacts {
    return fleetFacts(this);
  }

  /** What is promised to applications rests on the fleet: a fleet that its own pipeline refuses is refused here too. */
  private refusals(): Finding[] {
    return evaluate(FLEET_RULES, this.toFacts(), { path: this.path, waivers: this.waivers, today: today() }).filter(
      ({ severity, waiver }) => severity === Severity.ERROR && waiver === undefined,
    );
  }
}
