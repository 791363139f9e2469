/**
 * What Windows does beyond the access control list: checks of single userAccountControl bits, accounts that the platform
 * treats in a way of its own, and requests that change nothing. A caveat is told beside a granted answer and changes no
 * verdict: for most of them it is documented what can happen, and not confirmed that it does.
 */
import type { Decision } from '../access/check.js';
import type { RightRequest } from '../access/request.js';
import type { Guid } from '../descriptor/types.js';
import type { Schema } from '../directory/schema.js';
import type { CaveatCode } from '../result/audit.js';
import type { ActionDefinition } from './action.js';
import { requestsFor } from './requests.js';
import { type TargetTraits, UserAccountControl } from './target.js';

/** The answer for a control access right on the domain object, by the cn of the right. */
export type DomainRights = (right: string) => Decision;

export interface CaveatContext {
  /** Checks further rights on the target. */
  check(requests: readonly RightRequest[]): Decision;
  readonly classGuid: Guid | undefined;
  readonly schema: Schema;
  domain(): DomainRights;
}

/** Bits whose setting needs a control access right on the domain object (MS-SAMR 3.1.1.8.10). */
const RIGHT_FOR_BIT: readonly (readonly [number, string])[] = [
  [UserAccountControl.PasswordNotRequired, 'Update-Password-Not-Required-Bit'],
  [UserAccountControl.DontExpirePassword, 'Unexpire-Password'],
  [UserAccountControl.EncryptedTextPasswordAllowed, 'Enable-Per-User-Reversibly-Encrypted-Password'],
  [UserAccountControl.ServerTrustAccount | UserAccountControl.PartialSecretsAccount, 'DS-Install-Replica'],
];

/** Bits whose setting needs SeEnableDelegationPrivilege, which no directory shows (MS-SAMR 3.1.1.8.10). */
const DELEGATION = UserAccountControl.TrustedForDelegation | UserAccountControl.TrustedToAuthenticateForDelegation;

/** @returns the caveats of a granted answer, in a fixed order */
export function caveatsOf(
  action: ActionDefinition,
  traits: TargetTraits,
  context: CaveatContext,
): readonly CaveatCode[] {
  const caveats: CaveatCode[] = [];
  const { request } = action;
  if (request.right === 'write-property') {
    const { schema, classGuid } = context;
    const read = requestsFor({ right: 'read-property', attribute: request.attribute }, schema, classGuid);
    if (context.check(read) === 'denied') caveats.push('read-right-missing');
    if (request.attribute.toLowerCase() === 'useraccountcontrol') caveats.push(...onFlags(traits, context));
  }
  if (request.right === 'control-access' && request.controlAccessRight === 'User-Force-Change-Password') {
    if (traits.platform === 'krbtgt') caveats.push('random-password-instead'); // MS-SAMR 3.1.1.8.5
    if (context.domain()('Unexpire-Password') === 'denied') caveats.push('reset-forces-change'); // MS-SAMR 3.1.1.8.7
  }
  if (isAlreadySo(action.id, traits)) caveats.push('already-so');
  return caveats;
}

function onFlags({ flags, platform }: TargetTraits, context: CaveatContext): readonly CaveatCode[] {
  const caveats: CaveatCode[] = [];
  // MS-SAMR 3.1.1.6 forbids the bit there; domain controllers are reported to allow it for Administrator all the same.
  if (platform !== null) caveats.push('platform-may-refuse');
  if (flags === null) return caveats;
  // The text says "if set", so that bits which are only kept may be checked too.
  const lacking = RIGHT_FOR_BIT.some(([bits, right]) => (flags & bits) !== 0 && context.domain()(right) === 'denied');
  if (lacking) caveats.push('retained-flag-needs-right');
  if ((flags & DELEGATION) !== 0) caveats.push('retained-flag-needs-privilege');
  return caveats;
}

function isAlreadySo(action: string, { flags, mustChange }: TargetTraits): boolean {
  const disabled = flags === null ? null : (flags & UserAccountControl.AccountDisable) !== 0;
  switch (action) {
    case 'disable':
      return disabled === true;
    case 'enable':
      return disabled === false;
    case 'force-password-change':
      return mustChange;
    default:
      return false;
  }
}
