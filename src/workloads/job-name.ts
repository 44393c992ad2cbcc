import { createHash } from 'node:crypto';
import type { JobSpec } from 'kubernetes-types/batch/v1';

/**
 * Name of a Job that changes with what the Job does. The template of a Job is immutable: under a fixed name the API server
 * refuses the first change of an image or a statement, and under a new name the idempotent Job simply runs once more.
 */
export function jobName(base: string, spec: JobSpec): string {
  const digest = createHash('sha256').update(JSON.stringify(spec)).digest('hex');
  return `${base}-${digest.slice(0, 8)}`;
}
