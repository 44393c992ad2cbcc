'use strict';

const base = require('./jest.config.js');

/** Random fleets through the public API: CNDR_FUZZ_RUNS runs, from CNDR_FUZZ_SEED. */
/** @type {import('jest').Config} */
module.exports = { ...base, testMatch: ['**/test/fuzz/fuzz.test.ts'], testPathIgnorePatterns: ['/node_modules/'] };
