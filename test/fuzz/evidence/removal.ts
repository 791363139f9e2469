/**
 * Ways in which evidence goes missing in real life: what they are, how one is drawn, and what is left of a directory after
 * it. A removal is plain data: one line of JSON does it again.
 */
import { AccessMask } from '../../../src/descriptor/access-mask.js';
import { encodeSecurityDescriptor, parseSecurityDescriptor } from '../../../src/descriptor/index.js';
import { type Ace, AceType } from '../../../src/descriptor/types.js';
import { builtinSchema } from '../../../src/directory/builtin-schema.js';
import { dnKey as keyOf } from '../../../src/names/dn.js';
import type { RawEntry, RawItem } from '../../../src/sources/entry.js';
import type { Random } from '../random.js';
import { classesOf, type EvidenceDomain } from './domains.js';

const keys = new Map<string, string>();
/** A domain's DNs are the same in each removal. */
function dnKey(dn: string): string {
  let key = keys.get(dn);
  if (key === undefined) {
    key = keyOf(dn);
    keys.set(dn, key);
  }
  return key;
}

/** One way; objects are named by DN. */
export type Step =
  /** The export did not ask for an attribute: at all, or in its search for objects of one class. */
  | { readonly left: 'out'; readonly attribute: string; readonly of: string | null }
  /** Some objects deny the reader an attribute (their lists say so); `nTSecurityDescriptor`: the list is hidden too. */
  | { readonly left: 'denied'; readonly attributes: readonly string[]; readonly on: readonly string[] }
  /** Objects that may not be read at all: a search finds them by their names alone. */
  | { readonly left: 'closed'; readonly on: readonly string[] }
  /** Objects that a search does not find. */
  | { readonly left: 'unseen'; readonly on: readonly string[] }
  /** A container whose contents are not found, or the object too. */
  | { readonly left: 'subtree'; readonly of: string; readonly itself: boolean }
  /** A part of a directory that an export or a file left out. */
  | { readonly left: 'part'; readonly part: string }
  /** Values of a link beyond a number: the export did not ask for further ranges. */
  | { readonly left: 'range'; readonly attribute: 'member' | 'memberOf'; readonly on: string; readonly from: number }
  /** Descriptors that were cut off on the way. */
  | { readonly left: 'cut'; readonly on: readonly string[]; readonly bytes: number };

export interface Removal {
  readonly domain: string;
  /** The exports say what they asked for, as those of `ldapsearch` and our own collections do. */
  readonly told: boolean;
  readonly steps: readonly Step[];
}

/** Attributes by the class of objects that they are taken from. */
const ATTRIBUTES: readonly (readonly [attribute: string, of: readonly string[]])[] = [
  ['member', ['group']],
  ['memberOf', ['group', 'user', 'foreignSecurityPrincipal']],
  ['groupType', ['group']],
  ['primaryGroupID', ['user']],
  ['objectSid', ['user', 'group', 'foreignSecurityPrincipal', 'domainDNS']],
  ['sIDHistory', ['user', 'group']],
  ['userAccountControl', ['user', 'computer']],
  [
    'objectClass',
    ['user', 'group', 'foreignSecurityPrincipal', 'trustedDomain', 'crossRef', 'classSchema', 'container', 'domainDNS'],
  ],
  ['adminCount', ['user', 'group']],
  ['nTSecurityDescriptor', ['user', 'group', 'container', 'organizationalUnit', 'domainDNS']],
  ['sAMAccountName', ['user', 'group']],
  ['objectGUID', ['user', 'group', 'container']],
  ['pwdLastSet', ['user']],
  ['dSHeuristics', ['nTDSService']],
  ['subClassOf', ['classSchema']],
  ['objectClassCategory', ['classSchema']],
  ['attributeSecurityGUID', ['attributeSchema']],
  ['schemaIDGUID', ['attributeSchema', 'classSchema']],
  ['lDAPDisplayName', ['attributeSchema', 'classSchema']],
  ['rightsGuid', ['controlAccessRight']],
  ['appliesTo', ['controlAccessRight']],
  ['validAccesses', ['controlAccessRight']],
  ['securityIdentifier', ['trustedDomain']],
  ['trustAttributes', ['trustedDomain']],
  ['trustDirection', ['trustedDomain']],
  ['trustPartner', ['trustedDomain']],
  ['flatName', ['trustedDomain']],
  ['nCName', ['crossRef']],
  ['systemFlags', ['crossRef']],
  ['nETBIOSName', ['crossRef']],
  ['isDeleted', ['group']],
];

/** Classes of objects whose descriptors an export has, so that what is denied there can be seen. */
const WITH_DESCRIPTOR: ReadonlySet<string> = new Set([
  'user',
  'computer',
  'group',
  'container',
  'organizationalUnit',
  'foreignSecurityPrincipal',
  'domainDNS',
  'trustedDomain',
]);

/** What removals of a domain are drawn from. */
export class Grounds {
  readonly byClass = new Map<string, RawEntry[]>();
  readonly byKey = new Map<string, RawEntry>();
  readonly parents: readonly string[];
  readonly parts: readonly string[];
  readonly groups: readonly RawEntry[];
  readonly inGroups: readonly RawEntry[];

  constructor(readonly domain: EvidenceDomain) {
    const parents = new Set<string>();
    for (const entry of domain.entries) {
      this.byKey.set(dnKey(entry.dn), entry);
      for (const name of new Set(classesOf(entry))) this.byClass.set(name, [...(this.byClass.get(name) ?? []), entry]);
      const comma = /^(?:[^,\\]|\\.)*,/.exec(entry.dn);
      if (comma !== null) parents.add(entry.dn.slice(comma[0].length));
    }
    this.parents = [...parents].filter((dn) => this.byKey.has(dnKey(dn)));
    this.groups = this.of('group').filter(({ attributes }) => (attributes.get('member')?.length ?? 0) > 0);
    this.inGroups = domain.entries.filter(({ attributes }) => (attributes.get('memberof')?.length ?? 0) > 0);
    this.parts = partsOf(domain.entries);
  }

  of(name: string): readonly RawEntry[] {
    return this.byClass.get(name.toLowerCase()) ?? [];
  }
}

/** Naming contexts, and well-known folders that are exported by searches of their own. */
function partsOf(entries: readonly RawEntry[]): readonly string[] {
  const heads = entries.filter((entry) => classesOf(entry).includes('domaindns')).map(({ dn }) => dn);
  const configurations = heads.map((dn) => `CN=Configuration,${dn}`);
  return [
    ...heads.flatMap((dn) => [
      dn,
      `CN=System,${dn}`,
      `CN=Builtin,${dn}`,
      `CN=ForeignSecurityPrincipals,${dn}`,
      `CN=AdminSDHolder,CN=System,${dn}`,
    ]),
    ...configurations.flatMap((dn) => [
      dn,
      `CN=Schema,${dn}`,
      `CN=Extended-Rights,${dn}`,
      `CN=Partitions,${dn}`,
      `CN=Services,${dn}`,
    ]),
  ].filter((part) => entries.some(({ dn }) => isWithin(dn, part)));
}

const isWithin = (dn: string, above: string): boolean => {
  const [own, key] = [dnKey(dn), dnKey(above)];
  return own === key || own.endsWith(`,${key}`);
};

/** What a naming context holds: not what lies in the naming contexts below it. */
function isInPart(entry: RawEntry, part: string, heads: readonly string[]): boolean {
  if (!isWithin(entry.dn, part)) return false;
  if (!/^(?:DC=[^,]+,?)+$/i.test(part)) return true;
  return !heads.some((head) => dnKey(head) !== dnKey(part) && isWithin(head, part) && isWithin(entry.dn, head));
}

/** Draws a removal of one to three steps. */
export function drawRemoval(grounds: Grounds, random: Random): Removal {
  const count = random.weighted([
    [5, 1],
    [3, 2],
    [2, 3],
  ] as const);
  const told = random.chance(0.5);
  return {
    domain: grounds.domain.name,
    told,
    steps: Array.from({ length: count }, () => drawStep(grounds, random, told)),
  };
}

/** Attributes that an export which does not say what it asked for is taken to have asked for everywhere. */
const ASKED_ALIKE: ReadonlySet<string> = new Set(['sIDHistory']);

function drawStep(grounds: Grounds, random: Random, told: boolean): Step {
  const kind = random.weighted([
    [5, 'out'],
    [6, 'denied'],
    [1, 'closed'],
    [3, 'unseen'],
    [1.5, 'subtree'],
    [1, 'part'],
    [2, 'range'],
    [1, 'cut'],
  ] as const);
  switch (kind) {
    case 'out': {
      const [attribute, of] = random.pick(
        ATTRIBUTES.filter(([, classes]) => classes.some((name) => grounds.of(name).length > 0)),
      );
      const everywhere = random.chance(0.5) || (!told && ASKED_ALIKE.has(attribute));
      return { left: 'out', attribute, of: everywhere ? null : random.pick(of) };
    }
    case 'denied': {
      const choices = ATTRIBUTES.filter(([, classes]) => classes.some((name) => WITH_DESCRIPTOR.has(name)));
      const [attribute, classes] = random.pick(choices);
      const from = classes.filter((name) => WITH_DESCRIPTOR.has(name)).flatMap((name) => grounds.of(name));
      const holding = from.filter((entry) => entry.attributes.has(attribute.toLowerCase()) && canDeny(entry));
      if (holding.length === 0) return drawStep(grounds, random, told);
      const attributes = [attribute];
      if (random.chance(0.2)) attributes.push(random.pick(choices)[0]);
      if (random.chance(0.2)) attributes.push('nTSecurityDescriptor');
      return { left: 'denied', attributes: [...new Set(attributes)], on: some(holding, random) };
    }
    case 'closed':
      return { left: 'closed', on: some(anyOf(grounds, random), random) };
    case 'unseen':
      return { left: 'unseen', on: some(anyOf(grounds, random), random) };
    case 'subtree':
      return { left: 'subtree', of: random.pick(grounds.parents), itself: random.chance(0.5) };
    case 'part':
      return { left: 'part', part: random.pick(grounds.parts) };
    case 'range': {
      const attribute = random.chance(0.6) ? 'member' : 'memberOf';
      const { dn, attributes } = random.pick(attribute === 'member' ? grounds.groups : grounds.inGroups);
      return { left: 'range', attribute, on: dn, from: random.below(attributes.get(attribute.toLowerCase())!.length) };
    }
    case 'cut':
      return {
        left: 'cut',
        on: some(
          anyOf(grounds, random).filter(({ attributes }) => attributes.has('ntsecuritydescriptor')),
          random,
        ),
        bytes: random.pick([0, 8, 20, 60, 200]),
      };
  }
}

const ANY = [
  'user',
  'group',
  'group',
  'foreignSecurityPrincipal',
  'container',
  'organizationalUnit',
  'trustedDomain',
  'computer',
  'crossRef',
  'domainDNS',
  'classSchema',
  'attributeSchema',
  'controlAccessRight',
  'nTDSService',
] as const;

function anyOf(grounds: Grounds, random: Random): readonly RawEntry[] {
  const found = grounds.of(random.pick(ANY));
  return found.length > 0 ? found : grounds.of('group');
}

/** One of them mostly, sometimes a few or a share of all. */
function some(entries: readonly RawEntry[], random: Random): readonly string[] {
  const count = random.weighted([
    [6, 1],
    [2, 3],
    [1, Math.ceil(entries.length / 10)],
    [1, Math.ceil(entries.length / 2)],
  ] as const);
  const dns = new Set<string>();
  for (let i = 0; i < count && entries.length > 0; i++) dns.add(random.pick(entries).dn);
  return [...dns].sort();
}

const GUIDS = new Map(builtinSchema().attributes.map(({ name, guid }) => [name.toLowerCase(), guid]));

/** What is left of a directory: its entries, and the gaps that a reader of such an export tells. */
export interface Left {
  readonly items: readonly RawItem[];
  /** Whether an object is still there, with its name at least. */
  readonly keys: ReadonlyMap<string, RawEntry>;
}

/**
 * @param taken false: only what a removal does to descriptors is done, and nothing is taken away; what is compared with what is
 *   left of the evidence, as the directory itself is another one where rights are denied
 */
export function apply(domain: EvidenceDomain, { told, steps }: Omit<Removal, 'domain'>, taken = true): Left {
  let entries: readonly RawEntry[] = domain.entries;
  const gaps: RawItem[] = [];
  const heads = domain.entries.filter((entry) => classesOf(entry).includes('domaindns')).map(({ dn }) => dn);
  const searches = told ? searchesOf(domain, taken ? steps : []) : null;
  // Denials are put on descriptors before anything can hide or cut them.
  for (const step of steps) {
    if (step.left === 'denied') entries = onSome(entries, step.on, (entry) => denied(entry, step.attributes, domain));
  }
  if (taken) for (const step of steps) entries = without(entries, step, heads, gaps);
  return {
    items: [...(searches === null ? entries.map((entry) => ({ entry })) : searches(entries)), ...gaps],
    keys: new Map(entries.map((entry) => [entry.dn.toLowerCase(), entry])),
  };
}

/** The searches of an export that tells what each asked for: what was left out of one was asked for in the others. */
function searchesOf({ entries: whole }: EvidenceDomain, steps: readonly Step[]) {
  const out = steps.filter((step) => step.left === 'out');
  const everything = new Set(whole.flatMap(({ attributes }) => [...attributes.keys()]));
  for (const [name] of ATTRIBUTES) everything.add(name.toLowerCase());
  const leftOut = new Map<string, string>();
  for (const entry of whole) {
    const classes = classesOf(entry);
    const names = out
      .filter(({ of }) => of === null || classes.includes(of.toLowerCase()))
      .map(({ attribute }) => attribute);
    leftOut.set(entry.dn, [...new Set(names)].sort().join());
  }
  return (entries: readonly RawEntry[]): RawItem[] => {
    const bySearch = new Map<string, RawEntry[]>();
    for (const entry of entries) {
      const names = leftOut.get(entry.dn)!;
      const found = bySearch.get(names);
      if (found === undefined) bySearch.set(names, [entry]);
      else found.push(entry);
    }
    return [...bySearch].flatMap(([names, found]): RawItem[] => {
      const asked = new Set(everything);
      for (const name of names.split(',')) asked.delete(name.toLowerCase());
      return [{ asked }, ...found.map((entry) => ({ entry }))];
    });
  };
}

function without(
  entries: readonly RawEntry[],
  step: Step,
  heads: readonly string[],
  gaps: RawItem[],
): readonly RawEntry[] {
  switch (step.left) {
    case 'out': {
      const name = step.attribute.toLowerCase();
      const of = step.of?.toLowerCase();
      return entries.map((entry) =>
        entry.attributes.has(name) && (of === undefined || classesOf(entry).includes(of))
          ? lacking(entry, [name])
          : entry,
      );
    }
    case 'denied':
      return onSome(entries, step.on, (entry) =>
        lacking(
          entry,
          step.attributes.map((name) => name.toLowerCase()),
        ),
      );
    case 'closed':
      return onSome(entries, step.on, ({ dn }) => ({ dn, attributes: new Map() }));
    case 'unseen': {
      const keys = new Set(step.on.map(dnKey));
      return entries.filter(({ dn }) => !keys.has(dnKey(dn)));
    }
    case 'subtree':
      return entries.filter(({ dn }) => !isWithin(dn, step.of) || (!step.itself && dnKey(dn) === dnKey(step.of)));
    case 'part':
      return entries.filter((entry) => !isInPart(entry, step.part, heads));
    case 'range':
      return onSome(entries, [step.on], (entry) => {
        const name = step.attribute.toLowerCase();
        const values = entry.attributes.get(name);
        if (values === undefined || values.length <= step.from) return entry;
        // As the reader of LDIF says it.
        gaps.push({
          gap: {
            code: 'members-incomplete',
            dn: entry.dn,
            message: `values of ${name} after number ${step.from} are not in the file: the export did not ask for the further ranges`,
          },
        });
        return {
          ...entry,
          attributes: new Map([...entry.attributes, [name, values.slice(0, step.from)]]),
          cut: [...(entry.cut ?? []), name],
        };
      });
    case 'cut':
      return onSome(entries, step.on, (entry) => {
        const bytes = entry.attributes.get('ntsecuritydescriptor')?.[0];
        if (bytes === undefined) return entry;
        return {
          ...entry,
          attributes: new Map([
            ...entry.attributes,
            ['ntsecuritydescriptor', [bytes.subarray(0, Math.min(step.bytes, bytes.length - 1))]],
          ]),
        };
      });
  }
}

function onSome(
  entries: readonly RawEntry[],
  dns: readonly string[],
  change: (entry: RawEntry) => RawEntry,
): readonly RawEntry[] {
  const keys = new Set(dns.map(dnKey));
  return entries.map((entry) => (keys.has(dnKey(entry.dn)) ? change(entry) : entry));
}

function lacking({ dn, attributes, cut = [] }: RawEntry, names: readonly string[]): RawEntry {
  return {
    dn,
    attributes: new Map([...attributes].filter(([name]) => !names.includes(name))),
    cut: cut.filter((name) => !names.includes(name)),
  };
}

/** Whether an object's own list can deny something: a NULL DACL cannot. */
function canDeny({ attributes }: RawEntry): boolean {
  const bytes = attributes.get('ntsecuritydescriptor')?.[0];
  return bytes !== undefined && parseSecurityDescriptor(bytes).dacl !== null;
}

/** An object whose list denies the reader to read some attributes. */
function denied(entry: RawEntry, attributes: readonly string[], { reader }: EvidenceDomain): RawEntry {
  const bytes = entry.attributes.get('ntsecuritydescriptor')?.[0];
  const descriptor = bytes === undefined ? null : parseSecurityDescriptor(bytes);
  if (descriptor === null || descriptor.dacl === null) return entry;
  const denials = attributes.flatMap((name): Ace[] => {
    const guid = GUIDS.get(name.toLowerCase());
    return guid === undefined ? [] : [{ ...DENIAL, objectType: guid, sid: reader }];
  });
  const dacl = { revision: 4, aces: [...denials, ...descriptor.dacl.aces] };
  const changed = Buffer.from(encodeSecurityDescriptor({ ...descriptor, dacl }));
  return { ...entry, attributes: new Map([...entry.attributes, ['ntsecuritydescriptor', [changed]]]) };
}

const DENIAL = {
  type: AceType.AccessDeniedObject,
  form: 'object',
  flags: 0,
  mask: AccessMask.ReadProperty,
  inheritedObjectType: null,
  applicationData: new Uint8Array(),
} as const;
