/** Random descriptors, conditions and resource attributes for the property tests of this folder. */
import fc from 'fast-check';
import type { Condition, Literal, ScalarLiteral } from '../../src/descriptor/condition/index.js';
import { encodeCondition, MAX_CONDITION_DEPTH } from '../../src/descriptor/condition/index.js';
import { encodeResourceAttribute, type ResourceAttribute } from '../../src/descriptor/resource-attribute/index.js';
import {
  type Ace,
  AceType,
  type Acl,
  type Guid,
  type ObjectAce,
  SdControl,
  type SecurityDescriptor,
  type Sid,
} from '../../src/descriptor/types.js';

const uint32 = fc.nat({ max: 0xffff_ffff });
const NO_BYTES = new Uint8Array(0);

export const sid: fc.Arbitrary<Sid> = fc.oneof(
  fc.constantFrom<Sid[]>(
    'S-1-1-0',
    'S-1-5-11',
    'S-1-5-18',
    'S-1-5-32-544',
    'S-1-5-21-1-2-3-512',
    'S-1-5-21-1-2-3-1103',
    'S-1-3-4',
  ),
  fc
    .tuple(fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 2 ** 48 - 1 })), fc.array(uint32, { maxLength: 15 }))
    .map(
      ([authority, rest]): Sid =>
        `S-1-${[authority < 2 ** 32 ? authority : `0x${authority.toString(16).toUpperCase()}`, ...rest].join('-')}`,
    ),
);

export const guid = fc.uuid().map((text) => text as Guid);

const mask = fc.oneof(
  uint32,
  fc.nat({ max: 0x1ff }),
  fc.constantFrom(0, 0xf01ff, 0x1f01ff, 0x120089, 0x20019, 0xf003f, 0x1000_0000),
);

/** Text that SDDL can quote: no quote, no line end, no zero, whole characters. */
export const quotable = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/["\0\r\n]/.test(text));
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => !text.includes('\0'));
const prefixed = fc.record({
  kind: fc.constant('attribute' as const),
  scope: fc.constantFrom('user' as const, 'resource' as const, 'device' as const),
  name,
});
const local = fc.record({
  kind: fc.constant('attribute' as const),
  scope: fc.constant('local' as const),
  name: fc.constantFrom('Title', 'a.b', 'a@b', '7', 'x:y/z_'),
});
const attribute = fc.oneof(prefixed, local);

const integer: fc.Arbitrary<ScalarLiteral> = fc
  .record({
    value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    plus: fc.boolean(),
    base: fc.constantFrom(8 as const, 10 as const, 16 as const),
  })
  .map(({ value, plus, base }) => ({
    kind: 'integer' as const,
    value,
    size: 8 as const,
    sign: value < 0n ? ('minus' as const) : plus ? ('plus' as const) : ('none' as const),
    base,
  }));
const scalar: fc.Arbitrary<ScalarLiteral> = fc.oneof(
  integer,
  quotable.map((value) => ({ kind: 'string' as const, value })),
  fc.uint8Array({ maxLength: 6 }).map((value) => ({ kind: 'octets' as const, value })),
  sid.map((text) => ({ kind: 'sid' as const, sid: text })),
);
const literal: fc.Arbitrary<Literal> = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 4 }).map((elements) => ({ kind: 'composite' as const, elements })),
);

export const condition: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: Math.min(5, MAX_CONDITION_DEPTH) },
    attribute,
    fc.record({
      kind: fc.constant('relational' as const),
      operator: fc.constantFrom('==', '!=', '<', '<=', '>', '>=', 'Contains', 'Not_Contains', 'Any_of', 'Not_Any_of'),
      left: attribute,
      right: fc.oneof(prefixed, literal),
    }),
    fc.record({
      kind: fc.constant('membership' as const),
      operator: fc.constantFrom(
        'Member_of',
        'Device_Member_of',
        'Member_of_any',
        'Device_Member_of_any',
        'Not_Member_of',
        'Not_Device_Member_of',
        'Not_Member_of_any',
        'Not_Device_Member_of_any',
      ),
      operand: literal,
    }),
    fc.record({
      kind: fc.constant('exists' as const),
      operator: fc.constantFrom('Exists' as const, 'Not_Exists' as const),
      attribute,
    }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('node') }),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('node'), right: tie('node') }),
  ) as fc.Arbitrary<Condition>,
})).node;

const flags = fc.nat({ max: 0xffff_ffff });
export const resourceAttribute: fc.Arbitrary<ResourceAttribute> = fc.oneof(
  fc.record({
    name,
    flags,
    type: fc.constant('int64' as const),
    values: fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { maxLength: 4 }),
  }),
  fc.record({
    name,
    flags,
    type: fc.constant('uint64' as const),
    values: fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 4 }),
  }),
  fc.record({ name, flags, type: fc.constant('string' as const), values: fc.array(quotable, { maxLength: 4 }) }),
  fc.record({ name, flags, type: fc.constant('sid' as const), values: fc.array(sid, { maxLength: 4 }) }),
  fc.record({ name, flags, type: fc.constant('boolean' as const), values: fc.array(fc.boolean(), { maxLength: 4 }) }),
  fc.record({
    name,
    flags,
    type: fc.constant('octets' as const),
    values: fc.array(fc.uint8Array({ minLength: 1, maxLength: 6 }), { maxLength: 4 }),
  }),
);

const aceFlags = fc.nat({ max: 0xff });
const types = (list: readonly number[]) => fc.constantFrom(...list);

const basic = (type: fc.Arbitrary<number>): fc.Arbitrary<Ace> =>
  fc.record({
    form: fc.constant('basic' as const),
    type,
    flags: aceFlags,
    mask,
    sid,
    applicationData: fc.constant(NO_BYTES),
  });
const conditional = (type: fc.Arbitrary<number>): fc.Arbitrary<Ace> =>
  fc.record({
    form: fc.constant('basic' as const),
    type,
    flags: aceFlags,
    mask,
    sid,
    applicationData: condition.map(encodeCondition),
  });
const object = (type: fc.Arbitrary<number>, data: fc.Arbitrary<Uint8Array>): fc.Arbitrary<ObjectAce> =>
  fc.record({
    form: fc.constant('object' as const),
    type,
    flags: aceFlags,
    mask,
    objectType: fc.option(guid),
    inheritedObjectType: fc.option(guid),
    sid,
    applicationData: data,
  });
const system = (type: fc.Arbitrary<number>, data: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Ace> =>
  fc.record({ form: fc.constant('system' as const), type, flags: aceFlags, mask, sid, applicationData: data });
const nothing = fc.constant(NO_BYTES);

const daclAce: fc.Arbitrary<Ace> = fc.oneof(
  basic(types([AceType.AccessAllowed, AceType.AccessDenied])),
  object(types([AceType.AccessAllowedObject, AceType.AccessDeniedObject]), nothing),
  conditional(types([AceType.AccessAllowedCallback, AceType.AccessDeniedCallback])),
  object(types([AceType.AccessAllowedCallbackObject]), condition.map(encodeCondition)),
);
const saclAce: fc.Arbitrary<Ace> = fc.oneof(
  basic(types([AceType.SystemAudit])),
  object(types([AceType.SystemAuditObject]), nothing),
  conditional(types([AceType.SystemAuditCallback])),
  system(types([AceType.SystemMandatoryLabel, AceType.SystemScopedPolicyId]), nothing),
  system(types([AceType.SystemResourceAttribute]), resourceAttribute.map(encodeResourceAttribute)),
);
const unknownAce: fc.Arbitrary<Ace> = fc.record({
  form: fc.constant('unknown' as const),
  type: types([0x03, 0x04, 0x08, 0x0e, 0x10, 0x16, 0xff]),
  flags: aceFlags,
  body: fc.uint8Array({ maxLength: 6 }).map((bytes) => Uint8Array.from([...bytes, ...bytes, ...bytes, ...bytes])),
});

const acl = (ace: fc.Arbitrary<Ace>): fc.Arbitrary<Acl> =>
  fc
    .array(ace, { maxLength: 6 })
    .map((aces) => ({ revision: aces.some(({ form }) => form === 'object') ? 4 : 2, aces }));

function descriptor(dacl: fc.Arbitrary<Ace>, sacl: fc.Arbitrary<Ace>): fc.Arbitrary<SecurityDescriptor> {
  return fc
    .record({
      owner: fc.option(sid),
      group: fc.option(sid),
      dacl: fc.option(acl(dacl)),
      sacl: fc.option(acl(sacl)),
      nullDacl: fc.boolean(),
      nullSacl: fc.boolean(),
      bits: fc.subarray([
        SdControl.DaclProtected,
        SdControl.SaclProtected,
        SdControl.DaclAutoInherited,
        SdControl.SaclAutoInherited,
        SdControl.DaclComputedInheritanceRequired,
        SdControl.SaclComputedInheritanceRequired,
      ] as number[]),
    })
    .map(({ owner, group, dacl, sacl, nullDacl, nullSacl, bits }) => {
      const hasDacl = dacl !== null || nullDacl;
      const hasSacl = sacl !== null || nullSacl;
      let control: number = SdControl.SelfRelative;
      if (hasDacl) control |= SdControl.DaclPresent;
      if (hasSacl) control |= SdControl.SaclPresent;
      // Flags of a list that is not there have no place in the text.
      const dropped = (hasDacl ? 0 : 0x1500) | (hasSacl ? 0 : 0x2a00);
      for (const bit of bits) control |= bit & ~dropped;
      return { revision: 1, sbz1: 0, control, owner, group, dacl, sacl };
    });
}

/** A descriptor that SDDL can express. */
export const printableDescriptor = descriptor(daclAce, saclAce);
/** Any descriptor that bytes can express, entries of unknown types among them, each kind in either list. */
export const anyDescriptor = descriptor(fc.oneof(daclAce, saclAce, unknownAce), fc.oneof(daclAce, saclAce, unknownAce));
