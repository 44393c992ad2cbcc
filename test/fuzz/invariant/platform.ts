import type { Submariner } from '../../../src/kinds/submariner';
import { label1123, labelValue, subdomain1123 } from '../../conformance/names';
import { differs } from './quorum';
import type { Output } from '../output';
import { texts } from '../output';

type Rule = (name: string) => string | undefined;

/** How the things are named that have to be there before. */
const NAMED: Record<string, Rule> = {
  ConfigMap: subdomain1123,
  Gateway: subdomain1123,
  IngressClass: subdomain1123,
  Namespace: label1123,
  Secret: subdomain1123,
  StorageClass: subdomain1123,
  'node label': (name) => labelValue(name.replace(/^[^=]*=?/, '')),
};

/** What the platform team is asked for can be had. */
export function prerequisites(output: Output): string[] {
  const { fleets, apps } = output.plan;
  return [
    ...[...fleets, ...apps].flatMap((part) =>
      part.prerequisites.flatMap(({ site, kind, name, namespace }) => {
        const complaints = [
          NAMED[kind]?.(name),
          namespace === undefined ? undefined : label1123(namespace),
          name === '' ? 'it has no name' : undefined,
        ];
        return complaints.flatMap((why) => (why === undefined ? [] : [`${kind} "${name}" of ${site}: ${why}`]));
      }),
    ),
    ...fleets.flatMap(({ facts }) =>
      facts.sites.flatMap(({ name, zones }) =>
        zones.flatMap((zone) =>
          labelValue(zone) === undefined && zone !== '' ? [] : [`zone "${zone}" of ${name} is no label`],
        ),
      ),
    ),
    ...output.clusters.flatMap((cluster) =>
      subdomain1123(cluster) === undefined ? [] : [`folder "${cluster}" is no cluster`],
    ),
    ...output.clusters.flatMap((cluster) =>
      output
        .ofKind<Submariner>(cluster, 'Submariner.submariner.io')
        .flatMap(({ spec }) =>
          /^[a-z0-9.-]+:\d{1,5}$/.test(spec.brokerK8sApiServer)
            ? []
            : [`the broker is at "${spec.brokerK8sApiServer}"`],
        ),
    ),
  ];
}

/** Names that S3 keeps for itself: user guide, general purpose bucket naming rules. */
const RESERVED_BUCKET = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;
/** S3 API, DefaultRetention: 100 years. */
const LONGEST_LOCK_DAYS = 36_500;

/** What Terraform and AWS would refuse. */
export function terraform(output: Output): string[] {
  const stacks = [output.spec.fleet.id, ...output.spec.apps.map(({ id }) => id)];
  return stacks.flatMap((stack) => {
    const json = JSON.parse(output.files.get(`cdktf.out/stacks/${stack}/cdk.tf.json`) ?? '{}') as {
      resource?: Record<string, Record<string, unknown>>;
    };
    const known = Object.entries(json.resource ?? {}).flatMap(([type, all]) =>
      Object.keys(all).map((id) => `${type}.${id}`),
    );
    const references = texts(json).flatMap(({ text }) =>
      [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, inner = '']) => inner),
    );
    const buckets = Object.values(output.resources(stack, 'aws_s3_bucket')).map(({ bucket }) => String(bucket));
    const locks = texts(output.resources(stack, 'aws_s3_bucket_object_lock_configuration'));
    return [
      ...references
        .filter((inner) => !known.includes(inner.replace(/\.[a-z_]+$/, '')))
        .map((inner) => `\${${inner}} refers to nothing`),
      ...buckets
        .filter((bucket) => RESERVED_BUCKET.test(bucket))
        .map((bucket) => `S3 keeps the name ${bucket} for itself`),
      ...(locks.length === 0 ? [] : lockDays(output, stack)),
      ...texts(output.resources(stack, 'aws_s3_bucket_server_side_encryption_configuration')).flatMap(({ at, text }) =>
        at.endsWith('.kms_master_key_id') && !/^[A-Za-z0-9:/_-]+$/.test(text) ? [`"${text}" is no KMS key`] : [],
      ),
    ];
  });
}

function lockDays(output: Output, stack: string): string[] {
  const all = Object.values(output.resources(stack, 'aws_s3_bucket_object_lock_configuration')) as unknown as {
    rule: { default_retention: { days: number } };
  }[];
  return all.flatMap(({ rule }) => {
    const { days } = rule.default_retention;
    return differs(
      `Object Lock of ${days} days`,
      Number.isInteger(days) && days >= 1 && days <= LONGEST_LOCK_DAYS,
      true,
    );
  });
}
