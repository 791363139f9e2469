/** The differences of one object's list as atoms. */
import { formatAce } from '../descriptor/index.js';
import type { Ace, SecurityDescriptor } from '../descriptor/types.js';
import type { ChangedEntry, DirectoryChange } from '../result/directory-changes.js';
import { entryInWords } from '../words/index.js';
import type { Names } from '../words/names.js';
import type { Atom } from './atom.js';
import { type ListStep, listSteps, stepKey } from './list-steps.js';

export interface ListedObject {
  /** What changes name it by. */
  readonly dn: string;
  /** Null: it is the target, and others may have the same done to them. */
  readonly on: string | null;
}

export function listAtoms(
  object: ListedObject,
  before: SecurityDescriptor,
  after: SecurityDescriptor,
  names: Names,
): readonly Atom[] {
  const seen = new Map<string, number>();
  return listSteps(before, after).map((step) => {
    const key = `list|${object.on ?? ''}|${stepKey(step)}${ownerKey(step, after)}`;
    // A list may have an entry twice: two that are taken away are two steps.
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    return {
      key: times === 0 ? key : `${key}|${times + 1}`,
      fact: factOf(step, object.on, before, after, names),
      act: { do: 'list', dn: object.dn, step, before, after },
    };
  });
}

function ownerKey({ step }: ListStep, after: SecurityDescriptor): string {
  return step === 'owner' ? ` ${after.owner}` : step === 'group' ? ` ${after.group}` : '';
}

function factOf(
  step: ListStep,
  on: string | null,
  before: SecurityDescriptor,
  after: SecurityDescriptor,
  names: Names,
): DirectoryChange {
  switch (step.step) {
    case 'add':
      return { change: 'entry-added', on, entry: entryOf(step.entry, names) };
    case 'remove':
      return { change: 'entry-removed', on, entry: entryOf(step.entry, names) };
    case 'replace':
      return { change: 'entry-changed', on, former: entryOf(step.former, names), entry: entryOf(step.entry, names) };
    case 'owner':
      return { change: 'owner-changed', on, before: before.owner, after: after.owner };
    case 'group':
      return { change: 'primary-owner-group-changed', on, before: before.group, after: after.group };
    case 'inheritance-on':
      return { change: 'inheritance-on', on };
    case 'inheritance-off':
      return { change: 'inheritance-off', on, keeps: step.keep === 'copies' };
    case 'order':
      return { change: 'entries-reordered', on };
    case 'rewrite':
      return { change: 'list-replaced', on };
  }
}

function entryOf(ace: Ace, names: Names): ChangedEntry {
  const trustee = ace.form === 'unknown' ? null : ace.sid;
  return {
    sddl: formatAce(ace),
    text: entryInWords(ace, names),
    trustee,
    trusteeName: trustee === null ? null : names.nameOf(trustee),
  };
}
