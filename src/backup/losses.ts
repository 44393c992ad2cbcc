import type { IAppHost } from '../model/app-host';
import { type SupportLoss, storeSubject } from '../model/support-loss';
import { FaultKind } from '../recovery/fault';
import { BackupMethod } from '../rules/vocabulary';
import { scheduleName } from './layout';
import type { VeleroSettings } from './props';

/** What it means for an application that the bucket is gone. */
export function storeLoss(
  host: IAppHost,
  { bucket, existingBucket }: VeleroSettings,
  method: BackupMethod,
): SupportLoss {
  const again = existingBucket ? 'make the bucket again' : 'apply the stack of the fleet, which makes the bucket again';
  const commands = host.dataSites.map((site) => `velero backup create --from-schedule ${scheduleName(host, site)}`);
  const engine = method === BackupMethod.NATIVE ? '; and one of the engine itself' : '';
  return {
    fault: FaultKind.BACKUP_STORE_LOST,
    subject: storeSubject({ bucket }),
    onHeal: 'schedules go on by themselves; what was kept before is gone with the bucket',
    human: `${again}, and take a backup in every site at once (${commands.join('; ')}${engine}); until it is complete nothing undoes an error. Alerts BackupLocationUnavailable and BackupOverdue of each site say that it is gone`,
  };
}
