import { counted, duration, listed } from '../../src/rules/wording';

test.each([
  [0, '0 s'],
  [45, '45 s'],
  [90, '90 s'],
  [60, '1 min'],
  [5_400, '90 min'],
  [3_600, '1 h'],
  [129_600, '36 h'],
  [86_400, '1 day'],
  [604_800, '7 days'],
  [0.5, '0.5 s'],
])('%d s is said without loss as %s', (seconds, expected) => {
  expect(duration(seconds)).toBe(expected);
});

test('lists and counts read as a sentence', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  expect([0, 1, 2].map((count) => counted(count, 'site'))).toEqual(['0 sites', '1 site', '2 sites']);
});
