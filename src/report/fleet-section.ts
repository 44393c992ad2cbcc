/** What the applications of a fleet share. */
import type { FleetPlan } from '../synthesis/plan';
import { type Chapter, chapterHtml, type Section } from './chapter';
import { findingTable } from './findings';
import { type Content, markup } from './html';
import { table } from './parts';

/** Sites with their addresses, round trips, network and store, and the findings. */
export function fleetSection(fleet: FleetPlan, id: string): Section {
  const chapters: Chapter[] = [
    { id: `${id}-sites`, title: 'Sites', content: [siteTable(fleet), latencyTable(fleet)] },
    { id: `${id}-shared`, title: 'Network and backup store', content: shared(fleet) },
    { id: `${id}-findings`, title: 'Findings and waivers', content: findingTable(fleet.findings, fleet.name) },
  ];
  const content = markup`<h2 id="${id}">Fleet ${fleet.name}</h2>${chapters.map(chapterHtml)}`;
  return { id, title: `Fleet ${fleet.name}`, chapters, content };
}

function siteTable({ name, facts }: FleetPlan): Content {
  return table({
    label: `Sites of fleet ${name}`,
    caption: 'Sites',
    columns: ['Site', 'Region', 'Zones', 'Pods', 'Services', 'Nodes', 'Ingress'],
    rows: facts.sites.map((site) => [
      site.name,
      site.region,
      site.zones.join(', '),
      markup`<code>${site.podCidr}</code>`,
      markup`<code>${site.serviceCidr}</code>`,
      site.nodeCidr === undefined ? 'not stated' : markup`<code>${site.nodeCidr}</code>`,
      site.ingressHostname ?? site.ingressIpv4 ?? site.ingressIpv6 ?? 'none',
    ]),
  });
}

function latencyTable({ name, facts }: FleetPlan): Content {
  return table({
    label: `Round trips of fleet ${name}`,
    caption: 'Round trips',
    columns: ['Between', { title: 'Milliseconds', numeric: true }, 'Stated'],
    rows: facts.latencies.map(({ site, peer, millis, stated }) => [
      `${site} and ${peer}`,
      millis,
      stated ? 'yes' : 'no: assumed',
    ]),
  });
}

function shared({ facts: { network, store } }: FleetPlan): Content {
  const items: string[] = [
    `Network: ${network.kind}, ${network.encrypted ? 'encrypted' : 'not encrypted'}${network.cableDriver === undefined ? '' : `, ${network.cableDriver}`}`,
    ...(network.gatewaysPerSite === undefined ? [] : [`Gateways in each site: ${network.gatewaysPerSite}`]),
    ...(network.brokerSite === undefined ? [] : [`Its control plane is in ${network.brokerSite}`]),
    ...(network.brokerApiServer === undefined ? [] : [`Its API server: ${network.brokerApiServer}`]),
    store ? `Backup store: ${store.bucket} in ${store.region}` : 'No backup store',
    ...(store?.versioned === undefined ? [] : [`Versions of objects are ${store.versioned ? 'kept' : 'not kept'}`]),
    ...(store?.objectLock === undefined ? [] : [`Object lock is ${store.objectLock ? 'on' : 'off'}`]),
  ];
  return markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
}
