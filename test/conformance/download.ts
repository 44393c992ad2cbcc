import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { schemaFiles, type SchemaFile } from './schema-store';

/** What became of the files. */
export interface Downloaded {
  readonly written: readonly string[];
  /** Files that were there, and right. */
  readonly kept: readonly string[];
  /** Files without an upstream URL: how to get them. */
  readonly byHand: readonly string[];
}

/**
 * Downloads the pinned upstream files into a folder. What is there and has the right checksum is kept. All files are
 * tried; then, if any failed, all failures are thrown as one error.
 */
export async function download(files: readonly SchemaFile[], folder: string): Promise<Downloaded> {
  const written: string[] = [];
  const kept: string[] = [];
  const byHand: string[] = [];
  const failures: string[] = [];
  const upstream = new Upstream();
  const fetchFile = async (file: SchemaFile, url: string, target: string): Promise<void> => {
    try {
      const content = await upstream.get(file, url);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
      written.push(file.path);
    } catch (error) {
      failures.push(`${file.path}: ${(error as Error).message}`);
    }
  };
  const fetching = files.map(async (file) => {
    const target = join(folder, file.path);
    if (existsSync(target) && checksum(readFileSync(target, 'utf8')) === file.sha256) kept.push(file.path);
    else if (file.url === undefined) byHand.push(`${file.path}: ${file.note ?? 'no upstream URL'}`);
    else await fetchFile(file, file.url, target);
  });
  await Promise.all(fetching);
  if (failures.length === 0) return { written, kept, byHand };
  throw new Error(`${failures.length} of ${files.length} schema files could not be had:\n${failures.join('\n')}`);
}

/** Upstream files by URL: some hold many CRDs, and are fetched once. */
class Upstream {
  private readonly texts = new Map<string, Promise<string>>();

  async get(file: SchemaFile, url: string): Promise<string> {
    let text = this.texts.get(url);
    if (text === undefined) {
      text = fetchText(url);
      this.texts.set(url, text);
    }
    return pinnedPart(await text, file, url);
  }
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new Error(`${url} cannot be reached: ${String((error as Error).cause ?? error)}`);
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status} ${response.statusText}`);
  return response.text();
}

/** The file as a whole, or one of the documents in it: whichever has the pinned checksum. */
function pinnedPart(text: string, file: SchemaFile, url: string): string {
  const documents = (url.endsWith('.go') ? embeddedYaml(text) : text).split(/^---[ \t]*\n/m);
  const candidates = [text, ...documents.flatMap((document) => variants(document.trim()))];
  const match = candidates.find((candidate) => checksum(candidate) === file.sha256);
  if (match !== undefined) return match;
  throw new Error(
    `nothing at ${url} has the pinned checksum ${file.sha256}: has upstream moved the tag? If so, review the change and pin it anew.`,
  );
}

/** A document cut out of a bundle is the same with and without the line that separates it from the one before. */
function variants(document: string): string[] {
  return [document, `${document}\n`, `---\n${document}\n`];
}

/** YAML in the raw string constants of a Go file, where a back-quote is written twice. */
function embeddedYaml(source: string): string {
  return source
    .replace(/^\t\w+ = `/gm, '---\n')
    .replace(/^`$/gm, '---')
    .replaceAll('``', '`');
}

function checksum(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** `npm run schemas`. */
async function main(): Promise<void> {
  const folder = join(__dirname, '..', '..', '.schemas');
  const { written, kept, byHand } = await download(schemaFiles, folder);
  console.log(`schemas: ${written.length} downloaded, ${kept.length} already there`);
  for (const file of byHand) console.warn(`not to be downloaded: ${file}`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 1;
  });
}
