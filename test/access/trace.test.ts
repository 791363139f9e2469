import { describe, expect, test } from '@jest/globals';
import { objectRequest, propertyRequest, Right, type RightRequest } from '../../src/access/request.js';
import { traceRight } from '../../src/access/trace.js';
import { parseSddl } from '../../src/descriptor/index.js';
import { type Ace, AceType, type Guid, SdControl, type SecurityDescriptor } from '../../src/descriptor/types.js';
import type { Tristate } from '../../src/result/tristate.js';

const CLASS = 'c0000000-0000-0000-0000-000000000001';
const SET = 'a0000000-0000-0000-0000-000000000001';
const ATTRIBUTE = 'b0000000-0000-0000-0000-000000000001';
const OTHER = 'b0000000-0000-0000-0000-000000000002';

describe('the trace by example', () => {
  const TEAM = 'S-1-5-21-1-2-3-1';
  const team = { carries: (asked: string): Tristate => (asked === TEAM ? 'yes' : 'no'), isSelf: false };
  const write = propertyRequest(Right.WriteProperty, ATTRIBUTE, SET, CLASS);
  const roles = (sddl: string) =>
    traceRight(parseSddl(sddl), team, write).entries.map(({ role, obstacles }) => [role, ...obstacles].join(' '));

  test('each reason by its name', () => {
    expect(
      roles(
        `D:(A;;RC;;;BA)(A;CIIO;WP;;;${TEAM})(A;;RP;;;${TEAM})(OA;;WP;${OTHER};;${TEAM})(OA;;WP;${SET};;${TEAM})(A;;GA;;;${TEAM})(A;;GA;;;BA)`,
      ),
    ).toEqual([
      'none other-trustee other-right',
      'none inherit-only',
      'none other-right',
      'none other-place',
      'decides',
      'too-late',
      'none other-trustee',
    ]);
  });

  test('an object type of which it is not known whether it is a class of the object leaves the answer open', () => {
    const doubtful = new Set<Guid>([CLASS]);
    const narrow = propertyRequest(Right.WriteProperty, ATTRIBUTE, SET, undefined);
    const { result, entries, outcomes } = traceRight(parseSddl(`D:(OA;;WP;${CLASS};;${TEAM})`), team, narrow, doubtful);
    expect(result).toEqual({ decision: 'unknown', basis: 'unknown-entry', index: 0 });
    expect(entries[0]).toMatchObject({ role: 'open', doubts: ['class'] });
    expect(outcomes).toEqual([
      { applies: 0, decision: 'granted', index: 0 },
      { applies: null, decision: 'denied', index: null },
    ]);
  });
});

const TEAM = 'S-1-5-21-1-2-3-1';
const NOBODY = 'S-1-5-21-1-2-3-2';
const FOREIGN = 'S-1-5-21-7-7-7-1';
const WRITE = propertyRequest(Right.WriteProperty, ATTRIBUTE, SET, CLASS);
const WRITE_DAC = objectRequest(Right.WriteDac, CLASS);

/** A trace in short; entries behind what decides stand in parentheses. */
function told(descriptor: SecurityDescriptor | string, request: RightRequest = WRITE, doubtful?: ReadonlySet<Guid>) {
  const carries = (sid: string): Tristate => (sid === TEAM ? 'yes' : sid === FOREIGN ? 'unknown' : 'no');
  const given = typeof descriptor === 'string' ? parseSddl(descriptor) : descriptor;
  const { result, entries, outcomes } = traceRight(given, { carries, isSelf: false }, request, doubtful);
  return [
    `${result.decision} ${result.basis} ${result.index}`,
    entries.map(({ role, obstacles, doubts, reached }) => {
      const words = [role, ...obstacles, ...doubts].join(' ');
      return reached ? words : `(${words})`;
    }),
    outcomes.map(({ applies, decision, index }) => `${applies ?? 'else'}: ${decision} ${index}`),
  ];
}

describe('list, answer, entries, outcomes', () => {
  const claim = '(@User.x == 1)';
  test.each<[string, string, readonly string[], readonly string[]]>([
    ['O:SY', 'granted no-dacl null', [], ['else: granted null']],
    ['D:NO_ACCESS_CONTROL', 'granted no-dacl null', [], ['else: granted null']],
    ['D:', 'denied empty-dacl null', [], ['else: denied null']],
    [`D:(A;;WP;;;${NOBODY})`, 'denied no-entry null', ['none other-trustee'], ['else: denied null']],
    [
      `D:(D;;WP;;;${TEAM})(A;;WP;;;${FOREIGN})(A;;RP;;;${TEAM})`,
      'denied entry 0',
      ['decides', '(too-late trustee)', '(none other-right)'],
      ['else: denied 0'],
    ],
    [
      `D:(A;;WP;;;${FOREIGN})(D;;WP;;;${FOREIGN})(D;;WP;;;${TEAM})`,
      'unknown unresolved-trustee 0',
      ['open trustee', 'repeats trustee', 'decides'],
      ['0: granted 0', 'else: denied 2'],
    ],
    [
      `D:(XA;;WP;;;${TEAM};${claim})`,
      'unknown conditional 0',
      ['open condition'],
      ['0: granted 0', 'else: denied null'],
    ],
    [
      `D:(XD;;WP;;;${FOREIGN};${claim})(A;;WP;;;${FOREIGN})`,
      'unknown unresolved-trustee 1',
      ['open trustee condition', 'open trustee'],
      ['0: denied 0', '1: granted 1', 'else: denied null'],
    ],
    [
      `D:(XA;;WP;;;${FOREIGN};${claim})`,
      'unknown conditional 0',
      ['open trustee condition'],
      ['0: granted 0', 'else: denied null'],
    ],
    [
      `D:(XA;;WP;;;${TEAM};(Member_of {SID(${NOBODY})}))(XA;;WP;;;${TEAM};(Member_of {SID(${TEAM})}))`,
      'granted entry 1',
      ['none condition-not-met', 'decides'],
      ['else: granted 1'],
    ],
    [`D:(XA;;WP;;;${NOBODY};${claim})`, 'denied no-entry null', ['none other-trustee'], ['else: denied null']],
  ])('%s', (sddl, ...expected) => {
    expect(told(sddl)).toEqual(expected);
  });

  test.each<[string, string, readonly string[], readonly string[]]>([
    [`O:${TEAM}D:`, 'granted owner null', [], ['else: granted null']],
    [`O:${TEAM}D:(D;;WD;;;${TEAM})`, 'granted owner null', ['(too-late)'], ['else: granted null']],
    [`O:${FOREIGN}D:`, 'unknown unresolved-trustee null', [], ['owner: granted null', 'else: denied null']],
    [
      `O:${FOREIGN}D:(D;;WD;;;${FOREIGN})(A;;WD;;;${TEAM})`,
      'granted entry 1',
      ['repeats trustee', 'decides'],
      ['owner: granted null', 'else: granted 1'],
    ],
    [`O:${TEAM}`, 'granted no-dacl null', [], ['else: granted null']],
  ])('the owner, asking for WRITE_DAC: %s', (sddl, ...expected) => {
    expect(told(sddl, WRITE_DAC)).toEqual(expected);
  });

  test('a list that the control bits say is not there is not looked at', () => {
    const given = parseSddl(`O:${TEAM}D:(D;;WP;;;${TEAM})(D;;RP;;;${TEAM})`);
    const absent = { ...given, control: given.control & ~SdControl.DaclPresent };
    expect(told(absent)).toEqual([
      'granted no-dacl null',
      ['(too-late)', '(none other-right)'],
      ['else: granted null'],
    ]);
    expect(told(absent, WRITE_DAC)[0]).toBe('granted no-dacl null');
  });

  test('an object type that is no place of the request, known or in doubt', () => {
    const sddl = `D:(OA;;WP;${CLASS};;${TEAM})(OA;;WP;${OTHER};;${TEAM})`;
    const narrow = propertyRequest(Right.WriteProperty, ATTRIBUTE, SET, undefined);
    expect(told(sddl, narrow)[1]).toEqual(['none other-place', 'none other-place']);
    expect(told(sddl, narrow, new Set<Guid>([CLASS]))[1]).toEqual(['open class', 'none other-place']);
  });
});

describe('what is told of one entry', () => {
  const requester = { carries: (sid: string): Tristate => (sid === TEAM ? 'yes' : 'no'), isSelf: false };
  const entries = (descriptor: SecurityDescriptor) => traceRight(descriptor, requester, WRITE).entries;

  test('one that takes no part, in front of what decides and behind it', () => {
    const given = parseSddl(`D:(A;;WP;;;${TEAM})`);
    const ace = given.dacl!.aces[0]!;
    const audit = { ...ace, type: AceType.SystemAudit } as Ace;
    const unknown: Ace = { form: 'unknown', type: 0x42, flags: 0, body: new Uint8Array(24) };
    const none = { effect: null, role: 'none', obstacles: ['takes-no-part'], match: 'no', doubts: [], condition: null };
    expect(entries({ ...given, dacl: { revision: 4, aces: [audit, ace, unknown] } })).toEqual([
      { index: 0, ace: audit, ...none, node: null, reached: true },
      expect.objectContaining({ index: 1, role: 'decides', reached: true }),
      { index: 2, ace: unknown, ...none, node: null, reached: false },
    ]);
  });

  test('its effect, its match and the object type that it names', () => {
    const given = parseSddl(`D:(OD;;RP;${SET};;${TEAM})(OA;;RP;;;${NOBODY})(A;;WP;;;${TEAM})`);
    expect(entries(given).map(({ effect, match, node }) => [effect, match, node])).toEqual([
      ['deny', 'yes', SET],
      ['allow', 'no', null],
      ['allow', 'yes', null],
    ]);
  });

  test('what its condition comes to, where its trustee matches', () => {
    const condition = `(Member_of {SID(${TEAM})})`;
    const given = parseSddl(`D:(XA;;RP;;;${TEAM};${condition})(XA;;RP;;;${NOBODY};${condition})(A;;RP;;;${TEAM})`);
    expect(entries(given).map((entry) => entry.condition?.result ?? null)).toEqual(['true', null, null]);
  });
});
