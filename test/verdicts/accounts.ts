/** Accounts under audit, for tests of what is made of them. */
import type { Sid } from '../../src/descriptor/types.js';
import type { AccountRecord } from '../../src/directory/records.js';
import { groupUser, localSystemUser } from '../../src/directory/token-user.js';
import type { AccountKind } from '../../src/result/audit.js';
import type { AccountUnderAudit } from '../../src/verdicts/account-under-audit.js';
import { domainId, groupId } from '../directory/ids.js';
import { DOMAIN_DN, DOMAIN_SID, user } from '../directory/memory-source.js';
import { userOf } from '../directory/users.js';

interface Particulars {
  /** Numbers of the groups that it is a direct member of. */
  readonly groups?: readonly number[];
  /** Null: it was not read. */
  readonly primaryGroup?: number | null;
  readonly kind?: AccountKind;
  readonly record?: Parameters<typeof user>[2];
}

/** A user of the domain of `memorySource`. */
export function auditedUser(
  rid: number,
  name: string,
  { groups = [], primaryGroup = 513, kind = 'user', record = {} }: Particulars = {},
): AccountUnderAudit {
  const sid: Sid = `${DOMAIN_SID}-${rid}`;
  const primaryGroupSid: Sid | null = primaryGroup === null ? null : `${DOMAIN_SID}-${primaryGroup}`;
  const memberOf = groups.map(groupId);
  return {
    kind,
    dn: `CN=${name},OU=Staff,${DOMAIN_DN}`,
    name: `EXAMPLE\\${name}`,
    sid,
    domain: domainId(0),
    user: userOf(domainId(0), sid, `EXAMPLE\\${name}`, [], primaryGroupSid, memberOf),
    record: {
      type: 'account',
      ...user(rid, name, { memberOf: groups, primaryGroupId: primaryGroup ?? undefined, ...record }),
    } as AccountRecord,
    group: null,
  };
}

/** A group of the domain of `memorySource`, by its number. */
export function auditedGroup(number: number, sid: Sid, name: string): AccountUnderAudit {
  return {
    kind: 'group',
    dn: `CN=${name},OU=Staff,${DOMAIN_DN}`,
    name: `EXAMPLE\\${name}`,
    sid,
    domain: domainId(0),
    user: groupUser(domainId(0), sid, `EXAMPLE\\${name}`, groupId(number)),
    record: null,
    group: groupId(number),
  };
}

export const LOCAL_SYSTEM: AccountUnderAudit = {
  kind: 'local-system',
  dn: '',
  name: 'NT AUTHORITY\\SYSTEM',
  sid: 'S-1-5-18',
  domain: null,
  user: localSystemUser,
  record: null,
  group: null,
};
