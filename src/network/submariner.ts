import { emit } from '../kinds/emit';
import type { Alert } from '../model/alert';
import type { IAppHost } from '../model/app-host';
import { addTo, type IHost } from '../model/host';
import type { Site } from '../model/site';
import type { SupportLoss } from '../model/support-loss';
import type { NetworkFacts } from '../rules/facts';
import { DEFAULT_CLUSTER_SIZE } from './globalnet';
import { McsNetwork } from './mcs';
import { TUNNEL_ALERT, submarinerAlerts } from './submariner-alerts';
import { brokerLoss } from './submariner-losses';
import {
  BROKER_NAMESPACE,
  OPERATOR_NAMESPACE,
  brokerInstall,
  brokerSecretOf,
  requireSubmariner,
} from './submariner-prerequisites';
import {
  CableDriver,
  checkSubmariner,
  submarinerSettings,
  type SubmarinerProps,
  type SubmarinerSettings,
} from './submariner-settings';

/** Sites connected by Submariner's tunnels between gateway nodes; found by Lighthouse, its service discovery. */
export class SubmarinerNetwork extends McsNetwork {
  public readonly facts: NetworkFacts;

  public readonly repair = `repair the tunnel (subctl show connections says which one, subctl diagnose all why); alert ${TUNNEL_ALERT} fires while it is down`;

  public readonly losses: SupportLoss[];

  private readonly settings: SubmarinerSettings;

  constructor(private readonly props: SubmarinerProps) {
    super();
    this.settings = submarinerSettings(props);
    this.losses = [brokerLoss(this.settings)];
    this.facts = {
      kind: 'submariner',
      encrypted: this.settings.cableDriver !== CableDriver.VXLAN,
      translatesAddresses: this.settings.globalnetCidrs !== undefined,
      brokerSite: this.settings.brokerSite,
      brokerApiServer: this.settings.brokerApiServer,
      gatewaysPerSite: this.settings.gatewaysPerSite,
      cableDriver: this.settings.cableDriver,
    };
  }

  public bindFleet(host: IHost): void {
    const problems = checkSubmariner(this.props, host.sites);
    for (const problem of problems) host.refuse(`network submariner: ${problem}`);
    if (problems.length > 0) return;
    this.addBroker(host);
    for (const site of host.sites) {
      this.join(host, site);
      requireSubmariner(host, site, this.settings);
    }
  }

  /**
   * Submariner keeps the source address of pods; those on the host network arrive with an address of their node's CNI
   * interface, in the pod range as well. Under Globalnet all of them arrive with an address of the site's range.
   */
  public sourceCidrs(site: Site): string[] {
    return [this.settings.globalnetCidrs?.[site.name] ?? site.podCidr];
  }

  public alerts(host: IAppHost): Alert[] {
    return submarinerAlerts(host, this.settings.gatewaysPerSite);
  }

  private addBroker(host: IHost): void {
    const { brokerCluster, brokerSite, globalnetCidrs, globalnetRange } = this.settings;
    const site = host.sites.find(({ name }) => name === brokerSite);
    const chart = site ? host.chart(site) : host.clusterChart(brokerCluster);
    host.requireInCluster(site?.name ?? brokerCluster, brokerInstall());
    emit(chart, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: BROKER_NAMESPACE } });
    emit(chart, {
      apiVersion: 'submariner.io/v1alpha1',
      kind: 'Broker',
      metadata: { name: 'submariner-broker', namespace: BROKER_NAMESPACE },
      spec: globalnetCidrs
        ? {
            components: ['service-discovery', 'connectivity', 'globalnet'],
            globalnetEnabled: true,
            globalnetCIDRRange: globalnetRange,
            defaultGlobalnetClusterSize: DEFAULT_CLUSTER_SIZE,
          }
        : { components: ['service-discovery', 'connectivity'], globalnetEnabled: false },
    });
  }

  private join(host: IHost, site: Site): void {
    const globalCIDR = this.settings.globalnetCidrs?.[site.name];
    addTo(host, site, {
      apiVersion: 'submariner.io/v1alpha1',
      kind: 'Submariner',
      metadata: { name: 'submariner', namespace: OPERATOR_NAMESPACE },
      spec: {
        clusterID: site.name,
        clusterCIDR: site.podCidr,
        serviceCIDR: site.serviceCidr,
        ...(globalCIDR === undefined ? {} : { globalCIDR }),
        broker: 'k8s',
        brokerK8sApiServer: this.settings.brokerApiServer,
        brokerK8sRemoteNamespace: BROKER_NAMESPACE,
        brokerK8sSecret: brokerSecretOf(site),
        ceIPSecPSKSecret: this.settings.pskSecret,
        cableDriver: this.settings.cableDriver,
        natEnabled: this.settings.natEnabled,
        ceIPSecNATTPort: this.settings.nattPort,
        ceIPSecDebug: false,
        debug: false,
        namespace: OPERATOR_NAMESPACE,
        serviceDiscoveryEnabled: true,
        connectionHealthCheck: {
          enabled: true,
          intervalSeconds: this.settings.healthCheckSeconds,
          maxPacketLossCount: this.settings.maxPacketLossCount,
        },
      },
    });
    if (globalCIDR !== undefined) addEgress(host, site);
  }
}

/** Addresses of pods that have none of their own in Globalnet: 8, what Submariner takes by itself, but stated. */
function addEgress(host: IHost, site: Site): void {
  addTo(host, site, {
    apiVersion: 'submariner.io/v1',
    kind: 'ClusterGlobalEgressIP',
    metadata: { name: 'cluster-egress.submariner.io' },
    spec: { numGlobalIPs: 8 },
  });
}
