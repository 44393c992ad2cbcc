import { Duration } from 'cdk8s';
import { type Alert, AlertSeverity } from '../../model/alert';
import type { IAppHost } from '../../model/app-host';
import type { CustomSettings } from './settings';

/** Alerts that hold for any image. They are silent in passive sites, which want no pods, and follow a failover by themselves. */
export function customAlerts(host: IAppHost, { name, system }: CustomSettings): Alert[] {
  const statefulSet = `namespace="${host.namespace}",statefulset="${name}"`;
  const wanted = `kube_statefulset_replicas{${statefulSet}}`;
  const ready = `kube_statefulset_status_replicas_ready{${statefulSet}}`;
  return [
    {
      name: 'WorkloadDown',
      expr: `${wanted} > 0 and ${ready} == 0`,
      holdsFor: Duration.minutes(1),
      severity: AlertSeverity.CRITICAL,
      summary: `no pod of ${system} can serve reads and writes in this site, which is to be active`,
      objective: 'rto',
      absentSeries: wanted,
    },
    {
      name: 'WorkloadPodsMissing',
      expr: `${ready} < ${wanted}`,
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.WARNING,
      summary: `pods of ${system} are not ready in this site`,
      objective: 'rto',
    },
  ];
}
