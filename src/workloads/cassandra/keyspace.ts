import type { JobSpec } from 'kubernetes-types/batch/v1';
import type { EnvVar } from 'kubernetes-types/core/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { jobName } from '../job-name';
import { dnsEgress, networkPolicy, podsWith, tcp } from '../network-policy';
import { restrictedContainer, restrictedPod } from '../pods';
import { createKeyspace, readReplication, replicaCounts } from './cql';
import {
  APPLICATION_SECRET,
  CASSANDRA_USER,
  CLIENT_CERTIFICATE,
  CQL_PORT,
  SETUP,
  SUPERUSER_SECRET,
  nodeLabels,
  nodesAddress,
  ownLabels,
} from './names';
import { SETUP_SCRIPT } from './scripts';
import type { CassandraSettings } from './settings';

/** A week of kubelet's longest pause, 5 minutes: the sites of a fleet are not set up on the same day. */
const RETRIES = (7 * 24 * 60) / 5;
const TLS_PATH = '/tls';

/** Makes the keyspace and the role of the application, from one site: both are in all of them then. */
export function addKeyspace(host: IAppHost, site: Site, settings: CassandraSettings): void {
  const podLabels = ownLabels(host, SETUP);
  const sites = host.dataSites.map(({ name }) => name);
  const spec: JobSpec = {
    backoffLimit: RETRIES,
    template: {
      metadata: { labels: podLabels },
      spec: {
        restartPolicy: 'OnFailure',
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: restrictedPod(CASSANDRA_USER),
        containers: [
          {
            name: 'setup',
            image: settings.cqlshImage,
            command: ['sh', '-c', SETUP_SCRIPT, 'setup'],
            args: replicaCounts(sites, settings.replicationFactor),
            env: environment(host, site, settings, sites),
            resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '256Mi' } },
            securityContext: restrictedContainer(),
            volumeMounts: [
              { name: 'tls', mountPath: TLS_PATH, readOnly: true },
              { name: 'tmp', mountPath: '/tmp' },
            ],
          },
        ],
        volumes: [
          {
            name: 'tls',
            secret: {
              secretName: CLIENT_CERTIFICATE,
              defaultMode: 0o440,
              items: [{ key: 'ca.crt', path: 'ca.crt' }],
            },
          },
          { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
        ],
      },
    },
  };
  const name = jobName(SETUP, spec);
  addTo(host, site, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: host.namespace }, spec });
  addTo(
    host,
    site,
    networkPolicy({
      name: SETUP,
      namespace: host.namespace,
      podLabels,
      ingress: [],
      egress: [{ to: [podsWith(nodeLabels(host))], ports: tcp(CQL_PORT) }, dnsEgress()],
    }),
  );
  host.stateBootstrap({ site: site.name, name, purpose: 'keyspace and role of the application in Cassandra' });
}

/** The role that the front ends act as, in every site. */
export function requireApplicationSecret(host: IAppHost, site: Site): void {
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: APPLICATION_SECRET.name,
    namespace: host.namespace,
    keys: [APPLICATION_SECRET.username, APPLICATION_SECRET.password],
    why: `role of the application in Cassandra, the same in all sites; the first site makes it, and the front end gets it by environmentSecrets: ['${APPLICATION_SECRET.name}']`,
  });
}

function environment(host: IAppHost, site: Site, settings: CassandraSettings, sites: string[]): EnvVar[] {
  const secret = (name: string, from: string, key: string): EnvVar => ({
    name,
    valueFrom: { secretKeyRef: { name: from, key } },
  });
  return [
    { name: 'HOME', value: '/tmp' },
    { name: 'SSL_CERTFILE', value: `${TLS_PATH}/ca.crt` },
    { name: 'SSL_VALIDATE', value: 'true' },
    { name: 'NODES', value: nodesAddress(host, site) },
    { name: 'PORT', value: String(CQL_PORT) },
    { name: 'KEYSPACE', value: settings.keyspace },
    { name: 'CREATE_KEYSPACE', value: createKeyspace(settings.keyspace, sites, settings.replicationFactor) },
    { name: 'READ_REPLICATION', value: readReplication(settings.keyspace) },
    secret('SUPERUSER', SUPERUSER_SECRET.name, SUPERUSER_SECRET.username),
    secret('SUPERUSER_PASSWORD', SUPERUSER_SECRET.name, SUPERUSER_SECRET.password),
    secret('APPLICATION', APPLICATION_SECRET.name, APPLICATION_SECRET.username),
    secret('APPLICATION_PASSWORD', APPLICATION_SECRET.name, APPLICATION_SECRET.password),
  ];
}
