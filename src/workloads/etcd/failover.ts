import { alertFields } from '../../model/alert-fields';
import type { IAppHost } from '../../model/app-host';
import { latenciesOf } from '../../model/latency';
import { Basis, Bound } from '../../recovery/bound';
import { Effort, type Lever } from '../../recovery/term';
import { type EmittedField, fieldOf } from '../../recovery/emitted-field';
import { electionArgument, heartbeatArgument } from './arguments';
import { ETCD } from './members';
import { type RaftTiming, raftTiming } from './timing';

/** Longest sync of the log to disk that is counted on; the alert fires above it. */
export const SYNC_SECONDS = 0.064;
export const SYNC_ALERT = { name: 'EtcdSyncSlow', objective: 'rto' };

// The term and the vote of the candidate, the vote of a follower, the leader's first entry, and the client's write: one
// after the other.
const SYNCS = 4;
// The last heartbeats on their way (1/2), the pre-vote and what delays it (1 + 1), the vote (1), the first entry of the
// leader and its news to the followers (1 1/2), a client's write by way of a follower (2).
const ROUND_TRIPS = 7;
// The pre-vote and the vote once more.
const ROUND_TRIPS_AGAIN = 2;
/** `readIndexRetryTime` in server/etcdserver/v3_server.go. */
const READ_RETRY_SECONDS = 0.5;

/**
 * From the loss of the leader's site to the members that are left serving reads and writes that begin then. A request
 * that was already forwarded to the lost leader is answered with an error: at the client's deadline, or by etcd after 5 s
 * and two election timeouts.
 */
export function failoverGap(host: IAppHost, timing: RaftTiming): Bound {
  return Bound.sum('etcd without a leader', [
    leaderMissed(host, timing),
    roundTrips(host, timing, ROUND_TRIPS),
    Bound.sum('one split vote', [splitVote(host, timing), roundTrips(host, timing, ROUND_TRIPS_AGAIN)]),
    Bound.term({
      name: `sync to disk x ${SYNCS}`,
      seconds: SYNCS * SYNC_SECONDS,
      basis: Basis.ASSUMED,
      source: `alert ${SYNC_ALERT.name} fires above ${SYNC_SECONDS} s`,
      fields: alertFields(host, SYNC_ALERT, 'expr', `> ${SYNC_SECONDS}`),
    }),
    Bound.term({
      name: 'retry of a read',
      seconds: READ_RETRY_SECONDS,
      basis: Basis.ASSUMED,
      source: 'readIndexRetryTime in etcd server/etcdserver/v3_server.go: a read that found no leader asks again',
    }),
  ]);
}

/**
 * A member that asks for votes right after one timeout is told to wait by one that heard the leader a heartbeat later, and asks
 * again after the same timeout: two timeouts and two heartbeats are the longest, by either way.
 */
function leaderMissed(host: IAppHost, timing: RaftTiming): Bound {
  const seconds = ({ electionMillis, heartbeatMillis }: RaftTiming) =>
    (2 * electionMillis + 2 * heartbeatMillis) / 1000;
  return Bound.term({
    name: 'election timeout x 2 + heartbeat x 2',
    seconds: seconds(timing),
    basis: Basis.DERIVED,
    source: `--election-timeout=${timing.electionMillis}: a member asks for votes at a random time between one and two of it after the last heartbeat (raft.go, resetRandomizedElectionTimeout)`,
    fields: [argumentField(electionArgument(timing)), argumentField(heartbeatArgument(timing))],
    lever: defaultTiming(host, timing, seconds),
  });
}

/** Raft has no bound on the number of split votes, only odds: the bound covers one. */
function splitVote(host: IAppHost, timing: RaftTiming): Bound {
  const seconds = ({ electionMillis }: RaftTiming) => (2 * electionMillis) / 1000;
  const odds = Math.floor(timing.electionMillis / longestRoundTripMillis(host, timing));
  return Bound.term({
    name: 'election timeout x 2',
    seconds: seconds(timing),
    basis: Basis.ASSUMED,
    source: `votes split when two timeouts end within half a round trip: at most once in ${odds} elections with two members left, twice at most once in ${odds * odds}; every further split takes as long`,
    fields: [argumentField(electionArgument(timing))],
    lever: defaultTiming(host, timing, seconds),
  });
}

function roundTrips(host: IAppHost, timing: RaftTiming, count: number): Bound {
  const stated = latenciesOf(host.sites).every((latency) => latency.stated);
  return Bound.term({
    name: `round trip x ${count}`,
    seconds: (count * longestRoundTripMillis(host, timing)) / 1000,
    basis: stated ? Basis.DERIVED : Basis.ASSUMED,
    source: `--heartbeat-interval=${timing.heartbeatMillis}, made for a largest round trip of ${host.maxRttMillis} ms (rttMillis of the sites${stated ? '' : ', partly assumed'})`,
    fields: [argumentField(heartbeatArgument(timing))],
  });
}

/** The round trip that the clocks are made for; the alert EtcdRoundTripSlow fires above it. */
function longestRoundTripMillis(host: IAppHost, { heartbeatMillis }: RaftTiming): number {
  return Math.max(heartbeatMillis, host.maxRttMillis);
}

/** Gives up the clocks of the user. */
function defaultTiming(host: IAppHost, timing: RaftTiming, seconds: (timing: RaftTiming) => number): Lever {
  const defaults = raftTiming(host.maxRttMillis, {});
  return {
    change: `leave out heartbeatInterval and electionTimeout (now ${timing.heartbeatMillis} and ${timing.electionMillis} ms; the round trips ask for ${defaults.heartbeatMillis} and ${defaults.electionMillis} ms)`,
    seconds: seconds(defaults),
    effort: Effort.SETTING,
  };
}

function argumentField(argument: string): EmittedField {
  return fieldOf('StatefulSet', ETCD, `/spec/template/spec/containers/${ETCD}/args`, argument);
}
