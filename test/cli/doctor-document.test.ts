import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { reportText } from '../../src/cli/doctor/report';
import { State } from '../../src/cli/doctor/verdict';
import { PLAIN } from '../../src/cli/paint';
import { programFor } from '../../src/cli/program';
import { changed, controller, healthy, reportOn, storageClass } from './doctor.support';

const document = fs.readFileSync(path.resolve(__dirname, '../../docs/doctor.md'), 'utf8');
const block = (language: string): string => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(document)![1]!;

test('the example is what the command prints', async () => {
  const cluster = changed(healthy(), {
    'Deployment velero': controller(
      'Deployment',
      'velero',
      'velero',
      'velero/velero:v1.17.0',
      'velero-plugin-for-aws:v1.14.0',
    ),
    'Secret velero-object-store': undefined,
    'StorageClass gp3': storageClass('gp3', 'Delete', false),
  });
  const report = await reportOn({ cluster, refused: ['configmaps/fleet-ca'] });
  expect(block('text').trimEnd().split('\n')).toEqual(reportText(report, PLAIN).split('\n'));
});

test('every state, and every command with its options, is one that there is', () => {
  for (const state of Object.values(State))
    expect(document).toContain(`\`${state === State.OK ? state : state.toUpperCase()}\``);
  const terminal = { paint: PLAIN, version: '0', print: () => undefined, found: () => undefined };
  const doctor = programFor(terminal).commands.find((command) => command.name() === 'doctor')!;
  const flags = [...document.matchAll(/npx cndr doctor([^`\n]*)/g)].flatMap(
    ([, rest]) => rest!.match(/--[\w-]+/g) ?? [],
  );
  expect(flags.length).toBeGreaterThan(2);
  expect(doctor.options.map(({ long }) => long)).toEqual(expect.arrayContaining(flags));
});

test('the roles admit reads only, and Secrets by name', () => {
  const roles = parseAllDocuments(block('yaml')).map((one) => one.toJS() as Role);
  const rules = roles.flatMap((role) => role.rules);
  expect(roles.map(({ kind }) => kind)).toEqual(['ClusterRole', 'Role']);
  for (const { verbs } of rules) expect(['get', 'list']).toEqual(expect.arrayContaining(verbs));
  for (const { resources, resourceNames } of rules) {
    if (resources.includes('secrets')) expect(resourceNames).toEqual([expect.any(String)]);
  }
});

interface Role {
  readonly kind: string;
  readonly rules: { readonly resources: string[]; readonly verbs: string[]; readonly resourceNames?: string[] }[];
}
