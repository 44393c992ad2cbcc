import type { CronWorkflow } from '../kinds/argo';
import type { IAppHost } from '../model/app-host';
import { RecoveryPhase, RunbookKind, type RunbookStep } from '../model/runbook';
import type { Site } from '../model/site';
import { workflowName } from '../model/step-fields';
import { type EmittedField, fieldOf } from '../recovery/emitted-field';
import { PHASE_CONFIG_MAP, RUNBOOK_LABEL, WATCH_ACCOUNT } from './names';
import { READ_ACTIVE, firstPhase } from './phases';
import { stepTemplate } from './step-template';
import { workflowSpec } from './workflow';

const NAME = 'failover-watch';
const STEP = 'watch';
/** How long a question may take, and how long it is until the next. */
export const ANSWER_SECONDS = 5;
const KUBECTL_SECONDS = 60;
const DAY = 86_400;
/** Every ten minutes: a site that is lost before the first run is none that people rely on. */
const RECORD_SCHEDULE = '*/10 * * * *';
/** Phases in which a runbook changes things. */
const BETWEEN = [RecoveryPhase.FAILING_OVER, RecoveryPhase.FAILING_BACK, RecoveryPhase.REPROTECTING];

/** What is watched. */
export interface Watch {
  readonly active: Site;
  /** Site that watches, and takes over. */
  readonly successor: Site;
  readonly schedule: string;
  readonly failures: number;
  readonly activeUrl: string;
  /** Public addresses of the other sites, that of the successor too. */
  readonly otherUrls: string[];
}

/** From the first question to the failover being started, when nobody answers. */
export function watchSeconds(failures: number): number {
  return (2 * failures - 1) * ANSWER_SECONDS + ANSWER_SECONDS;
}

/** The field that says how often the active site is asked. */
export function scheduleFields({ schedule }: Watch): EmittedField[] {
  return [fieldOf('CronWorkflow', NAME, '/spec/schedules', schedule)];
}

/** What the script waits for, as it stands in it. */
export function questionFields({ failures }: Watch): EmittedField[] {
  return [`"$failures" -lt ${failures}`, `--max-time ${ANSWER_SECONDS}`, `sleep ${ANSWER_SECONDS};`].map((words) =>
    fieldOf('CronWorkflow', NAME, `/spec/workflowSpec/templates/${STEP}/script/source`, words),
  );
}

/**
 * Has the active site write down that it is, once, while all is well. When it comes back after it was lost, it knows by that that
 * it holds no copy, and does not take over by itself before the reprotect runbook has made it one: its data are old, and what
 * fenced it may still.
 */
export function activeRecord(host: IAppHost, active: Site): CronWorkflow {
  return cronWorkflow(host, 'active-record', RECORD_SCHEDULE, active, {
    name: 'record',
    title: `write down that ${active.name} is active, unless something is written down already`,
    site: active,
    script: firstPhase(host.name, active).join('\n'),
    timeoutSeconds: KUBECTL_SECONDS,
    permissions: [],
    environment: { WORKFLOW: '{{workflow.name}}' },
    mayFail: true,
  });
}

/** Asks the active site, and starts the failover when it does not answer. */
export function failoverWatch(host: IAppHost, watch: Watch): CronWorkflow {
  const runbook = workflowName(host.name, RunbookKind.FAILOVER, watch.active, watch.successor);
  return cronWorkflow(host, NAME, watch.schedule, watch.successor, {
    name: STEP,
    title: `ask ${watch.active.name}, and start the failover to ${watch.successor.name} when it does not answer`,
    site: watch.successor,
    script: watchScript(watch, runbook),
    timeoutSeconds: watchSeconds(watch.failures) + KUBECTL_SECONDS,
    permissions: [],
    // The next run is the next attempt.
    mayFail: true,
  });
}

/** One step again and again, in the cluster of a site. */
function cronWorkflow(host: IAppHost, name: string, schedule: string, runner: Site, step: RunbookStep): CronWorkflow {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    metadata: { name, namespace: host.namespace },
    spec: {
      schedules: [schedule],
      timezone: 'UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 30,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      workflowSpec: {
        ...workflowSpec({
          app: host.name,
          account: WATCH_ACCOUNT,
          labels: { [RUNBOOK_LABEL]: name },
          podGC: { strategy: 'OnPodCompletion', deleteDelayDuration: '10m' },
          ttlStrategy: { secondsAfterSuccess: DAY, secondsAfterFailure: DAY },
        }),
        entrypoint: step.name,
        templates: [stepTemplate(step, runner)],
      },
    },
  };
}

function watchScript(watch: Watch, runbook: string): string {
  const { active, successor, failures } = watch;
  const ask = `curl --silent --output /dev/null --max-time ${ANSWER_SECONDS}`;
  return [
    'failures=0',
    `while [ "$failures" -lt ${failures} ]; do`,
    `  if ${ask} --fail '${watch.activeUrl}'; then exit 0; fi`,
    '  failures=$((failures + 1))',
    `  if [ "$failures" -lt ${failures} ]; then sleep ${ANSWER_SECONDS}; fi`,
    'done',
    `echo '${active.name} did not answer ${failures} times'`,
    // A site that reaches nobody is the one that is cut off. Any answer will do: passive sites do not say 200.
    'reached=no',
    `set -- ${watch.otherUrls.map((url) => `'${url}'`).join(' ')}`,
    'for url in "$@"; do',
    `  if ${ask} "$url"; then reached=yes; break; fi`,
    'done',
    'if [ "$reached" = no ]; then',
    `  echo '${successor.name} reaches no other address either: it may be the one that is cut off, so nothing is done' >&2; exit 1`,
    'fi',
    READ_ACTIVE,
    `if [ "$active" = ${successor.name} ]; then echo '${successor.name} has taken over already, or came back from a loss and was not made a copy: run its reprotect then'; exit 0; fi`,
    `running=$(kubectl get workflows.argoproj.io --selector='${RUNBOOK_LABEL}=${runbook},workflows.argoproj.io/completed!=true' --output=name)`,
    'if [ -n "$running" ]; then echo "the failover runs: $running"; exit 0; fi',
    `phase=$(kubectl get configmap ${PHASE_CONFIG_MAP} --ignore-not-found --output=jsonpath='{.data.phase}')`,
    // A planned switchover cuts its clients off as well; and what ended halfway is for a human.
    'case "$phase" in',
    `  ${BETWEEN.join(' | ')})`,
    '    echo "phase is $phase: a runbook runs, or has ended halfway, so that a human has to run it again" >&2; exit 1 ;;',
    'esac',
    // What fails its checks is tried again, but not at every run: the name is the same for ten minutes of one phase.
    `since=$(kubectl get configmap ${PHASE_CONFIG_MAP} --ignore-not-found --output=jsonpath='{.data.since}' | tr -dc 0-9)`,
    'name="failover-$(date -u +%Y%m%d%H%M | cut -c1-11)-${since:-0}"',
    'kubectl create --filename=- <<WORKFLOW',
    JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { name: '$name', labels: { [RUNBOOK_LABEL]: runbook } },
      spec: {
        workflowTemplateRef: { name: runbook },
        arguments: {
          parameters: [
            { name: 'reason', value: `${active.name} did not answer ${failures} times, asked from ${successor.name}` },
          ],
        },
      },
    }),
    'WORKFLOW',
  ].join('\n');
}
