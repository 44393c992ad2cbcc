import type { ConfigMap } from 'kubernetes-types/core/v1';
import type { Role } from 'kubernetes-types/rbac/v1';
import { PrerequisiteKind, RunbookKind } from 'cndr';
import type { ScriptTemplate, StepsTemplate, WorkflowTemplate } from '../../../src/kinds/argo';
import type { AppPlan, PlannedRoles } from '../../../src/synthesis/plan';
import { groupKind, nameOf } from '../../conformance/kube-object';
import type { Output } from '../output';
import { type AppSpec, hubsOf, namespaceOf, sitesOf } from '../spec';
import { differs } from './quorum';

type Runbook = PlannedRoles['runbooks'][number];

/** Every direction has its runbooks, each can reach the clusters that it works in, and GitOps leaves alone what they change. */
export function runbooks(output: Output): string[] {
  return output.spec.apps.flatMap((app) => {
    const own = output.planned(app);
    const { activePassive } = own;
    if (app.pattern !== 'activePassive') return differs('roles', activePassive, undefined);
    if (activePassive === undefined) return ['the plan has no roles'];
    return [
      ...directions(output, app, activePassive),
      ...activePassive.runbooks.flatMap((runbook) => judged(output, app, own, runbook)),
      ...owned(output, app, activePassive),
    ];
  });
}

/** To each passive site and back: to move, to fail over, and to make the site that came back a copy. */
function directions(output: Output, app: AppSpec, { activeSite, runbooks: all }: PlannedRoles): string[] {
  const passive = sitesOf(output.spec, app).flatMap(({ name }) => (name === activeSite ? [] : [name]));
  const pairs = passive.flatMap((name) => [`${activeSite} ${name}`, `${name} ${activeSite}`]);
  const expected = Object.values(RunbookKind).flatMap((kind) => pairs.map((pair) => `${kind} ${pair}`));
  const written = sitesOf(output.spec, app).flatMap(({ name }) =>
    output
      .ofKind<WorkflowTemplate>(name, 'WorkflowTemplate.argoproj.io', namespaceOf(app))
      .map(({ metadata }) => `${name} ${metadata.name}`),
  );
  return [
    ...differs('runbooks', all.map(({ kind, from, to }) => `${kind} ${from} ${to}`).sort(), expected.sort()),
    ...differs('WorkflowTemplates', written.sort(), all.map(({ runsIn, workflow }) => `${runsIn} ${workflow}`).sort()),
  ];
}

function judged(output: Output, app: AppSpec, own: AppPlan, runbook: Runbook): string[] {
  const { runsIn, workflow } = runbook;
  const kind = 'WorkflowTemplate.argoproj.io';
  const template = output.find<WorkflowTemplate>(runsIn, kind, namespaceOf(app), workflow);
  if (template === undefined) return [`there is no ${workflow} in ${runsIn}`];
  const { templates } = template.spec;
  const scripts = templates.filter((each): each is ScriptTemplate => 'script' in each);
  const listed = runbook.lines.filter(({ approval }) => !approval).map(({ site, commands }) => ({ site, commands }));
  return [
    ...differs('steps that are described', listed.length, scripts.length),
    ...scripts.flatMap((step) => reached(output, app, { own, runbook, templates, step })),
    ...approved(app, runbook, templates),
  ].map((why) => `${workflow}: ${why}`);
}

interface Run {
  readonly own: AppPlan;
  readonly runbook: Runbook;
  readonly templates: WorkflowTemplate['spec']['templates'];
  readonly step: ScriptTemplate;
}

/** A step works in the cluster that it runs in, or has a kubeconfig of another one: and of a site that is lost it may fail. */
function reached(output: Output, app: AppSpec, { own, runbook, templates, step }: Run): string[] {
  const { runsIn, kind, from } = runbook;
  const known = [...sitesOf(output.spec, app).map(({ name }) => name), ...hubsOf(app)];
  const secrets = (step.volumes ?? []).flatMap(({ secret }) => secret?.secretName ?? []);
  const clusters = secrets.map((name) => name.replace(/^runbook-/, ''));
  const groups = templates
    .filter((each): each is StepsTemplate => 'steps' in each)
    .flatMap(({ steps }) => steps.flat());
  const called = groups.find(({ template }) => template === step.name);
  const needed = (step.script.envFrom ?? []).flatMap(({ secretRef }) => secretRef?.name ?? []);
  return [
    ...clusters
      .filter((name) => !known.includes(name) || name === runsIn)
      .map((name) => `"${name}" is no other cluster`),
    ...[...secrets, ...needed].filter((name) => !isRequired(own, runsIn, name)).map((name) => `nobody makes ${name}`),
    ...clusters.filter((name) => !hubsOf(app).includes(name)).flatMap((name) => account(output, app, name, 'runbook')),
    ...(kind === RunbookKind.FAILOVER && clusters.includes(from) && called?.continueOn?.failed !== true
      ? ['it needs the lost site']
      : []),
  ].map((why) => `step ${step.name}: ${why}`);
}

function isRequired({ prerequisites }: AppPlan, cluster: string, secret: string): boolean {
  return prerequisites.some(
    ({ site, kind, name }) => site === cluster && kind === PrerequisiteKind.SECRET && name === secret,
  );
}

/** What a workflow of another site works as is there, and may do something. */
function account(output: Output, app: AppSpec, cluster: string, name: string): string[] {
  const namespace = namespaceOf(app);
  const role = output.find<Role>(cluster, 'Role.rbac.authorization.k8s.io', namespace, name);
  const there = output.find<ConfigMap>(cluster, 'ServiceAccount', namespace, name) !== undefined;
  return there && (role?.rules ?? []).length > 0 ? [] : [`account ${name} of ${cluster} may do nothing`];
}

/** Nobody is asked by an automatic failover, and by everything else somebody is. */
function approved({ trigger }: AppSpec, { kind }: Runbook, templates: WorkflowTemplate['spec']['templates']): string[] {
  const asks = templates.some((each) => 'suspend' in each);
  return differs('asks somebody', asks, !(kind === RunbookKind.FAILOVER && trigger?.kind === 'automatic'));
}

/** Each field that runbooks change is of an object that is there, and is stated once. */
function owned(output: Output, app: AppSpec, { ignoreDifferences: fields }: PlannedRoles): string[] {
  const keys = fields.map(({ site, group, kind, name }) => [site, group, kind, name].join(' '));
  return [
    ...differs('objects whose fields runbooks change', new Set(keys).size, keys.length),
    ...fields.flatMap(({ site, group, kind, name }) => {
      const found = output
        .objects(site, app.id)
        .some((object) => groupKind(object) === (group === '' ? kind : `${kind}.${group}`) && nameOf(object) === name);
      return found ? [] : [`runbooks change ${kind} ${name} of ${site}, which is not there`];
    }),
  ];
}
