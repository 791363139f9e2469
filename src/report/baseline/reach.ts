/** What the accounts of a former result reached: of its summary what is compared, in bounded memory. */
import type { FormerReach } from '../../result/statuses.js';
import { strictJson } from '../manifest/strict-json.js';

/** Accounts under audit of a former result that are kept. */
const MOST_ACCOUNTS = 10_000;
/** Of one account: populations, actions, containers of the scope. A result has fewer; what has more says nothing. */
const MOST_MEMBERS = 1000;
const LONGEST_NAME = 1000;

/** The accounts of a summary; to be walked through as its list `accounts`. */
export class FormerSummary {
  readonly members: readonly string[] = [];
  readonly list = 'accounts';
  readonly accounts: FormerReach[] = [];

  member(): void {}

  element(text: string): void {
    if (this.accounts.length >= MOST_ACCOUNTS) return;
    const reach = reachOf(strictJson(text));
    if (reach !== null) this.accounts.push(reach);
  }

  ended(): void {}
}

/** @returns null for what does not say how far an account reached, as results of before it was counted */
function reachOf(value: unknown): FormerReach | null {
  const { sid, scope, populations } = value as Readonly<Record<string, unknown>>;
  if (!isName(sid) || !sid.startsWith('S-1-')) return null;
  if (!Array.isArray(scope) || scope.length > MOST_MEMBERS || !scope.every(isName)) return null;
  const members = membersOf(populations, populationOf);
  return members === null ? null : { sid, scope, populations: members };
}

function populationOf(value: unknown): FormerReach['populations'][string] | null {
  const { targets, actions } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const can = membersOf(actions, (verdicts) => {
    const { can } = (verdicts ?? {}) as Readonly<Record<string, unknown>>;
    return isCount(can) ? can : null;
  });
  return isCount(targets) && can !== null ? { targets, can } : null;
}

/** The members of an object; null where one of them is not as it should be. */
function membersOf<T>(value: unknown, of: (member: unknown) => T | null): Readonly<Record<string, T>> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value);
  if (entries.length > MOST_MEMBERS || !entries.every(([name]) => isName(name))) return null;
  const made: [string, T][] = [];
  for (const [name, member] of entries) {
    const one = of(member);
    if (one === null) return null;
    made.push([name, one]);
  }
  return Object.fromEntries(made);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_NAME;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
