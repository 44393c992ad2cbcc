import type { ScrapeTarget } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { FileStore } from '../backup/file-store';
import { THREE, deploy } from '../support/fleet';

const PLAIN: ScrapeTarget = { name: 'files', podLabels: { app: 'files' }, port: 'metrics', path: '/metrics' };

function synthesized(...scrapeTargets: ScrapeTarget[]): Synthesized {
  const workload = new FileStore({ scrapeTargets });
  const waivers = [{ rule: 'SEC-02', reason: 'the store has no certificates', expires: '2999-12-31' }];
  return Synthesized.of((app) => deploy(app, { dr: { workload, frontEnd: undefined, hostname: undefined, waivers } }));
}

const endpoints = (output: Synthesized, site: string, name: string) =>
  (output.object(site, 'PodMonitor', name)['spec'] as { podMetricsEndpoints: Record<string, unknown>[] })
    .podMetricsEndpoints;

test.each(THREE)('Prometheus of %s scrapes the pods there, more often than it evaluates', (site) => {
  const output = synthesized(PLAIN);
  expect(output.object(site, 'PodMonitor', 'files')).toMatchObject({
    metadata: { namespace: 'orders' },
    spec: { selector: { matchLabels: { app: 'files' } } },
  });
  expect(endpoints(output, site, 'files')).toEqual([
    { port: 'metrics', path: '/metrics', interval: '15s', scrapeTimeout: '10s', scheme: 'http' },
  ]);
});

test('a target with a certificate has to prove itself, under the name that the certificate has', () => {
  const output = synthesized({ ...PLAIN, caSecret: 'files-tls', serverName: 'files.orders' });
  expect(endpoints(output, 'use1', 'files')).toMatchObject([
    {
      scheme: 'https',
      tlsConfig: { ca: { secret: { name: 'files-tls', key: 'ca.crt' } }, serverName: 'files.orders' },
    },
  ]);
});

test('without a name of its own the target is proved by its address', () => {
  const [endpoint] = endpoints(synthesized({ ...PLAIN, caSecret: 'files-tls' }), 'use1', 'files');
  expect(endpoint?.['tlsConfig']).not.toHaveProperty('serverName');
});
