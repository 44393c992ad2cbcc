/** `deployment.ts` of a new project: what is deployed, for synthesis and for the tests. */
import { applicationCode, PATTERN_CLASSES } from './application-code';
import { indented } from './code';
import { fleetCode } from './fleet-code';
import type { Project } from './project';

/** Names that the code may use, by the package that has them. */
const EXPORTS: Readonly<Record<string, string[]>> = {
  cdk8s: ['Duration', 'Size'],
  cndr: [
    ...Object.values(PATTERN_CLASSES),
    'Backup',
    'Fleet',
    'GlobalLoadBalancer',
    'Latch',
    'Replication',
    'Site',
    'SiteNetwork',
    'Standby',
    'StatefulWorkload',
  ],
};

export function deploymentFile(project: Project): string {
  const body = [...fleetCode(project), '', ...applicationCode(project)];
  const uses = body.filter((line) => !/^\s*\/\//.test(line)).join('\n');
  const imports = Object.entries(EXPORTS).map(([from, names]) => {
    const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(uses));
    return importCode([...used, ...(from === 'cndr' ? ['type FleetApp'] : [])].sort(byName), from);
  });
  return [
    ...imports,
    '',
    '/** What is deployed, for main.ts and for the tests. Values at "change:" are made up. */',
    'export function deploy(app: FleetApp): void {',
    ...indented(body),
    '}',
    '',
  ].join('\n');
}

function byName(one: string, other: string): number {
  return one.replace('type ', '') < other.replace('type ', '') ? -1 : 1;
}

function importCode(names: string[], from: string): string {
  const line = `import { ${names.join(', ')} } from '${from}';`;
  return line.length <= 120 ? line : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';`;
}
