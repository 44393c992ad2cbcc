import { Synthesized } from 'cndr/testing';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { parse } from 'yaml';
import type { Answers, Flag } from '../../src/cli/init/choices';
import { changesIn, type ProjectFile } from '../../src/cli/init/files';
import { REFUSED, type Workload, WORKLOADS, workloadsOf } from '../../src/cli/init/fits';
import { settle } from '../../src/cli/init/settle';
import { summaryText } from '../../src/cli/init/summary';
import { PLAIN } from '../../src/cli/paint';
import { refusals } from '../support/errors';
import { ALL_PATTERNS, deployOf, made, ROOT, SHAPES, shapeName, sitesFlag, textOf, unchecked } from './init.support';

jest.setTimeout(120_000); // every shape is compiled

test('every project compiles, with all checks that its own settings ask for', async () => {
  // GIVEN the files of every shape, each in a folder of its own beside the sources
  const files = new Map<string, string>();
  for (const [index, shape] of SHAPES.entries()) {
    for (const { path: name, text } of await made(shape)) {
      if (name.endsWith('.ts')) files.set(path.join(ROOT, `init-${index}`, name), text);
    }
  }
  const dev = ts.readConfigFile(path.join(ROOT, 'tsconfig.dev.json'), (file) => ts.sys.readFile(file)).config as object;
  const own = JSON.parse(textOf(await made({}), 'tsconfig.json')) as { compilerOptions: ts.CompilerOptions };
  const { strict, noUnusedLocals, noUncheckedIndexedAccess, esModuleInterop } = own.compilerOptions;
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(dev, ts.sys, ROOT).options,
    ...{ strict, noUnusedLocals, noUncheckedIndexedAccess, esModuleInterop },
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.directoryExists = undefined; // else a folder that is not on the disk is not looked into
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.fileExists = (file) => files.has(file) || fileExists(file);

  // WHEN they are compiled
  const program = ts.createProgram([...files.keys()], options, host);
  const errors = [...files.keys()].flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)));

  // THEN
  expect(files.size).toBe(3 * SHAPES.length);
  expect(errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

describe.each(SHAPES.map((shape) => [shapeName(shape), shape] as const))('%s', (_, shape) => {
  test('synthesizes with its defaults, keeps its objectives, and warns of assumed round trips only', async () => {
    const { plan } = Synthesized.of(deployOf(await made(shape)));
    expect(plan.apps).toMatchObject([{ rpo: { met: true }, rto: { met: true } }]);
    const open = [...plan.fleets, ...plan.apps].flatMap(({ findings }) => findings.filter(({ waiver }) => !waiver));
    expect([...new Set(open.map(({ rule }) => rule))]).toEqual(['LAT-02']);
  });
});

describe('what goes together', () => {
  const combinations = ALL_PATTERNS.flatMap((pattern) =>
    (Object.keys(WORKLOADS) as Workload[]).map((workload) => [pattern, workload] as const),
  );

  test.each(combinations)('%s with %s is refused where the library refuses it', (pattern, workload) => {
    const deploy = deployOf(unchecked(pattern, workload, sitesFlag(3)));
    if (REFUSED[pattern][workload] === undefined) expect(Synthesized.of(deploy).plan.apps).toHaveLength(1);
    else expect(refusals(deploy).join('\n')).toContain(`cannot be used with `);
  });

  test.each(ALL_PATTERNS)('%s with 2 to 5 sites is refused where the library refuses it', async (pattern) => {
    for (const workload of workloadsOf(pattern)) {
      for (const count of [2, 3, 4, 5]) {
        const sites = sitesFlag(count);
        const here = await refusalOf({ pattern, workload, sites });
        const there = isRefused(unchecked(pattern, workload, sites));
        expect({ workload, count, refused: here !== undefined }).toEqual({ workload, count, refused: there });
      }
    }
  });

  test('csi-addons is refused with more sites than it mirrors to', async () => {
    const flags = { pattern: 'active-passive', workload: 'custom', replication: 'csi-addons' };
    expect(await refusalOf({ ...flags, sites: sitesFlag(2) })).toBeUndefined();
    expect(await refusalOf({ ...flags, sites: sitesFlag(3) })).toContain('given are 3');
    expect(isRefused(unchecked('active-passive', 'custom', sitesFlag(3), 'csi-addons'))).toBe(true);
  });

  test('DynamoDB with strong is refused over Regions of two continents', async () => {
    const sites = 'a:us-east-1,b:us-east-2,c:eu-west-1';
    expect(await refusalOf({ pattern: 'strong', workload: 'dynamodb', sites })).toContain('within one set of Regions');
    expect(isRefused(unchecked('strong', 'dynamodb', sites))).toBe(true);
  });

  test('two sites for strong are refused with the reason and what fits', async () => {
    expect(await refusalOf({ pattern: 'strong', workload: 'etcd', sites: sitesFlag(2) })).toBe(
      '--sites: strong takes 3 sites or more, given are 2: of two sites, neither has a majority without the other; add a site, or take eventual or active-passive',
    );
  });
});

describe('answers', () => {
  const valid: Record<Flag, string> = {
    pattern: 'active-passive',
    workload: 'custom',
    replication: 'volsync',
    sites: 'a:us-east-1,b:us-west-2',
    hostname: 'orders.shop.example.com',
    zone: 'Z42',
    network: 'routed',
    'backup-bucket': 'shop-backups',
    rpo: '2h',
    rto: '1d',
    image: 'ghcr.io/shop/orders:1.4.2',
    'workload-image': 'localhost:5000/wiki:5',
    ci: 'gitlab',
  };

  test.each([
    ['pattern', 'weak', 'allowed are strong, eventual, active-passive'],
    ['workload', 'oracle', 'allowed are cockroachdb'],
    ['workload', 'etcd', 'etcd cannot be used with active-passive'],
    ['replication', 'rsync', 'allowed are volsync'],
    ['sites', 'a:us-east-1', 'given is 1'],
    ['sites', 'us-east-1,us-west-2', '"us-east-1" is no site'],
    ['sites', 'A:us-east-1,b:us-west-2', '"A" is no name of a site'],
    ['sites', 'a:virginia,b:us-west-2', '"virginia" is no AWS region'],
    ['sites', 'a:us-east-1,a:us-west-2', 'name a is there twice'],
    ['sites', 'a:us-east-1,b:us-east-1', 'region us-east-1 is there twice'],
    ['hostname', 'example.com', 'no name below a zone'],
    ['hostname', 'a.example.com', 'the ingress of site a'],
    ['zone', "Z'1", 'no id of a hosted zone'],
    ['network', 'vpn', 'allowed are submariner, routed'],
    ['backup-bucket', 'A.b', 'no name of an S3 bucket'],
    ['rpo', '15', 'no time'],
    ['rto', '0m', 'cannot be kept'],
    ['image', 'orders', 'no image with a tag'],
    ['image', 'a:1`;', 'no image with a tag'],
    ['workload-image', 'wiki', 'no image with a tag'],
    ['ci', 'jenkins', 'allowed are none, github, gitlab'],
  ] as const)('--%s %s is refused in one line', async (flag, value, said) => {
    expect(await refusalOf(valid)).toBeUndefined();
    const message = await refusalOf({ ...valid, [flag]: value });
    expect(message).toMatch(new RegExp(`^--${flag}: .+; .+|^--${flag}: .+:.+`));
    expect(message).toContain(said);
    expect(message).not.toContain('\n');
  });

  test('an RPO of zero is refused for eventual, where the library cannot keep it', async () => {
    const flags = { pattern: 'eventual', workload: 'cassandra', rpo: '0s' };
    expect(await refusalOf(flags)).toContain('after it was acknowledged');
  });

  test('a flag that decides nothing is refused instead of being dropped', async () => {
    const flags = { pattern: 'strong', workload: 'etcd' };
    expect(await refusalOf({ ...flags, replication: 'volsync' })).toContain('--replication does not go with');
    expect(await refusalOf({ ...flags, zone: 'Z1' })).toContain('--zone does not go with');
  });

  test('without a terminal and --yes, what is missing is named in one line, all at once', async () => {
    await expect(settle({ workload: 'etcd' }, { yes: false })).rejects.toThrow(
      'there is no terminal to ask on: give --pattern <pattern>, --sites <sites>, or --yes for the defaults',
    );
  });

  test('every value that is given is in the project, and none of them is listed as made up', async () => {
    const files = await made(valid);
    const code = textOf(files, 'deployment.ts');
    for (const text of ["'Z42'", "'shop-backups'", valid.image, valid['workload-image'], valid.hostname]) {
      const lines = code.split('\n').filter((line) => line.includes(text));
      expect(lines).not.toEqual([]);
      expect(lines.join('\n')).not.toContain('change:');
    }
    expect(code).toContain('objectives: { rpo: Duration.hours(2), rto: Duration.days(1) }');
    expect(code).toContain('SiteNetwork.routed()');
    expect(code).toContain("zoneName: 'shop.example.com'");
    expect(files.map(({ path: name }) => name)).toContain('.gitlab-ci.yml');
  });

  test.each(['velero', 'monitoring', 'prod', 'kube-x'])(
    'an application called %s does not take a name of the platform',
    async (label) => {
      const files = await made({ hostname: `${label}.example.com` });
      expect(Synthesized.of(deployOf(files)).plan.apps[0]).toMatchObject({ name: `app-${label}` });
    },
  );

  test('backups go to a region that no site is in, with nine sites too', async () => {
    const taken =
      'us-east-1 us-east-2 us-west-2 eu-west-1 eu-central-1 ap-southeast-2 ap-northeast-1 ca-central-1'.split(' ');
    const sites = [...taken, 'sa-east-1'].map((region, index) => `s${index}:${region}`).join(',');
    const code = textOf(await made({ pattern: 'eventual', sites }), 'deployment.ts');
    expect(code).toMatch(/backup: Backup.velero\({[^}]*region: 'ap-south-1'/);
  });
});

describe('made-up values', () => {
  test.each(SHAPES.map((shape) => [shapeName(shape), shape] as const))(
    'of %s are listed with the line that they are in',
    async (_, shape) => {
      const files = await made(shape);
      const lines = textOf(files, 'deployment.ts').split('\n');
      const said = summaryText('orders', files, PLAIN);
      for (const { path: name, line, what } of changesIn(files)) {
        expect(textOf(files, name).split('\n')[line - 1]).toContain(what);
        expect(said).toContain(`${name}:${line} `);
      }
      const madeUp = /111122223333|Z0123456789|example-dr|registry\.example\.com|broker\.|:1\.0\.0/;
      const silent = lines.filter((line) => madeUp.test(line) && !line.includes('change:'));
      expect(silent.filter((line) => !line.includes(shape['workload-image'] ?? '\n'))).toEqual([]);
    },
  );
});

describe('files', () => {
  test('package.json asks for the ranges that this package does', async () => {
    const own = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;
    const { version, peerDependencies, devDependencies, engines } = own as Record<string, Record<string, string>>;
    expect(JSON.parse(textOf(await made({}), 'package.json'))).toMatchObject({
      name: 'orders',
      private: true,
      engines,
      dependencies: { cndr: version, ...peerDependencies },
      devDependencies: { typescript: devDependencies!.typescript, '@types/node': devDependencies!['@types/node'] },
    });
  });

  test('every command that the README and the summary name is a script', async () => {
    const files = await made({ ci: 'github' });
    const { scripts } = JSON.parse(textOf(files, 'package.json')) as { scripts: Record<string, string> };
    const text =
      textOf(files, 'README.md') + summaryText('.', files, PLAIN) + textOf(files, '.github/workflows/cndr.yml');
    const named = [...text.matchAll(/npm run (?:-s )?(\w+)/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });

  test('what is compiled and written is ignored by git', async () => {
    const files = await made({});
    const { compilerOptions } = JSON.parse(textOf(files, 'tsconfig.json')) as { compilerOptions: { outDir: string } };
    expect(textOf(files, '.gitignore').split('\n')).toEqual(
      expect.arrayContaining(['node_modules/', 'dist/', 'cdktf.out/', `${compilerOptions.outDir}/`]),
    );
  });

  test('pipelines have every step of docs/pipelines.md', async () => {
    const document = fs.readFileSync(path.join(ROOT, 'docs/pipelines.md'), 'utf8');
    const blocks = [...document.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => parse(text!) as unknown);
    const [github, compare] = blocks as [Workflow, unknown[]];
    const workflow = parse(textOf(await made({ ci: 'github' }), '.github/workflows/cndr.yml')) as Workflow;
    expect(workflow.permissions).toEqual(github.permissions);
    for (const step of github.jobs.dr.steps) expect(workflow.jobs.dr.steps).toContainEqual(step);
    for (const step of compare) expect(workflow.jobs.diff?.steps).toContainEqual(step);

    const jobs = parse(textOf(await made({ ci: 'gitlab' }), '.gitlab-ci.yml')) as Record<string, Job>;
    for (const name of ['dr-check', 'dr-diff']) {
      const documented = (blocks as Record<string, Job>[]).find((block) => name in block)![name]!;
      expect(jobs[name]).toMatchObject({
        ...documented,
        script: expect.arrayContaining(documented.script) as string[],
      });
    }
  });
});

interface Workflow {
  readonly permissions: object;
  readonly jobs: { readonly dr: Steps; readonly diff?: Steps };
}
interface Steps {
  readonly steps: unknown[];
}
interface Job {
  readonly script: string[];
}

/** Why the answers are refused; undefined when they are not. */
async function refusalOf(flags: Answers): Promise<string | undefined> {
  try {
    await settle(flags, { yes: true });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whether the library refuses what was not checked before. */
function isRefused(files: ProjectFile[]): boolean {
  try {
    Synthesized.of(deployOf(files));
    return false;
  } catch {
    return true;
  }
}
