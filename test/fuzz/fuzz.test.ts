import * as fc from 'fast-check';
import { specs } from './arbitraries';
import { judge } from './run';
import type { Spec } from './spec';

/** Some seconds of `npm test`; CI asks for more. */
const RUNS = Number(process.env.CNDR_FUZZ_RUNS ?? 20);
// The same runs in every pipeline, so that a change turns it red and nothing else does; `npm run test:fuzz` draws a new seed.
const GIVEN = process.env.CNDR_FUZZ_SEED ?? '20261122';
const SEED = GIVEN === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(GIVEN);
/** Fewer accepted runs than this part of all, and the fuzz would test refusals only. */
const LEAST_ACCEPTED = 0.4;
/** From so many runs on, chance alone does not bring the part down to that. */
const MEANINGFUL = 500;

test(
  'random fleets and props end in a DrError, or in an output that holds the invariants',
  () => {
    const counts = { runs: 0, accepted: 0 };
    const rules = new Map<string, number>();
    const property = fc.property(specs, (spec: Spec) => {
      const { accepted, rules: refusedBy, complaints } = judge(spec);
      counts.runs += 1;
      counts.accepted += accepted ? 1 : 0;
      for (const rule of refusedBy) rules.set(rule, (rules.get(rule) ?? 0) + 1);
      if (complaints.length > 0) throw new Error(complaints.slice(0, 20).join('\n'));
    });
    const started = performance.now();
    process.stdout.write(`fuzz: seed ${SEED}, ${RUNS} runs (CNDR_FUZZ_SEED, CNDR_FUZZ_RUNS)\n`);
    fc.assert(property, { numRuns: RUNS, seed: SEED, path: process.env.CNDR_FUZZ_PATH });

    const refusals = [...rules].sort(([, a], [, b]) => b - a).map(([rule, count]) => `${rule} ${count}`);
    const rate = counts.accepted / counts.runs;
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(
      `fuzz: seed ${SEED}, ${counts.runs} runs in ${seconds.toFixed(0)} s, ${(100 * rate).toFixed(0)} % accepted; refused by ${refusals.join(', ')}\n`,
    );
    if (counts.runs >= MEANINGFUL) expect(rate).toBeGreaterThanOrEqual(LEAST_ACCEPTED);
  },
  30 * 60 * 1000,
);
