import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { SiteRole, Standby } from '../../model/roles';
import type { Site } from '../../model/site';

/** The sizes of the front end. */
export interface AutoscalerProps {
  /** Name of the Deployment, and of the autoscaler. */
  readonly name: string;
  /** Pods while the site serves its own clients. */
  readonly replicas: number;
  /** Pods at most, with the clients of lost sites. */
  readonly maxReplicas: number;
  readonly targetCpuPercent: number;
}

/** Writes the autoscaler of a site, which stands by as the application says where the site is passive. */
export function addAutoscaler(host: IAppHost, site: Site, props: AutoscalerProps): void {
  const { name, replicas, maxReplicas, targetCpuPercent } = props;
  host.stateCapacity({ site: site.name, component: name, needed: replicas, allowed: maxReplicas });
  if (host.activeSite !== undefined) stateStandby(host, site, name);
  addTo(host, site, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: host.namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: standsBy(host, site) && host.standby !== Standby.HOT ? 1 : replicas,
      maxReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: targetCpuPercent } },
        },
      ],
    },
  });
}

/** True where the front end is scaled to nothing until a runbook starts it. */
export function isCold(host: IAppHost, site: Site): boolean {
  return host.standby === Standby.COLD && standsBy(host, site);
}

function standsBy(host: IAppHost, site: Site): boolean {
  return host.roleOf(site) === SiteRole.PASSIVE;
}

/** Roles change, so that every site of an application with one active site is treated as a passive one. */
function stateStandby(host: IAppHost, site: Site, name: string): void {
  if (host.standby === Standby.HOT) return;
  host.stateFailoverOwned({
    site: site.name,
    group: 'autoscaling',
    kind: 'HorizontalPodAutoscaler',
    name,
    jsonPointers: ['/spec/minReplicas'],
  });
  if (host.standby !== Standby.COLD) return;
  host.stateFailoverOwned({
    site: site.name,
    group: 'apps',
    kind: 'Deployment',
    name,
    jsonPointers: ['/spec/replicas'],
  });
}
