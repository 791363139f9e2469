/** Two domains written by hand: 0 a.example (A), 1 b.example (B). */
import type { Sid } from '../../src/descriptor/types.js';
import type { Directory } from '../../src/directory/directory.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { GroupRecord, ModelRecord } from '../../src/directory/records.js';
import { type Plain, recordSource } from './memory-source.js';

export const A = 'S-1-5-21-1-1-1';
export const B = 'S-1-5-21-2-2-2';

interface Written {
  /** trustAttributes of the trust of B to A; null: no source tells of one. */
  readonly trust: number | null;
  readonly groups?: readonly Plain<Omit<GroupRecord, 'type'>>[];
  readonly foreign?: readonly { readonly sid: Sid; readonly memberOf: readonly number[] }[];
  readonly more?: readonly Plain<ModelRecord>[];
}

export function twoDomains({ trust, groups = [], foreign = [], more = [] }: Written): Promise<Directory> {
  return loadDirectory(
    recordSource([
      ...(trust === null
        ? []
        : [{ type: 'trust', dn: 'CN=a,CN=System,DC=b,DC=example', partner: 'a', sid: A, attributes: trust } as const]),
      { type: 'domain', dn: 'DC=a,DC=example', dnsName: 'a.example', netbiosName: 'A', sid: A },
      { type: 'domain', dn: 'DC=b,DC=example', dnsName: 'b.example', netbiosName: 'B', sid: B },
      { type: 'container', dn: 'DC=a,DC=example' },
      { type: 'container', dn: 'DC=b,DC=example' },
      ...groups.map((group) => ({ type: 'group' as const, ...group })),
      ...foreign.map(({ sid, memberOf }) => ({
        type: 'foreign' as const,
        dn: `CN=${sid},CN=ForeignSecurityPrincipals,DC=b,DC=example`,
        sid,
        memberOf,
      })),
      ...more,
    ]),
  );
}

/** A group of A or B, by the SID of its domain. */
export function groupOf(
  domain: typeof A | typeof B,
  rid: number,
  groupType: number | undefined,
  memberOf: readonly number[] = [],
  more: Plain<Partial<GroupRecord>> = {},
): Plain<Omit<GroupRecord, 'type'>> {
  const [parent, dc] = domain === A ? [0, 'a'] : [1, 'b'];
  return {
    dn: `CN=${rid},DC=${dc},DC=example`,
    parent,
    sid: `${domain}-${rid}`,
    samAccountName: String(rid),
    groupType,
    memberOf,
    ...more,
  };
}
