/** Who may retrieve the password of a managed service account (MS-ADTS 3.1.1.4.5.39: read property on its descriptor). */

import { trusteesOf } from '../access/check.js';
import { givingEntry, holdersOf } from '../access/holders.js';
import { objectRequest, Right } from '../access/request.js';
import { sidWithoutLast } from '../descriptor/index.js';
import type { SecurityDescriptor, Sid } from '../descriptor/types.js';
import { at, type Directory, groupOfSid, groupsOfSid } from '../directory/directory.js';
import type { DomainId, GroupId } from '../directory/ids.js';
import type { AccountRecord } from '../directory/records.js';
import type { Tristate } from '../result/tristate.js';
import { UserAccountControl } from '../verdicts/target.js';

/** `retriever`: a principal that may, or perhaps may, retrieve the managed password of the audited account (scope retriever). */
export interface RetrieverFacts {
  readonly sid: string;
  readonly dn: string;
  readonly name: string;
  readonly className: string;
  readonly domainController: Tristate;
  /** Unknown: an entry whose outcome the evidence does not tell (a conditional one) could decide. Who may not is no retriever. */
  readonly mayRetrieve: 'yes' | 'unknown';
  /** Name of the entry's trustee through which it may. */
  readonly through: string;
}

/** Trustees that stand for most or all accounts: named once instead of being expanded. */
const EVERYBODY: ReadonlySet<Sid> = new Set(['S-1-1-0', 'S-1-5-11', 'S-1-5-2', 'S-1-5-7']);
const EVERYONE: Sid = 'S-1-1-0';

/** All domain controllers of the forest, and nobody else (MS-DTYP 2.4.2.4). */
const ENTERPRISE_DOMAIN_CONTROLLERS = 'S-1-5-9';

const REQUEST = objectRequest(Right.ReadProperty, undefined);

/**
 * The principals that one managed account's msDS-GroupMSAMembership lets in, found as the accounts stream by: an account
 * matters only through which trustees of that list it is (or is a member of).
 */
export class Retrievers {
  readonly #trustees: ReadonlySet<Sid>;
  /** For each group, the trustees whose members its members are. */
  readonly #groups = new Map<GroupId, Sid[]>();

  /** @param domain that of the managed account, on whose controllers the password is retrieved */
  constructor(
    readonly directory: Directory,
    readonly descriptor: SecurityDescriptor,
    readonly nameOf: (sid: Sid) => string | null,
    readonly domain: DomainId | null,
  ) {
    this.#trustees = trusteesOf(descriptor);
    for (const sid of this.#trustees) {
      // Whoever retrieves it is asked for with a token: only what a token there holds leads to the trustee.
      for (const nested of directory.membership.below(groupsOfSid(directory, sid, domain), { for: 'token', domain })) {
        const above = this.#groups.get(nested);
        if (above) above.push(sid);
        else this.#groups.set(nested, [sid]);
      }
    }
  }

  /** Trustees that let somebody in whom the sources do not hold, or everybody. */
  *unexpanded(): Generator<RetrieverFacts> {
    if (this.descriptor.dacl === null) {
      yield {
        sid: EVERYONE,
        dn: '',
        name: this.nameOf(EVERYONE) ?? EVERYONE,
        className: '',
        domainController: 'no',
        mayRetrieve: 'yes',
        through: 'everybody (there is no DACL)',
      };
    }
    for (const { sid, decision } of holdersOf(this.descriptor, REQUEST, EVERYBODY)) {
      const group = at(this.directory.groups, groupOfSid(this.directory, sid, this.domain));
      const known = group !== null || this.directory.principals.has(sid);
      if (known && !group?.open) continue;
      yield {
        sid,
        dn: group?.dn ?? '',
        name: this.nameOf(sid) ?? sid,
        className: group ? 'group' : '',
        domainController: EVERYBODY.has(sid) ? 'no' : sid === ENTERPRISE_DOMAIN_CONTROLLERS ? 'yes' : 'unknown',
        mayRetrieve: decision === 'granted' ? 'yes' : 'unknown',
        through: this.nameOf(sid) ?? sid,
      };
    }
  }

  /** @returns what there is to say of an account, or null where it is known that it may not retrieve the password */
  account(record: AccountRecord, dn: string, name: string, className: string): RetrieverFacts | null {
    const held = this.#held(record);
    if (held.size === 0) return null;
    // Memberships were followed to the trustees alone: of what a condition asks for besides, nothing is known.
    const carries = (sid: Sid): Tristate =>
      held.has(sid) || EVERYBODY.has(sid) ? 'yes' : this.#trustees.has(sid) ? 'no' : 'unknown';
    const entry = givingEntry(this.descriptor, { carries, isSelf: false }, REQUEST, EVERYBODY);
    // Those let in by an entry for everybody are told once, by `unexpanded`.
    if (entry === null || EVERYBODY.has(entry.ace.sid)) return null;
    return {
      sid: record.sid ?? '',
      dn,
      name,
      className,
      domainController: isDomainController(record),
      mayRetrieve: entry.decision === 'granted' ? 'yes' : 'unknown',
      through: this.nameOf(entry.ace.sid) ?? entry.ace.sid,
    };
  }

  /** The trustees that an account is, or is a member of. */
  #held({ sid, sidHistory = [], memberOf = [], primaryGroupId }: AccountRecord): ReadonlySet<Sid> {
    const held = new Set<Sid>();
    const enter = (own: Sid) => {
      if (this.#trustees.has(own)) held.add(own);
    };
    const enterGroup = (group: GroupId) => {
      for (const trustee of this.#groups.get(group) ?? []) held.add(trustee);
    };
    for (const former of sidHistory) enter(former);
    for (const group of memberOf) enterGroup(group);
    if (sid === undefined) return held;
    enter(sid);
    if (primaryGroupId === undefined) return held;
    const primary: Sid = `${sidWithoutLast(sid)}-${primaryGroupId}`;
    enter(primary);
    for (const group of groupsOfSid(this.directory, primary, this.domain)) enterGroup(group);
    return held;
  }
}

/** Domain Controllers and Read-only Domain Controllers, by their userAccountControl bits or primary group. */
function isDomainController(record: AccountRecord): Tristate {
  if (record.userAccountControl !== undefined) {
    return (record.userAccountControl &
      (UserAccountControl.ServerTrustAccount | UserAccountControl.PartialSecretsAccount)) !==
      0
      ? 'yes'
      : 'no';
  }
  if (record.primaryGroupId === 516 || record.primaryGroupId === 521) return 'yes';
  return record.primaryGroupId === undefined ? 'unknown' : 'no';
}
