import { Duration } from 'cdk8s';
import { Backup, StatefulWorkload } from 'cndr';
import { Synthesized } from 'cndr/testing';
import type { Plan } from '../../../src/synthesis/plan';
import { EXAMPLES, runExample } from '../../support/examples';
import { deploy } from '../../support/fleet';
import type { Stack } from './terraform-override';

/** A stack that Terraform is given. */
export interface Case {
  readonly name: string;
  readonly stack: string;
  readonly content: string;
  readonly json: Stack;
  /** Names of hosted zones, by the id that the stack has. */
  readonly zones: Record<string, string>;
}

const kmsKeyId = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** Stacks of all examples. */
export const EXAMPLE_STACKS = EXAMPLES.flatMap((example) => casesOf(example, runExample(example).files));

const strongTable = casesOf(
  'DynamoDB with strong consistency and a witness',
  Synthesized.of((app) =>
    deploy(app, {
      dr: {
        workload: StatefulWorkload.dynamoDb({ backupRoleArn: 'arn:aws:iam::111122223333:role/backup' }),
        witnessSite: 'usw2',
        objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(5) },
      },
    }),
  ).files,
).filter(({ json }) => json.resource?.aws_dynamodb_table);

const kmsBucket = casesOf(
  'bucket with a key of KMS, without Object Lock',
  Synthesized.of((app) =>
    deploy(app, { fleet: { backup: Backup.velero({ bucket: 'dr-backups', region: 'eu-central-1', kmsKeyId }) } }),
  ).files,
).filter(({ json }) => json.resource?.aws_s3_bucket);

/** Stacks that no example has. */
export const OTHER_STACKS = [...kmsBucket, ...strongTable];

/**
 * The examples that are applied: the provider takes a minute for a bucket alone, so of stacks that differ in nothing but
 * values the first one stands for all. The others are planned. Stacks with a latch are applied in terraform-routing-latch.test.ts;
 * replicas of a DynamoDB table never become active in moto.
 */
export const APPLIED = EXAMPLE_STACKS.filter(
  (one) =>
    EXAMPLE_STACKS.find((other) => shapeOf(other.json) === shapeOf(one.json)) === one &&
    !one.json.resource?.aws_dynamodb_table &&
    !one.json.resource?.aws_s3_bucket_policy,
);

/** Addresses of all resources of a stack. */
export function addressesOf({ resource = {} }: Stack): string[] {
  return Object.entries(resource).flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`));
}

function casesOf(name: string, files: Map<string, string>): Case[] {
  const plan = JSON.parse(files.get('dist/plan.json')!) as Plan;
  return [...files].flatMap(([file, content]) => {
    const [, stack] = /^cdktf\.out\/stacks\/([^/]+)\/cdk\.tf\.json$/.exec(file) ?? [];
    if (stack === undefined) return [];
    const json = JSON.parse(content) as Stack;
    return [{ name, stack, content, json, zones: zonesOf(json, plan) }];
  });
}

/** Zone names are not in the stack: the plan asks for their delegation. */
function zonesOf({ resource = {} }: Stack, { apps }: Plan): Record<string, string> {
  const ids = Object.values(resource.aws_route53_record ?? {}).map((record) => String(record.zone_id));
  const needs = apps.flatMap(({ prerequisites }) => prerequisites);
  return Object.fromEntries([...new Set(ids)].map((id) => [id, needs.find(({ why }) => why.includes(id))!.name]));
}

/** The attributes of each type, without their values. */
function shapeOf({ resource = {} }: Stack): string {
  const keysOf = (value: unknown): string[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, inner]) => {
          const own = Array.isArray(value) ? '[]' : key;
          return [own, ...keysOf(inner).map((path) => `${own}.${path}`)];
        });
  const shapes = Object.entries(resource).map(([type, byId]) => [
    type,
    ...new Set(Object.values(byId).flatMap(keysOf)),
  ]);
  return JSON.stringify(shapes.map((shape) => [...shape].sort()).sort());
}
