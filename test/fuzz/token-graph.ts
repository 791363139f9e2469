/** Draws the groups, accounts and memberships of the token trial: everything that a domain lets one write. */
import type { Sid } from '../../src/descriptor/types.js';
import type { Random } from './random.js';

export type Scope = 'global' | 'local' | 'universal';

const ACCOUNT_KINDS = [
  [10, 'user'],
  [3, 'inetOrgPerson'],
  [4, 'computer'],
  [3, 'gmsa'],
  [1, 'smsa'],
  [1, 'controller'],
  [1, 'read-only-controller'],
] as const;
/** `guest`: the domain's own account Guest, of which there is one. */
export type AccountKind = (typeof ACCOUNT_KINDS)[number][1] | 'guest';

/** What test/fuzz/python/tokens.py makes. Members and former SIDs are names of the plan, or SIDs. */
export interface Plan {
  readonly groups: readonly { readonly name: string; readonly scope: Scope; readonly security: boolean }[];
  readonly accounts: readonly { readonly name: string; readonly kind: AccountKind }[];
  readonly links: Readonly<Record<string, readonly string[]>>;
  readonly primary: Readonly<Record<string, string>>;
  readonly history: Readonly<Record<string, readonly string[]>>;
}

/** Principals of other authorities that a domain-local group may hold; those of no network logon are in no token. */
const WELL_KNOWN: readonly Sid[] = [
  'S-1-1-0', // Everyone
  'S-1-5-11', // Authenticated Users
  'S-1-5-2', // NETWORK
  'S-1-5-15', // This Organization
  'S-1-5-9', // Enterprise Domain Controllers
  'S-1-5-4', // INTERACTIVE
  'S-1-5-7', // ANONYMOUS LOGON
  'S-1-5-6', // SERVICE
];

/** Aliases of BUILTIN that every domain has. */
const ALIASES: readonly Sid[] = [
  ...['S-1-5-32-544', 'S-1-5-32-545', 'S-1-5-32-546', 'S-1-5-32-548', 'S-1-5-32-550', 'S-1-5-32-551'],
  ...['S-1-5-32-554', 'S-1-5-32-555', 'S-1-5-32-558', 'S-1-5-32-560', 'S-1-5-32-573'],
] as Sid[];

/** Groups that every domain has and that others may hold: those of primary groups, and that of read-only controllers. */
const GLOBAL_RIDS = [513, 514, 515, 516, 521] as const;
const UNIVERSAL_RIDS = [498, 518, 519] as const;

/** A domain that is gone: its SIDs are in sIDHistory, and some in groups as foreign principals. */
const GONE = 'S-1-5-21-3107421817-914233620-1850044411';
const OF_GONE: readonly Sid[] = Array.from({ length: 24 }, (_, index): Sid => `${GONE}-${1100 + index}`);

/** Which scopes a group may hold, in its own domain (MS-ADTS 2.2.12: account, universal and resource groups). */
const MAY_HOLD: Readonly<Record<Scope, readonly Scope[]>> = {
  global: ['global'],
  universal: ['global', 'universal'],
  local: ['global', 'universal', 'local'],
};

/** How many groups a group holds, and an account is in. Few: with more, everybody would be in everything. */
const FAN: readonly (readonly [number, number])[] = [
  [5, 0],
  [5, 1],
  [3, 2],
  [1, 4],
];

/** @param domainSid of the domain that the plan is for */
export function drawPlan(random: Random, count: number, domainSid: Sid): Plan {
  const groups = Array.from({ length: Math.ceil(count * 1.6) }, (_, index) => ({
    name: `trial-group-${index}`,
    scope: random.pick(['global', 'local', 'universal'] as const),
    security: random.chance(0.8),
  }));
  const accounts = Array.from({ length: count }, (_, index): Plan['accounts'][number] => {
    if (index === 0) return { name: 'Guest', kind: 'guest' };
    const kind = random.weighted(ACCOUNT_KINDS);
    const name = `trial${index}`;
    return { name: kind === 'user' || kind === 'inetOrgPerson' ? name : `${name}$`, kind };
  });
  const links = new Map<string, Set<string>>();
  const link = (container: string, member: string) => {
    if (container === member) return;
    const members = links.get(container) ?? new Set();
    links.set(container, members.add(member));
  };
  const byScope = (scope: Scope): readonly string[] => [
    ...groups.filter((group) => group.scope === scope).map(({ name }) => name),
    ...(scope === 'global' ? GLOBAL_RIDS : scope === 'universal' ? UNIVERSAL_RIDS : []).map(
      (rid) => `${domainSid}-${rid}`,
    ),
  ];
  const candidates = { global: byScope('global'), universal: byScope('universal'), local: byScope('local') };
  const foreign = () => (random.chance(0.5) ? random.pick(WELL_KNOWN) : random.pick(OF_GONE));

  for (const { name, scope } of groups) {
    for (let left = random.weighted(FAN); left > 0; left--)
      link(name, random.pick(candidates[random.pick(MAY_HOLD[scope])]));
    // Seldom: what Everyone is in, everybody is in, and the server leaves it out.
    if (scope === 'local' && random.chance(0.07)) link(name, foreign());
  }
  for (const alias of ALIASES) {
    for (let left = random.weighted(FAN); left > 0; left--)
      link(alias, random.pick(candidates[random.pick(MAY_HOLD.local)]));
    if (random.chance(0.4)) link(alias, foreign());
    if (random.chance(0.4)) link(alias, random.pick(accounts).name);
  }
  // Cycles come by chance too; these come always.
  for (let ring = 0; ring < count / 10; ring++) {
    const scope = random.pick(['global', 'local', 'universal'] as const);
    const of = groups.filter((group) => group.scope === scope).map(({ name }) => name);
    if (of.length === 0) continue;
    const chain = Array.from({ length: 2 + random.below(3) }, () => random.pick(of));
    for (const [index, name] of chain.entries()) link(name, chain[(index + 1) % chain.length]!);
  }

  const primary: Record<string, string> = {};
  const inGroups = new Map(accounts.map(({ name }) => [name, new Set<string>()]));
  for (const { name, kind } of accounts) {
    const own = Array.from({ length: random.weighted(FAN) }, () => random.pick(groups));
    for (const group of own) inGroups.get(name)!.add(group.name);
    const fit = groups.filter((group) => group.security && group.scope !== 'local');
    // That of a controller cannot be another (MS-SAMR 3.1.1.8.1).
    if (!kind.endsWith('controller') && fit.length > 0 && random.chance(0.4)) {
      // Only what it is a member of can become its primary group (MS-SAMR 3.1.1.8.2).
      primary[name] = random.pick(fit).name;
      inGroups.get(name)!.add(primary[name]);
    }
    for (const group of inGroups.get(name)!) link(group, name);
  }

  const history: Record<string, string[]> = {};
  const former = (): string =>
    random.weighted([
      [4, () => random.pick(OF_GONE) as string],
      [3, () => random.pick(groups).name],
      [4, () => random.pick(accounts).name],
      [1, () => `${domainSid}-${random.pick([...GLOBAL_RIDS, ...UNIVERSAL_RIDS, 512])}`],
    ])();
  for (const { name } of [...accounts, ...groups]) {
    if (!random.chance(0.1)) continue;
    const values = new Set(Array.from({ length: random.chance(0.3) ? 2 : 1 }, former));
    values.delete(name);
    if (values.size > 0) history[name] = [...values];
  }
  return {
    groups,
    accounts,
    links: Object.fromEntries([...links].map(([container, members]) => [container, [...members]])),
    primary,
    history,
  };
}
