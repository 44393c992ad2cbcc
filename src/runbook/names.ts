/** Longest name that every use of it takes: it becomes the value of a label. */
export const LONGEST_NAME = 63;

/** Account of the workflow's pods, in the cluster that they run in. */
export const RUNNER_ACCOUNT = 'runbook-workflow';
/** Account that a workflow of another site works as. */
export const REMOTE_ACCOUNT = 'runbook';
/** Account of what decides on a failover without a human. */
export const WATCH_ACCOUNT = 'failover-watch';

/** Label on what runbooks write down; its value is the application. */
export const AUDIT_LABEL = 'cndr/audit';
/** Label on the Workflows of a runbook; its value is the WorkflowTemplate. */
export const RUNBOOK_LABEL = 'cndr/runbook';
/** ConfigMap that says which site is active and what is going on. Runbooks write it, GitOps must not know it. */
export const PHASE_CONFIG_MAP = 'dr-phase';
/** Lock that the changes of all runbooks of an application take, in each cluster. */
export const mutexOf = (app: string): string => `runbook-${app}`;

/** Secret with the kubeconfig of another cluster, for workflows that work there. */
export function kubeconfigSecret(cluster: string): string {
  return `runbook-${cluster}`;
}
