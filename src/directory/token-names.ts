/** Names for the ways of a token, for reports: the ways themselves are numbers. */
import { formerSidText, primaryGroupText } from '../words/token.js';
import type { Directory } from './directory.js';
import type { TokenSid, TokenStep, TokenWay } from './token.js';
import type { TokenSubject } from './token-subject.js';

/** @returns names from the account to the SID, both included */
export function wayNames(directory: Directory, subject: TokenSubject, way: TokenWay): readonly string[] {
  const names: string[] = [];
  for (let at: TokenWay | null = way; at !== null; at = at.before) names.push(stepName(directory, subject, at.step));
  return names.reverse();
}

/** @returns the name of a SID of a token; null where it has none */
export function sidName(directory: Directory, subject: TokenSubject, { sid, way: { step } }: TokenSid): string | null {
  if (subject.fixed) return subject.fixed.find((fixed) => fixed.sid === sid)?.name ?? null;
  return step.kind === 'former-sid' || step.kind === 'primary-group' ? null : stepName(directory, subject, step);
}

function stepName(directory: Directory, subject: TokenSubject, step: TokenStep): string {
  switch (step.kind) {
    case 'account':
      return subject.name;
    case 'group':
      return directory.groups[step.group]!.name;
    case 'former-sid':
      return formerSidText(step.sid);
    case 'primary-group':
      return primaryGroupText(step.sid);
    case 'well-known':
      return subject.wellKnown.find(({ sid }) => sid === step.sid)?.name ?? step.sid;
  }
}
