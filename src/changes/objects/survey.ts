/** What there is in a source of that which changes need to know: one pass over the accounts. */
import { sidDomain, sidRid } from '../../descriptor/index.js';
import type { Sid } from '../../descriptor/types.js';
import { AccountStream } from '../../directory/account-stream.js';
import { accountDn, at } from '../../directory/directory.js';
import { type ContainerId, type DescriptorId, type DomainId, type GroupId, idsOf } from '../../directory/ids.js';
import { type GrowingDirectory, loadDirectory } from '../../directory/load.js';
import type { RecordSource } from '../../directory/record-source.js';
import type { AccountRecord, ModelRecord } from '../../directory/records.js';
import { dnKey, parentDn, rdnText } from '../../names/dn.js';
import type { Change } from '../change.js';
import { type ObjectNames, objectNames } from '../names.js';
import { isWellKnownPrincipal } from './critical.js';
import { NameHistory } from './name-history.js';

/** An object of the source. */
export interface Known {
  readonly dn: string;
  readonly container: ContainerId | null;
  readonly group: GroupId | null;
  readonly account: AccountRecord | null;
  /** Neither of these: a foreign principal, or an object of the schema or the configuration. */
  readonly other: boolean;
}

/** An object by a name that it had at a moment. */
interface Named {
  readonly dn: string;
  readonly since: number;
}

export class Survey {
  readonly #accounts = new Map<string, AccountRecord>();
  readonly #below = new Map<string, string[]>();
  readonly #settings: ReadonlySet<string>;
  readonly names: ObjectNames;
  /** Highest relative identifier of each domain's accounts and groups. */
  readonly #highest = new Map<Sid, number>();
  /** SIDs that objects or entries have, and that are nobody else's. */
  readonly #taken = new Set<Sid>();
  /** sAMAccountNames in lower case, with the domain: only those that are looked for. */
  readonly #samNames = new Map<string, Named>();
  /** Accounts that every domain has. */
  readonly critical: string[] = [];
  readonly #primaries = new Map<Sid, string[]>();

  constructor(
    readonly directory: GrowingDirectory,
    settings: ReadonlySet<string>,
    /** Of the identifiers that new objects might get, those that others have. */
    readonly guids: Set<string>,
  ) {
    this.names = objectNames(directory);
    this.#settings = settings;
    for (const { sid, sidHistory, samAccountName, domain, dn } of directory.groups) {
      this.#noteSids(sid, sidHistory);
      if (samAccountName !== null) this.#samNames.set(samKey(samAccountName, domain), { dn, since: 0 });
    }
    for (const sid of directory.principals.keys()) this.#taken.add(sid);
  }

  /** @returns an object by the name that it has in the source; null where there is none */
  find(dn: string): Known | null {
    const key = dnKey(dn);
    const { names, directory } = this;
    const number = names.containers.get(key) ?? null;
    const own = at(directory.containers, number);
    const container = own === null || own.missing ? null : number;
    const group = names.groups.get(key) ?? null;
    const account = this.#accounts.get(key) ?? null;
    const other = names.foreign.has(key) || this.#settings.has(key);
    return container === null && group === null && account === null && !other
      ? null
      : { dn, container, group, account, other };
  }

  /** Names in the source of what lies directly below an object, as far as the source shows it. */
  below(dn: string): readonly string[] {
    const { directory, names } = this;
    const key = dnKey(dn);
    const container = names.containers.get(key);
    const found = [...(this.#below.get(key) ?? [])];
    if (container !== undefined)
      for (const each of directory.containers) if (each.parent === container) found.push(each.dn);
    const others = [
      ...directory.groups.map((group) => group.dn),
      ...[...directory.foreignBySid.values()].flat().map((one) => one.dn),
    ];
    for (const each of others) if (dnKey(parentDn(each) ?? '') === key) found.push(each);
    return found;
  }

  /** Accounts whose primary group has a SID. */
  withPrimaryGroup(sid: Sid): readonly string[] {
    return this.#primaries.get(sid) ?? [];
  }

  /** @returns who has a sAMAccountName in a domain; null: nobody */
  samNameOf(name: string, domain: DomainId | null): Named | null {
    return this.#samNames.get(samKey(name, domain)) ?? null;
  }

  /** @returns a SID of a domain that nobody has, and no entry names */
  newSid(domain: Sid): Sid | null {
    // What a server gives to accounts begins there (MS-SAMR 3.1.1.9.2).
    let rid = Math.max(this.#highest.get(domain) ?? 0, FIRST_RID - 1) + 1;
    while (this.#taken.has(`${domain}-${rid}`)) rid++;
    if (rid > LAST_RID) return null;
    this.#highest.set(domain, rid);
    return `${domain}-${rid}`;
  }

  /** Somebody gets a sAMAccountName. */
  takes(name: string, domain: DomainId | null, who: Named): void {
    this.#samNames.set(samKey(name, domain), who);
  }

  /** An account of the source streams by. */
  note(record: AccountRecord, wanted: Wanted): void {
    const { directory } = this;
    this.#noteSids(record.sid ?? null, record.sidHistory ?? []);
    const domain = at(directory.containers, record.parent)?.domain ?? null;
    if (record.samAccountName !== undefined && wanted.samNames.has(record.samAccountName.toLowerCase()))
      this.#samNames.set(samKey(record.samAccountName, domain), { dn: accountDn(directory, record), since: 0 });
    if (record.sid !== undefined && isWellKnownPrincipal(record.sid)) this.critical.push(accountDn(directory, record));
    if (record.guid !== undefined && wanted.guids.has(record.guid)) this.guids.add(record.guid);
    const primary = at(directory.domains, domain)?.sid;
    const group: Sid | null =
      primary === undefined || record.primaryGroupId === undefined ? null : `${primary}-${record.primaryGroupId}`;
    const isPrimary = group !== null && wanted.groups.has(group);
    const parent = directory.containers[record.parent]?.dn;
    const isBelow = parent !== undefined && wanted.parents.has(record.parent);
    const isNamed = wanted.oddNames || !PLAIN_RDN.test(record.rdn) || wanted.rdns.has(record.rdn.toLowerCase());
    if (!isPrimary && !isBelow && !isNamed) return;
    const dn = accountDn(directory, record);
    if (isPrimary) push(this.#primaries, group, dn);
    if (isBelow) push(this.#below, dnKey(parent), dn);
    const key = dnKey(dn);
    if (wanted.keys.has(key)) this.#accounts.set(key, record);
  }

  /** Entries keep the SIDs of who was deleted: nobody gets them again. */
  noteEntries(): void {
    const { descriptors } = this.directory;
    for (let number = 0; number < descriptors.size; number++) {
      const stored = descriptors.get(number as DescriptorId);
      if (stored.state !== 'parsed') continue;
      const { owner, dacl } = stored.value;
      if (owner !== null) this.#taken.add(owner);
      for (const ace of dacl?.aces ?? []) if (ace.form !== 'unknown') this.#taken.add(ace.sid);
    }
  }

  #noteSids(sid: Sid | null, history: readonly Sid[]): void {
    for (const former of history) this.#taken.add(former);
    const domain = sid === null ? null : sidDomain(sid);
    const rid = sid === null ? null : sidRid(sid);
    if (domain === null || rid === null) return;
    if (rid > LAST_RID) this.#taken.add(sid!);
    else if (rid > (this.#highest.get(domain) ?? 0)) this.#highest.set(domain, rid);
  }
}

const FIRST_RID = 1000;
const LAST_RID = 2 ** 30 - 1;

/** What is looked for among the accounts. */
interface Wanted {
  readonly keys: ReadonlySet<string>;
  readonly rdns: ReadonlySet<string>;
  /** An RDN that is looked for may be written in several ways. */
  readonly oddNames: boolean;
  readonly parents: ReadonlySet<ContainerId>;
  readonly groups: ReadonlySet<Sid>;
  readonly samNames: ReadonlySet<string>;
  readonly guids: ReadonlySet<string>;
}

/** An RDN that is written in one way only, but for its case. */
const PLAIN_RDN = /^[a-z][a-z0-9-]*=[^ ,+"\\<>;#=\u0000-\u001f]+(?: +[^ ,+"\\<>;#=\u0000-\u001f]+)*$/i;

/**
 * @param guids identifiers that new objects might get
 * @throws AdreachError whatever reading the source throws
 */
export async function surveyOf(
  source: RecordSource,
  changes: readonly Change[],
  guids: ReadonlySet<string>,
): Promise<Survey> {
  const settings = new Set<string>();
  const taken = new Set<string>();
  const directory = await loadDirectory({
    sources: source.sources,
    store: () => source.store(),
    close: async () => {},
    accounts: () => source.accounts(),
    async *model() {
      for await (const batch of source.model()) {
        for (const record of batch) {
          noteSettings(record, settings);
          if ('guid' in record && record.guid !== undefined && guids.has(record.guid)) taken.add(record.guid);
        }
        yield batch;
      }
    },
  });
  const survey = new Survey(directory, settings, taken);
  const wanted = wantedBy(survey, changes, guids);
  for await (const batch of new AccountStream(directory, source).pass())
    for (const record of batch) survey.note(record, wanted);
  if (changes.some(({ kind }) => kind === 'create')) survey.noteEntries();
  return survey;
}

function noteSettings(record: ModelRecord, settings: Set<string>): void {
  if (!('dn' in record) || record.dn === undefined) return;
  if (record.type !== 'container' && record.type !== 'group' && record.type !== 'principal' && record.type !== 'gap')
    settings.add(dnKey(record.dn));
}

/** Names in the source of all that changes name, told backwards through the moves before each. */
function wantedBy({ names, directory }: Survey, changes: readonly Change[], guids: ReadonlySet<string>): Wanted {
  const history = new NameHistory();
  const keys = new Set<string>();
  const parents = new Set<ContainerId>();
  const samNames = new Set<string>();
  const want = (dn: string | null) => {
    const before = dn === null ? null : history.before(dn);
    if (before !== null) keys.add(dnKey(before));
  };
  for (const change of changes) {
    if (!('dn' in change)) continue;
    want(change.dn);
    if (change.kind === 'create') {
      want(parentDn(change.dn));
      for (const [name, values] of change.attributes) {
        if (name.toLowerCase() === 'member') for (const value of values) want(value.toString('utf8'));
        if (name.toLowerCase() === 'samaccountname')
          for (const value of values) samNames.add(value.toString('utf8').toLowerCase());
      }
    } else if (change.kind === 'set-attribute') {
      if (change.attribute.toLowerCase() === 'samaccountname')
        for (const value of change.values) samNames.add(value.toString('utf8').toLowerCase());
    } else if (change.kind === 'delete') {
      const before = history.before(change.dn);
      const container = before === null ? undefined : names.containers.get(dnKey(before));
      if (container !== undefined && !change.tree) parents.add(container);
      history.gone(change.dn);
    } else if (change.kind === 'move') {
      want(change.to);
      const to = movedName(change);
      want(to);
      history.moved(change.dn, to);
    }
  }
  const groups = new Set<Sid>();
  for (const id of idsOf<GroupId>(directory.groups)) {
    const { sid, dn } = directory.groups[id]!;
    if (sid !== null && history.after(dn) === null) groups.add(sid);
  }
  const rdns = [...keys].map(rdnText);
  return {
    keys,
    rdns: new Set(rdns),
    oddNames: rdns.some((rdn) => !PLAIN_RDN.test(rdn)),
    parents,
    groups,
    samNames,
    guids,
  };
}

/** @returns the whole DN that an object has after a move */
export function movedName({ dn, to, rdn }: Extract<Change, { readonly kind: 'move' }>): string {
  return `${rdn ?? rdnText(dn)},${to}`;
}

function samKey(name: string, domain: DomainId | null): string {
  return `${domain}\0${name.toLowerCase()}`;
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
