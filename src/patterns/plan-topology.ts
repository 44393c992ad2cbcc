import { type Size, SizeRoundingBehavior } from 'cdk8s';
import { latenciesOf } from '../model/latency';
import { linkBytesPerSecond } from '../recovery/bandwidth';
import type { PlannedLink, PlannedSite, PlannedTopology } from '../synthesis/plan';
import type { AppHost } from './app-host';
import type { Application } from './shape';

/** Where an application runs, for whoever draws it. */
export function planTopology({ host, traffic }: Application, writeRate?: Size): PlannedTopology {
  const { fleet } = host;
  const { kind, encrypted, brokerSite } = fleet.network.facts;
  const store = fleet.backup?.facts;
  return {
    sites: sitesOf(host),
    links: linksOf(host).map((link) => ({ ...link, bytesPerSecond: writeRate && needs(host, link, writeRate) })),
    network: kind,
    encrypted,
    broker: brokerSite,
    traffic: traffic && fleet.traffic?.kind,
    store: store && { bucket: store.bucket, region: store.region },
  };
}

function sitesOf(host: AppHost): PlannedSite[] {
  return host.sites.map((site) => {
    const { nodes, votes } = host.placementIn(site);
    const passive = host.passiveSites.includes(site);
    const role = !host.dataSites.includes(site) ? 'witness' : passive ? 'passive' : 'serves';
    const { name, region, zones, ingressHostname } = site;
    return { name, region, zones, role, nodes, votes, ingressHostname };
  });
}

/** Every pair of sites; with one active site what leaves it is replication, and nothing flows between the others. */
function linksOf(host: AppHost): PlannedLink[] {
  const active = host.activeSite?.name;
  const [replication] = host.replications;
  return latenciesOf(host.sites).map(({ site, peer, millis, stated }) => {
    const ends = peer === active ? { from: peer, to: site } : { from: site, to: peer };
    const flows = active === undefined || ends.from === active;
    return {
      ...ends,
      rttMillis: millis,
      stated,
      replication: flows ? (replication?.kind ?? (active === undefined ? 'quorum' : undefined)) : undefined,
      directed: active !== undefined,
      synchronous: replication ? replication.synchronous : active === undefined,
    };
  });
}

/** A quorum sends a write to each replica of the other site; anything else sends it once, and the site hands it on. */
function needs(host: AppHost, { from, to, replication, directed }: PlannedLink, writeRate: Size): number | undefined {
  if (replication === undefined) return undefined;
  const votes = host.placement.sites.filter(({ site }) => site === from || site === to).map((site) => site.votes);
  const copies = directed ? 1 : Math.max(1, ...votes);
  const kibibytes = writeRate.toKibibytes({ rounding: SizeRoundingBehavior.NONE });
  return linkBytesPerSecond(kibibytes * 1024, copies);
}
