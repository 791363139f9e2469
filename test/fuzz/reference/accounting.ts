/**
 * Holds evidence against a naive reading of the same bytes: every object that stands there is in the evidence or named by a
 * gap, and nothing else is; every value is what stands there, or a gap names its object. docs/fuzzing.md has the rule.
 */
import { encodeGuid, encodeSid, parseSecurityDescriptor } from '../../../src/descriptor/index.js';
import type { AccountRecord, ContainerRecord, GroupRecord } from '../../../src/directory/records.js';
import { dnKey, isDn, parentDn } from '../../../src/names/dn.js';
import type { GapCode } from '../../../src/result/gaps.js';
import { promised } from '../parser-target.js';
import type { ReferenceEntry } from './entry.js';
import { byIdentity, type Kind, kindOf, type ReferenceObject } from './identity.js';
import { holdMemberships } from './memberships.js';
import { holdReadings } from './readings.js';
import { holdSettings } from './settings.js';
import { descriptor, type Expected, guid, int32, int64, sid, sids, text, texts } from './values.js';
import type { EvidenceView } from './view.js';

const MAX_DN = 16 * 1024;
/** Beyond so many of one kind, gaps are counted and not listed. */
const LISTED_GAPS = 1000;
/** What only accounts and groups have. */
const TELLTALES = [
  ['useraccountcontrol', 'account'],
  ['grouptype', 'group'],
] as const;
const MANAGED = /^msds-(?:group|delegated)?managedserviceaccount$/;

/** Whether a gap names an object, in one of these ways. */
export type Named = (dn: string, ...codes: readonly GapCode[]) => boolean;

/**
 * @param entries of all inputs together, in their order
 * @throws BrokenPromise for the first object or value that is neither there nor named
 */
export function holdAgainst(entries: readonly ReferenceEntry[], view: EvidenceView): void {
  const named = namesOf(view);
  const taken: ReferenceObject[] = [];
  let count = 0;
  for (const entry of entries) {
    // The server's own entry; what an object has does not stand there.
    if (entry.dn === '' && !hasIdentity(entry)) continue;
    if (entry.dn === '' || entry.dn.length > MAX_DN || !isDn(entry.dn)) {
      promised(named(entry.dn.slice(0, 200), 'entry-damaged'), () => `${show(entry.dn)} is no DN, and no gap says so`);
      continue;
    }
    count++;
    const kind = kindOf(entry);
    if (kind === 'account' && parentDn(entry.dn) === null) {
      promised(named(entry.dn, 'entry-damaged'), () => `${entry.dn} is left out, and no gap says so`);
      continue;
    }
    taken.push({ key: dnKey(entry.dn), kind, entry });
  }
  promised(view.objects === count, () => `${count} objects stand there, ${view.objects} were read`);
  const { alone, together, moved } = byIdentity(taken);
  if (!moved) holdNothingElse(taken, view);
  for (const object of alone) holdObject(object, view, named);
  for (const readings of together) holdReadings(readings, view);
  holdSettings(alone, view, named);
  if (!moved) holdMemberships(alone, taken, view, named);
  holdDamagedDescriptors(view);
}

/** Nothing is in the evidence that stands nowhere. */
function holdNothingElse(taken: readonly ReferenceObject[], view: EvidenceView): void {
  const kinds = new Set(taken.map(({ key, kind }) => `${kind} ${key}`));
  const keys = new Set(taken.map(({ key }) => key));
  for (const [what, found] of [
    ['account', view.accounts],
    ['group', view.groups],
    ['foreign', view.foreign],
  ] as const) {
    for (const key of found.keys()) {
      promised(kinds.has(`${what} ${key}`), () => `the evidence has a ${what} ${key} that stands nowhere`);
    }
  }
  for (const [key, { missing }] of view.containers) {
    promised(missing === true || keys.has(key), () => `the evidence has a container ${key} that stands nowhere`);
  }
}

function namesOf(view: EvidenceView): Named {
  const counts = new Map<string, number>();
  const names = new Set<string>();
  const everything = new Set<string>();
  for (const { code, dn, message } of view.gaps) {
    counts.set(code, (counts.get(code) ?? 0) + 1);
    if (dn !== undefined) names.add(`${code} ${dnKey(dn.replace(/\.\.\.$/, ''))}`);
    else if (code === 'descriptor-unreadable' && /none of the \d+ objects/.test(message)) everything.add(code);
  }
  return (dn, ...codes) =>
    codes.some(
      (code) => names.has(`${code} ${dnKey(dn)}`) || everything.has(code) || (counts.get(code) ?? 0) > LISTED_GAPS,
    );
}

/** What only objects of a directory have, and the rootDSE has not. */
function hasIdentity({ attributes }: ReferenceEntry): boolean {
  return ['objectsid', 'objectguid', 'ntsecuritydescriptor', 'samaccountname'].some((name) => attributes.has(name));
}

function holdObject(object: ReferenceObject, view: EvidenceView, named: Named): void {
  const { key, kind, entry } = object;
  if (texts(entry, 'objectclass').length === 0) {
    promised(named(entry.dn, 'attribute-unreadable'), () => `${entry.dn} has no class, and no gap says so`);
  }
  for (const [attribute, wanted] of TELLTALES) {
    const lost = kind !== wanted && texts(entry, 'objectclass').length > 0 && entry.attributes.get(attribute)?.length;
    promised(
      !lost || named(entry.dn, 'entry-damaged'),
      () => `${entry.dn} has ${attribute} and is no ${wanted}, unsaid`,
    );
  }
  switch (kind) {
    case 'account':
      holdAccount(entry, found(view.accounts, key, entry, kind), view, named);
      break;
    case 'group':
      holdGroup(entry, found(view.groups, key, entry, kind), view, named);
      break;
    case 'foreign':
      if (view.foreign.has(key)) return;
      promised(named(entry.dn, 'sid-missing'), () => `${entry.dn} is not there, and no gap names it`);
      break;
    case 'domain': {
      const own = sid(entry, 'objectsid');
      const there = view.domains.some(
        ({ dn, sid: of }) => dnKey(dn) === key && isValue(own) && same(encodeSid(of), own.value),
      );
      promised(there || !isValue(own), () => `${entry.dn} is not among the domains`);
      hold('objectsid', entry, own, undefined, named, there);
      holdContainer(entry, found(view.containers, key, entry, kind), view, named);
      break;
    }
    case 'container':
      holdContainer(entry, found(view.containers, key, entry, kind), view, named);
      break;
    case 'other': {
      const record = view.containers.get(key);
      if (record !== undefined) holdContainer(entry, record, view, named);
      break;
    }
    default:
  }
}

function found<T>(records: ReadonlyMap<string, T>, key: string, entry: ReferenceEntry, kind: Kind): T {
  const record = records.get(key);
  promised(record !== undefined, () => `${entry.dn} stands there as ${kind}, and is not in the evidence`);
  return record;
}

function holdAccount(entry: ReferenceEntry, record: AccountRecord, view: EvidenceView, named: Named): void {
  holdClasses(entry, record.classes, view);
  hold('samaccountname', entry, text(entry, 'samaccountname'), record.samAccountName, named);
  hold('userprincipalname', entry, text(entry, 'userprincipalname'), record.userPrincipalName, named);
  hold('pwdlastset', entry, int64(entry, 'pwdlastset'), record.pwdLastSet, named);
  hold('admincount', entry, int32(entry, 'admincount'), record.adminCount, named);
  hold('primarygroupid', entry, int32(entry, 'primarygroupid'), record.primaryGroupId, named);
  hold('useraccountcontrol', entry, int32(entry, 'useraccountcontrol'), record.userAccountControl, named);
  said(entry, record.userAccountControl, named, 'attribute-unreadable');
  holdIdentity(entry, record, named);
  holdDescriptor('ntsecuritydescriptor', entry, record.descriptor, view, named);
  said(entry, record.descriptor, named, 'descriptor-unreadable');
  const classes = texts(entry, 'objectclass').map((name) => name.toLowerCase());
  if (!classes.some((name) => MANAGED.test(name))) return;
  holdDescriptor('msds-groupmsamembership', entry, record.managed?.retrievers, view, named);
  hold(
    'msds-managedpasswordinterval',
    entry,
    int32(entry, 'msds-managedpasswordinterval'),
    record.managed?.interval,
    named,
  );
}

function holdGroup(entry: ReferenceEntry, record: GroupRecord, view: EvidenceView, named: Named): void {
  holdClasses(entry, record.classes, view);
  hold('samaccountname', entry, text(entry, 'samaccountname'), record.samAccountName, named);
  hold('grouptype', entry, int32(entry, 'grouptype'), record.groupType, named);
  hold('admincount', entry, int32(entry, 'admincount'), record.adminCount, named);
  holdIdentity(entry, record, named);
  holdDescriptor('ntsecuritydescriptor', entry, record.descriptor, view, named);
  said(entry, record.descriptor, named, 'descriptor-unreadable');
  promised(
    !entry.faults.has('member') || named(entry.dn, 'members-incomplete', 'entry-damaged'),
    () => `members of ${entry.dn} are missing, and no gap says so`,
  );
}

function holdContainer(entry: ReferenceEntry, record: ContainerRecord, view: EvidenceView, named: Named): void {
  if (record.classes !== undefined || texts(entry, 'objectclass').length > 0) holdClasses(entry, record.classes, view);
  hold('objectguid', entry, guid(entry, 'objectguid'), record.guid && encodeGuid(record.guid), named);
  hold('admincount', entry, int32(entry, 'admincount'), record.adminCount, named);
  holdDescriptor('ntsecuritydescriptor', entry, record.descriptor, view, named);
  said(entry, record.descriptor, named, 'descriptor-unreadable');
}

function holdIdentity(entry: ReferenceEntry, record: AccountRecord | GroupRecord, named: Named): void {
  hold('objectguid', entry, guid(entry, 'objectguid'), record.guid && encodeGuid(record.guid), named);
  hold('objectsid', entry, sid(entry, 'objectsid'), record.sid && encodeSid(record.sid), named);
  said(entry, record.sid, named, 'sid-missing');
  const history = sids(entry, 'sidhistory').map((value) => value.toString('hex'));
  const kept = (record.sidHistory ?? []).map((value) => Buffer.from(encodeSid(value)).toString('hex'));
  promised(
    history.sort().join() === kept.sort().join(),
    () => `sidhistory of ${entry.dn}: ${history.length} values stand there, ${kept.length} were read`,
  );
  const given = entry.attributes.get('sidhistory')?.length ?? 0;
  promised(
    given === kept.length || named(entry.dn, 'entry-damaged'),
    () => `sidhistory of ${entry.dn} is damaged, unsaid`,
  );
}

function holdClasses(entry: ReferenceEntry, number: number | undefined, view: EvidenceView): void {
  const names = number === undefined ? [] : view.classLists[number]!;
  const there = texts(entry, 'objectclass');
  promised(
    names.join('\n') === there.join('\n'),
    () => `${entry.dn} is ${there.join()}, and was read as ${names.join()}`,
  );
}

function holdDescriptor(
  name: string,
  entry: ReferenceEntry,
  number: number | undefined,
  view: EvidenceView,
  named: Named,
): void {
  hold(name, entry, descriptor(entry, name), number === undefined ? undefined : view.descriptors[number], named);
}

/** The value is the one that stands there; one that is damaged is not taken, and said. */
function hold(
  name: string,
  entry: ReferenceEntry,
  expected: Expected<string | number | Buffer>,
  got: string | number | Uint8Array | undefined,
  named: Named,
  elsewhere = false,
): void {
  if (isValue(expected)) {
    promised(
      elsewhere || same(got, expected.value),
      () => `${name} of ${entry.dn} is ${show(expected.value)}, and was read as ${show(got)}`,
    );
    return;
  }
  promised(got === undefined, () => `${name} of ${entry.dn} is ${expected}, and was read as ${show(got)}`);
  if (expected === 'absent') return;
  promised(
    named(entry.dn, 'entry-damaged', 'members-incomplete'),
    () => `${name} of ${entry.dn} is malformed, and no gap says so`,
  );
}

/** What verdicts rest on is either there or named as missing. */
function said(entry: ReferenceEntry, value: unknown, named: Named, code: GapCode): void {
  promised(value !== undefined || named(entry.dn, code), () => `${entry.dn} lacks what ${code} would say, unsaid`);
}

/** Every object whose descriptor cannot be parsed is counted by a gap. */
function holdDamagedDescriptors(view: EvidenceView): void {
  const damaged = view.descriptors.map((bytes) => {
    try {
      parseSecurityDescriptor(bytes);
      return false;
    } catch {
      return true;
    }
  });
  const isDamaged = (number: number | undefined): number => (number !== undefined && damaged[number] ? 1 : 0);
  let uses = 0;
  for (const { descriptor: d, managed } of view.accounts.values())
    uses += isDamaged(d) + isDamaged(managed?.retrievers);
  for (const { descriptor: d } of view.groups.values()) uses += isDamaged(d);
  for (const [key, { descriptor: d }] of view.containers) {
    if (!view.accounts.has(key) && !view.groups.has(key)) uses += isDamaged(d);
  }
  const counted = view.gaps
    .filter(({ code }) => code === 'descriptor-damaged')
    .reduce((sum, { count }) => sum + (count ?? 1), 0);
  promised(counted >= uses, () => `${uses} uses of damaged descriptors, of which gaps count ${counted}`);
}

function isValue<T>(expected: Expected<T>): expected is { readonly value: T } {
  return typeof expected === 'object';
}

function same(got: string | number | Uint8Array | undefined, wanted: string | number | Buffer): boolean {
  return got instanceof Uint8Array && Buffer.isBuffer(wanted) ? wanted.equals(got) : got === wanted;
}

function show(value: unknown): string {
  return value instanceof Uint8Array
    ? Buffer.from(value).toString('hex').slice(0, 80)
    : (JSON.stringify(value) ?? 'nothing').slice(0, 200);
}
