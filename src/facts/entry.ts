/** Scope `entry`: an entry for the account under audit, or a group of it, that says nothing new or comes to nothing. */
import { className } from '../access/named-rights.js';
import { classOfHeirs } from '../access/spread.js';
import { formatAce } from '../descriptor/index.js';
import type { IdleReason } from '../verdicts/idle-entries.js';
import { entryInWords } from '../words/entry.js';
import type { AccountFacts } from './account-facts.js';
import { isTogether } from './idle-collector.js';
import type { FactScope } from './scope.js';

/** `entry`: the same entries on all the containers where that is so (scope entry). */
export interface EntryFacts {
  readonly reason: IdleReason;
  /** DN of the first container that holds it. */
  readonly holder: string;
  readonly objects: number;
  readonly where: readonly string[];
  /** In SDDL; none where different ones are counted together. */
  readonly entries: readonly string[];
  readonly words: string;
  /** The entries that make it so, in SDDL; empty: none does. */
  readonly because: readonly string[];
  /** Class that inherits it; empty: every class, or none. */
  readonly appliesTo: string;
  readonly trustee: string;
  readonly trusteeName: string;
  /** The trustee is the audited account itself, not a group. */
  readonly direct: boolean;
  readonly identity: string;
}

/** Entries of one list that are told. */
const TOLD = 20;

export const entryScope: FactScope<{ readonly account: AccountFacts; readonly entry: EntryFacts }> = {
  *end({ account, tokens, shared, idle }) {
    const names = { schema: shared.directory.schema, nameOf: shared.nameOf };
    for (const found of idle?.end() ?? []) {
      const { aces, reason, because, objects, where, identity } = found;
      const together = isTogether(found);
      const told = together ? [] : aces.slice(0, TOLD);
      const { sid } = aces[0]!;
      const heirs = classOfHeirs(aces[0]!);
      const words = told.map((ace) => entryInWords(ace, names));
      if (aces.length > told.length && !together) words.push(`${aces.length - told.length} more`);
      yield {
        account,
        entry: {
          reason,
          holder: where[0]!,
          objects,
          where,
          entries: told.map((ace) => formatAce(ace)),
          words: together ? 'Further entries of this trustee' : words.join('; '),
          because: together ? [] : because.slice(0, TOLD).map((ace) => formatAce(ace)),
          appliesTo: together || heirs === null ? '' : className(heirs, names.schema),
          trustee: sid,
          trusteeName: shared.nameOf(sid) ?? sid,
          direct: sid === tokens.account.sid,
          identity,
        },
      };
    }
  },
};
