/** What stands in the boxes of a topology. */
import { counted } from '../rules/wording';
import type { AppPlan, PlannedLink, PlannedSite } from '../synthesis/plan';
import type { Bundle } from './topology-bundles';

const LONGEST = 34;

/** Name, place, role and members of a site. */
export function siteLines({ topology, activePassive }: AppPlan, site: PlannedSite): string[] {
  const members = [counted(site.nodes, 'node'), ...(site.votes > 0 ? [counted(site.votes, 'vote')] : [])];
  return [
    site.name,
    shortened(zonesText(site)),
    roleText(site, activePassive !== undefined),
    members.join(', '),
    topology.broker === site.name ? `broker of ${topology.network}` : '',
  ];
}

/** What a site is there for. */
export function roleText({ role }: PlannedSite, oneActive: boolean): string {
  if (role === 'witness') return 'witness: votes only';
  if (role === 'passive') return 'passive: holds a copy';
  return oneActive ? 'active: serves clients' : 'serves clients';
}

/** What goes over links that are drawn as one, and how long a round trip takes. */
export function linkLines({ links, replication, synchronous }: Bundle): string[] {
  const kind = replication === undefined ? 'nothing replicated' : synchronous ? 'synchronous' : 'asynchronous';
  const times = links.map(({ rttMillis }) => rttMillis);
  const [least, most] = [Math.min(...times), Math.max(...times)];
  const range = least === most ? `${most} ms` : `${least} to ${most} ms`;
  const assumed = links.every(({ stated }) => stated) ? '' : links.length === 1 ? ' (assumed)' : ' (some assumed)';
  return [replication ?? 'tunnel', `${kind}, ${range}${assumed}`];
}

/** `volsync, asynchronous`, and what it asks of the link where that is known. */
export function replicationText({ replication, synchronous, bytesPerSecond }: PlannedLink): string {
  if (replication === undefined) return 'nothing replicated';
  const bandwidth =
    bytesPerSecond === undefined ? '' : `, at most ${Math.ceil((bytesPerSecond / 1024 ** 2) * 10) / 10} MiB/s one way`;
  return `${replication}, ${synchronous ? 'synchronous' : 'asynchronous'}${bandwidth}`;
}

/** Zones are told apart by what they add to the name of the region. */
function zonesText({ region, zones }: PlannedSite): string {
  if (zones.length === 0) return region;
  const names = zones.map((zone) => (zone.startsWith(region) ? zone.slice(region.length).replace(/^-/, '') : zone));
  return `${region}: ${names.join(', ')}`;
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}
