/** The differences of one object's list as atoms. */
import type { Change } from '../changes/index.js';
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
  return listSteps(before, after).map((step) => ({
    key: `list|${object.on ?? ''}|${stepKey(step)}${ownerKey(step, after)}`,
    fact: factOf(step, object.on, before, after, names),
    act: actOf(step, object.dn, after),
  }));
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

function actOf(step: ListStep, dn: string, after: SecurityDescriptor): Atom['act'] {
  const made = (...changes: Change[]): Atom['act'] => ({ do: 'changes', changes });
  switch (step.step) {
    case 'add':
      return made({ kind: 'add-entry', dn, entry: step.entry });
    case 'remove':
      return made({ kind: 'remove-entry', dn, entry: step.entry });
    case 'replace':
      return made({ kind: 'remove-entry', dn, entry: step.former }, { kind: 'add-entry', dn, entry: step.entry });
    case 'owner':
    case 'group':
      return made({ kind: 'write-descriptor', dn, descriptor: after, parts: [step.step] });
    case 'inheritance-on':
      return made({ kind: 'set-inheritance', dn, inherits: true });
    case 'inheritance-off':
      return made({ kind: 'set-inheritance', dn, inherits: false, keep: step.keep });
    case 'order':
      return { do: 'order', dn, like: after };
    case 'rewrite':
      return made({ kind: 'write-descriptor', dn, descriptor: after, parts: ['dacl'] });
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
