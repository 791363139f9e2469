/** Tests are ES modules, compiled by swc; the tree mirrors src. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  // The seed of random tests is fixed (docs/fuzzing.md).
  setupFiles: ['<rootDir>/test/seed-setup.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  maxWorkers: 2,
  // A loaded machine is slow, not wrong: a test that hangs still ends.
  testTimeout: 60_000,
};
