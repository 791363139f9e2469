/** Who acted: an account under audit, or the system of a domain controller. */
import type { Session } from '../audit/session.js';
import type { Sid } from '../descriptor/types.js';
import type { Principal } from './events/event.js';

export const LOCAL_SYSTEM: Sid = 'S-1-5-18';

/** userAccountControl of read-only domain controllers, and of all of them (MS-ADTS 2.2.16). */
const READ_ONLY = 0x4000000;
const CONTROLLER_FLAGS = 0x2000 | READ_ONLY;

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
    if (sid === LOCAL_SYSTEM) return 'local-system';
    // The account of a controller may be under audit itself.
    if (this.accounts.has(sid)) return 'account';
    if (this.controllers.has(sid)) return 'local-system';
    // A controller that the sources do not have: its own account in its own log.
    const host = controller?.split('.')[0]?.toLowerCase() ?? '';
    return host !== '' && name?.toLowerCase() === `${host}$` ? 'local-system' : 'other';
  }
}

/** The domain controllers that the sources have. */
export interface Controllers {
  readonly sids: ReadonlySet<Sid>;
  /** NetBIOS names in lower case. */
  readonly names: ReadonlySet<string>;
  /** Of those that carry changes out: as they are written in the sources. */
  readonly writable: readonly string[];
}

/** Finds the accounts of the domain controllers, with a pass over the accounts. */
export async function findControllers({ stream }: Session): Promise<Controllers> {
  const sids = new Set<Sid>();
  const names = new Set<string>();
  const writable: string[] = [];
  for await (const batch of stream.pass()) {
    for (const { sid, samAccountName, userAccountControl } of batch) {
      if (((userAccountControl ?? 0) & CONTROLLER_FLAGS) === 0) continue;
      if (sid !== undefined) sids.add(sid);
      const name = samAccountName?.replace(/\$$/, '');
      if (name === undefined) continue;
      names.add(name.toLowerCase());
      if ((userAccountControl! & READ_ONLY) === 0) writable.push(name);
    }
  }
  return { sids, names, writable };
}

/** A NetBIOS name is no longer. */
const NETBIOS_LENGTH = 15;

/** @param computer as an event names it, with its domain or without */
export function isController({ names }: Controllers, computer: string): boolean {
  return names.has(netbiosName(computer));
}

/** @returns the controllers of which no event was seen, though others had some */
export function silentOf({ writable }: Controllers, computers: ReadonlySet<string>): readonly string[] {
  const seen = new Set([...computers].map(netbiosName));
  return writable.some((name) => seen.has(name.toLowerCase()))
    ? writable.filter((name) => !seen.has(name.toLowerCase()))
    : [];
}

function netbiosName(computer: string): string {
  return computer.split('.')[0]!.toLowerCase().slice(0, NETBIOS_LENGTH);
}
