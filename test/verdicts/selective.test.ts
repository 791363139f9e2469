import { describe, expect, test } from '@jest/globals';
import { parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';
import type { Token } from '../../src/directory/token.js';
import type { Tristate } from '../../src/result/tristate.js';
import { selectiveLogon } from '../../src/verdicts/selective.js';

const ACTOR = 'S-1-5-21-1-1-1-1000';
const TEAM = 'S-1-5-21-1-1-1-2000';
const MAYBE = 'S-1-5-21-9-9-9-2000';

const token: Token = {
  domain: null,
  sids: new Map(),
  filtered: new Map(),
  logon: { possible: 'unknown', because: 'selective-authentication' },
  carries: (sid: Sid): Tristate => (sid === ACTOR || sid === TEAM ? 'yes' : sid === MAYBE ? 'unknown' : 'no'),
};

/** Allowed-To-Authenticate, MS-ADTS 5.1.3.2.1. */
const allow = (trustee: string, type = 'OA') => `(${type};;CR;68b1d179-0d15-4d4f-ab71-46152e79a7bc;;${trustee})`;
const RESET = `(OA;;CR;00299570-246d-11d0-a768-00aa006e0529;;${ACTOR})`;

const no = { possible: 'no', because: 'selective-authentication' };
const unknown = { possible: 'unknown', because: 'selective-authentication' };

describe('Allowed-To-Authenticate on the controllers of a domain', () => {
  test.each<[string, readonly (string | null)[], unknown]>([
    ['held on the only one', [allow(ACTOR)], { possible: 'yes' }],
    ['by a group, on both', [allow(ACTOR), allow(TEAM)], { possible: 'yes' }],
    ['every extended right, or full control', [`(A;;CR;;;${ACTOR})`, `(A;;GA;;;${TEAM})`], { possible: 'yes' }],
    ['held on none', ['(A;;RP;;;AU)', ''], no],
    ['another extended right', [RESET], no],
    ['denied before', [allow(TEAM, 'OD') + allow(ACTOR)], no],
    ['on one and not on another: either may be asked', [allow(ACTOR), ''], unknown],
    ['of a group that may hold the account', [allow(MAYBE)], unknown],
    ['of a controller whose descriptor was not read', [null], unknown],
    ['the same beside one that allows it', [allow(ACTOR), null], unknown],
    ['no controller is in the sources', [], unknown],
  ])('%s', (_, dacls, expected) => {
    expect(
      selectiveLogon(
        token,
        dacls.map((dacl) => (dacl === null ? null : parseSddl(`O:SYG:SYD:${dacl}`))),
      ),
    ).toEqual(expected);
  });
});
