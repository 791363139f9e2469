/** The other name of an object: its DN for its SID, its SID for its DN, where the model holds both. */
import type { Directory } from '../directory/directory.js';
import { dnKey } from '../names/dn.js';
import type { AccountUnderAudit } from '../verdicts/account-under-audit.js';

/**
 * Groups, heads of domains and the accounts under audit; other accounts are not kept.
 * @returns a function that gives the other names of one; none where a SID stands for objects of several domains
 */
export function identitiesOf(
  directory: Directory,
  accounts: readonly AccountUnderAudit[],
): (subject: string) => readonly string[] {
  let sids: Map<string, string> | null = null;
  const pairs = () => [
    ...accounts.map(({ sid, dn }) => ({ sid, dn })),
    ...directory.domains.map(({ sid, dn }) => ({ sid, dn })),
    ...directory.groups.filter(({ shadow }) => !shadow),
  ];
  let dns: Map<string, string | null> | null = null;
  return (subject) => {
    if (!subject.startsWith('S-1-')) {
      sids ??= new Map(pairs().flatMap(({ sid, dn }) => (sid === null || dn === null ? [] : [[dnKey(dn), sid]])));
      const sid = sids.get(dnKey(subject));
      return sid === undefined ? [] : [sid];
    }
    if (dns === null) {
      dns = new Map();
      for (const { sid, dn } of pairs()) {
        if (sid === null || dn === null) continue;
        const other = dns.get(sid);
        dns.set(sid, other === undefined || (other !== null && dnKey(other) === dnKey(dn)) ? dn : null);
      }
    }
    const dn = dns.get(subject);
    return dn === undefined || dn === null ? [] : [dn];
  };
}
