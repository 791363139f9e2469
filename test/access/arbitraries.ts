/** Random descriptors, tokens and object type trees for the properties of the access check. */

import fc from 'fast-check';
import {
  controlAccessRequest,
  objectRequest,
  propertyRequest,
  Right,
  type RightRequest,
  validatedWriteRequest,
} from '../../src/access/request.js';
import type { Requester } from '../../src/access/trustee.js';
import { InheritanceFlag } from '../../src/descriptor/inheritance-flags.js';
import type { Sid } from '../../src/descriptor/types.js';
import { type Ace, AceFlag, AceType, SdControl, type SecurityDescriptor } from '../../src/descriptor/types.js';
import type { Tristate } from '../../src/result/tristate.js';
import {
  namedRight,
  objectSpecificAccess,
  type SpecAce,
  type SpecClass,
  type SpecContext,
  type SpecDescriptor,
  wholeObjectAccess,
} from './specification.js';

const guid = (kind: string, number: number) => `${kind}0000000-0000-0000-0000-00000000000${number}` as const;
const CLASSES = [guid('c', 1), guid('c', 2)];
const SETS = [guid('a', 1), guid('a', 2), guid('a', 3)];
const ATTRIBUTES = Array.from({ length: 7 }, (_, number) => guid('b', number + 1));
const CONTROL = [guid('d', 1), guid('d', 2)];
/** A validated write has its attribute's GUID. */
const VALIDATED = ATTRIBUTES[0]!;
const STRANGE = guid('e', 1);

export const SIDS = Array.from({ length: 6 }, (_, number): Sid => `S-1-5-21-1-2-3-${number + 1}`);
export const UNRELATED = 'S-1-5-21-9-9-9-1';
const UNREAD_OWNER = 'S-1-5-21-8-8-8-8';
const PLACEHOLDERS = ['S-1-5-10', 'S-1-3-0', 'S-1-3-1', 'S-1-3-2', 'S-1-3-3', 'S-1-3-4'] as const;
const NO_BYTES = new Uint8Array();

/** Types by what they are drawn as; a callback entry without a condition may apply or not. */
const SIMPLE = [
  ...[AceType.AccessAllowed, AceType.AccessAllowed, AceType.AccessAllowed, AceType.AccessDenied, AceType.AccessDenied],
  ...[AceType.AccessAllowedCallback, AceType.AccessDeniedCallback, AceType.SystemAudit],
];
const OBJECT = [
  ...[AceType.AccessAllowedObject, AceType.AccessAllowedObject, AceType.AccessAllowedObject],
  ...[AceType.AccessDeniedObject, AceType.AccessDeniedObject, AceType.AccessAllowedCallbackObject],
  ...[AceType.AccessDeniedCallbackObject, AceType.SystemAuditObject],
];
const MASKS = [
  ...[Right.WriteProperty, Right.ReadProperty, Right.ControlAccess, Right.Self, Right.WriteDac, Right.WriteOwner],
  ...[Right.WriteProperty | Right.ReadProperty, Right.WriteProperty | Right.ControlAccess, 0, 0xf01ff, 0x1ff],
  ...[Right.ReadControl | Right.WriteDac, 0x60030, Right.GenericAll, Right.GenericRead, Right.GenericWrite],
  ...[Right.GenericExecute, Right.Delete],
];
const FLAGS = [
  ...[
    0,
    0,
    0,
    0,
    0,
    AceFlag.Inherited,
    InheritanceFlag.ContainerInherit,
    InheritanceFlag.ContainerInherit | AceFlag.Inherited,
  ],
  ...[InheritanceFlag.ContainerInherit | AceFlag.InheritOnly, AceFlag.InheritOnly, 0xc0],
];
const OBJECT_TYPES = [
  null,
  ...CLASSES,
  ...SETS,
  ...SETS,
  ...ATTRIBUTES,
  ...ATTRIBUTES,
  ...CONTROL,
  ...CONTROL,
  STRANGE,
];

/** One number is cheaper to draw, and to shrink, than the parts it chooses. */
const choice = (below: number) => fc.nat({ max: below - 1 });
const at = <T>(list: readonly T[], number: number): T => list[number % list.length]!;

export const ace: fc.Arbitrary<Ace> = fc
  .tuple(choice(2 * 8 * FLAGS.length), choice(12), choice(MASKS.length), choice(OBJECT_TYPES.length), choice(4))
  .map(([kind, trustee, mask, objectType, inherited]): Ace => {
    const sid = trustee < 9 ? at(SIDS, trustee) : at(PLACEHOLDERS, trustee * 7 + mask + objectType);
    const common = { flags: at(FLAGS, kind >> 4), mask: MASKS[mask]! >>> 0, sid, applicationData: NO_BYTES };
    const type = kind >> 1;
    if (kind % 2 === 0) return { form: 'basic', type: at(SIMPLE, type), ...common };
    return {
      form: 'object',
      type: at(OBJECT, type),
      ...common,
      objectType: OBJECT_TYPES[objectType]!,
      inheritedObjectType: inherited === 0 ? CLASSES[1]! : null,
    };
  });

export const aceList = fc.array(ace, { maxLength: 9 });

export function descriptorOf(aces: readonly Ace[] | null, owner: Sid | null, present = true): SecurityDescriptor {
  return {
    revision: 1,
    sbz1: 0,
    control: SdControl.SelfRelative | (present ? SdControl.DaclPresent : 0),
    owner,
    group: 'S-1-5-18',
    sacl: null,
    dacl: aces === null ? null : { revision: 4, aces },
  };
}

export const descriptor: fc.Arbitrary<SecurityDescriptor> = fc
  .tuple(aceList, choice(SIDS.length + 1), choice(40))
  .map(([aces, owner, shape]) => descriptorOf(shape < 2 ? null : aces, SIDS[owner] ?? null, shape !== 1));

/** What is known of a token: six SIDs, and whose object it is. */
export interface Asker {
  readonly memberships: readonly Tristate[];
  /** The object's own SID: one whose membership is known. */
  readonly objectSid: Sid | null;
}

export const asker: fc.Arbitrary<Asker> = fc
  .tuple(choice(4 ** SIDS.length), choice(SIDS.length + 1))
  .map(([bits, object]) => {
    const memberships = SIDS.map(
      (_, index): Tristate => at(['yes', 'no', 'yes', 'unknown'], (bits >> (2 * index)) % 4),
    );
    const own = memberships[object];
    return { memberships, objectSid: own === undefined || own === 'unknown' ? null : SIDS[object]! };
  });

export const known: fc.Arbitrary<Asker> = asker.map(({ memberships, objectSid }) => ({
  memberships: memberships.map((match) => (match === 'unknown' ? 'no' : match)),
  objectSid,
}));

export function requesterOf({ memberships, objectSid }: Asker): Requester {
  return {
    carries: (sid) => memberships[SIDS.indexOf(sid)] ?? 'no',
    isSelf: objectSid !== null && memberships[SIDS.indexOf(objectSid)] === 'yes',
  };
}

/** A schema of one class: which attributes it has, and which property set holds each. */
export const schemaClass: fc.Arbitrary<SpecClass> = fc
  .tuple(choice(5 ** ATTRIBUTES.length), choice(CLASSES.length))
  .map(([drawn, number]) => {
    const attributes = ATTRIBUTES.flatMap((attribute, index) => {
      const place = Math.floor(drawn / 5 ** index) % 5;
      // The first is always there, so that something can be asked.
      if (place === 4 && index > 0) return [];
      return [{ guid: attribute, set: SETS[place] ?? null }];
    });
    return { guid: CLASSES[number]!, attributes };
  });

export interface Asked {
  readonly request: RightRequest;
  /** The same, of the specification. */
  readonly specified: (descriptor: SpecDescriptor, context: SpecContext) => boolean;
}

const PROPERTY_RIGHTS = [Right.ReadProperty, Right.WriteProperty, Right.ControlAccess] as const;
const WHOLE_RIGHTS = [Right.ReadControl, Right.WriteDac, Right.WriteOwner, Right.Delete] as const;

/** Everything that can be asked about an object of a class. */
export function everything(c: SpecClass): Asked[] {
  const asked: Asked[] = [];
  let last: { descriptor: SpecDescriptor; context: SpecContext; labels: ReadonlyMap<string, number> } | null = null;
  // Labels of all nodes come at once: kept while the same world is asked for the next node.
  const labelsOf = (given: SpecDescriptor, context: SpecContext) => {
    if (last?.descriptor !== given || last.context !== context)
      last = { descriptor: given, context, labels: objectSpecificAccess(given, context, c) };
    return last.labels;
  };
  for (const attribute of c.attributes) {
    for (const right of PROPERTY_RIGHTS) {
      const request = propertyRequest(Right.ReadProperty, attribute.guid, attribute.set ?? undefined, c.guid);
      asked.push({
        request: { ...request, right },
        specified: (given, context) => (labelsOf(given, context).get(attribute.guid)! & right) !== 0,
      });
    }
  }
  for (const right of CONTROL) {
    asked.push({
      request: controlAccessRequest(right),
      specified: (given, context) => namedRight(given, context, Right.ControlAccess, right),
    });
  }
  asked.push({
    request: validatedWriteRequest(VALIDATED),
    specified: (given, context) => namedRight(given, context, Right.Self, VALIDATED),
  });
  for (const right of WHOLE_RIGHTS) {
    asked.push({
      request: objectRequest(right, c.guid),
      specified: (given, context) => (wholeObjectAccess(given, context, c.guid) & right) !== 0,
    });
  }
  return asked;
}

const CALLBACK: readonly number[] = [
  ...[AceType.AccessAllowedCallback, AceType.AccessDeniedCallback],
  ...[AceType.AccessAllowedCallbackObject, AceType.AccessDeniedCallbackObject],
];
const SPEC_TYPES: Readonly<Record<number, SpecAce['type']>> = {
  0: 'Access Allowed',
  1: 'Access Denied',
  5: 'Object Access Allowed',
  6: 'Object Access Denied',
  9: 'Access Allowed',
  10: 'Access Denied',
  11: 'Object Access Allowed',
  12: 'Object Access Denied',
};

/** One way things can be: everything that was open is settled. */
export interface PossibleWorld {
  readonly descriptor: SpecDescriptor;
  readonly context: SpecContext;
}

/** Every way in which what is open can turn out: memberships, and conditions of callback entries. */
export function possibleWorlds(given: SecurityDescriptor, { memberships, objectSid }: Asker): PossibleWorld[] {
  const maybe = memberships.flatMap((match, index) => (match === 'unknown' ? [SIDS[index]!] : []));
  const certain = SIDS.filter((_, index) => memberships[index] === 'yes');
  const callbacks = (given.dacl?.aces ?? []).flatMap((entry, index) => (CALLBACK.includes(entry.type) ? [index] : []));
  const worlds: PossibleWorld[] = [];
  // A descriptor read without its owner has one all the same.
  if (given.owner === null) maybe.push(UNREAD_OWNER);
  const open = maybe.length + callbacks.length;
  for (let combination = 0; combination < 1 << open; combination++) {
    const holds = (position: number) => ((combination >> position) & 1) === 1;
    const sids = new Set([...certain, ...maybe.filter((_, position) => holds(position))]);
    const dacl =
      given.dacl?.aces.map(
        (entry, index): SpecAce => ({
          type: SPEC_TYPES[entry.type] ?? 'other',
          inheritOnly: (entry.flags & AceFlag.InheritOnly) !== 0,
          sid: entry.form === 'unknown' ? '' : entry.sid,
          mask: entry.form === 'unknown' ? 0 : entry.mask,
          objectType: entry.form === 'object' ? entry.objectType : null,
          applies: !callbacks.includes(index) || holds(maybe.length + callbacks.indexOf(index)),
        }),
      ) ?? null;
    worlds.push({
      descriptor: {
        daclPresent: (given.control & SdControl.DaclPresent) !== 0,
        owner: given.owner ?? UNREAD_OWNER,
        dacl,
      },
      context: { sids, objectSid },
    });
  }
  return worlds;
}

/** More than this many things open at once are not drawn: every one doubles the worlds. */
export const MOST_OPEN = 7;

export const openCount = (given: SecurityDescriptor, { memberships }: Asker): number =>
  memberships.filter((match) => match === 'unknown').length +
  (given.dacl?.aces.filter((entry) => CALLBACK.includes(entry.type)).length ?? 0);
