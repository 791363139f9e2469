/** The accounts under audit, as the stages after their resolution see them. */
import type { SecurityDescriptor, Sid } from '../descriptor/types.js';
import { at, type Directory } from '../directory/directory.js';
import { type DomainId, type GroupId, idsOf } from '../directory/ids.js';
import type { AccountRecord } from '../directory/records.js';
import { buildToken, type Token, type TokenSid, type TokenUser } from '../directory/token.js';
import { sidName, wayNames } from '../directory/token-names.js';
import type { AccountKind, AuditedAccount, TokenEntry } from '../result/audit.js';
import { selectiveLogon } from './selective.js';

/** One account under audit. */
export interface AccountUnderAudit {
  readonly kind: AccountKind;
  /** Empty for LocalSystem. */
  readonly dn: string;
  readonly name: string;
  readonly sid: Sid;
  /** Its own domain; null where it has none (LocalSystem, well-known and foreign SIDs). */
  readonly domain: DomainId | null;
  readonly user: TokenUser;
  /** The account's own record; null for LocalSystem, groups and foreign principals. */
  readonly record: AccountRecord | null;
  /** The group; null unless the account under audit is one. */
  readonly group: GroupId | null;
}

/** The descriptors of what may be domain controllers of a domain; null: not read. */
export type ControllersOf = (domain: DomainId) => readonly (SecurityDescriptor | null)[];

/** Tokens of one account, one a domain, built when first needed. */
export class Tokens {
  readonly #byDomain = new Map<DomainId | null, Token>();

  constructor(
    readonly directory: Directory,
    readonly account: AccountUnderAudit,
    /** Looked at where a trust authenticates selectively. */
    readonly controllers: ControllersOf = () => [],
  ) {}

  /** @param domain the target's; null where it is not known */
  on(domain: DomainId | null): Token {
    let token = this.#byDomain.get(domain);
    if (!token) {
      token = this.#build(domain);
      this.#byDomain.set(domain, token);
    }
    return token;
  }

  #build(domain: DomainId | null): Token {
    const token = buildToken(this.directory, this.account.user, domain);
    if (domain === null || token.logon.because !== 'selective-authentication') return token;
    return { ...token, logon: selectiveLogon(token, this.controllers(domain)) };
  }
}

/** Whether an account's logon at a domain's controllers is a matter of rights on those. */
export function isSelective(directory: Directory, { user }: AccountUnderAudit, domain: DomainId): boolean {
  return buildToken(directory, user, domain).logon.because === 'selective-authentication';
}

/** The domains on whose controllers a token is looked at: those of the sources, or none that is known. */
export function tokenDomains({ domains }: Directory): readonly (DomainId | null)[] {
  return domains.length === 0 ? [null] : [...idsOf<DomainId>(domains)];
}

/** The account as a result shows it, its token joined over all domains of the sources. */
export function auditedAccount(tokens: Tokens): AuditedAccount {
  const { account, directory } = tokens;
  const joined = new Map<string, TokenEntry>();
  const add = (entry: TokenSid) => {
    const domain = at(directory.domains, entry.domain)?.dn ?? null;
    const key = `${entry.sid}@${domain}`;
    if (joined.has(key)) return;
    const via = wayNames(directory, account.user, entry.way);
    joined.set(key, { sid: entry.sid, name: sidName(directory, account.user, entry), via, domain });
  };
  for (const domain of tokenDomains(directory)) for (const entry of tokens.on(domain).sids.values()) add(entry);
  return {
    sid: account.sid,
    dn: account.dn || null,
    name: account.name,
    kind: account.kind,
    token: [...joined.values()],
  };
}
