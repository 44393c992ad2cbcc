import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { CLIENT_PORT, ETCD, MEMBER_CERTIFICATE, METRICS_PORT, PEER_PORT, membersIn } from './members';
import { type EtcdSettings, quotaBytes } from './settings';
import type { RaftTiming } from './timing';

/** Directory of the members' certificate. */
export const TLS_PATH = '/tls';
/** Directory of the volume. etcd wants its own directory with mode 0700, which the root of a volume does not have. */
export const DATA_PATH = '/data';

/** Arguments of the members of a site; kubelet fills in `$(POD_NAME)`, as the image has no shell. */
export function etcdArguments(host: IAppHost, site: Site, settings: EtcdSettings, timing: RaftTiming): string[] {
  const members = host.sites.flatMap((each) => membersIn(host, each));
  const address = host.fleet.network.podAddress(site, '$(POD_NAME)', ETCD, host.namespace);
  const mostPerSite = Math.max(...host.sites.map((each) => host.placementIn(each).nodes));
  return [
    `--name=${site.name}-$(POD_NAME)`,
    `--data-dir=${DATA_PATH}/etcd`,
    `--listen-peer-urls=https://0.0.0.0:${PEER_PORT}`,
    `--listen-client-urls=https://0.0.0.0:${CLIENT_PORT}`,
    `--listen-metrics-urls=http://0.0.0.0:${METRICS_PORT}`,
    `--initial-advertise-peer-urls=https://${address}:${PEER_PORT}`,
    `--advertise-client-urls=https://${address}:${CLIENT_PORT}`,
    `--initial-cluster=${members.map((member) => `${member.name}=https://${member.host}:${PEER_PORT}`).join(',')}`,
    `--initial-cluster-state=${settings.joiningSites.includes(site.name) ? 'existing' : 'new'}`,
    `--initial-cluster-token=${host.fleet.name}-${host.name}`,
    // A site comes back with all its members as learners at once; etcd allows one by default.
    ...(mostPerSite > 1 ? [`--max-learners=${mostPerSite}`] : []),
    '--strict-reconfig-check=true',
    heartbeatArgument(timing),
    electionArgument(timing),
    // A member that comes back from a partition must not depose the leader by its higher term.
    '--pre-vote=true',
    // A member whose data differs from that of the others does not start.
    '--feature-gates=InitialCorruptCheck=true',
    '--auto-compaction-mode=periodic',
    '--auto-compaction-retention=1h',
    `--quota-backend-bytes=${quotaBytes(settings)}`,
    ...tlsArguments(),
  ];
}

/** How often the leader tells the others that it is there. */
export function heartbeatArgument({ heartbeatMillis }: RaftTiming): string {
  return `--heartbeat-interval=${heartbeatMillis}`;
}

/** How long a member waits for that before it asks for votes. */
export function electionArgument({ electionMillis }: RaftTiming): string {
  return `--election-timeout=${electionMillis}`;
}

function tlsArguments(): string[] {
  return [
    '--client-cert-auth=true',
    `--trusted-ca-file=${TLS_PATH}/ca.crt`,
    `--cert-file=${TLS_PATH}/tls.crt`,
    `--key-file=${TLS_PATH}/tls.key`,
    '--peer-client-cert-auth=true',
    `--peer-trusted-ca-file=${TLS_PATH}/ca.crt`,
    `--peer-cert-file=${TLS_PATH}/tls.crt`,
    `--peer-key-file=${TLS_PATH}/tls.key`,
    // etcd looks for the address that a peer comes from in the peer's certificate. Behind a tunnel that is an address that
    // nobody can put there; the fleet CA and the common name, which clients do not get, prove a peer instead.
    '--peer-skip-client-san-verification=true',
    `--peer-cert-allowed-cn=${MEMBER_CERTIFICATE}`,
  ];
}
