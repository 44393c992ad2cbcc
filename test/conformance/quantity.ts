/** Powers of ten (with the nano unit as 1) and of two that a suffix stands for. */
const DECIMAL: Record<string, number> = { n: 0, u: 3, m: 6, '': 9, k: 12, M: 15, G: 18, T: 21, P: 24, E: 27 };
const BINARY: Record<string, number> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const QUANTITY = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;

/**
 * Value of a Kubernetes quantity (`500m`, `4Gi`, `1e3`, a plain number) in billionths, exact; undefined if it is not one.
 * Like the API server, anything finer than a billionth is rounded up.
 */
export function parseQuantity(value: unknown): bigint | undefined {
  const match = typeof value === 'number' || typeof value === 'string' ? QUANTITY.exec(String(value)) : null;
  if (match === null) return undefined;
  const [, sign = '', digits = '', suffix = ''] = match;
  const [whole = '', fraction = ''] = digits.split('.');
  const mantissa = BigInt(whole + fraction);
  const binary = BINARY[suffix];
  const exponent = binary === undefined ? (DECIMAL[suffix] ?? 9 + Number(suffix.slice(1))) : 9;
  const scaled = binary === undefined ? mantissa : mantissa << BigInt(binary);
  const magnitude = shift(scaled, exponent - fraction.length);
  return sign === '-' ? -magnitude : magnitude;
}

/** Multiplies by a power of ten, rounding up. */
function shift(value: bigint, power: number): bigint {
  if (power >= 0) return value * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (value + divisor - 1n) / divisor;
}
