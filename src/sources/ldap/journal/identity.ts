/** From which server and as whom a journal was begun: what must be the same for a collection to go on. */

import { AdreachError } from '../../../errors/index.js';
import { dnKey } from '../../../names/dn.js';
import type { CollectionRun } from '../../../result/sources.js';

export interface CollectionIdentity {
  readonly defaultNamingContext: string;
  readonly configurationNamingContext: string;
  readonly schemaNamingContext: string;
  /** objectGUID of the domain's RID manager, hex: one for each domain that was ever made. Null where it is not shown. */
  readonly domain: string | null;
  /** dsServiceName: the DN of the server's own object. Null where the server does not say. */
  readonly server: string | null;
  readonly dnsHostName: string | null;
  readonly boundAs: string;
}

/**
 * Checks that a collection goes on where it was interrupted: two servers, two users or two states of a restored server
 * must not be mixed in one snapshot.
 * @param path of the journal, for the message
 * @throws AdreachError `usage`, which says what differs
 */
export function checkSame(
  path: string,
  before: CollectionIdentity,
  last: CollectionRun | undefined,
  now: CollectionIdentity,
  run: CollectionRun,
): void {
  const refuse = (what: string, hint: string): never => {
    throw new AdreachError('usage', `${path} cannot be gone on with: ${what}`, hint);
  };
  const orDelete = 'or delete the file to start from the beginning';
  for (const name of ['defaultNamingContext', 'configurationNamingContext', 'schemaNamingContext'] as const) {
    if (dnKey(before[name]) === dnKey(now[name])) continue;
    refuse(`it was begun with ${name} ${before[name]}, not ${now[name]}`, `name a server of that domain, ${orDelete}`);
  }
  if (before.domain !== null && now.domain !== null && before.domain !== now.domain) {
    refuse(
      `it is of another domain of the name ${before.defaultNamingContext}`,
      `name a server of that one, ${orDelete}`,
    );
  }
  if (before.server !== null && now.server !== null && dnKey(before.server) !== dnKey(now.server)) {
    const [then, here] = [before.dnsHostName ?? before.server, now.dnsHostName ?? now.server];
    throw new OtherServer(
      'usage',
      `${path} cannot be gone on with: it was begun with ${then}, not ${here}, and what two servers say is not mixed`,
      `name ${then}, ${orDelete}`,
    );
  }
  if (before.boundAs !== now.boundAs) {
    refuse(
      `it was begun as ${before.boundAs}, not ${now.boundAs}, who may see other things`,
      `log on as before, ${orDelete}`,
    );
  }
  const usn = (text: string | null | undefined) => (text != null && /^\d{1,20}$/.test(text) ? BigInt(text) : undefined);
  const [then, here] = [usn(last?.highestCommittedUSN), usn(run.highestCommittedUSN)];
  if (then !== undefined && here !== undefined && here < then) {
    refuse(
      `the server went back from highestCommittedUSN ${then} to ${here}, as one that was restored from a backup`,
      'delete the file to start from the beginning',
    );
  }
}

/** Another server of the domain: the next one that was named may be the right one. */
export class OtherServer extends AdreachError {}
