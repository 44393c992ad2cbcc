import { Size } from 'cdk8s';
import type { FrontEndProps } from 'cndr';
import { frontEndProblems } from '../../src/workloads/front-end/check-front-end';
import { deploy } from '../support/fleet';
import { refusals } from '../support/errors';

const image = 'registry.example.com/orders:1.4.2';
const problems = (props: Partial<FrontEndProps>): string[] => frontEndProblems({ image, ...props }, ['PGHOST']);

test.each<[string, Partial<FrontEndProps>]>([
  ['nothing but an image', {}],
  ['a digest', { image: `web@sha256:${'0'.repeat(64)}` }],
  ['the lowest port that needs no root', { port: 1024 }],
  ['the highest port', { port: 65535 }],
  ['one pod', { replicas: 1, maxReplicas: 1 }],
  ['as many pods at most as at least', { replicas: 7, maxReplicas: 7 }],
  ['a target of all CPU', { targetCpuPercent: 100 }],
  ['a path with a query', { healthPath: '/a/b?c=d&e=%20~' }],
  ['the root path', { healthPath: '/' }],
  ['a range of IPv6', { egressCidrs: ['2600::/32', '203.0.113.7/32'] }],
  ['a Secret with dots', { environmentSecrets: ['orders.v2'] }],
  ['a class with dots', { ingressClassName: 'nginx.public' }],
  ['a variable with an underscore first', { environment: { _a1: 'x', PGHOST_2: '' } }],
  ['1 GiB', { memory: Size.gibibytes(1) }],
  ['a quarter of a CPU', { cpu: '250m' }],
])('%s is accepted', (_, props) => {
  expect(problems(props)).toEqual([]);
});

test.each<[Partial<FrontEndProps>, string]>([
  [{ image: '' }, 'frontEnd.image is ""'],
  [{ image: 'web:1 ' }, 'frontEnd.image is "web:1 "'],
  [{ siteHealthImage: 'a b' }, 'frontEnd.siteHealthImage is "a b"'],
  [{ port: 80 }, 'frontEnd.port is 80; allowed are whole numbers from 1024 to 65535'],
  [{ port: 1023 }, 'frontEnd.port is 1023'],
  [{ port: 65536 }, 'frontEnd.port is 65536'],
  [{ port: 8080.5 }, 'frontEnd.port is 8080.5'],
  [{ port: NaN }, 'frontEnd.port is NaN'],
  [{ port: 8081 }, 'frontEnd.port is 8081, where the sidecar'],
  [{ replicas: 0 }, 'frontEnd.replicas is 0'],
  [{ replicas: 1.5 }, 'frontEnd.replicas is 1.5'],
  [{ replicas: 10_001 }, 'frontEnd.replicas is 10001; allowed are whole numbers from 1 to 10000'],
  [{ maxReplicas: 2 ** 31 }, 'frontEnd.maxReplicas is 2147483648'],
  [{ maxReplicas: 2 }, 'frontEnd.maxReplicas is 2; allowed are whole numbers from 3'],
  [{ replicas: 5, maxReplicas: 4 }, 'frontEnd.maxReplicas is 4; allowed are whole numbers from 5'],
  [{ maxReplicas: 3.5 }, 'frontEnd.maxReplicas is 3.5'],
  [{ targetCpuPercent: 0 }, 'frontEnd.targetCpuPercent is 0'],
  [{ targetCpuPercent: 101 }, 'frontEnd.targetCpuPercent is 101'],
  [{ targetCpuPercent: 0.6 }, 'frontEnd.targetCpuPercent is 0.6'],
  [{ cpu: '' }, 'frontEnd.cpu is ""'],
  [{ memory: Size.kibibytes(1500) }, 'frontEnd.memory is 1500Ki'],
  [{ user: 0 }, 'frontEnd.user is 0'],
  [{ user: 1.5 }, 'frontEnd.user is 1.5'],
  [{ environment: { 'a-b': 'x' } }, 'frontEnd.environment sets "a-b"'],
  [{ environment: { '1A': 'x' } }, 'frontEnd.environment sets "1A"'],
  [{ environment: { '': 'x' } }, 'frontEnd.environment sets ""'],
  [{ environment: { PGHOST: 'x' } }, 'frontEnd.environment sets "PGHOST", which the connection'],
  [{ environmentSecrets: ['good', 'Bad'] }, 'frontEnd.environmentSecrets has "Bad"'],
  [{ egressNamespaces: ['a.b'] }, 'frontEnd.egressNamespaces has "a.b"'],
  [{ egressCidrs: ['10.1/16'] }, 'frontEnd.egressCidrs has "10.1/16"'],
  [{ egressCidrs: ['203.0.113.7'] }, 'frontEnd.egressCidrs has "203.0.113.7"'],
  [{ egressCidrs: ['2600::/129'] }, 'frontEnd.egressCidrs has "2600::/129"'],
  [{ egressCidrs: ['203.0.113.0/024'] }, 'frontEnd.egressCidrs has "203.0.113.0/024"'],
  [{ egressCidrs: ['2600::/032'] }, 'frontEnd.egressCidrs has "2600::/032"'],
  [{ egressCidrs: ['fe80::1%eth0/64'] }, 'frontEnd.egressCidrs has "fe80::1%eth0/64"'],
  [{ ingressClassName: 'Nginx' }, 'frontEnd.ingressClassName is "Nginx"'],
  [{ ingressClassName: '' }, 'frontEnd.ingressClassName is ""'],
  [{ healthPath: 'healthz' }, 'frontEnd.healthPath is "healthz"'],
  [{ healthPath: '' }, 'frontEnd.healthPath is ""'],
  [{ healthPath: '/a; } evil {' }, 'frontEnd.healthPath is "/a; } evil {"'],
  [{ healthPath: '/$host' }, 'frontEnd.healthPath is "/$host"'],
  [{ healthPath: '/a\n' }, 'frontEnd.healthPath is "/a\n"'],
])('%j is one problem', (props, start) => {
  const found = problems(props);
  expect(found).toHaveLength(1);
  expect(found[0]!.startsWith(start)).toBe(true);
  expect(found[0]).toMatch(/; allowed (is|are) [^;]+; [^;]*[^.]$/);
});

test('bad replicas say nothing of the pods at most', () => {
  expect(problems({ replicas: -1, maxReplicas: 2 })).toHaveLength(1);
});

test('all problems of a front end come in one run, with those of the rest of the application', () => {
  const found = refusals((app) =>
    deploy(app, {
      dr: {
        toleratedSiteFailures: 2,
        frontEnd: {
          image: '',
          port: 80,
          replicas: NaN,
          memory: Size.kibibytes(1),
          egressCidrs: ['x'],
          healthPath: '/ ',
          environment: { PGHOST: 'elsewhere' },
        },
      },
    }),
  );
  for (const prop of ['image', 'port', 'replicas', 'memory', 'egressCidrs', 'healthPath', 'environment']) {
    expect(found.filter((message) => message.startsWith(`INPUT: frontEnd.${prop} `))).toHaveLength(1);
  }
  expect(found).toContainEqual(expect.stringContaining('toleratedSiteFailures is 2'));
});
