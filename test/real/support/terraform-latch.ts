import type { Moto } from './terraform-moto';
import { all, text } from './terraform-xml';

/** The bucket of an application's latches, as the cloud has it. */
export interface CloudLatchBucket {
  readonly region?: string;
  readonly versioning?: string;
  readonly encryption?: string;
  /** Settings that decide whether the policy may be public. */
  readonly access: Record<string, string>;
  readonly policy: unknown;
}

/** What the cloud has for a bucket of latches; undefined when there is none. */
export async function readLatchBucket(moto: Moto, name: string): Promise<CloudLatchBucket | undefined> {
  if (!(await moto.has('s3', `/${name}`))) return undefined;
  const ask = async (what: string) => await moto.get('s3', `/${name}?${what}`);
  const encryption = ['ServerSideEncryptionConfiguration', 'Rule', 'ApplyServerSideEncryptionByDefault'];
  const access = all(await ask('publicAccessBlock'), 'PublicAccessBlockConfiguration')[0]?.children ?? [];
  return {
    region: text(await ask('location'), 'LocationConstraint'),
    versioning: text(await ask('versioning'), 'GetBucketVersioningResponse', 'Status'),
    encryption: text(await ask('encryption'), ...encryption, 'SSEAlgorithm'),
    access: Object.fromEntries(access.map((setting) => [setting.name, setting.element.text])),
    policy: JSON.parse(await moto.text('s3', 'GET', `/${name}?policy`)) as unknown,
  };
}
