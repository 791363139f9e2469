/** The searches of a collection: what is read, where, and with which attributes. */
import { type Filter, FilterParser } from 'ldapts';
import { parentDn } from '../../names/dn.js';
import type { NamingContexts, SearchScope } from '../../result/collection-plan.js';
import { CONTAINER_CLASSES, FOREST_CLASSES, OTHER_MEMBER_CLASSES } from '../structure-classes.js';
import { type AttributeUse, attributesFor } from './attributes.js';
import { EVERY_GUID, type GuidRange, guidRanges, halves, outside, within } from './partition.js';
import type { SearchSpec } from './requests.js';

/** One search of the plan: a unit of work for one connection, done again as a whole if its connection breaks. */
export interface PlannedSearch extends SearchSpec {
  readonly use: AttributeUse;
  /** What it reads, as in "could not read the schema". */
  readonly what: string;
  /** What `filter` would be without the range. */
  readonly whole: Filter;
  readonly range: GuidRange;
  /** Not every server has it: where its base is not there, nothing is missing. */
  readonly optional?: true;
}

/** Accounts are what the audit is about: users, computers, managed service accounts. */
const ACCOUNT_FILTER = '(objectClass=user)';

/** The classes whose further attributes are read; a server that does not know one finds nothing for it. */
const MANAGED_CLASSES = [
  'msDS-GroupManagedServiceAccount',
  'msDS-ManagedServiceAccount',
  'msDS-DelegatedManagedServiceAccount',
] as const;

const STRUCTURE_CLASSES = [
  ...CONTAINER_CLASSES,
  'group',
  'foreignSecurityPrincipal',
  'trustedDomain',
  ...OTHER_MEMBER_CLASSES,
  'dnsZone',
];

/** Right below the head of the configuration. */
const FOREST_CONTAINERS = ['container', 'crossRefContainer', 'sitesContainer'];

const anyOf = (classes: readonly string[]) => `(|${classes.map((name) => `(objectClass=${name})`).join('')})`;

export interface CollectionPlan {
  /** Few objects, read before the others: their fuller entries stand for them. */
  readonly managed: PlannedSearch;
  /** To be read in any order, on any connection. */
  readonly searches: readonly PlannedSearch[];
}

/** What decides into how many parts a domain is read. */
interface PlanSize {
  /** How many connections will share the work. */
  readonly connections: number;
  /** Entries a second at most. */
  readonly rate?: number | undefined;
  /** At least as many as there are accounts and groups; null where that is not known. */
  readonly relativeIds: number | null;
}

/** Objects that are read in one part at most: what is read again after an interruption. */
const PART = 10_000;
/** With a rate: seconds that a part takes at most. */
const PART_SECONDS = 20;
const MOST_PARTS = 256;
const PARTS_UNKNOWN = 16;
/** There is a group or container for so many accounts, or fewer. */
const ACCOUNTS_A_GROUP = 5;

/** How many parts the accounts are read in: one a connection, more of a large domain. */
function partsOf({ connections, rate, relativeIds }: PlanSize): number {
  if (relativeIds === null) return Math.max(connections, PARTS_UNKNOWN);
  const part = rate === undefined ? PART : Math.min(PART, rate * PART_SECONDS);
  return Math.min(MOST_PARTS, Math.max(connections, Math.ceil(relativeIds / part)));
}

/** @param root where the naming contexts are */
export function planCollection(root: NamingContexts, size: PlanSize): CollectionPlan {
  const forestRoot = parentDn(root.configurationNamingContext) ?? root.defaultNamingContext;
  const { defaultNamingContext: domain, configurationNamingContext: configuration, schemaNamingContext: schema } = root;
  const search = (
    use: AttributeUse,
    what: string,
    base: string,
    scope: SearchScope,
    filter: string,
    range = EVERY_GUID,
  ): PlannedSearch => {
    const attributes = attributesFor(use);
    const whole = FilterParser.parseString(filter);
    return {
      use,
      what,
      base,
      scope,
      filter: within(whole, range),
      whole,
      range,
      attributes,
      descriptors: attributes.includes('nTSecurityDescriptor'),
    };
  };
  const accounts = guidRanges(partsOf(size));
  const structure = guidRanges(Math.ceil(partsOf({ ...size, connections: 1 }) / ACCOUNTS_A_GROUP));
  return {
    managed: search('managedAccounts', 'the managed service accounts', domain, 'sub', anyOf(MANAGED_CLASSES)),
    searches: [
      ...accounts.map((range, part) =>
        search('accounts', parts('the accounts', part, accounts.length), domain, 'sub', ACCOUNT_FILTER, range),
      ),
      ...structure.map((range, part) =>
        search(
          'structure',
          parts('the containers and groups', part, structure.length),
          domain,
          'sub',
          anyOf(STRUCTURE_CLASSES),
          range,
        ),
      ),
      // An object whose objectClass may not be read matches no class, and would be missing without a word.
      search('structure', 'the objects whose class cannot be read', domain, 'sub', '(!(objectClass=top))'),
      // Groups of some servers name Everyone and its like by these objects, not by foreign principals of the domain.
      search('structure', 'the well-known principals', configuration, 'sub', '(objectClass=foreignSecurityPrincipal)'),
      // Where there are any they give SIDs of another forest to their members (MS-ADTS 3.1.1.13.5).
      search(
        'structure',
        'the shadow principals',
        `CN=Services,${configuration}`,
        'sub',
        '(objectClass=msDS-ShadowPrincipal)',
      ),
      search('schema', 'the schema', schema, 'one', '(|(objectClass=classSchema)(objectClass=attributeSchema))'),
      search(
        'rights',
        'the extended rights',
        `CN=Extended-Rights,${configuration}`,
        'one',
        '(objectClass=controlAccessRight)',
      ),
      search(
        'partitions',
        'the partitions of the forest',
        `CN=Partitions,${configuration}`,
        'one',
        '(objectClass=crossRef)',
      ),
      search(
        'directoryService',
        'the forest-wide settings',
        `CN=Directory Service,CN=Windows NT,CN=Services,${configuration}`,
        'base',
        '(objectClass=*)',
      ),
      search(
        'kdsRootKeys',
        'the KDS root keys',
        `CN=Services,${configuration}`,
        'sub',
        '(objectClass=msKds-ProvRootKey)',
      ),
      // Whoever may change these has power over accounts that no list of theirs shows.
      search('forest', 'the head of the configuration', configuration, 'base', '(objectClass=*)'),
      search('forest', 'the head of the schema', schema, 'base', '(objectClass=*)'),
      search('forest', 'the containers of the configuration', configuration, 'one', anyOf(FOREST_CONTAINERS)),
      search(
        'forest',
        'the containers of the services',
        `CN=Services,${configuration}`,
        'one',
        '(&(objectClass=container)(!(cn=Public Key Services)))',
      ),
      search(
        'forest',
        'the certificate services',
        `CN=Public Key Services,CN=Services,${configuration}`,
        'sub',
        anyOf(['container', ...FOREST_CLASSES]),
      ),
      search('forest', 'the sites', `CN=Sites,${configuration}`, 'one', '(objectClass=site)'),
      ...[`DC=DomainDnsZones,${domain}`, `DC=ForestDnsZones,${forestRoot}`].map((base) => ({
        ...search('forest', `the DNS zones of ${base}`, base, 'sub', anyOf(['domainDNS', 'container', 'dnsZone'])),
        optional: true as const,
      })),
    ],
  };
}

/**
 * What of a search is still to be read.
 * @param finished ranges of it that were read before
 */
export function remaining(search: PlannedSearch, finished: readonly GuidRange[]): readonly PlannedSearch[] {
  if (finished.length === 0) return [search];
  return outside(search.range, finished).map((range) => ({ ...search, range, filter: within(search.whole, range) }));
}

/** The same search as two that each find a part; undefined when it cannot be split, or not any further. */
export function halve(search: PlannedSearch): readonly PlannedSearch[] | undefined {
  if (search.scope === 'base') return undefined;
  return halves(search.range)?.map((range) => ({ ...search, range, filter: within(search.whole, range) }));
}

/** A single object, read because it is the parent of another. */
export function planParent(dn: string): PlannedSearch {
  const filter = FilterParser.parseString('(objectClass=*)');
  return {
    use: 'structure',
    what: `the parent object ${dn}`,
    base: dn,
    scope: 'base',
    filter,
    whole: filter,
    range: EVERY_GUID,
    attributes: attributesFor('structure'),
    descriptors: true,
  };
}

const parts = (what: string, part: number, of: number) => (of === 1 ? what : `${what} (part ${part + 1} of ${of})`);
