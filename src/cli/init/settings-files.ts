/** package.json and the other settings of a new project. */

/** What a project needs to know of this package. */
export interface OwnPackage {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
}

export function packageFile(name: string, { version, peerDependencies, devDependencies, engines }: OwnPackage): string {
  const tools = ['@types/node', 'typescript'];
  return json({
    name,
    version: '0.0.0',
    private: true,
    engines,
    scripts: {
      compile: 'tsc',
      synth: 'npm run -s compile && node build/main.js',
      test: 'npm run -s compile && node --test build/main.test.js',
      plan: 'cndr plan',
      check: 'cndr check',
      diff: 'cndr diff',
    },
    dependencies: Object.fromEntries(
      Object.entries({ cndr: version, ...peerDependencies }).sort(([one], [other]) => (one < other ? -1 : 1)),
    ),
    devDependencies: Object.fromEntries(tools.map((tool) => [tool, devDependencies[tool]])),
  });
}

export const COMPILER = json({
  compilerOptions: {
    rootDir: '.',
    outDir: 'build',
    target: 'ES2022',
    module: 'Node16',
    types: ['node'],
    strict: true,
    noUnusedLocals: true,
    noUncheckedIndexedAccess: true,
    esModuleInterop: true,
    skipLibCheck: true,
  },
  include: ['*.ts'],
});

export function cdktfFile(name: string): string {
  return json({
    language: 'typescript',
    app: 'npm run -s synth',
    projectId: name,
    sendCrashReports: 'false',
    output: 'cdktf.out',
  });
}

export const IGNORED = ['node_modules/', 'build/', 'cdktf.out/', 'dist/', 'refused/', ''].join('\n');

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
