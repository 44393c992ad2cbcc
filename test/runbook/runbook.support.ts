import { Duration, Size } from 'cdk8s';
import {
  ActivePassiveDR,
  type ActivePassiveDRProps,
  Fleet,
  type FleetApp,
  type FleetProps,
  GlobalLoadBalancer,
  Latch,
  StatefulWorkload,
} from 'cndr';
import { type ManifestObject, Synthesized } from 'cndr/testing';
import { FakeReplication } from '../support/fake-replication';
import { fleetProps, sites } from '../support/fleet';
import { refusals } from '../support/errors';
import type { EmittedWorkflow } from '../support/workflow-runner';

export interface Changes {
  readonly fleet?: Partial<FleetProps>;
  readonly dr?: Partial<ActivePassiveDRProps>;
  readonly id?: string;
}

export const TWO = ['use1', 'usw2'];

function deploy(app: FleetApp, { fleet, dr, id = 'orders' }: Changes): void {
  new ActivePassiveDR(app, id, {
    fleet: new Fleet(
      app,
      'prod',
      fleetProps({
        sites: sites(TWO),
        traffic: GlobalLoadBalancer.route53({
          hostedZoneId: 'Z0123456789ABCDEFGHIJ',
          zoneName: 'example.com',
          latch: Latch.object({ bucketPrefix: 'example-latches', region: 'eu-central-1' }),
        }),
        ...fleet,
      }),
    ),
    workload: StatefulWorkload.custom({
      image: 'registry.example.com/ledger:2.1.0',
      ports: [{ name: 'http', port: 8080 }],
      volumes: [{ name: 'data', mountPath: '/data', size: Size.gibibytes(20) }],
      health: { path: '/ready' },
    }),
    replication: new FakeReplication(),
    activeSite: 'use1',
    frontEnd: { image: 'registry.example.com/orders:1.4.2' },
    hostname: 'orders.example.com',
    objectives: { rpo: Duration.hours(1), rto: Duration.hours(2) },
    ...dr,
  });
}

/** An application with one active site of two, valid but for the changes. */
export function orders(changes: Changes = {}): Synthesized {
  return Synthesized.of((app) => {
    deploy(app, changes);
  });
}

/** The messages with which it is refused. */
export function refused(changes: Changes): string {
  return refusals((app) => {
    deploy(app, changes);
  }).join('\n');
}

export const ofKind = (from: Synthesized, site: string, kind: string): ManifestObject[] =>
  from.allObjects(site).filter((object) => object.kind === kind);

/** The WorkflowTemplates of a site by their names. */
export const workflows = (from: Synthesized, site: string): Record<string, EmittedWorkflow & ManifestObject> =>
  Object.fromEntries(ofKind(from, site, 'WorkflowTemplate').map((object) => [object.metadata.name, object]));

export interface WorkflowView {
  readonly onExit: string;
  readonly arguments: { parameters: { name: string; value?: string }[] };
  readonly templates: TemplateView[];
  readonly workflowMetadata: { labels: Record<string, string> };
  readonly podMetadata: { labels: Record<string, string> };
  readonly podSpecPatch: string;
  readonly serviceAccountName: string;
  readonly synchronization?: unknown;
  readonly activeDeadlineSeconds?: number;
}

export interface TemplateView {
  readonly name: string;
  readonly activeDeadlineSeconds?: number;
  readonly retryStrategy?: { limit: string; expression: string };
  readonly synchronization?: { mutexes: { name: string }[] };
  readonly steps?: { name: string; template: string; continueOn?: object }[][];
  readonly suspend?: object;
  readonly volumes?: { name: string; secret: { secretName: string } }[];
  readonly script?: {
    image: string;
    source: string;
    env: { name: string; value: string }[];
    envFrom?: { secretRef: { name: string } }[];
  };
}

export const specOf = (workflow: ManifestObject): WorkflowView => workflow['spec'] as WorkflowView;

export function templateOf(workflow: ManifestObject, name: string): TemplateView {
  const found = specOf(workflow).templates.find((template) => template.name === name);
  if (!found) throw new Error(`${workflow.metadata.name} has no template ${name}`);
  return found;
}

/** Names of the steps of a template, in order. */
export const stepsOf = (workflow: ManifestObject, template: string): string[] =>
  (templateOf(workflow, template).steps ?? []).flat().map(({ name }) => name);

interface RoleView {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

/** Rules of a Role or ClusterRole, one line each. */
export function rules(from: Synthesized, site: string, kind: string, name: string): string[] {
  const role = from.object(site, kind, name)['rules'] as RoleView[];
  return role.map(
    ({ apiGroups, resources, resourceNames, verbs }) =>
      `${verbs.join(',')} ${resources.join(',')} of ${apiGroups.join(',')}${resourceNames ? ` called ${resourceNames.join(',')}` : ''}`,
  );
}

export const prerequisites = (from: Synthesized, site: string, kind: string) =>
  from.plan.apps[0]!.prerequisites.filter((one) => one.site === site && (one.kind as string) === kind);
