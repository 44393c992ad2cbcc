import type { Synthesized } from 'cndr/testing';
import { type Case, ROUTING_CONTROL_LATCH, synthesize } from '../traffic/latch.support';
import { describeWith } from './support/programs';
import type { PlannedChange, Validation } from './support/terraform-folder';
import { type CloudLatchBucket, readLatchBucket } from './support/terraform-latch';
import { type End, type Life, type Plot, end, live, prepare } from './support/terraform-life';
import { missingForTerraform, terraformVersions } from './support/terraform-programs';
import { answersTo } from './support/terraform-resolver';
import { ADDRESSES } from './support/terraform-routing';
import { Stage } from './support/terraform-stage';
import { type CloudCheck, type CloudRecord, readChecks, readZone } from './support/terraform-zone';

const BUCKET = 'example-latches-orders';
const LATCHES = `${BUCKET}.s3.eu-central-1.amazonaws.com/latches/orders`;
const image = 'registry.example.com/orders:1.4.2';

/** What the cloud has of a stack. */
interface Cloud {
  readonly records: CloudRecord[];
  readonly checks: CloudCheck[];
  readonly bucket?: CloudLatchBucket;
}

/** What a stack lives through, one after the other. */
interface Play {
  readonly born: Promise<Life<Cloud> & { readonly validation: Validation }>;
  /** Another site is active: the plan for it, and what comes of it. */
  readonly moved: Promise<Life<Cloud> & { readonly changing: PlannedChange[] }>;
  readonly ended: Promise<End<Cloud>>;
}

const SHAPES = {
  pair: {
    sites: ['use1', 'usw2'],
    dr: { frontEnd: { image, healthPath: '/healthz' } },
  },
  chain: {
    sites: ['use1', 'use2', 'usw2'],
    siteProps: ADDRESSES,
    traffic: { ipv6: true },
  },
} satisfies Record<string, Case>;

type ShapeName = keyof typeof SHAPES;
const NAMES = Object.keys(SHAPES) as ShapeName[];

/** A family of addresses, or names, and what each site answers in it. */
const BY_NAME = { type: 'CNAME', of: (site: string) => `${site}.example.com` };
const IPV4 = { type: 'A', of: (site: string) => ADDRESSES[site]!.ingressIpv4! };
const IPV6 = { type: 'AAAA', of: (site: string) => ADDRESSES[site]!.ingressIpv6! };
const FAMILIES = { pair: [BY_NAME], chain: [IPV4, IPV6] };

describeWith('latched routing in Terraform', missingForTerraform(), terraformVersions, () => {
  const plays = new Map<ShapeName, Play>();
  const stages: Stage[] = [];

  beforeAll(async () => {
    // All at once: most of the time the provider waits, even for moto.
    for (const name of NAMES) {
      const stage = await Stage.open();
      stages.push(stage);
      const play = perform(stage, SHAPES[name]);
      // A failure is that of the tests that wait for it.
      for (const promise of Object.values(play) as Promise<unknown>[]) promise.catch(() => undefined);
      plays.set(name, play);
    }
  });
  afterAll(async () => {
    for (const stage of stages) await stage.close();
  });

  const born = async (name: ShapeName) => await plays.get(name)!.born;
  const moved = async (name: ShapeName) => await plays.get(name)!.moved;

  /** The sites that Route 53 would answer with in each family, while some are down and the latches of some are closed. */
  async function answers(name: ShapeName, down: string[], closed: string[], cloud?: Cloud): Promise<string[][]> {
    const { records, checks } = cloud ?? (await born(name)).applied;
    const open = SHAPES[name].sites.filter((site) => !closed.includes(site)).map((site) => `${LATCHES}/${site}`);
    return FAMILIES[name].map(({ type, of }) => {
      const question = { name: 'orders.example.com', type, down: [...down.map(of), ...open] };
      const found = answersTo(question, records, checks);
      return SHAPES[name].sites.filter((site) => found.includes(of(site)));
    });
  }

  const each = (name: ShapeName, site: string) => FAMILIES[name].map(() => [site]);

  describe.each(NAMES)('%s', (name) => {
    const { sites } = SHAPES[name];

    test('is valid, and applied in one go, with nothing left to change', async () => {
      const { validation, changes } = await born(name);
      expect({ ...validation, changes }).toEqual({ diagnostics: [], unknown: [], changes: {} });
    });

    test('while all sites could serve, clients are at the active one', async () => {
      expect(await answers(name, [], [])).toEqual(each(name, 'use1'));
    });

    test('each loss sends clients to the next site', async () => {
      for (const [index, site] of sites.entries()) {
        expect(await answers(name, sites.slice(0, index), [])).toEqual(each(name, site));
      }
    });

    test('a site that comes back gets no clients while its latch is closed, and gets them again when it is opened', async () => {
      expect(await answers(name, ['use1'], ['use1'])).toEqual(each(name, sites[1]!));
      expect(await answers(name, [], ['use1'])).toEqual(each(name, sites[1]!));
      expect(await answers(name, [], [])).toEqual(each(name, 'use1'));
    });

    test('a latch that nobody reaches is open, and the health of the site is left', async () => {
      // Latches that are "down" are open; a site that holds only a copy fails its own check.
      expect(await answers(name, ['use1'], [])).toEqual(each(name, sites[1]!));
    });

    test('with no site healthy clients get the active site of the props, latched or not', async () => {
      expect(await answers(name, sites, [])).toEqual(each(name, 'use1'));
      expect(await answers(name, sites, sites)).toEqual(each(name, 'use1'));
    });

    test('another active site changes what records answer, and nothing else', async () => {
      const { changing } = await moved(name);
      expect(changing.length).toBeGreaterThan(0);
      for (const { address, actions } of changing) {
        expect(address).toMatch(/^aws_route53_record\./);
        expect(actions).toEqual(['update']);
      }
    });

    test('after that clients are at the other site, and no plan sends them back', async () => {
      const after = await moved(name);
      expect(after.changes).toEqual({});
      const last = sites.at(-1)!;
      expect(await answers(name, [], [], after.applied)).toEqual(each(name, last));
      expect(await answers(name, [last], [], after.applied)).toEqual(each(name, 'use1'));
      // Before the change of the props, the runbook had closed the latch of use1.
      expect(await answers(name, sites, ['use1'], after.applied)).toEqual(each(name, last));
    });

    test('is destroyed, but for the bucket, without which all latches would open', async () => {
      const { first, kept, last, left } = await plays.get(name)!.ended;
      expect(first.code).toBe(1);
      expect(first.stderr).toContain('aws_s3_bucket.latch-bucket has lifecycle.prevent_destroy');
      expect(kept).toEqual((await moved(name)).applied);
      expect(last).toMatchObject({ code: 0 });
      expect(left).toEqual({ records: [], checks: [], bucket: undefined });
    });
  });

  test('the front end takes its site out as well', async () => {
    const { records, checks } = (await born('pair')).applied;
    const down = ['use1.example.com/front-end-health/orders', `${LATCHES}/use1`, `${LATCHES}/usw2`];
    expect(answersTo({ name: 'orders.example.com', type: 'CNAME', down }, records, checks)).toEqual([
      'usw2.example.com',
    ]);
  });

  test('a latch is checked as often as its site, inverted, once for each site', async () => {
    const { checks } = (await born('chain')).applied;
    const latches = checks.filter(({ inverted }) => inverted);
    expect(latches.map(({ path }) => path).sort()).toEqual(SHAPES.chain.sites.map((site) => `/latches/orders/${site}`));
    for (const latch of latches) {
      expect(latch).toMatchObject({ type: 'HTTPS', sni: 'true', port: '443', interval: '10', failures: '3' });
      expect(`${latch.fqdn}/latches/orders`).toBe(LATCHES);
      expect(latch.tags).toMatchObject({ 'cndr:app': 'orders', 'cndr:fleet': 'prod' });
    }
  });

  test('the bucket is far away, encrypted and versioned, and everybody may get latches and nothing else', async () => {
    const { bucket } = (await born('pair')).applied;
    expect(bucket).toMatchObject({ region: 'eu-central-1', versioning: 'Enabled', encryption: 'AES256' });
    expect(bucket?.access).toEqual({
      BlockPublicAcls: 'true',
      IgnorePublicAcls: 'true',
      BlockPublicPolicy: 'false',
      RestrictPublicBuckets: 'false',
    });
    expect(bucket?.policy).toMatchObject({
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${BUCKET}/latches/*` },
      ],
    });
  });

  // moto keeps no ARN of a routing control, so that it cannot be read back.
  test('routing controls are taken by Terraform and the provider', async () => {
    const stage = await Stage.open();
    stages.push(stage);
    const stack = stackOf(synthesize({ traffic: { latch: ROUTING_CONTROL_LATCH } }));
    const folder = stage.folder('orders');
    expect(await prepare({ folder, stack })).toEqual({ diagnostics: [], unknown: [] });
    const actions = new Set(Object.values(await folder.plan()));
    expect([...actions]).toEqual(['create']);
  });
});

function perform(stage: Stage, shape: Case): Play {
  const plot = prepareStage(stage, shape);
  const born = plot.then(async ({ script, validation }) => ({ validation, ...(await live(script)) }));
  const moved = Promise.all([plot, born]).then(async ([{ script, stackAt }]) => {
    script.folder.write(stackAt(shape.sites!.at(-1)!));
    const changing = await script.folder.planInOrder();
    return { changing, ...(await live(script)) };
  });
  const ended = Promise.all([plot, moved]).then(async ([{ script }]) => await end(script));
  return { born, moved, ended };
}

async function prepareStage(stage: Stage, shape: Case) {
  const { moto } = stage;
  const hostedZoneId = await moto.createZone('example.com');
  const stackAt = (activeSite: string) => {
    const traffic = { ...shape.traffic, hostedZoneId };
    return stackOf(synthesize({ ...shape, traffic, dr: { ...shape.dr, activeSite } }));
  };
  const look = async (): Promise<Cloud> => ({
    records: await readZone(moto, hostedZoneId),
    checks: await readChecks(moto),
    bucket: await readLatchBucket(moto, BUCKET),
  });
  const script: Plot<Cloud> = { folder: stage.folder('orders'), moto, stack: stackAt('use1'), look };
  return { script, stackAt, validation: await prepare(script) };
}

function stackOf(output: Synthesized): string {
  return output.file('cdktf.out/stacks/orders/cdk.tf.json');
}
