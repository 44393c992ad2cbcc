import { Duration } from 'cdk8s';
import { durationText } from '../../kinds/duration';
import { emit } from '../../kinds/emit';
import type { AlertRule } from '../../kinds/monitoring';
import { type Alert, AlertSeverity } from '../../model/alert';
import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { copyLate, lateSeconds } from '../copy-age';
import { copyMetric } from '../state-metrics';
import type { RamenSettings } from './props';

/** What the active site knows of the copy. */
export function siteAlerts(host: IAppHost, active: Site, settings: RamenSettings): Alert[] {
  const series = copyMetric('last_sync_timestamp_seconds', 'VolumeReplicationGroup', settings.namespace, host.name);
  return [copyLate(series, settings.storage, [active.name])];
}

/** What Ramen itself says, in the hub: it is there when the active site is not. */
export function addHubAlerts(host: IAppHost, settings: RamenSettings): void {
  const object = `obj_name="${host.name}",obj_namespace="${settings.namespace}"`;
  const last = `ramen_last_sync_timestamp_seconds{${object}}`;
  const state = `ramen_workload_protection_status{${object}}`;
  const rule = (alert: string, expr: string, minutes: number, summary: string): AlertRule => ({
    alert,
    expr,
    for: durationText(Duration.minutes(minutes)),
    labels: { severity: AlertSeverity.CRITICAL, dr_app: host.name, dr_objective: 'rpo' },
    annotations: { summary },
  });
  emit(host.clusterChart(settings.hub), {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: `${host.name}-alerts`, namespace: settings.namespace },
    spec: {
      groups: [
        {
          name: `${host.name}.rpo`,
          interval: '30s',
          rules: [
            rule(
              'RamenCopyLate',
              `time() - ${last} > ${lateSeconds(settings.storage)}`,
              1,
              'Ramen has not seen a copy of all volumes for longer than promised',
            ),
            rule(
              'RamenCopyLateAbsent',
              `absent(${last})`,
              10,
              'RamenCopyLate cannot fire: nothing was ever copied, or the hub operator is not scraped',
            ),
            rule(
              'RamenWorkloadUnprotected',
              `${state} == 0`,
              10,
              'Ramen does not protect the volumes: see the conditions of the DRPlacementControl',
            ),
          ],
        },
      ],
    },
  });
}
