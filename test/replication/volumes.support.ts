import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Size } from 'cdk8s';
import {
  ActivePassiveDR,
  type ActivePassiveDRProps,
  type CustomWorkloadProps,
  Fleet,
  type FleetApp,
  type FleetProps,
  type IAppHost,
  type IReplication,
  type ReplicationBinding,
  type ReplicationMechanism,
  type RunbookStep,
  type Site,
  type SiteProps,
  StatefulWorkload,
  type SwitchSteps,
  type WorkloadStorage,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import { refusals } from '../support/errors';
import { fleetProps, sites } from '../support/fleet';
import { Watched } from '../workloads/custom.support';

export const TWO = ['use1', 'use2'];

/** Sites on storage of their own, with nodes apart. */
export const STORAGE: Record<string, Partial<SiteProps>> = {
  use1: { storageClass: 'rbd', nodeCidr: '10.200.1.0/24' },
  use2: { storageClass: 'rbd', nodeCidr: '10.200.2.0/24' },
  usw2: { storageClass: 'rbd', nodeCidr: '10.200.3.0/24' },
};

/** What is different from a valid application of one pod with one volume. */
export interface Changes {
  readonly sites?: string[];
  readonly site?: Record<string, Partial<SiteProps>>;
  readonly fleet?: Partial<FleetProps>;
  readonly workload?: Partial<CustomWorkloadProps>;
  readonly dr?: Partial<ActivePassiveDRProps>;
}

/** Keeps what a replication says of itself. */
class Kept implements IReplication {
  public binding?: ReplicationBinding;
  public host?: IAppHost;

  constructor(private readonly replication: IReplication) {}

  public get kind(): string {
    return this.replication.kind;
  }

  public get mechanism(): ReplicationMechanism {
    return this.replication.mechanism;
  }

  public bind(host: IAppHost, storage: WorkloadStorage): ReplicationBinding {
    this.host = host;
    this.binding = this.replication.bind(host, storage);
    return this.binding;
  }
}

function deploy(app: FleetApp, replication: IReplication, changes: Changes): void {
  const names = changes.sites ?? TWO;
  const site = Object.fromEntries(names.map((name) => [name, { ...STORAGE[name], ...changes.site?.[name] }]));
  new ActivePassiveDR(app, 'orders', {
    fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(names, site), traffic: undefined, ...changes.fleet })),
    workload: StatefulWorkload.custom({
      image: 'registry.example.com/ledger:2.1.0',
      ports: [{ name: 'sql', port: 5432 }],
      volumes: [{ name: 'data', mountPath: '/var/lib/ledger', size: Size.gibibytes(20) }],
      health: { command: ['/bin/ledger', 'ready'] },
      ...changes.workload,
    }),
    activeSite: 'use1',
    trigger: new Watched(),
    frontEnd: { image: 'registry.example.com/orders:1.4.2' },
    objectives: { rpo: Duration.hours(1), rto: Duration.hours(2) },
    replication,
    ...changes.dr,
  });
}

/** Two volumes, which are one group. */
export const GROUP: Partial<CustomWorkloadProps> = {
  volumes: [
    { name: 'data', mountPath: '/var/lib/ledger', size: Size.gibibytes(20) },
    { name: 'log', mountPath: '/var/log/ledger', size: Size.gibibytes(5) },
  ],
};

/** An application whose volumes are replicated: its output, and what the replication said. */
export function replicated(replication: IReplication, changes: Changes = {}) {
  const kept = new Kept(replication);
  const output = Synthesized.of((app) => deploy(app, kept, changes));
  const binding = kept.binding!;
  const site = (name: string): Site => kept.host!.dataSites.find((one) => one.name === name)!;
  return {
    output,
    binding,
    switchover: (from = 'use1', to = 'use2') => binding.switching.switchover(site(from), site(to)),
    failover: (from = 'use1', to = 'use2') => binding.switching.failover(site(from), site(to)),
    reprotect: (active = 'use2', returned = 'use1') => binding.switching.reprotect(site(active), site(returned)),
  };
}

/** The messages with which it is refused. */
export function replicationRefusals(replication: IReplication, changes: Changes = {}): string {
  return refusals((app) => deploy(app, replication, changes)).join('\n');
}

/** All steps of a switch, in the order in which they run. */
export function inOrder({ preflight, fence, promote, start }: SwitchSteps): RunbookStep[] {
  return [...preflight, ...fence, ...promote, ...start];
}

/** What the cluster answers to a call of kubectl: the first that fits is taken. */
export interface Answer {
  /** Found in the arguments. */
  readonly to: RegExp;
  /** Only after a call with this in its arguments or input, in this run or an earlier one. */
  readonly after?: RegExp;
  readonly says?: string;
  readonly exit?: number;
}

export interface ScriptRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Arguments and input of each call. */
  readonly calls: string[];
}

const KUBECTL = `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2).join(' ');
const input = args.includes('--filename=-') ? fs.readFileSync(0, 'utf8').trim() : '';
const log = process.env.STUB + '/calls';
const before = fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '';
fs.appendFileSync(log, args + (input ? ' <<< ' + input : '') + '\\n');
const answers = JSON.parse(fs.readFileSync(process.env.STUB + '/answers', 'utf8'));
const fits = ({ to, after }) => new RegExp(to).test(args) && (!after || new RegExp(after).test(before));
const answer = answers.find(fits) ?? {};
process.stdout.write(answer.says ?? '');
process.exit(answer.exit ?? 0);
`;
/** Each look at the clock takes a minute, so that nothing is waited for. */
const DATE = `#!/bin/sh
case "$*" in
  *-u*) echo 2026-03-01T12:00:00Z ;;
  *) now=$(($(cat "$STUB/now" 2>/dev/null || echo 0) + 60)); echo $now > "$STUB/now"; echo $now ;;
esac
`;

/** Runs scripts one after the other against one cluster, as the workflow does; ends at the first that fails. */
export function run(steps: RunbookStep[], answers: Answer[]): ScriptRun {
  const folder = mkdtempSync(join(tmpdir(), 'cndr-'));
  const program = (name: string, content: string) => {
    writeFileSync(join(folder, 'bin', name), content);
    chmodSync(join(folder, 'bin', name), 0o755);
  };
  try {
    mkdirSync(join(folder, 'bin'));
    program('kubectl', KUBECTL);
    program('date', DATE);
    program('sleep', '#!/bin/sh\n');
    const table = answers.map(({ to, after, says, exit }) => ({ to: to.source, after: after?.source, says, exit }));
    writeFileSync(join(folder, 'answers'), JSON.stringify(table));
    let last = { status: 0 as number | null, stdout: '', stderr: '' };
    for (const step of steps) {
      last = spawnSync('dash', ['-eu', '-c', step.script], {
        encoding: 'utf8',
        timeout: 60_000,
        env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, STUB: folder },
      });
      if (last.status !== 0) break;
    }
    const log = join(folder, 'calls');
    const calls = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
    return { status: last.status, stdout: last.stdout, stderr: last.stderr, calls };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a shell has against a script. */
export function syntaxErrors({ script }: RunbookStep): string {
  return spawnSync('dash', ['-n', '-c', script], { encoding: 'utf8' }).stderr;
}

/** Verbs that scripts use on kinds, which are to be those that the steps ask for. */
export function resourcesOf(steps: RunbookStep[]): string[] {
  return [...new Set(steps.flatMap(({ permissions }) => permissions.flatMap(({ resources }) => resources)))].sort();
}
