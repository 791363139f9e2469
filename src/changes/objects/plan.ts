/** Changes that make, move, delete and relabel objects, checked one after the other, and what comes of them for every object. */
import { inheritsList } from '../../access/inherit.js';
import type { Guid, SecurityDescriptor } from '../../descriptor/types.js';
import { at } from '../../directory/directory.js';
import type { DomainId } from '../../directory/ids.js';
import { dnKey, isAtOrBelow, isDn, parentDn, rdnText } from '../../names/dn.js';
import { placed } from '../apply.js';
import type { Change, PlacedChange } from '../change.js';
import { refused } from '../draft.js';
import { isAlias, isWellKnownPlace, isWellKnownPrincipal } from './critical.js';
import type { NameHistory } from './name-history.js';
import { type Creator, domainAdmin, newDescriptor, ownersOf } from './new-descriptor.js';
import { guidsFor, type NewClasses, newAttributes, newClasses } from './new-object.js';
import { type Created, type Found, Present } from './present.js';
import { checkSettable } from './settable.js';
import { mayLieBelow, namingAttribute, superiorsOf } from './superiors.js';
import { movedName, type Survey } from './survey.js';

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

/** Values of an attribute that an object has from a moment on. */
export interface Written {
  readonly dn: string;
  readonly since: number;
  readonly attribute: string;
  readonly values: readonly Buffer[];
}

/** What is made of an object once it stands in its place: names as they are at the end. */
export type Follow =
  | { readonly kind: 'inherit-anew'; readonly dn: string }
  | { readonly kind: 'add-member'; readonly group: string; readonly member: string };

/** What comes of a run of changes. */
export interface Plan {
  readonly names: NameHistory;
  readonly created: readonly Created[];
  readonly written: readonly Written[];
  readonly follow: readonly { readonly change: Follow; readonly where?: string }[];
  /** How many of the changes: what comes next needs the directory as these leave it. */
  readonly done: number;
}

/** @throws AdreachError `change` for the first one that cannot be made, with where it was written */
export function planOf(survey: Survey, changes: readonly PlacedChange[], as: Creator | null): Plan {
  const planner = new Planner(survey, as);
  let done = 0;
  for (const each of changes) {
    if (done > 0 && planner.needsDirectory(each.change)) break;
    placed(each.where, () => planner.make(each, done));
    done++;
  }
  return { ...planner.plan(), done };
}

class Planner {
  readonly #present: Present;
  readonly #written: Written[] = [];
  readonly #follow: { readonly make: () => Follow | null; readonly where: string | undefined }[] = [];

  constructor(
    readonly survey: Survey,
    readonly as: Creator | null,
  ) {
    this.#present = new Present(survey);
  }

  get #names(): NameHistory {
    return this.#present.names;
  }

  plan(): Omit<Plan, 'done'> {
    const follow = this.#follow.flatMap(({ make, where }) => {
      const change = make();
      return change === null ? [] : [{ change, ...(where !== undefined && { where }) }];
    });
    return { names: this.#names, created: this.#present.created, written: this.#written, follow };
  }

  /** Whether a new object gets something from what earlier changes have only begun: a list in another place, another default. */
  needsDirectory(change: Change): boolean {
    if (change.kind !== 'create') return false;
    if (this.#written.some(({ attribute }) => attribute === 'defaultsecuritydescriptor')) return true;
    const parent = parentDn(change.dn);
    const before = parent === null ? null : this.#names.before(parent);
    if (parent === null || this.#present.createdNow(parent) !== null) return this.#present.movedCreated(parent);
    return before !== null && dnKey(before) !== dnKey(parent);
  }

  make({ change, where }: PlacedChange, position: number): void {
    if ('dn' in change && !isDn(change.dn))
      throw refused(`${JSON.stringify(change.dn.slice(0, 200))} is no distinguished name`);
    switch (change.kind) {
      case 'create':
        this.#create(change, where, position);
        break;
      case 'delete':
        this.#delete(change);
        break;
      case 'move':
        this.#move(change, where);
        break;
      case 'set-attribute':
        this.#set(change);
        break;
      default:
        throw new Error(`${change.kind} is laid over the records`);
    }
  }

  #create(change: Of<'create'>, where: string | undefined, position: number): void {
    const { dn } = change;
    const { directory } = this.survey;
    const parentName = parentDn(dn);
    if (parentName === null) throw refused(`${dn} has no parent: heads of naming contexts are not made`);
    const classes = newClasses(directory.schema, change);
    this.#checkName(dn, classes.own.name);
    const parent = this.#present.find(parentName);
    if (parent === null) throw noObject(parentName, 'the parent of the new object');
    this.#checkPlace(dn, classes.own.name, parent, parentName);
    const domain = this.#present.domainOf(parent);
    const descriptor = this.#descriptorFor(change, classes, parent, parentName, domain);
    const sids = this.#present.sidsOf(domain);
    if (classes.isPrincipal && domain === null) throw refused(`${dn}: accounts and groups are made in domains`);
    const sid = classes.isPrincipal ? this.survey.newSid(sids!.domain) : null;
    if (classes.isPrincipal && sid === null) throw refused(`${dn}: the domain has no relative identifier left`);
    const guid = guidsFor(dn, position).find((each) => !this.survey.guids.has(each)) as Guid;
    this.survey.guids.add(guid);
    const attributes = newAttributes(change, classes, { guid, sid }, descriptor);
    for (const name of change.attributes.keys()) this.#checkAttribute(name);
    const names = attributes.get('samaccountname');
    if (names !== undefined) this.#takeName(dn, names, domain);
    const since = this.#names.now;
    const name = `${rdnText(dn)},${this.#present.nameOf(parent, parentName)}`;
    this.#present.created.push({ dn: name, since, attributes, classes, descriptor, domain });
    for (const [name, values] of change.attributes)
      if (name.toLowerCase() === 'member')
        for (const value of values) this.#addMember(dn, value.toString('utf8'), where);
  }

  /** Its members become links once all objects stand in their places. */
  #addMember(group: string, member: string, where: string | undefined): void {
    if (this.#present.find(member) === null) throw noObject(member, `a member of ${group}`);
    const since = this.#names.now;
    this.#follow.push({
      where,
      make: () => {
        const [inGroup, who] = [this.#names.after(group, since), this.#names.after(member, since)];
        return inGroup === null || who === null ? null : { kind: 'add-member', group: inGroup, member: who };
      },
    });
  }

  #descriptorFor(
    change: Of<'create'>,
    { own }: NewClasses,
    parent: Found,
    parentName: string,
    domain: DomainId | null,
  ): SecurityDescriptor {
    const { dn, descriptor: given } = change;
    const sids = this.#present.sidsOf(domain);
    if (sids === null) throw refused(`${dn}: which domain's groups new objects there are owned by is not known`);
    const above = this.#present.descriptorOf(parent);
    const owners = ownersOf(this.as ?? domainAdmin(sids), sids, domain === null);
    const descriptor = newDescriptor(given, own.defaultSddl, owners, sids, { parent: above, classGuid: own.guid });
    if (descriptor === null)
      throw refused(
        `the list that new objects of the class ${own.name} get by default is not known: the sources have no defaultSecurityDescriptor that can be read`,
        'Add the schema (CN=Schema,CN=Configuration,...) to the sources.',
      );
    if (above === null && inheritsList(descriptor))
      throw refused(
        `what ${dn} inherits is not known: the descriptor of ${parentName} was not read`,
        'Collect again with an account that has READ_CONTROL on it.',
      );
    return descriptor;
  }

  #delete({ dn, tree }: Of<'delete'>): void {
    const object = this.#present.find(dn);
    if (object === null) throw noObject(dn);
    this.#checkNotCritical(dn, object, 'deleted');
    if (!tree) {
      const below = this.#present.below(dn);
      if (below.length > 0)
        throw refused(
          `${dn} cannot be deleted: ${below[0]} lies below it${below.length > 1 ? `, and ${below.length - 1} more` : ''}`,
          'Delete what lies below it first, or the whole tree.',
        );
    }
    const before = this.#names.now;
    this.#names.gone(dn);
    this.#checkPrimaryGroups(dn, before, tree === true ? null : object);
  }

  /** A group cannot go while an account that stays has it as its primary one (MS-SAMR 3.1.5.7.1). @param only null: a tree went */
  #checkPrimaryGroups(dn: string, before: number, only: Found | null): void {
    const { directory } = this.survey;
    const group = at(directory.groups, only?.base?.group ?? null);
    const groups = only === null ? directory.groups : group === null ? [] : [group];
    for (const { dn: name, sid } of groups) {
      const now = this.#names.after(name);
      // What earlier deletions took away has been checked then.
      const isNew = sid !== null && now === null && this.#names.after(name, 0, before) !== null;
      if (!isNew) continue;
      const account = this.survey.withPrimaryGroup(sid).find((each) => this.#names.after(each) !== null);
      if (account !== undefined)
        throw refused(
          `${dn} cannot be deleted: ${name} is the primary group of ${account}`,
          'Give these accounts another primary group first.',
        );
      if (isWellKnownPrincipal(sid)) throw refused(`${dn} cannot be deleted: ${name} is a group that every domain has`);
    }
    const critical = this.survey.critical.find((each) => this.#names.after(each) === null);
    if (critical !== undefined)
      throw refused(`${dn} cannot be deleted: ${critical} is an account that every domain has`);
  }

  #move(change: Of<'move'>, where: string | undefined): void {
    const { dn, to, rdn } = change;
    const object = this.#present.find(dn);
    if (object === null) throw noObject(dn);
    this.#checkNotCritical(dn, object, 'moved or renamed');
    if (isAtOrBelow(dnKey(to), dnKey(dn))) throw refused(`${dn} cannot be moved below itself`);
    const parent = this.#present.find(to);
    if (parent === null) throw noObject(to, `where ${dn} is to be moved`);
    const domain = this.#present.domainOf(object);
    if (domain === null || domain !== this.#present.domainOf(parent))
      throw refused(
        `${dn} cannot be moved to ${to}: that is in another naming context`,
        'Moving between domains makes a new object, with another SID.',
      );
    const own = this.#present.nameOf(object, dn);
    const name = movedName({ ...change, dn: own, to: this.#present.nameOf(parent, to) });
    const sameName = dnKey(name) === dnKey(dn);
    if (rdn !== undefined && !isDn(rdn))
      throw refused(`${JSON.stringify(rdn.slice(0, 200))} is no name that ${dn} can have`);
    if (attributeOf(name) !== attributeOf(dn))
      throw refused(`${dn} is named by ${attributeOf(dn)}, and cannot be named ${rdn}`);
    if (!sameName && this.#present.exists(name)) throw refused(`there is an object ${name} already`);
    const className = this.#present.classNameOf(object);
    const sameParent = dnKey(to) === dnKey(parentDn(dn) ?? '');
    if (className !== null && !sameParent) this.#checkPlace(name, className, parent, to);
    this.#names.moved(own, name);
    if (sameParent) return;
    const since = this.#names.now;
    this.#follow.push({
      where,
      make: () => {
        const now = this.#names.after(name, since);
        return now === null ? null : { kind: 'inherit-anew', dn: now };
      },
    });
  }

  #set({ dn, attribute, values }: Of<'set-attribute'>): void {
    const object = this.#present.find(dn);
    if (object === null) throw noObject(dn);
    const name = attribute.toLowerCase();
    checkSettable(dn, attribute, values);
    this.#checkAttribute(attribute);
    if (name === 'samaccountname') {
      if (values.length !== 1) throw refused(`${attribute} of ${dn} has one value, which cannot be cleared`);
      this.#takeName(dn, values, this.#present.domainOf(object));
    }
    this.#written.push({ dn, since: this.#names.now, attribute: name, values });
  }

  #takeName(dn: string, values: readonly Buffer[], domain: DomainId | null): void {
    const name = values[0]!.toString('utf8');
    if (values.length > 1 || name.trim() === '' || name.length > 256 || INVALID_NAME.test(name))
      throw refused(`${JSON.stringify(name.slice(0, 100))} is no sAMAccountName that ${dn} can have`);
    const other = this.survey.samNameOf(name, domain);
    const now = other === null ? null : this.#names.after(other.dn, other.since);
    if (now !== null && dnKey(now) !== dnKey(dn))
      throw refused(`${dn} cannot be called ${name}: ${now} has that sAMAccountName`);
    this.survey.takes(name, domain, { dn, since: this.#names.now });
  }

  /** The schema says which attributes there are; only what the sources hold of it is looked at. */
  #checkAttribute(name: string): void {
    const { schema, definitions } = this.survey.directory;
    if (definitions.attributes > 0 && schema.attribute(name) === undefined)
      throw refused(`the schema has no attribute ${JSON.stringify(name.slice(0, 100))}`);
  }

  #checkName(dn: string, className: string): void {
    if (this.#present.exists(dn)) throw refused(`there is an object ${dn} already`);
    const attribute = namingAttribute(className);
    if (superiorsOf(className) !== null && attributeOf(dn) !== attribute)
      throw refused(`${dn}: objects of the class ${className} are named by ${attribute}`);
  }

  #checkPlace(dn: string, className: string, parent: Found, parentName: string): void {
    const classes = this.#present.classesOf(parent);
    if (classes === null || mayLieBelow(this.survey.directory.schema, className, classes) !== false) return;
    const own = this.survey.directory.schema.mostSpecificClass(classes)?.name ?? classes.at(-1);
    throw refused(
      `${dn}: an object of the class ${className} may not lie below ${parentName}, which is of the class ${own}`,
    );
  }

  #checkNotCritical(dn: string, { base }: Found, what: string): void {
    if (base === null) return;
    const { directory } = this.survey;
    const container = at(directory.containers, base.container);
    const domain = at(directory.domains, this.#present.baseDomain(base));
    if (container !== null && this.#present.isHead(container))
      throw refused(`${dn} is the head of a naming context, which cannot be ${what}`);
    if (base.other && !this.survey.names.foreign.has(dnKey(base.dn)))
      throw refused(`${dn} belongs to the schema or the configuration, and cannot be ${what} here`);
    if (domain !== null && isWellKnownPlace(base.dn, domain.dn))
      throw refused(`${dn} is a place that every domain has, and cannot be ${what}`);
    const sid = at(directory.groups, base.group)?.sid ?? base.account?.sid ?? null;
    if (sid === null) return;
    if (isAlias(sid) || (what === 'deleted' && isWellKnownPrincipal(sid)))
      throw refused(`every domain has ${dn}, which cannot be ${what}`);
  }
}

/** MS-SAMR 3.1.1.6: what a sAMAccountName cannot have. */
const INVALID_NAME = /[\u0000-\u001f"/\\[\]:|<>+=;?,*]|\.$/;

function noObject(dn: string, what?: string) {
  return refused(
    `the sources have no object ${dn}${what === undefined ? '' : `, ${what}`}`,
    'Check the name, or add the source that holds it.',
  );
}

function attributeOf(dn: string): string {
  const rdn = rdnText(dn);
  return rdn.slice(0, rdn.indexOf('=')).trim().toLowerCase();
}
