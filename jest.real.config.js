'use strict';

/** Tests against real programs: etcd, promtool, terraform, nftables, ... One at a time: they share ports. */
module.exports = {
  ...require('./jest.config.js'),
  roots: ['<rootDir>/test/real'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
  maxWorkers: 1,
};
