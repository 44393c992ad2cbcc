import { anchorsFor } from '../../src/report/anchors';
import { sentence, timeText } from '../../src/report/words';

test.each([
  [0, '0 s'],
  [0.112, '112 ms'],
  [5.856, '5.856 s'],
  [118, '118 s'],
  [120, '2 min'],
  [168, '2 min 48 s'],
  [138.5, '2 min 18.5 s'],
  [3600, '1 h'],
  [3661, '1 h 1 min 1 s'],
  [6281, '1 h 44 min 41 s'],
  [86_400, '24 h'],
  [604_800, '7 d'],
  [90_061, '25 h 1 min 1 s'],
  [undefined, 'no limit'],
])('%p seconds read %p', (seconds, text) => {
  expect(timeText(seconds)).toBe(text);
});

test('a message becomes a sentence once', () => {
  expect(sentence('start it')).toBe('Start it.');
  expect(sentence('Is it on?')).toBe('Is it on?');
});

test('applications whose names look alike have places of their own', () => {
  expect(anchorsFor('app', ['a-b', 'a b', 'a.b', 'c'])).toEqual(['app-a-b', 'app-a-b.2', 'app-a-b.3', 'app-c']);
});
