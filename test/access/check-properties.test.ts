import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkRight } from '../../src/access/check.js';
import { controlAccessRequest, propertyRequest, Right } from '../../src/access/request.js';
import { type Ace, AceFlag, AceType, SdControl, type SecurityDescriptor } from '../../src/descriptor/types.js';
import { controlGranted, grantedAt, type SimpleAce, type Tree } from './specification.js';

const CLASS = 'c0000000-0000-0000-0000-000000000001';
const SET = 'a0000000-0000-0000-0000-000000000001';
const OTHER_SET = 'a0000000-0000-0000-0000-000000000002';
const ATTRIBUTES = ['b0000000-0000-0000-0000-000000000001', 'b0000000-0000-0000-0000-000000000002'];
const OTHER = 'b0000000-0000-0000-0000-000000000003';
const LOOSE = 'b0000000-0000-0000-0000-000000000004';
const CONTROL = 'd0000000-0000-0000-0000-000000000001';
const FOREIGN = 'e0000000-0000-0000-0000-000000000001';
const TREE: Tree = {
  root: CLASS,
  sets: new Map([
    [SET, ATTRIBUTES],
    [OTHER_SET, [OTHER]],
  ]),
  loose: [LOOSE],
};

type Matching = 'yes' | 'no' | 'maybe';
const sidOf = (number: number) => `S-1-5-21-1-2-3-${number}`;

interface Drawn {
  readonly allow: boolean;
  readonly inheritOnly: boolean;
  readonly trustee: number;
  readonly mask: number;
  readonly objectType: string | null;
}

const drawnAce: fc.Arbitrary<Drawn> = fc.record({
  allow: fc.boolean(),
  inheritOnly: fc.boolean().map((value) => value),
  trustee: fc.integer({ min: 1, max: 6 }),
  mask: fc.constantFrom(
    Right.WriteProperty,
    Right.ReadProperty,
    Right.ControlAccess,
    Right.WriteProperty | Right.ReadProperty,
    0xf01ff,
  ),
  objectType: fc.constantFrom(null, null, CLASS, SET, OTHER_SET, ...ATTRIBUTES, OTHER, LOOSE, CONTROL, FOREIGN),
});

function toAce(ace: Drawn): Ace {
  const common = {
    flags: ace.inheritOnly ? AceFlag.InheritOnly | AceFlag.ContainerInherit : 0,
    mask: ace.mask,
    sid: sidOf(ace.trustee),
    applicationData: new Uint8Array(),
  };
  return ace.objectType === null
    ? { form: 'basic', type: ace.allow ? AceType.AccessAllowed : AceType.AccessDenied, ...common }
    : {
        form: 'object',
        type: ace.allow ? AceType.AccessAllowedObject : AceType.AccessDeniedObject,
        objectType: ace.objectType,
        inheritedObjectType: null,
        ...common,
      };
}

function descriptorOf(aces: readonly Drawn[]): SecurityDescriptor {
  return {
    revision: 1,
    sbz1: 0,
    control: SdControl.DaclPresent | SdControl.SelfRelative,
    owner: 'S-1-5-18',
    group: 'S-1-5-18',
    sacl: null,
    dacl: { revision: 4, aces: aces.map(toAce) },
  };
}

const tokenOf = (matching: readonly Matching[]) => ({
  carries: (sid: string): Matching => matching[Number(sid.split('-').pop()) - 1] ?? 'no',
  isSelf: false,
});

const simple = (aces: readonly Drawn[], matching: readonly Matching[]): SimpleAce[] =>
  aces.map((ace) => ({ ...ace, matches: matching[ace.trustee - 1] === 'yes' }));

const known = fc.array(fc.constantFrom<Matching>('yes', 'no'), { minLength: 6, maxLength: 6 });
const threeValued = fc.array(fc.constantFrom<Matching>('yes', 'no', 'maybe'), { minLength: 6, maxLength: 6 });
const list = fc.array(drawnAce, { maxLength: 10 });
const place = fc.constantFrom<[string, string | undefined]>(
  [ATTRIBUTES[0]!, SET],
  [OTHER, OTHER_SET],
  [LOOSE, undefined],
);
const bit = fc.constantFrom<typeof Right.ReadProperty | typeof Right.WriteProperty>(
  Right.ReadProperty,
  Right.WriteProperty,
);

describe('the access check against the specification', () => {
  test('a property: the same answer as the Grant label of its node', () => {
    fc.assert(
      fc.property(list, known, place, bit, (aces, matching, [attribute, set], right) => {
        const expected = (grantedAt(simple(aces, matching), TREE, attribute) & right) !== 0;
        const result = checkRight(descriptorOf(aces), tokenOf(matching), propertyRequest(right, attribute, set, CLASS));
        expect(result.decision).toBe(expected ? 'granted' : 'denied');
      }),
      { numRuns: 20_000 },
    );
  });

  test('a control access right: the first entry that names it, or names none, decides', () => {
    fc.assert(
      fc.property(list, known, (aces, matching) => {
        const expected = controlGranted(simple(aces, matching), Right.ControlAccess, CONTROL);
        const result = checkRight(descriptorOf(aces), tokenOf(matching), controlAccessRequest(CONTROL));
        expect(result.decision).toBe(expected ? 'granted' : 'denied');
      }),
      { numRuns: 10_000 },
    );
  });

  test('an undecided trustee: unknown exactly where its outcomes disagree', () => {
    fc.assert(
      fc.property(list, threeValued, place, bit, (aces, matching, [attribute, set], right) => {
        const answers = new Set<boolean>();
        const undecided = matching.flatMap((value, position) => (value === 'maybe' ? [position] : []));
        for (let combination = 0; combination < 1 << undecided.length; combination++) {
          const tried = matching.map((value, position): Matching => {
            const index = undecided.indexOf(position);
            return index < 0 ? value : (combination >> index) & 1 ? 'yes' : 'no';
          });
          answers.add((grantedAt(simple(aces, tried), TREE, attribute) & right) !== 0);
        }
        const expected = answers.size === 2 ? 'unknown' : answers.has(true) ? 'granted' : 'denied';
        const result = checkRight(descriptorOf(aces), tokenOf(matching), propertyRequest(right, attribute, set, CLASS));
        expect(result.decision).toBe(expected);
      }),
      { numRuns: 10_000 },
    );
  });

  test('an entry added for an unrelated trustee changes nothing', () => {
    fc.assert(
      fc.property(list, drawnAce, fc.nat(10), known, (aces, extra, at, matching) => {
        const request = propertyRequest(Right.WriteProperty, LOOSE, undefined, CLASS);
        const more = [...aces.slice(0, at), { ...extra, trustee: 99 }, ...aces.slice(at)];
        expect(checkRight(descriptorOf(more), tokenOf(matching), request).decision).toBe(
          checkRight(descriptorOf(aces), tokenOf(matching), request).decision,
        );
      }),
      { numRuns: 5_000 },
    );
  });
});
