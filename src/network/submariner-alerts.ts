import { Duration } from 'cdk8s';
import { AlertSeverity, type Alert } from '../model/alert';
import type { IAppHost } from '../model/app-host';

/** Name of the alert on a tunnel that is down. */
export const TUNNEL_ALERT = 'SiteTunnelDown';

/**
 * Alerts on the tunnels of an application's sites. Every site runs the same rules over the series of its own gateways, so
 * they count the other sites instead of naming them.
 *
 * The connections are those of the operator's series: unlike the gateway's `submariner_connections`, which knows what the
 * cable driver believes, they include the result of the pings through the tunnel (submariner, pkg/cableengine/syncer).
 */
export function submarinerAlerts(host: IAppHost, gatewaysPerSite: number): Alert[] {
  const names = host.sites.map((site) => site.name);
  const peers = names.length - 1;
  return peers < 1 ? [] : [tunnelDown(host, names, peers), gatewayMissing(gatewaysPerSite), tunnelSlow(host, names)];
}

/** Counts what is proved to work: a status of a new name, or a tunnel that nobody asks for any more, hides nothing. */
function tunnelDown(host: IAppHost, names: string[], peers: number): Alert {
  const selector = `remote_cluster=~"${names.join('|')}"`;
  const requested = `submariner_requested_connections{${selector}}`;
  const connected = `submariner_requested_connections{${selector},status="connected"}`;
  return {
    name: TUNNEL_ALERT,
    expr:
      `(count by (local_cluster) (max by (local_cluster, remote_cluster) (${connected}) > 0) ` +
      `or 0 * count by (local_cluster) (${requested})) < ${peers}`,
    // A standby gateway takes over in less: the lease of the leader election is 30 s.
    holdsFor: Duration.minutes(1),
    severity: AlertSeverity.CRITICAL,
    summary: `{{ $labels.local_cluster }} has tunnels to {{ $value }} of the ${peers} other sites of ${host.name}`,
    objective: 'rto',
    absentSeries: requested,
  };
}

function gatewayMissing(gatewaysPerSite: number): Alert {
  return {
    name: 'SiteGatewayMissing',
    expr: `submariner_gateways < ${gatewaysPerSite}`,
    // Replacing a node takes minutes, and another gateway carries the traffic meanwhile.
    holdsFor: Duration.minutes(10),
    severity: AlertSeverity.WARNING,
    summary: `{{ $value }} of ${gatewaysPerSite} gateways are there: the loss of one more node may cut the site off`,
    absentSeries: 'submariner_gateways',
  };
}

function tunnelSlow(host: IAppHost, names: string[]): Alert {
  const latency = `submariner_connection_latency_seconds{remote_cluster=~"${names.join('|')}"}`;
  return {
    name: 'SiteTunnelSlow',
    // The fastest ping of ten minutes: the way itself has become longer, not one packet.
    expr: `max by (local_cluster, remote_cluster) (min_over_time(${latency}[10m])) > ${host.maxRttMillis / 1000}`,
    holdsFor: Duration.minutes(5),
    severity: AlertSeverity.WARNING,
    summary:
      `the round trip from {{ $labels.local_cluster }} to {{ $labels.remote_cluster }} is {{ $value }} s; timeouts and ` +
      `bounds of ${host.name} are computed for ${host.maxRttMillis} ms`,
  };
}
