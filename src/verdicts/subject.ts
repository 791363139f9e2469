/** The accounts under audit, as the stages after their resolution see them. */
import type { Directory, Domain } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import { buildToken, type Token, type TokenSid, type TokenSubject } from '../directory/token.js';
import type { AccountKind, AuditedAccount, TokenEntry } from '../result/audit.js';

/** One account under audit. */
export interface Subject {
  readonly kind: AccountKind;
  /** Empty for LocalSystem. */
  readonly dn: string;
  readonly name: string;
  readonly sid: string;
  /** Number of its own domain; -1 where it has none (LocalSystem, well-known and foreign SIDs). */
  readonly domain: number;
  readonly token: TokenSubject;
  /** The account's own record; null for LocalSystem, groups and foreign principals. */
  readonly record: AccountRecord | null;
  /** Number of the group; -1 unless the account under audit is one. */
  readonly group: number;
}

/** Tokens of one subject, one a domain, built when first needed. */
export class Tokens {
  readonly #byDomain = new Map<number, Token>();

  constructor(
    readonly directory: Directory,
    readonly subject: Subject,
  ) {}

  /** @param domain number of the target's domain; -1 where it is not known */
  on(domain: number): Token {
    let token = this.#byDomain.get(domain);
    if (!token) {
      token = buildToken(this.directory, this.subject.token, domain);
      this.#byDomain.set(domain, token);
    }
    return token;
  }
}

/** The account as a result shows it, its token joined over all domains of the sources. */
export function auditedAccount(tokens: Tokens, domains: readonly Domain[]): AuditedAccount {
  const { subject } = tokens;
  const joined = new Map<string, TokenEntry>();
  const add = (entry: TokenSid) => {
    const domain = entry.domain < 0 ? null : (domains[entry.domain]?.dn ?? null);
    const key = `${entry.sid}@${domain ?? ''}`;
    if (joined.has(key)) return;
    joined.set(key, { sid: entry.sid, name: entry.name, via: entry.via, domain });
  };
  const wanted = domains.length === 0 ? [-1] : domains.map((_, number) => number);
  for (const number of wanted) for (const entry of tokens.on(number).sids.values()) add(entry);
  return {
    sid: subject.sid,
    dn: subject.dn || null,
    name: subject.name,
    kind: subject.kind,
    token: [...joined.values()],
  };
}
