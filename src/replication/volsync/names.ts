import type { Site } from '../../model/site';

/** VolSync puts `volsync-rsync-tls-dst-` before the name of a destination for a Service, whose names have 63 characters. */
const LONGEST_PAIR = 41;

/** The port on which movers listen; VolSync's own. */
export const MOVER_PORT = 8000;

/** Labels that VolSync gives the movers that copy from site to site. */
export const MOVER_LABELS = {
  'app.kubernetes.io/component': 'rsync-tls-mover',
  'app.kubernetes.io/part-of': 'volsync',
};

/**
 * Name of a claim's copy in a site: of the destination there, and of the source in the active site. Exported Services of one
 * name are one in all clusters, and their names come from it: so the site is in it.
 */
export function pairName(claim: string, to: Site): string {
  return `${claim}-${to.name}`;
}

/** Headless Service of the mover that waits in a site. */
export function moverService(claim: string, to: Site): string {
  return `volsync-${pairName(claim, to)}`;
}

/** Labels of the mover that waits for copies of a claim; VolSync's own Service picks it by them. */
export function waitingMoverLabels(claim: string, to: Site): Record<string, string> {
  return { ...MOVER_LABELS, 'app.kubernetes.io/name': `dst-${pairName(claim, to)}` };
}

/** Why VolSync could not name its objects after a claim and a site: one message, or none. */
export function nameProblems(claim: string, to: Site): string[] {
  const name = pairName(claim, to);
  if (name.length <= LONGEST_PAIR) return [];
  return [
    `volSync calls the copy of claim ${claim} in site ${to.name} "${name}", which has ${name.length} characters; ${LONGEST_PAIR} are allowed, as VolSync makes a Service of it: shorten the name of the workload, the volume or the site`,
  ];
}
