import type { KafkaAcl, KafkaOperation } from '../../kinds/strimzi';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { HEALTH_TOPIC, clientUser, clusterLabel, healthUser, mirrorName, mirrorUser, otherSites } from './names';
import type { KafkaSettings } from './settings';

/** Who may do what in the cluster of a site. */
export function addUsers(host: IAppHost, site: Site, settings: KafkaSettings): void {
  addUser(host, site, clientUser(host), clientAcls(host, site, settings));
  addUser(host, site, healthUser(host), [allow('topic', HEALTH_TOPIC, ['Describe', 'Read', 'Write'])]);
  addUser(host, site, mirrorUser(host, site), targetAcls(host, site));
  for (const other of otherSites(host, site)) {
    addUser(host, site, mirrorUser(host, other), sourceAcls(host, settings));
  }
}

function addUser(host: IAppHost, site: Site, name: string, acls: KafkaAcl[]): void {
  addTo(host, site, {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'KafkaUser',
    metadata: { name, namespace: host.namespace, labels: clusterLabel(site) },
    spec: { authentication: { type: 'tls-external' }, authorization: { type: 'simple', acls } },
  });
}

/** The application writes to its own topics alone: what is written to a copy is in no other site. */
function clientAcls(host: IAppHost, site: Site, { topics }: KafkaSettings): KafkaAcl[] {
  return [
    ...topics.flatMap(({ name }) => [
      allow('topic', name, ['Describe', 'DescribeConfigs', 'Read', 'Write']),
      ...otherSites(host, site).map((other) => allow('topic', `${other.name}.${name}`, ['Describe', 'Read'])),
    ]),
    allow('group', host.name, ['Describe', 'Read'], 'prefix'),
    allow('transactionalId', host.name, ['Describe', 'Write'], 'prefix'),
  ];
}

/** MirrorMaker of another site reads what it copies, and how far consumers are. */
function sourceAcls(host: IAppHost, { topics }: KafkaSettings): KafkaAcl[] {
  return [
    describeCluster(),
    ...[...topics.map(({ name }) => name), HEALTH_TOPIC].map((name) =>
      allow('topic', name, ['Describe', 'DescribeConfigs', 'Read']),
    ),
    allow('group', host.name, ['Describe'], 'prefix'),
  ];
}

/** MirrorMaker of the site itself makes and writes the copies, sets offsets of consumers, and keeps its own state. */
function targetAcls(host: IAppHost, site: Site): KafkaAcl[] {
  const kept: KafkaOperation[] = ['Create', 'Describe', 'DescribeConfigs', 'Read', 'Write'];
  return [
    describeCluster(),
    allow('group', mirrorName(site), ['Describe', 'Read']),
    ...['configs', 'offsets', 'status'].map((topic) => allow('topic', `${mirrorName(site)}-${topic}`, kept)),
    ...otherSites(host, site).flatMap(({ name }) => [
      allow('topic', `mm2-offset-syncs.${name}.internal`, kept),
      // The copies, and <site>.checkpoints.internal.
      allow('topic', `${name}.`, [...kept, 'Alter', 'AlterConfigs'], 'prefix'),
    ]),
    allow('group', host.name, ['Describe', 'Read'], 'prefix'),
  ];
}

function describeCluster(): KafkaAcl {
  return { type: 'allow', resource: { type: 'cluster' }, operations: ['Describe'] };
}

function allow(
  type: 'topic' | 'group' | 'transactionalId',
  name: string,
  operations: KafkaOperation[],
  patternType: 'literal' | 'prefix' = 'literal',
): KafkaAcl {
  return { type: 'allow', resource: { type, name, patternType }, operations };
}
