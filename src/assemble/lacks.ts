/** What an object lacks, as bits. */
import { NOT_KNOWN } from '../directory/records.js';
import type { Spooled } from './spooled.js';

export const Lack = {
  descriptor: 1,
  soundDescriptor: 2,
  sid: 4,
  userAccountControl: 8,
  classes: 16,
  groupType: 32,
  primaryGroupId: 64,
  /** Of a delegated managed service account: whether it took another account over, or which. */
  superseded: 128,
} as const;

/** @param faults the damaged descriptors, by number */
export function lacksOf(object: Spooled, faults: ReadonlyMap<number, unknown>): number {
  const { classes, descriptor, managed, sid, userAccountControl } = object;
  let lacks = descriptor === undefined ? Lack.descriptor : 0;
  if (faults.size > 0 && (faults.has(descriptor ?? -1) || faults.has(managed?.retrievers ?? -1)))
    lacks |= Lack.soundDescriptor;
  if (sid === undefined) lacks |= Lack.sid;
  if (userAccountControl === undefined) lacks |= Lack.userAccountControl;
  if (classes === undefined) lacks |= Lack.classes;
  if (object.groupType === undefined) lacks |= Lack.groupType;
  if (object.primaryGroupId === undefined) lacks |= Lack.primaryGroupId;
  if (object.supersedes === NOT_KNOWN) lacks |= Lack.superseded;
  return lacks;
}
