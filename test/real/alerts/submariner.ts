import { BREAK, type Exporter, type Proof, minutes, missing } from './proof';
import { type Scene, longestRoundTrip, peersOf } from './scene';
import { podLabels, prerequisiteOf } from './scraping';
import { type Series, type Values, always, from, never } from './series';

const REQUESTED = 'submariner_requested_connections';
const GATEWAYS = 'submariner_gateways';
const LATENCY = 'submariner_connection_latency_seconds';
const OPERATOR = podLabels('submariner-operator', 'submariner-operator-6f5d-abcde', 'submariner-operator');

/** Submariner in a site: the operator knows the gateways and what they want, the active gateway measures the way. */
export const submariner: Exporter = {
  name: 'Submariner',
  metrics: /^submariner_/,
  scrapedBy: (scene) => prerequisiteOf(scene, 'ServiceMonitors', /ServiceMonitors that the operator makes/),

  healthy(scene) {
    if (scene.fleet.facts.network.kind !== 'submariner') return [];
    return [
      { metric: GATEWAYS, labels: OPERATOR, values: always(gatewaysOf(scene)) },
      ...peersOf(scene).flatMap((peer) => [
        connection(scene, peer, 'connected', always(1)),
        // As slow as the sites were said to be, but for every other ping.
        latency(scene, peer, (now) => longestRoundTrip(scene) * (now % 60 === 0 ? 1 : 2)),
      ]),
    ];
  },

  proofs(scene) {
    if (scene.fleet.facts.network.kind !== 'submariner') return {};
    return { ...tunnels(scene), ...gateways(scene), ...slowness(scene) };
  },
};

function tunnels(scene: Scene): Record<string, Proof> {
  const peers = peersOf(scene);
  const [peer = ''] = peers;
  const lost = (names: string[]) =>
    names.map((name) => ({
      metric: REQUESTED,
      where: { remote_cluster: name },
      values: from(BREAK, always(1), never),
    }));
  const instead = (names: string[], status: string) =>
    names.map((name) => connection(scene, name, status, from(BREAK, never, always(1))));
  const firing = (connected: number) => ({
    firesAt: BREAK + minutes(1),
    instances: [
      {
        labels: { local_cluster: scene.site },
        rendered: { '{{ $labels.local_cluster }}': scene.site, '{{ $value }}': String(connected) },
      },
    ],
  });
  return {
    SiteTunnelDown: {
      troubles: [
        {
          what: 'the tunnel to a site is in error',
          changes: lost([peer]),
          added: instead([peer], 'error'),
          ...firing(peers.length - 1),
        },
        {
          what: 'the tunnel to a site is never made',
          changes: lost([peer]),
          added: instead([peer], 'connecting'),
          ...firing(peers.length - 1),
        },
        // Of two sites, this takes the last series, for which there is another alert.
        ...(peers.length > 1
          ? [{ what: 'nobody asks for the tunnel to a site', changes: lost([peer]), ...firing(peers.length - 1) }]
          : []),
        { what: 'all tunnels are down', changes: lost(peers), added: instead(peers, 'connecting'), ...firing(0) },
      ],
      calms: [
        {
          what: 'the other gateway takes over',
          changes: peers.map((name) => ({
            metric: REQUESTED,
            where: { remote_cluster: name },
            values: (now: number) => (now >= BREAK && now < BREAK + 30 ? undefined : 1),
          })),
          added: peers.map((name) =>
            connection(scene, name, 'connecting', (now) => (now >= BREAK && now < BREAK + 30 ? 1 : undefined)),
          ),
        },
      ],
    },
    SiteTunnelDownAbsent: missing(REQUESTED, minutes(1)),
  };
}

function gateways(scene: Scene): Record<string, Proof> {
  const all = gatewaysOf(scene);
  return {
    SiteGatewayMissing: {
      troubles: [
        {
          what: 'a gateway is gone',
          changes: [{ metric: GATEWAYS, values: from(BREAK, always(all), always(all - 1)) }],
          firesAt: BREAK + minutes(10),
          instances: [{ labels: OPERATOR, rendered: { '{{ $value }}': String(all - 1) } }],
        },
      ],
      calms: [
        {
          what: 'its node is replaced',
          changes: [{ metric: GATEWAYS, values: (now) => (now >= BREAK && now < BREAK + minutes(9) ? all - 1 : all) }],
        },
      ],
    },
    SiteGatewayMissingAbsent: missing(GATEWAYS, minutes(10)),
  };
}

function slowness(scene: Scene): Record<string, Proof> {
  const [peer = ''] = peersOf(scene);
  const slow = Math.round(longestRoundTrip(scene) * 1.1 * 1e4) / 1e4;
  return {
    SiteTunnelSlow: {
      troubles: [
        {
          what: 'the way has become longer',
          changes: [
            { metric: LATENCY, where: { remote_cluster: peer }, values: from(BREAK, always(0.001), always(slow)) },
          ],
          // Not one fast ping in ten minutes, and that for five.
          firesAt: BREAK + minutes(10) + minutes(5),
          instances: [
            {
              labels: { local_cluster: scene.site, remote_cluster: peer },
              rendered: {
                '{{ $labels.local_cluster }}': scene.site,
                '{{ $labels.remote_cluster }}': peer,
                '{{ $value }}': String(slow),
              },
            },
          ],
        },
      ],
    },
  };
}

function connection(scene: Scene, peer: string, status: string, values: Values): Series {
  return { metric: REQUESTED, labels: { ...OPERATOR, ...ends(scene, peer), status }, values };
}

function latency(scene: Scene, peer: string, values: Values): Series {
  const pod = podLabels('submariner-operator', 'submariner-gateway-x2x7k', 'submariner-gateway');
  return { metric: LATENCY, labels: { ...pod, ...ends(scene, peer), cable_driver: 'libreswan' }, values };
}

function ends({ site }: Scene, peer: string): Record<string, string> {
  return {
    local_cluster: site,
    local_hostname: `gateway-a.${site}`,
    remote_cluster: peer,
    remote_hostname: `gateway-a.${peer}`,
  };
}

function gatewaysOf({ fleet }: Scene): number {
  return fleet.facts.network.gatewaysPerSite!;
}
