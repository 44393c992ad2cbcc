import { type EmittedField, fieldOf } from '../recovery/emitted-field';
import type { IAppHost } from './app-host';
import type { RunbookKind, RunbookStep } from './runbook';
import type { Site } from './site';

/** Name of the WorkflowTemplate of a runbook. */
export function workflowName(app: string, kind: RunbookKind, from: Site, to: Site): string {
  return `${app}-${kind}-${from.name}-to-${to.name}`;
}

/**
 * The fields that end steps of a runbook, for bounds that are computed from their times: in the runbook that moves the application
 * from the active site to the one that takes over first. None where there is no such site.
 */
export function deadlineFields(host: IAppHost, kind: RunbookKind, steps: RunbookStep[]): EmittedField[] {
  const { activeSite, passiveSites } = host;
  const [successor] = passiveSites;
  if (!activeSite || !successor) return [];
  const workflow = workflowName(host.name, kind, activeSite, successor);
  return steps.map(({ name, timeoutSeconds }) => stepField(workflow, name, 'activeDeadlineSeconds', timeoutSeconds));
}

/** A field of a step in the WorkflowTemplate of a runbook. */
export function stepField(workflow: string, step: string, path: string, value: string | number): EmittedField {
  return fieldOf('WorkflowTemplate', workflow, `/spec/templates/${step}/${path}`, value);
}

/** How long steps take at most, one after the other. */
export function longestSeconds(steps: RunbookStep[]): number {
  return steps.reduce((total, { timeoutSeconds }) => total + timeoutSeconds, 0);
}
