import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { FleetApp } from '../fleet/fleet-app';
import type { Plan } from '../synthesis/plan';

/** A Kubernetes object of the output. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly [key: string]: unknown;
}

/** Terraform JSON of a stack: resources by type and logical id. */
export interface TerraformJson {
  readonly resource?: Record<string, Record<string, Record<string, unknown>>>;
  readonly [key: string]: unknown;
}

/** What a tree synthesizes to, read back from the files. */
export class Synthesized {
  /** Builds a tree in a temporary folder, synthesizes it, and reads the output. */
  public static of(build: (app: FleetApp) => void): Synthesized {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-'));
    try {
      const app = new FleetApp({
        outdir: path.join(folder, 'cdktf.out'),
        manifestOutdir: path.join(folder, 'dist'),
        summary: false,
      });
      build(app);
      app.synth();
      return new Synthesized(readFiles(folder));
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  /** The plan. */
  public readonly plan: Plan;

  private constructor(
    /** Contents of every file, by its path: `dist/use1/orders.k8s.yaml`. */
    public readonly files: Map<string, string>,
  ) {
    this.plan = JSON.parse(this.file('dist/plan.json')) as Plan;
  }

  /** Content of a file. */
  public file(name: string): string {
    const content = this.files.get(name);
    if (content === undefined)
      throw new Error(`no file ${name}; there are ${[...this.files.keys()].sort().join(', ')}`);
    return content;
  }

  /** Objects of a stack in a cluster. */
  public objects(cluster: string, stack: string): ManifestObject[] {
    return parseAllDocuments(this.file(`dist/${cluster}/${stack}.k8s.yaml`)).map(
      (document) => document.toJS() as ManifestObject,
    );
  }

  /** The one object of that kind and name in a cluster, whatever its stack. */
  public object(cluster: string, kind: string, name: string): ManifestObject {
    const found = this.allObjects(cluster).filter((object) => object.kind === kind && object.metadata.name === name);
    const [object] = found;
    if (object === undefined || found.length > 1)
      throw new Error(`${found.length} objects ${kind} ${name} in ${cluster}, expected 1`);
    return object;
  }

  /** All objects in a cluster. */
  public allObjects(cluster: string): ManifestObject[] {
    const prefix = `dist/${cluster}/`;
    const names = [...this.files.keys()].filter((name) => name.startsWith(prefix)).sort();
    return names.flatMap((name) => this.objects(cluster, path.basename(name, '.k8s.yaml')));
  }

  /** Names of the clusters that something is written for. */
  public get clusters(): string[] {
    const names = [...this.files.keys()].flatMap((name) => /^dist\/([^/]+)\/[^/]+\.k8s\.yaml$/.exec(name)?.[1] ?? []);
    return [...new Set(names)].sort();
  }

  /** Terraform JSON of a stack. */
  public terraform(stack: string): TerraformJson {
    return JSON.parse(this.file(`cdktf.out/stacks/${stack}/cdk.tf.json`)) as TerraformJson;
  }

  /** Resources of a type in a stack, by logical id. */
  public resources(stack: string, type: string): Record<string, Record<string, unknown>> {
    return this.terraform(stack).resource?.[type] ?? {};
  }
}

function readFiles(folder: string): Map<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return new Map(
    files.map((name) => [name.split(path.sep).join('/'), fs.readFileSync(path.join(folder, name), 'utf8')]),
  );
}
