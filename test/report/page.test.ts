import { createHash } from 'node:crypto';
import type { Plan } from '../../src/synthesis/plan';
import { reportHtml } from '../../src/report/page';
import { quorumPlan, withApp } from './plans';
import { matches, rowsOf, textOf } from './reading';

let plan: Plan;
beforeAll(() => {
  plan = quorumPlan();
});

test('names that hold markup stay text, wherever they are in the plan', () => {
  // GIVEN a plan in which every text ends what it might stand in, and begins a script
  const hostile = '\'"></title></style></svg><script>alert(1)</script><img src=x onerror=alert(1)>';
  const html = reportHtml(everyText(plan, (text) => text + hostile) as Plan);

  // THEN no element is made of them, and they are still read as they are
  expect(matches(html, /(<script)/g)).toHaveLength(1);
  expect(matches(html, /(<style)/g)).toHaveLength(1);
  expect(matches(html, /(<img|<iframe|<object|<embed)/gi)).toEqual([]);
  expect(matches(html.replace(/"[^"]*"/g, '""'), /<[^>]*\s(on[a-z]+=)/g)).toEqual([]);
  expect(textOf(html)).toContain(`orders${hostile}`.replace(/\s+/g, ' '));
});

test('the browser is told to load nothing, and to run only what is on the page', () => {
  const html = reportHtml(plan);
  const [policy = ''] = matches(html, /http-equiv="Content-Security-Policy" content="([^"]*)"/g);
  const [style = ''] = matches(html, /<style>([^]*?)<\/style>/g);
  const [script = ''] = matches(html, /<script>([^]*?)<\/script>/g);
  const hash = (text: string): string => `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
  expect(policy.split('; ')).toEqual([
    'default-src &#39;none&#39;',
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    'base-uri &#39;none&#39;',
    'form-action &#39;none&#39;',
  ]);
  // Styles in attributes would be refused by it.
  expect(matches(html, /<[^>]*\s(style=)/g)).toEqual([]);
});

test('findings and waivers: what is open first, what is waived with its reason and its last day', () => {
  const finding = { severity: 'warning', path: 'orders', message: 'round trip not stated' } as const;
  const findings = [
    { ...finding, rule: 'NET-11', waiver: 'measured in March', waivedUntil: '2999-12-31' },
    { ...finding, rule: 'BKP-01' },
  ];
  const html = reportHtml(withApp(plan, { findings: findings as never }));
  expect(rowsOf(html, 'Findings of orders')).toEqual([
    ['BKP-01', 'warning', 'round trip not stated', 'orders', 'none'],
    ['NET-11', 'warning, waived', 'round trip not stated', 'orders', 'measured in March until 2999-12-31'],
  ]);
});

test('an objective that is missed is said beside the number', () => {
  const { rto } = plan.apps[0]!;
  const text = textOf(reportHtml(withApp(plan, { rto: { ...rto, objectiveSeconds: 1, met: false } })));
  expect(text).toContain('objective 1 s');
  expect(text).toContain('objective not met');
});

test('a configuration that was refused is not taken for one that was written', () => {
  expect(textOf(reportHtml({ ...plan, refused: true }))).toContain('Refused. Synthesis found errors and wrote nothing');
  expect(textOf(reportHtml(plan))).not.toContain('Refused.');
});

test('what replication asks of a link is in the words of the drawing', () => {
  const { topology } = plan.apps[0]!;
  const links = topology.links.map((link) => ({ ...link, bytesPerSecond: 5 * 1024 ** 2 }));
  const text = textOf(reportHtml(withApp(plan, { topology: { ...topology, links } })));
  expect(text).toContain('use1 to use2: quorum, synchronous, at most 5 MiB/s one way, 12 ms.');
});

test('what is brought back by nothing, and what recovery needs of the lost site, come first', () => {
  const html = reportHtml(
    withApp(plan, {
      coverage: [
        { site: 'use1', kind: 'Secret', name: 'kept', coveredBy: ['in Git'] },
        { site: 'use1', kind: 'PersistentVolumeClaim', name: 'bare', coveredBy: [] },
      ],
      independence: [
        { lost: 'use1', needs: 'registry', where: 'elsewhere', available: true },
        { lost: 'use1', needs: 'hub', where: 'use1', available: false },
      ],
    }),
  );
  expect(rowsOf(html, 'Coverage of orders').map(([name]) => name)).toEqual(['bare', 'kept']);
  expect(rowsOf(html, 'Independence of orders').map(([needs]) => needs)).toEqual(['hub', 'registry']);
  expect(textOf(html)).toContain('Nothing brings 1 of 2 pieces of state and configuration back');
  expect(textOf(html)).toContain('Recovery needs 1 thing that may be lost with the site');
});

test('what the plan does not compute has no chapter', () => {
  const html = reportHtml(withApp(plan, { capacity: [], coverage: [], independence: [], drills: [] }));
  const headings = matches(html, /<h3[^>]*>([^<]*)<\/h3>/g);
  expect(headings).toContain('Faults');
  for (const title of ['Capacity', 'Coverage', 'Independence', 'Runbooks']) expect(headings).not.toContain(title);
  expect(textOf(html)).toContain('No restore tests are scheduled.');
});

test('sites without capacity for the load are found', () => {
  const capacity = {
    component: 'front-end',
    sites: [{ site: 'use1', pods: 2 }],
    needed: 3,
    left: 2,
    lost: ['use2'],
    sufficient: false,
  };
  expect(rowsOf(reportHtml(withApp(plan, { capacity: [capacity] })), 'Capacity of orders')).toEqual([
    ['front-end', 'use1 2', 'use2', '2', '3', 'too few'],
  ]);
});

test('a fleet without applications has a report too', () => {
  const text = textOf(reportHtml({ ...plan, apps: [] }));
  expect(text).toContain('Disaster recovery of prod');
  expect(text).toContain('0 applications, 1 fleet');
});

/** The value with every text in it changed, keys of records included where they are names. */
function everyText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => everyText(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [/^[a-zA-Z]+$/.test(key) ? key : change(key), everyText(item, change)]),
  );
}
