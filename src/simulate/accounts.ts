/** Accounts under audit that changes make, delete or call by other names. */
import { findPrincipals } from '../audit/find-accounts.js';
import type { PlacedChange } from '../changes/index.js';
import { AccountStream } from '../directory/account-stream.js';
import { loadDirectory } from '../directory/load.js';
import type { RecordSource } from '../directory/record-source.js';
import { AdreachError } from '../errors/index.js';
import { isDn } from '../names/dn.js';
import type { AccountUnderAudit } from '../verdicts/account-under-audit.js';

/** Attributes by which accounts are named. */
const NAMES: ReadonlySet<string> = new Set(['samaccountname', 'userprincipalname']);

/** @returns whether objects may come, go, or have other names after the changes */
export function mayRename(changes: readonly PlacedChange[]): boolean {
  return changes.some(({ change }) => {
    switch (change.kind) {
      case 'create':
      case 'delete':
      case 'move':
        return true;
      case 'set-attribute':
        return NAMES.has(change.attribute.toLowerCase());
      default:
        return false;
    }
  });
}

/** By what the accounts under audit are named on either side; an account that is not there is not among them. */
export interface NamedOnBothSides {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * @param wanted as written by the user
 * @throws AdreachError `not-found` for a name that nobody has on either side, `ambiguous` as `findAccounts`
 */
export async function namesOnBothSides(
  wanted: readonly string[],
  before: RecordSource,
  after: RecordSource,
): Promise<NamedOnBothSides> {
  const sides = { before: [] as string[], after: [] as string[] };
  const [was, is] = [await finderOf(before), await finderOf(after)];
  for (const name of wanted) {
    const old = await was(name);
    // An account keeps its SID, whatever it is called; a name in the directory as it was is meant first.
    const found = 'account' in old ? await is(lastingName(name, old.account)) : await is(name);
    if ('account' in old) sides.before.push(name);
    if ('account' in found) sides.after.push(nameOf(name, found.account, old));
    if ('error' in old && 'error' in found) throw old.error;
  }
  return sides;
}

type Search = { readonly account: AccountUnderAudit } | { readonly error: AdreachError };

async function finderOf(source: RecordSource): Promise<(name: string) => Promise<Search>> {
  const directory = await loadDirectory(source);
  const stream = new AccountStream(directory, source);
  return async (name) => {
    try {
      const found = await findPrincipals(directory, stream, [name]);
      return { account: found.get(name)! };
    } catch (error) {
      if (!(error instanceof AdreachError) || error.code !== 'not-found') throw error;
      return { error };
    }
  };
}

/** By its SID, unless several domains have that. */
function lastingName(name: string, { sid, dn }: AccountUnderAudit): string {
  return sid.startsWith('S-1-5-32-') || dn === '' ? name : sid;
}

function nameOf(name: string, account: AccountUnderAudit, old: Search): string {
  if (!('account' in old)) return name;
  const lasting = lastingName(name, old.account);
  return isDn(name) && lasting === name && account.dn !== '' ? account.dn : lasting;
}
