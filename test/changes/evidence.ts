/** Sources after changes, looked at as an audit would: what objects have, and what it says of them. */
import { openItems } from '../../src/assemble/open.js';
import type { BaseSource } from '../../src/changes/index.js';
import { AccountStream } from '../../src/directory/account-stream.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { AccountRecord } from '../../src/directory/records.js';
import { audit } from '../../src/library/audit.js';
import { snapshotItems } from '../../src/sources/snapshot-items.js';
import { memorySource, type Written } from '../directory/memory-source.js';
import type { World } from './world.js';

/** A directory written by hand, with the header that it would have as a snapshot. */
export function memoryBase(written: Written): BaseSource {
  const source = memorySource(written);
  return { ...source, header: { version: 2, sources: source.sources } };
}

export async function worldOfSource(source: BaseSource): Promise<World> {
  const directory = await loadDirectory(source);
  const accounts: AccountRecord[] = [];
  for await (const batch of new AccountStream(directory, source).pass()) accounts.push(...batch);
  return { directory, accounts };
}

/** What an audit says, without when and of which file it was said. */
export async function answers(source: BaseSource, accounts: readonly string[]) {
  const { evidence, verdicts, findings, summary } = await audit({ sources: source, accounts, now: () => new Date(0) });
  const gaps = evidence.gaps.map((gap) => JSON.stringify(gap)).sort();
  return { gaps, verdicts, findings, summary };
}

/** The same source, assembled from its objects. */
export function assembledAnew(source: BaseSource): Promise<BaseSource> {
  return openItems(snapshotItems(source), source);
}

export async function all<Item>(batches: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}

/** The same source, which stays open when what is made upon it is closed. */
export function keptOpen(base: BaseSource): BaseSource {
  return {
    header: base.header,
    sources: base.sources,
    deleted: base.deleted,
    model: () => base.model(),
    accounts: (mentions) => base.accounts(mentions),
    store: () => base.store(),
    close: async () => {},
  };
}
