/** The one object that an explanation is about. */

import { fitOfAccount, groupsMatching, notFound } from '../audit/find-accounts.js';
import type { Session } from '../audit/session.js';
import { mentionOf, parseWanted } from '../audit/wanted.js';
import { accountDn } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import { AdreachError } from '../errors/index.js';

/**
 * @param text as accounts are named: sAMAccountName with or without `$`, `DOMAIN\name`, DN, SID, UPN
 * @returns its record; unlike an account under audit, a target needs no readable SID
 * @throws AdreachError `not-found` with the nearest names, `ambiguous` with the candidates
 */
export async function findTarget({ directory, stream }: Session, text: string): Promise<AccountRecord> {
  const wanted = parseWanted(text);
  const fitting: { readonly fit: number; readonly record: AccountRecord }[] = [];
  for await (const batch of stream.pass(wanted.kind === 'dn' ? undefined : [mentionOf(wanted)])) {
    for (const record of batch) {
      const fit = fitOfAccount(directory, wanted, record);
      if (fit > 0) fitting.push({ fit, record });
    }
  }
  const most = Math.max(0, ...fitting.map(({ fit }) => fit));
  const found = fitting.filter(({ fit }) => fit === most).map(({ record }) => record);
  if (found.length > 1) {
    throw new AdreachError(
      'ambiguous',
      `"${text}" names ${found.length} accounts: ${found.map((record) => accountDn(directory, record)).join('; ')}`,
      'Name it by its DN or SID.',
    );
  }
  const record = found[0];
  if (record) return record;
  const group = groupsMatching(directory, wanted)[0]?.account;
  if (group) {
    throw new AdreachError(
      'not-found',
      `"${text}" is ${group.kind === 'group' ? 'a group' : 'a principal of another domain'} (${group.dn}), and targets are accounts`,
      'Name a user, inetOrgPerson, computer or managed service account.',
    );
  }
  throw await notFound(directory, stream, text);
}
