import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { download } from './download';
import type { SchemaFile } from './schema-store';

const ONE = 'kind: One\n';
const TWO = '---\nkind: Two # of a bundle\n';
const EMBEDDED = 'kind: Three\ntext: |\n  a `quoted` word\n';
const UPSTREAM: Record<string, string> = {
  '/one.yaml': ONE,
  '/bundle.yaml': `# comment\n---\nkind: Zero\n${TWO}`,
  '/embedded.go': `package yamls\n\nconst (\n\tThree = \`---\n${EMBEDDED.replaceAll('`', '``')}\`\n\tFour = \`---\nkind: Four\n\`\n)\n`,
};

let server: Server;
let folder: string;
let requests: string[];

beforeEach(async () => {
  requests = [];
  folder = mkdtempSync(join(tmpdir(), 'cndr-download-'));
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const content = UPSTREAM[request.url ?? ''];
    response.statusCode = content === undefined ? 404 : 200;
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

function pinned(url: string, content: string): SchemaFile {
  const { port } = server.address() as AddressInfo;
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { id: url, path: `x${url}.${sha256.slice(0, 4)}`, url: `http://127.0.0.1:${port}${url}`, sha256 };
}

it('writes files, documents of a bundle and YAML embedded in Go, each as it is pinned', async () => {
  const files = [pinned('/one.yaml', ONE), pinned('/bundle.yaml', TWO), pinned('/embedded.go', EMBEDDED)];

  const { written } = await download(files, folder);

  expect(new Set(written)).toEqual(new Set(files.map(({ path }) => path)));
  expect(files.map(({ path }) => readFileSync(join(folder, path), 'utf8'))).toEqual([ONE, TWO, EMBEDDED]);
});

it('fetches a bundle once, and nothing that is there already', async () => {
  const files = [pinned('/bundle.yaml', TWO), pinned('/bundle.yaml', 'kind: Zero\n')];
  await download(files, folder);

  const { kept, written } = await download(files, folder);

  expect(requests).toEqual(['/bundle.yaml']);
  expect([kept.length, written.length]).toEqual([2, 0]);
});

it('refuses content other than the pinned one, and tells of all failures together', async () => {
  const files = [pinned('/one.yaml', 'kind: Changed\n'), pinned('/gone.yaml', 'x'), pinned('/bundle.yaml', TWO)];

  const downloading = download(files, folder);

  await expect(downloading).rejects.toThrow(/2 of 3 schema files/);
  await expect(downloading).rejects.toThrow(/one\.yaml has the pinned checksum/);
  await expect(downloading).rejects.toThrow(/gone\.yaml answers 404/);
});

it('says how to get a file that has no upstream URL', async () => {
  const file = { id: 'x/Y', path: 'derived.yaml', sha256: '0'.repeat(64), note: 'derived by hand' };

  const { byHand } = await download([file], folder);

  expect(byHand).toEqual(['derived.yaml: derived by hand']);
});
