import { isDnsLabel, isDnsName, isServiceName } from '../../model/names';
import { parseCidr } from '../../rules/cidr';
import { imageProblems } from '../image-reference';
import { cpuProblems, memoryProblems, volumeProblems } from '../resources';
import { durationProblems, isWhole } from './check-duration';
import { healthProblems } from './check-health';
import { ANSWER_PORT } from './probes';
import type { CustomSettings } from './settings';

/** A StatefulSet's name and 11 characters more become a label of its pods, of at most 63. */
const LONGEST_NAME = 52;
/** Objects of the front end and of the namespace. */
const TAKEN = ['front-end', 'site-health', 'data-health', 'deny-all'];
const MOST_REPLICAS = 100;

/** Props with which the pods would not be admitted, not start, or not be recovered: one message each. */
export function customProblems(settings: CustomSettings): string[] {
  return [
    ...nameProblems(settings),
    ...imageProblems('custom image', settings.image),
    ...portProblems(settings),
    ...volumesProblems(settings),
    ...healthProblems(settings),
    ...cpuProblems('custom cpu', settings.cpu),
    ...memoryProblems('custom memory', settings.memory),
    ...numberProblems(settings),
    ...durationProblems('startTimeout', settings.startTimeout),
    ...durationProblems('stopTimeout', settings.stopTimeout),
    ...(settings.hooks ? durationProblems('backupHooks.timeout', settings.hooks.timeout) : []),
    ...environmentProblems(settings),
    ...referenceProblems(settings),
  ];
}

function nameProblems({ name }: CustomSettings): string[] {
  if (isServiceName(name) && name.length <= LONGEST_NAME && !TAKEN.includes(name)) return [];
  return [
    `custom name is "${name}"; allowed are at most ${LONGEST_NAME} of a-z, 0-9 and -, beginning with a letter, and none of ${TAKEN.join(', ')}; give another, or leave it out for workload`,
  ];
}

function portProblems({ ports, health, connection, metrics }: CustomSettings): string[] {
  const names = ports.map(({ name }) => name);
  const numbers = ports.map(({ port }) => port);
  if (ports.length === 0) {
    return ['custom ports is empty; name the ports that the image listens on, such as { name: "sql", port: 5432 }'];
  }
  const references = { 'connection.port': connection.port, 'health.port': health.port, 'metrics.port': metrics?.port };
  return [
    ...ports
      .filter(({ name }) => !/^(?=.*[a-z])(?!.*--)[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/.test(name))
      .map(
        ({ name }) =>
          `custom ports has a port called "${name}"; allowed are at most 15 of a-z, 0-9 and single -, with a letter; rename it`,
      ),
    ...ports
      .filter(({ port }) => !isWhole(port, 1024, 65535))
      .map(
        ({ name, port }) =>
          `custom ports: ${name} is ${port}; allowed are whole numbers from 1024 to 65535, since the image does not run as root; let it listen on another port`,
      ),
    ...repeated(names).map((name) => `custom ports names "${name}" twice; give every port its own name`),
    ...repeated(numbers).map((port) => `custom ports has ${port} twice; list every port once`),
    ...Object.entries(references)
      .filter(([, name]) => name !== undefined && !names.includes(name))
      .map(
        ([prop, name]) =>
          `custom ${prop} is "${name ?? ''}", which is none of the ports; allowed are ${names.join(', ')}; name one of them, or add it to ports`,
      ),
    ...(health.command && (numbers.includes(ANSWER_PORT) || names.includes('ready'))
      ? [
          `custom ports has ${ANSWER_PORT} or "ready", which the container that answers for health.command takes; let the image listen on another port, or name it otherwise`,
        ]
      : []),
  ];
}

function volumesProblems({ volumes, scratchPaths }: CustomSettings): string[] {
  if (volumes.length === 0) {
    return [
      'custom volumes is empty, so that there is nothing to recover; name what the image keeps, such as { name: "data", mountPath: "/data", size: Size.gibibytes(20) }, or run it as the frontEnd, which is stateless',
    ];
  }
  const paths = [...volumes.map(({ mountPath }) => mountPath), ...scratchPaths];
  return [
    ...volumes.flatMap(({ name, size }) => volumeProblems(`custom volume ${name}`, size)),
    ...volumes
      .filter(({ name }) => !isDnsLabel(name) || /^scratch-\d+$|^answer-tmp$|-health$/.test(name))
      .map(
        ({ name }) =>
          `custom volumes has "${name}"; allowed are at most 63 of a-z, 0-9 and -, but not scratch-0, answer-tmp or names that end in -health, which the library uses; rename it`,
      ),
    ...repeated(volumes.map(({ name }) => name)).map(
      (name) => `custom volumes names "${name}" twice; give every volume its own name`,
    ),
    ...paths
      .filter((path) => !/^\/[^:\s]*[^:/\s]$/.test(path) || path.split('/').includes('..'))
      .map((path) => `custom has the mount path "${path}"; allowed are absolute directories below /; correct it`),
    ...repeated(paths).map(
      (path) => `custom mounts two things at ${path}; give every volume and scratch path a directory of its own`,
    ),
  ];
}

function numberProblems({ replicas, user }: CustomSettings): string[] {
  return [
    ...(isWhole(replicas, 1, MOST_REPLICAS)
      ? []
      : [
          `custom replicas is ${replicas}; allowed are whole numbers from 1 to ${MOST_REPLICAS}; leave it out for one pod in the active site`,
        ]),
    ...(isWhole(user, 1, 2 ** 31 - 1)
      ? []
      : [
          `custom user is ${user}; allowed are whole numbers from 1 to ${2 ** 31 - 1}, since the pod may not run as root; give the numeric user of the image`,
        ]),
  ];
}

function environmentProblems({ environment, connection }: CustomSettings): string[] {
  const { hostVariable, portVariable } = connection;
  return [
    ...[...Object.keys(environment), hostVariable, portVariable]
      .filter((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      .map(
        (name) =>
          `custom has "${name}" for a variable; allowed are A-Z, a-z, 0-9 and _, beginning with a letter or _; rename it`,
      ),
    ...(hostVariable === portVariable
      ? [`custom connection has ${hostVariable} for both host and port; give each its own name`]
      : []),
  ];
}

function referenceProblems({ environmentSecrets, clientNamespaces, egressCidrs, metrics }: CustomSettings): string[] {
  return [
    ...environmentSecrets
      .filter((name) => !isDnsName(name))
      .map((name) => `custom environmentSecrets has "${name}", which no Secret can be called; give its name`),
    ...clientNamespaces
      .filter((name) => !isDnsLabel(name))
      .map((name) => `custom clientNamespaces has "${name}", which no namespace can be called; give its name`),
    ...egressCidrs
      .filter((cidr) => parseCidr(cidr) === undefined)
      .map((cidr) => `custom egressCidrs has "${cidr}"; allowed are IPv4 CIDRs such as 203.0.113.0/24; correct it`),
    ...(metrics && !/^\/[A-Za-z0-9._~%/?=&-]*$/.test(metrics.path)
      ? [`custom metrics.path is "${metrics.path}"; allowed is a path such as /metrics; correct it`]
      : []),
  ];
}

function repeated<T>(values: T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
