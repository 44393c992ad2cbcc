import type { Environment } from '@marcbachmann/cel-js';
import { parseQuantity } from '../quantity';

const UNIT = 1_000_000_000n;

class Quantity {
  constructor(readonly billionths: bigint) {}

  static parse(text: string): Quantity {
    const billionths = parseQuantity(text);
    if (billionths === undefined) throw new Error(`'${text}' is not a quantity`);
    return new Quantity(billionths);
  }

  compareTo(other: Quantity): bigint {
    if (this.billionths === other.billionths) return 0n;
    return this.billionths > other.billionths ? 1n : -1n;
  }

  get isInteger(): boolean {
    return this.billionths % UNIT === 0n;
  }

  get sign(): bigint {
    return this.compareTo(new Quantity(0n));
  }
}

/** The `quantity` library. `sign` is a plain function and a method, as in Kubernetes. */
export function registerQuantities(cel: Environment): void {
  cel
    .registerType('kubernetes.Quantity', Quantity)
    .registerFunction('isQuantity(string): bool', (text: string) => parseQuantity(text) !== undefined)
    .registerFunction('quantity(string): kubernetes.Quantity', (text: string) => Quantity.parse(text))
    .registerFunction('sign(kubernetes.Quantity): int', (quantity: Quantity) => quantity.sign)
    .registerFunction('kubernetes.Quantity.sign(): int', (quantity: Quantity) => quantity.sign)
    .registerFunction('kubernetes.Quantity.isInteger(): bool', (quantity: Quantity) => quantity.isInteger)
    .registerFunction('kubernetes.Quantity.asInteger(): int', (quantity: Quantity) => {
      if (!quantity.isInteger) throw new Error('the quantity is not an integer');
      return quantity.billionths / UNIT;
    })
    .registerFunction(
      'kubernetes.Quantity.asApproximateFloat(): double',
      (quantity: Quantity) => Number(quantity.billionths) / Number(UNIT),
    )
    .registerFunction('kubernetes.Quantity.compareTo(kubernetes.Quantity): int', (a: Quantity, b: Quantity) =>
      a.compareTo(b),
    )
    .registerFunction(
      'kubernetes.Quantity.isGreaterThan(kubernetes.Quantity): bool',
      (a: Quantity, b: Quantity) => a.compareTo(b) > 0n,
    )
    .registerFunction(
      'kubernetes.Quantity.isLessThan(kubernetes.Quantity): bool',
      (a: Quantity, b: Quantity) => a.compareTo(b) < 0n,
    );
  for (const [operand, value] of [
    ['kubernetes.Quantity', (other: Quantity) => other.billionths],
    ['int', (other: bigint) => other * UNIT],
  ] as const) {
    const billionths = value as (other: unknown) => bigint;
    cel
      .registerFunction(
        `kubernetes.Quantity.add(${operand}): kubernetes.Quantity`,
        (a: Quantity, b: unknown) => new Quantity(a.billionths + billionths(b)),
      )
      .registerFunction(
        `kubernetes.Quantity.sub(${operand}): kubernetes.Quantity`,
        (a: Quantity, b: unknown) => new Quantity(a.billionths - billionths(b)),
      );
  }
}
