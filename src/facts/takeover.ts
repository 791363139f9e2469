/**
 * Scope `takeover`: who can become the account under audit, or come to what is delegated to it, without being told so by a
 * membership: through the account itself, the groups that hold its delegations, the groups that may retrieve its password, and the
 * containers above it.
 */

import { trusteesOf } from '../access/check.js';
import { inheritsList } from '../access/inherit.js';
import type { Sid } from '../descriptor/types.js';
import { at, type Directory } from '../directory/directory.js';
import { type ContainerId, type DomainId, type GroupId, idsOf } from '../directory/ids.js';
import type { PowerCode } from '../result/codes.js';
import type { Tristate } from '../result/tristate.js';
import { tokenDomains } from '../verdicts/account-under-audit.js';
import { isBroad } from '../verdicts/broad.js';
import { type TakenObject, Takers } from '../verdicts/takers.js';
import { POWER_TEXTS } from '../words/powers.js';
import type { AccountFacts } from './account-facts.js';
import type { FactContext, FactScope } from './scope.js';

/** `takeover`: one trustee that can take over one object that leads to the account (scope takeover). */
export interface TakeoverFacts {
  /** `not-known`: the list of such an object was not read, or too much of it to be looked at. */
  readonly what: 'account' | 'group' | 'host-group' | 'container' | 'not-known';
  /** DN of the object; the first where the same entry is on several. */
  readonly object: string;
  readonly objectName: string;
  readonly objects: number;
  /** The first 20 of them. */
  readonly where: readonly string[];
  readonly trustee: string;
  readonly trusteeName: string;
  readonly broad: boolean;
  readonly powers: readonly PowerCode[];
  /** The same in words, to stand after "can". */
  readonly abilities: readonly string[];
  /** The entry; empty where the ownership gives it. */
  readonly sddl: string;
  readonly inherited: boolean;
  readonly default: Tristate;
  /** What the entry is, and for what, by SIDs and GUIDs. */
  readonly identity: string;
}

const OF_ACCOUNT: ReadonlySet<PowerCode> = new Set<PowerCode>([
  'full-control',
  'write-dac',
  'write-owner',
  'write-all-properties',
  'all-extended-rights',
  'reset-password',
  'write-key-credential',
  'write-alt-security-identities',
  'write-password-readers',
]);
const OF_GROUP: ReadonlySet<PowerCode> = new Set<PowerCode>([
  'full-control',
  'write-dac',
  'write-owner',
  'write-all-properties',
  'write-members',
  'add-self',
]);
const OF_CONTAINER: ReadonlySet<PowerCode> = new Set<PowerCode>(['full-control', 'write-dac', 'write-owner']);

/** Administrators, SYSTEM and the domain controllers: whoever they are has the domain already. */
const OF_THE_PLATFORM: ReadonlySet<string> = new Set(['S-1-5-18', 'S-1-5-32-544', 'S-1-5-9', 'S-1-3-0', 'S-1-3-1']);
/** Objects that are named of each entry. */
const NAMED = 20;
/** Groups whose lists are looked at. */
const MOST_GROUPS = 200;
/** What is told of one account under audit. */
const MOST_TOLD = 1000;

interface Place extends TakenObject {
  readonly what: TakeoverFacts['what'];
  readonly dn: string;
  readonly name: string;
  readonly id: string;
  readonly wanted: ReadonlySet<PowerCode>;
}

export const takeoverScope: FactScope<{ readonly account: AccountFacts; readonly takeover: TakeoverFacts }> = {
  *end(context) {
    const { account } = context;
    if (account.kind === 'local-system') return;
    for (const takeover of takeoversOf(context)) yield { account, takeover };
  },
};

/** The same entry on several objects of a kind is one cause. */
function takeoversOf(context: FactContext): readonly TakeoverFacts[] {
  const { shared } = context;
  const takers = new Takers(shared);
  const leavesOut = leftOut(context);
  const found = new Map<string, { facts: TakeoverFacts; readonly where: string[] }>();
  const take = (place: Place, facts: Omit<TakeoverFacts, 'object' | 'objectName' | 'objects' | 'where'>): void => {
    const known = found.get(facts.identity);
    if (known === undefined) {
      const first = { object: place.dn, objectName: place.name, objects: 1, where: [] };
      found.set(facts.identity, { facts: { ...facts, ...first }, where: [place.dn] });
      return;
    }
    known.facts = { ...known.facts, objects: known.facts.objects + 1 };
    if (known.where.length < NAMED) known.where.push(place.dn);
  };
  for (const place of placesOf(context)) {
    const asked = found.size < MOST_TOLD ? takers.of(place, place.wanted, leavesOut) : null;
    if (asked === null || asked.more > 0) take(place, NOT_KNOWN);
    for (const { trustee, powers, sddl, inherited, default: byDefault } of asked?.takers ?? []) {
      take(place, {
        what: place.what,
        identity: `${place.what}|${place.what === 'account' ? place.id : ''}|${trustee}|${sddl ?? 'owner'}|${powers.join()}`,
        trustee,
        trusteeName: shared.nameOf(trustee) ?? trustee,
        broad: isBroad(trustee),
        powers,
        abilities: powers.map((code) => POWER_TEXTS[code]),
        sddl: sddl ?? '',
        inherited,
        default: byDefault,
      });
    }
  }
  return [...found.values()].map(({ facts, where }) => ({ ...facts, where }));
}

const NOT_KNOWN = {
  what: 'not-known',
  identity: 'not-known',
  trustee: '',
  trusteeName: '',
  broad: false,
  powers: [],
  abilities: [],
  sddl: '',
  inherited: false,
  default: 'unknown',
} as const;

/** Whoever is privileged anyway, and the account itself: that they can is no news. */
function leftOut({ tokens: { account, directory }, sets }: FactContext): (sid: Sid) => boolean {
  const privileged = new Set<string>(OF_THE_PLATFORM);
  for (const number of idsOf<GroupId>(directory.groups)) {
    const { domain, sid } = directory.groups[number]!;
    if (domain !== null && sid !== null && sets.get(domain)?.root(number) !== 'no') privileged.add(sid);
  }
  for (const { sid } of directory.domains) for (const rid of [500, 512, 516, 518, 519]) privileged.add(`${sid}-${rid}`);
  return (sid) => sid === account.sid || privileged.has(sid);
}

function* placesOf(context: FactContext): Generator<Place> {
  const { tokens, shared } = context;
  const { account, directory } = tokens;
  const { record, group, domain } = account;
  if (record !== null) {
    const { descriptor = null, classes, parent: above, guid } = record;
    const own = { descriptor, classes, domain, above, containerDn: null };
    yield { ...own, what: 'account', dn: account.dn, name: account.name, id: guid ?? account.sid, wanted: OF_ACCOUNT };
  }
  const above = record === null ? (group === null ? null : directory.groups[group]!.container) : record.parent;
  // What stands above reaches an account only where its list inherits.
  const list = shared.descriptor(record?.descriptor ?? (group === null ? null : directory.groups[group]!.descriptor));
  if (list === null || inheritsList(list)) yield* containersFrom(directory, above, domain);
  const groups = tokenGroups(context);
  const trustees = delegatedTo(context, new Set([...groups].flatMap((number) => directory.groups[number]!.sid ?? [])));
  const seen = new Set<GroupId>();
  for (const number of groups) {
    const sid = directory.groups[number]!.sid;
    if (sid === null || !(trustees.has(sid) || number === group) || seen.size >= MOST_GROUPS) continue;
    seen.add(number);
    yield ofGroup(directory, number, 'group');
  }
  const retrievers = shared.descriptor(record?.managed?.retrievers ?? null);
  for (const sid of retrievers === null ? [] : trusteesOf(retrievers)) {
    for (const number of directory.groupsBySid.get(sid) ?? [])
      if (!seen.has(number) && seen.size < 2 * MOST_GROUPS) {
        seen.add(number);
        yield ofGroup(directory, number, 'host-group');
      }
  }
}

function ofGroup(directory: Directory, number: GroupId, what: 'group' | 'host-group'): Place {
  const { dn, name, sid, descriptor, classes, domain, container } = directory.groups[number]!;
  const object = { descriptor, classes, domain, above: container, containerDn: null };
  return { ...object, what, dn, name, id: sid ?? dn, wanted: OF_GROUP };
}

/** The containers above an object, but the head of its domain: who controls that controls everything. */
function* containersFrom(directory: Directory, from: ContainerId | null, domain: DomainId | null): Generator<Place> {
  const head = at(directory.domains, domain)?.container ?? null;
  for (let number = from; number !== null && number !== head; ) {
    const { dn, guid, descriptor, classes, parent, domain: own } = directory.containers[number]!;
    const object = { descriptor, classes, domain: own, above: parent, containerDn: dn };
    yield { ...object, what: 'container', dn, name: dn, id: guid ?? dn, wanted: OF_CONTAINER };
    number = parent;
  }
}

/** The groups of the token, of all domains of the sources, each once. */
function tokenGroups({ tokens }: FactContext): ReadonlySet<GroupId> {
  const { directory } = tokens;
  const groups = new Set<GroupId>();
  for (const domain of tokenDomains(directory)) {
    for (const { sid } of tokens.on(domain).sids.values())
      for (const number of directory.groupsBySid.get(sid) ?? []) groups.add(number);
  }
  return groups;
}

/**
 * Those of the SIDs of some groups to which something is delegated: that hold grants, or that a container's list names. Of the lists
 * nothing else is kept: whoever can write them can name as many as there are.
 */
function delegatedTo({ grants, shared, privileged }: FactContext, groups: ReadonlySet<string>): ReadonlySet<string> {
  // Who joins a group that holds everybody gains nothing by it.
  const wanted = new Set(
    [...groups].filter(
      (sid) => !isBroad(sid as Sid) && !privileged.isCommon(sid as Sid) && privileged.through(sid as Sid) === undefined,
    ),
  );
  const found = new Set(grants.end().flatMap(({ trustee }) => (wanted.has(trustee) ? [trustee] : [])));
  const { containers } = shared.directory;
  for (const descriptor of new Set(containers.map((container) => container.descriptor))) {
    for (const ace of shared.descriptor(descriptor)?.dacl?.aces ?? [])
      if ('sid' in ace && wanted.has(ace.sid)) found.add(ace.sid);
  }
  return found;
}
