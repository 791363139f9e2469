/** Rights that an action asks for, and the places that entries can name, in words. */
import type { Guid } from '../descriptor/types.js';
import type { PlaceView } from '../result/explain.js';
import type { RequiredRight } from '../result/rights.js';
import type { SchemaNames } from '../result/schema.js';

const OBJECT_WORDS = {
  delete: 'delete the object',
  'read-control': 'read permissions',
  'write-dac': 'change permissions (WRITE_DAC)',
  'write-owner': 'take ownership (WRITE_OWNER)',
} as const;

/** @returns for example `write userAccountControl` or `extended right User-Force-Change-Password (Reset Password)` */
export function rightWords(right: RequiredRight, schema: SchemaNames): string {
  switch (right.right) {
    case 'read-property':
      return `read ${schema.attribute(right.attribute)?.name ?? right.attribute}`;
    case 'write-property':
      return `write ${schema.attribute(right.attribute)?.name ?? right.attribute}`;
    case 'read-confidential':
      return `read the confidential ${schema.attribute(right.attribute)?.name ?? right.attribute}`;
    case 'control-access':
      return `extended right ${extendedRight(right.controlAccessRight, schema)}`;
    case 'validated-write':
      return `validated write ${extendedRight(right.validatedWrite, schema)}`;
    default:
      return OBJECT_WORDS[right.right];
  }
}

function extendedRight(name: string, schema: SchemaNames): string {
  const right = schema.right(name);
  if (!right) return name;
  // Some servers make the display name from the name.
  const other = right.displayName !== undefined && right.displayName.replaceAll(' ', '-') !== right.name;
  return other ? `${right.name} (${right.displayName})` : right.name;
}

/** @returns what a GUID of an entry stands for; of several meanings the one that comes first in `kinds` */
export function placeOf(
  guid: Guid,
  schema: SchemaNames,
  kinds: readonly PlaceView['kind'][] = ['attribute', 'property-set', 'control-access', 'validated-write', 'class'],
): PlaceView {
  const meanings = schema.meanings(guid);
  for (const kind of kinds) {
    const meaning = meanings.find((candidate) => candidate.kind === kind);
    if (meaning) return { guid, kind, name: meaning.name };
  }
  const any = meanings[0];
  return any ? { guid, kind: any.kind, name: any.name } : { guid, kind: 'unknown', name: `{${guid}}` };
}

/** @returns lDAPDisplayName of a class, or the GUID in braces */
export function className(guid: Guid, schema: SchemaNames): string {
  return schema.meanings(guid).find((meaning) => meaning.kind === 'class')?.name ?? `{${guid}}`;
}
