/** What AdminSDHolder means for the target: its list, as if it were put on the target (MS-ADTS 3.1.1.6.1). */

import { formatAce } from '../descriptor/index.js';
import { type Ace, SdControl, type SecurityDescriptor } from '../descriptor/types.js';
import { at } from '../directory/directory.js';
import type { HolderView } from '../result/explain.js';
import { checkAll } from '../verdicts/decide.js';
import { type Context, named } from './context.js';

/** @returns the descriptor of the AdminSDHolder of the target's domain; null where it was not read */
export function holderDescriptor({ session: { shared }, domain }: Context): SecurityDescriptor | null {
  return shared.descriptor(shared.adminSDHolder(domain));
}

/** @returns null where the target is known not to be protected */
export function holderView(context: Context): HolderView | null {
  const { session, domain, requester, requests } = context;
  if (context.protected === 'no') return null;
  const { directory } = session;
  const container = at(directory.containers, at(directory.domains, domain)?.adminSDHolder ?? null);
  const descriptor = holderDescriptor(context);
  if (!container || descriptor === null) {
    return { dn: container?.dn ?? null, access: null, entry: null, inheritanceOn: false };
  }
  const { decision, index } = checkAll(descriptor, requester, requests);
  return {
    dn: container.dn,
    access: decision,
    entry: index === null ? null : entryOf(context, descriptor.dacl!.aces[index]!, index),
    inheritanceOn: (descriptor.control & SdControl.DaclProtected) === 0,
  };
}

function entryOf(context: Context, ace: Ace, index: number): HolderView['entry'] {
  return { index, sddl: formatAce(ace), trustee: ace.form === 'unknown' ? null : named(context, ace.sid) };
}
