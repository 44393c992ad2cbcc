import { PrerequisiteKind, type Prerequisite } from '../model/prerequisite';
import type { FailoverOwnedField } from '../model/runbook';
import type { AppHost } from './app-host';

/**
 * States, cluster by cluster, the fields that runbooks change. What applies Git would move the application back at its next sync,
 * to a site that its clients have left, unless it is told.
 */
export function requireGitOps(host: AppHost): void {
  for (const cluster of new Set(host.failoverOwned.map(({ site }) => site))) {
    const site = host.sites.find(({ name }) => name === cluster);
    const prerequisite = leftAlone(host.failoverOwned.filter((field) => field.site === cluster));
    if (site) host.require(site, prerequisite);
    else host.requireInCluster(cluster, prerequisite);
  }
}

function leftAlone(fields: FailoverOwnedField[]): Prerequisite {
  const listed = fields.map(({ kind, name, jsonPointers }) => `${jsonPointers.join(', ')} of ${kind} ${name}`);
  return {
    kind: PrerequisiteKind.SETTING,
    name: 'GitOps leaves alone what runbooks change',
    why: `or a sync before activeSite is committed undoes the failover: ${listed.join('; ')}. In Argo CD: ignoreDifferences and the sync option RespectIgnoreDifferences=true, without which a sync for any other reason sets them back. In Flux: ignore rules of the Kustomization, or spec.suspend while runbooks run and until activeSite is committed`,
  };
}
