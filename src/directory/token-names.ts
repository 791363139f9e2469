/** Names for the ways of a token, for reports: the ways themselves are numbers. */
import { wellKnownName } from '../descriptor/index.js';
import { ENDS_OF_WAY, formerSidText, leftOutText, primaryGroupText } from '../words/token.js';
import type { Directory } from './directory.js';
import type { TokenSid, TokenStep, TokenWay } from './token.js';
import type { TokenUser } from './token-user.js';

/** How far along a way its end is, and what is at its beginning. */
interface Length {
  readonly steps: number;
  /** The way as far as its beginning is named. */
  readonly beginning: TokenWay;
}

/** Of each way once: groups nest as deep as whoever makes them likes, and ways share what they have in common. */
const lengths = new WeakMap<TokenWay, Length>();

function lengthOf(way: TokenWay): Length {
  const pending: TokenWay[] = [];
  let length: Length | undefined;
  for (let at: TokenWay | null = way; at !== null && length === undefined; at = at.before) {
    length = lengths.get(at);
    if (length === undefined) pending.push(at);
  }
  for (const at of pending.reverse()) {
    const steps: number = (length?.steps ?? 0) + 1;
    length = { steps, beginning: steps <= ENDS_OF_WAY ? at : length!.beginning };
    lengths.set(at, length);
  }
  return length!;
}

/** @returns names from the account to the SID, both included; of a long way its beginning and its end, and how many are left out */
export function wayNames(directory: Directory, user: TokenUser, way: TokenWay): readonly string[] {
  const { steps, beginning } = lengthOf(way);
  const left = steps - 2 * ENDS_OF_WAY;
  // No sooner than that is a number shorter than what it stands for.
  if (left <= 1) return namesBack(directory, user, way, steps);
  return [
    ...namesBack(directory, user, beginning, ENDS_OF_WAY),
    leftOutText(left),
    ...namesBack(directory, user, way, ENDS_OF_WAY),
  ];
}

/** The names of the last steps of a way. */
function namesBack(directory: Directory, user: TokenUser, way: TokenWay, steps: number): readonly string[] {
  const names: string[] = [];
  for (let at: TokenWay | null = way; at !== null && names.length < steps; at = at.before)
    names.push(stepName(directory, user, at.step));
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
