import { Synthesized } from 'cndr/testing';
import { THREE, deploy } from '../support/fleet';
import { type Rule, alertsOf } from './rules';

const DAY = 86_400;
const output = Synthesized.of((app) => deploy(app, { dr: { namespace: 'shop' } }));
const rule = (site: string, name: string): Rule =>
  alertsOf(output, site, 'orders').find(({ alert }) => alert === name)!;

/** The day that a rule compares with, before the end of a certificate. */
const daysLeft = ({ expr }: Rule) => Number(/ < (\d+)$/.exec(expr)?.[1]) / DAY;

test.each(THREE)('a certificate that was not renewed is noticed in %s before it ends, first softly', (site) => {
  expect(daysLeft(rule(site, 'CertificateNotRenewed'))).toBe(21);
  expect(rule(site, 'CertificateNotRenewed').labels['severity']).toBe('warning');
  expect(daysLeft(rule(site, 'CertificateExpiring'))).toBe(7);
  expect(rule(site, 'CertificateExpiring').labels['severity']).toBe('critical');
});

test('a certificate that is renewed in time is never near the limit', () => {
  const { renewBefore } = output.object('use1', 'Certificate', firstCertificate())['spec'] as { renewBefore: string };
  expect(daysLeft(rule('use1', 'CertificateNotRenewed'))).toBeLessThan(parseInt(renewBefore, 10) / 24);
});

test('the namespace is found under both names that Prometheus gives it', () => {
  const metric = 'certmanager_certificate_expiration_timestamp_seconds';
  const series = `${metric}{exported_namespace="shop"} or ${metric}{namespace="shop",exported_namespace=""}`;
  expect(rule('use1', 'CertificateExpiring').expr).toContain(`(${series})`);
  expect(rule('use1', 'CertificateExpiringAbsent').expr).toBe(`absent(${series})`);
});

function firstCertificate(): string {
  return output.objects('use1', 'orders').find(({ kind }) => kind === 'Certificate')!.metadata.name;
}
