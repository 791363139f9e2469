/** A small directory whose lists are written as SDDL, for tests of changes. */

import type { Changed } from '../../src/changes/index.js';
import { formatSddl, parseSddl } from '../../src/descriptor/index.js';
import type { Ace } from '../../src/descriptor/types.js';
import { AccountStream } from '../../src/directory/account-stream.js';
import { accountDn, type Directory } from '../../src/directory/directory.js';
import type { DescriptorId } from '../../src/directory/ids.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { AccountRecord } from '../../src/directory/records.js';
import { DOMAIN_DN, DOMAIN_SID, memorySource, type Written } from '../directory/memory-source.js';

export const STAFF = `OU=Staff,${DOMAIN_DN}`;
export const HOLDER = `CN=AdminSDHolder,CN=System,${DOMAIN_DN}`;

export const aceOf = (sddl: string): Ace => parseSddl(`D:${sddl}`, { domainSid: DOMAIN_SID }).dacl!.aces[0]!;

export interface World {
  readonly directory: Directory;
  readonly accounts: readonly AccountRecord[];
}

export async function worldOf(written: Written): Promise<World> {
  const source = memorySource(written);
  const directory = await loadDirectory(source);
  const accounts: AccountRecord[] = [];
  for await (const batch of new AccountStream(directory, source).pass()) accounts.push(...batch);
  return { directory, accounts };
}

/** @returns the descriptors of all objects by DN, as SDDL; those of the same DN have to be the same */
export function descriptorsOf({ directory, accounts }: World): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const add = (dn: string, number: DescriptorId | null | undefined) => {
    if (number === null || number === undefined) return;
    const stored = directory.descriptors.get(number);
    const text = stored.state === 'parsed' ? formatSddl(stored.value, { domainSid: DOMAIN_SID }) : stored.reason;
    if (found[dn] !== undefined && found[dn] !== text) throw new Error(`${dn}: ${found[dn]} and ${text}`);
    found[dn] = text;
  };
  for (const { dn, descriptor } of directory.containers) add(dn, descriptor);
  for (const { dn, descriptor } of directory.groups) add(dn, descriptor);
  for (const record of accounts) add(accountDn(directory, record), record.descriptor);
  return found;
}

export function after(world: World, changed: Changed): World {
  return { directory: changed.directory, accounts: world.accounts.map((record) => changed.account(record)) };
}

/** @returns what of `after` differs from `before`, by DN */
export function differences(before: World, changed: World): Readonly<Record<string, string>> {
  const old = descriptorsOf(before);
  return Object.fromEntries(Object.entries(descriptorsOf(changed)).filter(([dn, text]) => old[dn] !== text));
}
