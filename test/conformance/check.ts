import { basename, dirname } from 'node:path';
import { checkRules, type NotEvaluated as SkippedRule } from './cel/rules';
import { Cursor } from './cursor';
import {
  describeObject,
  type KubeObject,
  type ManifestFile,
  type Prerequisite,
  type Problem,
  type Refuse,
} from './kube-object';
import { openSchemas, type KindSchema, type Schemas } from './schema-store';
import { withDefaults } from './schema/defaults';
import { checkListKeys } from './schema/list-keys';
import { Validator } from './schema/validator';
import { checkAsServer } from './server/checks';
import { checkSite } from './site/check-site';
import type { Placed } from './site/inventory';

export type { KubeObject, ManifestFile, Prerequisite, Problem } from './kube-object';

/** Something that was not judged, and why. */
export interface NotEvaluated extends Omit<SkippedRule, 'reason'> {
  /** `transition` and `engine` as for rules; `schema`: the copy of the CRD is not there. */
  readonly reason: SkippedRule['reason'] | 'schema';
}

export interface CheckOptions {
  /** What is in each cluster before the manifests are applied. Key: site, the last folder of the manifests' paths. */
  readonly prerequisites?: Readonly<Record<string, readonly Prerequisite[]>>;
  /** The schemas to judge by. By default those of CNDR_SCHEMAS or `.schemas/`; null for none. */
  readonly schemas?: Schemas | null;
}

/** The judgement. */
export interface Verdict {
  readonly problems: readonly Problem[];
  /** Rules and kinds that were not judged: none is left out silently. */
  readonly notEvaluated: readonly NotEvaluated[];
  /** How many CEL rules gave a verdict. */
  readonly rulesEvaluated: number;
  /** Whether there were schemas to judge by. */
  readonly schemas: boolean;
}

/**
 * Judges manifests as an API server of Kubernetes 1.34 would that has the pinned CRDs: structure and unknown fields,
 * defaults, CEL rules, its hand-written validation; and each site as a whole: references, duplicates, Pod Security.
 */
export function checkManifests(files: readonly ManifestFile[], options: CheckOptions = {}): Verdict {
  const schemas = options.schemas === undefined ? openSchemas() : (options.schemas ?? undefined);
  const judge = new Judge(schemas);
  const sites = new Map<string, Placed[]>();
  for (const { path, objects } of files) {
    const site = basename(dirname(path));
    const placed = objects.map((object) => ({ file: path, object }));
    for (const one of placed) judge.checkObject(one);
    sites.set(site, [...(sites.get(site) ?? []), ...placed]);
  }
  for (const [site, placed] of sites) {
    checkSite(placed, options.prerequisites?.[site] ?? [], (one) => judge.refuseIn(one));
  }
  return judge.verdict();
}

const validators = new WeakMap<Schemas, Validator>();

/** Collects what is wrong with objects, and what could not be told. */
class Judge {
  private readonly problems: Problem[] = [];
  private readonly notEvaluated: NotEvaluated[] = [];
  private rulesEvaluated = 0;

  constructor(private readonly schemas: Schemas | undefined) {}

  verdict(): Verdict {
    const { problems, notEvaluated, rulesEvaluated } = this;
    return { problems, notEvaluated, rulesEvaluated, schemas: this.schemas !== undefined };
  }

  refuseIn({ file, object }: Placed): Refuse {
    return ({ path }, message) => {
      this.problems.push({ file, object: describeObject(object), path, message });
    };
  }

  checkObject(placed: Placed): void {
    const { object } = placed;
    const refuse = this.refuseIn(placed);
    if (!isKubeObject(object)) {
      refuse({ path: '' }, 'is not a Kubernetes object: apiVersion, kind and metadata.name are needed');
      return;
    }
    const kind = this.checkSchema(object, refuse);
    checkAsServer(object, kind, refuse);
  }

  private checkSchema(object: KubeObject, refuse: Refuse): KindSchema | undefined {
    if (this.schemas === undefined) return undefined;
    const kind = this.schemas.lookup(object);
    if ('schema' in kind) {
      this.checkWith(kind, this.schemas, object, refuse);
      return kind;
    }
    if (kind.refused !== undefined)
      refuse({ path: 'apiVersion' }, `${object.apiVersion} ${object.kind}: ${kind.refused}`);
    else this.skip(object, { path: '', rule: '', reason: 'schema', detail: kind.absent ?? '' });
    return undefined;
  }

  private checkWith(kind: KindSchema, schemas: Schemas, object: KubeObject, refuse: Refuse): void {
    const validator = validators.get(schemas) ?? new Validator(schemas);
    validators.set(schemas, validator);
    const filled = (kind.custom ? withDefaults(object, kind.schema) : object) as KubeObject;
    const before = this.problems.length;
    const refuseAt = (path: string, message: string): void => {
      refuse({ path }, message);
    };
    validator.check(filled, kind, refuseAt);
    checkListKeys(filled, kind.schema, kind.resolve, refuseAt);
    // Like the API server: rules see only objects that fit the schema, or they would stumble over what it has refused.
    if (!kind.custom || this.problems.length > before) return;
    checkRules(filled, kind.schema, {
      refuse: refuseAt,
      skip: (skipped) => {
        this.skip(object, skipped);
      },
      evaluated: () => {
        this.rulesEvaluated += 1;
      },
    });
  }

  private skip(object: KubeObject, skipped: Omit<NotEvaluated, 'kind'>): void {
    this.notEvaluated.push({ kind: `${object.apiVersion}/${object.kind}`, ...skipped });
  }
}

function isKubeObject(object: KubeObject): boolean {
  const root = new Cursor(object);
  return [root.get('apiVersion'), root.get('kind'), root.get('metadata', 'name')].every(
    ({ text }) => (text ?? '') !== '',
  );
}
