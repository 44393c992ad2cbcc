import type { StepsTemplate, WorkflowSpec, WorkflowStep, WorkflowTemplate, WorkflowTemplateEntry } from '../kinds/argo';
import type { RunbookStep } from '../model/runbook';
import { RUNBOOK_LABEL, RUNNER_ACCOUNT, mutexOf } from './names';
import { EXECUTOR_PATCH, POD_SECURITY, TMP_VOLUME, runbookLabels } from './pods';
import type { Procedure } from './procedure';
import { stepTemplate } from './step-template';

const DAY = 86_400;
const MAIN = 'main';
const APPROVAL = 'approve';
const CHANGES = 'change';

/** Names that a step must not have, since templates of the workflow itself have them. */
export const RESERVED_NAMES = [MAIN, APPROVAL, CHANGES, 'record-outcome'];

/** The runbook as an Argo workflow that waits to be submitted. */
export function workflowTemplate(procedure: Procedure, app: string, namespace: string): WorkflowTemplate {
  const { runner, workflow, outcome } = procedure;
  const steps = [...procedure.checks, ...procedure.changes, outcome];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: { name: workflow, namespace },
    spec: {
      ...workflowSpec({
        app,
        account: RUNNER_ACCOUNT,
        labels: { [RUNBOOK_LABEL]: workflow },
        // The pods of what failed are evidence, until the Workflow goes.
        podGC: { strategy: 'OnPodSuccess', deleteDelayDuration: '10m' },
        ttlStrategy: { secondsAfterSuccess: 7 * DAY, secondsAfterFailure: 7 * DAY },
      }),
      // No deadline for the whole: it would end a switch halfway because an approval took long. Each step has its own.
      entrypoint: MAIN,
      onExit: outcome.name,
      arguments: { parameters: [{ name: 'reason', description: 'why it is run, for the audit record' }] },
      templates: [
        main(procedure),
        changes(procedure, mutexOf(app)),
        ...(procedure.approval === undefined ? [] : [{ name: APPROVAL, suspend: {} }]),
        ...steps.map((step) => stepTemplate(step, runner)),
      ] satisfies WorkflowTemplateEntry[],
    },
  };
}

function main({ checks, approval }: Procedure): StepsTemplate {
  return {
    name: MAIN,
    steps: [
      ...checks.map((step) => [stepOf(step)]),
      ...(approval === undefined ? [] : [[{ name: APPROVAL, template: APPROVAL }]]),
      [{ name: CHANGES, template: CHANGES }],
    ],
  };
}

/** Under a lock of its own: one that the whole workflow holds would keep a failover waiting for a forgotten approval. */
function changes(procedure: Procedure, mutex: string): StepsTemplate {
  return {
    name: CHANGES,
    synchronization: { mutexes: [{ name: mutex }] },
    steps: procedure.changes.map((step) => [stepOf(step)]),
  };
}

function stepOf({ name, mayFail = false }: RunbookStep): WorkflowStep {
  return { name, template: name, ...(mayFail && { continueOn: { failed: true, error: true } }) };
}

/** What all workflows of runbooks have in common, by what they differ in. */
export function workflowSpec(
  props: Pick<WorkflowSpec, 'podGC' | 'ttlStrategy'> & {
    readonly app: string;
    readonly account: string;
    readonly labels: Record<string, string>;
  },
): Omit<WorkflowSpec, 'entrypoint' | 'templates'> {
  return {
    workflowMetadata: { labels: props.labels },
    podMetadata: { labels: runbookLabels(props.app) },
    serviceAccountName: props.account,
    // Argo's own container in each pod reports the result with the token, so that steps in other clusters have one too.
    automountServiceAccountToken: true,
    securityContext: POD_SECURITY,
    podSpecPatch: EXECUTOR_PATCH,
    podGC: props.podGC,
    ttlStrategy: props.ttlStrategy,
    volumes: [TMP_VOLUME],
  };
}
