import { checkManifests } from '../conformance/check';
import type { Prerequisite } from '../conformance/kube-object';
import { openSchemas } from '../conformance/schema-store';
import { addresses, certificates } from './invariant/addresses';
import { alerts } from './invariant/alerts';
import { copies } from './invariant/copies';
import { faults } from './invariant/faults';
import { health } from './invariant/health';
import { backup } from './invariant/backup';
import { latch } from './invariant/latch';
import { placeless, places, sameNames } from './invariant/names';
import { network } from './invariant/network';
import { plan } from './invariant/plan';
import { prerequisites, terraform } from './invariant/platform';
import { pods } from './invariant/pods';
import { policies } from './invariant/policies';
import { quorum } from './invariant/quorum';
import { records } from './invariant/records';
import { roles } from './invariant/roles';
import { runbooks } from './invariant/runbooks';
import { filledIn, secrets } from './invariant/secrets';
import { switched } from './invariant/switched';
import type { Output } from './output';

/** What holds for every output: each gives what is wrong. */
export const INVARIANTS: Record<string, (output: Output) => string[]> = {
  addresses,
  alerts,
  backup,
  certificates,
  conformance,
  copies,
  faults,
  filledIn,
  health,
  latch,
  network,
  placeless,
  places,
  plan,
  pods,
  policies,
  prerequisites,
  quorum,
  records,
  roles,
  runbooks,
  sameNames,
  secrets,
  switched,
  terraform,
};

/** Everything that is wrong with an output. */
export function complaintsAbout(output: Output): string[] {
  return Object.entries(INVARIANTS).flatMap(([name, invariant]) =>
    [...new Set(complaintsOf(invariant, output))].map((complaint) => `${name}: ${complaint}`),
  );
}

function complaintsOf(invariant: (output: Output) => string[], output: Output): string[] {
  try {
    return invariant(output);
  } catch (error) {
    return [`could not be judged: ${(error as Error).stack ?? String(error)}`];
  }
}

const schemas = openSchemas() ?? null;

/** An API server takes every object, and every reference of one object to another resolves. */
function conformance(output: Output): string[] {
  const all = [...output.plan.fleets, ...output.plan.apps].flatMap(({ prerequisites }) => prerequisites);
  const prerequisites: Record<string, Prerequisite[]> = {};
  for (const one of all) (prerequisites[one.site] ??= []).push(one);
  const { problems, notEvaluated } = checkManifests(output.manifests, { prerequisites, schemas });
  return [
    ...problems.map(({ file, object, path, message }) => `${file} ${object} ${path}: ${message}`),
    ...notEvaluated.filter(({ reason }) => reason === 'schema').map(({ kind }) => `${kind} has no schema`),
  ];
}
