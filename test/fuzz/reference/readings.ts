/** Several readings of one object, or of objects that contradict each other. */
import { encodeGuid, encodeSid } from '../../../src/descriptor/index.js';
import type { AccountRecord, GroupRecord } from '../../../src/directory/records.js';
import { dnKey } from '../../../src/names/dn.js';
import { promised } from '../parser-target.js';
import type { ReferenceEntry } from './entry.js';
import type { ReferenceObject } from './identity.js';
import { bytes, int32, texts } from './values.js';
import type { EvidenceView } from './view.js';

const SAID = new Set(['readings-differ', 'object-moved', 'name-reused', 'sid-duplicate', 'entry-damaged']);

/**
 * What readings of one object come to is another test's subject. Here: an account or group among them is in the evidence or named
 * by a gap; where they differ a gap says so; and no value comes from nowhere.
 */
export function holdReadings(readings: readonly ReferenceObject[], view: EvidenceView): void {
  const keys = new Set(readings.map(({ key }) => key));
  const said = view.gaps.some(
    ({ code, dn, message }) =>
      SAID.has(code) &&
      (code === 'object-moved' || (dn !== undefined && keys.has(dnKey(dn))) || mentions(message, keys)),
  );
  for (const { key, kind, entry } of readings) {
    if (kind !== 'account' && kind !== 'group') continue;
    const records: ReadonlyMap<string, AccountRecord | GroupRecord> = kind === 'account' ? view.accounts : view.groups;
    const record = records.get(key) ?? [...records.values()].find((other) => isSame(other, entry));
    promised(record !== undefined || said, () => `${entry.dn} stands there as ${kind}, is not in the evidence, unsaid`);
    if (record !== undefined)
      holdOneOf(
        record,
        readings.map((reading) => reading.entry),
        view,
      );
  }
  promised(said || alike(readings), () => `${readings[0]!.entry.dn} stands there more than once, differing, unsaid`);
}

function mentions(message: string, keys: ReadonlySet<string>): boolean {
  return [...keys].some((key) => message.toLowerCase().includes(key));
}

function isSame({ guid: g, sid: s }: AccountRecord | GroupRecord, entry: ReferenceEntry): boolean {
  const id = bytes(entry, 'objectguid');
  const own = bytes(entry, 'objectsid');
  return (
    (g !== undefined && typeof id === 'object' && id.value.equals(encodeGuid(g))) ||
    (s !== undefined && typeof own === 'object' && own.value.equals(encodeSid(s)))
  );
}

/** What verdicts rest on is what one of the readings says. */
function holdOneOf(record: AccountRecord | GroupRecord, entries: readonly ReferenceEntry[], view: EvidenceView): void {
  const { descriptor: d } = record;
  const flags = 'userAccountControl' in record ? record.userAccountControl : undefined;
  promised(
    d === undefined || entries.some((entry) => has(entry, 'ntsecuritydescriptor', view.descriptors[d]!)),
    () => `the descriptor of ${entries[0]!.dn} stands in none of its readings`,
  );
  promised(
    flags === undefined ||
      entries.some((entry) => JSON.stringify(int32(entry, 'useraccountcontrol')) === JSON.stringify({ value: flags })),
    () => `userAccountControl ${flags} of ${entries[0]!.dn} stands in none of its readings`,
  );
}

function has(entry: ReferenceEntry, name: string, value: Buffer): boolean {
  return entry.attributes.get(name)?.some((one) => one.equals(value)) === true;
}

/** The same in what verdicts rest on, as far as a reading shows it. */
function alike(readings: readonly ReferenceObject[]): boolean {
  if (readings.length === 1) return true;
  if (new Set(readings.map(({ key }) => key)).size > 1) return false;
  // A reading that does not show the class says nothing of the kind.
  const kinds = new Set(readings.filter(({ entry }) => texts(entry, 'objectclass').length > 0).map(({ kind }) => kind));
  if (kinds.size > 1) return false;
  const [kind = 'container'] = kinds;
  if (kind in NOTHING) return true;
  return ['ntsecuritydescriptor', 'objectsid', 'useraccountcontrol', 'primarygroupid'].every((name) => {
    const values = readings.flatMap(({ entry }) => {
      const list = entry.attributes.get(name) ?? [];
      return list.length === 0 ? [] : [list.map((value) => value.toString('latin1').trim()).join('\n')];
    });
    return new Set(values).size <= 1;
  });
}

/** Kinds of which nothing is kept that verdicts rest on. */
const NOTHING: Readonly<Record<string, true>> = {
  container: true,
  other: true,
  foreign: true,
  class: true,
  attribute: true,
  right: true,
  partition: true,
  forest: true,
  kdsRootKey: true,
  trust: true,
};
