// A kubectl whose cluster is plain data. It prints what the templates of the command would, and whole objects, with their
// values, when it is asked for JSON or YAML. What the real one does with the templates: test/real/doctor.test.ts.
const fs = require('node:fs');

function rows(lines) {
  return lines.map((cells) => `${cells.join('\t')}\n`).join('');
}

const labels = ({ metadata }) =>
  Object.entries(metadata.labels ?? {})
    .map(([key, value]) => `${key}=${value} `)
    .join('');
const pod = ({ spec }) => spec.template.spec;
const images = (object) =>
  [...pod(object).containers, ...(pod(object).initContainers ?? [])].map(({ image }) => image).join(' ');
const taints = ({ spec }) => (spec.taints ?? []).map(({ effect }) => effect).join(' ');
const keys = ({ data = {}, binaryData = {} }) => [...Object.keys(data), ...Object.keys(binaryData)].map((key) => [key]);
const off = ({ status }) => status.conditions.some(({ type, status }) => type === 'Programmed' && status === 'False');
const list = {
  Node: (one) => [one.metadata.name, taints(one), labels(one)],
  Deployment: (one) => [
    one.kind,
    one.metadata.namespace,
    one.metadata.name,
    one.status.readyReplicas ?? 0,
    labels(one),
    images(one),
  ],
  DaemonSet: (one) => [
    one.kind,
    one.metadata.namespace,
    one.metadata.name,
    one.status.numberReady ?? 0,
    labels(one),
    images(one),
  ],
  StorageClass: ({ metadata, provisioner, reclaimPolicy, volumeBindingMode }) => [
    metadata.name,
    provisioner,
    reclaimPolicy,
    volumeBindingMode,
    metadata.annotations ? Object.values(metadata.annotations)[0] : '',
  ],
};
const single = {
  Secret: (one) => rows([['there'], ...keys(one)]),
  ConfigMap: (one) => rows([['there'], ...keys(one)]),
  Gateway: (one) =>
    rows([['there', ...(off(one) ? ['off'] : [])], ...one.spec.listeners.map((listener) => [listener.name])]),
};

function get({ cluster }, target, options) {
  if (options.raw) return raw(cluster, options.raw);
  const [resource, name] = target.split('/');
  const known = cluster.resources.filter(({ apiVersion }) => !apiVersion.startsWith('metrics'));
  const kind = known.find((one) => one.name === resource.split('.')[0])?.kind;
  if (!kind) return failed(`error: the server doesn't have a resource type "${resource}"`);
  const found = cluster.objects.filter(
    ({ kind: own, metadata }) =>
      own === kind && (!name || (metadata.name === name && metadata.namespace === options.namespace)),
  );
  if (!options.output?.startsWith('go-template=')) return said(JSON.stringify(found));
  if (!name) return said(rows(found.map(list[kind])));
  return said(found.map(single[kind] ?? (() => 'there\n')).join(''));
}

function raw({ resources }, path) {
  const served = [...new Set(resources.map(({ apiVersion }) => apiVersion))].filter((one) => one.includes('/'));
  const versions = served.map((groupVersion) => ({ groupVersion }));
  if (path === '/apis') return said(JSON.stringify({ groups: [{ versions }] }));
  return said(JSON.stringify({ resources: resources.filter(({ apiVersion }) => path.endsWith(`/${apiVersion}`)) }));
}

function said(stdout) {
  return { code: 0, stdout, stderr: '' };
}

/** Other lines come first, as they do when discovery fails. */
function failed(message) {
  return { code: 1, stdout: '', stderr: `E1122 10:00:00 memcache.go:265] "Unhandled Error"\n${message}\n` };
}

/** What kubectl prints in a world: its cluster, what is refused, what every request ends with, the current context. */
function answer(world, args) {
  const flags = args.filter((arg) => arg.startsWith('--')).map((arg) => arg.slice(2).split(/=(.*)/s));
  const [verb, target = ''] = args.filter((arg) => !arg.startsWith('-'));
  if (verb === 'config')
    return world.current ? said(`${world.current}\n`) : failed('error: current-context is not set');
  if (world.error) return failed(world.error);
  if (world.refused?.includes(args[1]))
    return failed(`Error from server (Forbidden): User "eve" cannot read ${args[1]}`);
  if (verb === 'version') return said(JSON.stringify({ serverVersion: { gitVersion: 'v1.32.4' } }));
  return verb === 'get' ? get(world, target, Object.fromEntries(flags)) : failed(`unknown: ${args.join(' ')}`);
}

module.exports = { answer };

if (require.main === module) {
  const { STATE, CALLS } = process.env;
  const args = process.argv.slice(2);
  fs.appendFileSync(CALLS, `${args.join(' ')}\n`);
  const { code, stdout, stderr } = answer(JSON.parse(fs.readFileSync(STATE, 'utf8')), args);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = code;
}
