/** What kind of record an object becomes, by its objectClass. */
import { CONTAINER_CLASSES, FOREST_CLASSES, OTHER_MEMBER_CLASSES } from './structure-classes.js';

export type ObjectKind =
  | 'account'
  | 'group'
  | 'foreign'
  | 'domain'
  | 'class'
  | 'attribute'
  | 'right'
  | 'partition'
  | 'forest'
  | 'kdsRootKey'
  | 'trust'
  | 'container'
  /** What is of interest only where accounts or groups lie below it. */
  | 'other';

/** Kinds that are no part of the tree in which accounts live: they become containers only as parents of others. */
export const SETTINGS_KINDS: ReadonlySet<ObjectKind> = new Set([
  'class',
  'attribute',
  'right',
  'partition',
  'forest',
  'kdsRootKey',
  'trust',
]);

const BY_CLASS: ReadonlyMap<string, ObjectKind> = new Map<string, ObjectKind>([
  ['user', 'account'],
  ['group', 'group'],
  // A group as far as tokens go: its SID, and members (MS-ADTS 3.1.1.13.5).
  ['msds-shadowprincipal', 'group'],
  ['foreignsecurityprincipal', 'foreign'],
  ['classschema', 'class'],
  ['attributeschema', 'attribute'],
  ['controlaccessright', 'right'],
  ['crossref', 'partition'],
  ['ntdsservice', 'forest'],
  ['mskds-provrootkey', 'kdsRootKey'],
  ['trusteddomain', 'trust'],
  ['domaindns', 'domain'],
]);

/** Classes of the heads of naming contexts: domains and application partitions, configuration, schema. */
const HEAD_CLASSES: ReadonlySet<string> = new Set(['domaindns', 'configuration', 'dmd']);

/** What is in the tree with nothing below it, too. */
const OF_STRUCTURE: ReadonlySet<string> = new Set(
  [...CONTAINER_CLASSES, ...OTHER_MEMBER_CLASSES, ...FOREST_CLASSES].map((name) => name.toLowerCase()),
);

/** @param classes objectClass in lower case; none where it could not be read: then it may be anything */
export function classify(classes: readonly string[]): ObjectKind {
  for (const name of classes) {
    const kind = BY_CLASS.get(name);
    if (kind !== undefined) return kind;
  }
  return classes.length === 0 || classes.some((name) => OF_STRUCTURE.has(name)) ? 'container' : 'other';
}

/** True for an object that no other naming context's object is the parent of, whatever its DN. */
export function isHeadClass(classes: readonly string[]): boolean {
  return classes.some((name) => HEAD_CLASSES.has(name));
}

/** True for kinds that are part of the tree: what lies above the others matters to no verdict. */
export function isInTree(kind: ObjectKind): boolean {
  return kind !== 'foreign' && !SETTINGS_KINDS.has(kind);
}

/** Managed service accounts: group, standalone, delegated. */
const MANAGED: ReadonlySet<string> = new Set([
  'msds-groupmanagedserviceaccount',
  'msds-managedserviceaccount',
  'msds-delegatedmanagedserviceaccount',
]);

export function isManaged(classes: readonly string[]): boolean {
  return classes.some((name) => MANAGED.has(name));
}
