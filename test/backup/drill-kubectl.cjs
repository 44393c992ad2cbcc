// A kubectl for the script of the restore test: one JSON file is the cluster, with what its Velero and its storage do.
const fs = require('node:fs');

const { STATE } = process.env;
const state = JSON.parse(fs.readFileSync(STATE, 'utf8'));
const args = process.argv.slice(2);
state.calls.push(args.join(' '));

const option = (name) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const after = (flag) => args[args.indexOf(flag) + 1];
const selector = args.includes('-l') ? after('-l') : '';
const path = args.includes('-o') ? after('-o') : '';
const words = args.filter((arg, index) => !arg.startsWith('-') && !['-l', '-o', '-f'].includes(args[index - 1]));
const [verb, type = ''] = words;
const drill = option('namespace') === 'orders-drill';

function end(output = '', status = 0) {
  fs.writeFileSync(STATE, JSON.stringify(state));
  if (status === 0) process.stdout.write(output);
  else process.stderr.write(`${output}\n`);
  process.exit(status);
}

const answers = {
  'get backupstoragelocations.velero.io': () => String(state.synced++),
  'get backups.velero.io': () =>
    state.backups
      .filter(({ schedule, phase }) => selector === `velero.io/schedule-name=${schedule}` && phase === 'Completed')
      .map(({ begun, name }) => `${begun} ${name}\n`)
      .join(''),
  'get restores.velero.io': () => {
    if (path.includes('restoreItemOperationsCompleted')) return String(state.contents);
    return state.phases.length > 1 ? state.phases.shift() : state.phases[0];
  },
  'get persistentvolumeclaims': () => {
    const field = path.includes('volumeName') ? 'volume' : 'name';
    return state.claims
      .filter(({ restore }) => selector === '' || selector === `velero.io/restore-name=${restore}`)
      .map((claim) => claim[field])
      .join(' ');
  },
  'get persistentvolumes': () => state.volumes.filter((name) => words.includes(name)).join('\n'),
  'get configmaps,networkpolicies.networking.k8s.io': () => state.objects.map((name) => `${name}\n`).join(''),
  'get pods': () => state.pods.map(({ phase, files }) => (path.includes('message') ? String(files) : phase)).join(' '),
};

if (verb === 'create' && type === 'configmap') {
  const literals = args.filter((arg) => arg.startsWith('--from-literal='));
  process.stdout.write(
    JSON.stringify(Object.fromEntries(literals.map((arg) => arg.slice(15).split(/=(.*)/s).slice(0, 2)))),
  );
  // It runs beside the kubectl that reads this: only that one writes the state.
  process.exit(0);
}
if (verb === 'apply') {
  state.result = JSON.parse(fs.readFileSync(0, 'utf8'));
  end();
}
if (verb === 'create') {
  const object = JSON.parse(fs.readFileSync(0, 'utf8'));
  state.created.push(object);
  if (object.kind === 'Restore') {
    const restore = `${object.metadata.generateName}x7k2p`;
    state.objects.push(...state.restores.objects);
    for (const name of state.restores.claims) {
      state.claims.push({ name, restore, volume: `pvc-of-${name}` });
      state.volumes.push(`pvc-of-${name}`);
    }
    end(restore);
  }
  const claim = object.spec.volumes[0].persistentVolumeClaim.claimName;
  state.pods.push({ phase: state.podPhase, files: state.files[claim] });
  end();
}
if (verb === 'delete') {
  if (!drill) end(`${args.join(' ')} is outside of the namespace of the test`, 1);
  if (state.stuck && type === 'pods') end('error: timed out waiting for the condition', 1);
  if (type === 'pods') state.pods = [];
  if (type.includes('persistentvolumeclaims')) {
    if (!state.retains)
      state.volumes = state.volumes.filter((name) => !state.claims.some(({ volume }) => volume === name));
    state.claims = [];
  }
  if (type.includes('configmaps')) state.objects = [];
  end();
}
const answer = answers[`${verb} ${type}`];
if (answer) end(answer());
else end(`the stub does not know: ${args.join(' ')}`, 1);
