/** The SIDs of a token, by where they come from. */
import type { AuditedAccount, TokenEntry } from '../../../src/result/audit.js';

export interface TokenParts {
  /** Groups of the directory, and former SIDs. */
  readonly memberships: readonly TokenEntry[];
  /** What Windows adds to every logon. */
  readonly added: readonly TokenEntry[];
}

/** Of domains and of BUILTIN; everything else is added by Windows itself. */
const OF_DIRECTORY = /^S-1-5-(21-|32-)/;

export function tokenParts({ sid: own, token }: AuditedAccount): TokenParts {
  const ofDirectory = ({ sid }: TokenEntry) => sid !== own && OF_DIRECTORY.test(sid);
  return {
    memberships: token.filter(ofDirectory),
    added: token.filter((entry) => entry.sid !== own && !ofDirectory(entry)),
  };
}
