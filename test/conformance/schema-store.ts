import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupOf, type KubeObject } from './kube-object';
import { resolveIn, type Definitions } from './schema/builtin-schema';
import { parsedOnce } from './schema/parse-cache';
import type { CustomResourceDefinition, Resolve, Schema } from './schema/schema';
import manifest from './schemas.json';

/** One pinned upstream file. */
export interface SchemaFile {
  /** `<group>/<Kind>` of a CRD, or `kubernetes` for the OpenAPI of the built-in kinds. */
  readonly id: string;
  /** Where the copy is, below the folder of schemas. */
  readonly path: string;
  /** Where upstream has it. */
  readonly url?: string;
  readonly sha256: string;
  /** How the copy was made, if it is not simply the file at the URL. */
  readonly note?: string;
}

/** What is known about one kind in one version. */
export interface KindSchema {
  readonly custom: boolean;
  /** Not known for built-in kinds: their OpenAPI does not say. */
  readonly scope?: 'Namespaced' | 'Cluster';
  readonly schema: Schema;
  readonly resolve: Resolve;
}

/** A kind that has no schema: refused, or not to be judged because the copy of its schema is not there. */
export interface NoSchema {
  readonly refused?: string;
  readonly absent?: string;
}

/** Schemas to judge by. */
export interface Schemas {
  /** Definitions of the Kubernetes OpenAPI. */
  readonly definitions: Definitions;
  lookup(object: KubeObject): KindSchema | NoSchema;
}

export const schemaFiles: readonly SchemaFile[] = manifest.files;

export const HOW_TO_GET_SCHEMAS =
  'run `npm run schemas` (downloads the pinned upstream files into .schemas/), or point CNDR_SCHEMAS at a copy';

/** The upstream schemas, read on demand: only the files of the kinds asked for are parsed, each once. */
export class SchemaStore implements Schemas {
  private readonly files = new Map(schemaFiles.map((file) => [file.id, file]));
  private readonly crds = new Map<string, CustomResourceDefinition>();
  private builtin?: { definitions: Definitions; names: Map<string, string> };

  constructor(private readonly folder: string) {}

  get definitions(): Definitions {
    return this.kubernetes.definitions;
  }

  lookup(object: KubeObject): KindSchema | NoSchema {
    const { apiVersion, kind } = object;
    const name = this.kubernetes.names.get(`${apiVersion}/${kind}`);
    const schema = name === undefined ? undefined : this.definitions[name];
    if (schema !== undefined) return { custom: false, schema, resolve: resolveIn(this.definitions) };
    return this.lookupCustom(`${groupOf(object)}/${kind}`, apiVersion);
  }

  private lookupCustom(id: string, apiVersion: string): KindSchema | NoSchema {
    const file = this.files.get(id);
    if (file === undefined) return { refused: 'no such kind in Kubernetes 1.34, nor in the CRDs of schemas.json' };
    if (!existsSync(join(this.folder, file.path)))
      return { absent: `${file.path} is not there. ${file.note ?? ''}`.trim() };
    const { spec } = this.crd(file);
    const version = spec.versions.find(({ name }) => `${spec.group}/${name}` === apiVersion);
    if (version?.served !== true) {
      const served = spec.versions.filter(({ served }) => served).map(({ name }) => name);
      return { refused: `version is not served by the CRD: it serves ${served.join(', ')}` };
    }
    return { custom: true, scope: spec.scope, schema: version.schema.openAPIV3Schema, resolve: (schema) => schema };
  }

  private crd(file: SchemaFile): CustomResourceDefinition {
    let crd = this.crds.get(file.id);
    if (crd === undefined) {
      crd = parsedOnce(file, this.read(file));
      this.crds.set(file.id, crd);
    }
    return crd;
  }

  private get kubernetes(): { definitions: Definitions; names: Map<string, string> } {
    if (this.builtin === undefined) {
      const { definitions } = JSON.parse(this.read(this.files.get('kubernetes')!)) as { definitions: Definitions };
      const names = Object.entries(definitions).flatMap(([name, schema]) =>
        (schema['x-kubernetes-group-version-kind'] ?? []).map(({ group, version, kind }): [string, string] => [
          group === '' ? `${version}/${kind}` : `${group}/${version}/${kind}`,
          name,
        ]),
      );
      this.builtin = { definitions, names: new Map(names) };
    }
    return this.builtin;
  }

  /** A schema other than the pinned one would judge by other rules than those the manifests are said to meet. */
  private read(file: SchemaFile): string {
    const content = readFileSync(join(this.folder, file.path));
    const sha256 = createHash('sha256').update(content).digest('hex');
    if (sha256 === file.sha256) return content.toString('utf8');
    throw new Error(
      `${join(this.folder, file.path)} is not the pinned file (sha256 ${sha256}, schemas.json has ${file.sha256}): ${HOW_TO_GET_SCHEMAS}`,
    );
  }
}

const downloads = join(__dirname, '..', '..', '.schemas');
const stores = new Map<string, SchemaStore>();

/** Folders that were said to be empty: once for each file of tests is loud enough. */
const warned = new Set<string>();

/**
 * The schemas of CNDR_SCHEMAS, or those that `npm run schemas` has downloaded. Nothing where there are none: then the
 * caller skips, and this says so. Where CNDR_REQUIRE_SCHEMAS is set (CI), nothing is skipped: it throws.
 */
export function openSchemas(folder = process.env.CNDR_SCHEMAS ?? downloads): SchemaStore | undefined {
  if (!existsSync(join(folder, schemaFiles[0]!.path))) {
    const message = `no upstream schemas in ${folder}, manifests are not judged by them: ${HOW_TO_GET_SCHEMAS}`;
    if (process.env.CNDR_REQUIRE_SCHEMAS) throw new Error(message);
    if (!warned.has(folder)) console.warn(`SKIPPED: ${message}`);
    warned.add(folder);
    return undefined;
  }
  const store = stores.get(folder) ?? new SchemaStore(folder);
  stores.set(folder, store);
  return store;
}
