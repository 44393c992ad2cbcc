import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** What the cluster of a restore test has and does. */
export interface DrillState {
  readonly backups: {
    readonly name: string;
    readonly schedule: string;
    readonly phase: string;
    readonly begun: string;
  }[];
  /** What a Restore brings back. */
  readonly restores: { readonly claims: string[]; readonly objects: string[] };
  /** Phases of the Restore, one for each look; the last one stays. */
  readonly phases: string[];
  /** How many volumes Velero had contents for. */
  readonly contents: number;
  /** Files in each claim. */
  readonly files: Record<string, number>;
  /** How the pods that look into volumes end. */
  readonly podPhase: string;
  /** True when the storage keeps volumes whose claims are gone. */
  readonly retains: boolean;
  /** True when pods cannot be deleted. */
  readonly stuck: boolean;
  /** True when the pod of the test is stopped while it waits. */
  readonly stopped: boolean;
  readonly claims: { readonly name: string; readonly restore: string; readonly volume: string }[];
  readonly volumes: string[];
  readonly objects: string[];
  readonly pods: { readonly phase: string; readonly files: number }[];
}

/** How a run ended, and what it left. */
export interface DrillRun {
  readonly status: number | null;
  readonly stderr: string;
  /** What it wrote down. */
  readonly result: Record<string, string>;
  readonly calls: string[];
  readonly created: { readonly kind: string; readonly spec: Record<string, unknown> }[];
  readonly left: Pick<DrillState, 'claims' | 'objects' | 'pods' | 'volumes'>;
}

/** A cluster in which a restore test passes. */
export const FINE: DrillState = {
  backups: [
    { name: 'orders-use1-20260301100000', schedule: 'orders-use1', phase: 'Completed', begun: '2026-03-01T10:00:00Z' },
    { name: 'orders-use1-20260301103000', schedule: 'orders-use1', phase: 'Completed', begun: '2026-03-01T10:30:00Z' },
    {
      name: 'orders-use1-20260301110000',
      schedule: 'orders-use1',
      phase: 'PartiallyFailed',
      begun: '2026-03-01T11:00:00Z',
    },
    { name: 'orders-usw2-20260301120000', schedule: 'orders-usw2', phase: 'Completed', begun: '2026-03-01T12:00:00Z' },
  ],
  restores: { claims: ['data-files-0', 'data-files-1'], objects: ['configmap/files', 'networkpolicy/deny-all'] },
  phases: ['', 'InProgress', 'WaitingForPluginOperations', 'Finalizing', 'Completed'],
  contents: 2,
  files: { 'data-files-0': 12, 'data-files-1': 0 },
  podPhase: 'Succeeded',
  retains: false,
  stuck: false,
  stopped: false,
  claims: [],
  volumes: ['pvc-of-somebody-else'],
  objects: [],
  pods: [],
};

/** Runs the script of a restore test in a cluster; time passes by waiting only. */
export function runDrill(script: string, changes: Partial<DrillState> = {}): DrillRun {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-drill-'));
  const file = (name: string) => path.join(folder, name);
  const stub = (name: string, body: string) => {
    fs.writeFileSync(file(name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  };
  stub('kubectl', `exec "${process.execPath}" "${path.join(__dirname, 'drill-kubectl.cjs')}" "$@"`);
  // Sixty times as fast as it should, so that hours are a few looks.
  stub(
    'sleep',
    changes.stopped === true
      ? 'kill -TERM $PPID'
      : `echo $(($(cat "${file('clock')}") + 60 * $1)) > "${file('clock')}"`,
  );
  stub('date', `case "$*" in "+%s") cat "${file('clock')}" ;; *) exec /bin/date "$@" ;; esac`);
  fs.writeFileSync(file('clock'), '1000');
  fs.writeFileSync(
    file('state'),
    JSON.stringify({ calls: [], created: [], result: {}, synced: 1, ...FINE, ...changes }),
  );
  const { status, stderr } = spawnSync('/bin/sh', ['-c', script], {
    encoding: 'utf8',
    env: { PATH: `${folder}:/usr/bin:/bin`, STATE: file('state'), HOME: folder },
  });
  const state = JSON.parse(fs.readFileSync(file('state'), 'utf8')) as Omit<DrillRun, 'left'> & DrillState;
  fs.rmSync(folder, { recursive: true });
  const { result, calls, created, claims, objects, pods, volumes } = state;
  return { status, stderr, result, calls, created, left: { claims, objects, pods, volumes } };
}
