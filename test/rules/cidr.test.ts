import fc from 'fast-check';
import { type Cidr, isPrivate, overlap, parseCidr, unreachableBecause } from '../../src/rules/cidr';

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(`${text} is no CIDR`);
  return parsed;
}

describe('a CIDR', () => {
  test.each(['10.0.0.0/16', '10.1.2.3/16', '0.0.0.0/0', '10.0.0.1/32'])('is read from %s', (text) => {
    expect(cidr(text).text).toBe(text);
  });

  test.each([
    ['no prefix length', '10.0.0.0'],
    ['a prefix length beyond 32', '10.0.0.0/33'],
    ['a number beyond 255', '10.0.256.0/24'],
    ['parts left out', '10.1/16'],
    ['an octal part', '010.0.0.0/8'],
    ['a prefix length with a zero before it', '10.0.0.0/016'],
    ['IPv6', 'fd00::/48'],
    ['a name', 'pods'],
    ['nothing', ''],
  ])('is not read from %s', (_, text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe('two ranges overlap', () => {
  test.each([
    ['10.0.0.0/16', '10.0.0.0/16', true],
    ['10.0.0.0/8', '10.200.0.0/16', true],
    ['10.0.255.0/24', '10.0.0.0/16', true],
    ['10.0.0.0/16', '10.1.0.0/16', false],
    ['10.0.0.0/24', '10.0.1.0/24', false],
    ['0.0.0.0/0', '192.168.1.0/24', true],
    // Not the first address of the range, as it is often written down.
    ['10.0.77.1/16', '10.0.0.0/24', true],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(overlap(cidr(a), cidr(b))).toBe(expected);
  });

  test('exactly when their address intervals do, in either order', () => {
    const range = fc.tuple(fc.nat(0xffff), fc.integer({ min: 16, max: 32 })).map(([low, prefix]) => {
      const size = 2 ** (32 - prefix);
      const first = Math.floor(low / size) * size;
      return { text: `10.0.${first >> 8}.${first & 255}/${prefix}`, first, last: first + size - 1 };
    });
    fc.assert(
      fc.property(range, range, (a, b) => {
        const expected = a.first <= b.last && b.first <= a.last;
        expect(overlap(cidr(a.text), cidr(b.text))).toBe(expected);
        expect(overlap(cidr(b.text), cidr(a.text))).toBe(expected);
      }),
    );
  });
});

describe('a range is private', () => {
  test.each([
    '10.0.0.0/8',
    '10.255.0.0/16',
    '172.16.0.0/12',
    '172.31.0.0/16',
    '192.168.0.0/24',
    '100.64.0.0/10',
    '100.127.255.0/24',
  ])('up to the last address of its block: %s', (text) => {
    expect(isPrivate(cidr(text))).toBe(true);
  });

  test.each([
    '172.32.0.0/16',
    '172.15.0.0/16',
    '100.128.0.0/16',
    '100.63.0.0/16',
    '192.169.0.0/16',
    '11.0.0.0/8',
    '10.0.0.0/7',
    '0.0.0.0/0',
  ])('but not where it is outside, or larger than its block: %s', (text) => {
    expect(isPrivate(cidr(text))).toBe(false);
  });
});

describe('checkers on the internet', () => {
  test.each([
    ['10.1.2.3', 'private'],
    ['192.168.0.1', 'private'],
    ['100.64.0.1', 'carrier grade nat'],
    ['127.0.0.1', 'loopback'],
    ['169.254.10.1', 'link local'],
    ['224.0.0.1', 'multicast'],
    ['::1', 'loopback'],
    ['fd00::1', 'unique local'],
    ['fe80::1', 'link local'],
    ['::ffff:10.0.0.1', 'private'],
  ])('cannot reach %s: %s', (address, reason) => {
    expect(unreachableBecause(address)).toBe(reason);
  });

  test.each(['54.1.1.1', '2600:1f18::1', 'use1.example.com', '10'])('have nothing against %s', (address) => {
    expect(unreachableBecause(address)).toBeUndefined();
  });
});
