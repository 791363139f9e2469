/** Who may retrieve the password of a managed service account (MS-ADTS 3.1.1.4.5.39: read property on its descriptor). */
import { checkRight, trusteesOf } from '../access/check.js';
import { Right } from '../access/request.js';
import type { SecurityDescriptor, Sid } from '../descriptor/types.js';
import { type Directory, groupNumber } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import type { Tristate } from '../result/tristate.js';
import { UserAccountControl } from '../verdicts/target.js';
import type { RetrieverFacts } from './types.js';

/** Trustees that stand for most or all accounts: named once instead of being expanded. */
const EVERYBODY: ReadonlySet<Sid> = new Set(['S-1-1-0', 'S-1-5-11', 'S-1-5-2', 'S-1-5-7']);

const REQUEST = { right: Right.ReadProperty, covers: [], ownerImplicit: false };

/**
 * The principals that one managed account's msDS-GroupMSAMembership lets in, found as the accounts stream by: an account
 * matters only through which trustees of that list it is (or is a member of).
 */
export class Retrievers {
  readonly #trustees: readonly Sid[];
  /** For each group, the positions of the trustees that it is nested in. */
  readonly #groups = new Map<number, readonly number[]>();
  readonly #decided = new Map<string, { readonly granted: boolean; readonly index: number }>();
  readonly #bySid = new Map<Sid, number>();

  constructor(
    readonly directory: Directory,
    readonly descriptor: SecurityDescriptor,
    readonly nameOf: (sid: Sid) => string | null,
    readonly domain: number,
  ) {
    this.#trustees = [...trusteesOf(descriptor)];
    const children: number[][] = directory.groups.map(() => []);
    directory.groups.forEach((group, number) => {
      for (const parent of group.parents) children[parent]?.push(number);
    });
    const nested = new Map<number, number[]>();
    this.#trustees.forEach((sid, position) => {
      this.#bySid.set(sid, position);
      const start = groupNumber(directory, sid, domain);
      if (start === undefined) return;
      const queue = [start];
      const seen = new Set<number>();
      for (let head = 0; head < queue.length; head++) {
        const number = queue[head]!;
        if (seen.has(number)) continue;
        seen.add(number);
        const list = nested.get(number);
        if (list) list.push(position);
        else nested.set(number, [position]);
        queue.push(...children[number]!);
      }
    });
    for (const [number, positions] of nested) this.#groups.set(number, positions);
  }

  /** Trustees that let somebody in whom the sources do not hold, or everybody. */
  *unexpanded(): Generator<RetrieverFacts> {
    for (const sid of this.#trustees) {
      const number = groupNumber(this.directory, sid, this.domain);
      const group = number === undefined ? undefined : this.directory.groups[number];
      const known = group !== undefined || this.directory.principals.has(sid);
      if (known && !group?.open) continue;
      const result = checkRight(
        this.descriptor,
        { carries: (asked) => (asked === sid ? 'yes' : 'no'), isSelf: false },
        REQUEST,
      );
      if (result.decision === 'denied') continue;
      yield {
        sid,
        dn: group?.dn ?? '',
        name: this.nameOf(sid) ?? sid,
        className: group ? 'group' : '',
        domainController: EVERYBODY.has(sid) ? 'no' : 'unknown',
        through: this.nameOf(sid) ?? sid,
      };
    }
  }

  /** @returns what there is to say of an account, or null where it may not retrieve the password */
  account(record: AccountRecord, dn: string, name: string, className: string): RetrieverFacts | null {
    const matched = new Set<number>();
    const own = record.s === undefined ? undefined : this.#bySid.get(record.s);
    if (own !== undefined) matched.add(own);
    for (const sid of record.h ?? []) {
      const position = this.#bySid.get(sid);
      if (position !== undefined) matched.add(position);
    }
    for (const group of record.m ?? []) for (const position of this.#groups.get(group) ?? []) matched.add(position);
    if (record.pg !== undefined && record.s !== undefined) {
      const sid = `${record.s.slice(0, record.s.lastIndexOf('-'))}-${record.pg}`;
      const position = this.#bySid.get(sid);
      if (position !== undefined) matched.add(position);
      const number = groupNumber(this.directory, sid, this.domain);
      if (number !== undefined) for (const outer of this.#groups.get(number) ?? []) matched.add(outer);
    }
    if (matched.size === 0) return null;

    const positions = [...matched].sort((a, b) => a - b);
    const key = positions.join(',');
    let decided = this.#decided.get(key);
    if (!decided) {
      const sids = new Set(positions.map((position) => this.#trustees[position]!));
      const carries = (sid: Sid) => (sids.has(sid) || EVERYBODY.has(sid) ? ('yes' as const) : ('no' as const));
      const result = checkRight(this.descriptor, { carries, isSelf: false }, REQUEST);
      decided = { granted: result.decision === 'granted', index: result.index };
      this.#decided.set(key, decided);
    }
    if (!decided.granted) return null;
    const ace = decided.index < 0 ? undefined : this.descriptor.dacl?.aces[decided.index];
    const trustee = ace && ace.form !== 'unknown' ? ace.sid : null;
    // Those let in by an entry for everybody are told once, by `unexpanded`.
    if (trustee !== null && EVERYBODY.has(trustee)) return null;
    return {
      sid: record.s ?? '',
      dn,
      name,
      className,
      domainController: isDomainController(record),
      through: trustee === null ? 'no DACL' : (this.nameOf(trustee) ?? trustee),
    };
  }
}

/** Domain Controllers and Read-only Domain Controllers, by their userAccountControl bits or primary group. */
function isDomainController(record: AccountRecord): Tristate {
  if (record.f !== undefined) {
    return (record.f & (UserAccountControl.ServerTrustAccount | UserAccountControl.PartialSecretsAccount)) !== 0
      ? 'yes'
      : 'no';
  }
  if (record.pg === 516 || record.pg === 521) return 'yes';
  return record.pg === undefined ? 'unknown' : 'no';
}
