/** Who acted: an account under audit, or the system of a domain controller. */
import type { Session } from '../audit/session.js';
import type { Sid } from '../descriptor/types.js';
import type { Principal } from './events/event.js';

export const LOCAL_SYSTEM: Sid = 'S-1-5-18';

/** userAccountControl of domain controllers, and of read-only ones (MS-ADTS 2.2.16). */
const CONTROLLER_FLAGS = 0x2000 | 0x4000000;

export type Actor = 'account' | 'local-system' | 'other' | 'not-told';

export class Actors {
  constructor(
    /** SIDs of the accounts under audit. */
    readonly accounts: ReadonlySet<Sid>,
    /** SIDs of the accounts of domain controllers. */
    readonly controllers: ReadonlySet<Sid>,
  ) {}

  /** @param controller the computer whose log it is from */
  of({ sid, name }: Principal, controller: string | null): Actor {
    if (sid === null) return 'not-told';
    if (sid === LOCAL_SYSTEM || this.controllers.has(sid)) return 'local-system';
    if (this.accounts.has(sid)) return 'account';
    // A controller that the sources do not have: its own account in its own log.
    const host = controller?.split('.')[0]?.toLowerCase() ?? '';
    return host !== '' && name?.toLowerCase() === `${host}$` ? 'local-system' : 'other';
  }
}

/** Finds the accounts of the domain controllers, with a pass over the accounts. */
export async function findControllerSids({ stream }: Session): Promise<ReadonlySet<Sid>> {
  const found = new Set<Sid>();
  for await (const batch of stream.pass()) {
    for (const { sid, userAccountControl } of batch) {
      if (sid !== undefined && ((userAccountControl ?? 0) & CONTROLLER_FLAGS) !== 0) found.add(sid);
    }
  }
  return found;
}
