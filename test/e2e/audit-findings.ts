/** Audits of several accounts over sources as the package makes them, as far as their findings go. */
import { streamAudit } from '../../src/library/audit.js';
import type { Finding } from '../../src/result/audit.js';
import { withFiles } from './domain-text.js';

/** The findings of an audit of some accounts over files. */
export async function findingsOf(
  sources: readonly string[],
  accounts: readonly string[],
  profile?: 'delegated-account',
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  await streamAudit(
    { sources, accounts, ...(profile !== undefined && { profile }) },
    { begin() {}, targets() {}, findings: (some) => void found.push(...some), end() {} },
  );
  return found;
}

/** The same over the text of an export. */
export async function findingsOfText(text: string, accounts: readonly string[]): Promise<readonly Finding[]> {
  return withFiles([text], (paths) => findingsOf(paths, accounts));
}
