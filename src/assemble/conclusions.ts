/** Gaps that follow from what was read and what was not. */
import { builtinSchema } from '../directory/builtin-schema.js';
import type { DomainRecord } from '../directory/records.js';
import { createSchema } from '../directory/schema.js';
import { dnKey } from '../names/dn.js';
import type { Intake } from './intake.js';
import { Lack } from './lacks.js';
import type { SettingsRecord } from './settings.js';
import type { Tree } from './tree.js';

/** What the conclusions are drawn from. */
export interface Assembled {
  readonly intake: Intake;
  readonly tree: Tree;
  readonly accounts: Int32Array;
  readonly groups: Int32Array;
  readonly domains: readonly DomainRecord[];
  /** The DN of an object or container, as written. */
  dnOf(id: number): string;
}

/** Said of an object anew whenever it is read: the same words each time. */
export const OBJECT_CLASS_UNREADABLE = 'objectClass could not be read: whether the object is an account is not known';

export function noteConclusions(assembled: Assembled): void {
  noteSettings(assembled);
  noteNotExported(assembled);
  noteGlobalCatalog(assembled);
  noteSettingsNotExported(assembled);
  noteClasses(assembled);
  noteObjects(assembled);
  noteDomains(assembled);
}

function noteSettings({ intake }: Assembled): void {
  const { gaps, settings } = intake;
  const has = (type: string): boolean => settings.some((record) => record.type === type);
  const schema = [has('class') ? '' : 'classes', has('attribute') ? '' : 'attributes'].filter((what) => what !== '');
  if (schema.length > 0) {
    gaps.derived({
      code: 'schema-missing',
      message: `no source holds ${schema.join(' and ')} of the schema (CN=Schema,CN=Configuration,...)`,
    });
  }
  const configuration = [
    has('right') ? '' : 'the extended rights (CN=Extended-Rights)',
    has('partition') ? '' : 'the partitions (CN=Partitions)',
    has('forest') ? '' : 'dSHeuristics (CN=Directory Service,CN=Windows NT,CN=Services)',
  ].filter((what) => what !== '');
  if (configuration.length > 0) {
    gaps.derived({
      code: 'configuration-missing',
      message: `no source holds, of CN=Configuration,...: ${configuration.join('; ')}`,
    });
  }
  for (const record of settings) {
    if (record.type !== 'forest' || record.dSHeuristics !== undefined) continue;
    gaps.derived({
      code: 'configuration-missing',
      dn: record.dn,
      message: 'dSHeuristics was not asked for, or could not be read: which groups it leaves unprotected is not known',
    });
  }
}

/** What attributes are called, and from how many objects on it tells something that none has them. */
const MANDATORY = [
  { kind: 'group', attribute: 'member', name: 'member', from: 2 },
  { kind: 'group', attribute: 'grouptype', name: 'groupType', from: 1 },
  { kind: 'account', attribute: 'useraccountcontrol', name: 'userAccountControl', from: 2 },
  { kind: 'account', attribute: 'primarygroupid', name: 'primaryGroupID', from: 1 },
] as const;

/** An attribute that no object of a class has, though some must, was left out of the export. */
function noteNotExported({ intake }: Assembled): void {
  for (const { kind, attribute, name, from } of MANDATORY) {
    const { objects, attributes } = intake.askings.shown[kind];
    if (objects < from || attributes.has(attribute)) continue;
    // Groups without members there may be: whether they could be read is judged one by one.
    if (attribute === 'member' && intake.askings.membersAsked) continue;
    intake.gaps.derived({
      code: 'attribute-not-exported',
      count: objects,
      message: `none of the ${objects} ${kind}s came with ${name}: it was not asked for, or the account that read may not read it`,
    });
    // Who is in any group is open then.
    if (attribute === 'member' && !intake.askings.shown.account.attributes.has('memberof')) {
      intake.gaps.derived({
        code: 'members-incomplete',
        count: objects,
        message: 'the members of no group were read',
      });
    }
  }
}

function noteGlobalCatalog({ intake }: Assembled): void {
  const count = intake.askings.ofGlobalCatalog;
  if (count === 0) return;
  intake.gaps.derived({
    code: 'global-catalog',
    count,
    message: `an export of a global catalog (port 3268): it has the members of universal groups only, and who is in its ${count} others is not known`,
  });
}

/** What is of a class that the schema does not hold may be more special than all that it knows. */
function noteClasses({ intake }: Assembled): void {
  const of = <Type extends SettingsRecord['type']>(type: Type) =>
    intake.settings.filter((record): record is Extract<SettingsRecord, { type: Type }> => record.type === type);
  const classes = of('class');
  const known = new Set(classes.map(({ name }) => name.toLowerCase()));
  if (known.size === 0) return;
  // Those of the base product are the same everywhere.
  for (const { name } of builtinSchema().classes) known.add(name.toLowerCase());
  const schema = createSchema(classes, of('attribute'), of('right'));
  const missing = new Map<string, string>();
  const unordered = new Set<string>();
  for (const list of intake.interpreter.usedClasses) {
    const names = intake.classLists[list]!;
    for (const name of names) if (!known.has(name.toLowerCase())) missing.set(name.toLowerCase(), name);
    const held = names.every((name) => known.has(name.toLowerCase()));
    if (held && schema.mostSpecificClass(names) === undefined) unordered.add(names.join(', '));
  }
  for (const names of [...unordered].sort()) {
    intake.gaps.derived({
      code: 'class-not-in-schema',
      message: `objects are of the classes ${names}, and the schema that was read does not show which of them is below which (subClassOf): which entries are for such objects is not known`,
    });
  }
  for (const name of [...missing.values()].sort()) {
    intake.gaps.derived({
      code: 'class-not-in-schema',
      message: `objects are of the class ${name}, which the schema that was read does not hold: which entries are for such objects is not known`,
    });
  }
}

/** Attributes of the schema, and of trusts, that the objects of a kind must have, or some of them. */
function noteSettingsNotExported({ intake }: Assembled): void {
  const attributes = intake.settings.filter((record) => record.type === 'attribute');
  if (attributes.length > 1 && attributes.every(({ set }) => set === undefined)) {
    intake.gaps.derived({
      code: 'attribute-not-exported',
      count: attributes.length,
      message: `none of the ${attributes.length} attributes of the schema came with attributeSecurityGUID: the property sets are those of the base product`,
    });
  }
  for (const record of intake.settings) {
    if (record.type !== 'trust') continue;
    const lacking = [
      record.sid === undefined ? ['securityIdentifier'] : [],
      record.attributes === undefined ? ['trustAttributes'] : [],
      record.direction === undefined ? ['trustDirection'] : [],
    ].flat();
    if (lacking.length === 0) continue;
    const message = `${lacking.join(', ')} of the trust could not be read: who comes over it, and with what, is not known`;
    intake.gaps.derivedOf('attribute-unreadable', message, () => record.dn);
  }
}

function noteObjects({ intake, tree, accounts, groups, dnOf }: Assembled): void {
  const { gaps, lacks } = intake;
  const damaged = new Map<number, { readonly dn: string; count: number }>();
  const noDescriptors = noteNoDescriptors({ intake, tree, accounts, groups });
  const checkDescriptor = (id: number): void => {
    const lack = lacks.get(id);
    if ((lack & Lack.descriptor) !== 0 && !noDescriptors) {
      gaps.derivedOf('descriptor-unreadable', 'nTSecurityDescriptor could not be read', () => dnOf(id));
    }
    if ((lack & Lack.soundDescriptor) === 0) return;
    const { descriptor: d, managed } = intake.read(id);
    for (const number of [d, managed?.retrievers]) {
      if (number === undefined || !intake.descriptors.faults.has(number)) continue;
      const use = damaged.get(number);
      if (use === undefined) damaged.set(number, { dn: dnOf(id), count: 1 });
      else use.count++;
    }
  };
  const checkSid = (id: number, what: string): void => {
    if ((lacks.get(id) & Lack.sid) === 0) return;
    gaps.derivedOf('sid-missing', `objectSid of the ${what} could not be read`, () => dnOf(id));
  };

  const checkClass = (id: number): void => {
    if ((lacks.get(id) & Lack.classes) === 0) return;
    gaps.derivedOf('attribute-unreadable', OBJECT_CLASS_UNREADABLE, () => dnOf(id));
  };

  for (const id of tree.containers) {
    const kind = intake.kindOf(id);
    if (kind === null) {
      gaps.derived({
        code: 'parent-missing',
        dn: dnOf(id),
        message: 'objects lie below it, but no source holds it: what it passes on by inheritance cannot be traced',
      });
    } else if (kind !== 'account' && kind !== 'group') {
      checkDescriptor(id);
      checkClass(id);
    }
  }
  // What none of them came with is told once.
  const { shown } = intake.askings;
  const typed = shown.group.attributes.has('grouptype');
  const withPrimary = shown.account.attributes.has('primarygroupid');
  for (const id of groups) {
    checkDescriptor(id);
    checkClass(id);
    checkSid(id, 'group');
    if (!typed || (lacks.get(id) & Lack.groupType) === 0) continue;
    gaps.derivedOf('attribute-unreadable', 'groupType could not be read', () => dnOf(id));
  }
  for (const id of accounts) {
    checkDescriptor(id);
    checkSid(id, 'account');
    const lack = lacks.get(id);
    const names = [
      (lack & Lack.userAccountControl) !== 0 ? ['userAccountControl'] : [],
      withPrimary && (lack & Lack.primaryGroupId) !== 0 ? ['primaryGroupID'] : [],
      (lack & Lack.superseded) !== 0 ? ['msDS-DelegatedMSAState or msDS-ManagedAccountPrecededByLink'] : [],
    ].flat();
    if (names.length === 0) continue;
    gaps.derivedOf('attribute-unreadable', `${names.join(' and ')} could not be read`, () => dnOf(id));
  }
  for (const [id, { dn, count }] of damaged) {
    const others = count > 1 ? ` (the same on ${count} objects)` : '';
    gaps.derived({
      code: 'descriptor-damaged',
      dn,
      count,
      message: `a security descriptor is damaged: ${intake.descriptors.faults.get(id)}${others}`,
    });
  }
}

/**
 * Where not one object has its descriptor, that is one thing to say, and the cause is how the sources were made.
 * @returns whether that is so
 */
function noteNoDescriptors({ intake, tree, accounts, groups }: Omit<Assembled, 'dnOf' | 'domains'>): boolean {
  const containers = tree.containers.filter((id) => {
    const kind = intake.kindOf(id);
    return kind !== null && kind !== 'account' && kind !== 'group';
  });
  const count = containers.length + groups.length + accounts.length;
  const lacks = (id: number): boolean => (intake.lacks.get(id) & Lack.descriptor) !== 0;
  if (count < 2 || !containers.every(lacks) || !groups.every(lacks) || !accounts.every(lacks)) return false;
  intake.gaps.derived({
    code: 'descriptor-unreadable',
    count,
    message:
      `none of the ${count} objects came with nTSecurityDescriptor: it was not asked for, or without the SD flags control ` +
      '(1.2.840.113556.1.4.801, value 7), or the account that read may read none; no verdict is known',
  });
  return true;
}

function noteDomains(assembled: Assembled): void {
  const { intake, tree, accounts, groups, domains, dnOf } = assembled;
  const { gaps, names } = intake;
  for (const { dn } of domains) {
    if (intake.find(`CN=AdminSDHolder,CN=System,${dn}`) >= 0) continue;
    gaps.derived({
      code: 'adminsdholder-missing',
      dn,
      message:
        'no source holds CN=AdminSDHolder,CN=System of the domain: what it will put on protected accounts is not known',
    });
  }
  const domainKeys = new Set(domains.map(({ dn }) => dnKey(dn)));
  const top = new Int32Array(tree.containers.length);
  for (let number = 0; number < top.length; number++) {
    const parent = tree.parent[number]!;
    top[number] = parent < 0 ? number : top[parent]!;
  }
  const homeless = new Map<number, number>();
  const strays = new Strays(assembled);
  for (const id of accounts) {
    const head = tree.containers[top[tree.number[intake.parent.get(id) - 1]!]!]!;
    if (domainKeys.has(names.keys[head]!)) strays.check(id, head);
    else homeless.set(head, (homeless.get(head) ?? 0) + 1);
  }
  for (const id of groups) {
    const parent = intake.parent.get(id) - 1;
    if (parent >= 0) strays.check(id, tree.containers[top[tree.number[parent]!]!]!);
  }
  strays.note();
  for (const [head, count] of homeless) {
    gaps.derived({
      code: 'domain-missing',
      dn: dnOf(head),
      count,
      message: `${count} accounts lie here, but no source holds it as a domain with its SID`,
    });
  }
}

/** Domains that are named where their SIDs are found elsewhere. */
const NAMED_DOMAINS = 3;

/** Accounts and groups in a domain that did not give out their SIDs. */
class Strays {
  /** Number of the domain's own SID, by the number of its head. */
  private readonly own = new Map<number, number>();
  private readonly found = new Map<number, { count: number; readonly domains: Set<number> }>();

  constructor(private readonly assembled: Assembled) {
    const { intake } = assembled;
    for (const { dn, sid } of assembled.domains) {
      const head = intake.find(dn);
      if (head >= 0) this.own.set(head, intake.identities.sids.domainNumber(sid));
    }
  }

  check(id: number, head: number): void {
    const own = this.own.get(head);
    const domain = this.assembled.intake.identities.sids.domainOf(id);
    if (own === undefined || domain === 0 || domain === own) return;
    let found = this.found.get(head);
    if (found === undefined) {
      found = { count: 0, domains: new Set() };
      this.found.set(head, found);
    }
    found.count++;
    found.domains.add(domain);
  }

  note(): void {
    const { intake, dnOf } = this.assembled;
    for (const [head, { count, domains }] of this.found) {
      const sids = [...domains].map((domain) => intake.identities.sids.domainSid(domain)).sort();
      const more = sids.length > NAMED_DOMAINS ? ` and ${sids.length - NAMED_DOMAINS} more` : '';
      intake.gaps.derived({
        code: 'sid-of-other-domain',
        dn: dnOf(head),
        count,
        message: `${count} accounts and groups lie here whose SIDs are not of this domain but of ${sids.slice(0, NAMED_DOMAINS).join(', ')}${more}: two directories of one name may be mixed up`,
      });
    }
  }
}
