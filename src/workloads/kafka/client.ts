import { Duration } from 'cdk8s';
import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import type { Connection, HealthEndpoint } from '../../model/workload';
import { addDataHealth } from '../data-health';
import { podsWith, tcp } from '../network-policy';
import {
  BROKER_LABELS,
  CLIENT_CERTIFICATE,
  CLIENT_PORT,
  HEALTH_CERTIFICATE,
  HEALTH_TOPIC,
  bootstrapAddress,
  otherSites,
} from './names';
import type { KafkaSettings } from './settings';

const TLS_PATH = '/workload-tls';
/** User of the image. */
const KCAT_USER = 1000;
/** One half of the check: the other one begins afterwards. */
const HALF_SECONDS = 4;
/** Both halves, and a second for the shell. */
const CHECK_TIMEOUT = Duration.seconds(2 * HALF_SECONDS + 1);

/** How a front end reaches the brokers of its own site; the balancer moves its clients when they cannot take a write. */
export function clientConnection(host: IAppHost, site: Site): Connection {
  const values = {
    KAFKA_BOOTSTRAP_SERVERS: bootstrapAddress(host, site),
    KAFKA_SECURITY_PROTOCOL: 'SSL',
    KAFKA_SSL_CA_LOCATION: `${TLS_PATH}/ca.crt`,
    KAFKA_SSL_CERTIFICATE_LOCATION: `${TLS_PATH}/tls.crt`,
    KAFKA_SSL_KEY_LOCATION: `${TLS_PATH}/tls.key`,
    // Names of consumer groups and transactional ids have to begin with it.
    KAFKA_GROUP_PREFIX: host.name,
    // To read the topics of all sites: <topic>, and <site>.<topic> for each of these.
    KAFKA_MIRRORED_SITES: otherSites(host, site)
      .map(({ name }) => name)
      .join(','),
  };
  return {
    variables: Object.entries(values).map(([name, value]) => ({ name, value })),
    clientSecret: CLIENT_CERTIFICATE,
    mountPath: TLS_PATH,
    ports: [CLIENT_PORT],
    podLabels: BROKER_LABELS,
  };
}

/** Answers only while the site acknowledges a record with two replicas and gives one back: what a client would have to do. */
export function addHealth(host: IAppHost, site: Site, settings: KafkaSettings): HealthEndpoint {
  return addDataHealth(host, site, {
    image: settings.clientImage,
    script: healthScript(host, site),
    timeout: CHECK_TIMEOUT,
    environment: [],
    volumes: [{ name: 'tls', secret: { secretName: HEALTH_CERTIFICATE, defaultMode: 0o440 } }],
    volumeMounts: [{ name: 'tls', mountPath: TLS_PATH, readOnly: true }],
    egress: [{ to: [podsWith(BROKER_LABELS)], ports: tcp(CLIENT_PORT) }],
    user: KCAT_USER,
  });
}

function healthScript(host: IAppHost, site: Site): string {
  const client = [
    `timeout ${HALF_SECONDS} kcat`,
    `-b '${bootstrapAddress(host, site)}' -t ${HEALTH_TOPIC} -p 0 -m ${HALF_SECONDS}`,
    '-X security.protocol=ssl',
    `-X ssl.ca.location=${TLS_PATH}/ca.crt`,
    `-X ssl.certificate.location=${TLS_PATH}/tls.crt`,
    `-X ssl.key.location=${TLS_PATH}/tls.key`,
  ].join(' ');
  return [
    'set -eu',
    `echo ${site.name} | ${client} -P -X acks=all -X message.timeout.ms=${HALF_SECONDS * 1000 - 500}`,
    // The newest record: at the end of an empty partition kcat ends well too, and prints nothing.
    `test -n "$(${client} -C -q -o -1 -c 1 -e)"`,
  ].join('\n');
}
