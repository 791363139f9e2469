/** Scope `domain`: a domain of the sources, and how its AdminSDHolder differs from what Windows makes it. */
import { formatAce, wellKnownName } from '../descriptor/index.js';
import type { Ace } from '../descriptor/types.js';
import { holderDifferences } from '../directory/adminsdholder.js';
import { at } from '../directory/directory.js';
import { type DomainId, idsOf } from '../directory/ids.js';
import { excludedOperators } from '../directory/protected-set.js';
import type { Tristate } from '../result/tristate.js';
import type { Shared } from '../verdicts/shared.js';
import { entryInWords } from '../words/entry.js';
import type { FactScope } from './scope.js';

/** `domain`: a domain of the sources (scope domain). */
export interface DomainFacts {
  readonly sid: string;
  readonly dn: string;
  /** DN of AdminSDHolder; empty where the sources lack it. */
  readonly adminSDHolder: string;
  /** Whether its list was read, and could be compared. */
  readonly holderRead: boolean;
  /** Versions of Windows whose AdminSDHolder is nearest. */
  readonly nearest: readonly string[];
  /** Entries that no version makes, in words, each with its SDDL. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  /** Those of `added` and `changed` that allow more than reading. */
  readonly dangerous: readonly string[];
  /** Trustees of `dangerous` that have the names of known products' groups; names prove nothing. */
  readonly namedLikeProducts: readonly string[];
  /** The owner is Domain Admins. */
  readonly ownerByDefault: Tristate;
  readonly owner: string;
  /** AdminSDHolder takes entries from above. */
  readonly inherits: boolean;
  /** dSHeuristics was read. */
  readonly settingsRead: boolean;
  /** Operator groups that dSHeuristics takes out of the protected set, names. */
  readonly excludedOperators: readonly string[];
}

/** Entries that are told of each kind. */
const TOLD = 50;
/** What setup of Exchange and of Entra Connect calls the principals for which it puts entries there. */
const PRODUCTS =
  /\\(Exchange (Servers|Trusted Subsystem|Windows Permissions|Enterprise Servers|Recipient Administrators)|Organization Management|MSOL_[0-9a-f]{12})$/i;

const NOT_READ = {
  holderRead: false,
  nearest: [],
  added: [],
  removed: [],
  changed: [],
  dangerous: [],
  namedLikeProducts: [],
  ownerByDefault: 'unknown',
  owner: '',
  inherits: false,
} as const;

export function domainFacts(shared: Shared, domain: DomainId): DomainFacts {
  const { directory, nameOf } = shared;
  const { sid, dn, adminSDHolder } = directory.domains[domain]!;
  const excluded = excludedOperators(directory, domain);
  const identity = {
    sid,
    dn,
    adminSDHolder: at(directory.containers, adminSDHolder)?.dn ?? '',
    settingsRead: excluded !== null,
    excludedOperators: (excluded ?? []).map((group) => wellKnownName(group) ?? group),
  };
  const differences = holderDifferences(directory, domain);
  if (differences === null) return { ...identity, ...NOT_READ };
  const names = { schema: directory.schema, nameOf };
  const told = (ace: Ace) => `${entryInWords(ace, names)}: ${formatAce(ace)}`;
  const list = (texts: readonly string[]) =>
    texts.length <= TOLD ? texts : [...texts.slice(0, TOLD), `and ${texts.length - TOLD} more`];
  const { nearest, added, removed, changed, dangerous, ownerByDefault, owner, inherits } = differences;
  const trustees = dangerous.map((ace) => ('sid' in ace ? (nameOf(ace.sid) ?? '') : ''));
  return {
    ...identity,
    holderRead: true,
    nearest,
    added: list(added.map(told)),
    removed: list(removed.map(told)),
    changed: list(changed.map(({ from, to }) => `${told(to)}, in place of ${formatAce(from)}`)),
    dangerous: list(dangerous.map(told)),
    namedLikeProducts: list([...new Set(trustees.filter((name) => PRODUCTS.test(name)))]),
    ownerByDefault,
    owner: owner === null ? '' : (nameOf(owner) ?? owner),
    inherits,
  };
}

export const domainScope: FactScope<{ readonly domain: DomainFacts }> = {
  once: true,
  *start({ shared }) {
    for (const id of idsOf<DomainId>(shared.directory.domains)) yield { domain: domainFacts(shared, id) };
  },
};
