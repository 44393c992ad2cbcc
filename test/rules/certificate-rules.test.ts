import { checkApp } from './check-rule';
import { appFacts, changedAt } from './facts-fixture';

const DAY = 86_400;
const { certificates, peers } = appFacts();
const HOST = 'etcd-0.use1.etcd.orders.svc.clusterset.local';

describe('DNS-01: peers refuse a certificate that does not have the name they dialled', () => {
  const withNames = (...dnsNames: string[]) => ({ certificates: changedAt('use1', certificates, { dnsNames }) });

  test.each([
    ['the name itself', HOST],
    ['a wildcard for its first label', '*.use1.etcd.orders.svc.clusterset.local'],
    ['upper case', HOST.toUpperCase()],
  ])('%s covers it', (_, dnsName) => {
    expect(checkApp('DNS-01', withNames(dnsName))).toEqual([]);
  });

  test.each([
    ['a wildcard one label too high', '*.etcd.orders.svc.clusterset.local'],
    ['a wildcard one label too low', '*.etcd-0.use1.etcd.orders.svc.clusterset.local'],
    ['a wildcard of another site', '*.use2.etcd.orders.svc.clusterset.local'],
    ['a wildcard that is not first', 'etcd-0.*.etcd.orders.svc.clusterset.local'],
    ['the name of the Service alone', 'etcd.orders.svc.clusterset.local'],
  ])('%s does not: the message has what is there and what to add', (_, dnsName) => {
    expect(checkApp('DNS-01', withNames('localhost', dnsName))).toEqual([
      `certificate etcd-peer of site use1 does not cover ${HOST}, which peers dial; its dnsNames are localhost, ${dnsName}: add ${HOST} or *.use1.etcd.orders.svc.clusterset.local`,
    ]);
  });

  test('a certificate without names', () => {
    expect(checkApp('DNS-01', withNames())).toEqual([
      expect.stringContaining('its dnsNames are empty: add etcd-0.use1.'),
    ]);
  });

  test('a certificate of that name in another site is of no use', () => {
    expect(checkApp('DNS-01', { certificates: certificates.filter(({ site }) => site !== 'use1') })).toEqual([
      `peers dial ${HOST} in site use1, whose certificate etcd-peer is not issued there; issue it in site use1 with that name in dnsNames`,
    ]);
  });

  test('every uncovered peer is reported in one run', () => {
    expect(
      checkApp('DNS-01', { certificates: certificates.map((certificate) => ({ ...certificate, dnsNames: [] })) }),
    ).toHaveLength(3);
  });

  test('peers without a certificate are not judged', () => {
    expect(checkApp('DNS-01', { peers: peers.map((peer) => ({ ...peer, certificate: undefined })) })).toBeUndefined();
  });
});

describe('CRT-01: a certificate that is renewed late ends in an outage of the issuer', () => {
  const lasting = (durationSeconds: number, renewBeforeSeconds: number) => ({
    certificates: changedAt('use1', certificates, { durationSeconds, renewBeforeSeconds }),
  });

  test.each([
    [90 * DAY, 30 * DAY],
    [90 * DAY, 7 * DAY],
    [8 * DAY, 7 * DAY],
  ])('%i s, renewed %i s before the end, is fine', (durationSeconds, renewBeforeSeconds) => {
    expect(checkApp('CRT-01', lasting(durationSeconds, renewBeforeSeconds))).toEqual([]);
  });

  test('renewed 2 days before the end', () => {
    expect(checkApp('CRT-01', lasting(90 * DAY, 2 * DAY))).toEqual([
      'certificate etcd-peer of site use1 lasts 90 days and is renewed 2 days before its end; at least 7 days are needed to outlast an issuer that is down: set renewBefore to 7 days or more',
    ]);
  });

  test('too short to be renewed in time: the message asks for a longer duration too', () => {
    expect(checkApp('CRT-01', lasting(7 * DAY, 3_600))).toEqual([
      expect.stringMatching(
        /lasts 7 days and is renewed 1 h before.*set renewBefore to 7 days or more, and the duration above 7 days$/,
      ),
    ]);
  });

  test.each([[30 * DAY], [31 * DAY]])('renewed as early as it is issued: %i s of 30 days', (renewBeforeSeconds) => {
    expect(checkApp('CRT-01', lasting(30 * DAY, renewBeforeSeconds))).toEqual([
      expect.stringMatching(/it would be renewed all the time: set renewBefore below the duration/),
    ]);
  });

  test('an application without certificates is not judged', () => {
    expect(checkApp('CRT-01', { certificates: [] })).toBeUndefined();
  });
});
