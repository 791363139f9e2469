/** Names without the domain part that all of them share. */
import type { EvidenceBlock } from '../result/audit.js';

/** The DN of a container as it stands below the domain, where there is one domain only; otherwise unchanged. */
export function relativeDn(dn: string, { domains }: Pick<EvidenceBlock, 'domains'>): string {
  // That of the head of a naming context.
  if (dn === '') return '(nothing above)';
  const suffix = domains.length === 1 ? `,${domains[0]!.dn}` : '';
  if (suffix.length <= 1 || dn.length <= suffix.length) return dn;
  const cut = dn.length - suffix.length;
  // An escaped comma belongs to a name.
  return dn[cut - 1] !== '\\' && dn.slice(cut).toLowerCase() === suffix.toLowerCase() ? dn.slice(0, cut) : dn;
}

/** `DOMAIN\\name` as `name`, where there is one domain only; otherwise unchanged. */
export function relativeName(name: string, { domains }: Pick<EvidenceBlock, 'domains'>): string {
  const at = domains.length === 1 ? name.indexOf('\\') : -1;
  // What has no sAMAccountName is called by its DN, where a backslash escapes what follows.
  return at > 0 && at < name.length - 1 && !name.slice(0, at).includes('=') ? name.slice(at + 1) : name;
}
