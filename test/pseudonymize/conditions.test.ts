/** Conditional entries answer as before under other names. */

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { conditionOutcome } from '../../src/access/condition.js';
import { encodeSecurityDescriptor, parseSddl, parseSecurityDescriptor } from '../../src/descriptor/index.js';
import { AceType, type BasicAce, type SecurityDescriptor, type Sid } from '../../src/descriptor/types.js';
import { pseudonymizeDescriptor } from '../../src/pseudonymize/descriptor.js';
import type { Tristate } from '../../src/result/tristate.js';
import { pseudonymsOf } from './pseudonyms.js';

const p = pseudonymsOf(3);
const sid = (number: number): Sid => `S-1-5-21-1-2-3-${number}`;

function requester(rename: (sid: Sid) => Sid) {
  const [yes, maybe] = [rename(sid(1)), rename(sid(3))];
  const carries = (asked: string): Tristate =>
    asked === yes || asked === 'S-1-1-0' ? 'yes' : asked === maybe ? 'unknown' : 'no';
  return { carries, isSelf: false };
}

/** What the first entry of the DACL comes to, before and after. */
function answers(bytes: Uint8Array): readonly [string, string] {
  const outcome = (sd: SecurityDescriptor, rename: (sid: Sid) => Sid): string => {
    const { result, applies } = conditionOutcome(sd.dacl!.aces[0] as BasicAce, requester(rename), sd);
    return `${result} ${applies}`;
  };
  return [
    outcome(parseSecurityDescriptor(bytes), (text) => text),
    outcome(parseSecurityDescriptor(pseudonymizeDescriptor(bytes, p)), p.sid),
  ];
}

const SACL =
  'S:(RA;;;;;WD;("Dept",TS,0,"Sales","HR"))(RA;;;;;WD;("Level",TI,0,3))(RA;;;;;WD;("City",TS,0,"Oslo"))' +
  `(RA;;;;;WD;("Code",TS,2,"Ab"))(RA;;;;;WD;("Owner",TD,0,BA,SID(${sid(1)})))(RA;;;;;WD;("Raw",TX,0,0a0b))` +
  '(RA;;;;;WD;("None",TS,0))(RA;;;;;WD;("Empty",TS,0,""))(RA;;;;;WD;("Gr\u00f6\u00dfe",TS,0,"x"))(RA;;;;;WD;("Ort",TS,0,"\u00c5l"))';

const OPERANDS = [
  '@Resource.Dept',
  '@Resource.dept',
  '@Resource.City',
  '@Resource.Code',
  '@Resource.Level',
  '@Resource.Owner',
  '@Resource.Raw',
  '@Resource.None',
  '@Resource.Empty',
  '@Resource.Gr\u00f6\u00dfe',
  '@Resource.Ort',
  '@Resource.Missing',
  '@User.Dept',
  'Local',
];
const LITERALS = [
  '"Sales"',
  '"sales"',
  '"Oslo"',
  '"Ab"',
  '"ab"',
  '""',
  '"\u00c5l"',
  '3',
  '4',
  `SID(${sid(1)})`,
  '#0a0b',
  '{"HR","Sales"}',
  '{"Oslo"}',
  '{3}',
];
const OPERATORS = ['==', '!=', 'Contains', 'Any_of', 'Not_Contains', 'Not_Any_of'];
const MEMBERS = [1, 2, 3].flatMap((n) => [`Member_of {SID(${sid(n)})}`, `Not_Member_of_Any {SID(${sid(n)}), SID(BA)}`]);

describe('the same answer', () => {
  const relational = fc
    .tuple(
      fc.constantFrom(...OPERANDS),
      fc.constantFrom(...OPERATORS),
      fc.constantFrom(...LITERALS, ...OPERANDS.filter((o) => o !== 'Local')),
    )
    .map(([left, operator, right]) => `${left} ${operator} ${right}`);
  const exists = fc.constantFrom(...OPERANDS).map((operand) => `Exists ${operand}`);
  const term = fc.oneof(relational, exists, fc.constantFrom(...MEMBERS));
  const whole = fc
    .tuple(term, fc.constantFrom('&&', '||'), term, fc.boolean())
    .map(([a, operator, b, not]) => `(${not ? '!' : ''}(${a}) ${operator} (${b}))`);

  test('for conditions over texts, numbers, bytes, SIDs and memberships', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(whole, fc.constantFrom('XA', 'XD'), (condition, type) => {
        const bytes = encodeSecurityDescriptor(parseSddl(`D:(${type};;CR;;;${sid(1)};${condition})${SACL}`));
        const [before, after] = answers(bytes);
        seen.add(before);
        expect([condition, after]).toEqual([condition, before]);
      }),
      { numRuns: 500 },
    );
    expect(seen.size).toBeGreaterThan(4);
  });

  test('for application data that are any bytes', () => {
    const signature = [0x61, 0x72, 0x74, 0x78];
    const data = fc.oneof(
      fc.uint8Array({ maxLength: 24 }),
      fc.uint8Array({ maxLength: 24 }).map((rest) => Uint8Array.from([...signature, ...rest])),
    );
    const frame = parseSddl(`D:(XA;;CR;;;${sid(1)};(Exists a))${SACL}`);
    fc.assert(
      fc.property(data, (applicationData) => {
        const ace = { ...frame.dacl!.aces[0]!, type: AceType.AccessAllowedCallback, applicationData };
        const sd = { ...frame, dacl: { revision: 2, aces: [ace] } } as SecurityDescriptor;
        const [before, after] = answers(encodeSecurityDescriptor(sd));
        expect(after).toBe(before);
      }),
      { numRuns: 500 },
    );
  });
});
