import type { FleetApp } from 'cndr';
import { DrError } from 'cndr';
import { Synthesized } from 'cndr/testing';

/** The messages with which a tree is refused, each with its rule; fails when it is accepted. */
export function refusals(build: (app: FleetApp) => void): string[] {
  try {
    Synthesized.of(build);
  } catch (error) {
    if (DrError.isDrError(error)) return error.findings.map(({ rule, message }) => `${rule}: ${message}`);
    throw error;
  }
  throw new Error('the tree was accepted');
}
