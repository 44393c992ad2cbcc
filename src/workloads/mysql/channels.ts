import type { PxcReplicationChannel } from '../../kinds/percona-xtradb';
import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { SQL_PORT, channelName, peerAddresses } from './names';

/** How the operator is told that a node is to be dialled anew, and after how many failures the next one is. */
export const CHANNEL_CLOCKS = { connectRetrySeconds: 5, retryCount: 3 };
/** The CA of the fleet as the nodes see it. */
export const CA_FILE = '/etc/mysql/ssl-internal/ca.crt';
/** A name that no resolver knows (RFC 2606). */
const NOBODY = 'fenced.invalid';

/** The site takes writes. */
export function source(site: Site): PxcReplicationChannel[] {
  return [{ name: channelName(site), isSource: true }];
}

/** The site follows another one, by whichever of its nodes answers, and takes no writes. */
export function follower(host: IAppHost, from: Site): PxcReplicationChannel[] {
  return [channel(channelName(from), peerAddresses(host, from))];
}

/**
 * The site follows nobody and takes no writes. The operator makes nodes read-only that have a source, and keeps them so, also after a
 * restart; a source that is no name of anybody's leads to nothing being copied. What a site has that was active is no copy of the
 * one that follows: it must not read that one's log before it was cloned.
 */
export function fenced(): PxcReplicationChannel[] {
  return [channel('fenced', [NOBODY])];
}

function channel(name: string, hosts: string[]): PxcReplicationChannel {
  return {
    name,
    isSource: false,
    sourcesList: hosts.map((host) => ({ host, port: SQL_PORT, weight: 100 })),
    configuration: {
      ssl: true,
      sslSkipVerify: false,
      ca: CA_FILE,
      sourceRetryCount: CHANNEL_CLOCKS.retryCount,
      sourceConnectRetry: CHANNEL_CLOCKS.connectRetrySeconds,
    },
  };
}
