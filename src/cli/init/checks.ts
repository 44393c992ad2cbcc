/** What is wrong with an answer in free text, and what is allowed; undefined when it can be used. */
import { parseSites } from './sites';
import { timeSeconds } from './times';

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Names of health checks and of sites are put before it, and 253 characters are all. */
const LONGEST_HOSTNAME = 200;

/** The label before the zone is the name of the application. */
export function hostnameProblem(hostname: string, sites = ''): string | undefined {
  const labels = hostname.split('.');
  if (labels.length < 3 || hostname.length > LONGEST_HOSTNAME || !labels.every((label) => LABEL.test(label))) {
    return `"${hostname}" is no name below a zone; give one of three labels or more of a-z, 0-9 and -, such as orders.example.com`;
  }
  const site = parseSites(sites).find(({ name }) => name === labels[0]);
  if (site === undefined) return undefined;
  return `${hostname} is the name of the ingress of site ${site.name}; give the application a name of its own`;
}

export function zoneProblem(zone: string): string | undefined {
  if (/^[A-Z0-9]{1,32}$/.test(zone)) return undefined;
  return `"${zone}" is no id of a hosted zone; give capital letters and digits, such as Z0123456789ABCDEFGHIJ`;
}

export function bucketProblem(bucket: string): string | undefined {
  if (/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket)) return undefined;
  return `"${bucket}" is no name of an S3 bucket; use 3 to 63 of a-z, 0-9 and -, with a letter or digit at both ends`;
}

/** Whether the reference is right in all of its parts is for synthesis to judge. */
export function imageProblem(image: string): string | undefined {
  if (/^[\w./:-]+(:[\w.-]+|@[\w:]+)$/.test(image)) return undefined;
  return `"${image}" is no image with a tag; write one such as registry.example.com/orders:1.4.2`;
}

export function rpoProblem(time: string, pattern?: string): string | undefined {
  const seconds = timeSeconds(time);
  if (seconds === undefined) return timeProblem(time);
  if (pattern !== 'eventual' || seconds > 0) return undefined;
  return `${time} cannot be kept by eventual: sites tell each other of a write after it was acknowledged; allow some minutes, or take strong`;
}

export function rtoProblem(time: string): string | undefined {
  const seconds = timeSeconds(time);
  if (seconds === undefined) return timeProblem(time);
  return seconds > 0 ? undefined : `${time} cannot be kept: clients have to be moved first; allow some minutes`;
}

function timeProblem(time: string): string {
  return `"${time}" is no time; write a whole number and s, m, h or d, such as 90s, 3m or 1h`;
}
