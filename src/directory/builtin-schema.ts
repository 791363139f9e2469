/**
 * The base product's schema and extended rights, for sources that hold none. Generated from a directory's own schema by
 * scripts/builtin-schema.mjs; names and GUIDs are those of MS-ADSC, MS-ADA1 to 3 and MS-ADTS 5.1.3.2.1.
 */
import type { Guid } from '../descriptor/types.js';
import { ATTRIBUTES, CLASSES, RIGHTS } from './builtin-schema-data.js';
import type { AttributeRecord, ClassRecord, RightRecord } from './records.js';

export interface BuiltinSchema {
  readonly classes: readonly ClassRecord[];
  readonly attributes: readonly AttributeRecord[];
  readonly rights: readonly RightRecord[];
}

let parsed: BuiltinSchema | undefined;

const lines = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '));

/** The data is this program's own: its GUIDs are GUIDs (a test reads each). @returns the built-in schema; the class-attribute lists are left out, since no verdict needs them */
export function builtinSchema(): BuiltinSchema {
  parsed ??= {
    classes: lines(CLASSES).map(([name, guid, parent, category]) => ({
      type: 'class',
      name: name!,
      guid: guid as Guid,
      parent: parent!,
      category: Number(category),
      auxiliary: [],
      attributes: [],
    })),
    attributes: lines(ATTRIBUTES).map(([name, guid, set]) => ({
      type: 'attribute',
      name: name!,
      guid: guid as Guid,
      ...(set === undefined ? {} : { set: set as Guid }),
    })),
    rights: lines(RIGHTS).map(([name, guid, validAccesses, ...displayName]) => ({
      type: 'right',
      name: name!,
      guid: guid as Guid,
      validAccesses: Number(validAccesses),
      ...(displayName.length === 0 ? {} : { displayName: displayName.join(' ') }),
      appliesTo: [],
    })),
  };
  return parsed;
}
