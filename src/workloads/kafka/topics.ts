import { Duration } from 'cdk8s';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { HEALTH_TOPIC, clusterLabel } from './names';
import { type KafkaSettings, LEAST_IN_SYNC, REPLICAS, type TopicSettings } from './settings';

/** One partition: the check asks whether the site takes writes, alerts look at every partition. */
const HEALTH: TopicSettings = {
  name: HEALTH_TOPIC,
  partitions: 1,
  retention: Duration.hours(1),
  config: { 'segment.ms': '3600000' },
};

/** The topics that a site writes to; MirrorMaker makes the copies of those of other sites. */
export function addTopics(host: IAppHost, site: Site, { topics }: KafkaSettings): void {
  for (const { name, partitions, retention, config } of [...topics, HEALTH]) {
    addTo(host, site, {
      apiVersion: 'kafka.strimzi.io/v1',
      kind: 'KafkaTopic',
      metadata: { name, namespace: host.namespace, labels: clusterLabel(site) },
      spec: {
        topicName: name,
        partitions,
        replicas: REPLICAS,
        config: {
          ...config,
          'retention.ms': retention.toMilliseconds(),
          'min.insync.replicas': LEAST_IN_SYNC,
          'unclean.leader.election.enable': false,
        },
      },
    });
  }
}
