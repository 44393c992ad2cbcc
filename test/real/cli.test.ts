import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { EXAMPLES, filesOf, runExample } from '../support/examples';

const ROOT = path.resolve(__dirname, '../..');

/** The command line tools that users run, as npm packages; cdktf asks Terraform for its version. */
const TOOLS = ['cdktf-cli@0.21.0', 'cdk8s-cli@2.207.60'];

let tools: string;
beforeAll(() => {
  tools = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-cli-'));
  fs.writeFileSync(path.join(tools, 'package.json'), '{}');
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', ...TOOLS], { cwd: tools, stdio: 'ignore' });
});
afterAll(() => fs.rmSync(tools, { recursive: true, force: true }));

test.each(['cdktf', 'cdk8s'])('`%s synth` gives the same bytes as node', (tool) => {
  for (const name of EXAMPLES) {
    const expected = Object.fromEntries(runExample(name).files);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-cli-example-'));
    try {
      configure(folder, name);
      const bin = path.join(tools, 'node_modules/.bin', tool);
      execFileSync(bin, ['synth'], {
        cwd: folder,
        stdio: 'pipe',
        env: { ...process.env, CHECKPOINT_DISABLE: '1', CI: 'true' },
      });
      const written = [...filesOf(folder)].filter(
        ([file]) => file.startsWith('dist/') || file.startsWith('cdktf.out/'),
      );
      expect(Object.fromEntries(written)).toEqual(expected);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  }
});

/** The example's own configuration, with its source run without a build. */
function configure(folder: string, name: string): void {
  const app = `node -r ${path.join(ROOT, 'scripts/swc-register.cjs')} ${path.join(ROOT, 'examples', name, 'main.ts')}`;
  for (const file of ['cdktf.json', 'cdk8s.yaml']) {
    const content = fs.readFileSync(path.join(ROOT, 'examples', name, file), 'utf8');
    fs.writeFileSync(path.join(folder, file), content.replace('node main.js', app));
  }
}
