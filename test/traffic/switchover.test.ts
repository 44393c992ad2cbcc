import { Duration } from 'cdk8s';
import { Basis, type Bound, Effort, HealthCheck, type HealthCheckProps, Verdict } from 'cndr';
import * as fc from 'fast-check';
import { type SwitchoverTimes, activation, switchover } from '../../src/traffic/switchover';

const UNTRACED = { checkIds: [], recordIds: [] };

const boundOf = (props: HealthCheckProps = {}, ttlSeconds = 30, connectionSeconds = 60, siteLives = false) =>
  switchover(
    {
      healthCheck: HealthCheck.https(props),
      ttlSeconds,
      propagationSeconds: 10,
      clientCacheSeconds: 30,
      connectionSeconds,
      ...UNTRACED,
    },
    siteLives,
  );
const partsOf = (bound: Bound) => Object.fromEntries(bound.parts.map(({ name, seconds }) => [name, seconds]));
const partOf = (bound: Bound, name: string): Bound => bound.parts.find((part) => part.name === name)!;
const letGo = (bound: Bound): Bound => partOf(bound, 'clients let go of the site');
const answers = (bound: Bound): Bound => partOf(letGo(bound), 'DNS answers run out');

test('is the sum of what happens one after the other', () => {
  expect(partsOf(boundOf())).toEqual({
    'health check interval x threshold': 30,
    // Each of the three checks may take its whole 4 s + 2 s before the interval to the next one starts.
    'probe timeout x threshold': 18,
    'propagation of the health status': 10,
    'clients let go of the site': 60,
  });
  expect(partsOf(answers(boundOf()))).toEqual({ 'record TTL': 30, "clients' own DNS cache": 30 });
  expect(boundOf().seconds).toBe(118);
});

test.each([
  ['ends before the answer has run out', 59, 118],
  ['ends with the answer', 60, 118],
  ['outlives the answer', 61, 119],
  ['is kept for an hour', 3600, 3658],
])('a client lets go when its answer has run out and its connection has ended: one that %s', (_, age, expected) => {
  const bound = boundOf({}, 30, age);
  expect(partsOf(letGo(bound))).toEqual({ 'DNS answers run out': 60, 'open connections of clients end': age });
  expect(bound.seconds).toBe(expected);
});

test('connections are closed by the Gateway, which is the word of the platform', () => {
  expect(partOf(letGo(boundOf()), 'open connections of clients end').basis).toBe(Basis.ASSUMED);
});

test('follows what is emitted', () => {
  const bound = boundOf({ interval: Duration.seconds(30), failureThreshold: 2 }, 60);
  expect(partsOf(bound)).toMatchObject({
    'health check interval x threshold': 60,
    'probe timeout x threshold': 12,
    'clients let go of the site': 90,
  });
  expect(partsOf(answers(bound))).toMatchObject({ 'record TTL': 60 });
});

test('a TCP connection may take longer than an answer', () => {
  const nothing = { ttlSeconds: 0, propagationSeconds: 0, clientCacheSeconds: 0, connectionSeconds: 0, ...UNTRACED };
  const bound = switchover({ healthCheck: HealthCheck.tcp(), ...nothing }, false);
  expect(bound.seconds).toBe(3 * (10 + 10));
});

test('is an estimate, since AWS publishes no propagation time', () => {
  expect(boundOf().verdict).toBe(Verdict.ESTIMATED);
});

test('an objective that is just missed costs a setting, the interval is bought only when that does not do', () => {
  const slow = boundOf({ interval: Duration.seconds(30) }, 60);
  expect(slow.leversTo(slow.seconds! - 1)).toMatchObject({
    changes: ['set failureThreshold to 2 (now 3)'],
    sufficient: true,
  });
  expect(slow.leversTo(slow.seconds! - 60)).toMatchObject({
    changes: ["set the health check's interval to 10 s (now 30 s)"],
    sufficient: true,
  });
});

test('fewer failures shorten the waits and the timeouts alike', () => {
  const change = 'set failureThreshold to 2 (now 3)';
  expect(boundOf().leversTo(118 - 16)).toEqual({ changes: [change], reachesSeconds: 118 - 16, sufficient: true });
});

describe('clients let go sooner by the shorter of answers and connections only where it is the longer of the two', () => {
  const ttl = 'set recordTtl to 10 s (now 60 s)';
  const age = (now: number) =>
    `let the Gateway close connections after 10 s, and set connectionAge to it (now ${now} s)`;
  /** What all levers but those of the health check can do: it is at its best. */
  const reach = (ttlSeconds: number, connectionSeconds: number, lessSeconds: number) => {
    const bound = boundOf({ failureThreshold: 2 }, ttlSeconds, connectionSeconds);
    return { before: bound.seconds, ...bound.leversTo(bound.seconds! - lessSeconds) };
  };
  // Checks 20 + 12 s, propagation 10 s; the cache of clients adds 30 s to the TTL.
  const OTHERS = 42;

  test('answers run out last: the TTL', () => {
    expect(reach(60, 20, 50)).toEqual({
      before: OTHERS + 90,
      changes: [ttl],
      reachesSeconds: OTHERS + 40,
      sufficient: true,
    });
  });

  test('connections end last: their age', () => {
    expect(reach(10, 120, 80)).toEqual({
      before: OTHERS + 120,
      changes: [age(120)],
      reachesSeconds: OTHERS + 40,
      sufficient: true,
    });
  });

  test('both end late: one of them alone stops at the other', () => {
    expect(reach(60, 60, 30)).toEqual({
      before: OTHERS + 90,
      changes: [ttl],
      reachesSeconds: OTHERS + 60,
      sufficient: true,
    });
    expect(reach(60, 60, 50)).toEqual({
      before: OTHERS + 90,
      changes: [ttl, age(60)],
      reachesSeconds: OTHERS + 40,
      sufficient: true,
    });
  });
});

test('advises nothing that one lost packet could take a site out by, nor what is low already', () => {
  const tight = boundOf({ failureThreshold: 2 }, 10, 30);
  expect(tight.leversTo(1)).toEqual({ changes: [], reachesSeconds: tight.seconds, sufficient: false });
  expect(Effort.SETTING).toBeLessThan(Effort.PAID_SETTING);
});

test('a site that lives takes connections until the last answer has run out, and each of them lasts its age', () => {
  expect(boundOf({}, 30, 20, false).seconds! - boundOf({}, 30, 0, false).seconds!).toBe(0);
  expect(boundOf({}, 30, 20, true).seconds! - boundOf({}, 30, 0, true).seconds!).toBe(20);
});

describe('whatever the times are', () => {
  interface Times {
    readonly interval: number;
    readonly failures: number;
    readonly ttlSeconds: number;
    readonly propagationSeconds: number;
    readonly clientCacheSeconds: number;
    readonly connectionSeconds: number;
  }
  const seconds = fc.nat(86_400);
  const times: fc.Arbitrary<Times> = fc.record({
    interval: fc.constantFrom(10, 30),
    failures: fc.integer({ min: 1, max: 10 }),
    ttlSeconds: seconds,
    propagationSeconds: seconds,
    clientCacheSeconds: seconds,
    connectionSeconds: seconds,
  });
  const given = ({ interval, failures, ...others }: Times): SwitchoverTimes => ({
    healthCheck: HealthCheck.https({ interval: Duration.seconds(interval), failureThreshold: failures }),
    ...others,
    ...UNTRACED,
  });
  const BOUNDS: [string, (times: Times) => Bound][] = [
    ['a site that is lost', (of) => switchover(given(of), false)],
    ['a site that is cut off', (of) => switchover(given(of), true)],
    ['a site that takes over', (of) => activation(given(of))],
  ];

  test.each(BOUNDS)('clients of %s are not promised to move faster than any single step', (_, bound) => {
    fc.assert(
      fc.property(times, (of) => {
        expect(bound(of).seconds!).toBeGreaterThanOrEqual(Math.max(...bound(of).terms.map((term) => term.seconds!)));
      }),
    );
  });

  test.each(BOUNDS)('nothing that takes longer makes clients of %s move sooner', (_, bound) => {
    const slower = (one: Times, other: Times): Times =>
      Object.fromEntries(
        Object.entries(one).map(([key, value]) => [key, Math.max(value as number, other[key as keyof Times])]),
      ) as unknown as Times;
    fc.assert(
      fc.property(times, times, (one, other) => {
        expect(bound(slower(one, other)).seconds!).toBeGreaterThanOrEqual(bound(one).seconds!);
      }),
    );
  });

  test('a site that is cut off keeps its clients at least as long as one that is lost', () => {
    fc.assert(
      fc.property(times, (of) => {
        expect(switchover(given(of), true).seconds!).toBeGreaterThanOrEqual(switchover(given(of), false).seconds!);
      }),
    );
  });
});
