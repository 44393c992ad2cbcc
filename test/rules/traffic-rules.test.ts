import type { AppFacts, HealthCheckFact } from '../../src/rules/facts';
import { HealthProtocol } from '../../src/rules/vocabulary';
import { checkApp } from './check-rule';
import { appFacts, changedAt, sitesWith } from './facts-fixture';

const { healthChecks } = appFacts();
const atUse2 = (change: Partial<HealthCheckFact>): Partial<AppFacts> => ({
  healthChecks: changedAt('use2', healthChecks, change),
});
const RULES = ['GLB-01', 'GLB-02', 'GLB-04', 'GLB-05', 'GLB-06', 'GLB-10'];

describe('health checks', () => {
  test.each(RULES)('that are as they should be are fine: %s', (id) => {
    expect(checkApp(id)).toEqual([]);
  });

  test.each(RULES)('that are not there are not judged: %s', (id) => {
    expect(checkApp(id, { healthChecks: [] })).toBeUndefined();
  });
});

describe('GLB-01: a check of its own record follows clients to whichever site is up', () => {
  test.each(['orders.example.com', 'Orders.Example.com.'])('%s: the message names the prop to set', (target) => {
    expect(checkApp('GLB-01', atUse2({ target }))).toEqual([
      `the health check of site use2 dials ${target}, the record that it decides about; dial a name of the site alone: set ingressHostname of site use2`,
    ]);
  });
});

describe('GLB-02: a site without a check gets clients after it is lost', () => {
  test('the message names the site and the record', () => {
    expect(checkApp('GLB-02', { healthChecks: healthChecks.slice(0, 2) })).toEqual([
      'site usw2 serves clients of orders.example.com and has no health check, so that it always counts as healthy; add a check of site usw2, or take the site out of the record',
    ]);
  });

  test('a witness serves nobody and needs none', () => {
    expect(checkApp('GLB-02', { healthChecks: healthChecks.slice(0, 2), witness: 'usw2' })).toEqual([]);
  });
});

describe('GLB-04: a shallow check sends clients to a site that is cut off', () => {
  test('a TCP connection says nothing of a quorum', () => {
    expect(checkApp('GLB-04', atUse2({ protocol: HealthProtocol.TCP, workloadAware: true }))).toEqual([
      'the health check of site use2 opens a TCP connection to use2.example.com, which succeeds while the site is cut off; check over HTTPS a path that fails when etcd has no quorum',
    ]);
  });

  test('a path that does not depend on the workload: the message has the path', () => {
    expect(checkApp('GLB-04', atUse2({ path: '/healthz', workloadAware: false }))).toEqual([
      'the health check of site use2 gets /healthz of use2.example.com, which does not depend on etcd; check over HTTPS a path that fails when etcd has no quorum',
    ]);
  });

  test('where a site serves on its own the rule does not apply', () => {
    expect(
      checkApp('GLB-04', { ...atUse2({ workloadAware: false }), pattern: 'EventualConsistencyDR' }),
    ).toBeUndefined();
  });
});

describe('GLB-05: a private address is never healthy to a checker on the internet', () => {
  test.each([
    ['private IPv4', { ingressIpv4: '10.1.2.3' }, 'ingressIpv4 10.1.2.3 (private)'],
    ['loopback IPv4', { ingressIpv4: '127.0.0.1' }, 'ingressIpv4 127.0.0.1 (loopback)'],
    ['private IPv6', { ingressIpv6: 'fd00::1' }, 'ingressIpv6 fd00::1 (unique local)'],
    ['loopback IPv6', { ingressIpv6: '::1' }, 'ingressIpv6 ::1 (loopback)'],
    [
      'both',
      { ingressIpv4: '10.1.2.3', ingressIpv6: '::1' },
      'ingressIpv4 10.1.2.3 (private), ingressIpv6 ::1 (loopback)',
    ],
  ])('%s: the message has the address and its range', (_, change, addresses) => {
    expect(checkApp('GLB-05', { sites: sitesWith('use2', change) })).toEqual([
      `health checkers on the internet cannot reach site use2: ${addresses}; give a public address, or a load balancer that checks from inside`,
    ]);
  });

  test('an address that the check dials without the site stating it', () => {
    expect(checkApp('GLB-05', atUse2({ target: '192.168.0.9' }))).toEqual([
      expect.stringContaining('site use2: health check target 192.168.0.9 (private)'),
    ]);
  });

  test('a site that is reached by name only is fine', () => {
    expect(
      checkApp('GLB-05', { sites: sitesWith('use2', { ingressIpv4: undefined, ingressIpv6: undefined }) }),
    ).toEqual([]);
  });

  test('the private address of a site without a check does not matter', () => {
    const change = { healthChecks: healthChecks.slice(0, 2), sites: sitesWith('usw2', { ingressIpv4: '10.1.2.3' }) };
    expect(checkApp('GLB-05', change)).toEqual([]);
  });
});

describe('GLB-06: clients wait for the TTL after a site is lost', () => {
  test('60 s is fine', () => {
    expect(checkApp('GLB-06', atUse2({ ttlSeconds: 60 }))).toEqual([]);
  });

  test('the message has the TTL given and the one allowed', () => {
    expect(checkApp('GLB-06', atUse2({ ttlSeconds: 300 }))).toEqual([
      'answers of orders.example.com for site use2 live 300 s, which clients wait for after its loss; set the TTL to 60 s or less',
    ]);
  });
});

describe('GLB-10: a switch that needs the control plane fails with its region', () => {
  test('the message names the site and what should decide', () => {
    expect(checkApp('GLB-10', atUse2({ dataPlaneOnly: false }))).toEqual([
      expect.stringMatching(
        /^taking site use2 out of orders\.example\.com needs a write to the DNS provider's API.*let a health check or a routing control decide$/,
      ),
    ]);
  });
});
