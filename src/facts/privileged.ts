/** Memberships that bring more than any entry: groups that AdminSDHolder protects, and how the account under audit is in them. */
import type { Sid } from '../descriptor/types.js';
import type { GroupId } from '../directory/ids.js';
import type { ProtectedSets } from '../directory/protected-set.js';
import type { TokenSid, TokenWay } from '../directory/token.js';
import { wayNames } from '../directory/token-names.js';
import { type Tokens, tokenDomains } from '../verdicts/account-under-audit.js';
import { isBroad } from '../verdicts/broad.js';

/** A privileged group of which the account is a member, with no other one on the way; a group under audit may be one itself. */
export interface PrivilegedMembership {
  readonly sid: Sid;
  readonly name: string;
  /** From the account to the group, names. */
  readonly path: readonly string[];
}

/** Whoever is in it may take the ownership of every object of its domain, whatever the object's list says. */
const ADMINISTRATORS = 'S-1-5-32-544';

/** Which trustees of a token come with a privileged membership. */
export class PrivilegedMemberships {
  /** By SID of the group, the order of the token. */
  readonly all = new Map<Sid, PrivilegedMembership>();
  /** By SID of the token: the membership that it comes with. */
  readonly #through = new Map<Sid, PrivilegedMembership>();
  /** SIDs of the token that most accounts have: well-known ones, Domain Users and its like, and the groups that hold those. */
  readonly #common = new Set<Sid>();
  /** What makes the account an administrator of every domain of the sources; null where it is none. */
  readonly #administrator: PrivilegedMembership | null;

  constructor(tokens: Tokens, sets: ProtectedSets) {
    const nearest = new Nearest(tokens, sets);
    const common = new Common(tokens);
    for (const domain of tokenDomains(tokens.directory)) {
      for (const entry of tokens.on(domain).sids.values()) {
        if (common.on(entry.way)) this.#common.add(entry.sid);
        const group = nearest.on(entry.way);
        if (group === null || this.#through.has(entry.sid)) continue;
        this.#through.set(entry.sid, this.#of(group, tokens, entry));
      }
    }
    const everywhere = tokenDomains(tokens.directory).every((domain) => tokens.on(domain).sids.has(ADMINISTRATORS));
    this.#administrator = everywhere ? (this.#through.get(ADMINISTRATORS) ?? null) : null;
  }

  /** @returns the membership that a trustee of the token comes with; undefined where it comes with none */
  through(sid: Sid): PrivilegedMembership | undefined {
    return this.#through.get(sid);
  }

  /** Whether most accounts have a SID of the token: a well-known one, or one that comes with such a SID. */
  isCommon(sid: Sid): boolean {
    return this.#common.has(sid);
  }

  /**
   * @returns the membership beside which what a trustee is given is no news: the one that it comes with; of what most accounts
   *   have, the one that makes the account an administrator
   */
  beside(sid: Sid): PrivilegedMembership | undefined {
    return this.through(sid) ?? (this.#common.has(sid) ? (this.#administrator ?? undefined) : undefined);
  }

  #of(group: { readonly id: GroupId; readonly way: TokenWay }, tokens: Tokens, entry: TokenSid): PrivilegedMembership {
    const { directory, account } = tokens;
    const { sid, name } = directory.groups[group.id]!;
    const key = sid ?? entry.sid;
    const known = this.all.get(key);
    if (known !== undefined) return known;
    const membership = { sid: key, name, path: wayNames(directory, account.user, group.way) };
    this.all.set(key, membership);
    return membership;
  }
}

/** Whether a way leads through something that most accounts have. Ways share their beginnings: each part is looked at once. */
class Common {
  readonly #known = new Map<TokenWay, boolean>();

  constructor(private readonly tokens: Tokens) {}

  on(way: TokenWay): boolean {
    const unknown: TokenWay[] = [];
    let at: TokenWay | null = way;
    for (; at !== null && !this.#known.has(at); at = at.before) unknown.push(at);
    let found = at !== null && this.#known.get(at)!;
    for (const part of unknown.reverse()) {
      found ||= this.#isOf(part);
      this.#known.set(part, found);
    }
    return found;
  }

  #isOf({ step }: TokenWay): boolean {
    if (step.kind === 'well-known') return true;
    const { groups } = this.tokens.directory;
    const sid = step.kind === 'primary-group' ? step.sid : step.kind === 'group' ? groups[step.group]!.sid : null;
    return sid?.startsWith('S-1-5-21-') === true && isBroad(sid);
  }
}

interface OnTheWay {
  readonly id: GroupId;
  readonly way: TokenWay;
}

/** The first privileged group on a way, from the account. Ways share their beginnings: each part is looked at once. */
class Nearest {
  readonly #known = new Map<TokenWay, OnTheWay | null>();

  constructor(
    private readonly tokens: Tokens,
    private readonly sets: ProtectedSets,
  ) {}

  on(way: TokenWay): OnTheWay | null {
    const unknown: TokenWay[] = [];
    let at: TokenWay | null = way;
    for (; at !== null && !this.#known.has(at); at = at.before) unknown.push(at);
    let found = at === null ? null : this.#known.get(at)!;
    for (const part of unknown.reverse()) {
      found ??= this.#privileged(part);
      this.#known.set(part, found);
    }
    return found;
  }

  #privileged(way: TokenWay): OnTheWay | null {
    if (way.step.kind !== 'group') return null;
    const id = way.step.group;
    const { domain, sid } = this.tokens.directory.groups[id]!;
    if (domain === null || sid === null) return null;
    // One that is protected in some versions or settings only is privileged in all of them.
    return (this.sets.get(domain)?.root(id) ?? 'no') === 'no' ? null : { id, way };
  }
}
