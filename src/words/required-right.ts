/** Rights that an action asks for, in words: one line for a list, one phrase for a sentence. */
import type { NamedRequiredRight } from '../result/rights.js';
import { RESET_PASSWORD } from './given-right.js';
import { listed } from './lists.js';

const OBJECT_TEXT = {
  delete: 'delete the object',
  'read-control': 'read permissions',
  'write-dac': 'change permissions (WRITE_DAC)',
  'write-owner': 'take ownership (WRITE_OWNER)',
} as const;

/** @returns for example `write userAccountControl` or `extended right User-Force-Change-Password (Reset Password)` */
export function requiredRightText(right: NamedRequiredRight): string {
  switch (right.right) {
    case 'read-property':
      return `read ${right.attribute}`;
    case 'write-property':
      return `write ${right.attribute}`;
    case 'read-confidential':
      return `read the confidential ${right.attribute}`;
    case 'control-access-to-attribute':
      return 'control access to it';
    case 'control-access':
      return `extended right ${bothNames(right.controlAccessRight, right.displayName)}`;
    case 'validated-write':
      return `validated write ${bothNames(right.validatedWrite, right.displayName)}`;
    default:
      return OBJECT_TEXT[right.right];
  }
}

function bothNames(name: string, displayName: string | null): string {
  // Some servers make the display name from the name.
  const other = displayName !== null && displayName.replaceAll(' ', '-') !== name;
  return other ? `${name} (${displayName})` : name;
}

/**
 * @returns what somebody is to be allowed, to stand after "to" or "cannot": `read and write X and reset passwords`.
 *   Reading and writing the same attribute are told together, where the first of the two stands
 */
export function requiredRightsPhrase(rights: readonly NamedRequiredRight[]): string {
  const phrases: string[] = [];
  const told = new Set<NamedRequiredRight>();
  for (const right of rights) {
    if (told.has(right)) continue;
    const other = rights.find((candidate) => !told.has(candidate) && areReadAndWrite(right, candidate));
    if (other) told.add(other);
    phrases.push(other && 'attribute' in right ? `read and write ${right.attribute}` : phraseOf(right));
  }
  return listed(phrases);
}

function areReadAndWrite(a: NamedRequiredRight, b: NamedRequiredRight): boolean {
  if (a.right === 'read-property') return b.right === 'write-property' && a.attribute === b.attribute;
  if (a.right === 'write-property') return b.right === 'read-property' && a.attribute === b.attribute;
  return false;
}

function phraseOf(right: NamedRequiredRight): string {
  const text = requiredRightText(right);
  if (right.right === 'control-access') return right.guid === RESET_PASSWORD ? 'reset passwords' : `use the ${text}`;
  return right.right === 'validated-write' ? `use the ${text}` : text;
}
