/** Some of the differences between two directories, done alone to the old one, and what the audit would say then. */
import { isSelf, type Session } from '../audit/session.js';
import { apply, type Change } from '../changes/index.js';
import { accountDn, at, type Container, type Directory } from '../directory/directory.js';
import type { Group } from '../directory/groups.js';
import type { ContainerId, DomainId } from '../directory/ids.js';
import { type ProtectedSet, protectedSet } from '../directory/protected-set.js';
import type { AccountRecord } from '../directory/records.js';
import { groupTarget, type TargetRecord, targetDomain } from '../directory/targets.js';
import { ownSideOf } from '../directory/unread-members.js';
import { AdreachError } from '../errors/index.js';
import type { Outcome } from '../result/audit.js';
import type { Tristate } from '../result/tristate.js';
import { Tokens } from '../verdicts/account-under-audit.js';
import { Evaluator } from '../verdicts/evaluator.js';
import { Shared } from '../verdicts/shared.js';
import { flagsOf, traitsOf } from '../verdicts/target.js';
import { type Act, type Atom, TARGET } from './atom.js';
import { type Common, descriptorOf } from './common.js';
import { descriptorAfter } from './list-steps.js';
import { accountAfter, isOther, NO_DESCRIPTOR, refuseCircle, targetAfter } from './trial-parts.js';

/** One target as it was, or as it was made, in numbers of `Common`. */
export interface TrialTarget {
  readonly record: TargetRecord;
  /** Only the new directory has it. */
  readonly created: boolean;
}

/** Answers by action; or why the differences cannot be done alone. */
export type Tried = ReadonlyMap<string, Outcome> | { readonly refused: string };

/** What all trials of one comparison share. */
export class Laboratory {
  readonly #sets = new Map<DomainId, ProtectedSet>();
  readonly #tokens: readonly Tokens[];

  /** @param session of the old directory */
  constructor(
    readonly common: Common,
    readonly session: Session,
  ) {
    this.#tokens = session.tokens.map(({ account, controllers }) => new Tokens(common.directory, account, controllers));
  }

  tokens(position: number): Tokens {
    return this.#tokens[position]!;
  }

  /** The protected set of a domain of the old directory. */
  set(domain: DomainId): ProtectedSet {
    let set = this.#sets.get(domain);
    if (set === undefined) {
      set = protectedSet(this.common.directory, domain);
      this.#sets.set(domain, set);
    }
    return set;
  }

  /**
   * @param position which account under audit
   * @param atoms done all of them, in this order where that matters
   */
  try(position: number, target: TrialTarget, atoms: readonly Atom[]): Tried {
    try {
      return new Trial(
        this,
        position,
        target,
        atoms.map(({ act }) => act),
      ).outcomes();
    } catch (error) {
      if (error instanceof AdreachError && error.code === 'change') return { refused: error.message };
      throw error;
    }
  }
}

type Of<Kind extends Act['do']> = Extract<Act, { readonly do: Kind }>;

class Trial {
  readonly #common: Common;
  #directory: Directory;
  #record: TargetRecord;
  /** The account under audit's own record; null where it has none. */
  #own: AccountRecord | null;
  readonly #isOwn: boolean;
  /** DNs of objects whose place is another one. */
  readonly #anew: string[] = [];

  constructor(
    readonly laboratory: Laboratory,
    readonly position: number,
    readonly target: TrialTarget,
    readonly acts: readonly Act[],
  ) {
    this.#common = laboratory.common;
    this.#directory = this.#common.directory;
    this.#record = target.record;
    const own = laboratory.session.accounts[position]!.record;
    const { record } = target;
    this.#isOwn = own !== null && record.type === 'account' && own.rdn === record.rdn && own.parent === record.parent;
    this.#own = own;
  }

  outcomes(): ReadonlyMap<string, Outcome> {
    this.#settings();
    this.#groups();
    this.#place();
    this.#patch();
    const changes = this.#all('changes').flatMap((act) => act.changes.map((change) => this.#named(change)));
    const anew = [...this.#anew, ...this.#all('propagate').map(({ dn }) => dn)].map((dn) => this.#writtenAnew(dn));
    this.#apply([...changes, ...this.#lists(), ...anew]);
    for (const { domain } of this.#all('stamp')) this.#apply([{ kind: 'run-adminsdholder', domain }]);
    return this.#judged();
  }

  #all<Kind extends Act['do']>(kind: Kind): readonly Of<Kind>[] {
    return this.acts.filter((act): act is Of<Kind> => act.do === kind);
  }

  #settings(): void {
    for (const { values } of this.#all('settings')) {
      const memo = { forests: new Map(), boundaries: new Map(), openBeyondDomain: null };
      this.#directory = { ...this.#directory, ...values, memo };
    }
  }

  /** Groups that are there, or are not. */
  #groups(): void {
    const made = new Set(this.#all('changes').flatMap((act) => act.made ?? []));
    const gone = this.#all('delete-group').map(({ group }) => group);
    if (made.size + gone.length === 0) return;
    const { groups } = this.#directory;
    const groupsBySid = new Map(this.#directory.groupsBySid);
    for (const id of made) {
      const { sid, shadow } = groups[id]!;
      if (sid !== null && !shadow) groupsBySid.set(sid, [...(groupsBySid.get(sid) ?? []), id]);
    }
    let { membership } = this.#directory;
    for (const id of gone) {
      const { sid } = groups[id]!;
      const others = sid === null ? [] : (groupsBySid.get(sid) ?? []).filter((each) => each !== id);
      if (sid !== null && others.length > 0) groupsBySid.set(sid, others);
      else if (sid !== null) groupsBySid.delete(sid);
      membership = membership.withoutGroup(id);
      const left = <R extends TargetRecord>(record: R): R =>
        record.memberOf?.includes(id) ? { ...record, memberOf: record.memberOf.filter((each) => each !== id) } : record;
      this.#record = left(this.#record);
      if (this.#own !== null) this.#own = left(this.#own);
    }
    this.#directory = { ...this.#directory, groupsBySid, membership };
  }

  /** Objects in other places, of other classes and types: what no change in memory makes. */
  #place(): void {
    const containers = new Map<ContainerId, Partial<Container>>();
    const change = (id: ContainerId, values: Partial<Container>) =>
      containers.set(id, { ...containers.get(id), ...values });
    for (const { container, parent } of this.#all('move-container')) change(container, { parent });
    for (const { container, classes } of this.#all('class-of-container')) change(container, { classes });
    if (containers.size > 0) {
      const list: Container[] = [...this.#directory.containers];
      for (const [id, values] of containers) list[id] = { ...list[id]!, ...values };
      for (const id of containers.keys()) refuseCircle(list, id);
      this.#directory = { ...this.#directory, containers: list };
      for (const id of containers.keys()) this.#inheritsAnew(list[id]!.dn, list[id]!.parent);
    }
    const types = this.#all('group-type');
    if (types.length > 0) {
      const groups: Group[] = [...this.#directory.groups];
      for (const { group, groupType } of types) groups[group] = { ...groups[group]!, groupType };
      const membership = this.#directory.membership.withGroups(groups);
      this.#directory = { ...this.#directory, groups, membership };
    }
  }

  /** The records of the target and of the account under audit. */
  #patch(): void {
    let values: Partial<AccountRecord> = {};
    for (const { parent } of this.#all('move-target')) values = { ...values, parent };
    for (const { classes } of this.#all('class-of-target')) values = { ...values, classes };
    const placed = Object.keys(values).length > 0;
    for (const act of this.#all('patch')) {
      if (act.whose === 'target' || this.#isOwn) values = { ...values, ...act.values };
      else if (this.#own !== null) this.#own = { ...this.#own, ...act.values };
    }
    const record = this.#record;
    if (record.type === 'account') this.#record = { ...record, ...values };
    else if (record.group !== null && placed) this.#patchGroup(record.group, values);
    // What was made where it is takes over what is above it there.
    this.#aboveCreated();
    if (placed || this.target.created) this.#inheritsAnew(this.#dn(), this.#record.parent);
  }

  #patchGroup(id: Of<'group-type'>['group'], { parent, classes }: Partial<AccountRecord>): void {
    const groups: Group[] = [...this.#directory.groups];
    groups[id] = {
      ...groups[id]!,
      ...(parent !== undefined && { container: parent }),
      ...(classes !== undefined && { classes }),
    };
    this.#directory = { ...this.#directory, groups };
    this.#record = groupTarget(this.#directory, id) ?? this.#record;
  }

  /** Containers that only the new directory has, above the target: what they have from above is what is there now. */
  #aboveCreated(): void {
    const { containers } = this.#directory;
    const made: ContainerId[] = [];
    for (let id = this.#record.parent; id !== null && id >= this.#common.oldContainers; id = containers[id]!.parent)
      made.unshift(id);
    for (const id of made) this.#inheritsAnew(containers[id]!.dn, containers[id]!.parent);
  }

  #inheritsAnew(dn: string, parent: ContainerId | null): void {
    if (parent !== null && descriptorOf(this.#directory, at(this.#directory.containers, parent)?.descriptor) === null)
      throw new AdreachError('change', `the descriptor of ${this.#directory.containers[parent]!.dn} was not read`);
    this.#anew.push(dn);
  }

  /** No part of it is written: the directory looks at the list anew all the same. */
  #writtenAnew(dn: string): Change {
    return { kind: 'write-descriptor', dn: this.#nameOf(dn), descriptor: NO_DESCRIPTOR, parts: [] };
  }

  #apply(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const target = this.#record.type === 'account' ? [this.#record] : [];
    const own = this.#own === null || this.#isOwn ? [] : [this.#own];
    const changed = apply(this.#directory, changes, [...target, ...own]);
    this.#directory = changed.directory;
    this.#record = targetAfter(this.#directory, this.#record, changed.account);
    if (this.#own !== null) this.#own = changed.account(this.#own);
  }

  /** A change, with the name that the target has now. */
  #named(change: Change): Change {
    if ('dn' in change) return { ...change, dn: this.#nameOf(change.dn) };
    return 'member' in change ? { ...change, member: this.#nameOf(change.member) } : change;
  }

  #nameOf(dn: string): string {
    return dn === TARGET ? this.#dn() : dn;
  }

  /** What is written on each object whose own list changes: all of its steps at once. */
  #lists(): readonly Change[] {
    const byObject = new Map<string, Of<'list'>[]>();
    for (const act of this.#all('list')) byObject.set(act.dn, [...(byObject.get(act.dn) ?? []), act]);
    return [...byObject.values()].map((acts): Change => {
      const { dn, before, after } = acts[0]!;
      const descriptor = descriptorAfter(
        before,
        acts.map(({ step }) => step),
        after,
      );
      if (descriptor === null) throw new AdreachError('change', `an entry of ${dn} is not there by itself`);
      return { kind: 'write-descriptor', dn: this.#nameOf(dn), descriptor, parts: ['owner', 'group', 'dacl'] };
    });
  }

  #dn(): string {
    const record = this.#record;
    return record.type === 'account' ? accountDn(this.#directory, record) : record.dn;
  }

  #judged(): ReadonlyMap<string, Outcome> {
    const { session } = this.laboratory;
    const record = this.#record;
    const domain = targetDomain(this.#directory, record);
    const shared = new Shared(this.#directory, session.actions, session.shared.nameOf, session.shared.daclsMissing);
    const tokens = this.#tokens();
    const traits = traitsOf(record, flagsOf(record), this.#protection(domain), isSelf(tokens, record));
    const { outcomes } = new Evaluator(shared, tokens).profile(traits);
    return new Map(outcomes.map((outcome) => [outcome.action, outcome]));
  }

  #tokens(): Tokens {
    const before = this.laboratory.tokens(this.position);
    const own = this.#isOwn ? (this.#record as AccountRecord) : this.#own;
    const { account } = before;
    // Which groups there are tells of SIDs that the token does not show.
    const base = this.#common.directory;
    const sameGroups = this.#directory.groupsBySid === base.groupsBySid && this.#directory.trusts === base.trusts;
    if (sameGroups && this.#directory.membership === this.#common.directory.membership && !isOther(account.record, own))
      return before;
    return new Tokens(this.#directory, accountAfter(this.#directory, account, own), before.controllers);
  }

  /** Who is protected is looked at anew where memberships, or the lists of groups and of AdminSDHolder, have changed. */
  #protection(domain: DomainId | null): Tristate {
    const record = this.#record;
    if (record.type === 'object' && record.group === null) return 'no';
    if (domain === null) return 'unknown';
    const [base, now] = [this.#common.directory, this.#directory];
    const holder = (of: Directory) => at(of.containers, at(of.domains, domain)!.adminSDHolder)?.descriptor;
    const same =
      now.membership === base.membership &&
      now.groups === base.groups &&
      now.forests === base.forests &&
      holder(now) === holder(base);
    const set = same ? this.laboratory.set(domain) : protectedSet(now, domain);
    if (record.type === 'object') return set.group(record.group!);
    const read = this.target.record as AccountRecord;
    const proven = () => base.reading.membershipsProven(ownSideOf(read, domain));
    return set.account(record.sid, record.primaryGroupId, record.memberOf, proven);
  }
}
