import { parseAllDocuments } from 'yaml';
import type { Plan } from '../../src/synthesis/plan';
import { EXAMPLES, runExample } from '../support/examples';
import { type ManifestFile, type Prerequisite, type Verdict, checkManifests } from './check';
import { openSchemas } from './schema-store';
import type { KubeObject } from './kube-object';

const verdicts = new Map(EXAMPLES.map((name) => [name, judge(runExample(name).files)]));

test.each(EXAMPLES)('an API server accepts every object of examples/%s, and every reference in it resolves', (name) => {
  const { problems } = verdicts.get(name)!;
  expect(problems.map(({ file, object, path, message }) => `${file} ${object} ${path}: ${message}`)).toEqual([]);
});

// Without the schemas only what the server checks by hand is judged; CI demands them (CNDR_REQUIRE_SCHEMAS).
(openSchemas() ? test : test.skip).each(EXAMPLES)('every object of examples/%s has a schema that judged it', (name) => {
  const { notEvaluated, schemas } = verdicts.get(name)!;
  expect(schemas).toBe(true);
  expect(notEvaluated.filter(({ reason }) => reason === 'schema')).toEqual([]);
});

function judge(files: Map<string, string>): Verdict {
  const manifests = [...files].flatMap(([name, content]): ManifestFile[] =>
    name.endsWith('.k8s.yaml')
      ? [{ path: name, objects: parseAllDocuments(content).map((document) => document.toJS() as KubeObject) }]
      : [],
  );
  const plan = JSON.parse(files.get('dist/plan.json')!) as Plan;
  return checkManifests(manifests, { prerequisites: prerequisitesOf(plan) });
}

function prerequisitesOf(plan: Plan): Record<string, Prerequisite[]> {
  const all = [...plan.fleets, ...plan.apps].flatMap(({ prerequisites }) => prerequisites);
  const sites = [...new Set(all.map(({ site }) => site))];
  return Object.fromEntries(sites.map((site) => [site, all.filter((one) => one.site === site)]));
}
