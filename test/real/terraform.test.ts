import * as fs from 'node:fs';
import { describeWith } from './support/programs';
import { type CloudBucket, readBucket } from './support/terraform-bucket';
import { APPLIED, type Case, EXAMPLE_STACKS, OTHER_STACKS, addressesOf } from './support/terraform-cases';
import type { Validation } from './support/terraform-folder';
import { type End, type Life, type Plot, end, live, prepare } from './support/terraform-life';
import { NEWER_ATTRIBUTES } from './support/terraform-newer';
import type { Stack } from './support/terraform-override';
import { missingForTerraform, terraformVersions } from './support/terraform-programs';
import { Stage } from './support/terraform-stage';
import { type CloudRecord, readZone } from './support/terraform-zone';

/** What the cloud has of a stack. */
interface Cloud {
  readonly records: CloudRecord[];
  readonly buckets: (CloudBucket | undefined)[];
}

/** A stack that is planned where nothing can be asked. */
interface Rehearsal {
  readonly plot: Plot<Cloud>;
  readonly validation: Validation;
  readonly created: Record<string, string>;
}

const CASES = [...EXAMPLE_STACKS, ...OTHER_STACKS];

describeWith('examples in Terraform', missingForTerraform(), versions, () => {
  const rehearsals = new Map<Case, Promise<Rehearsal>>();
  const lives = new Map<Case, Promise<Life<Cloud> & End<Cloud>>>();
  const stages = new Map<Case, Stage>();

  beforeAll(async () => {
    // All at once: most of the time the provider waits, even for moto.
    for (const one of CASES) {
      const stage = await Stage.open();
      stages.set(one, stage);
      const rehearsal = rehearse(stage, one);
      rehearsals.set(one, rehearsal);
      if (APPLIED.includes(one)) lives.set(one, rehearsal.then(play));
      // A failure is that of the tests that wait for it.
      for (const promise of [rehearsals.get(one), lives.get(one)]) promise?.catch(() => undefined);
    }
  });
  afterAll(async () => {
    for (const stage of stages.values()) await stage.close();
  });

  describe.each(CASES)('$name, $stack', (one) => {
    test('is taken by Terraform and the provider, but for attributes that are known to be newer', async () => {
      const { validation } = await rehearsals.get(one)!;
      expect(validation.diagnostics).toEqual([]);
      expect(validation.unknown.filter((name) => NEWER_ATTRIBUTES[name] === undefined)).toEqual([]);
    });

    test('is planned without a network, and the first plan makes all that is written', async () => {
      const { created } = await rehearsals.get(one)!;
      expect(created).toEqual(Object.fromEntries(addressesOf(one.json).map((address) => [address, 'create'])));
    });
  });

  describe.each(APPLIED)('$name, $stack, applied', (one) => {
    test('has nothing left to change when it is applied', async () => {
      expect((await lives.get(one)!).changes).toEqual({});
    });

    test('keeps its state beside the output folder, which can be thrown away', async () => {
      await lives.get(one);
      expect(fs.readdirSync(stages.get(one)!.project)).toContain(`terraform.${one.stack}.tfstate`);
    });

    test('is destroyed, but for what is protected', async () => {
      const { applied, first, kept, last, left } = await lives.get(one)!;
      const isProtected = /"prevent_destroy":\s*true/.test(one.content);
      expect(first.code).toBe(isProtected ? 1 : 0);
      if (isProtected) {
        expect(first.stderr).toContain('Instance cannot be destroyed');
        expect(kept).toEqual(applied);
      }
      expect(last).toMatchObject({ code: 0 });
      expect(left).toEqual({ records: [], buckets: applied.buckets.map(() => undefined) });
    });
  });

  const recordCases = APPLIED.filter(({ json }) => json.resource?.aws_route53_record);
  test.each(recordCases)('the zone has the records of $name, $stack, each with its check', async (one) => {
    const { records } = (await lives.get(one)!).applied;
    const written = Object.values(one.json.resource!.aws_route53_record!);
    expect(records).toHaveLength(written.length);
    for (const record of written.filter(({ alias }) => alias === undefined)) {
      const found = records.find(
        ({ name, type, setIdentifier }) =>
          name === record.name && type === record.type && setIdentifier === record.set_identifier,
      );
      expect(found).toMatchObject({ ttl: record.ttl, values: record.records });
      expect(found?.check?.tags).toMatchObject({ Name: nameOfCheck(one.json, record), 'cndr:app': one.stack });
    }
  });

  test('an attribute that the provider does not know is found, named and left out', async () => {
    const one = CASES.find(({ name, json }) => name === 'strong-consistency' && json.resource?.aws_route53_record)!;
    const [stage] = [...stages.values()];
    const folder = stage!.folder('newer');
    const newer = one.content.replace('"set_identifier":', '"not_yet_known": 1, "set_identifier":');
    const stack = newer.replace('"latency_routing_policy": {', '"latency_routing_policy": { "not_known_either": 1, ');
    const validation = await prepare({ folder, stack });
    expect(validation.unknown.sort()).toEqual([
      'aws_route53_record.latency_routing_policy.not_known_either',
      'aws_route53_record.not_yet_known',
    ]);
    expect(validation.diagnostics).toEqual([]);
  });

  const bucketCases = APPLIED.filter(({ json }) => json.resource?.aws_s3_bucket);
  test.each(bucketCases)(
    'the bucket of $name, $stack is far away, private, encrypted, versioned and outlives the stack',
    async (one) => {
      const [bucket] = (await lives.get(one)!).applied.buckets;
      const [provider] = one.json.provider!.aws!.filter(({ alias }) => alias === 'backup');
      expect((await lives.get(one)!).first.stderr).toContain(
        'aws_s3_bucket.backup-bucket has lifecycle.prevent_destroy',
      );
      expect(bucket).toMatchObject({ region: provider?.region, versioning: 'Enabled', encryption: 'AES256' });
      expect(bucket?.privacy).toEqual({
        BlockPublicAcls: 'true',
        BlockPublicPolicy: 'true',
        IgnorePublicAcls: 'true',
        RestrictPublicBuckets: 'true',
      });
    },
  );

  test.each(bucketCases)('the bucket of $name, $stack expires objects, later than it unlocks them', async (one) => {
    const [bucket] = (await lives.get(one)!).applied.buckets;
    const { lockDays = 0, expiries = [] } = bucket ?? {};
    const native = expiries.find(({ prefix }) => prefix === 'native/');
    const rest = expiries.find(({ prefix }) => prefix === '');
    expect(bucket?.lockMode).toBe('GOVERNANCE');
    expect(native?.expires).toBeGreaterThan(lockDays);
    // Velero's own objects are Velero's to delete: only what it deleted goes, and what it never finished.
    expect(rest?.expires).toBeUndefined();
    expect(rest?.noncurrentExpires).toBeGreaterThanOrEqual(lockDays);
    expect(rest?.abortsUploadsAfter).toBeGreaterThan(0);
  });
});

function versions(): string[] {
  const bindings = new Set(CASES.flatMap(({ json }) => json.terraform?.required_providers?.aws?.version ?? []));
  return [...terraformVersions(), `bindings of AWS provider ${[...bindings].join(', ')}`];
}

async function rehearse(stage: Stage, { stack, content, json, zones }: Case): Promise<Rehearsal> {
  const { moto } = stage;
  const folder = stage.folder(stack);
  const made = await Promise.all(
    Object.entries(zones).map(async ([id, name]) => [id, await moto.createZone(name)] as const),
  );
  const buckets = Object.values(json.resource?.aws_s3_bucket ?? {}).map(({ bucket }) => String(bucket));
  const look = async () => ({
    records: (await Promise.all(made.map(async ([, id]) => await readZone(moto, id)))).flat(),
    buckets: await Promise.all(buckets.map(async (name) => await readBucket(moto, name))),
  });
  const plot = { folder, moto, stack: content, zones: Object.fromEntries(made), look };
  return { plot, validation: await prepare(plot), created: await folder.plan() };
}

async function play({ plot }: Rehearsal): Promise<Life<Cloud> & End<Cloud>> {
  return { ...(await live(plot)), ...(await end(plot)) };
}

/** Tag of the check that a record names. */
function nameOfCheck(json: Stack, record: Record<string, unknown>): string {
  const [, id = ''] = /^\$\{aws_route53_health_check\.(.+)\.id\}$/.exec(String(record.health_check_id)) ?? [];
  return (json.resource!.aws_route53_health_check![id]!.tags as { Name: string }).Name;
}
