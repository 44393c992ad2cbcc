/** What the emitted runbooks do, step by step. */
import type { RunbookFact } from './evidence';
import { fieldsOf, listOf, textAt, textsAt, valuesAt } from './json';
import { type Manifest, ofKind } from './manifests';

/** A step of an emitted runbook. */
export interface WorkflowStep {
  readonly name: string;
  /** Clusters that it works in, the one that runs it included where it uses that. */
  readonly clusters: string[];
  /** True when the runbook goes on without it. */
  readonly mayFail: boolean;
  /** True for what comes before anything is changed. */
  readonly check: boolean;
  readonly script: string;
  /** Secrets that it needs in the cluster that runs it. */
  readonly secrets: string[];
}

/** Secrets with kubeconfigs of other clusters are called so. */
const KUBECONFIG = /^runbook-(.+)$/;

/** The workflow of a runbook; undefined when it is not in the output. */
export function workflowOf(manifests: Manifest[], { runsIn, workflow }: RunbookFact): Manifest | undefined {
  return ofKind(manifests, 'WorkflowTemplate.argoproj.io').find(
    ({ cluster, name }) => cluster === runsIn && name === workflow,
  );
}

/** The steps of a workflow in their order; what runs at its end, however it ends, is none of them. */
export function stepsOf(workflow: Manifest): WorkflowStep[] {
  const templates = valuesAt(workflow.json, '/spec/templates/*');
  const groups = templates.filter((template) => 'steps' in fieldsOf(template));
  const entry = textAt(workflow.json, '/spec/entrypoint');
  const inOrder = (name: string | undefined, depth: number): { call: unknown; entry: boolean }[] => {
    const group = groups.find((template) => textAt(template, '/name') === name);
    if (!group || depth > groups.length) return [];
    return listOf(fieldsOf(group)['steps'])
      .flatMap(listOf)
      .flatMap((call) => {
        const called = textAt(call, '/template');
        const isGroup = groups.some((template) => textAt(template, '/name') === called);
        return isGroup ? inOrder(called, depth + 1) : [{ call, entry: name === entry }];
      });
  };
  return inOrder(entry, 0).flatMap(({ call, entry: check }) => {
    const template = templates.find((each) => textAt(each, '/name') === textAt(call, '/template'));
    return template && 'script' in fieldsOf(template) ? [stepOf(workflow, template, { call, check })] : [];
  });
}

function stepOf(
  { cluster }: Manifest,
  template: unknown,
  { call, check }: { readonly call: unknown; readonly check: boolean },
): WorkflowStep {
  const mounted = textsAt(template, '/volumes/*/secret/secretName');
  const remote = mounted.flatMap((name) => KUBECONFIG.exec(name)?.[1] ?? []);
  // With a kubeconfig kubectl talks to that cluster; without one to its own.
  const local = !textsAt(template, '/script/env/*/name').includes('KUBECONFIG');
  return {
    name: textAt(template, '/name') ?? '',
    clusters: [...(local ? [cluster] : []), ...remote],
    mayFail: fieldsOf(fieldsOf(call)['continueOn'])['failed'] === true,
    check,
    script: textAt(template, '/script/source') ?? '',
    secrets: [...mounted, ...textsAt(template, '/script/envFrom/*/secretRef/name')],
  };
}
