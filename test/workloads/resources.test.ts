import { Size } from 'cdk8s';
import { cpuProblems, memoryProblems, sizeProblems, sizeQuantity, volumeProblems } from '../../src/workloads/resources';

describe('CPU', () => {
  test.each(['1', '0.5', '.5', '2.', '250m', '1m', '0.001', '1.5000', '0.250000', '4096', '4096000m'])(
    '%s is accepted',
    (cpu) => {
      expect(cpuProblems('etcd cpu', cpu)).toEqual([]);
    },
  );

  test.each([
    ...['', ' ', 'two', '1 core', '250 m', '2\n', '1,5', '.', 'm', '1e3', '1k', '500Mi', '1GB', 'NaN', 'Infinity'],
    ...['0', '0m', '0.000', '-1', '+1'],
    ...['1.0001', '0.0005', '0.00010', '1.5m', '100u', '5n'],
    ...['4096.001', '4096001m', '100000', '9'.repeat(400)],
  ])('"%s" is refused', (cpu) => {
    const [problem, ...more] = cpuProblems('etcd cpu', cpu);
    expect(more).toEqual([]);
    expect(problem).toBe(
      `etcd cpu is "${cpu}"; allowed are quantities above 0 and up to 4096, not finer than 1m, a thousandth of a CPU; write 2, 0.5 or 500m`,
    );
  });
});

describe('memory', () => {
  test.each([Size.mebibytes(12), Size.kibibytes(12 * 1024), Size.gibibytes(1.5), Size.tebibytes(64)])(
    '%j is accepted',
    (memory) => {
      expect(memoryProblems('etcd memory', memory)).toEqual([]);
    },
  );

  test.each<[string, Size]>([
    ['0Mi', Size.mebibytes(0)],
    ['11Mi', Size.mebibytes(11)],
    ['20481Ki', Size.kibibytes(20 * 1024 + 1)],
    ['1.5Ki', Size.kibibytes(1.5)],
    ['0.1Gi', Size.gibibytes(0.1)],
    ['65Ti', Size.tebibytes(65)],
    ['NaNGi', Size.gibibytes(NaN)],
    ['InfinityGi', Size.gibibytes(Infinity)],
  ])('%s is refused', (text, memory) => {
    expect(memoryProblems('etcd memory', memory)).toEqual([
      `etcd memory is ${text}; allowed are whole mebibytes from 12Mi to 64Ti; give it as Size.mebibytes(256) or the like`,
    ]);
  });
});

test('a volume has from 1 GiB to 1 PiB', () => {
  expect(volumeProblems('etcd storage', Size.gibibytes(1))).toEqual([]);
  expect(volumeProblems('etcd storage', Size.pebibyte(1))).toEqual([]);
  expect(volumeProblems('etcd storage', Size.tebibytes(1025))).toHaveLength(1);
  expect(volumeProblems('etcd storage', Size.mebibytes(1023))).toEqual([
    'etcd storage is 1023Mi; allowed are whole mebibytes from 1Gi to 1024Ti; give it as Size.mebibytes(1024) or the like',
  ]);
});

test('limits are inclusive', () => {
  const limits = { least: 2, most: 3 };
  const accepted = [1, 2, 3, 4].filter((size) => sizeProblems('x', Size.mebibytes(size), limits).length === 0);
  expect(accepted).toEqual([2, 3]);
});

test.each<[Size, string]>([
  [Size.mebibytes(256), '256Mi'],
  [Size.mebibytes(2048), '2Gi'],
  [Size.gibibytes(4), '4Gi'],
  [Size.gibibytes(1.5), '1536Mi'],
  [Size.kibibytes(3 * 1024), '3Mi'],
  [Size.tebibytes(2), '2Ti'],
  // As it is written in JavaScript, 9.5e-7, it would be no quantity.
  [Size.tebibytes(2 ** -20), '1Mi'],
])('%j is written as %s', (size, text) => {
  expect(sizeQuantity(size)).toBe(text);
});
