/**
 * Tests as mutation testing runs them (docs/mutation.md); scripts/mutate.mjs says which. Compiled to CommonJS: jest
 * loads that several times faster than ES modules, which also pile up in its memory.
 */
import base from './jest.config.mjs';

const [[typescript, [swc, options]]] = Object.entries(base.transform);
/** Packages that come as ES modules only. */
const ESM_ONLY = '@marcbachmann/cel-js/.+\\.js$';

export default {
  ...base,
  testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
  extensionsToTreatAsEsm: [],
  transform: {
    [typescript]: [swc, { ...options, module: { type: 'commonjs' } }],
    [ESM_ONLY]: [swc, { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!${ESM_ONLY})`],
  setupFiles: [],
  // Random checks: seconds each, for a mutant that a table of expected values kills in milliseconds.
  testPathIgnorePatterns: ['-properties\\.test\\.ts$', '/access/same-answer\\.test\\.ts$'],
};
