import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ITrafficLatch, type RunbookStep } from 'cndr';
import { sites } from '../support/fleet';
import { arnOf, bindingOf, ENDPOINTS, OBJECT_LATCH, ROUTING_CONTROL_LATCH } from './latch.support';

/**
 * A stub of `aws`. It writes down its arguments. Objects are files in `$STUB/there`; routing controls the file `$STUB/state`.
 * What STUB_DOWN names is not reached; STUB_HIDDEN says that the account shows nothing to strangers.
 */
const STUB = `#!/bin/sh
echo "$*" >> "$STUB/calls"
for down in $STUB_DOWN; do
  case "$*" in *"$down"*) printf '\\nCould not connect to the endpoint URL\\n' >&2; exit 255 ;; esac
done
case "$2" in
  put-object) touch "$STUB/there" ;;
  delete-object) [ -n "$STUB_KEEPS" ] || rm -f "$STUB/there" ;;
  head-object)
    if [ -n "$STUB_HIDDEN" ] || [ ! -e "$STUB/there" ]; then
      printf '\\nAn error occurred (403) when calling the HeadObject operation: Forbidden\\n' >&2; exit 254
    fi ;;
  update-routing-control-state)
    for word in "$@"; do case "$word" in On|Off) echo "$word" > "$STUB/state" ;; esac; done ;;
  get-routing-control-state) cat "$STUB/state" ;;
esac
`;

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: string[];
  readonly closed: boolean;
}

/** Runs steps one after the other as a runbook would, with the stub instead of AWS. */
function run(steps: RunbookStep[], environment: Record<string, string> = {}): Run {
  const folder = mkdtempSync(join(tmpdir(), 'cndr-'));
  try {
    for (const [name, content] of Object.entries({ aws: STUB, sleep: '#!/bin/sh\n' })) {
      writeFileSync(join(folder, name), content);
      chmodSync(join(folder, name), 0o755);
    }
    const env = { PATH: `${folder}:/usr/bin:/bin`, STUB: folder, ...environment };
    const ends = steps.map(({ script }) =>
      spawnSync('/bin/sh', ['-c', `set -eu\n${script}`], {
        encoding: 'utf8',
        env: { STUB_DOWN: '', STUB_HIDDEN: '', STUB_KEEPS: '', ...env },
      }),
    );
    const { status, stdout, stderr } = ends.at(-1)!;
    const written = readFileSync(join(folder, 'calls'), 'utf8');
    return {
      status,
      stdout,
      stderr,
      calls: written.split('\n').slice(0, -1),
      closed: existsSync(join(folder, 'there')),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [use1, usw2] = sites(['use1', 'usw2']) as [ReturnType<typeof sites>[0], ReturnType<typeof sites>[0]];
const objects = (): ITrafficLatch => bindingOf({ traffic: { latch: OBJECT_LATCH } }).latch!;
const controls = (): ITrafficLatch => bindingOf({ traffic: { latch: ROUTING_CONTROL_LATCH } }).latch!;

describe.each([
  ['objects', objects],
  ['routing controls', controls],
])('the steps of a latch of %s', (_, latchOf) => {
  const steps = () => [latchOf().close(use1, usw2), latchOf().open(use1, usw2)];

  test('are shell that dash takes, with nothing of a cluster', () => {
    for (const { script, permissions } of steps()) {
      expect(spawnSync('/bin/sh', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({
        status: 0,
        stderr: '',
      });
      expect(script).not.toContain('kubectl');
      expect(permissions).toEqual([]);
    }
  });

  test('run in the site that takes over, and ask nothing of the site that is lost', () => {
    for (const { site, script } of steps()) {
      expect(site).toBe(usw2);
      expect(script).not.toContain(use1.ingressHostname);
    }
  });

  test('need no control plane', () => {
    for (const { script } of steps()) {
      const commands = script.match(/\baws [a-z0-9-]+ [a-z-]+/g) ?? [];
      expect(commands).not.toEqual([]);
      for (const command of commands) {
        expect(command).toMatch(
          /^aws (s3api (put|head|delete)-object|route53-recovery-cluster (get|update)-routing-control-state)$/,
        );
      }
    }
  });

  test('have credentials by reference, in an image that has the AWS CLI', () => {
    for (const { environmentSecrets, environment, image } of steps()) {
      expect(environmentSecrets).toEqual(['traffic-latch']);
      expect(JSON.stringify(environment)).not.toMatch(/SECRET|KEY_ID/);
      expect(image).toMatch(/^amazon\/aws-cli:2\.\d+\.\d+$/);
    }
  });

  test('are named after what they do to which site', () => {
    expect(steps().map(({ name, title }) => [name, title])).toEqual([
      ['close-latch-use1', 'keep clients away from use1'],
      ['open-latch-use1', 'let clients come to use1 again'],
    ]);
  });

  test('end before they are ended, whatever does not answer', () => {
    for (const step of steps()) {
      const { calls, status, stderr } = run([step], { STUB_DOWN: 'aws s3api route53-recovery-cluster' });
      expect(status).toBe(1);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(calls.length * 15).toBeLessThan(step.timeoutSeconds);
    }
  });
});

describe('a latch of objects', () => {
  const close = () => objects().close(use1, usw2);
  const open = () => objects().open(use1, usw2);

  test('closing puts the object that the health check asks for', () => {
    const { status, closed, calls } = run([close()]);
    expect({ status, closed }).toEqual({ status: 0, closed: true });
    expect(calls[0]).toContain(
      's3api put-object --bucket example-latches-orders --key latches/orders/use1 --region eu-central-1',
    );
  });

  test('closing is proved by reading the object without credentials, as health checkers do', () => {
    expect(run([close()]).calls[1]).toMatch(/^s3api head-object .*--key latches\/orders\/use1 .*--no-sign-request$/);
  });

  test('an account that hides the object is found out: such a latch would never close', () => {
    const { status, stderr } = run([close()], { STUB_HIDDEN: '1' });
    expect(status).toBe(1);
    expect(stderr).toContain('latch of use1 is not closed');
    expect(stderr).toContain('S3 Block Public Access of the account?');
    expect(stderr).toContain('(403)');
  });

  test('closing twice is as good as once', () => {
    expect(run([close(), close()])).toMatchObject({ status: 0, closed: true });
  });

  test('opening takes the object away, and is proved by its absence', () => {
    const { status, closed, calls } = run([close(), open()]);
    expect({ status, closed }).toEqual({ status: 0, closed: false });
    expect(calls.at(-1)).toMatch(/^s3api head-object .*--no-sign-request$/);
  });

  test('opening what is open is no failure', () => {
    expect(run([open()])).toMatchObject({ status: 0, closed: false });
    expect(run([close(), open(), open()])).toMatchObject({ status: 0, closed: false });
  });

  test('an object that stays keeps clients away, so that opening fails', () => {
    const { status, stderr } = run([close(), open()], { STUB_KEEPS: '1' });
    expect(status).toBe(1);
    expect(stderr).toBe('latch of use1 is not open after 6 attempts: the object is still there\n');
  });

  test('no answer proves neither', () => {
    expect(run([open()], { STUB_DOWN: 'head-object' })).toMatchObject({ status: 1 });
    expect(run([close()], { STUB_DOWN: 'head-object' })).toMatchObject({ status: 1 });
  });
});

describe('a latch of routing controls', () => {
  const close = () => controls().close(use1, usw2);
  const open = () => controls().open(use1, usw2);

  test('Off keeps clients away, On lets them come', () => {
    expect(run([close()]).stdout).toBe('routing control of use1 is Off\n');
    expect(run([close(), open()]).stdout).toBe('routing control of use1 is On\n');
  });

  test('the control of the site is switched at an endpoint, in the region of that endpoint', () => {
    const [update, get] = run([close()]).calls;
    expect(update).toContain(
      `route53-recovery-cluster update-routing-control-state --routing-control-arn ${arnOf('a1')} --routing-control-state Off --endpoint-url ${ENDPOINTS[0]} --region us-east-1 `,
    );
    expect(get).toContain('get-routing-control-state');
  });

  test('with four of five endpoints down the fifth does it', () => {
    const { status, calls } = run([close()], { STUB_DOWN: ENDPOINTS.slice(0, 4).join(' ') });
    expect(status).toBe(0);
    expect(calls.at(-1)).toContain(`--endpoint-url ${ENDPOINTS[4]} --region ap-southeast-2`);
    expect(calls).toHaveLength(4 + 2);
  });

  test('with none of them it says so', () => {
    const { status, stderr } = run([close()], { STUB_DOWN: ENDPOINTS.join(' ') });
    expect(status).toBe(1);
    expect(stderr).toContain('routing control of use1 is not Off after 3 rounds of all endpoints');
    expect(stderr).toContain('Could not connect');
  });
});
