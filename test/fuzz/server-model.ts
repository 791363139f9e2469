/**
 * The access check as the lab's server makes it (Samba 4.17): Windows' check with the server's known deviations, each a
 * switch. With none on, it is MS-ADTS 5.1.3.3 for one bit at one place; a disagreement between a prediction and the
 * server counts as known only where exactly the switches named reproduce the server's answer.
 *
 * Written for this purpose and apart from src/access, in the shape of the server's algorithm: a mask that remains to
 * be granted, worked off entry by entry.
 */
import { type Ace, AceType, type SecurityDescriptor, type Sid } from '../../src/descriptor/types.js';
import type { Token, TokenWay } from '../../src/directory/token.js';
import type { Question } from './questions.js';

/** Every known deviation; test/lab/differences.json and docs/fuzzing.md say what each is. */
export const DEVIATIONS = [
  'object-ace-with-cr-grants-write',
  'owner-rights-ignored',
  'absent-dacl-denies',
  'conditional-ace-ignored',
  'applies-to-enforced',
  'generic-rights-not-mapped',
  'sd-rights-by-attribute',
  'this-organization',
  'sid-history-not-in-token',
  'well-known-sid-in-domain-local-group',
] as const;
export type Deviation = (typeof DEVIATIONS)[number];
export type Switches = ReadonlySet<Deviation>;
export const ALL: Switches = new Set(DEVIATIONS);
export const NONE: Switches = new Set();
const NO_OUTCOMES: ReadonlySet<number> = new Set();

const SELF = 'S-1-5-10';
const OWNER_RIGHTS = 'S-1-3-4';
const INHERIT_ONLY = 0x8;
const DACL_PRESENT = 0x4;
const CONTROL_ACCESS = 0x100;
const READ_CONTROL = 0x20000;
const WRITE_DAC = 0x40000;

/** Those that are about the token. */
export const TOKEN_CAUSES: readonly Deviation[] = [
  'this-organization',
  'sid-history-not-in-token',
  'well-known-sid-in-domain-local-group',
];

/** Who asks: the SIDs of a token with what the switches take away, and whether the object is the asker itself. */
export interface ModelAsker {
  readonly sids: ReadonlySet<Sid>;
  readonly objectSid: Sid;
}

/** Whether the way to a SID leads through Everyone or Authenticated Users. */
function startsWithWellKnown(way: TokenWay): boolean {
  for (let at: TokenWay | null = way; at !== null; at = at.before) {
    if (at.step.kind === 'well-known') return at.step.sid === 'S-1-1-0' || at.step.sid === 'S-1-5-11';
  }
  return false;
}

/** The SIDs of a token that the server leaves out, by cause. */
export function tokenSids(token: Token, on: Switches): Set<Sid> {
  const sids = new Set<Sid>();
  for (const { sid, way } of token.sids.values()) {
    if (on.has('this-organization') && sid === 'S-1-5-15') continue;
    if (on.has('sid-history-not-in-token') && way.step.kind === 'former-sid') continue;
    const throughWellKnown = startsWithWellKnown(way);
    if (on.has('well-known-sid-in-domain-local-group') && throughWellKnown && sid.startsWith('S-1-5-21-')) continue;
    sids.add(sid);
  }
  return sids;
}

/** Generic rights of a directory object (MS-ADTS 5.1.3.2), bit by bit. */
function mapped(mask: number, on: Switches): number {
  if (on.has('generic-rights-not-mapped')) return mask;
  let out = mask & 0x0fffffff;
  if (mask & 0x10000000) out |= 0xf01ff;
  if (mask & 0x20000000) out |= 0x20004;
  if (mask & 0x40000000) out |= 0x20028;
  if (mask & 0x80000000) out |= 0x20094;
  return out;
}

type Kind = 'allow' | 'deny' | 'allow-object' | 'deny-object' | 'none';

const UNCONDITIONAL: Readonly<Record<number, Kind>> = {
  [AceType.AccessAllowedCallback]: 'allow',
  [AceType.AccessDeniedCallback]: 'deny',
  [AceType.AccessAllowedCallbackObject]: 'allow-object',
  [AceType.AccessDeniedCallbackObject]: 'deny-object',
};

/** Conditions have no evaluator here: whether one holds is the caller's choice. */
function kindOf(ace: Ace, on: Switches): Kind | 'conditional' {
  switch (ace.type) {
    case AceType.AccessAllowed:
      return 'allow';
    case AceType.AccessDenied:
      return 'deny';
    case AceType.AccessAllowedObject:
      return 'allow-object';
    case AceType.AccessDeniedObject:
      return 'deny-object';
    case AceType.AccessAllowedCallback:
    case AceType.AccessDeniedCallback:
    case AceType.AccessAllowedCallbackObject:
    case AceType.AccessDeniedCallbackObject:
      return on.has('conditional-ace-ignored') ? 'none' : 'conditional';
    default:
      return 'none';
  }
}

/** Positions of the conditional entries, whose outcome a caller has to choose. */
export function conditionalEntries({ dacl }: SecurityDescriptor): number[] {
  return (dacl?.aces ?? []).flatMap((ace, index) => (kindOf(ace, NONE) === 'conditional' ? [index] : []));
}

/**
 * @param outcomes positions of conditional entries whose condition holds
 * @returns the answer of a server with these deviations
 */
export function serverAnswer(
  descriptor: SecurityDescriptor,
  asker: ModelAsker,
  question: Question,
  on: Switches,
  outcomes: ReadonlySet<number> = NO_OUTCOMES,
): boolean {
  const { request } = question;
  if (on.has('applies-to-enforced') && question.applies === false) return false;

  const isOwner = descriptor.owner !== null && asker.sids.has(descriptor.owner);
  const aces = descriptor.dacl?.aces ?? [];
  if ((request.right === READ_CONTROL || request.right === WRITE_DAC) && request.ownerImplicit && isOwner) {
    const spoken = aces.some(
      (ace) => 'sid' in ace && ace.sid === OWNER_RIGHTS && !(ace.flags & INHERIT_ONLY) && kindOf(ace, on) !== 'none',
    );
    if (on.has('owner-rights-ignored') || !spoken) return true;
  }
  if ((descriptor.control & DACL_PRESENT) === 0) return !on.has('absent-dacl-denies');
  if (descriptor.dacl === null) return true;

  const places: readonly string[] =
    on.has('sd-rights-by-attribute') && question.attributePlaces
      ? [...request.covers, ...question.attributePlaces]
      : request.covers;
  let remaining = request.right;
  for (const [index, ace] of aces.entries()) {
    if (ace.flags & INHERIT_ONLY || (ace.form !== 'basic' && ace.form !== 'object')) continue;
    let kind = kindOf(ace, on);
    if (kind === 'none') continue;
    if (!holds(ace.sid, asker, isOwner, on)) continue;
    if (kind === 'conditional') {
      if (!outcomes.has(index)) continue;
      kind = UNCONDITIONAL[ace.type]!;
    }
    const mask = mapped(ace.mask, on);
    if (ace.form === 'object' && ace.objectType !== null && !places.includes(ace.objectType)) continue;
    if (kind === 'allow' || kind === 'allow-object') {
      remaining &= ~mask;
      if (kind === 'allow-object' && mask & CONTROL_ACCESS && on.has('object-ace-with-cr-grants-write')) return true;
      if (remaining === 0) return true;
    } else if (remaining & mask) return false;
  }
  return false;
}

function holds(trustee: Sid, asker: ModelAsker, isOwner: boolean, on: Switches): boolean {
  if (trustee === SELF) return asker.sids.has(asker.objectSid);
  if (trustee === OWNER_RIGHTS) return isOwner && !on.has('owner-rights-ignored');
  return asker.sids.has(trustee);
}
