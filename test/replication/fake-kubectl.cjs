// A kubectl whose clusters are one JSON file: { "<site>": [objects] }. It knows what the steps of replications say, and plays the
// controllers that they wait for.
const fs = require('node:fs');

const { STATE, CLUSTER, CALLS } = process.env;
const state = JSON.parse(fs.readFileSync(STATE, 'utf8'));
const objects = (state[CLUSTER] ??= []);
const args = process.argv.slice(2);
fs.appendFileSync(CALLS, `${CLUSTER} ${args.join(' ')}\n`);

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

// ---- Arguments ------------------------------------------------------------------------------------------------------
const options = { l: '', o: '', patch: '', replicas: '', f: '' };
const words = [];
for (let index = 0; index < args.length; index++) {
  const arg = args[index];
  if (/^-[lof]$/.test(arg)) options[arg[1]] = args[++index];
  else if (arg.startsWith('--'))
    options[arg.slice(2).split('=')[0]] = arg.includes('=') ? arg.slice(arg.indexOf('=') + 1) : true;
  else words.push(arg);
}
const [verb, target = '', ...names] = words;
const kindOf = (type) => type.split('/')[0].split('.')[0].replace(/s$/, '').toLowerCase();
const wanted = target.includes('/') ? [target.split('/')[1]] : names;
const kind = kindOf(target);
const ofKind = objects.filter((object) => object.kind.toLowerCase() === kind);
const labelled = ofKind.filter(({ metadata }) =>
  options.l.split(',').every((pair) => pair === '' || metadata.labels?.[pair.split('=')[0]] === pair.split('=')[1]),
);
const named = (name) => ofKind.find(({ metadata }) => metadata.name === name);

// ---- JSONPath -------------------------------------------------------------------------------------------------------
function value(object, path) {
  const keys = path.replace(/\\\./g, '\0').split('.').filter(Boolean);
  return keys.reduce((at, key) => {
    if (key.endsWith('[*]'))
      return (Array.isArray(at) ? at.flatMap((one) => one[key.slice(0, -3)] ?? []) : at?.[key.slice(0, -3)]) ?? [];
    if (Array.isArray(at)) return at.map((one) => one?.[key.replace(/\0/g, '.')]).filter((one) => one !== undefined);
    return at?.[key.replace(/\0/g, '.')];
  }, object);
}

function ranged(object, path) {
  const [, status, wanted] = /^\.items\[\?\(@\.([\w.]+)=="(\w+)"\)\]$/.exec(path) ?? [];
  return status === undefined ? value(object, path) : object.items.filter((item) => value(item, status) === wanted);
}

function text(found) {
  if (found === undefined || found === null) return '';
  if (Array.isArray(found)) return found.map(text).join(' ');
  return typeof found === 'object' ? JSON.stringify(found) : String(found);
}

function jsonpath(template, object) {
  const tokens = template.match(/\{[^}]*\}|[^{]+/g) ?? [];
  const render = (from, at) => {
    let out = '';
    for (let index = from; index < tokens.length; index++) {
      const token = tokens[index];
      if (token === '{end}') return [out, index];
      if (token.startsWith('{range ')) {
        const items = ranged(at, token.slice(7, -1));
        let last = index;
        if (items.length === 0) [, last] = render(index + 1, { items: [] });
        for (const item of items) {
          const [part, end] = render(index + 1, item);
          out += part;
          last = end;
        }
        index = last;
      } else if (/^\{"/.test(token)) out += JSON.parse(token.slice(1, -1));
      else if (token.startsWith('{')) out += text(value(at, token.slice(1, -1)));
      else out += token;
    }
    return [out, tokens.length];
  };
  return render(0, object)[0];
}

function print(object) {
  if (options.o.startsWith('jsonpath=')) process.stdout.write(jsonpath(options.o.slice(9), object));
  else process.stdout.write(`${kind}/${object.metadata?.name ?? ''}\n`);
}

// ---- Controllers ----------------------------------------------------------------------------------------------------
function copied(source) {
  const site = state.copiesTo;
  const destination = state[site].find(
    (one) => one.kind === 'ReplicationDestination' && one.metadata.name === source.metadata.name,
  );
  if (!destination || destination.spec.paused) return;
  const copies = (state.copies = (state.copies ?? 0) + 1);
  source.status = { ...source.status, lastManualSync: source.spec.trigger.manual };
  destination.status = {
    lastSyncTime: new Date().toISOString().slice(0, 19) + 'Z',
    latestImage: { name: `image-${copies}` },
  };
}

function created(object) {
  const { metadata } = object;
  metadata.name ??= `${metadata.generateName}${objects.length}`;
  metadata.creationTimestamp = String(objects.length).padStart(4, '0');
  if (object.kind === 'Backup') {
    object.status = {
      phase: state.backupPhase ?? 'Completed',
      startTimestamp: new Date().toISOString().slice(0, 19) + 'Z',
    };
    for (const [site, others] of Object.entries(state))
      if (Array.isArray(others) && site !== CLUSTER) others.push(object);
  }
  if (object.kind === 'Restore') {
    object.status = { phase: state.restorePhase ?? 'Completed' };
    for (const claim of state.claims) {
      if (objects.some((one) => one.kind === 'PersistentVolumeClaim' && one.metadata.name === claim)) continue;
      objects.push({
        kind: 'PersistentVolumeClaim',
        metadata: { name: claim, labels: { 'velero.io/restore-name': metadata.name } },
        spec: {},
      });
    }
  }
}

function merge(into, patch) {
  for (const [key, part] of Object.entries(patch)) {
    into[key] = part !== null && typeof part === 'object' && !Array.isArray(part) ? merge(into[key] ?? {}, part) : part;
  }
  return into;
}

// ---- Verbs ----------------------------------------------------------------------------------------------------------
if (state.unreachable === CLUSTER) fail('Unable to connect to the server');
if (verb === 'get' && wanted.length > 1) {
  const missing = wanted.find((name) => !named(name));
  if (missing && !options['ignore-not-found']) fail(`${missing} not found`);
} else if (verb === 'get' && wanted.length === 1) {
  const found = named(wanted[0]);
  if (found && kind === 'backupstoragelocation') found.status.lastSyncedTime += 'I';
  if (found) print(found);
  else if (!options['ignore-not-found']) fail(`Error from server (NotFound): ${target} ${wanted[0]} not found`);
} else if (verb === 'get') {
  print({ items: labelled });
} else if (verb === 'scale') {
  const found = named(wanted[0]) ?? fail(`${wanted[0]} not found`);
  const replicas = Number(options.replicas);
  found.spec.replicas = replicas;
  found.metadata.generation = (found.metadata.generation ?? 0) + 1;
  found.status = { observedGeneration: found.metadata.generation, replicas, readyReplicas: replicas };
} else if (verb === 'patch') {
  const found = named(wanted[0]) ?? fail(`${wanted[0]} not found`);
  merge(found, JSON.parse(options.patch));
  if (kind === 'replicationsource') copied(found);
} else if (verb === 'delete') {
  for (const name of wanted) {
    if (!named(name) && !options['ignore-not-found']) fail(`${name} not found`);
    state[CLUSTER] = state[CLUSTER].filter((one) => one.kind.toLowerCase() !== kind || one.metadata.name !== name);
  }
} else if (verb === 'create') {
  const object = JSON.parse(fs.readFileSync(0, 'utf8'));
  if (objects.some((one) => one.kind === object.kind && one.metadata.name === object.metadata.name))
    fail('AlreadyExists');
  created(object);
  objects.push(object);
  if (options.o) process.stdout.write(jsonpath(options.o.slice(9), object));
} else if (verb !== 'label') {
  fail(`fake kubectl does not know: ${args.join(' ')}`);
}
fs.writeFileSync(STATE, JSON.stringify(state));
