import { isIP } from 'node:net';
import type { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parseRange } from '../addresses';
import { label1123, subdomain1123 } from '../names';
import { parseQuantity } from '../quantity';

const DURATION = /^([+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h|d|w))+$/;
const INT32 = 2 ** 31;

/** Formats that the API server checks; any other that a schema names is a comment. */
const CHECKED: Record<string, { type: 'string' | 'number'; validate: (value: never) => boolean }> = {
  byte: { type: 'string', validate: (value: string) => Buffer.from(value, 'base64').toString('base64') === value },
  cidr: { type: 'string', validate: (value: string) => parseRange(value) !== undefined },
  duration: { type: 'string', validate: (value: string) => value === '0' || DURATION.test(value) },
  int32: { type: 'number', validate: (value: number) => value >= -INT32 && value < INT32 },
  // Beyond 2^53 JavaScript cannot tell neighbours apart, so a literal there is not what was written.
  int64: { type: 'number', validate: (value: number) => Number.isSafeInteger(value) },
  ipv4: { type: 'string', validate: (value: string) => isIP(value) === 4 },
  ipv6: { type: 'string', validate: (value: string) => isIP(value) === 6 },
  'k8s-long-name': { type: 'string', validate: (value: string) => subdomain1123(value) === undefined },
  'k8s-short-name': { type: 'string', validate: (value: string) => label1123(value) === undefined },
  mac: { type: 'string', validate: (value: string) => /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(value) },
  quantity: { type: 'string', validate: (value: string) => parseQuantity(value) !== undefined },
};
const STANDARD = ['date', 'date-time', 'email', 'hostname', 'uri', 'uuid'] as const;

export function isCheckedFormat(format: string): boolean {
  return format in CHECKED || (STANDARD as readonly string[]).includes(format);
}

export function addCheckedFormats(ajv: Ajv): void {
  addFormats(ajv, [...STANDARD]);
  for (const [name, { type, validate }] of Object.entries(CHECKED)) {
    if (type === 'string') ajv.addFormat(name, { type, validate: validate as (value: string) => boolean });
    else ajv.addFormat(name, { type, validate: validate as (value: number) => boolean });
  }
}
