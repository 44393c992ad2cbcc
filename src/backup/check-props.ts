import type { Duration } from 'cdk8s';
import ipaddr from 'ipaddr.js';
import { isDnsLabel, isDnsName } from '../model/names';
import type { VeleroProps } from './props';
import { settingsOf } from './props';

/** What cannot be used in the properties: one message each, for `host.refuse`. */
export function checkProps(props: VeleroProps): string[] {
  return [...checkBucket(props), ...checkStore(props), ...checkTimes(props), ...checkNames(props)];
}

// Amazon S3 user guide, "General purpose bucket naming rules". A dot in the name breaks the certificate of
// <bucket>.s3.<region>.amazonaws.com, so only buckets that are there already may have one.
function checkBucket({ bucket, existingBucket }: VeleroProps): string[] {
  const allowed = existingBucket ? /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/ : /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
  const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.exec(bucket)?.[0];
  if (reserved !== undefined) {
    return [`backup bucket "${bucket}" has "${reserved}" in it, which S3 keeps for itself; rename the bucket`];
  }
  if (allowed.test(bucket) && !bucket.includes('..') && !ipaddr.IPv4.isValidFourPartDecimal(bucket)) return [];
  return [
    `backup bucket "${bucket}" is no usable S3 bucket name; use 3 to 63 of a-z, 0-9 and "-", with a letter or digit at both ends`,
  ];
}

function checkStore(props: VeleroProps): string[] {
  const { region, endpoint, existingBucket, kmsKeyId } = props;
  const refusals: string[] = [];
  if (endpoint === undefined && !/^[a-z]{2}(-[a-z]+)+-\d+$/.test(region)) {
    refusals.push(
      `backup region "${region}" is no AWS region; write it as AWS does, such as eu-central-1, or give the endpoint of an S3-compatible store`,
    );
  }
  if (endpoint !== undefined && !/^[A-Za-z0-9_.-]+$/.test(region)) {
    refusals.push(
      `backup region "${region}" is no region of a store; give the one that the store at ${endpoint} was set up with, such as us-east-1 for MinIO`,
    );
  }
  if (endpoint !== undefined && !isStoreUrl(endpoint)) {
    refusals.push(
      `backup endpoint "${endpoint}" is not usable; write https:// and a host, with a port where it is not 443, and no path: backups hold Secrets and must not cross the network in plain text`,
    );
  }
  if (endpoint !== undefined && !existingBucket) {
    refusals.push(
      `the fleet makes buckets in AWS only, and the backup endpoint is "${endpoint}"; make the bucket there, versioned, and set existingBucket to true`,
    );
  }
  if (endpoint !== undefined && kmsKeyId !== undefined) {
    refusals.push(
      `kmsKeyId "${kmsKeyId}" cannot be used with the backup endpoint "${endpoint}", only with AWS S3; leave it out and encrypt the bucket in the store`,
    );
  }
  if (kmsKeyId !== undefined && !/^[A-Za-z0-9:/_-]+$/.test(kmsKeyId)) {
    refusals.push(
      `kmsKeyId "${kmsKeyId}" is no KMS key; give its id, its ARN, or alias/ and a name, or leave it out for keys of S3`,
    );
  }
  const keyRegion = /^arn:[^:]+:kms:([^:]*):/.exec(kmsKeyId ?? '')?.[1];
  if (keyRegion !== undefined && keyRegion !== region) {
    refusals.push(
      `kmsKeyId is a key of ${keyRegion}, and the backup bucket is in ${region}; S3 uses keys of the bucket's own region only: give one of ${region}`,
    );
  }
  return refusals;
}

function isStoreUrl(endpoint: string): boolean {
  const [, host, port = '443'] = /^https:\/\/([a-z0-9.-]+)(?::(\d{1,5}))?$/.exec(endpoint) ?? [];
  return host !== undefined && isDnsName(host) && Number(port) >= 1 && Number(port) <= 65535;
}

function checkTimes(props: VeleroProps): string[] {
  if (!props.existingBucket) {
    return [
      ...checkDays('objectRetention', settingsOf(props).objectRetention),
      ...checkDays('objectLock', props.objectLock),
    ];
  }
  return (['objectRetention', 'objectLock'] as const)
    .filter((name) => props[name] !== undefined)
    .map(
      (name) =>
        `${name} cannot be set on a bucket that the fleet does not make; set it where ${props.bucket} is made, or leave existingBucket out`,
    );
}

/** What S3 takes for Object Lock (API, DefaultRetention): a hundred years. */
const MOST_DAYS = 36_500;

/** S3 counts in whole days. */
function checkDays(name: string, duration?: Duration): string[] {
  const days = duration?.toDays({ integral: false }) ?? 1;
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return [];
  return [`backup ${name} is ${days} days; S3 counts in whole days: give 1 to ${MOST_DAYS}`];
}

function checkNames(props: VeleroProps): string[] {
  const { namespace, credentialsSecret, appCredentialsSecret } = settingsOf(props);
  const refusals: string[] = [];
  if (!isDnsLabel(namespace)) {
    refusals.push(`backup namespace "${namespace}" is no name of a namespace; use at most 63 of a-z, 0-9 and "-"`);
  }
  for (const [name, secret] of Object.entries({ credentialsSecret, appCredentialsSecret })) {
    if (isDnsName(secret)) continue;
    refusals.push(`backup ${name} "${secret}" is no name of a Secret; use at most 253 of a-z, 0-9, "-" and "."`);
  }
  return refusals;
}
