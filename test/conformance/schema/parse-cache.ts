import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { CustomResourceDefinition } from './schema';

const folder = join(tmpdir(), 'cndr-schemas');

/**
 * A CRD, parsed. Big ones (Argo's workflows: 2.7 MB of YAML) take more than a second, so the result is kept for later
 * runs as JSON, named by the checksum of the file that it came from.
 */
export function parsedOnce({ sha256 }: { readonly sha256: string }, yaml: string): CustomResourceDefinition {
  const cached = join(folder, `${sha256}.json`);
  try {
    return JSON.parse(readFileSync(cached, 'utf8')) as CustomResourceDefinition;
  } catch {
    const crd = parse(yaml) as CustomResourceDefinition;
    keep(cached, crd);
    return crd;
  }
}

function keep(path: string, crd: CustomResourceDefinition): void {
  mkdirSync(folder, { recursive: true });
  // Other test workers may read at this moment: they see all of the file, or none of it.
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(crd));
  renameSync(`${path}.${process.pid}`, path);
}
