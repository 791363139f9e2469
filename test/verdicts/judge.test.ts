import { describe, expect, test } from '@jest/globals';
import type { Basis, Decision } from '../../src/access/check.js';
import type { Access } from '../../src/result/audit.js';
import type { Tristate } from '../../src/result/tristate.js';
import type { Decided } from '../../src/verdicts/decide.js';
import { judge, type Lasting, lastingOf } from '../../src/verdicts/judge.js';
import { DISABLE, FORCE } from './actions.js';

const LASTS: Lasting = { lasts: 'yes', asAdminSDHolder: false };
const decided = (decision: Decision, basis: Basis, nearMiss: Decided['nearMiss'] = null): Decided => ({
  access: { decision, basis, index: null },
  documentedSet: null,
  nearMiss,
});
/** The judgement in short; what it must not ask for throws. */
const judged = (
  answer: Decided,
  { action = DISABLE, flags = 0x200 as number | null, lasting = LASTS as Lasting, lost = false } = {},
) => {
  const { access, verdict, reason } = judge(
    action,
    answer,
    flags,
    () => lasting,
    () => lost,
  );
  return `${access} ${verdict} ${reason}`;
};

describe('refused', () => {
  test.each<[Basis, Decided['nearMiss'], boolean, string]>([
    ['entry', null, false, 'denied-by-entry'],
    ['entry', 'class', true, 'denied-by-entry'],
    ['empty-dacl', null, true, 'empty-dacl'],
    ['no-entry', null, false, 'no-entry'],
    ['no-entry', null, true, 'no-entry-inheritance-off'],
    ['no-entry', 'class', false, 'no-entry-for-class'],
    ['no-entry', 'class', true, 'no-entry-for-class'],
    ['no-entry', 'inherit-only', false, 'no-entry-inherit-only'],
    ['no-entry', 'inherit-only', true, 'no-entry-inheritance-off'],
  ])('%s, near miss %p, inheritance lost %p: %s', (basis, nearMiss, lost, reason) => {
    expect(judged(decided('denied', basis, nearMiss), { lost })).toBe(`denied cannot ${reason}`);
    // Neither flags nor AdminSDHolder matter.
    expect(
      judged(decided('denied', basis, nearMiss), { lost, action: FORCE, flags: null, lasting: { lasts: 'no' } }),
    ).toBe(`denied cannot ${reason}`);
  });
});

describe('open', () => {
  test.each<[Basis, string]>([
    ['conditional', 'conditional-entry'],
    ['unresolved-trustee', 'unresolved-trustee'],
    ['unknown-entry', 'class-unknown'],
    ['owner', 'unresolved-trustee'],
  ])('%s: %s', (basis, reason) => {
    expect(judged(decided('unknown', basis))).toBe(`unknown unknown ${reason}`);
    expect(judged(decided('unknown', basis), { action: FORCE, flags: 0x10000 })).toBe(`unknown unknown ${reason}`);
  });
});

describe('granted', () => {
  test.each<[Basis, Lasting, string]>([
    ['entry', LASTS, 'can allowed-by-entry'],
    ['owner', LASTS, 'can allowed-as-owner'],
    ['entry', { lasts: 'yes', asAdminSDHolder: true }, 'can allowed-as-adminsdholder'],
    ['no-dacl', LASTS, 'can allowed-without-dacl'],
    ['no-dacl', { lasts: 'yes', asAdminSDHolder: true }, 'can allowed-without-dacl'],
    ['entry', { lasts: 'no' }, 'can-until-sdprop adminsdholder-will-deny'],
    ['entry', { lasts: 'unknown', reason: 'adminsdholder-missing' }, 'unknown adminsdholder-missing'],
    ['entry', { lasts: 'unknown', reason: 'adminsdholder-undecided' }, 'unknown adminsdholder-undecided'],
    ['entry', { lasts: 'unknown', reason: 'protection-undecided' }, 'unknown protection-undecided'],
  ])('%s, lasting %j: %s', (basis, lasting, expected) => {
    expect(judged(decided('granted', basis), { lasting })).toBe(`granted ${expected}`);
  });

  test.each<[number | null, string]>([
    [null, 'unknown user-account-control-unreadable'],
    [0x200, 'can allowed-by-entry'],
    [0x10200, 'no-effect password-never-expires'],
    [0x40200, 'no-effect smartcard-required'],
    [0x1000, 'no-effect trust-account'],
    // The first in the order of the action.
    [0x51000, 'no-effect password-never-expires'],
    [0x41000, 'no-effect smartcard-required'],
  ])('userAccountControl %p, of an action that it can keep from taking effect: %s', (flags, expected) => {
    expect(judged(decided('granted', 'entry'), { action: FORCE, flags })).toBe(`granted ${expected}`);
  });

  test('no effect comes before what does not last', () => {
    expect(judged(decided('granted', 'entry'), { action: FORCE, flags: 0x10200, lasting: { lasts: 'no' } })).toBe(
      'granted no-effect password-never-expires',
    );
    expect(judged(decided('granted', 'entry'), { action: FORCE, lasting: { lasts: 'no' } })).toBe(
      'granted can-until-sdprop adminsdholder-will-deny',
    );
  });

  test('for an action without such flags, userAccountControl does not matter', () => {
    expect(judged(decided('granted', 'entry'), { flags: null })).toBe('granted can allowed-by-entry');
  });
});

test('what is not needed is not asked for', () => {
  const never = () => {
    throw new Error('asked');
  };
  expect(judge(DISABLE, decided('denied', 'entry'), 0, never, never).reason).toBe('denied-by-entry');
  expect(judge(DISABLE, decided('unknown', 'conditional'), 0, never, never).reason).toBe('conditional-entry');
  expect(judge(DISABLE, decided('granted', 'entry'), 0, () => LASTS, never).reason).toBe('allowed-by-entry');
  expect(judge(DISABLE, decided('denied', 'no-entry', 'class'), 0, never, never).reason).toBe('no-entry-for-class');
});

describe('what the next run of AdminSDHolder leaves', () => {
  const HERE: Lasting = { lasts: 'yes', asAdminSDHolder: true };
  const OPEN: Lasting = { lasts: 'unknown', reason: 'protection-undecided' };
  const UNDECIDED: Lasting = { lasts: 'unknown', reason: 'adminsdholder-undecided' };

  test.each<[Tristate, boolean, readonly [Access, Access] | null, Lasting]>([
    ['no', false, null, LASTS],
    ['no', true, ['denied', 'denied'], LASTS],
    ['yes', true, null, HERE],
    ['yes', true, ['denied', 'denied'], HERE],
    ['unknown', true, null, HERE],
    ['yes', false, null, { lasts: 'unknown', reason: 'adminsdholder-missing' }],
    ['unknown', false, null, OPEN],
    ['yes', false, ['granted', 'granted'], HERE],
    ['unknown', false, ['granted', 'granted'], HERE],
    ['yes', false, ['denied', 'denied'], { lasts: 'no' }],
    ['unknown', false, ['denied', 'denied'], OPEN],
    ['yes', false, ['granted', 'denied'], UNDECIDED],
    ['yes', false, ['denied', 'granted'], UNDECIDED],
    ['yes', false, ['granted', 'unknown'], UNDECIDED],
    ['yes', false, ['unknown', 'granted'], UNDECIDED],
    ['yes', false, ['denied', 'unknown'], UNDECIDED],
    ['yes', false, ['unknown', 'denied'], UNDECIDED],
    ['yes', false, ['unknown', 'unknown'], UNDECIDED],
    ['unknown', false, ['granted', 'denied'], OPEN],
    ['unknown', false, ['unknown', 'granted'], OPEN],
    ['unknown', false, ['unknown', 'unknown'], OPEN],
  ])(
    'protected %s, same list %p, AdminSDHolder as it is and by its own entries %j',
    (isProtected, same, holder, expected) => {
      expect(lastingOf(isProtected, same, () => holder && { asIs: holder[0], own: holder[1] })).toEqual(expected);
    },
  );
});
