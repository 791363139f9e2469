/** Names for the ways of a token, for reports: the ways themselves are numbers. */
import { wellKnownName } from '../descriptor/index.js';
import { formerSidText, primaryGroupText } from '../words/token.js';
import type { Directory } from './directory.js';
import type { TokenSid, TokenStep, TokenWay } from './token.js';
import type { TokenUser } from './token-user.js';

/** @returns names from the account to the SID, both included */
export function wayNames(directory: Directory, user: TokenUser, way: TokenWay): readonly string[] {
  const names: string[] = [];
  for (let at: TokenWay | null = way; at !== null; at = at.before) names.push(stepName(directory, user, at.step));
  return names.reverse();
}

/** @returns the name of a SID of a token; null where it has none */
export function sidName(directory: Directory, user: TokenUser, { sid, way: { step } }: TokenSid): string | null {
  if (user.fixed) return user.fixed.find((fixed) => fixed.sid === sid)?.name ?? null;
  return step.kind === 'former-sid' || step.kind === 'primary-group' ? null : stepName(directory, user, step);
}

function stepName(directory: Directory, user: TokenUser, step: TokenStep): string {
  switch (step.kind) {
    case 'account':
      return user.name;
    case 'group':
      return directory.groups[step.group]!.name;
    case 'former-sid':
      return formerSidText(step.sid);
    case 'primary-group':
      return primaryGroupText(step.sid);
    case 'well-known':
      return user.wellKnown.find(({ sid }) => sid === step.sid)?.name ?? wellKnownName(step.sid) ?? step.sid;
  }
}
