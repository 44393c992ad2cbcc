import type { Alert } from '../model/alert';
import type { IAppHost } from '../model/app-host';
import { addTo, type IHost } from '../model/host';
import type { Site } from '../model/site';
import type { ISiteNetwork } from '../model/site-network';
import type { SupportLoss } from '../model/support-loss';
import type { NetworkFacts } from '../rules/facts';

/** Domain that the Multi-Cluster Services API gives to exported Services (KEP-1645). */
export const CLUSTERSET_DOMAIN = 'clusterset.local';

/**
 * A network whose service discovery is the Multi-Cluster Services API: a ServiceExport beside the Service, and the same
 * names in every site. The cluster id is the name of the site.
 */
export abstract class McsNetwork implements ISiteNetwork {
  public abstract readonly facts: NetworkFacts;

  public abstract readonly repair: string;

  public abstract readonly losses: SupportLoss[];

  public abstract bindFleet(host: IHost): void;

  public abstract sourceCidrs(site: Site): string[];

  public abstract alerts(host: IAppHost): Alert[];

  public exportService(host: IAppHost, site: Site, service: string): void {
    addTo(host, site, {
      apiVersion: 'multicluster.x-k8s.io/v1alpha1',
      kind: 'ServiceExport',
      metadata: { name: service, namespace: host.namespace },
    });
    // The caller promises `publishNotReadyAddresses`: the Service is rendered elsewhere, by an operator in some cases.
    host.stateServiceExport({ site: site.name, namespace: host.namespace, name: service, publishesNotReady: true });
  }

  public podAddress(site: Site, pod: string, service: string, namespace: string): string {
    return `${pod}.${site.name}.${this.serviceAddress(service, namespace)}`;
  }

  public serviceAddress(service: string, namespace: string): string {
    return `${service}.${namespace}.svc.${CLUSTERSET_DOMAIN}`;
  }
}
