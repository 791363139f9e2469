/** What the parts of one explanation look at. */
import type { Requester } from '../access/trustee.js';
import type { Situation } from '../advice/index.js';
import { isExcluded, isSelf, protectionOf, type Session } from '../audit/session.js';
import type { Sid } from '../descriptor/types.js';
import { type TargetRecord, targetDn, targetDomain } from '../directory/targets.js';
import type { TokenSid } from '../directory/token.js';
import { wayNames } from '../directory/token-names.js';
import type { Named } from '../result/steps.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { requesterOf } from '../verdicts/decide.js';
import { requestsFor } from '../verdicts/requests.js';
import type { Names } from '../words/index.js';

export interface Context extends Situation {
  readonly session: Session;
  readonly requester: Requester;
}

/** @param position which of the session's accounts */
export function contextOf(session: Session, position: number, record: TargetRecord, action: ActionDefinition): Context {
  const { directory, shared } = session;
  const account = session.accounts[position]!;
  const tokens = session.tokens[position]!;
  const domain = targetDomain(directory, record);
  const token = tokens.on(domain);
  const self = isSelf(tokens, record);
  const protection = protectionOf(session, record);
  const { guid, name } = shared.classOf(record.classes);
  return {
    session,
    action,
    account,
    tokens,
    token,
    requester: requesterOf(token, self),
    record,
    dn: targetDn(directory, record),
    domain,
    classGuid: guid,
    className: name,
    descriptor: shared.descriptor(record.descriptor ?? null),
    requests: requestsFor(action.request, directory.schema, guid),
    isSelf: self,
    protected: protection,
    excluded: protection === 'no' && isExcluded(session, record),
  };
}

export function named({ session }: Pick<Context, 'session'>, sid: Sid): Named {
  return { sid, name: session.shared.nameOf(sid) };
}

/** @returns names from the account to a SID of its token; none where it does not hold it */
export function namesTo({ session, account }: Context, sid: TokenSid | undefined): readonly string[] {
  return sid === undefined ? [] : wayNames(session.directory, account.user, sid.way);
}

/** The names that sentences about entries use. */
export function wordsOf({ session: { directory, shared } }: Pick<Context, 'session'>): Names {
  return { schema: directory.schema, nameOf: shared.nameOf };
}
