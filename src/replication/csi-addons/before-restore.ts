import type { IAppHost } from '../../model/app-host';
import { claimsOf } from '../takeover';
import type { UnitProps } from './objects';
import { contentName, resourceOf } from './unit';

/**
 * What stands in the way of a restore in the active site. The controller holds the claims by a finalizer for as long as they are
 * replicated, and a copy of volumes that are gone is of no use.
 */
export function beforeRestore(host: IAppHost, { unit, storage, settings }: UnitProps): string {
  const claims = claimsOf(storage).join(' ');
  const copies = `delete claims ${claims} of the passive sites as well, which are of the volumes from before the restore: the next failover makes them anew`;
  if (settings.synchronous) {
    return `where the failover is automatic suspend CronWorkflow failover-watch of the passive site first, which takes pods that are scaled to nothing for a lost site, and let it go on when the application serves again; ${copies}`;
  }
  const content =
    unit.kind === 'VolumeGroupReplication' ? `, and there volumegroupreplicationcontent ${contentName(host)} too` : '';
  return [
    'suspend the GitOps sync of the application in all sites',
    `end the replication: kubectl delete ${resourceOf(unit)} ${unit.name} --namespace=${host.namespace} in the passive sites, then in the active one${content}; until it is gone the deletion of a claim waits for finalizer replication.storage.openshift.io/pvc-protection, and copies go on spreading what was destroyed`,
    copies,
    'let GitOps sync again when the restored volumes are bound, which makes the replication anew, with a first copy of everything; there is no failover before it is complete',
  ].join('; ');
}
