/** A server that answers as an API server does, as far as `kubectl get` asks: discovery, lists and objects. */
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cluster, ClusterObject, ClusterResource } from '../cli/doctor.support';

export interface ApiState extends Cluster {
  /** Paths that nobody may read. */
  readonly forbidden?: string[];
}

export interface ApiServer {
  readonly url: string;
  /** `GET /api/v1/nodes`, as they came. */
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

export async function serveApi(state: ApiState): Promise<ApiServer> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    requests.push(`${request.method ?? ''} ${pathname}`);
    const answer = state.forbidden?.includes(pathname)
      ? forbidden(pathname)
      : (answerOf(pathname, state) ?? notFound(pathname));
    response.writeHead(answer.code ?? 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Response {
  readonly code?: number;
  readonly body: object;
}

function answerOf(path: string, state: ApiState): Response | undefined {
  if (path === '/version') return { body: { major: '1', minor: '32', gitVersion: 'v1.32.4' } };
  if (path === '/api') return { body: { kind: 'APIVersions', versions: ['v1'] } };
  if (path === '/apis') return { body: { kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(state) } };
  const [, apiVersion = '', rest = ''] = /^\/(?:api|apis)\/(v1|[^/]+\/[^/]+)(.*)$/.exec(path) ?? [];
  const known = state.resources.filter((resource) => resource.apiVersion === apiVersion);
  if (known.length === 0) return undefined;
  return rest === '' ? { body: resourceList(apiVersion, known) } : objectsAt(rest, known, state.objects);
}

function groupsOf({ resources }: ApiState): object[] {
  const served = [...new Set(resources.map(({ apiVersion }) => apiVersion))].filter((one) => one.includes('/'));
  return [...new Set(served.map((one) => one.split('/')[0]!))].map((name) => {
    const versions = served
      .filter((one) => one.startsWith(`${name}/`))
      .map((groupVersion) => ({ groupVersion, version: groupVersion.split('/')[1]! }));
    return { name, versions, preferredVersion: versions[0] };
  });
}

function resourceList(groupVersion: string, known: ClusterResource[]): object {
  const resources = known.map(({ name, kind, namespaced }) => ({
    name,
    kind,
    namespaced,
    singularName: kind.toLowerCase(),
    verbs: ['get', 'list'],
  }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function objectsAt(rest: string, known: ClusterResource[], objects: ClusterObject[]): Response | undefined {
  const [, namespace, plural, name] = /^(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?$/.exec(rest) ?? [];
  const resource = known.find((one) => one.name === plural);
  if (!resource) return undefined;
  const found = objects.filter(
    ({ apiVersion, kind, metadata }) =>
      apiVersion === resource.apiVersion &&
      kind === resource.kind &&
      (namespace === undefined || metadata.namespace === namespace) &&
      (name === undefined || metadata.name === name),
  );
  const { apiVersion, kind } = resource;
  if (name === undefined) return { body: { apiVersion, kind: `${kind}List`, metadata: {}, items: found } };
  return found[0] && { body: found[0] };
}

function notFound(path: string): Response {
  return { code: 404, body: status(404, 'NotFound', `${path} not found`) };
}

function forbidden(path: string): Response {
  return { code: 403, body: status(403, 'Forbidden', `User "eve" cannot read ${path}`) };
}

function status(code: number, reason: string, message: string): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}
