/** The domain controllers of domains, of which the rights to log on are asked. */
import type { SecurityDescriptor } from '../descriptor/types.js';
import { accountKind } from '../directory/account-kind.js';
import type { AccountStream } from '../directory/account-stream.js';
import { at, type Directory } from '../directory/directory.js';
import { type DescriptorId, type DomainId, idsOf } from '../directory/ids.js';
import { type AccountUnderAudit, type ControllersOf, isSelective } from '../verdicts/account-under-audit.js';

/** userAccountControl of domain controllers, and of read-only ones (MS-ADTS 2.2.16). */
const SERVER_TRUST_ACCOUNT = 0x2000;
const PARTIAL_SECRETS_ACCOUNT = 0x4000000;

/**
 * Finds the controllers of the domains where an account under audit logs on over a trust of selective authentication. Costs a
 * pass over the accounts where there is such a trust.
 */
export async function findControllers(
  directory: Directory,
  stream: AccountStream,
  accounts: readonly AccountUnderAudit[],
): Promise<ControllersOf> {
  const wanted = new Map<DomainId, Set<DescriptorId | null>>();
  for (const domain of idsOf<DomainId>(directory.domains))
    if (accounts.some((account) => isSelective(directory, account, domain))) wanted.set(domain, new Set());
  if (wanted.size > 0) {
    for await (const batch of stream.pass()) {
      for (const { parent, classes, userAccountControl: flags, descriptor } of batch) {
        const domain = at(directory.containers, parent)?.domain ?? null;
        const found = domain === null ? undefined : wanted.get(domain);
        if (found === undefined) continue;
        // A computer whose flags were not read may be one.
        const may =
          flags === undefined
            ? accountKind(directory.classLists[classes] ?? []) === 'computer'
            : (flags & (SERVER_TRUST_ACCOUNT | PARTIAL_SECRETS_ACCOUNT)) !== 0;
        if (may) found.add(descriptor ?? null);
      }
    }
  }
  return (domain) =>
    [...(wanted.get(domain) ?? [])].map((number): SecurityDescriptor | null => {
      const stored = number === null ? null : directory.descriptors.get(number);
      return stored?.state === 'parsed' ? stored.value : null;
    });
}
