import { Duration } from 'cdk8s';
import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import type { HealthEndpoint } from '../../model/workload';
import { addDataHealth } from '../data-health';
import { podsWith, tcp } from '../network-policy';
import { consistencyOf } from './consistency';
import { MANAGEMENT_PORT, TOOLS_USER, nodeLabels, nodesAddress } from './names';
import { HEALTH_SCRIPT } from './scripts';
import type { CassandraSettings } from './settings';

/** For the pod to be called, and the nodes to answer. */
export const HEALTH_TIMEOUT = Duration.seconds(3);
const ANSWER_SECONDS = 2;

/** An endpoint that answers while every token range can be read in the site at the level that the pattern asks for. */
export function addHealth(host: IAppHost, site: Site, settings: CassandraSettings): HealthEndpoint {
  const query = `consistency_level=${consistencyOf(host).level}&rf_per_dc=${settings.replicationFactor}`;
  return addDataHealth(host, site, {
    image: settings.toolsImage,
    script: HEALTH_SCRIPT,
    timeout: HEALTH_TIMEOUT,
    environment: [
      { name: 'MAX_SECONDS', value: String(ANSWER_SECONDS) },
      {
        name: 'URL',
        value: `http://${nodesAddress(host, site)}:${MANAGEMENT_PORT}/api/v0/probes/cluster?${query}`,
      },
    ],
    volumes: [],
    volumeMounts: [],
    egress: [{ to: [podsWith(nodeLabels(host))], ports: tcp(MANAGEMENT_PORT) }],
    user: TOOLS_USER,
  });
}
