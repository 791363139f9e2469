/** The sample domain, with a time at which it was read, and its accounts by name. */
import { join } from 'node:path';
import { openSession } from '../../src/audit/session.js';
import { accountDn } from '../../src/directory/directory.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import { openSources } from '../../src/library/sources.js';
import { loadRules } from '../../src/rules/index.js';

export const SAMPLE = join(process.cwd(), 'fixtures/securelab/securelab.ldif.gz');

export interface SampleAccount {
  readonly sid: string;
  readonly guid: string;
  readonly dn: string;
  readonly name: string;
}

export interface SampleAccounts {
  /** By sAMAccountName. */
  readonly accounts: ReadonlyMap<string, SampleAccount>;
  readonly bySid: ReadonlyMap<string, SampleAccount>;
  /** By DN in lower case. */
  readonly byDn: ReadonlyMap<string, SampleAccount>;
}

export interface SampleDomain extends SampleAccounts {
  readonly evidence: RecordSource;
}

export async function sampleDomain(): Promise<SampleDomain> {
  const evidence = await openSources([SAMPLE]);
  return { evidence, ...(await accountsOf(evidence)) };
}

export async function accountsOf(evidence: RecordSource): Promise<SampleAccounts> {
  const { directory, stream } = await openSession(evidence, ['local-system'], loadRules([]).actions);
  const accounts = new Map<string, SampleAccount>();
  const bySid = new Map<string, SampleAccount>();
  const byDn = new Map<string, SampleAccount>();
  for await (const batch of stream.pass()) {
    for (const record of batch) {
      const { sid, guid, samAccountName: name } = record;
      if (sid === undefined || guid === undefined || name === undefined) continue;
      const account = { sid, guid, dn: accountDn(directory, record), name };
      accounts.set(name, account);
      bySid.set(sid, account);
      byDn.set(account.dn.toLowerCase(), account);
    }
  }
  return { accounts, bySid, byDn };
}

/** The same evidence, read at a time. @param collectedAt null: it does not say when, nor when it was written to */
export function readAt(evidence: RecordSource, collectedAt: string | null): RecordSource {
  const sources = evidence.sources.map(({ modifiedAt: _, ...source }) => ({ ...source, collectedAt }));
  return {
    sources,
    deleted: evidence.deleted,
    model: () => evidence.model(),
    accounts: (mentions) => evidence.accounts(mentions),
    store: () => evidence.store(),
    close: () => evidence.close(),
  };
}
