import type { IAppHost } from '../../model/app-host';
import { isDnsLabel, isDnsName } from '../../model/names';
import { imageProblems } from '../image-reference';
import { cpuProblems, memoryProblems, sizeQuantity, mebibytesOf, volumeProblems } from '../resources';
import { HEALTH_TOPIC, mirrorName, mirrorUser } from './names';
import { type KafkaSettings, REPLICAS, type TopicSettings } from './settings';

/** Ids of brokers have two digits. */
const MOST_BROKERS = 90;
/** A topic name has at most 249 characters, with the name of a site and a dot before that of a copy. */
const LONGEST_TOPIC = 200;
const MOST_PARTITIONS = 10_000;
const MOST_TASKS = 1000;
/** RFC 5280: upper bound of a common name. */
const LONGEST_COMMON_NAME = 64;
/** Below, the scrapes cannot tell it; above, a day of writes may be lost. */
const LAG = { least: 1, most: 86_400 };
/** A broker with less heap does not start reliably. */
const LEAST_MEMORY_MEBIBYTES = 1024;
/** What is set for every topic, since the promises depend on it. */
const OWN_CONFIG = ['retention.ms', 'min.insync.replicas', 'unclean.leader.election.enable'];

/** Props with which Kafka would not start, or not keep its promise: one message each. */
export function kafkaProblems(host: IAppHost, settings: KafkaSettings): string[] {
  return [
    ...countProblems('brokers', settings.brokers, { least: REPLICAS, most: MOST_BROKERS }),
    ...countProblems('mirrorTasks', settings.mirrorTasks, { least: 1, most: MOST_TASKS }),
    ...topicProblems(host, settings),
    ...cpuProblems('Kafka cpu', settings.cpu),
    ...memoryOf(settings),
    ...volumeProblems('Kafka storage', settings.storage),
    ...imageProblems('Kafka clientImage', settings.clientImage),
    ...lagProblems(settings),
    ...namespaceProblems(settings),
    ...userProblems(host),
  ];
}

function countProblems(prop: string, count: number, { least, most }: { least: number; most: number }): string[] {
  if (Number.isInteger(count) && count >= least && count <= most) return [];
  return [`Kafka ${prop} is ${count}; allowed are whole numbers from ${least} to ${most}`];
}

function topicProblems(host: IAppHost, { topics }: KafkaSettings): string[] {
  if (topics.length === 0)
    return ['Kafka topics is empty; give at least one, or leave it out for one with the name of the application'];
  const names = topics.map(({ name }) => name);
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return [
    ...repeated.map((name) => `Kafka topics has "${name}" more than once; give every topic its own name`),
    ...topics.flatMap((topic) => [
      ...topicNameProblems(host, topic),
      ...countProblems(`topic ${topic.name} partitions`, topic.partitions, { least: 1, most: MOST_PARTITIONS }),
      ...retentionProblems(topic),
      ...configProblems(topic),
    ]),
  ];
}

function topicNameProblems(host: IAppHost, { name }: TopicSettings): string[] {
  if (!isDnsName(name) || name.length > LONGEST_TOPIC) {
    return [
      `Kafka topic is "${name}"; allowed are DNS names of at most ${LONGEST_TOPIC} lower case letters, digits, - and dots, since its KafkaTopic has the same name`,
    ];
  }
  // DefaultReplicationPolicy reads every part before a dot as the source of a copy, and does not copy what came from the target.
  const origins = name.split('.').slice(0, -1);
  const copied = host.dataSites.find((site) => origins.includes(site.name));
  if (copied) {
    return [
      `Kafka topic is "${name}", which MirrorMaker takes for a copy of a topic of site ${copied.name}, and does not copy; choose a name without that of a site before a dot`,
    ];
  }
  const own = [HEALTH_TOPIC, 'heartbeats', ...host.dataSites.map(mirrorName)];
  if (own.includes(name) || name.endsWith('.internal') || name.startsWith('mm2-')) {
    return [`Kafka topic is "${name}", a name that MirrorMaker or the health check use themselves; choose another one`];
  }
  return [];
}

function retentionProblems({ name, retention }: TopicSettings): string[] {
  const seconds = retention.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= 3600) return [];
  return [
    `Kafka topic ${name} retention is ${seconds} s; allowed are whole seconds from 3600: a site that was away for longer finds records gone that it never got`,
  ];
}

function configProblems({ name, config }: TopicSettings): string[] {
  return Object.keys(config)
    .filter((key) => OWN_CONFIG.includes(key))
    .map(
      (key) =>
        `Kafka topic ${name} config sets ${key}, which is set for every topic since the recovery bounds depend on it; ${key === 'retention.ms' ? 'use retention' : 'leave it out'}`,
    );
}

function memoryOf({ memory }: KafkaSettings): string[] {
  const problems = memoryProblems('Kafka memory', memory);
  if (problems.length > 0 || mebibytesOf(memory) >= LEAST_MEMORY_MEBIBYTES) return problems;
  return [`Kafka memory is ${sizeQuantity(memory)}; allowed are at least 1Gi, of which half is heap: give more`];
}

function lagProblems({ maxLagSeconds }: KafkaSettings): string[] {
  if (maxLagSeconds >= LAG.least && maxLagSeconds <= LAG.most) return [];
  return [`Kafka maxReplicationLag is ${maxLagSeconds} s; allowed are ${LAG.least} to ${LAG.most} s`];
}

function namespaceProblems({ operatorNamespace, clientNamespaces }: KafkaSettings): string[] {
  return [
    { prop: 'operatorNamespace', name: operatorNamespace },
    ...clientNamespaces.map((name) => ({ prop: 'clientNamespaces', name })),
  ]
    .filter(({ name }) => !isDnsLabel(name))
    .map(({ prop, name }) => `Kafka ${prop} has "${name}", which is no name of a namespace; use a DNS label`);
}

/** Users are the common names of certificates. */
function userProblems(host: IAppHost): string[] {
  const long = host.dataSites.map((site) => mirrorUser(host, site)).filter((name) => name.length > LONGEST_COMMON_NAME);
  return long.map(
    (name) =>
      `Kafka user "${name}" has ${name.length} characters, and a common name has at most ${LONGEST_COMMON_NAME}; shorten the name of the application or of the site`,
  );
}
