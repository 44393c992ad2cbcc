import type { IAppHost } from '../../model/app-host';
import { latenciesOf } from '../../model/latency';
import { Basis, Bound } from '../../recovery/bound';
import type { EmittedField } from '../../recovery/emitted-field';
import { type ClockVariable, clockFields } from './clock-fields';
import type { CockroachDbSettings } from './settings';
import { CLOCKS } from './timing';

/** Three for the votes and the first entry of a leader, one for the lease. */
const ROUND_TRIPS_PER_LEASE = 4;
/** The ranges that say where the data is, then the data's own: each is only leased again when it is asked for. */
const LEASES_IN_TURN = 2;
/** What Cockroach Labs measured: replication layer, "Leader leases". */
const DOCUMENTED_SECONDS = 20;

/** From the loss of a site, or a cut around it, to the other sites serving reads and writes of every range. */
export function failoverGap(host: IAppHost, settings: CockroachDbSettings): Bound {
  const fields = (...variables: ClockVariable[]) => clockFields(host, settings, variables);
  return Bound.worst('ranges without a leaseholder', [
    Bound.sum('leases of the lost site', [
      Bound.worst('the last lease of the lost site ends', [
        term(
          'lease of system ranges',
          CLOCKS.rangeLeaseSeconds,
          'COCKROACH_RANGE_LEASE_DURATION',
          fields('COCKROACH_RANGE_LEASE_DURATION'),
        ),
        term(
          'support for leaders of the lost site',
          CLOCKS.supportSeconds + CLOCKS.withdrawalSeconds,
          'COCKROACH_STORE_LIVENESS_SUPPORT_DURATION + COCKROACH_STORE_LIVENESS_SUPPORT_EXPIRY_INTERVAL',
          fields('COCKROACH_STORE_LIVENESS_SUPPORT_DURATION', 'COCKROACH_STORE_LIVENESS_SUPPORT_EXPIRY_INTERVAL'),
        ),
        term(
          'connections to the lost site are given up',
          CLOCKS.pingSeconds + CLOCKS.rpcHeartbeatTimeoutSeconds,
          'COCKROACH_PING_INTERVAL + COCKROACH_RPC_HEARTBEAT_TIMEOUT: a request that waits for the lost site is sent again',
          fields('COCKROACH_PING_INTERVAL', 'COCKROACH_RPC_HEARTBEAT_TIMEOUT'),
        ),
      ]),
      term(
        `random delay of an election x ${LEASES_IN_TURN}`,
        LEASES_IN_TURN * CLOCKS.electionTicks * CLOCKS.raftTickSeconds,
        'COCKROACH_RAFT_TICK_INTERVAL x COCKROACH_RAFT_ELECTION_TIMEOUT_JITTER_TICKS',
        fields('COCKROACH_RAFT_TICK_INTERVAL', 'COCKROACH_RAFT_ELECTION_TIMEOUT_JITTER_TICKS'),
      ),
      roundTrips(host, LEASES_IN_TURN * ROUND_TRIPS_PER_LEASE),
    ]),
    Bound.term({
      name: 'documented recovery from a partition',
      seconds: DOCUMENTED_SECONDS,
      basis: Basis.ASSUMED,
      source:
        'CockroachDB v26.2, replication layer: partitions between a leaseholder and its followers heal in less than 20 s',
    }),
  ]);
}

/**
 * From the cut around a site to its nodes answering 503. Kubernetes is not waited for: the check of the load balancer comes to
 * the nodes themselves, and the answer is known without a request to another node.
 */
export function isolationDetection(host: IAppHost, settings: CockroachDbSettings): Bound {
  return term(
    'liveness record of a node runs out',
    CLOCKS.rangeLeaseSeconds,
    'COCKROACH_RANGE_LEASE_DURATION; the record is renewed through a quorum, and /health?ready=1 fails without it',
    clockFields(host, settings, ['COCKROACH_RANGE_LEASE_DURATION']),
  );
}

/** No field holds the number: the round trips of the sites are given to the library, and CockroachDB is not told of them. */
function roundTrips(host: IAppHost, count: number): Bound {
  const stated = latenciesOf(host.sites).every((latency) => latency.stated);
  return Bound.term({
    name: `round trip x ${count}`,
    seconds: (count * host.maxRttMillis) / 1000,
    basis: stated ? Basis.DERIVED : Basis.ASSUMED,
    source: `largest round trip of ${host.maxRttMillis} ms (rttMillis of the sites${stated ? '' : ', partly assumed'})`,
  });
}

function term(name: string, seconds: number, source: string, fields: EmittedField[]): Bound {
  return Bound.term({ name, seconds, basis: Basis.DERIVED, source: `environment of the nodes, ${source}`, fields });
}
