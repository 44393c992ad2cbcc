import { imageProblems } from '../../src/workloads/image-reference';

test.each([
  'etcd',
  'cockroachdb/cockroach:v26.2.5',
  'quay.io/coreos/etcd:v3.6.14',
  'localhost:5000/a__b/c-d.e_f:1_2.3-X',
  `registry.example.com/orders@sha256:${'0a'.repeat(32)}`,
  `registry.example.com/orders:1.4.2@sha256:${'0a'.repeat(32)}`,
])('%s is accepted', (image) => {
  expect(imageProblems('etcd image', image)).toEqual([]);
});

test.each([
  ...['', ' ', 'a b', 'web:1 ', '-x', 'web:', ':1', 'web@', 'web:1:2', '/web', 'web/', 'a//b', 'web:1\n'],
  ...['Web', 'registry.example.com/Orders:1', 'web@sha256:0123', 'https://registry.example.com/web', '${x}'],
  `web:${'t'.repeat(129)}`,
])('"%s" is refused', (image) => {
  const [problem, ...more] = imageProblems('etcd image', image);
  expect(more).toEqual([]);
  expect(problem).toMatch(/; allowed is [^;]+; [^;]*[^.]$/);
  expect(problem!.startsWith(`etcd image is "${image}"; `)).toBe(true);
});
