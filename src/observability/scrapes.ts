import { Duration } from 'cdk8s';
import { durationText } from '../kinds/duration';
import type { ScrapeTarget } from '../model/alert';
import type { IAppHost } from '../model/app-host';
import { addTo } from '../model/host';
import { requirePrometheus } from './prometheus';

/** Two scrapes in each evaluation of an alert, so that one that fails delays nothing. */
const INTERVAL = Duration.seconds(15);
/** At most the interval, or the operator refuses the PodMonitor. */
const TIMEOUT = Duration.seconds(10);

/** Has the Prometheus of every site scrape the application's pods there. */
export function renderScrapes(host: IAppHost, targets: ScrapeTarget[]): void {
  for (const site of host.sites) {
    if (targets.length > 0) requirePrometheus(host, site);
    for (const target of targets) {
      addTo(host, site, {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PodMonitor',
        metadata: { name: target.name, namespace: host.namespace },
        spec: {
          selector: { matchLabels: target.podLabels },
          podMetricsEndpoints: [
            {
              port: target.port,
              path: target.path,
              interval: durationText(INTERVAL),
              scrapeTimeout: durationText(TIMEOUT),
              ...(target.caSecret === undefined
                ? { scheme: 'http' }
                : { scheme: 'https', tlsConfig: trust(target.caSecret, target.serverName) }),
            },
          ],
        },
      });
    }
  }
}

function trust(caSecret: string, serverName?: string) {
  return {
    ca: { secret: { name: caSecret, key: 'ca.crt' } },
    ...(serverName !== undefined && { serverName }),
  };
}
