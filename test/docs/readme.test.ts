import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as ts from 'typescript';
import { Fleet } from 'cndr';
import { runExample } from '../support/examples';
import { refusals } from '../support/errors';
import { deploy, sites, THREE } from '../support/fleet';
import { Duration } from 'cdk8s';

const ROOT = path.resolve(__dirname, '../..');
const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, code]) => code!);

test('every example in the README compiles', () => {
  // GIVEN each block as a file of its own beside the sources
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(
      ts.readConfigFile(path.join(ROOT, 'tsconfig.dev.json'), (file) => ts.sys.readFile(file)).config,
      ts.sys,
      ROOT,
    ).options,
    noEmit: true,
    noUnusedLocals: false,
  };
  const files = new Map(blocks('ts').map((code, index) => [path.join(ROOT, `readme-${index}.ts`), code]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.fileExists = (file) => files.has(file) || fileExists(file);

  // WHEN they are compiled
  const program = ts.createProgram([...files.keys()], options, host);
  const errors = [...files.keys()].flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)));

  // THEN
  expect(files.size).toBeGreaterThanOrEqual(4);
  expect(errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

test('the first result in the README is what the example prints and writes', () => {
  const { stdout, files } = runExample('strong-consistency');
  expect(readme).toContain(stdout.trim());
  for (const file of files.keys()) expect(readme).toContain(path.basename(file));
  expect(readme).toContain(fs.readFileSync(path.join(ROOT, 'examples/strong-consistency/main.ts'), 'utf8').trim());
});

test('the fleet file in the README is a fleet', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-readme-'));
  const file = path.join(folder, 'fleet.yaml');
  fs.writeFileSync(file, blocks('yaml')[0]!);
  expect(Fleet.fromFile(file).sites.map(({ name }) => name)).toEqual(THREE);
  fs.rmSync(folder, { recursive: true });
});

test('the refusal in the README is what a user gets', () => {
  const found = refusals((app) =>
    deploy(app, {
      fleet: { sites: sites(THREE, { usw2: { serviceCidr: '172.32.0.0/16' } }) },
      dr: { objectives: { rpo: Duration.seconds(0), rto: Duration.seconds(155) } },
    }),
  );
  for (const message of found) expect(readme).toContain(message);
});
