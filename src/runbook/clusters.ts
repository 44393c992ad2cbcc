import type { RunbookStep, StepPermission } from '../model/runbook';

/** What a step does in one cluster. */
export interface Work {
  /** Name of the site, or of a cluster that is none. */
  readonly cluster: string;
  /** True when the cluster is no site. */
  readonly foreign: boolean;
  readonly permissions: StepPermission[];
}

/** The clusters that a step works in, the one that its kubectl talks to first. */
export function workOf({ site, cluster, permissions, otherSite, otherPermissions = [] }: RunbookStep): Work[] {
  return [
    { cluster: cluster ?? site.name, foreign: cluster !== undefined, permissions },
    ...(otherSite ? [{ cluster: otherSite.name, foreign: false, permissions: otherPermissions }] : []),
  ];
}

/** The cluster that a step's kubectl talks to. */
export function clusterOf({ site, cluster }: Pick<RunbookStep, 'site' | 'cluster'>): string {
  return cluster ?? site.name;
}
