/** Who makes new objects: the token that decides who owns them. */
import { findPrincipals } from '../audit/find-accounts.js';
import type { Creator } from '../changes/objects/new-descriptor.js';
import { AccountStream } from '../directory/account-stream.js';
import { loadDirectory } from '../directory/load.js';
import type { RecordSource } from '../directory/record-source.js';
import { Tokens } from '../verdicts/account-under-audit.js';

/**
 * @param name as accounts under audit are named
 * @throws AdreachError `not-found` or `ambiguous`
 */
export async function creatorNamed(source: RecordSource, name: string): Promise<Creator> {
  const directory = await loadDirectory(source);
  const found = await findPrincipals(directory, new AccountStream(directory, source), [name]);
  const account = found.get(name)!;
  const token = new Tokens(directory, account).on(account.domain);
  const groups = [...token.sids.values()].map(({ sid }) => sid).filter((sid) => sid !== account.sid);
  return { sid: account.sid, groups, primaryGroup: account.user.primaryGroupSid };
}
