import type { CockroachDbProps, FleetProps, StrongConsistencyDRProps } from 'cndr';
import { CockroachDbVehicle, StatefulWorkload } from 'cndr';
import { type ManifestObject, Synthesized } from 'cndr/testing';
import * as fc from 'fast-check';
import type { BoundTree } from '../../src/recovery/bound-tree';
import { refusals } from '../support/errors';
import { SITE_PROPS, THREE, deploy, sites } from '../support/fleet';

export const { OPERATOR, STATEFUL_SET } = CockroachDbVehicle;
export const BOTH = [STATEFUL_SET, OPERATOR];

/** Clusters that can be told apart by their domains, as the operator needs them. */
export const DOMAINS = Object.fromEntries(
  Object.keys(SITE_PROPS).map((name) => [name, { clusterDomain: `${name}.example` }]),
);

interface Changes {
  readonly fleet?: Partial<FleetProps>;
  readonly dr?: Partial<StrongConsistencyDRProps>;
  readonly names?: string[];
}

const changed = (props: CockroachDbProps, { fleet, dr, names = THREE }: Changes) => ({
  fleet: { traffic: undefined, sites: sites(names, props.vehicle === OPERATOR ? DOMAINS : {}), ...fleet },
  dr: { workload: StatefulWorkload.cockroachDb(props), hostname: undefined, ...dr },
});

export function cockroach(props: CockroachDbProps = {}, changes: Changes = {}): Synthesized {
  return Synthesized.of((app) => {
    deploy(app, changed(props, changes));
  });
}

export function refused(props: CockroachDbProps, changes: Changes = {}): string {
  return refusals((app) => {
    deploy(app, changed(props, changes));
  }).join('\n');
}

export const three = cockroach();
export const operated = cockroach({ vehicle: OPERATOR });
export const by = { [STATEFUL_SET]: three, [OPERATOR]: operated };

/** The part of an object at a path. */
export function at(object: ManifestObject, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], object);
}

interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { name: string; key: string; optional?: boolean } };
}

interface Probe {
  readonly httpGet: { path: string; port: string; scheme: string };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

export interface Container {
  readonly name: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly env: EnvVar[];
  readonly envFrom?: { secretRef: { name: string; optional: boolean } }[];
  readonly readinessProbe: Probe;
  readonly livenessProbe: Probe;
  readonly startupProbe: Probe;
}

export interface Pod {
  readonly containers: Container[];
  readonly affinity: {
    readonly nodeAffinity: unknown;
    readonly podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        topologyKey: string;
        labelSelector: { matchLabels: Record<string, string> };
      }[];
    };
  };
  readonly securityContext: { runAsUser: number; runAsGroup: number; fsGroup: number };
  readonly terminationGracePeriodSeconds: number;
  readonly shareProcessNamespace?: boolean;
}

export const ofKind = (from: Synthesized, site: string, kind: string) =>
  from.allObjects(site).filter((object) => object.kind === kind);

export const statefulSets = (from: Synthesized, site: string) => ofKind(from, site, 'StatefulSet');

/** The pods of the nodes of a site. */
export const nodePods = (from: Synthesized, site: string): { labels: Record<string, string>; spec: Pod }[] =>
  [...statefulSets(from, site), ...ofKind(from, site, 'CrdbCluster')].map((object) => {
    const template = object.kind === 'CrdbCluster' ? ['spec', 'template', 'spec', 'podTemplate'] : ['spec', 'template'];
    return {
      labels: at(object, ...template, 'metadata', 'labels') as Record<string, string>,
      spec: at(object, ...template, 'spec') as Pod,
    };
  });

export const nodeOf = (pod: { spec: Pod }): Container =>
  pod.spec.containers.find(({ name }) => name === 'cockroachdb')!;

/** A flag of a node, as kubelet would fill it in. */
export function flag(object: ManifestObject, name: string, pod = `${object.metadata.name}-0`): string {
  const containers = at(object, 'spec', 'template', 'spec', 'containers') as Container[];
  const values = containers[0]!.args!.filter((arg) => arg.startsWith(`--${name}=`));
  expect(values).toHaveLength(1);
  return values[0]!.slice(name.length + 3).replaceAll('$(POD_NAME)', pod);
}

export const jobs = (from: Synthesized, site: string, base: string) =>
  ofKind(from, site, 'Job').filter(({ metadata }) => metadata.name.startsWith(`cockroachdb-${base}-`));

export function jobContainer(from: Synthesized, base: string): Container {
  return at(jobs(from, 'use1', base)[0]!, 'spec', 'template', 'spec', 'containers', 0) as Container;
}

export const statements = (from: Synthesized): string[] => jobContainer(from, 'sql').args!;

export const plan = (from: Synthesized) => from.plan.apps[0]!;

export const prerequisites = (from: Synthesized, site: string, kind: string) =>
  plan(from).prerequisites.filter((one) => one.site === site && (one.kind as string) === kind);

export function part(tree: BoundTree, name: string): BoundTree {
  const parts = (each: BoundTree): BoundTree[] => [each, ...(each.parts ?? []).flatMap(parts)];
  const found = parts(tree).find((each) => each.name === name);
  if (!found) throw new Error(`no "${name}" in ${JSON.stringify(tree)}`);
  return found;
}

/** Text that breaks out of quotes, of SQL, shell and kubelet, where it can. */
export const hostile = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('"', "'", ';', '-', '\\', '$', '(', ')', '`', '\n', 'a', ' ') }),
  fc.constantFrom('"; DROP DATABASE "app', "'; DROP DATABASE app; --", "\\'", '$(HOME)', '$$', '`id`', "''", '""'),
);
