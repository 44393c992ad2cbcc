import { Duration } from 'cdk8s';
import { Trigger } from 'cndr';
import type { BoundTree } from '../../src/recovery/bound-tree';
import { checkOutput } from '../support/conformance';
import { sites } from '../support/fleet';
import { run } from '../support/workflow-runner';
import { ofKind, orders, prerequisites, refused, rules, stepsOf, workflows } from './runbook.support';

const manual = orders();
const automatic = orders({ dr: { trigger: Trigger.automatic() } });

interface RuleGroup {
  readonly interval: string;
  readonly rules: { alert: string; expr: string; for: string; labels: Record<string, string> }[];
}

const groups = (from: typeof manual, site: string) =>
  (from.object(site, 'PrometheusRule', 'orders-alerts')['spec'] as { groups: RuleGroup[] }).groups;
const alert = (from: typeof manual, site: string, name: string) =>
  groups(from, site)
    .flatMap((group) => group.rules)
    .find((one) => one.alert === name);

function terms(tree: BoundTree): Record<string, number | undefined> {
  return Object.assign({ [tree.name]: tree.seconds }, ...(tree.parts ?? []).map(terms)) as Record<string, number>;
}
const rto = (from: typeof manual) => terms(from.plan.apps[0]!.rto.tree);

describe('a human is called', () => {
  test('by the sites that are not active, which ask as clients would', () => {
    expect(ofKind(manual, 'use1', 'Probe')).toEqual([]);
    expect(manual.object('usw2', 'Probe', 'site-use1')['spec']).toMatchObject({
      prober: { url: 'blackbox-exporter.monitoring:9115' },
      targets: { staticConfig: { static: ['https://use1.example.com/site-health/orders'] } },
    });
    expect(alert(manual, 'use1', 'ActiveSiteDown')).toBeUndefined();
    expect(alert(manual, 'usw2', 'ActiveSiteDown')).toMatchObject({
      expr: 'max(probe_success{job="orders-site-use1"}) == 0',
      labels: { severity: 'critical', dr_objective: 'rto' },
    });
  });

  test('and when nobody asks any more', () => {
    expect(alert(manual, 'usw2', 'ActiveSiteDownAbsent')).toMatchObject({
      expr: 'absent(probe_success{job="orders-site-use1"})',
    });
    expect(alert(manual, 'use1', 'ActiveSiteDownAbsent')).toBeUndefined();
  });

  test('of several passive sites each asks all others', () => {
    const three = orders({ fleet: { sites: sites(['use1', 'use2', 'usw2']) } });
    expect(ofKind(three, 'use2', 'Probe').map(({ metadata }) => metadata.name)).toEqual(['site-use1', 'site-usw2']);
    expect(ofKind(three, 'use1', 'Probe')).toEqual([]);
  });

  test('the plan asks for the exporter', () => {
    expect(prerequisites(manual, 'usw2', 'Service').map(({ name }) => name)).toEqual(['blackbox-exporter']);
    expect(prerequisites(manual, 'use1', 'Service')).toEqual([]);
  });

  test('the time until then follows from what is emitted', () => {
    const probe = manual.object('usw2', 'Probe', 'site-use1')['spec'] as Record<string, string>;
    const group = groups(manual, 'usw2').find((one) => one.rules.some((rule) => rule.alert === 'ActiveSiteDown'))!;
    expect([probe['interval'], probe['scrapeTimeout'], group.interval]).toEqual(['15s', '10s', '30s']);
    expect(alert(manual, 'usw2', 'ActiveSiteDown')!.for).toBe('1m');
    expect(rto(manual)).toMatchObject({
      'probe interval + timeout': 25,
      'rules are evaluated': 30,
      'alert holds': 60,
      'somebody is called': 145,
    });
  });

  test('the time of people is a term of its own', () => {
    expect(rto(manual)).toMatchObject({ 'human decision': 900 });
    const fast = Trigger.manual({ acknowledge: Duration.minutes(1), decide: Duration.minutes(2) });
    expect(rto(orders({ dr: { trigger: fast } }))).toMatchObject({ 'human decision': 180 });
  });

  test('a missed objective names the automatic trigger as a way', () => {
    expect(refused({ dr: { objectives: { rpo: Duration.hours(1), rto: Duration.minutes(15) } } })).toContain(
      'Trigger.automatic',
    );
  });

  test('without a public address nobody is called, which no recovery time survives', () => {
    const message = refused({ fleet: { traffic: undefined }, dr: { hostname: undefined } });
    expect(message).toContain(
      'nothing outside of the active site can see whether it serves: set hostname and frontEnd',
    );
  });
});

describe('nobody is asked', () => {
  const watch = automatic.object('usw2', 'CronWorkflow', 'failover-watch');
  const runbook = workflows(automatic, 'usw2')['orders-failover-use1-to-usw2']!;

  test('the failover waits for no approval, the planned ways still do', () => {
    expect(stepsOf(runbook, 'main')).not.toContain('approve');
    for (const name of ['orders-switchover-use1-to-usw2', 'orders-reprotect-usw2-to-use1']) {
      expect(stepsOf(workflows(automatic, 'usw2')[name]!, 'main')).toContain('approve');
    }
  });

  test('the first passive site watches, and no other: two would both take over when the network is lost', () => {
    const watches = (output: typeof automatic, site: string) =>
      ofKind(output, site, 'CronWorkflow').some(({ metadata }) => metadata.name === 'failover-watch');
    expect(watches(automatic, 'use1')).toBe(false);
    const three = orders({
      fleet: { sites: sites(['use1', 'use2', 'usw2']) },
      dr: { trigger: Trigger.automatic(), activeSite: 'usw2' },
    });
    expect(['use1', 'use2', 'usw2'].filter((site) => watches(three, site))).toEqual(['use1']);
  });

  test('the active site knows that it is one before it is lost, so that it takes over nothing when it comes back', () => {
    const record = automatic.object('use1', 'CronWorkflow', 'active-record');
    const recorded = (found: string) =>
      run(record, { stubs: { kubectl: `case "$*" in *output=name*) printf '%s' '${found}' ;; esac` } });
    const first = recorded('');
    expect(first.exitCode).toBe(0);
    const texts = first.calls.map(({ text }) => text);
    expect(texts.some((text) => text.includes('--from-literal=active=use1'))).toBe(true);
    expect(texts).toContain('create --filename=-');
    // What a runbook wrote down stays.
    expect(recorded('configmap/dr-phase').calls).toHaveLength(1);
    expect(rules(automatic, 'use1', 'Role', 'failover-watch')).toEqual([
      'get configmaps of  called dr-phase',
      'create configmaps of ',
      'create,patch workflowtaskresults of argoproj.io',
    ]);
  });

  test('one run at a time', () => {
    expect(watch['spec']).toMatchObject({ schedules: ['* * * * *'], timezone: 'UTC', concurrencyPolicy: 'Forbid' });
  });

  test('its account may start workflows and read the phase', () => {
    expect(rules(automatic, 'usw2', 'Role', 'failover-watch')).toEqual([
      'get configmaps of  called dr-phase',
      'create,list workflows of argoproj.io',
      'create,patch workflowtaskresults of argoproj.io',
    ]);
  });

  test('the time until then follows from the schedule and the questions', () => {
    expect(rto(automatic)).toMatchObject({
      'largest gap between two runs': 60,
      'pod starts': 10,
      'questions go unanswered': 30,
      decision: 0,
    });
    const slow = Trigger.automatic({ interval: Duration.minutes(5), failures: 6 });
    expect(rto(orders({ dr: { trigger: slow } }))).toMatchObject({
      'largest gap between two runs': 300,
      'questions go unanswered': 60,
    });
  });

  test('an API server accepts it', () => {
    expect(checkOutput(automatic)).toEqual([]);
  });

  describe('what it does', () => {
    const CURL = [
      'case "$*" in',
      '  *use1.example.com*) count=$(cat "$STATE/asked" 2>/dev/null || echo 0); echo $((count + 1)) > "$STATE/asked"; [ "$count" -ge "${DEAD_FOR:-0}" ] ;;',
      '  *usw2.example.com*) [ "${CUT_OFF:-no}" = no ] ;;',
      'esac',
    ].join('\n');
    const KUBECTL = [
      'case "$*" in',
      '  *data.active*) printf "%s" "${ACTIVE:-}" ;;',
      '  *data.phase*) printf "%s" "${PHASE:-}" ;;',
      '  *data.since*) echo 2026-03-01T12:00:00Z ;;',
      '  "get workflows"*) printf "%s" "${RUNNING:-}" ;;',
      'esac',
    ].join('\n');
    const watched = (env: Record<string, string> = {}) => {
      const { calls, exitCode, stderr } = run(watch, { stubs: { curl: CURL, kubectl: KUBECTL }, env });
      const started = calls.filter(({ text }) => text === 'create --filename=-').map(({ stdin }) => stdin);
      return { started, exitCode, stderr, asked: calls.filter(({ program }) => program === 'curl').length };
    };
    const DEAD = { DEAD_FOR: '99' };

    test('nothing, while the site answers, or answers again', () => {
      expect(watched()).toMatchObject({ started: [], exitCode: 0, asked: 1 });
      expect(watched({ DEAD_FOR: '2' })).toMatchObject({ started: [], exitCode: 0, asked: 3 });
    });

    test('it starts the failover when the site does not answer three times, and says why', () => {
      const { started, exitCode } = watched(DEAD);
      expect(exitCode).toBe(0);
      expect(started).toHaveLength(1);
      expect(JSON.parse(started[0]!)).toEqual({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Workflow',
        metadata: {
          name: expect.stringMatching(/^failover-\d{11}-20260301120000$/) as unknown,
          labels: { 'cndr/runbook': 'orders-failover-use1-to-usw2' },
        },
        spec: {
          workflowTemplateRef: { name: runbook.metadata.name },
          arguments: { parameters: [{ name: 'reason', value: 'use1 did not answer 3 times, asked from usw2' }] },
        },
      });
    });

    test('nothing, when it reaches nobody: it is the one that is cut off', () => {
      expect(watched({ ...DEAD, CUT_OFF: 'yes' })).toMatchObject({ started: [], exitCode: 1 });
    });

    test('nothing, when it has taken over already, or the failover runs', () => {
      expect(watched({ ...DEAD, ACTIVE: 'usw2', PHASE: 'FailedOver' })).toMatchObject({ started: [], exitCode: 0 });
      expect(watched({ ...DEAD, RUNNING: 'workflow/x' })).toMatchObject({ started: [], exitCode: 0 });
    });

    test.each(['FailingOver', 'FailingBack', 'Reprotecting'])('nothing, in the middle of another one (%s)', (phase) => {
      const { started, exitCode, stderr } = watched({ ...DEAD, PHASE: phase });
      expect({ started, exitCode }).toEqual({ started: [], exitCode: 1 });
      expect(stderr).toContain(`phase is ${phase}`);
    });

    test('it starts it again after the sites were protected again', () => {
      expect(watched({ ...DEAD, ACTIVE: 'use1', PHASE: 'DRedSteadyState' }).started).toHaveLength(1);
    });
  });

  test.each([
    [{ interval: Duration.seconds(30) }, 'interval of Trigger.automatic is 30 seconds'],
    [{ interval: Duration.minutes(7) }, 'interval of Trigger.automatic is 7 minutes'],
    [{ failures: 1 }, 'failures of Trigger.automatic is 1; allowed are whole numbers from 2'],
    [
      { failures: 6 },
      'failures of Trigger.automatic is 6; allowed are whole numbers from 2, so that one lost packet moves nobody, to 5',
    ],
    [{ failures: 2.5 }, 'failures of Trigger.automatic is 2.5'],
  ])('%j is refused', (props, message) => {
    expect(refused({ dr: { trigger: Trigger.automatic(props) } })).toContain(message);
  });

  test('without a public address there is nothing to watch', () => {
    const message = refused({
      fleet: { traffic: undefined },
      dr: { hostname: undefined, trigger: Trigger.automatic() },
    });
    expect(message).toContain('trigger is automatic, but site use1 has no public health path to ask');
  });
});
