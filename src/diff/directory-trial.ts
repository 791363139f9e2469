/** What of some differences concerns no single target, done to the old directory: once for all targets. */
import type { Session } from '../audit/session.js';
import { apply, type Change } from '../changes/index.js';
import { at, type Container, type Directory } from '../directory/directory.js';
import type { Group } from '../directory/groups.js';
import type { ContainerId, GroupId } from '../directory/ids.js';
import type { AccountRecord } from '../directory/records.js';
import type { TargetRecord } from '../directory/targets.js';
import { AdreachError } from '../errors/index.js';
import { Tokens } from '../verdicts/account-under-audit.js';
import { type Act, TARGET } from './atom.js';
import { type Common, descriptorOf } from './common.js';
import { Judge } from './judge.js';
import { accountAfter, isOther, listChanges, NO_DESCRIPTOR, refuseCircle } from './trial-parts.js';

export type Of<Kind extends Act['do']> = Extract<Act, { readonly do: Kind }>;

/** Whether it is done to the target itself. AdminSDHolder's run comes after all else, and so belongs there. */
export function isOfTarget(act: Act): boolean {
  switch (act.do) {
    case 'changes':
      return act.changes.some((change) =>
        'dn' in change ? change.dn === TARGET : 'member' in change && change.member === TARGET,
      );
    case 'list':
    case 'propagate':
      return act.dn === TARGET;
    case 'patch':
      return act.whose === 'target';
    case 'move-target':
    case 'class-of-target':
    case 'stamp':
      return true;
    default:
      return false;
  }
}

export class DirectoryTrial {
  /** Of the old directory, with nothing done to it. */
  readonly #base: Judge;
  #directory: Directory;
  /** The account under audit's own record; null where it has none. */
  #own: AccountRecord | null;
  #account: (record: AccountRecord) => AccountRecord = (record) => record;
  readonly #anew: string[] = [];
  readonly gone: readonly GroupId[];
  readonly judge: Judge;

  /** @throws AdreachError `change` where it cannot be done */
  constructor(
    readonly common: Common,
    session: Session,
    base: Judge,
    readonly acts: readonly Act[],
  ) {
    this.#base = base;
    this.#directory = common.directory;
    this.#own = base.tokens.account.record;
    this.gone = this.all('delete-group').map(({ group }) => group);
    this.#settings();
    this.#groups();
    this.#places();
    for (const { values } of this.all('patch')) if (this.#own !== null) this.#own = { ...this.#own, ...values };
    const changes = this.all('changes').flatMap((act) => act.changes);
    const anew = [...this.#anew, ...this.all('propagate').map(({ dn }) => dn)].map(writtenAnew);
    this.#apply([...changes, ...listChanges(this.all('list')), ...anew]);
    this.judge = new Judge(session, this.#directory, this.#tokens(), base);
  }

  get directory(): Directory {
    return this.#directory;
  }

  get own(): AccountRecord | null {
    return this.#own;
  }

  /** @param record of the old directory */
  account(record: AccountRecord): AccountRecord {
    return this.#account(withoutGroups(record, this.gone));
  }

  all<Kind extends Act['do']>(kind: Kind): readonly Of<Kind>[] {
    return this.acts.filter((act): act is Of<Kind> => act.do === kind);
  }

  #settings(): void {
    for (const { values } of this.all('settings')) {
      const memo = { forests: new Map(), boundaries: new Map(), openBeyondDomain: null };
      this.#directory = { ...this.#directory, ...values, memo };
    }
  }

  /** Groups that are there, or are not. */
  #groups(): void {
    const { gone } = this;
    const made = new Set(this.all('changes').flatMap((act) => act.made ?? []));
    if (made.size + gone.length === 0) return;
    this.#directory = withMade(this.#directory, made);
    const groupsBySid = new Map(this.#directory.groupsBySid);
    let { membership } = this.#directory;
    for (const id of gone) {
      const { sid } = this.#directory.groups[id]!;
      const others = sid === null ? [] : (groupsBySid.get(sid) ?? []).filter((each) => each !== id);
      if (sid !== null && others.length > 0) groupsBySid.set(sid, others);
      else if (sid !== null) groupsBySid.delete(sid);
      membership = membership.withoutGroup(id);
    }
    if (this.#own !== null) this.#own = withoutGroups(this.#own, gone);
    this.#directory = { ...this.#directory, groupsBySid, membership };
  }

  /** Objects in other places, of other classes and types: what no change in memory makes. */
  #places(): void {
    const containers = new Map<ContainerId, Partial<Container>>();
    const change = (id: ContainerId, values: Partial<Container>) =>
      containers.set(id, { ...containers.get(id), ...values });
    for (const { container, parent } of this.all('move-container')) change(container, { parent });
    for (const { container, classes } of this.all('class-of-container')) change(container, { classes });
    if (containers.size > 0) {
      const list: Container[] = [...this.#directory.containers];
      for (const [id, values] of containers) list[id] = { ...list[id]!, ...values };
      for (const id of containers.keys()) refuseCircle(list, id);
      this.#directory = { ...this.#directory, containers: list };
      for (const id of containers.keys())
        this.#anew.push(...anewBelow(this.common, this.#directory, list[id]!.dn, list[id]!.parent));
    }
    const types = this.all('group-type');
    if (types.length > 0) {
      const groups: Group[] = [...this.#directory.groups];
      for (const { group, groupType } of types) groups[group] = { ...groups[group]!, groupType };
      const membership = this.#directory.membership.withGroups(groups);
      this.#directory = { ...this.#directory, groups, membership };
    }
  }

  #apply(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const changed = apply(this.#directory, changes, this.#own === null ? [] : [this.#own]);
    this.#directory = changed.directory;
    this.#account = changed.account;
    if (this.#own !== null) this.#own = changed.account(this.#own);
  }

  #tokens(): Tokens {
    const { tokens, directory: base } = this.#base;
    const { account, controllers } = tokens;
    const now = this.#directory;
    // Which groups there are tells of SIDs that the token does not show.
    const same = now.groupsBySid === base.groupsBySid && now.trusts === base.trusts;
    if (same && now.membership === base.membership && !isOther(account.record, this.#own)) return tokens;
    return new Tokens(now, accountAfter(now, account, this.#own), controllers);
  }
}

/** No part of it is written: the directory looks at the list anew all the same. */
export function writtenAnew(dn: string): Change {
  return { kind: 'write-descriptor', dn, descriptor: NO_DESCRIPTOR, parts: [] };
}

export function withMade(directory: Directory, made: Iterable<GroupId>): Directory {
  const groupsBySid = new Map(directory.groupsBySid);
  for (const id of made) {
    const { sid, shadow } = directory.groups[id]!;
    if (sid === null || shadow || groupsBySid.get(sid)?.includes(id)) continue;
    groupsBySid.set(sid, [...(groupsBySid.get(sid) ?? []), id]);
  }
  return { ...directory, groupsBySid };
}

function withoutGroups<R extends TargetRecord>(record: R, gone: readonly GroupId[]): R {
  if (gone.length === 0 || !record.memberOf?.some((id) => gone.includes(id))) return record;
  return { ...record, memberOf: record.memberOf.filter((id) => !gone.includes(id)) };
}

/**
 * What takes over what is above it where an object has come to a place: containers there that only the new directory has, the
 * highest first, and the object.
 * @throws AdreachError `change` where the list above was not read
 */
export function anewBelow(
  common: Common,
  { containers, descriptors }: Directory,
  dn: string,
  parent: ContainerId | null,
): readonly string[] {
  const names = [dn];
  for (let id = parent; id !== null && id >= common.oldContainers; id = containers[id]!.parent)
    names.unshift(containers[id]!.dn);
  for (let id = parent; id !== null; id = id >= common.oldContainers ? containers[id]!.parent : null)
    if (descriptorOf({ descriptors } as Directory, at(containers, id)?.descriptor) === null)
      throw new AdreachError('change', `the descriptor of ${containers[id]!.dn} was not read`);
  return names;
}
