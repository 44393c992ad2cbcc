import { Duration } from 'cdk8s';
import { Effort, HealthCheck, type HealthCheckProps, Verdict } from 'cndr';
import { switchover } from '../../src/traffic/switchover';

const boundOf = (props: HealthCheckProps = {}, ttlSeconds = 30) =>
  switchover({ healthCheck: HealthCheck.https(props), ttlSeconds, propagationSeconds: 10, clientCacheSeconds: 30 });
const secondsOf = (props: HealthCheckProps = {}, ttlSeconds = 30) =>
  Object.fromEntries(boundOf(props, ttlSeconds).parts.map(({ name, seconds }) => [name, seconds]));

test('is the sum of what happens one after the other', () => {
  expect(secondsOf()).toEqual({
    'health check interval x threshold': 30,
    // Each of the three checks may take its whole 4 s + 2 s before the interval to the next one starts.
    'probe timeout x threshold': 18,
    'propagation of the health status': 10,
    'record TTL': 30,
    "clients' own DNS cache": 30,
  });
  expect(boundOf().seconds).toBe(118);
});

test('follows what is emitted', () => {
  expect(secondsOf({ interval: Duration.seconds(30), failureThreshold: 2 }, 60)).toMatchObject({
    'health check interval x threshold': 60,
    'probe timeout x threshold': 12,
    'record TTL': 60,
  });
});

test('a TCP connection may take longer than an answer', () => {
  const bound = switchover({
    healthCheck: HealthCheck.tcp(),
    ttlSeconds: 0,
    propagationSeconds: 0,
    clientCacheSeconds: 0,
  });
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

test('advises nothing that one lost packet could take a site out by, nor a TTL that is low already', () => {
  const tight = boundOf({ failureThreshold: 2 }, 10);
  expect(tight.leversTo(1)).toEqual({ changes: [], reachesSeconds: tight.seconds, sufficient: false });
  expect(Effort.SETTING).toBeLessThan(Effort.PAID_SETTING);
});
