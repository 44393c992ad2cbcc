import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import ts from 'typescript-eslint';

// ---- Rooms: what each folder of src/ may import besides itself and files directly in src/ ---------------------------
const parts = ['workloads', 'network', 'traffic', 'replication', 'backup', 'runbook', 'observability'];
const base = ['model', 'kinds', 'recovery', 'rules'];
const mayImport = {
  recovery: [],
  rules: ['recovery'],
  kinds: [],
  model: ['kinds', 'recovery', 'rules'],
  report: ['recovery', 'rules', 'synthesis'],
  synthesis: [...base, 'report'],
  ...Object.fromEntries(parts.map((part) => [part, base])),
  fleet: [...base, ...parts, 'synthesis'],
  patterns: [...base, ...parts, 'synthesis'],
  cli: ['recovery', 'rules', 'report', 'synthesis'],
  testing: [...base, ...parts, 'synthesis', 'fleet', 'patterns', 'index.ts'],
};
const zones = Object.entries(mayImport).flatMap(([room, allowed]) =>
  [...Object.keys(mayImport), 'index.ts']
    .filter((other) => other !== room && !allowed.includes(other))
    .map((other) => ({
      target: `./src/${room}`,
      from: `./src/${other}`,
      message: `src/${room} may import: ${allowed.join(', ') || 'no other room'} (ARCHITECTURE.md, The rooms).`,
    })),
);

// ---- Modules that only some rooms may import ------------------------------------------------------------------------
const bareAws = {
  regex: '^@cdktf/provider-aws(/lib(/index)?)?$',
  message: "The index costs 3.4 s and 550 MB in every process: import '@cdktf/provider-aws/lib/<resource>'.",
};
const deepAws = {
  regex: '^@cdktf/provider-aws/lib/(?!index$)',
  allowTypeImports: true,
  message: 'Cloud resources are made in src/fleet, src/traffic, src/workloads and src/backup only.',
};
const disk = {
  regex: '^(node:)?fs(/promises)?$',
  message: 'Only src/synthesis touches the disk (and src/fleet/fleet-file.ts reads).',
};
const constructs = {
  regex: '^(cdk8s|cdktf|constructs|@cdktf/)',
  message: 'src/recovery, src/rules, src/report and src/cli work on plain values: no construct.',
};
const planOnly = {
  regex: '/synthesis/(?!plan$)',
  allowTypeImports: true,
  message: 'The command line and the report start fast: they load the format of the plan, not what makes one.',
};
const refuse = (files, ...patterns) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

export default defineConfig(
  globalIgnores(['lib/', 'dist-jsii/', 'coverage/', '**/dist/', '**/cdktf.out/', '**/*.d.ts', 'examples/**/*.js']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: { globals: { process: false, console: false, URL: false, Buffer: false, performance: false } },
  },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: { sourceType: 'commonjs', globals: { require: false, module: false, __dirname: false } },
  },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.dev.json' } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowStaticOnly: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.dev.json' })] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'The output is the same bytes on every run.' },
        { object: 'Date', property: 'now', message: 'The output is the same bytes on every run.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  refuse(['test/**/*.ts', 'examples/**/*.ts', 'bench/**/*.ts'], bareAws),
  refuse(['src/**/*.ts'], bareAws, deepAws, disk),
  refuse(['src/{fleet,traffic,workloads,backup}/**'], bareAws, disk),
  refuse(['src/fleet/fleet-file.ts'], bareAws),
  refuse(['src/{synthesis,testing}/**'], bareAws, deepAws),
  refuse(['src/{cli,report}/**'], bareAws, constructs, planOnly, disk),
  refuse(
    ['src/cli/read-input.ts', 'src/cli/init/write-project.ts', 'src/cli/report-command.ts'],
    bareAws,
    constructs,
    planOnly,
  ),
  refuse(['src/{recovery,rules}/**'], bareAws, constructs, disk),
);
