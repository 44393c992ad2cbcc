import { Duration } from 'cdk8s';
import { alertFields } from '../model/alert-fields';
import type { IAppHost } from '../model/app-host';
import type { Site } from '../model/site';
import type { BackupAgeFields } from '../recovery/backup-age';
import { largestGapSeconds } from '../recovery/cron';
import { fieldOf } from '../recovery/emitted-field';
import { overdueAlert, overdueSeconds } from './alerts';
import { scheduleName } from './layout';

/** Where the Schedules of sites, and the alerts on them, say how old the newest backup becomes. */
export function ageFields(host: IAppHost, sites: Site[]): BackupAgeFields {
  const { protection } = host;
  if (!protection) return {};
  const { schedule, maxDuration } = protection;
  const interval = Duration.seconds(largestGapSeconds(schedule));
  const limit = overdueSeconds({ interval, maxDuration });
  return {
    schedule: sites.map((site) => fieldOf('Schedule', scheduleName(host, site), '/spec/schedule', schedule)),
    duration: sites.flatMap((site) => alertFields(host, overdueAlert(site), 'expr', `> ${limit}`)),
  };
}
