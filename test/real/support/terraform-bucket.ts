import type { Moto } from './terraform-moto';
import { type Xml, all, text } from './terraform-xml';

/** A lifecycle rule of a bucket that is on; times in days. */
export interface CloudExpiry {
  readonly id?: string;
  readonly prefix: string;
  readonly expires?: number;
  readonly noncurrentExpires?: number;
  readonly abortsUploadsAfter?: number;
}

/** A bucket, as the cloud has it. */
export interface CloudBucket {
  readonly region?: string;
  readonly versioning?: string;
  readonly encryption?: string;
  /** Settings that keep the bucket private. */
  readonly privacy: Record<string, string>;
  readonly expiries: CloudExpiry[];
  readonly lockMode?: string;
  readonly lockDays?: number;
}

/** What the cloud has for a bucket; undefined when there is none. */
export async function readBucket(moto: Moto, name: string): Promise<CloudBucket | undefined> {
  if (!(await moto.has('s3', `/${name}`))) return undefined;
  const ask = async (what: string) => await moto.get('s3', `/${name}?${what}`);
  const encryption = ['ServerSideEncryptionConfiguration', 'Rule', 'ApplyServerSideEncryptionByDefault'];
  const privacy = all(await ask('publicAccessBlock'), 'PublicAccessBlockConfiguration')[0]?.children ?? [];
  const lock = all(await ask('object-lock'), 'ObjectLockConfiguration', 'Rule', 'DefaultRetention')[0];
  return {
    region: text(await ask('location'), 'LocationConstraint'),
    versioning: text(await ask('versioning'), 'GetBucketVersioningResponse', 'Status'),
    encryption: text(await ask('encryption'), ...encryption, 'SSEAlgorithm'),
    privacy: Object.fromEntries(privacy.map((setting) => [setting.name, setting.element.text])),
    expiries: all(await ask('lifecycle'), 'LifecycleConfiguration', 'Rule')
      .filter((rule) => text(rule, 'Status') === 'Enabled')
      .map(toExpiry),
    lockMode: lock && text(lock, 'Mode'),
    lockDays: lock && days(lock, 'Days'),
  };
}

function toExpiry(rule: Xml): CloudExpiry {
  return {
    id: text(rule, 'ID'),
    prefix: text(rule, 'Filter', 'Prefix') ?? '',
    expires: days(rule, 'Expiration', 'Days'),
    noncurrentExpires: days(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays'),
    abortsUploadsAfter: days(rule, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation'),
  };
}

function days(xml: Xml, ...path: string[]): number | undefined {
  const value = text(xml, ...path);
  return value === undefined ? undefined : Number(value);
}
