import { type Call, type Surroundings, type WorkflowRun, run } from '../support/workflow-runner';
import { orders, workflows } from './runbook.support';

const output = orders();

/** Every way between the two sites. */
const WAYS = [
  ['use1', 'usw2'],
  ['usw2', 'use1'],
] as const;

const runbook = (kind: string, from: string, to: string, runner: string) =>
  workflows(output, runner)[`orders-${kind}-${from}-to-${to}`]!;

/** Stubs with which everything goes well. A name that matches `$FAILS` does not; `$BUSY` makes it fail once. */
const STUBS: Record<string, string> = {
  kubectl: [
    'if [ -n "${FAILS:-}" ]; then case "$*" in *$FAILS*) echo "no" >&2; exit 1 ;; esac; fi',
    'if [ -n "${BUSY:-}" ] && [ ! -e "$STATE/tried" ]; then case "$*" in *$BUSY*) : > "$STATE/tried"; exit 1 ;; esac; fi',
    'case "$*" in',
    '  "create configmap "*--dry-run*) echo "$*" ;;',
    '  "label --local "*) echo "$INPUT" ;;',
    '  "create --filename=-") if [ -n "${AGAIN:-}" ]; then echo "configmaps \\"x\\" already exists" >&2; exit 1; fi ;;',
    '  "get configmap dr-phase"*data.active*) printf "%s" "${ACTIVE:-}" ;;',
    '  *maxReplicas*) echo 12 ;;',
    '  *spec.replicas*) echo 1 ;;',
    'esac',
  ].join('\n'),
  // The latch asks without credentials whether the checkers can see the object.
  aws: [
    'case "$*" in',
    '  *put-object*) : > "$STATE/latched" ;;',
    '  *delete-object*) rm -f "$STATE/latched" ;;',
    '  *head-object*) [ -e "$STATE/latched" ] || { echo "(404)" >&2; exit 1; } ;;',
    'esac',
  ].join('\n'),
};

const perform = (kind: string, from: string, to: string, more: Surroundings = {}): WorkflowRun =>
  run(runbook(kind, from, to, kind === 'reprotect' ? from : to), { stubs: STUBS, ...more });

/** The ConfigMaps that were written, by name: what the API servers were given. */
const written = (calls: Call[], cluster?: string): string[] =>
  calls
    .filter((call) => call.cluster === cluster && call.text.startsWith('create configmap '))
    .map((call) => call.args[2]!);
const phases = (calls: Call[], cluster?: string) =>
  calls
    .filter((call) => call.cluster === cluster && call.args[2] === 'dr-phase' && call.args[0] === 'create')
    .map(({ args }) => args.slice(3, 5).map((each) => each.replace(/--from-literal=\w+=/, '')));

describe.each(WAYS)('from %s to %s', (from, to) => {
  test('a failover does everything in order, and says what to commit', () => {
    const { exitCode, order, calls, stdout, stderr } = perform('failover', from, to);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(order).toEqual([
      `fresh-${to}`,
      `front-end-ready-${to}`,
      'approve',
      'record-failing-over',
      `close-latch-${from}`,
      `fence-${from}`,
      `promote-${to}`,
      `start-${to}`,
      `start-front-end-${to}`,
      `open-latch-${to}`,
      'record-failed-over',
      'record-outcome',
    ]);
    expect(calls.filter(({ cluster }) => cluster === from).map(({ text }) => text)).toEqual([
      'patch copier data --patch=fenced',
    ]);
    expect(stdout).toContain(`now commit activeSite: ${to}`);
  });

  test('a failover does not need the lost site', () => {
    const { exitCode, order } = perform('failover', from, to, { env: { FAILS: 'fenced' } });
    expect(exitCode).toBe(0);
    expect(order).toContain(`promote-${to}`);
  });

  test('a switchover does', () => {
    const { exitCode, order } = perform('switchover', from, to, { env: { FAILS: 'fenced' } });
    expect(exitCode).not.toBe(0);
    expect(order).not.toContain(`promote-${to}`);
    expect(order.at(-1)).toBe('record-outcome');
  });

  test.each(['failover', 'switchover'])(
    'a check that fails ends a %s with nothing changed, and is on record',
    (kind) => {
      const { exitCode, order, calls } = perform(kind, from, to, { env: { FAILS: 'get copier' } });
      expect(exitCode).not.toBe(0);
      // Three attempts, since an API server may have been away for a moment.
      expect(order).toEqual([`fresh-${to}`, `fresh-${to}`, `fresh-${to}`, 'record-outcome']);
      expect(calls.filter(({ text }) => /patch|scale|apply|put-object/.test(text))).toEqual([]);
      expect(calls.find(({ args }) => args.includes('--from-literal=outcome=Failed'))).toBeDefined();
    },
  );

  test('nothing is changed before somebody approves', () => {
    const { exitCode, order, calls } = perform('failover', from, to, { approved: false });
    expect(exitCode).toBeUndefined();
    expect(order.at(-1)).toBe('approve');
    expect(calls.filter(({ text }) => !text.includes('get'))).toEqual([]);
  });

  test('a step that fails once is tried again', () => {
    const { exitCode, order } = perform('failover', from, to, { env: { BUSY: 'promoted' } });
    expect(exitCode).toBe(0);
    expect(order.filter((name) => name === `promote-${to}`)).toHaveLength(2);
  });

  test('the phases and the audit record are written where the runbook runs', () => {
    const { calls } = perform('failover', from, to);
    expect(phases(calls)).toEqual([
      ['FailingOver', from],
      ['FailedOver', to],
    ]);
    const uid = '0a1b2c3d-0000-4000-8000-000000000001';
    expect(written(calls).filter((name) => name !== 'dr-phase')).toEqual([
      `dr-audit-${uid}-failing-over`,
      `dr-audit-${uid}-failed-over`,
      `dr-audit-${uid}-outcome`,
    ]);
    const [entry] = calls.filter(({ text }) => text === 'create --filename=-');
    // Who, when, what and why: as it was written, whatever is in it.
    for (const part of [
      'reason=a drill, on "Monday"',
      'labels={"workflows.argoproj.io/creator":"jane"}',
      'started=2026-03-01T12:00:00Z',
      `from=${from}`,
      `to=${to}`,
    ]) {
      expect(entry!.stdin).toContain(`--from-literal=${part}`);
    }
    expect(calls.find(({ text }) => text.startsWith('label --local'))!.text).toContain('cndr/audit=orders');
    expect(calls.find(({ args }) => args.includes('--from-literal=outcome=Succeeded'))).toBeDefined();
  });

  test('an entry that an attempt before has written is no failure', () => {
    const { exitCode, stderr } = perform('failover', from, to, { env: { AGAIN: 'yes' } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  test('a switchover ends in the steady state, and both sites know who is active', () => {
    const { calls, exitCode } = perform('switchover', from, to);
    expect(exitCode).toBe(0);
    expect(phases(calls)).toEqual([
      ['FailingBack', from],
      ['SteadyState', to],
    ]);
    expect(phases(calls, from)).toEqual([['SteadyState', to]]);
  });

  test('a lost site that came back becomes a copy, and may take over again', () => {
    const { calls, exitCode } = perform('reprotect', to, from);
    expect(exitCode).toBe(0);
    expect(phases(calls)).toEqual([
      ['Reprotecting', to],
      ['DRedSteadyState', to],
    ]);
    expect(phases(calls, from)).toEqual([['DRedSteadyState', to]]);
    expect(calls.filter(({ text }) => text.startsWith('patch copier')).map(({ cluster }) => cluster)).toEqual([from]);
  });

  test('the wrong way round, reprotect discards nothing', () => {
    const { calls, exitCode, stderr } = perform('reprotect', to, from, { env: { ACTIVE: from } });
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(`dr-phase in ${to} says that ${from} is active`);
    expect(calls.filter(({ text }) => text.startsWith('patch'))).toEqual([]);
  });
});
