/** Settings as they gather: classes, attributes and rights once by name, the others as they come. */
import type { GapCollector } from './gaps.js';
import type { SettingsRecord } from './settings.js';

/** They are kept in memory; a forest has some thousands of such objects. */
const MAX_SETTINGS = 200_000;
/** Settings that are known by name, whatever naming context they come from. */
const NAMED: ReadonlySet<SettingsRecord['type']> = new Set(['class', 'attribute', 'right']);

export class SettingsList {
  readonly records: SettingsRecord[] = [];
  private readonly byName = new Map<string, string>();

  constructor(private readonly gaps: GapCollector) {}

  /** @param place where the object stands, for messages */
  add(record: SettingsRecord, dn: string, place: string): void {
    if (NAMED.has(record.type) && this.isKnown(record as SettingsRecord & { readonly name: string }, dn, place)) return;
    if (this.records.length < MAX_SETTINGS) {
      this.records.push(record);
      return;
    }
    this.gaps.told({
      code: 'entry-damaged',
      message: `more than ${MAX_SETTINGS} objects of schema, configuration and trusts: the further ones are left out`,
    });
  }

  private isKnown(record: SettingsRecord & { readonly name: string }, dn: string, place: string): boolean {
    const name = `${record.type} ${record.name.toLowerCase()}`;
    const text = JSON.stringify({ ...record, dn: undefined });
    const known = this.byName.get(name);
    if (known === undefined) {
      this.byName.set(name, text);
      return false;
    }
    if (known !== text) {
      this.gaps.told({
        code: 'readings-differ',
        dn,
        message: `${place}the ${name} is defined differently in two sources; the first definition counts`,
      });
    }
    return true;
  }
}
