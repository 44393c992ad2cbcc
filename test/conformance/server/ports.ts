import { portName } from '../names';

export function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;
}

/** What is wrong with a port that may be given by number or by name. */
export function portComplaint(value: unknown): string | undefined {
  if (typeof value === 'string') return portName(value);
  return isPort(value) ? undefined : 'must be a port, 1 to 65535, or the name of one';
}
