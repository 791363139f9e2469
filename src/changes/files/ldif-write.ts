/** Changes as LDIF change records (RFC 2849 section 4) that an LDAP client such as ldapmodify sends to the server. */
import { encodeSecurityDescriptor, formatAce } from '../../descriptor/index.js';
import type { SecurityDescriptor } from '../../descriptor/types.js';
import type { Directory } from '../../directory/directory.js';
import type { AccountRecord } from '../../directory/records.js';
import { dnKey, isAtOrBelow, parentDn, rdnText } from '../../names/dn.js';
import { make } from '../apply.js';
import type { Change, DescriptorPart } from '../change.js';
import { Draft, refused } from '../draft.js';
import { onlyParts } from '../lists.js';
import { TREE_DELETE_OID } from './controls.js';
import { ldifComment, ldifLine } from './ldif-text.js';
import { ALL_PARTS, encodeSdFlags, SD_FLAGS_OID } from './sd-flags.js';

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;
type EntryChange = Of<'add-entry' | 'remove-entry' | 'set-inheritance'>;

/**
 * LDAP writes whole lists, so that changes of entries become a write of the list that comes out of them, which is computed
 * from the directory; those of one object that follow each other are one write. What the list inherits is written as it
 * will be; the server computes it anew.
 * @param changes in the order in which they are to be made
 * @param directory as it is before them
 * @param named the accounts that changes name, as for `apply` (`namedBeyondModel` says which)
 * @returns the file's text: ASCII, with a comment beside what is base64
 * @throws AdreachError `change` for one that cannot be made, that LDAP has no request for (an AdminSDHolder run), or whose
 *   list is not known because an earlier change makes or moves the object
 */
export function formatLdif(
  changes: readonly Change[],
  directory: Directory,
  named: readonly AccountRecord[] = [],
): string {
  const state = new Written(directory, named);
  const records: string[][] = [];
  for (let at = 0; at < changes.length; at++) {
    const change = changes[at]!;
    if (!isEntryChange(change)) {
      records.push(recordOf(change, state));
      continue;
    }
    const run = [change];
    for (let next = changes[at + 1]; next !== undefined && isEntryChange(next); next = changes[++at + 1]) {
      if (dnKey(next.dn) !== dnKey(change.dn)) break;
      run.push(next);
    }
    records.push(listRecord(run, state));
  }
  return ['version: 1', ...records.map((lines) => `\n${lines.join('\n')}`)].map((text) => `${text}\n`).join('');
}

/** The directory as the records written so far leave it, as far as later ones depend on that. */
class Written {
  readonly #draft: Draft;
  /** Keys of what was made, moved or deleted: what the directory says of these objects, and those below, is out of date. */
  readonly #gone: string[] = [];

  constructor(directory: Directory, named: readonly AccountRecord[]) {
    this.#draft = new Draft(directory, named);
  }

  outdated(...dns: readonly string[]): void {
    this.#gone.push(...dns.map(dnKey));
  }

  /** False where what the directory says of an object is out of date. */
  knows(dn: string): boolean {
    const key = dnKey(dn);
    return !this.#gone.some((gone) => isAtOrBelow(key, gone));
  }

  apply(change: Extract<Change, { readonly dn: string }>): void {
    if (!this.knows(change.dn))
      throw refused(
        `what ${change.dn} is like after the changes before is not known here: one of them makes, moves or deletes it`,
        'Write these changes into a file of their own, or the whole list (write-descriptor).',
      );
    make(this.#draft, change);
  }

  descriptor(dn: string): SecurityDescriptor {
    return this.#draft.descriptorOf(this.#draft.find(dn)).value;
  }

  flags(dn: string): number {
    return this.#draft.accounts.get(this.#draft.find(dn).account!)!.userAccountControl!;
  }
}

function isEntryChange(change: Change): change is EntryChange {
  return change.kind === 'add-entry' || change.kind === 'remove-entry' || change.kind === 'set-inheritance';
}

function recordOf(change: Exclude<Change, EntryChange>, state: Written): string[] {
  switch (change.kind) {
    case 'write-descriptor':
      return writtenDescriptor(change, state);
    case 'add-member':
      return modify(change.group, [['add', 'member', [change.member]]]);
    case 'remove-member':
      return modify(change.group, [['delete', 'member', [change.member]]]);
    case 'set-flags':
      state.apply(change);
      return modify(change.dn, [['replace', 'userAccountControl', [String(state.flags(change.dn))]]]);
    case 'set-attribute':
      if (change.attribute.toLowerCase() === 'useraccountcontrol') state.apply(change);
      return modify(change.dn, [['replace', change.attribute, change.values]]);
    case 'create':
      state.outdated(change.dn);
      return created(change);
    case 'delete':
      state.outdated(change.dn);
      return [
        ldifLine('dn', change.dn),
        ...(change.tree ? [`control: ${TREE_DELETE_OID} true`] : []),
        'changetype: delete',
      ];
    case 'move':
      return moved(change, state);
    case 'run-adminsdholder':
      throw refused(
        `an AdminSDHolder run of ${change.domain} cannot be written as LDIF`,
        'The domain controller that holds the PDC emulator role does it by itself, every hour.',
      );
  }
}

function listRecord(run: readonly EntryChange[], state: Written): string[] {
  const { dn } = run[0]!;
  for (const change of run) state.apply(change);
  return descriptorRecord(dn, state.descriptor(dn), ['dacl'], run.flatMap(entryComment));
}

function writtenDescriptor(change: Of<'write-descriptor'>, state: Written): string[] {
  const { dn, descriptor, parts } = change;
  // Objects that were made or moved before are written all the same: nothing of what they have is needed.
  if (!state.knows(dn)) return descriptorRecord(dn, descriptor, parts, []);
  state.apply(change);
  return descriptorRecord(dn, descriptor, parts, []);
}

function descriptorRecord(
  dn: string,
  descriptor: SecurityDescriptor,
  parts: readonly DescriptorPart[],
  comments: readonly string[],
): string[] {
  const value = encodeSecurityDescriptor(onlyParts(descriptor, parts));
  const all = ALL_PARTS.every((part) => parts.includes(part));
  const flags = ldifLine(`control: ${SD_FLAGS_OID} true`, encodeSdFlags(parts));
  return [...comments, ...modify(dn, [['replace', 'nTSecurityDescriptor', [value]]], all ? [] : [flags])];
}

function entryComment(change: EntryChange): string[] {
  if (change.kind === 'set-inheritance') return [ldifComment(`inheritance ${change.inherits ? 'on' : 'off'}`)];
  return [ldifComment(`${change.kind === 'add-entry' ? 'adds' : 'removes'} ${formatAce(change.entry)}`)];
}

type Modification = readonly ['add' | 'delete' | 'replace', string, readonly (string | Uint8Array)[]];

function modify(dn: string, modifications: readonly Modification[], controls: readonly string[] = []): string[] {
  const lines = modifications.flatMap(([operation, attribute, values]) => {
    const name = attributeName(attribute, dn);
    return [`${operation}: ${name}`, ...values.map((value) => ldifLine(name, value)), '-'];
  });
  return [ldifLine('dn', dn), ...controls, 'changetype: modify', ...lines];
}

function created({ dn, classes, attributes, descriptor }: Of<'create'>): string[] {
  const values = [...attributes].flatMap(([attribute, list]) =>
    list.map((value) => ldifLine(attributeName(attribute, dn), value)),
  );
  const security = descriptor === null ? [] : [ldifLine('nTSecurityDescriptor', encodeSecurityDescriptor(descriptor))];
  const named = classes.map((name) => ldifLine('objectClass', name));
  return [ldifLine('dn', dn), 'changetype: add', ...named, ...values, ...security];
}

function moved({ dn, to, rdn = rdnText(dn) }: Of<'move'>, state: Written): string[] {
  state.outdated(dn, `${rdn},${to}`);
  const stays = dnKey(parentDn(dn) ?? '') === dnKey(to);
  return [
    ldifLine('dn', dn),
    'changetype: moddn',
    ldifLine('newrdn', rdn),
    'deleteoldrdn: 1',
    ...(stays ? [] : [ldifLine('newsuperior', to)]),
  ];
}

/** An attribute description (RFC 4512 section 2.5): nothing else may stand before the colon. */
const NAME = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)(?:;[A-Za-z0-9-]+)*$/;

function attributeName(name: string, dn: string): string {
  if (!NAME.test(name)) throw refused(`${JSON.stringify(name.slice(0, 60))} of ${dn} is no name of an attribute`);
  return name;
}
