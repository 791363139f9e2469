/** By what scripts tell that a list is as the plan found it. */
import { createHash } from 'node:crypto';
import { inheritsList, isInherited } from '../../access/inherit.js';
import { encodeAce } from '../../descriptor/index.js';
import type { SecurityDescriptor } from '../../descriptor/types.js';

/**
 * @returns SHA-256, hex, of one octet that says whether inheritance is off (1) or on (0), and of the entries as they are stored
 *   that are not inherited. What comes from above may have changed along with the list above.
 */
export function ownHash(descriptor: SecurityDescriptor): string {
  const hash = createHash('sha256');
  hash.update(Uint8Array.of(inheritsList(descriptor) ? 0 : 1));
  for (const ace of descriptor.dacl?.aces ?? []) if (!isInherited(ace)) hash.update(encodeAce(ace));
  return hash.digest('hex');
}
