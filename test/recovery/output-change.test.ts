import * as fc from 'fast-check';
import { outputChanges } from '../../src/recovery/output-change';

test('what was changed, added and removed is named by its pointer', () => {
  const was = { spec: { replicas: 3, containers: [{ name: 'db' }], 'a/b': 1 } };
  const is = { spec: { replicas: 0, containers: [{ name: 'db' }, { name: 'proxy' }], paused: true } };
  expect(outputChanges(was, is)).toEqual([
    { path: '/spec/replicas', was: 3, is: 0 },
    { path: '/spec/containers/1', was: undefined, is: { name: 'proxy' } },
    { path: '/spec/a~1b', was: 1, is: undefined },
    { path: '/spec/paused', was: undefined, is: true },
  ]);
});

test('nothing differs from itself, whatever it is', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => outputChanges(value, structuredClone(value)).length === 0));
});

test('any other value differs', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (was, is) => {
      // -0 is 0 for JSON.
      const same = JSON.stringify(sorted(was)) === JSON.stringify(sorted(is));
      expect(outputChanges(was, is).length === 0).toBe(same);
    }),
  );
});

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, sorted(item)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
};
