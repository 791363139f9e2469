/** Entries as the ActiveDirectoryAccessRule of .NET has them, by which PowerShell adds and removes them exactly. */
import { spreadOf } from '../access/spread.js';
import { type Ace, AceType, type Guid, type Sid } from '../descriptor/types.js';
import type { Spread } from '../result/delegations.js';

/** The values of ActiveDirectorySecurityInheritance, with the flags that they stand for. */
const INHERITANCE: Readonly<Record<Spread, { readonly name: string; readonly flags: number } | null>> = {
  'this-object': { name: 'None', flags: 0x0 },
  'this-object-and-descendants': { name: 'All', flags: 0x2 },
  descendants: { name: 'Descendents', flags: 0xa },
  'this-object-and-children': { name: 'SelfAndChildren', flags: 0x6 },
  children: { name: 'Children', flags: 0xe },
  nowhere: null,
};

export interface AccessRule {
  readonly sid: Sid;
  readonly mask: number;
  readonly inheritance: string;
  /** Null: none. */
  readonly objectType: Guid | null;
  readonly inheritedObjectType: Guid | null;
}

/** Larger masks are negative numbers there. */
const LARGEST_MASK = 0x7fffffff;

/**
 * @param ace an entry that allows
 * @returns null for one that such a rule cannot stand for: with a condition, with flags that are for files, with bytes behind its end
 */
export function accessRuleOf(ace: Ace): AccessRule | null {
  if (ace.form !== 'basic' && ace.form !== 'object') return null;
  const { type, flags, mask, sid, applicationData } = ace;
  if (applicationData.length > 0 || mask > LARGEST_MASK || mask < 0) return null;
  const inheritance = INHERITANCE[spreadOf(ace)];
  if (inheritance === null || inheritance.flags !== flags) return null;
  const common = { sid, mask, inheritance: inheritance.name };
  if (ace.form === 'basic')
    return type === AceType.AccessAllowed ? { ...common, objectType: null, inheritedObjectType: null } : null;
  // Of an entry that names no type .NET makes one of the other form.
  const { objectType, inheritedObjectType } = ace;
  if (type !== AceType.AccessAllowedObject || (objectType === null && inheritedObjectType === null)) return null;
  return { ...common, objectType, inheritedObjectType };
}

/** @returns whether .NET makes one entry of two, where one of them is added: they differ in what they allow alone */
export function isMerged(ace: Ace, added: Ace): boolean {
  const [a, b] = [accessRuleOf(ace), accessRuleOf(added)];
  return (
    a !== null &&
    b !== null &&
    a.sid === b.sid &&
    a.inheritance === b.inheritance &&
    a.objectType === b.objectType &&
    a.inheritedObjectType === b.inheritedObjectType
  );
}
