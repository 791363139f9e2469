import { beforeAll, describe, expect, test } from '@jest/globals';
import { Right, type RightRequest } from '../../src/access/request.js';
import { parseSddl } from '../../src/descriptor/index.js';
import type { Guid, Sid } from '../../src/descriptor/types.js';
import type { Directory } from '../../src/directory/directory.js';
import { loadDirectory } from '../../src/directory/load.js';
import { buildToken } from '../../src/directory/token.js';
import type { Tristate } from '../../src/result/tristate.js';
import { actionRequests, checkAll, type Decided, decide, requesterOf } from '../../src/verdicts/decide.js';
import { domainId } from '../directory/ids.js';
import {
  COMPUTER_CLASS,
  DOMAIN_SID,
  INETORGPERSON_CLASS,
  memorySource,
  PWD_LAST_SET as PWD,
  RESET_PASSWORD as RESET,
  ACCOUNT_RESTRICTIONS as SET,
  USER_ACCOUNT_CONTROL as UAC,
  USER_CLASS,
} from '../directory/memory-source.js';
import { userOf } from '../directory/users.js';
import { action, DISABLE, FORCE, RESET as RESET_ACTION } from './actions.js';

const ME = 'S-1-5-21-1-2-3-1000';
const OTHER = 'S-1-5-21-1-2-3-2000';
const PERHAPS = 'S-1-5-21-7-7-7-1000';
const carries = (sid: Sid): Tristate => (sid === ME ? 'yes' : sid === PERHAPS ? 'unknown' : 'no');
const requester = { carries, isSelf: false };

let directory: Directory;
beforeAll(async () => {
  directory = await loadDirectory(memorySource({}));
});
const decideOn = (aces: string, of = DISABLE, classGuid: Guid | undefined = USER_CLASS): Decided =>
  decide(parseSddl(`O:SYG:SYD:${aces}`), requester, actionRequests(of, directory, classGuid), classGuid, directory);
const unclassed = (aces: string, of = DISABLE): Decided =>
  decide(parseSddl(`O:SYG:SYD:${aces}`), requester, actionRequests(of, directory, undefined), undefined, directory);
const short = ({ access: { decision, basis, index } }: Decided) => `${decision} ${basis} ${index}`;

test('the requests of an action: its own, and those of its documented set', () => {
  expect(actionRequests(FORCE, directory, USER_CLASS)).toEqual({
    request: [{ right: Right.WriteProperty, covers: [PWD, SET, USER_CLASS], ownerImplicit: false }],
    documented: [
      { right: Right.ReadProperty, covers: [PWD, SET, USER_CLASS], ownerImplicit: false },
      { right: Right.WriteProperty, covers: [PWD, SET, USER_CLASS], ownerImplicit: false },
      { right: Right.ControlAccess, covers: [RESET], ownerImplicit: false },
    ],
  });
  expect(actionRequests(DISABLE, directory, undefined).request).toEqual([
    { right: Right.WriteProperty, covers: [UAC, SET], ownerImplicit: false },
  ]);
});

test('the requester that a token is', () => {
  const user = userOf(domainId(0), `${DOMAIN_SID}-1000`, 'x', [], `${DOMAIN_SID}-513`, []);
  const self = requesterOf(buildToken(directory, user, domainId(0)), true);
  expect([self.isSelf, self.carries(`${DOMAIN_SID}-1000`), self.carries('S-1-5-7'), self.carries(PERHAPS)]).toEqual([
    true,
    'yes',
    'no',
    'unknown',
  ]);
  const another = buildToken(directory, user, domainId(0));
  expect(requesterOf(another, false)).toMatchObject({ isSelf: false, ownerRights: 'yes' });
  expect(requesterOf(another, false, 'unknown')).toMatchObject({ isSelf: false, ownerRights: 'unknown' });
});

describe('all of several requests', () => {
  const [READ, WRITE, CONTROL]: readonly RightRequest[] = [
    { right: Right.ReadProperty, covers: [], ownerImplicit: false },
    { right: Right.WriteProperty, covers: [], ownerImplicit: false },
    { right: Right.ControlAccess, covers: [], ownerImplicit: false },
  ];
  const asked = [READ!, WRITE!, CONTROL!];

  test.each<[string, string]>([
    [`(A;;RP;;;${ME})(A;;WP;;;${ME})(A;;CR;;;${ME})`, 'granted entry 0'],
    [`(A;;WP;;;${ME})(A;;CR;;;${ME})(A;;RP;;;${ME})`, 'granted entry 2'],
    // One that is refused refuses all, whatever is open beside it.
    [`(A;;RP;;;${PERHAPS})(D;;WP;;;${ME})(A;;CR;;;${ME})`, 'denied entry 1'],
    [`(A;;RP;;;${ME})(A;;WP;;;${ME})`, 'denied no-entry null'],
    [`(D;;RP;;;${ME})(D;;WP;;;${ME})`, 'denied entry 0'],
    // Of several that are open, the first.
    [`(A;;RP;;;${ME})(A;;CR;;;${PERHAPS})(A;;WP;;;${PERHAPS})`, 'unknown unresolved-trustee 2'],
    [`(A;;CR;;;${PERHAPS})(A;;RPWP;;;${ME})`, 'unknown unresolved-trustee 0'],
  ])('%s: %s', (aces, expected) => {
    const { decision, basis, index } = checkAll(parseSddl(`O:SYG:SYD:${aces}`), requester, asked);
    expect(`${decision} ${basis} ${index}`).toBe(expected);
  });

  test('of none there is no answer', () => {
    expect(checkAll(parseSddl('O:SYG:SYD:'), requester, [])).toEqual({
      decision: 'unknown',
      basis: 'unknown-entry',
      index: null,
    });
  });
});

describe('the answer of a descriptor', () => {
  test.each<[string, string]>([
    [`(OA;;WP;${UAC};;${ME})`, 'granted entry 0'],
    [`(OA;;WP;${SET};;${ME})`, 'granted entry 0'],
    [`(OA;;WP;${USER_CLASS};;${ME})`, 'granted entry 0'],
    [`(OA;;WP;${COMPUTER_CLASS};;${ME})`, 'denied no-entry null'],
    [`(OA;;WP;${PWD};;${ME})`, 'denied no-entry null'],
    [`(OD;;WP;${UAC};;${ME})(A;;WP;;;${ME})`, 'denied entry 0'],
    [`(A;;WP;;;${PERHAPS})`, 'unknown unresolved-trustee 0'],
    ['', 'denied empty-dacl null'],
    ['NO_ACCESS_CONTROL', 'granted no-dacl null'],
  ])('%s: %s', (aces, expected) => {
    expect(short(decideOn(aces))).toBe(expected);
  });
});

describe('the documented set', () => {
  const READ = `(OA;;RP;${UAC};;${ME})`;
  const WRITE = `(OA;;WP;${UAC};;${ME})`;
  test.each<[string, boolean | null]>([
    [`${READ}${WRITE}`, true],
    [WRITE, false],
    [READ, false],
    [`${WRITE}(OA;;RP;${UAC};;${PERHAPS})`, null],
    [`(OA;;RPWP;${UAC};;${PERHAPS})`, null],
    ['NO_ACCESS_CONTROL', true],
  ])('%s: %p', (aces, expected) => {
    expect(decideOn(aces).documentedSet).toBe(expected);
  });

  test('of an action that documents nothing is held by all', () => {
    expect(decideOn('', action('x')).documentedSet).toBe(true);
  });
});

describe('an entry that would grant it and does not reach the object', () => {
  test.each<[string, string, Decided['nearMiss']]>([
    ['none', `(A;;RC;;;${ME})`, null],
    ['inherit-only', `(A;CIIO;WP;;;${ME})`, 'inherit-only'],
    ['inherit-only, for the class of the object', `(OA;CIIO;WP;${UAC};${USER_CLASS};${ME})`, 'inherit-only'],
    ['inherit-only, for no class', `(OA;CIIO;WP;${UAC};;${ME})`, 'inherit-only'],
    ['for another class', `(OA;CIIO;WP;${UAC};${COMPUTER_CLASS};${ME})`, 'class'],
    ['both', `(A;CIIO;WP;;;${ME})(OA;CIIO;WP;${UAC};${COMPUTER_CLASS};${ME})`, 'class'],
    ['both, the other way round', `(OA;CIIO;WP;${UAC};${COMPUTER_CLASS};${ME})(A;CIIO;WP;;;${ME})`, 'class'],
    ['of somebody else', `(A;CIIO;WP;;;${OTHER})`, null],
    ['of whom it is not known', `(A;CIIO;WP;;;${PERHAPS})`, null],
    ['denying', `(D;CIIO;WP;;;${ME})`, null],
    ['another right', `(A;CIIO;RP;;;${ME})`, null],
    ['another attribute', `(OA;CIIO;WP;${PWD};;${ME})`, null],
    ['that counts here, under a condition that is not met', `(XA;;WP;;;${ME};(Member_of {SID(${OTHER})}))`, null],
    ['after one that is none', `(A;CIIO;RP;;;${ME})(D;CIIO;WP;;;${ME})(A;CIIO;WP;;;${ME})`, 'inherit-only'],
  ])('%s: %s', (_, aces, expected) => {
    const answer = decideOn(aces);
    expect([short(answer), answer.nearMiss]).toEqual(['denied no-entry null', expected]);
  });

  test('of one of the requests that an action makes', () => {
    const secret = action('x', { request: { right: 'read-confidential', attribute: 'userAccountControl' } });
    expect(decideOn(`(A;CIIO;RP;;;${ME})`, secret).nearMiss).toBe('inherit-only');
    expect(decideOn(`(A;CIIO;WP;;;${ME})`, secret).nearMiss).toBeNull();
  });

  test('is not looked for where something else decides', () => {
    expect(decideOn(`(D;;WP;;;${ME})(A;CIIO;WP;;;${ME})`).nearMiss).toBeNull();
    expect(decideOn(`(A;;WP;;;${ME})(A;CIIO;WP;;;${ME})`).nearMiss).toBeNull();
    expect(decideOn(`(A;;WP;;;${PERHAPS})(A;CIIO;WP;;;${ME})`).nearMiss).toBeNull();
    expect(decideOn('').nearMiss).toBeNull();
  });
});

describe('where the class of the target is not known', () => {
  const NOBODY_KNOWS = '00000000-0000-0000-0000-00000000abcd';
  test.each<[string, string, string]>([
    ['an entry for a class may reach it', `(OA;;WP;${USER_CLASS};;${ME})`, 'unknown unknown-entry 0'],
    ['so may one for what no schema names', `(OA;;WP;${NOBODY_KNOWS};;${ME})`, 'unknown unknown-entry 0'],
    ['not one for an attribute', `(OA;;WP;${PWD};;${ME})`, 'denied no-entry null'],
    ['not one for a right', `(OA;;WP;${RESET};;${ME})`, 'denied no-entry null'],
    ['not one of somebody else', `(OA;;WP;${USER_CLASS};;${OTHER})`, 'denied no-entry null'],
    ['one that denies', `(OD;;WP;${USER_CLASS};;${ME})(A;;WP;;;${ME})`, 'unknown unknown-entry 0'],
    ['one that changes nothing', `(OA;;WP;${USER_CLASS};;${ME})(A;;WP;;;${ME})`, 'granted entry 1'],
    ['one that denies what is denied', `(OD;;WP;${USER_CLASS};;${ME})(D;;WP;;;${ME})`, 'denied entry 1'],
    ['one for the attribute itself', `(OA;;WP;${UAC};;${ME})`, 'granted entry 0'],
    ['one without a type', `(OA;;WP;;;${ME})`, 'granted entry 0'],
    ['no list', 'NO_ACCESS_CONTROL', 'granted no-dacl null'],
    ['what is open stays so', `(A;;WP;;;${PERHAPS})`, 'unknown unresolved-trustee 0'],
  ])('%s: %s', (_, aces, expected) => {
    expect(short(unclassed(aces))).toBe(expected);
  });

  test.each<[string, boolean | null]>([
    [`(OA;;RPWP;${USER_CLASS};;${ME})`, null],
    [`(OA;;RPWP;${UAC};;${ME})`, true],
    [`(OA;;RPWP;${PWD};;${ME})`, false],
    [`(A;;RPWP;;;${ME})`, true],
    [`(OD;;RP;${USER_CLASS};;${ME})(A;;RPWP;;;${ME})`, null],
  ])('the documented set is as open: %s: %p', (aces, expected) => {
    expect(unclassed(aces).documentedSet).toBe(expected);
  });

  test('no entry for a class counts as one for its class', () => {
    expect(unclassed(`(OA;CIIO;WP;${UAC};${INETORGPERSON_CLASS};${ME})`).nearMiss).toBe('class');
  });

  test('an extended right has no class', () => {
    expect(short(unclassed(`(OA;;CR;${RESET};;${ME})`, RESET_ACTION))).toBe('granted entry 0');
  });
});
