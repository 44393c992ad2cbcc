import ipaddr from 'ipaddr.js';
import { isDnsLabel, isDnsName } from '../../model/names';
import { parseCidr } from '../../rules/cidr';
import { imageProblems } from '../image-reference';
import { cpuProblems, memoryProblems } from '../resources';
import type { FrontEndProps } from './props';
import { SITE_HEALTH_PORT } from './site-health';

/**
 * Props with which the front end would not be admitted, or not start: one message each.
 *
 * @param connectionVariables names of the variables that the front end gets for its connection to the workload
 */
export function frontEndProblems(props: FrontEndProps, connectionVariables: string[]): string[] {
  return [
    ...imageProblems('frontEnd.image', props.image),
    ...(props.siteHealthImage === undefined ? [] : imageProblems('frontEnd.siteHealthImage', props.siteHealthImage)),
    ...portProblems(props),
    ...healthPathProblems(props),
    ...scaleProblems(props),
    ...resourceProblems(props),
    ...userProblems(props),
    ...environmentProblems(props, connectionVariables),
    ...nameProblems(props),
    ...cidrProblems(props),
  ];
}

function portProblems({ port }: FrontEndProps): string[] {
  if (port === SITE_HEALTH_PORT) {
    return [
      `frontEnd.port is ${port}, where the sidecar that answers health checks listens; allowed are other ports from 1024 to 65535; let the image listen on one of them`,
    ];
  }
  if (isWhole(port, 1024, 65535)) return [];
  return [
    `frontEnd.port is ${port}; allowed are whole numbers from 1024 to 65535, since the image does not run as root and cannot bind a lower port; let it listen on another port, such as 8080`,
  ];
}

/** The path is written into nginx.conf as it is. */
function healthPathProblems({ healthPath }: FrontEndProps): string[] {
  if (healthPath === undefined || /^\/[A-Za-z0-9._~%/?=&-]*$/.test(healthPath)) return [];
  return [
    `frontEnd.healthPath is "${healthPath}"; allowed is a / followed by A-Z, a-z, 0-9 and . _ ~ % / ? = & -; write a path such as /healthz`,
  ];
}

/** More pods than a cluster has room for: Kubernetes is tested with 150,000 of all applications together. */
const MOST_REPLICAS = 10_000;

function scaleProblems({ replicas = 3, maxReplicas, targetCpuPercent }: FrontEndProps): string[] {
  const least = isWhole(replicas, 1, MOST_REPLICAS) ? replicas : 1;
  return [
    ...(isWhole(replicas, 1, MOST_REPLICAS)
      ? []
      : [
          `frontEnd.replicas is ${replicas}; allowed are whole numbers from 1 to ${MOST_REPLICAS}; leave it out for 3 pods in each site`,
        ]),
    ...(isWhole(maxReplicas, least, MOST_REPLICAS)
      ? []
      : [
          `frontEnd.maxReplicas is ${maxReplicas}; allowed are whole numbers from ${least}, the replicas while all sites live, to ${MOST_REPLICAS}; give one of them, or leave it out for room for the clients of a lost site`,
        ]),
    ...(isWhole(targetCpuPercent, 1, 100)
      ? []
      : [
          `frontEnd.targetCpuPercent is ${targetCpuPercent}; allowed are whole numbers from 1 to 100, in percent of the CPU request; leave it out for 60`,
        ]),
  ];
}

function resourceProblems({ cpu, memory }: FrontEndProps): string[] {
  return [
    ...(cpu === undefined ? [] : cpuProblems('frontEnd.cpu', cpu)),
    ...(memory === undefined ? [] : memoryProblems('frontEnd.memory', memory)),
  ];
}

function userProblems({ user }: FrontEndProps): string[] {
  if (isWhole(user, 1, 2 ** 31 - 1)) return [];
  return [
    `frontEnd.user is ${user}; allowed are whole numbers from 1 to ${2 ** 31 - 1}, since the pod may not run as root (runAsNonRoot); give the numeric user of the image, or leave it out for 10001`,
  ];
}

/** A variable that is listed twice makes server-side apply refuse the Deployment: the name is the key of the list. */
function environmentProblems({ environment = {} }: FrontEndProps, connectionVariables: string[]): string[] {
  return Object.keys(environment).flatMap((name) => {
    if (connectionVariables.includes(name)) {
      return [
        `frontEnd.environment sets "${name}", which the connection to the workload sets already; allowed are names other than ${connectionVariables.join(', ')}; remove it, or let the image read another variable`,
      ];
    }
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return [];
    return [
      `frontEnd.environment sets "${name}", which is no name of a variable; allowed are A-Z, a-z, 0-9 and _, beginning with a letter or _; rename it`,
    ];
  });
}

function nameProblems({ environmentSecrets = [], egressNamespaces = [], ingressClassName }: FrontEndProps): string[] {
  return [
    ...environmentSecrets
      .filter((name) => !isDnsName(name))
      .map(
        (name) =>
          `frontEnd.environmentSecrets has "${name}", which no Secret can be called; allowed are labels of a-z, 0-9 and -, joined by dots; give the name of the Secret`,
      ),
    ...egressNamespaces
      .filter((name) => !isDnsLabel(name))
      .map(
        (name) =>
          `frontEnd.egressNamespaces has "${name}", which no namespace can be called; allowed are at most 63 of a-z, 0-9 and -; give the name of the namespace`,
      ),
    ...(ingressClassName === undefined || isDnsName(ingressClassName)
      ? []
      : [
          `frontEnd.ingressClassName is "${ingressClassName}", which no IngressClass can be called; allowed are labels of a-z, 0-9 and -, joined by dots; give the name of the IngressClass, or leave it out for the Gateway`,
        ]),
  ];
}

function cidrProblems({ egressCidrs = [] }: FrontEndProps): string[] {
  return egressCidrs
    .filter((cidr) => parseCidr(cidr) === undefined && !isIpv6Cidr(cidr))
    .map(
      (cidr) =>
        `frontEnd.egressCidrs has "${cidr}"; allowed are CIDRs of IPv4 or IPv6; write an address and a prefix length, such as 203.0.113.0/24, or 203.0.113.7/32 for one address`,
    );
}

function isIpv6Cidr(text: string): boolean {
  return /^[0-9A-Fa-f:.]+\/(0|[1-9]\d*)$/.test(text) && ipaddr.IPv6.isValidCIDR(text);
}

/** True when the prop was left out, too: the defaults are whole. */
function isWhole(value: number | undefined, min: number, max: number): boolean {
  return value === undefined || (Number.isInteger(value) && value >= min && value <= max);
}
