/** Looks at a cluster: only at what is expected of it. */
import type { Ask } from './kubectl';
import { signOf } from './operators';
import { type Observed, objectKey, type Read, type Seen, type Workload } from './observed';
import { fewAtOnce, type Progress } from './queue';
import { nodesIn, seenIn, storageClassesIn, TEMPLATES, workloadsIn } from './templates';
import type { Expectations, Wanted } from './wanted';

type WantedNamed = Extract<
  Wanted,
  { type: 'Secret' | 'ConfigMap' | 'Namespace' | 'IngressClass' | 'Service' | 'Gateway' }
>;

const WORKLOADS = { Deployment: 'deployments.apps', DaemonSet: 'daemonsets.apps' };
const STORAGE_CLASSES = 'storageclasses.storage.k8s.io';
const OBJECTS: Record<WantedNamed['type'], { resource: string; template: string }> = {
  Secret: { resource: 'secrets', template: TEMPLATES.keys },
  ConfigMap: { resource: 'configmaps', template: TEMPLATES.keys },
  Namespace: { resource: 'namespaces', template: TEMPLATES.present },
  Service: { resource: 'services', template: TEMPLATES.present },
  IngressClass: { resource: 'ingressclasses.networking.k8s.io', template: TEMPLATES.present },
  Gateway: { resource: 'gateways.gateway.networking.k8s.io', template: TEMPLATES.gateway },
};

/** Everything that the expectations need to know. The first question is asked alone: it may log in. */
export async function observe(
  ask: Ask,
  context: string,
  expected: Expectations,
  progress: Progress,
): Promise<Observed> {
  const { wanted, zones } = expected;
  const look = new Look(fewAtOnce(ask, progress), context);
  const version = await look.version();
  const groupVersions = await look.groupVersions();
  const asksFor = (type: Wanted['type']): boolean => wanted.some((one) => one.type === type);
  const [kinds, workloads, objects, storageClasses, nodes] = await Promise.all([
    Promise.all(apisToAsk(wanted, groupVersions).map(async (api) => [api, await look.kindsOf(api)] as const)),
    asksFor('operator') ? look.workloads() : { workloads: [], hidden: new Map<string, string>() },
    Promise.all(wanted.filter(isNamed).map(async (one) => [objectKey(one), await look.object(one)] as const)),
    asksFor('StorageClass') ? look.list(STORAGE_CLASSES, TEMPLATES.storageClasses, storageClassesIn) : NOTHING,
    asksFor('node label') || zones.length > 0 ? look.list('nodes', TEMPLATES.nodes, nodesIn) : NOTHING,
  ]);
  return {
    version,
    groupVersions,
    kinds: new Map(kinds),
    ...workloads,
    objects: new Map(objects),
    storageClasses,
    nodes,
  };
}

const NOTHING = { value: [] };

function isNamed(wanted: Wanted): wanted is WantedNamed {
  return wanted.type in OBJECTS;
}

/** The core group always; of the others those that are served. */
function apisToAsk(wanted: Wanted[], groupVersions: Read<string[]>): string[] {
  const served = 'value' in groupVersions ? groupVersions.value : [];
  const apis = wanted.flatMap((one) => {
    if (one.type === 'API') return [one.name];
    const sign = one.type === 'operator' ? signOf(one.name) : undefined;
    return sign && 'served' in sign ? [sign.served] : [];
  });
  return [...new Set(apis)].filter((api) => api === 'v1' || served.includes(api));
}

/** The questions; one that is refused gives the command that says so. */
class Look {
  constructor(
    private readonly ask: Ask,
    private readonly context: string,
  ) {}

  public async version(): Promise<string> {
    const answer = await this.ask(['version', '--output=json']);
    if (answer.state !== 'read') return 'unknown';
    return (
      (JSON.parse(answer.text) as { serverVersion?: { gitVersion?: string } }).serverVersion?.gitVersion ?? 'unknown'
    );
  }

  /** `velero.io/v1`: all versions that are served, of which `kubectl api-resources` lists the preferred ones only. */
  public async groupVersions(): Promise<Read<string[]>> {
    const answer = await this.ask(['get', '--raw=/apis']);
    if (answer.state !== 'read') return this.refused('get /apis');
    const { groups = [] } = JSON.parse(answer.text) as { groups?: { versions: { groupVersion: string }[] }[] };
    return { value: groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion)) };
  }

  /** Undefined when nobody answers for the API. */
  public async kindsOf(apiVersion: string): Promise<Read<string[] | undefined>> {
    const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const answer = await this.ask(['get', `--raw=${path}`]);
    if (answer.state === 'refused') return this.refused(`get ${path}`);
    if (answer.state !== 'read') return { value: undefined };
    const { resources = [] } = JSON.parse(answer.text) as { resources?: { name: string; kind: string }[] };
    return { value: resources.filter(({ name }) => !name.includes('/')).map(({ kind }) => kind) };
  }

  public async workloads(): Promise<Pick<Observed, 'workloads' | 'hidden'>> {
    const reads = Object.entries(WORKLOADS).map(
      async ([kind, resource]) =>
        [kind, await this.list(resource, TEMPLATES.workloads, workloadsIn, ['--all-namespaces'])] as const,
    );
    const lists: (readonly [string, Read<Workload[]>])[] = await Promise.all(reads);
    return {
      workloads: lists.flatMap(([, list]) => ('value' in list ? list.value : [])),
      hidden: new Map(lists.flatMap(([kind, list]) => ('refused' in list ? [[kind, list.refused]] : []))),
    };
  }

  public async list<T>(
    resource: string,
    template: string,
    parse: (text: string) => T[],
    scope: string[] = [],
  ): Promise<Read<T[]>> {
    const answer = await this.ask(['get', resource, ...scope, `--output=go-template=${template}`]);
    if (answer.state === 'refused') return this.refused(['list', resource, ...scope].join(' '));
    return { value: answer.state === 'read' ? parse(answer.text) : [] };
  }

  public async object({ type, namespace, name }: WantedNamed): Promise<Read<Seen | undefined>> {
    const { resource, template } = OBJECTS[type];
    const target = [`${resource}/${name}`, ...(namespace === undefined ? [] : [`--namespace=${namespace}`])];
    const answer = await this.ask(['get', ...target, '--ignore-not-found', `--output=go-template=${template}`]);
    if (answer.state === 'refused') return this.refused(['get', ...target].join(' '));
    return { value: answer.state === 'read' ? seenIn(answer.text) : undefined };
  }

  private refused(question: string): { refused: string } {
    const context = /^[\w@.:/-]+$/.test(this.context) ? this.context : `'${this.context.replace(/'/g, `'\\''`)}'`;
    return { refused: `kubectl auth can-i ${question} --context=${context}` };
  }
}
