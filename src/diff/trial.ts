/** Some of the differences between two directories, done alone to the old one, and what the audit would say then. */
import type { Session } from '../audit/session.js';
import { apply, type Change } from '../changes/index.js';
import { accountDn, type Directory } from '../directory/directory.js';
import type { Group } from '../directory/groups.js';
import { Recent } from '../directory/recent.js';
import type { AccountRecord } from '../directory/records.js';
import { groupTarget, type TargetRecord } from '../directory/targets.js';
import { AdreachError } from '../errors/index.js';
import type { Outcome } from '../result/audit.js';
import { Tokens } from '../verdicts/account-under-audit.js';
import { type Act, type Atom, TARGET } from './atom.js';
import type { Common } from './common.js';
import { anewBelow, DirectoryTrial, isOfTarget, type Of, withMade, writtenAnew } from './directory-trial.js';
import { Judge } from './judge.js';
import { accountAfter, isOther, listChanges, targetAfter } from './trial-parts.js';

/** One target as it was, or as it was made, in numbers of `Common`. */
export interface TrialTarget {
  readonly record: TargetRecord;
  /** Only the new directory has it. */
  readonly created: boolean;
}

/** Answers by action; or why the differences cannot be done alone. */
export type Tried = ReadonlyMap<string, Outcome> | { readonly refused: string };

/** Containers and groups of all directories in memory that are kept. */
const MOST_OBJECTS = 1 << 21;

/** What all trials of one comparison share. */
export class Laboratory {
  readonly #judges: readonly Judge[];
  /** By account under audit, and by what is done to the directory. */
  readonly #made: Recent<string, DirectoryTrial | AdreachError>;

  /** @param session of the old directory */
  constructor(
    readonly common: Common,
    readonly session: Session,
  ) {
    const { directory } = common;
    this.#judges = session.tokens.map(
      ({ account, controllers }) => new Judge(session, directory, new Tokens(directory, account, controllers)),
    );
    const objects = 100 + directory.containers.length + directory.groups.length;
    this.#made = new Recent(MOST_OBJECTS, () => objects);
  }

  /**
   * @param position which account under audit
   * @param atoms done all of them, in this order where that matters
   */
  try(position: number, target: TrialTarget, atoms: readonly Atom[]): Tried {
    try {
      const made = this.#directory(
        position,
        atoms.filter(({ act }) => !isOfTarget(act)),
      );
      const own = atoms.map(({ act }) => act).filter(isOfTarget);
      return new Trial(this.common, this.session, made, target, own).outcomes();
    } catch (error) {
      if (error instanceof AdreachError && error.code === 'change') return { refused: error.message };
      throw error;
    }
  }

  #directory(position: number, atoms: readonly Atom[]): DirectoryTrial {
    const key = [position, ...atoms.map(({ identity, key: own }) => identity ?? own)].join('\n');
    const made = this.#made.of(key, () => {
      try {
        const acts = atoms.map(({ act }) => act);
        return new DirectoryTrial(this.common, this.session, this.#judges[position]!, acts);
      } catch (error) {
        if (error instanceof AdreachError && error.code === 'change') return error;
        throw error;
      }
    });
    if (made instanceof AdreachError) throw made;
    return made;
  }
}

/** What is done to the target, in a directory to which the rest was done. */
class Trial {
  #directory: Directory;
  #record: TargetRecord;
  #own: AccountRecord | null;
  readonly #isOwn: boolean;
  /** DNs of objects whose place is another one. */
  #anew: readonly string[] = [];

  constructor(
    readonly common: Common,
    readonly session: Session,
    readonly made: DirectoryTrial,
    readonly target: TrialTarget,
    readonly acts: readonly Act[],
  ) {
    this.#directory = made.directory;
    const { record } = target;
    const { record: own } = made.judge.tokens.account;
    const before = own === null ? null : made.own;
    this.#isOwn = before !== null && isSame(before, record);
    this.#own = before;
    this.#record =
      record.type === 'object'
        ? targetAfter(made.directory, record, (each) => each)
        : this.#isOwn
          ? before!
          : made.account(record);
  }

  outcomes(): ReadonlyMap<string, Outcome> {
    if (this.acts.length === 0 && !this.target.created) return this.made.judge.of(this.#record, this.target.record);
    const groups = this.#all('changes').flatMap((act) => act.made ?? []);
    if (groups.length > 0) this.#directory = withMade(this.#directory, groups);
    this.#patch();
    const changes = this.#all('changes').flatMap((act) => act.changes);
    const anew = [...this.#anew, ...this.#all('propagate').map(() => TARGET)].map(writtenAnew);
    this.#apply([...changes, ...listChanges(this.#all('list')), ...anew]);
    for (const { domain } of this.#all('stamp')) this.#apply([{ kind: 'run-adminsdholder', domain }]);
    return new Judge(this.session, this.#directory, this.#tokens(), this.made.judge).of(
      this.#record,
      this.target.record,
    );
  }

  #all<Kind extends Act['do']>(kind: Kind): readonly Of<Kind>[] {
    return this.acts.filter((act): act is Of<Kind> => act.do === kind);
  }

  #patch(): void {
    let values: Partial<AccountRecord> = {};
    for (const { parent } of this.#all('move-target')) values = { ...values, parent };
    for (const { classes } of this.#all('class-of-target')) values = { ...values, classes };
    const placed = Object.keys(values).length > 0;
    for (const act of this.#all('patch')) values = { ...values, ...act.values };
    const record = this.#record;
    if (record.type === 'account') this.#record = { ...record, ...values };
    else if (record.group !== null && placed) this.#patchGroup(record.group, values);
    if (placed || this.target.created)
      this.#anew = anewBelow(this.common, this.#directory, TARGET, this.#record.parent);
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

  #apply(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const target = this.#record.type === 'account' ? [this.#record] : [];
    const own = this.#own === null || this.#isOwn ? [] : [this.#own];
    const named = changes.map((change) => this.#named(change));
    const changed = apply(this.#directory, named, [...target, ...own]);
    this.#directory = changed.directory;
    this.#record = targetAfter(this.#directory, this.#record, changed.account);
    if (this.#own !== null) this.#own = changed.account(this.#own);
  }

  /** A change, with the name that the target has now. */
  #named(change: Change): Change {
    if ('dn' in change) return change.dn === TARGET ? { ...change, dn: this.#dn() } : change;
    return 'member' in change && change.member === TARGET ? { ...change, member: this.#dn() } : change;
  }

  #dn(): string {
    const record = this.#record;
    return record.type === 'account' ? accountDn(this.#directory, record) : record.dn;
  }

  #tokens(): Tokens {
    const { tokens, directory: base } = this.made.judge;
    const own = this.#isOwn ? (this.#record as AccountRecord) : this.#own;
    const { account, controllers } = tokens;
    const now = this.#directory;
    const same = now.groupsBySid === base.groupsBySid && now.membership === base.membership;
    if (same && !isOther(account.record, own)) return tokens;
    return new Tokens(now, accountAfter(now, account, own), controllers);
  }
}

function isSame(own: AccountRecord, record: TargetRecord): boolean {
  return record.type === 'account' && own.rdn === record.rdn && own.parent === record.parent;
}
