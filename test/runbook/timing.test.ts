import type { IAppHost, RunbookStep } from 'cndr';
import { RunbookKind } from 'cndr';
import * as fc from 'fast-check';
import { deadlineFields, longestSeconds } from '../../src/model/step-fields';
import { ANSWER_SECONDS, watchSeconds } from '../../src/runbook/watch';
import { sites } from '../support/fleet';

const [use1, usw2, euw1] = sites(['use1', 'usw2', 'euw1']);
const step = (timeoutSeconds: number, index = 0): RunbookStep => {
  return { name: `step-${index}`, title: 'wait', site: usw2!, script: 'true', timeoutSeconds, permissions: [] };
};
const timeouts = fc.array(fc.integer({ min: 1, max: 86_400 }), { minLength: 1, maxLength: 8 });

test('a watch that asks once more starts the failover later, by a question and the wait before it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (failures) => {
      expect(watchSeconds(failures + 1) - watchSeconds(failures)).toBe(2 * ANSWER_SECONDS);
      // The others are asked as well before anything is started.
      expect(watchSeconds(failures)).toBeGreaterThanOrEqual((failures + 1) * ANSWER_SECONDS);
    }),
  );
});

test('steps take no less than any of them, and one that may take longer delays all', () => {
  fc.assert(
    fc.property(timeouts, fc.nat(7), fc.nat(86_400), (seconds, which, more) => {
      const changed = seconds.map((each, index) => (index === which % seconds.length ? each + more : each));
      const of = (all: number[]) => longestSeconds(all.map(step));
      expect(of(seconds)).toBeGreaterThanOrEqual(Math.max(...seconds));
      expect(of(changed) - of(seconds)).toBe(more);
    }),
  );
});

describe('the times of steps are looked up', () => {
  const host = (passiveSites: unknown[]) =>
    ({ name: 'orders', activeSite: use1, passiveSites }) as Partial<IAppHost> as IAppHost;

  test('in the runbook to the site that takes over first', () => {
    expect(deadlineFields(host([usw2, euw1]), RunbookKind.FAILOVER, [step(60), step(90, 1)])).toEqual([
      {
        object: 'WorkflowTemplate orders-failover-use1-to-usw2',
        path: '/spec/templates/step-0/activeDeadlineSeconds',
        value: '60',
      },
      {
        object: 'WorkflowTemplate orders-failover-use1-to-usw2',
        path: '/spec/templates/step-1/activeDeadlineSeconds',
        value: '90',
      },
    ]);
  });

  test('nowhere without a site to go to: there is no runbook', () => {
    expect(deadlineFields(host([]), RunbookKind.FAILOVER, [step(60)])).toEqual([]);
  });
});
