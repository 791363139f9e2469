/** What a token is made of: SIDs, each with the way to it. */
import type { Sid } from '../descriptor/types.js';
import type { Tristate } from '../result/tristate.js';
import type { Logon } from './boundary.js';
import type { DomainId, GroupId } from './ids.js';

/** One step of the way from an account to a SID of its token. */
export type TokenStep =
  /** The account under audit itself: where every way begins. */
  | { readonly kind: 'account' }
  | { readonly kind: 'group'; readonly group: GroupId }
  /** A value of sIDHistory of what stands before it. */
  | { readonly kind: 'former-sid'; readonly sid: Sid }
  /** A primary group that the sources do not hold. */
  | { readonly kind: 'primary-group'; readonly sid: Sid }
  /** Added by the kind of logon, or for what the account is. */
  | { readonly kind: 'well-known'; readonly sid: Sid };

/** A way to a SID, told from its end; ways share what they have in common. */
export interface TokenWay {
  readonly step: TokenStep;
  readonly before: TokenWay | null;
}

export interface GroupWay extends TokenWay {
  readonly step: Extract<TokenStep, { readonly kind: 'group' }>;
}

export interface TokenSid {
  readonly sid: Sid;
  readonly way: TokenWay;
  /** The domain whose controllers add it; null: everywhere. */
  readonly domain: DomainId | null;
}

export interface Token {
  /** The domain on whose controllers this token stands; null where that is unknown. */
  readonly domain: DomainId | null;
  readonly sids: ReadonlyMap<Sid, TokenSid>;
  /** SIDs that the account has, and that SID filtering takes away (or may take away) on the way to that domain. */
  readonly filtered: ReadonlyMap<Sid, TokenSid & { readonly certain: boolean }>;
  /** Whether the account can log on there at all. */
  readonly logon: Logon;
  /** @returns whether this token carries `sid`; unknown where the evidence does not decide */
  carries(sid: Sid): Tristate;
}
