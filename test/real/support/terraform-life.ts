import type { TerraformFolder, Validation } from './terraform-folder';
import type { Moto } from './terraform-moto';
import type { Ended } from './terraform-process';

/** A stack, and the folder that it is written to. */
export interface Script {
  readonly folder: TerraformFolder;
  /** Stack as it was synthesized. */
  readonly stack: string;
  /** Options of `terraform init`. */
  readonly initOptions?: string[];
}

/** A stack, and the cloud that it is to live in. */
export interface Plot<T> extends Script {
  readonly moto: Moto;
  /** Ids of hosted zones, by those that the stack names. */
  readonly zones?: Record<string, string>;
  /** Reads back what is there. */
  readonly look: () => Promise<T>;
}

/** What came of applying a stack. */
export interface Life<T> {
  /** What is there. */
  readonly applied: T;
  /** The plan after that, by address. */
  readonly changes: Record<string, string>;
}

/** What came of the wish to destroy a stack. */
export interface End<T> {
  /** As it was written. */
  readonly first: Ended;
  /** What is there after that. */
  readonly kept: T;
  /** Without the protection of single resources. */
  readonly last: Ended;
  /** What is there after that. */
  readonly left: T;
}

/** An address of this machine where nothing listens. */
const NOWHERE = 'http://127.0.0.1:1';

/** Writes a stack, for a cloud that nobody reaches, and validates it. */
export async function prepare({ folder, stack, initOptions = [] }: Script): Promise<Validation> {
  folder.write(stack);
  // No resource is overridden: Terraform does not look for unknown attributes in one that is.
  folder.override({ endpoint: NOWHERE });
  await folder.init(...initOptions);
  return await folder.validate();
}

/** Applies a stack that is prepared, looks, and plans again. */
export async function live<T>({ folder, moto, zones, look }: Plot<T>): Promise<Life<T>> {
  folder.override({ endpoint: moto.url, zones });
  await folder.apply();
  return { applied: await look(), changes: await folder.plan() };
}

/** Destroys a stack: as it is first, then whatever it protects. */
export async function end<T>({ folder, moto, zones, look }: Plot<T>): Promise<End<T>> {
  const first = await folder.destroy();
  const kept = await look();
  folder.override({ endpoint: moto.url, zones, destroyable: true });
  const last = first.code === 0 ? first : await folder.destroy();
  return { first, kept, last, left: await look() };
}
