export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Many tests start processes, and machines may have little to give them.
  testTimeout: 90_000,
  // All cores: most tests wait for processes and databases.
  maxWorkers: '100%',
  testSequencer: '<rootDir>/test/support/longestFirst.mjs',
};
