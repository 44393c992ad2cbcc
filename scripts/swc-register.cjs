'use strict';

// Runs a TypeScript file without a build: node -r ./scripts/swc-register.cjs FILE.ts
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  });
  module._compile(code, filename);
};

// The package by its own name is the source, not the last build of it.
const source = { cndr: '../src/index.ts', 'cndr/testing': '../src/testing/index.ts' };
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) =>
  resolve(request in source ? join(__dirname, source[request]) : request, ...rest);
