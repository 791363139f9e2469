/** Names and GUIDs of the schema and the extended rights, read from the source (MS-ADTS 3.1.1.2, 5.1.3.2.1). */
import type { Guid } from '../descriptor/types.js';
import type { GuidMeaning, SchemaNames } from '../result/schema.js';
import { builtinSchema } from './builtin-schema.js';
import type { AttributeRecord, ClassRecord, RightRecord } from './records.js';

export type { GuidMeaning };

export interface Schema extends SchemaNames {
  /** By lDAPDisplayName, ignoring case. */
  attribute(name: string): AttributeRecord | undefined;
  class(name: string): ClassRecord | undefined;
  /** All classes, by lDAPDisplayName. */
  classNames(): Iterable<string>;
  /** By cn or display name of the controlAccessRight object, ignoring case. */
  right(name: string): RightRecord | undefined;
  /** All things a GUID stands for: a validated write may share its GUID with an attribute. */
  meanings(guid: Guid): readonly GuidMeaning[];
  /** Attributes of a property set (attributeSecurityGUID). */
  members(set: Guid): readonly AttributeRecord[];
  /**
   * The most specific structural class of an object (MS-ADTS 3.1.1.2.4.3), whatever order its class names have.
   * @returns undefined where one of the names is not in the schema, which may be that class, or where the schema does not
   *   show the others above it, as where subClassOf was not read
   */
  mostSpecificClass(names: readonly string[]): ClassRecord | undefined;
  /** Which parts came from the built-in schema because the source lacked them. */
  readonly builtin: readonly ('schema' | 'rights')[];
}

const PROPERTY_SET = 0x30;
const VALIDATED_WRITE = 0x8;

function meaningOf(right: RightRecord, isSet: boolean): GuidMeaning['kind'] {
  const accesses = right.validAccesses ?? 0;
  if (isSet || (accesses & PROPERTY_SET) !== 0) return 'property-set';
  if ((accesses & VALIDATED_WRITE) !== 0) return 'validated-write';
  return 'control-access';
}

/**
 * Builds the schema map. Where the source holds no class or no attribute at all, the documented base schema takes the
 * place of both; where it holds no extended right, of those; where no attribute has a property set, theirs.
 */
export function createSchema(
  classes: readonly ClassRecord[],
  attributes: readonly AttributeRecord[],
  rights: readonly RightRecord[],
): Schema {
  const builtin: ('schema' | 'rights')[] = [];
  let [useClasses, useAttributes, useRights] = [classes, attributes, rights];
  if (classes.length === 0 || attributes.length === 0) {
    builtin.push('schema');
    useClasses = builtinSchema().classes;
    useAttributes = builtinSchema().attributes;
  }
  // Where no attribute came with its property set, the export left that out.
  if (useAttributes.every(({ set }) => set === undefined)) {
    const sets = new Map(builtinSchema().attributes.map(({ guid, set }) => [guid, set]));
    useAttributes = useAttributes.map((attribute) => ({ ...attribute, set: sets.get(attribute.guid) }));
  }
  if (rights.length === 0) {
    builtin.push('rights');
    useRights = builtinSchema().rights;
  }

  const attributeByName = new Map<string, AttributeRecord>();
  const classByName = new Map<string, ClassRecord>();
  const rightByName = new Map<string, RightRecord>();
  const meanings = new Map<Guid, GuidMeaning[]>();
  const members = new Map<Guid, AttributeRecord[]>();
  const note = (guid: Guid, meaning: GuidMeaning) => {
    const list = meanings.get(guid);
    if (list) list.push(meaning);
    else meanings.set(guid, [meaning]);
  };
  for (const attribute of useAttributes) {
    attributeByName.set(attribute.name.toLowerCase(), attribute);
    note(attribute.guid, { kind: 'attribute', name: attribute.name });
    if (attribute.set === undefined) continue;
    const list = members.get(attribute.set);
    if (list) list.push(attribute);
    else members.set(attribute.set, [attribute]);
  }
  for (const record of useClasses) {
    classByName.set(record.name.toLowerCase(), record);
    note(record.guid, { kind: 'class', name: record.name });
  }
  for (const right of useRights) {
    if (right.displayName) rightByName.set(right.displayName.toLowerCase(), right);
    note(right.guid, { kind: meaningOf(right, members.has(right.guid)), name: right.name });
  }
  // The cn is the identity; a display name never hides another right's cn.
  for (const right of useRights) rightByName.set(right.name.toLowerCase(), right);

  // The base product's classes are the same everywhere, whether or not the sources show them.
  const base = new Map(builtinSchema().classes.map((record) => [record.name.toLowerCase(), record]));
  const classNamed = (name: string): ClassRecord | undefined => {
    const key = name.toLowerCase();
    return classByName.get(key) ?? base.get(key);
  };
  const depths = new Map<string, number>();
  const depth = (name: string): number => {
    const line: string[] = [];
    let at = name.toLowerCase();
    while (!depths.has(at)) {
      depths.set(at, 0); // a cycle ends here: top is its own parent, and others are in a damaged schema
      const record = classNamed(at);
      if (record === undefined) break;
      line.push(at);
      at = record.parent.toLowerCase();
    }
    let own = depths.get(at)!;
    for (const key of line.reverse()) depths.set(key, ++own);
    return depths.get(name.toLowerCase())!;
  };

  const isAbove = (name: string, record: ClassRecord): boolean => {
    const seen = new Set<string>();
    for (let at: ClassRecord | undefined = record; at !== undefined && !seen.has(at.name); ) {
      if (at.name.toLowerCase() === name) return true;
      seen.add(at.name);
      at = classNamed(at.parent);
    }
    return false;
  };

  return {
    attribute: (name) => attributeByName.get(name.toLowerCase()),
    class: classNamed,
    classNames: () => new Set([...base.values(), ...classByName.values()].map(({ name }) => name)),
    right: (name) => rightByName.get(name.toLowerCase()),
    meanings: (guid) => meanings.get(guid) ?? [],
    members: (set) => members.get(set) ?? [],
    mostSpecificClass(names) {
      let best: ClassRecord | undefined;
      let bestDepth = -1;
      const line: string[] = [];
      for (const name of names) {
        const record = classNamed(name);
        // What is not in the schema may be the most specific one.
        if (!record) return undefined;
        if (record.category === 2 || record.category === 3) continue;
        line.push(record.name.toLowerCase());
        const own = depth(record.name);
        if (own > bestDepth) {
          best = record;
          bestDepth = own;
        }
      }
      return best !== undefined && line.every((name) => isAbove(name, best!)) ? best : undefined;
    },
    builtin,
  };
}
