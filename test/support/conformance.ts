import { parseAllDocuments } from 'yaml';
import type { Synthesized } from 'cndr/testing';
import { type Prerequisite, checkManifests } from '../conformance/check';
import type { KubeObject } from '../conformance/kube-object';

/** Why an API server would refuse an object of the output, or a reference in it would lead nowhere: one line each. */
export function checkOutput(output: Synthesized): string[] {
  const manifests = [...output.files]
    .filter(([name]) => name.endsWith('.k8s.yaml'))
    .map(([name, content]) => ({
      path: name,
      objects: parseAllDocuments(content).map((document) => document.toJS() as KubeObject),
    }));
  const needed = [...output.plan.fleets, ...output.plan.apps].flatMap(({ prerequisites }) => prerequisites);
  const bySite = new Map<string, Prerequisite[]>();
  for (const one of needed) bySite.set(one.site, [...(bySite.get(one.site) ?? []), one]);
  const { problems } = checkManifests(manifests, { prerequisites: Object.fromEntries(bySite) });
  return problems.map(({ file, object, path, message }) => `${file} ${object} ${path}: ${message}`);
}
