import { DrError } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { groupKind, type KubeObject, nameOf } from '../../conformance/kube-object';
import { build } from '../build';
import { Output } from '../output';
import { type AppSpec, sitesOf, type Spec } from '../spec';
import { differs } from './quorum';

/**
 * What GitOps gets when nothing but `activeSite` was changed, as after a failover: of two sites the same runbooks, and objects of
 * the same names where they do not depend on the role.
 */
export function switched(output: Output): string[] {
  const pairs = output.spec.apps.filter(
    (app) => app.pattern === 'activePassive' && sitesOf(output.spec, app).length === 2,
  );
  if (pairs.length === 0) return [];
  const spec: Spec = {
    ...output.spec,
    apps: output.spec.apps.map((app) => (pairs.includes(app) ? other(output, app) : app)),
  };
  let after: Output;
  try {
    after = new Output(spec, Synthesized.of((app) => build(app, spec)).files);
  } catch (error) {
    if (!DrError.isDrError(error)) throw error;
    return [`the other way round it is refused: ${error.message}`];
  }
  return pairs.flatMap((app) => compared(output, after, app));
}

function other({ spec }: Output, app: AppSpec): AppSpec {
  return { ...app, activeSite: sitesOf(spec, app).find(({ name }) => name !== app.activeSite)?.name };
}

/** The workflows, and what lets them work: other accounts of the application come and go with its roles. */
function isOfRunbooks(object: KubeObject): boolean {
  const kind = groupKind(object);
  const isAccess = /^((Cluster)?Role(Binding)?\.rbac\.authorization\.k8s\.io|ServiceAccount)$/.test(kind);
  return kind === 'WorkflowTemplate.argoproj.io' || (isAccess && nameOf(object).includes('runbook'));
}

/** What has data of its own: if it went with the role, the data would. */
const KEEPS_DATA = /^(StatefulSet|Cluster|PersistentVolumeClaim|Schedule|ScheduledBackup)\./;

function compared(before: Output, after: Output, app: AppSpec): string[] {
  return sitesOf(before.spec, app).flatMap(({ name: site }) => {
    const texts = (output: Output) =>
      output
        .objects(site, app.id)
        .filter((object) => isOfRunbooks(object))
        .map((object) => [`${groupKind(object)} ${nameOf(object)}`, JSON.stringify(object)] as const);
    const then = new Map(texts(after));
    const names = (output: Output) =>
      output
        .objects(site, app.id)
        .filter((object) => KEEPS_DATA.test(groupKind(object)))
        .map((object) => `${groupKind(object)} ${nameOf(object)}`)
        .sort();
    return [
      ...texts(before).flatMap(([name, text]) =>
        then.get(name) === text ? [] : [`${name} of ${site} is another one when the other site is active`],
      ),
      ...differs(`what keeps data in ${site}`, names(after), names(before)),
    ];
  });
}
