/** The trace, for random lists: it answers as the check does, and its parts account for the answer. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkRight } from '../../src/access/check.js';
import {
  controlAccessRequest,
  objectRequest,
  propertyRequest,
  Right,
  type RightRequest,
} from '../../src/access/request.js';
import { traceRight } from '../../src/access/trace.js';
import { InheritanceFlag } from '../../src/descriptor/inheritance-flags.js';
import { type Ace, AceFlag, AceType, SdControl, type SecurityDescriptor } from '../../src/descriptor/types.js';
import type { Tristate } from '../../src/result/tristate.js';

const CLASS = 'c0000000-0000-0000-0000-000000000001';
const SET = 'a0000000-0000-0000-0000-000000000001';
const ATTRIBUTE = 'b0000000-0000-0000-0000-000000000001';
const OTHER = 'b0000000-0000-0000-0000-000000000002';
const CONTROL = 'd0000000-0000-0000-0000-000000000001';
const NONE = new Uint8Array();

const sid = fc.constantFrom(
  'S-1-5-21-1-2-3-1',
  'S-1-5-21-1-2-3-2',
  'S-1-5-21-1-2-3-3',
  'S-1-5-10',
  'S-1-3-0',
  'S-1-3-4',
  'S-1-1-0',
);
const type = fc.constantFrom(
  AceType.AccessAllowed,
  AceType.AccessDenied,
  AceType.AccessAllowedObject,
  AceType.AccessDeniedObject,
  AceType.AccessAllowedCallback,
  AceType.AccessDeniedCallback,
  AceType.AccessAllowedCallbackObject,
  AceType.AccessDeniedCallbackObject,
  AceType.SystemAudit,
);
const mask = fc.constantFrom(
  Right.WriteProperty,
  Right.ReadProperty,
  Right.ControlAccess,
  Right.WriteProperty | Right.ReadProperty,
  Right.ReadControl,
  Right.WriteDac,
  Right.GenericAll,
  Right.GenericWrite,
);
const OBJECT_TYPES: ReadonlySet<number> = new Set([
  AceType.AccessAllowedObject,
  AceType.AccessDeniedObject,
  AceType.AccessAllowedCallbackObject,
  AceType.AccessDeniedCallbackObject,
]);

const ace: fc.Arbitrary<Ace> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .record({
        type,
        flags: fc.constantFrom(0, 0, 0, AceFlag.Inherited, AceFlag.InheritOnly | InheritanceFlag.ContainerInherit),
        mask,
        sid,
        objectType: fc.constantFrom(null, CLASS, SET, ATTRIBUTE, OTHER, CONTROL),
      })
      .map(({ objectType, ...common }): Ace => {
        if (!OBJECT_TYPES.has(common.type)) return { form: 'basic', ...common, applicationData: NONE };
        return { form: 'object', ...common, objectType, inheritedObjectType: null, applicationData: NONE };
      }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Ace>({ form: 'unknown', type: 0x42, flags: 0, body: NONE }),
  },
);

const descriptor: fc.Arbitrary<SecurityDescriptor> = fc.record({
  revision: fc.constant(1),
  sbz1: fc.constant(0),
  control: fc.constantFrom(
    SdControl.DaclPresent | SdControl.SelfRelative,
    SdControl.DaclPresent | SdControl.SelfRelative,
    SdControl.SelfRelative,
  ),
  owner: fc.option(sid, { nil: null }),
  group: fc.constant(null),
  sacl: fc.constant(null),
  dacl: fc.option(
    fc.array(ace, { maxLength: 10 }).map((aces) => ({ revision: 4, aces })),
    { nil: null, freq: 20 },
  ),
});

const requester = fc
  .record({
    matches: fc.array(fc.constantFrom<Tristate>('yes', 'no', 'unknown'), { minLength: 4, maxLength: 4 }),
    isSelf: fc.boolean(),
  })
  .map(({ matches, isSelf }) => ({
    carries: (asked: string): Tristate => (asked.startsWith('S-1-5-21') ? matches[Number(asked.at(-1))]! : matches[0]!),
    isSelf,
  }));

const request: fc.Arbitrary<RightRequest> = fc.constantFrom(
  propertyRequest(Right.WriteProperty, ATTRIBUTE, SET, CLASS),
  propertyRequest(Right.ReadProperty, OTHER, undefined, CLASS),
  controlAccessRequest(CONTROL),
  objectRequest(Right.WriteDac, CLASS),
  objectRequest(Right.ReadControl, undefined),
);

describe('the trace against the check', () => {
  test('the same decision, basis and entry, whatever the list', () => {
    fc.assert(
      fc.property(descriptor, requester, request, (sd, who, what) => {
        expect(traceRight(sd, who, what).result).toEqual(checkRight(sd, who, what));
      }),
      { numRuns: 10_000 },
    );
  });

  test('the roles account for the answer', () => {
    fc.assert(
      fc.property(descriptor, requester, request, (sd, who, what) => {
        const { result, entries, outcomes } = traceRight(sd, who, what);
        expect(entries.map(({ index }) => index)).toEqual((sd.dacl?.aces ?? []).map((_, index) => index));
        const deciding = entries.filter(({ role }) => role === 'decides');
        expect(deciding.length).toBeLessThanOrEqual(1);
        if (result.basis === 'entry') expect(deciding[0]?.index).toBe(result.index);
        if (result.decision === 'unknown' && result.index !== null) expect(entries[result.index]?.role).toBe('open');
        expect(new Set(outcomes.map(({ decision }) => decision)).size).toBe(result.decision === 'unknown' ? 2 : 1);
        for (const entry of entries) {
          // What has no say has a reason, and what has one has none.
          expect(entry.obstacles.length > 0).toBe(entry.role === 'none');
          if (deciding[0]) expect(entry.reached).toBe(entry.index <= deciding[0].index);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('an entry without a say changes nothing when it is taken out', () => {
    fc.assert(
      fc.property(descriptor, requester, request, fc.nat(9), (sd, who, what, at) => {
        const { result, entries } = traceRight(sd, who, what);
        const entry = entries[at];
        if (!entry || sd.dacl === null || entry.role === 'open' || entry.role === 'decides') return;
        // An entry for OWNER RIGHTS counts by being there.
        if (entry.ace.form !== 'unknown' && entry.ace.sid === 'S-1-3-4') return;
        const rest = { ...sd, dacl: { ...sd.dacl, aces: sd.dacl.aces.filter((_, index) => index !== at) } };
        expect(checkRight(rest, who, what).decision).toBe(result.decision);
      }),
      { numRuns: 10_000 },
    );
  });
});
