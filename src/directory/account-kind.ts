/** What kind of account an object is. */
import type { AccountKind } from '../result/codes.js';

/** What an object of the class `user` can be. */
export type UserKind = Exclude<AccountKind, 'group' | 'foreign' | 'local-system'>;
/** What can be acted on: `other` is no account. */
export type TargetKind = UserKind | 'other';

/** In this order: managed service accounts are derived from computer. */
const KINDS: readonly [string, UserKind][] = [
  ['msds-delegatedmanagedserviceaccount', 'dmsa'],
  ['msds-groupmanagedserviceaccount', 'gmsa'],
  ['msds-managedserviceaccount', 'smsa'],
  ['computer', 'computer'],
  ['inetorgperson', 'inetorgperson'],
];

/** @param classes the values of objectClass @returns what kind of account they make it */
export function accountKind(classes: readonly string[]): UserKind {
  const names = new Set(classes.map((name) => name.toLowerCase()));
  return KINDS.find(([name]) => names.has(name))?.[1] ?? 'user';
}
