/** LDIF change records to changes: what each asks of the directory, as far as the evidence holds it. */
import { parseSecurityDescriptor } from '../../descriptor/index.js';
import { SdControl, type SecurityDescriptor } from '../../descriptor/types.js';
import { AdreachError } from '../../errors/index.js';
import { parentDn } from '../../names/dn.js';
import type { Change, PlacedChange } from '../change.js';
import { isSecret, refusedBecause, refusedInNewBecause } from './attributes.js';
import type { ChangeRecord, Modification, RecordValue } from './change-record.js';
import type { Controls } from './controls.js';
import { MemberLists } from './member-lists.js';
import type { PresentValues } from './present.js';
import { ALL_PARTS } from './sd-flags.js';
import { Values } from './values.js';

/**
 * @param name of the file, for messages
 * @param present what values are before the changes, where `neededValues` says that it is needed
 * @returns the changes in order. A change of an attribute that no verdict rests on is one too: its object has to be there.
 * @throws AdreachError `change` with the line for what the directory would refuse, or what cannot be told from the evidence
 */
export function changesOfRecords(
  name: string,
  records: readonly ChangeRecord[],
  present: PresentValues,
): readonly PlacedChange[] {
  const reader = new Reader(name, present);
  for (const record of records) reader.record(record);
  return reader.changes;
}

class Reader {
  readonly changes: PlacedChange[] = [];
  readonly #values: Values;
  readonly #members: MemberLists;

  constructor(
    readonly name: string,
    present: PresentValues,
  ) {
    this.#values = new Values(present);
    this.#members = new MemberLists(present);
  }

  record(record: ChangeRecord): void {
    const { dn, line } = record;
    switch (record.type) {
      case 'modify':
        this.#modify(dn, record.controls, record.modifications);
        break;
      case 'add':
        this.#values.forget(dn);
        this.#add(this.#created(dn, record), line);
        this.#members.made(dn, membersOf(record));
        break;
      case 'delete':
        this.#values.forget(dn);
        this.#members.gone(dn);
        this.#add({ kind: 'delete', dn, tree: record.controls.tree }, line);
        break;
      case 'moddn': {
        const to = record.newSuperior ?? parentDn(dn);
        if (to === null) throw this.#refused(line, `${dn} has no parent in which it could get another name`);
        this.#values.forget(dn);
        this.#values.forget(`${record.newRdn},${to}`);
        this.#members.moved(dn, `${record.newRdn},${to}`);
        this.#add({ kind: 'move', dn, to, rdn: record.newRdn }, line);
        break;
      }
    }
  }

  #modify(dn: string, controls: Controls, modifications: readonly Modification[]): void {
    /** Attributes that get values, each once, where the last modification of it stands. */
    const written = new Map<string, Modification>();
    for (const modification of modifications) {
      const key = modification.attribute.toLowerCase();
      const because = refusedBecause(modification.attribute);
      if (because !== null) throw this.#refused(modification.line, because);
      if (key === 'ntsecuritydescriptor') this.#descriptor(dn, controls, modification, modifications);
      else if (key === 'member') this.#member(dn, modification);
      else {
        const problem = this.#values.modify(dn, modification);
        if (problem !== null) throw this.#refused(problem.line, problem.because);
        written.set(key, modification);
      }
    }
    for (const { attribute, line } of written.values())
      this.#add({ kind: 'set-attribute', dn, attribute, values: this.#values.of(dn, attribute) }, line);
  }

  #descriptor(dn: string, { parts }: Controls, written: Modification, all: readonly Modification[]): void {
    const { operation, values, line } = written;
    // Taken away and put in again in one request is a replacement.
    const before = all.slice(0, all.indexOf(written));
    const goes = ({ operation, attribute }: Modification) =>
      operation === 'delete' && attribute.toLowerCase() === 'ntsecuritydescriptor';
    if (operation === 'delete') {
      const comes = all.slice(all.indexOf(written) + 1).some((other) => !goes(other) && isDescriptor(other));
      if (comes && values.length === 0) return;
      throw this.#refused(
        line,
        'an object cannot be without nTSecurityDescriptor',
        'Write "replace: nTSecurityDescriptor".',
      );
    }
    if (operation === 'add' && !before.some(goes))
      throw this.#refused(line, `${dn} has nTSecurityDescriptor already`, 'Write "replace: nTSecurityDescriptor".');
    const counting = parts ?? ALL_PARTS;
    const descriptor = this.#parsed(values, line);
    const without = parts === null ? ', and without an SD flags control all parts count' : '';
    if (counting.includes('owner') && descriptor.owner === null)
      throw this.#refused(line, `the descriptor has no owner${without}`, OWN_PARTS);
    if (counting.includes('group') && descriptor.group === null)
      throw this.#refused(line, `the descriptor has no group${without}`, OWN_PARTS);
    if (counting.includes('dacl') && (descriptor.control & SdControl.DaclPresent) === 0)
      throw this.#refused(line, `the descriptor has no DACL${without}`, OWN_PARTS);
    this.#add({ kind: 'write-descriptor', dn, descriptor, parts: counting }, line);
  }

  #parsed(values: readonly RecordValue[], line: number): SecurityDescriptor {
    if (values.length !== 1) throw this.#refused(line, 'nTSecurityDescriptor has exactly one value');
    try {
      return parseSecurityDescriptor(values[0]!.bytes);
    } catch (error) {
      if (!(error instanceof AdreachError)) throw error;
      throw this.#refused(values[0]!.line, `nTSecurityDescriptor is damaged: ${error.message}`);
    }
  }

  #member(group: string, { operation, values, line }: Modification): void {
    if (operation === 'replace' || values.length === 0) {
      const dns = values.map((value) => this.#dn(value));
      const difference = this.#members.replaced(group, dns);
      if (difference === null)
        throw this.#refused(
          line,
          `the members of ${group} before are not all known, so that what "${operation}: member" takes out is not`,
          'Name the members that come and go one by one.',
        );
      for (const member of difference.removed) this.#add({ kind: 'remove-member', group, member }, line);
      for (const member of difference.added) this.#add({ kind: 'add-member', group, member }, line);
      return;
    }
    for (const value of values) {
      const member = this.#dn(value);
      const kind = operation === 'add' ? 'add-member' : 'remove-member';
      this.#members.note(group, member, kind);
      this.#add({ kind, group, member }, value.line);
    }
  }

  #created(dn: string, { attributes, line }: Extract<ChangeRecord, { readonly type: 'add' }>): Change {
    const kept = new Map<string, readonly Buffer[]>();
    let classes: readonly string[] = [];
    let descriptor: SecurityDescriptor | null = null;
    for (const [attribute, values] of attributes) {
      const key = attribute.toLowerCase();
      const because = refusedInNewBecause(attribute);
      if (because !== null) throw this.#refused(values[0]!.line, because);
      if (key === 'objectclass') classes = values.map(({ bytes }) => bytes.toString('utf8'));
      else if (key === 'ntsecuritydescriptor') descriptor = this.#parsed(values, values[0]!.line);
      else kept.set(attribute, isSecret(attribute) ? [] : values.map(({ bytes }) => bytes));
    }
    if (classes.length === 0) throw this.#refused(line, `the new object ${dn} has no objectClass`);
    return { kind: 'create', dn, classes, attributes: kept, descriptor };
  }

  #dn({ bytes, line }: RecordValue): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw this.#refused(line, 'the name of the member is not UTF-8 text');
    }
  }

  #add(change: Change, line: number): void {
    this.changes.push({ change, where: `${this.name} line ${line}` });
  }

  #refused(line: number, because: string, hint?: string): AdreachError {
    return new AdreachError('change', `${this.name} line ${line}: ${because}`, hint);
  }
}

const OWN_PARTS =
  'Say with "control: 1.2.840.113556.1.4.801 true:: MAMCAQQ=" that only the DACL is written, or put the part in.';

const isDescriptor = ({ attribute }: Modification): boolean => attribute.toLowerCase() === 'ntsecuritydescriptor';

/** Members that a new object is made with. */
function membersOf({ attributes }: Extract<ChangeRecord, { readonly type: 'add' }>): readonly string[] {
  return [...attributes]
    .filter(([attribute]) => attribute.toLowerCase() === 'member')
    .flatMap(([, values]) => values.map(({ bytes }) => bytes.toString('utf8')));
}
