/** Trusts of selective authentication: who may log on is a right on each domain controller's own object (MS-KILE 3.3.5.7). */
import { checkRight } from '../access/check.js';
import { controlAccessRequest } from '../access/request.js';
import type { Guid, SecurityDescriptor } from '../descriptor/types.js';
import type { Logon } from '../directory/boundary.js';
import type { Token } from '../directory/token.js';
import type { Tristate } from '../result/tristate.js';

/** Allowed-To-Authenticate (MS-ADTS 5.1.3.2.1). */
const ALLOWED_TO_AUTHENTICATE: Guid = '68b1d179-0d15-4d4f-ab71-46152e79a7bc';

/**
 * @param token that of the account on the controllers of the domain
 * @param controllers the descriptors of what may be a domain controller there; null: not read
 * @returns whether the account can log on at the controllers: unknown where one may refuse what another allows, since any of
 *   them may be asked
 */
export function selectiveLogon(token: Token, controllers: readonly (SecurityDescriptor | null)[]): Logon {
  const answers = new Set(controllers.map((descriptor) => allowsLogon(token, descriptor)));
  const [only] = answers;
  if (answers.size !== 1 || only === 'unknown') return { possible: 'unknown', because: 'selective-authentication' };
  return only === 'yes' ? { possible: 'yes' } : { possible: 'no', because: 'selective-authentication' };
}

function allowsLogon(token: Token, descriptor: SecurityDescriptor | null): Tristate {
  if (descriptor === null) return 'unknown';
  const requester = { carries: (sid: Parameters<Token['carries']>[0]) => token.carries(sid), isSelf: false };
  const { decision } = checkRight(descriptor, requester, controlAccessRequest(ALLOWED_TO_AUTHENTICATE));
  return decision === 'granted' ? 'yes' : decision === 'denied' ? 'no' : 'unknown';
}
