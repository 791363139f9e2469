/** Runs before every test file (jest.config.mjs): gives fast-check its seed. Where a property fails it prints the seed itself. */
import fc from 'fast-check';
import { seedOf } from './seed.js';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: seedOf(process.env['ADREACH_SEED']) });
