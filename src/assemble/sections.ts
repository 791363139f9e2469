/** The records of schema, configuration and trusts, in the order of a snapshot's sections. */
import { dnKey } from '../names/dn.js';
import type { SettingsRecord } from './settings.js';

const SECTIONS: readonly SettingsRecord['type'][] = [
  'class',
  'attribute',
  'right',
  'partition',
  'forest',
  'kdsRootKey',
  'trust',
];

/** @returns them section by section, each by name */
export function* inSections(settings: readonly SettingsRecord[]): Generator<SettingsRecord> {
  const name = (record: SettingsRecord): string => ('name' in record ? record.name : dnKey(record.dn ?? ''));
  for (const section of SECTIONS) {
    yield* settings
      .filter((r) => r.type === section)
      .sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
  }
}
