/** Random descriptors, adversarial on purpose: what an administrator, a script or an attacker could leave behind. */

import { encodeSecurityDescriptor, parseSddl } from '../../src/descriptor/index.js';
import { InheritanceFlag } from '../../src/descriptor/inheritance-flags.js';
import {
  type Ace,
  AceFlag,
  AceType,
  type Guid,
  SdControl,
  type SecurityDescriptor,
  type Sid,
} from '../../src/descriptor/types.js';
import { GroupType, isDomainLocal } from '../../src/directory/groups.js';
import type { Random } from './random.js';
import { ALL, tokenSids } from './server-model.js';
import type { Actor, FuzzTarget, World } from './world.js';

const NO_BYTES = new Uint8Array(0);
const PLACEHOLDERS: readonly Sid[] = ['S-1-5-10', 'S-1-3-0', 'S-1-3-1', 'S-1-3-4'];
const WELL_KNOWN: readonly Sid[] = [
  ...(['S-1-1-0', 'S-1-5-11', 'S-1-5-2', 'S-1-5-15', 'S-1-5-4', 'S-1-5-7', 'S-1-5-9', 'S-1-5-18'] as const),
  ...(['S-1-5-32-544', 'S-1-5-32-545', 'S-1-5-32-546', 'S-1-5-32-548', 'S-1-5-32-554', 'S-1-5-32-560'] as const),
];
/** Of domains that no source has, and of accounts that are gone. */
const FOREIGN: readonly Sid[] = [
  'S-1-5-21-11-22-33-1105',
  'S-1-5-21-77-77-77-513',
  'S-1-9-1-2',
  'S-1-5-21-11-22-33-512',
];
const CONDITIONS = [
  ...[
    '(Member_of {SID(BA)})',
    '(Member_of {SID(AU)})',
    '(Not_Member_of {SID(WD)})',
    '(Member_of_any {SID(AU),SID(BA)})',
  ],
  '(@User.Department == "Sales")',
];
const WHOLE = [0xf01ff, 0xf01ff, 0x1f01ff];
const GENERIC = [0x10000000, 0x40000000, 0x80000000, 0x20000000];
const BITS = [0x8, 0x10, 0x20, 0x100, 0x20000, 0x40000, 0x80000, 0x10000, 0x1, 0x0];
const COMBINED = [0x30, 0x130, 0x120, 0x28, 0x60000, 0xc0000, 0x20094, 0x1ff, 0x40020, 0x100010];
const INHERITING = [0x2, 0x3, 0x1, 0x6, 0x12, 0x13];

export interface Vocabulary {
  readonly groups: readonly Sid[];
  /** SIDs of some account's or group's sIDHistory. */
  readonly former: readonly Sid[];
  readonly objectTypes: readonly (readonly [weight: number, guids: readonly Guid[]])[];
  readonly classes: readonly Guid[];
}

/** SIDs and GUIDs of this directory that entries may name. */
export function vocabulary({ directory, actors }: World, attributes: readonly string[]): Vocabulary {
  const { schema } = directory;
  const attribute = (name: string) => schema.attribute(name)!;
  const sets = new Set(attributes.flatMap((name) => attribute(name).set ?? []));
  const right = (name: string) => schema.right(name)!.guid;
  const classes = ['user', 'inetOrgPerson', 'computer', 'group', 'person', 'top', 'msDS-GroupManagedServiceAccount'];
  return {
    groups: directory.groups
      .filter(
        (group) => group.sid !== null && (isDomainLocal(group) || ((group.groupType ?? 0) & GroupType.Global) !== 0),
      )
      .map((group) => group.sid!),
    former: actors.flatMap(({ token }) =>
      [...token.sids.values()].filter(({ way }) => way.step.kind === 'former-sid').map(({ sid }) => sid),
    ),
    classes: classes.map((name) => schema.class(name)!.guid),
    objectTypes: [
      [6, [attribute('userAccountControl').guid, attribute('pwdLastSet').guid]],
      [4, [attribute('userAccountControl').set!]],
      [4, [right('User-Force-Change-Password')]],
      [3, attributes.map((name) => attribute(name).guid)],
      [2, [...sets]],
      [2, classes.map((name) => schema.class(name)!.guid)],
      [1, [attribute('nTSecurityDescriptor').guid, attribute('unicodePwd').guid, attribute('member').guid]],
      [1, [right('User-Change-Password'), right('Validated-SPN'), right('Unexpire-Password')]],
      [1, ['12345678-9abc-def0-1234-56789abcdef0', '00000000-0000-0000-0000-000000000000']],
    ],
  };
}

export interface Drawn {
  readonly descriptor: SecurityDescriptor;
  readonly how: 'raw' | 'server';
}

/** Draws a descriptor for a target, with the accounts that will try in mind. */
export function drawDescriptor(random: Random, words: Vocabulary, target: FuzzTarget, actor: Actor): Drawn {
  // The server's own logic refuses or rewrites some: those only raw.
  const how = random.chance(0.3) ? 'server' : 'raw';
  // What the server leaves out of the token anyway shall not use up the run.
  const own = random.chance(0.8) ? [...tokenSids(actor.token, ALL)] : [...actor.token.sids.keys()];
  const owner = random.weighted<Sid>([
    [6, 'S-1-5-32-544'],
    [3, actor.sid],
    [2, random.pick(own)],
    [1, random.pick(words.groups)],
    [1, target.sid],
    [1, random.pick(FOREIGN)],
  ]);
  const count = random.chance(0.02) ? 0 : 1 + random.below(random.chance(0.2) ? 16 : 7);
  let aces = Array.from({ length: count }, () => drawAce(random, words, target, own, how));
  if (random.chance(0.4)) aces = canonical(aces);
  const shape =
    how === 'raw'
      ? random.weighted([
          [98, 'list'],
          [1, 'null'],
          [1, 'absent'],
        ])
      : 'list';
  const control =
    SdControl.SelfRelative |
    (shape === 'absent' ? 0 : SdControl.DaclPresent) |
    (random.chance(0.4) ? SdControl.DaclProtected : 0) |
    (random.chance(0.4) ? SdControl.DaclAutoInherited : 0);
  const dacl = shape === 'list' ? { revision: 4, aces } : null;
  return { descriptor: { revision: 1, sbz1: 0, control, owner, group: 'S-1-5-32-544', sacl: null, dacl }, how };
}

/**
 * Draws a descriptor for the targets' organisational unit: what everybody needs to see them, and entries to inherit,
 * which the server's own logic brings down to the targets that it writes.
 */
export function drawContainer(random: Random, words: Vocabulary, target: FuzzTarget, actor: Actor): SecurityDescriptor {
  const base = parseSddl('O:BAG:BAD:(A;;RPLCLORC;;;AU)(A;;GA;;;BA)(A;;GA;;;SY)');
  const own = [...tokenSids(actor.token, ALL)];
  const inheriting = InheritanceFlag.ContainerInherit | AceFlag.InheritOnly;
  const aces = Array.from({ length: 1 + random.below(5) }, () => ({
    ...drawAce(random, words, target, own, 'server'),
    flags: inheriting | (random.chance(0.2) ? InheritanceFlag.NoPropagateInherit : 0),
  }));
  return { ...base, dacl: { revision: 4, aces: [...base.dacl!.aces, ...aces] } };
}

function drawAce(random: Random, words: Vocabulary, target: FuzzTarget, own: readonly Sid[], how: Drawn['how']): Ace {
  const sid = random.weighted([
    [12, random.pick(own)],
    [3, own[0]!],
    [3, random.pick(PLACEHOLDERS)],
    [3, random.pick(WELL_KNOWN)],
    [4, random.pick(words.groups)],
    [1, random.pick(FOREIGN)],
    [1, random.pick(words.former)],
    [1, target.sid],
  ]);
  const mask = random.weighted([
    [5, 0x20],
    [5, 0x100],
    [5, random.pick(BITS)],
    [5, random.pick(COMBINED)],
    [3, random.pick(WHOLE)],
    [2, random.below(0x200)],
    [how === 'server' ? 2 : 0.3, random.pick(GENERIC)],
  ]);
  const flags =
    (random.chance(0.75) ? 0 : random.pick(INHERITING) | (random.chance(0.5) ? AceFlag.InheritOnly : 0)) |
    (random.chance(0.25) ? AceFlag.Inherited : 0);
  const deny = random.chance(0.4);
  const odd =
    how === 'raw'
      ? random.weighted([
          [94, 'no'],
          [4, 'callback'],
          [2, 'audit'],
        ])
      : 'no';
  const applicationData = odd === 'callback' ? conditionBytes(random.pick(CONDITIONS)) : NO_BYTES;
  const common = { flags, mask: mask >>> 0, sid, applicationData };
  if (random.chance(0.45)) {
    const type =
      odd === 'callback'
        ? deny
          ? AceType.AccessDeniedCallback
          : AceType.AccessAllowedCallback
        : odd === 'audit'
          ? AceType.SystemAudit
          : deny
            ? AceType.AccessDenied
            : AceType.AccessAllowed;
    return { form: 'basic', type, ...common };
  }
  const type =
    odd === 'callback'
      ? deny
        ? AceType.AccessDeniedCallbackObject
        : AceType.AccessAllowedCallbackObject
      : odd === 'audit'
        ? AceType.SystemAuditObject
        : deny
          ? AceType.AccessDeniedObject
          : AceType.AccessAllowedObject;
  return {
    form: 'object',
    type,
    ...common,
    objectType: random.chance(0.1) ? null : random.pick(random.weighted(words.objectTypes)),
    inheritedObjectType: random.chance(0.25) ? random.pick(words.classes) : null,
  };
}

function conditionBytes(text: string): Uint8Array {
  const ace = parseSddl(`D:(XA;;WP;;;WD;${text})`).dacl!.aces[0]!;
  return ace.form === 'basic' ? ace.applicationData : NO_BYTES;
}

/** The order in which Windows' dialogs write: explicit before inherited, deny before allow. */
function canonical(aces: readonly Ace[]): Ace[] {
  const rank = (ace: Ace) =>
    ((ace.flags & AceFlag.Inherited) !== 0 ? 2 : 0) + ([0x1, 0x6, 0xa, 0xc].includes(ace.type) ? 0 : 1);
  return [...aces].sort((a, b) => rank(a) - rank(b));
}

export const toBase64 = (descriptor: SecurityDescriptor): string =>
  Buffer.from(encodeSecurityDescriptor(descriptor)).toString('base64');
