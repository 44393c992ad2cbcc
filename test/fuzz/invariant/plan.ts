import Ajv from 'ajv/dist/2020';
import { type BoundTree, Combine, Severity } from 'cndr';
import schema from '../../../schema/plan.schema.json';

import type { AppPlan } from '../../../src/synthesis/plan';
import { groupKind, nameOf } from '../../conformance/kube-object';
import { findingComplaints } from '../findings';
import { differs } from './quorum';
import type { Output } from '../output';
import type { AppSpec } from '../spec';

const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(schema);

/** The plan has the shape that its schema promises, keeps the objectives, and tells what was written. */
export function plan(output: Output): string[] {
  validate(output.plan);
  const parts = [...output.plan.fleets, ...output.plan.apps];
  return [
    ...(validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`),
    ...differs(
      'applications',
      output.plan.apps.map(({ name }) => name),
      output.spec.apps.map(({ id }) => id),
    ),
    ...parts.flatMap(({ stack, findings }) => [
      ...(output.files.has(`cdktf.out/${stack}`) ? [] : [`there is no ${stack}`]),
      ...findings
        .filter(({ severity, waiver }) => severity === Severity.ERROR && !waiver)
        .map(({ rule }) => `error ${rule} was let through`),
      ...findings.flatMap(findingComplaints),
    ]),
    ...differs('objects', planned(output), written(output)),
    ...output.spec.apps.flatMap((app) => promises(output, app)),
  ];
}

function planned({ plan: { fleets, apps } }: Output): string[] {
  return [...fleets, ...apps]
    .flatMap(({ clusters }) =>
      clusters.flatMap(({ file, objects }) => objects.map(({ kind, name }) => `${file} ${kind} ${name}`)),
    )
    .sort();
}

function written({ manifests }: Output): string[] {
  return manifests
    .flatMap(({ path, objects }) =>
      objects.map((object) => `${path.replace('dist/', '')} ${groupKind(object).split('.')[0]!} ${nameOf(object)}`),
    )
    .sort();
}

function promises(output: Output, app: AppSpec): string[] {
  const own = output.planned(app);
  const { rpo, rto, backupAge, gaps } = own;
  const trees = [rpo.tree, rto.tree, ...(backupAge ? [backupAge] : []), ...Object.values(gaps)];
  return [
    ...differs('rpo and rto', [rpo.met, rto.met], [true, true]),
    ...(app.pattern === undefined ? differs('rpo', rpo.boundSeconds, 0) : []),
    ...trees.flatMap(treeComplaints),
    ...differs('age of backups', backupAge !== undefined, output.spec.fleet.backup !== undefined),
    ...emittedTimes(output, app, own),
  ];
}

/** A bound is what its parts make. */
function treeComplaints({ name, seconds, combine, parts = [], source, reason }: BoundTree): string[] {
  const values = parts.map((part) => part.seconds ?? Infinity);
  const sum = Math.round(values.reduce((total, value) => total + value, 0) * 1000) / 1000;
  const expected = combine === Combine.SUM ? sum : combine === Combine.MAX ? Math.max(...values) : seconds;
  return [
    ...differs(`bound "${name}"`, seconds, expected),
    ...(parts.length > 0 || source !== undefined || reason !== undefined ? [] : [`bound "${name}" has no source`]),
    ...parts.flatMap(treeComplaints),
  ];
}

/** The promise counts the times that are in the output. */
function emittedTimes(output: Output, app: AppSpec, { rto }: AppPlan): string[] {
  const checks = Object.values(output.resources(app.id, 'aws_route53_health_check'));
  const records = Object.values(output.resources(app.id, 'aws_route53_record'));
  const noticed = checks.map(
    (check) => (Number(check['request_interval'] ?? 0) + 4) * Number(check['failure_threshold'] ?? 0),
  );
  const kept = records.map((record) => Number(record['ttl'] ?? 0));
  const least = Math.max(0, ...noticed) + Math.max(0, ...kept);
  return (rto.boundSeconds ?? 0) >= least
    ? []
    : [`rto is ${String(rto.boundSeconds)} s, and DNS alone takes ${least} s`];
}
