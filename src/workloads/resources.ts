import { type Size, SizeRoundingBehavior } from 'cdk8s';

const MEBIBYTES_PER_GIBIBYTE = 1024;
const MEBIBYTES_PER_TEBIBYTE = 1024 * 1024;

/** CRI-O starts no container with less memory, and programs that need less are not what runs here. */
const LEAST_MEMORY_MEBIBYTES = 12;
/** Twice what the largest machines of the clouds have: a request for more waits for a node forever. */
const MOST_MEMORY_MEBIBYTES = 64 * MEBIBYTES_PER_TEBIBYTE;
const MOST_CPU = 4096;
/** Block storage of the clouds is made in whole gibibytes. */
const LEAST_VOLUME_MEBIBYTES = MEBIBYTES_PER_GIBIBYTE;
const MOST_VOLUME_MEBIBYTES = 1024 * MEBIBYTES_PER_TEBIBYTE;

/** Up to three digits after the point, zeros aside, or whole thousandths: Kubernetes counts CPU in no smaller parts. */
const CPU = /^(\d+(\.\d{0,3}0*)?|\.\d{1,3}0*|\d+m)$/;

/** Why no pod could ask for this much CPU: one message, or none. */
export function cpuProblems(prop: string, cpu: string): string[] {
  const cores = CPU.test(cpu) ? parseFloat(cpu) / (cpu.endsWith('m') ? 1000 : 1) : NaN;
  if (cores > 0 && cores <= MOST_CPU) return [];
  return [
    `${prop} is "${cpu}"; allowed are quantities above 0 and up to ${MOST_CPU}, not finer than 1m, a thousandth of a CPU; write 2, 0.5 or 500m`,
  ];
}

/** Why no container could have this much memory: one message, or none. */
export function memoryProblems(prop: string, memory: Size): string[] {
  return sizeProblems(prop, memory, { least: LEAST_MEMORY_MEBIBYTES, most: MOST_MEMORY_MEBIBYTES });
}

/** Why no volume could be made in this size: one message, or none. */
export function volumeProblems(prop: string, storage: Size): string[] {
  return sizeProblems(prop, storage, { least: LEAST_VOLUME_MEBIBYTES, most: MOST_VOLUME_MEBIBYTES });
}

/** Why a size is not whole or out of its limits, which are in mebibytes: one message, or none. */
export function sizeProblems(
  prop: string,
  size: Size,
  { least, most }: { readonly least: number; readonly most: number },
): string[] {
  const mebibytes = mebibytesOf(size);
  if (Number.isInteger(mebibytes) && mebibytes >= least && mebibytes <= most) return [];
  return [
    `${prop} is ${size.asString()}; allowed are whole mebibytes from ${quantity(least)} to ${quantity(most)}; give it as Size.mebibytes(${Math.max(least, 256)}) or the like`,
  ];
}

/** Mebibytes of a size, a fraction where it is one: what is not whole is refused, and must not throw before that. */
export function mebibytesOf(size: Size): number {
  return size.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
}

/** The size as a Kubernetes quantity, `4Gi` or `2500Mi`, in whichever unit it was given. */
export function sizeQuantity(size: Size): string {
  return quantity(mebibytesOf(size));
}

function quantity(mebibytes: number): string {
  const gibibytes = mebibytes / MEBIBYTES_PER_GIBIBYTE;
  if (mebibytes > 0 && mebibytes % MEBIBYTES_PER_TEBIBYTE === 0) return `${mebibytes / MEBIBYTES_PER_TEBIBYTE}Ti`;
  return Number.isInteger(gibibytes) ? `${gibibytes}Gi` : `${mebibytes}Mi`;
}
