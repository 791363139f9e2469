/** The accounts under audit on both sides: what they carry, what was delegated to them, how far they reach. */
import type { AccountSummary, AuditedAccount, Delegation, Retriever, TokenEntry } from '../result/audit.js';
import type { DiffAccount, DiffCoverage, DiffRest } from '../result/diff.js';

/** One account under audit on one side. */
export interface AccountSide {
  readonly account: AuditedAccount;
  readonly summary: AccountSummary;
}

export function accountDifferences(
  before: readonly AccountSide[],
  after: readonly AccountSide[],
): { readonly accounts: DiffRest['accounts']; readonly delegations: DiffRest['delegations'] } {
  const sids = new Set([...before, ...after].map(({ account }) => account.sid));
  const pairs = [...sids].map((sid) => ({
    sid,
    was: before.find(({ account }) => account.sid === sid) ?? null,
    is: after.find(({ account }) => account.sid === sid) ?? null,
  }));
  return {
    accounts: pairs.map(({ sid, was, is }) => accountDifference(sid, was, is)),
    delegations: delegationDifferences(pairs),
  };
}

function accountDifference(sid: string, was: AccountSide | null, is: AccountSide | null): DiffAccount {
  const tokens = difference(was?.account.token ?? [], is?.account.token ?? [], tokenKey);
  const retrievers = difference(was?.summary.managed?.retrievers ?? [], is?.summary.managed?.retrievers ?? [], keyOf);
  return {
    sid,
    name: (is ?? was)!.account.name,
    before: was !== null,
    after: is !== null,
    token: tokens,
    retrievers,
    coverage: { before: coverageOf(was), after: coverageOf(is) },
  };
}

const tokenKey = ({ sid, domain }: TokenEntry): string => `${sid}@${domain}`;
const keyOf = ({ sid, dn, name }: Retriever): string => sid || dn || name;

function difference<T>(was: readonly T[], is: readonly T[], key: (each: T) => string) {
  const [old, now] = [new Set(was.map(key)), new Set(is.map(key))];
  return { gained: is.filter((each) => !old.has(key(each))), lost: was.filter((each) => !now.has(key(each))) };
}

function coverageOf(side: AccountSide | null): DiffCoverage | null {
  if (side === null) return null;
  const { actions, populations, outside } = side.summary;
  return { actions, populations, outside };
}

function delegationDifferences(
  pairs: readonly { readonly sid: string; readonly was: AccountSide | null; readonly is: AccountSide | null }[],
): DiffRest['delegations'] {
  const added: DiffRest['delegations']['added'][number][] = [];
  const removed: DiffRest['delegations']['removed'][number][] = [];
  const changed: DiffRest['delegations']['changed'][number][] = [];
  for (const { sid: account, was, is } of pairs) {
    const before = new Map((was?.summary.delegations ?? []).map((each) => [delegationKey(each), each]));
    const after = new Map((is?.summary.delegations ?? []).map((each) => [delegationKey(each), each]));
    for (const [key, delegation] of after) {
      const former = before.get(key);
      if (former === undefined) added.push({ account, delegation });
      else if (placesOf(former) !== placesOf(delegation)) changed.push({ account, before: former, after: delegation });
    }
    for (const [key, delegation] of before) if (!after.has(key)) removed.push({ account, delegation });
  }
  return { added, removed, changed };
}

/** What makes two delegations the same one, wherever they stand. */
function delegationKey({ trustee, entries, entryCount, appliesTo, spread }: Delegation): string {
  return JSON.stringify([trustee, [...entries].sort(), entryCount, appliesTo, spread]);
}

function placesOf({ where, objects }: Delegation): string {
  return JSON.stringify([objects, [...where].sort()]);
}
