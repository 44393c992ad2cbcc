import { Duration } from 'cdk8s';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import type { HealthEndpoint } from '../../model/workload';
import { addDataHealth } from '../data-health';
import { addresses, tcp } from '../network-policy';
import type { DynamoDbSettings } from './settings';

/** ServiceAccount by which AWS knows the pods of the application. */
export const SERVICE_ACCOUNT = 'dynamodb';
/** The CLI alone takes a second or two to start. */
export const CHECK_TIMEOUT = Duration.seconds(10);
/** EKS Pod Identity Agent, on each node. */
export const POD_IDENTITY = '169.254.170.23/32';
const CLI_USER = 10001;

/** Writes an item into the replica of the site and reads it back, strongly consistent: what a client would have to do. */
export function addHealth(host: IAppHost, site: Site, settings: DynamoDbSettings): HealthEndpoint {
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: SERVICE_ACCOUNT, namespace: host.namespace },
    automountServiceAccountToken: false,
  });
  host.require(site, {
    kind: PrerequisiteKind.IAM,
    name: `${host.namespace}/${SERVICE_ACCOUNT}`,
    why: `EKS Pod Identity association of this ServiceAccount in ${site.name} with a role that may read and write table ${settings.table} in ${site.region} (dynamodb:GetItem, PutItem and what the front end needs)`,
  });
  return addDataHealth(host, site, {
    image: settings.cliImage,
    script: healthScript(site, settings),
    timeout: CHECK_TIMEOUT,
    environment: [
      { name: 'AWS_REGION', value: site.region },
      { name: 'AWS_MAX_ATTEMPTS', value: '1' },
      { name: 'HOME', value: '/tmp' },
    ],
    volumes: [],
    volumeMounts: [],
    egress: [
      { to: addresses(settings.endpointCidrs), ports: tcp(443) },
      { to: addresses([POD_IDENTITY]), ports: tcp(80) },
    ],
    user: CLI_USER,
    memoryMebibytes: 256,
    serviceAccount: SERVICE_ACCOUNT,
  });
}

/** Each site has an item of its own: two sites that write to one would conflict all the time. */
function healthScript(site: Site, { table, partitionKey, sortKey }: DynamoDbSettings): string {
  const key = {
    [partitionKey]: { S: `cndr-health-${site.name}` },
    ...(sortKey === undefined ? {} : { [sortKey]: { S: 'cndr-health' } }),
  };
  const timeouts = '--cli-connect-timeout 2 --cli-read-timeout 3 --no-cli-pager --output text';
  return [
    'set -eu',
    `aws dynamodb put-item --table-name '${table}' --item '${JSON.stringify(key)}' ${timeouts}`,
    `aws dynamodb get-item --table-name '${table}' --key '${JSON.stringify(key)}' --consistent-read ${timeouts}`,
  ].join('\n');
}
