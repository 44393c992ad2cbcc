import { latenciesOf } from '../model/latency';
import { Pattern } from '../model/profile';
import { CommitLeader, type SiteLatency, localWrite, quorumWrite, synchronousWrite } from '../recovery/write-latency';
import type { PlannedLatency } from '../synthesis/plan';
import type { AppPlanProps } from './app-plan';
import type { Application } from './shape';

/** How long writes take between sites, in the plan. */
export function planWriteLatency({ bounds }: AppPlanProps): PlannedLatency[] {
  return bounds.writeLatency.map(({ site, bound }) => ({ site, tree: bound.toTree() }));
}

/** How long writes of each site that serves, or may come to, take between sites. */
export function writeLatency(application: Application): SiteLatency[] {
  const { host } = application;
  if (host.pattern === Pattern.STRONG_CONSISTENCY) return quorumLatency(application);
  return host.dataSites.map(({ name: site }) => ({ site, bound: writeOf(site, application) }));
}

function quorumLatency({ host }: Application): SiteLatency[] {
  const { placement, dataSites, sites } = host;
  const votes = placement.sites.map(({ site, votes: count }) => ({ site, votes: count }));
  // Without any the rules refuse the application.
  if (votes.every((site) => site.votes === 0)) return [];
  const props = { votes, roundTrips: latenciesOf(sites), leader: placement.leader ?? CommitLeader.ANY_VOTER };
  return dataSites.map(({ name: site }) => ({ site, bound: quorumWrite(site, props) }));
}

function writeOf(site: string, { host, recovery }: Application) {
  if (host.pattern === Pattern.EVENTUAL_CONSISTENCY) {
    return localWrite(site, 'a write is acknowledged in its own site, and copied to the others afterwards');
  }
  if (!host.replications.some(({ synchronous }) => synchronous)) {
    const how = recovery?.replication.mechanism ?? 'no replication';
    return localWrite(site, `${how}: a write is acknowledged before a passive site has it`);
  }
  const copies = host.dataSites.map(({ name }) => name).filter((name) => name !== site);
  return synchronousWrite(site, copies, latenciesOf(host.sites));
}
