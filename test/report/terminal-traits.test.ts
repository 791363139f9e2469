import { expect, test } from '@jest/globals';
import { terminalTraits } from '../../src/report/terminal-traits.js';

test.each([
  [{}, {}, { width: 80, colour: false }],
  [{ columns: 140 }, {}, { width: 80, colour: false }],
  [{ isTTY: true, columns: 140 }, {}, { width: 140, colour: true }],
  [{ isTTY: true, columns: 140 }, { NO_COLOR: '1' }, { width: 140, colour: false }],
  [{ isTTY: true, columns: 140 }, { NO_COLOR: '' }, { width: 140, colour: true }],
  [{ isTTY: true, columns: 140 }, { TERM: 'dumb' }, { width: 140, colour: false }],
  [{ isTTY: true, columns: 20 }, {}, { width: 40, colour: true }],
  [{ isTTY: true, columns: 40 }, {}, { width: 40, colour: true }],
  [{}, { FORCE_COLOR: '1' }, { width: 80, colour: true }],
  [
    { isTTY: true, columns: 90 },
    { FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' },
    { width: 90, colour: true },
  ],
  [{ isTTY: true, columns: 90 }, { FORCE_COLOR: '0' }, { width: 90, colour: false }],
  [{ isTTY: true, columns: 90 }, { FORCE_COLOR: 'false' }, { width: 90, colour: false }],
  [
    { isTTY: true, columns: 90 },
    { FORCE_COLOR: '', NO_COLOR: '1' },
    { width: 90, colour: false },
  ],
  [{ isTTY: true }, {}, { width: 80, colour: true }],
])('%p with %p: %p', (stream, env, expected) => {
  expect(terminalTraits(stream, env)).toEqual(expected);
});
