import type { EtcdSettings } from './settings';

/** The two clocks of Raft, in milliseconds, the same for all members. */
export interface RaftTiming {
  readonly heartbeatMillis: number;
  readonly electionMillis: number;
}

/** What etcd itself refuses to exceed: `maxElectionMs` in server/embed/config.go. */
export const MAX_ELECTION_MILLIS = 50_000;
/** Round trips in an election timeout: etcd.io, Tuning: "at least 10 times the round-trip time". */
export const ROUND_TRIPS_PER_ELECTION = 10;
/** etcd does not start with fewer heartbeats in an election timeout: `Validate` in server/embed/config.go. */
export const HEARTBEATS_PER_ELECTION = 5;
/** etcd's own default, below which the scheduler of a busy node is what elections are about. */
const MIN_HEARTBEAT_MILLIS = 100;

/** The clocks for a round trip: etcd.io, Tuning: the heartbeat is around the largest round trip between members. */
export function raftTiming(
  maxRttMillis: number,
  overrides: Pick<EtcdSettings, 'heartbeatMillis' | 'electionMillis'>,
): RaftTiming {
  const heartbeatMillis =
    overrides.heartbeatMillis ?? Math.max(MIN_HEARTBEAT_MILLIS, Math.ceil(maxRttMillis / 10) * 10);
  const electionMillis = overrides.electionMillis ?? longestAllowed(heartbeatMillis * ROUND_TRIPS_PER_ELECTION);
  return { heartbeatMillis, electionMillis };
}

/** The largest round trip that the emitted election timeout can be made for, and why. */
export function largestRtt({ heartbeatMillis, electionMillis }: EtcdSettings): {
  readonly millis: number;
  readonly source: string;
} {
  const chosen = electionMillis ?? (heartbeatMillis && longestAllowed(heartbeatMillis * ROUND_TRIPS_PER_ELECTION));
  const election = chosen ?? MAX_ELECTION_MILLIS;
  const why =
    chosen === undefined
      ? `the longest election timeout that etcd accepts, ${election} ms`
      : `an election timeout of ${election} ms, from ${electionMillis === undefined ? 'heartbeatInterval' : 'electionTimeout'}`;
  return {
    millis: Math.floor(election / ROUND_TRIPS_PER_ELECTION),
    source: `etcd.io, Tuning: ${why}, is to be at least ${ROUND_TRIPS_PER_ELECTION} round trips`,
  };
}

/** What etcd would not start with. */
export function timingProblems({ heartbeatMillis, electionMillis }: RaftTiming): string[] {
  const shortest = heartbeatMillis * HEARTBEATS_PER_ELECTION;
  return [
    ...(electionMillis > MAX_ELECTION_MILLIS
      ? [
          `etcd electionTimeout is ${electionMillis} ms; etcd accepts at most ${MAX_ELECTION_MILLIS} ms; lower it, or leave it out to get 10 heartbeats`,
        ]
      : []),
    ...(electionMillis < shortest
      ? [
          `etcd electionTimeout is ${electionMillis} ms with a heartbeat of ${heartbeatMillis} ms; etcd accepts no less than ${HEARTBEATS_PER_ELECTION} heartbeats, ${shortest} ms; raise electionTimeout or lower heartbeatInterval`,
        ]
      : []),
    ...(Number.isInteger(heartbeatMillis) && heartbeatMillis > 0
      ? []
      : [
          `etcd heartbeatInterval is ${heartbeatMillis} ms; etcd accepts whole milliseconds from 1; raise it, or leave it out`,
        ]),
    ...(Number.isInteger(electionMillis)
      ? []
      : [
          `etcd electionTimeout is ${electionMillis} ms; etcd accepts whole milliseconds; round it up, or leave it out to get 10 heartbeats`,
        ]),
  ];
}

function longestAllowed(millis: number): number {
  return Math.min(millis, MAX_ELECTION_MILLIS);
}
