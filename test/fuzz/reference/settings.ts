/** Objects of the schema and the configuration, and trusts, held against a naive reading. */
import { encodeGuid } from '../../../src/descriptor/index.js';
import type { Guid } from '../../../src/descriptor/types.js';
import type { ModelRecord } from '../../../src/directory/records.js';
import { dnKey } from '../../../src/names/dn.js';
import { promised } from '../parser-target.js';
import type { Named } from './accounting.js';
import type { ReferenceEntry } from './entry.js';
import type { ReferenceObject } from './identity.js';
import { type Expected, guid, int32, text } from './values.js';
import type { EvidenceView } from './view.js';

interface Setting {
  readonly className: string;
  /** Null where what makes the record is missing or malformed. */
  readonly identity: (entry: ReferenceEntry) => string | null;
  readonly recorded: (record: ModelRecord) => string | null;
}

const GUID = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const some = <T>(expected: Expected<T>): T | null => (typeof expected === 'object' ? expected.value : null);
const hex = (text: Guid): string => Buffer.from(encodeGuid(text)).toString('hex');
const shared = (entry: ReferenceEntry): string | null => {
  const name = some(text(entry, 'ldapdisplayname'));
  const id = some(guid(entry, 'schemaidguid'));
  return name === null || id === null ? null : `${name} ${id.toString('hex')}`;
};

export const SETTINGS = {
  class: {
    className: 'classschema',
    identity: shared,
    recorded: (record) => (record.type === 'class' ? `${record.name} ${hex(record.guid)}` : null),
  },
  attribute: {
    className: 'attributeschema',
    identity: (entry) => {
      const own = shared(entry);
      const set = some(guid(entry, 'attributesecurityguid'))?.toString('hex') ?? '';
      return own && `${own} ${set} ${some(int32(entry, 'searchflags')) ?? ''}`;
    },
    recorded: (record) =>
      record.type === 'attribute'
        ? `${record.name} ${hex(record.guid)} ${record.set ? hex(record.set) : ''} ${record.searchFlags ?? ''}`
        : null,
  },
  right: {
    className: 'controlaccessright',
    identity: (entry) => {
      const id = some(text(entry, 'rightsguid'));
      return id !== null && GUID.test(id)
        ? `${id.replace(/[{}]/g, '').toLowerCase()} ${some(int32(entry, 'validaccesses')) ?? ''}`
        : null;
    },
    recorded: (record) => (record.type === 'right' ? `${record.guid} ${record.validAccesses ?? ''}` : null),
  },
  partition: {
    className: 'crossref',
    identity: (entry) => some(text(entry, 'ncname')),
    recorded: (record) => (record.type === 'partition' ? record.nCName : null),
  },
  forest: {
    className: 'ntdsservice',
    identity: (entry) =>
      entry.attributes.get('dsheuristics')?.length ? String(some(text(entry, 'dsheuristics')) ?? 'unreadable') : 'none',
    recorded: (record) =>
      record.type === 'forest' ? (record.dSHeuristics === null ? 'none' : (record.dSHeuristics ?? 'unreadable')) : null,
  },
  kdsRootKey: {
    className: 'mskds-provrootkey',
    identity: (entry) => dnKey(entry.dn),
    recorded: (record) => (record.type === 'kdsRootKey' ? dnKey(record.dn) : null),
  },
  trust: {
    className: 'trusteddomain',
    identity: (entry) => `${dnKey(entry.dn)} ${some(int32(entry, 'trustattributes')) ?? ''}`,
    recorded: (record) => (record.type === 'trust' ? `${dnKey(record.dn)} ${record.attributes ?? ''}` : null),
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingsKind = keyof typeof SETTINGS;

/** Each is there as it stands there, or a gap names it. */
export function holdSettings(objects: readonly ReferenceObject[], view: EvidenceView, named: Named): void {
  const recorded = new Set(
    view.settings.map((record) => {
      const setting: Setting = SETTINGS[record.type as SettingsKind];
      return `${record.type} ${setting.recorded(record)}`;
    }),
  );
  for (const { kind, entry } of objects) {
    if (!(kind in SETTINGS)) continue;
    const identity = (SETTINGS[kind as SettingsKind] as Setting).identity(entry);
    const there = identity !== null && recorded.has(`${kind} ${identity}`);
    promised(
      there || named(entry.dn, 'entry-damaged', 'readings-differ', 'configuration-missing'),
      () => `${entry.dn} stands there as ${kind} (${identity}), and is not in the evidence`,
    );
  }
}
