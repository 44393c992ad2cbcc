'use strict';

const swc = ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, sourceMaps: 'inline' }];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/real/'],
  moduleNameMapper: { '^cndr$': '<rootDir>/src/index.ts', '^cndr/testing$': '<rootDir>/src/testing/index.ts' },
  transform: { '\\.[jt]s$': swc },
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/cel-js/)'], // published as ES modules only
  maxWorkers: '100%',
  reporters: ['default', ...(process.env.CNDR_RESULTS ? ['<rootDir>/scripts/results-reporter.cjs'] : [])],
};
