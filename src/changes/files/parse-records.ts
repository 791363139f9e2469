/** LDIF change records as text to what they say (RFC 2849 section 4, `ldif-changes`). */
import { isDn, rdnKey, splitDn } from '../../names/dn.js';
import type { ChangeRecord, Modification, RecordValue } from './change-record.js';
import { type Controls, NO_CONTROLS, withControl } from './controls.js';
import { type RecordLine, RecordLines } from './record-lines.js';

/** More than any person reviews: a file of so many was made by a program that has gone wrong. */
const MOST_RECORDS = 100_000;
const MOST_LINES = 500_000;
/** Longer, and deeper, than the names of any directory. */
const LONGEST_DN = 4096;
const DEEPEST_DN = 128;

type ValueLine = Extract<RecordLine, { readonly kind: 'value' }>;

/**
 * @param name of the file, for messages
 * @returns its records in order
 * @throws AdreachError `format` with file and line for what is no LDIF of change records
 */
export function parseChangeRecords(name: string, bytes: Buffer): readonly ChangeRecord[] {
  const lines = new RecordLines(name, bytes);
  const records: ChangeRecord[] = [];
  let block: RecordLine[] = [];
  let count = 0;
  const close = () => {
    if (block.length > 0) records.push(new RecordReader(lines, block).record());
    block = [];
    if (records.length > MOST_RECORDS)
      throw lines.fault(records.at(-1)!.line, `the file has more than ${MOST_RECORDS} change records`);
  };
  for (const line of lines) {
    if (line.kind === 'empty') close();
    else if (isVersion(line) && records.length === 0 && block.length === 0) checkVersion(line, lines);
    else {
      block.push(line);
      if (++count > MOST_LINES) throw lines.fault(line.line, `the file has more than ${MOST_LINES} lines`);
    }
  }
  const last = block.at(-1);
  const whole = lines.terminated || last === undefined;
  close();
  if (!whole && last.kind === 'value' && mayBeCut(records.at(-1)!))
    throw lines.fault(
      last.line,
      'the file ends in the middle of this line, so that the value may be cut off',
      'Where it is whole, end the file with a line break.',
    );
  return records;
}

const isVersion = (line: RecordLine): line is ValueLine =>
  line.kind === 'value' && line.name.toLowerCase() === 'version';

function checkVersion({ value, line }: ValueLine, lines: RecordLines): void {
  if (value.toString('latin1').trim() !== '1') throw lines.fault(line, 'only LDIF version 1 is known (RFC 2849)');
}

/** Whether the last line of a record is a value, a part of which would be a value too. */
const mayBeCut = ({ type }: ChangeRecord): boolean => type === 'modify' || type === 'add';

/** Reads one record. */
class RecordReader {
  #at = 0;

  constructor(
    readonly lines: RecordLines,
    readonly block: readonly RecordLine[],
  ) {}

  record(): ChangeRecord {
    const first = this.#next();
    if (first?.kind !== 'value' || first.name.toLowerCase() !== 'dn')
      throw this.lines.fault(this.block[0]!.line, 'a change record begins with "dn:"');
    const dn = this.#dn(first, 'dn');
    let controls = NO_CONTROLS;
    for (;;) {
      const line = this.#next();
      const key = line?.kind === 'value' ? line.name.toLowerCase() : '';
      if (line?.kind === 'value' && line.control !== null) {
        controls = this.#control(controls, line);
      } else if (line?.kind === 'value' && key === 'changetype') {
        return this.#ofType({ dn, line: first.line, controls }, line);
      } else {
        throw this.lines.fault(
          line?.line ?? first.line,
          `the record of ${JSON.stringify(shortened(dn))} has no "changetype:" after its name`,
          'A change record says what is done: changetype: modify, add, delete or moddn.',
        );
      }
    }
  }

  #ofType(base: Pick<ChangeRecord, 'dn' | 'line' | 'controls'>, line: ValueLine): ChangeRecord {
    const type = line.value.toString('latin1').trim().toLowerCase();
    switch (type) {
      case 'modify':
        return { ...base, type, modifications: this.#modifications() };
      case 'add':
        return { ...base, type, attributes: this.#attributes(line) };
      case 'delete':
        this.#end('a deletion');
        return { ...base, type };
      case 'modrdn':
      case 'moddn':
        return { ...base, type: 'moddn', ...this.#newName(line) };
      default:
        throw this.lines.fault(
          line.line,
          `there is no changetype ${JSON.stringify(shortened(type))}`,
          'There are: modify, add, delete, moddn, modrdn.',
        );
    }
  }

  #modifications(): readonly Modification[] {
    const modifications: Modification[] = [];
    for (let head = this.#next(); head !== undefined; head = this.#next()) {
      const operation = head.kind === 'value' ? head.name.toLowerCase() : '';
      if (head.kind !== 'value' || (operation !== 'add' && operation !== 'delete' && operation !== 'replace'))
        throw this.lines.fault(
          head.line,
          'a modification begins with "add:", "delete:" or "replace:" and an attribute',
        );
      const attribute = head.value.toString('latin1').trim();
      if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(attribute))
        throw this.lines.fault(head.line, `${JSON.stringify(shortened(attribute))} is no name of an attribute`);
      const values = this.#valuesOf(attribute);
      if (operation === 'add' && values.length === 0)
        throw this.lines.fault(head.line, `"add: ${attribute}" has no value`);
      modifications.push({ operation, attribute, values, line: head.line });
    }
    return modifications;
  }

  /** Up to the dash, which may be missing at the end of a record, as ldapmodify has it. */
  #valuesOf(attribute: string): readonly RecordValue[] {
    const values: RecordValue[] = [];
    for (let line = this.#next(); line !== undefined && line.kind !== 'dash'; line = this.#next()) {
      if (line.kind !== 'value' || line.name.toLowerCase() !== attribute.toLowerCase())
        throw this.lines.fault(line.line, `a value of ${attribute} or "-" has to stand here`);
      values.push({ bytes: line.value, line: line.line });
    }
    return values;
  }

  #attributes(head: ValueLine): ReadonlyMap<string, readonly RecordValue[]> {
    const attributes = new Map<string, { readonly name: string; readonly values: RecordValue[] }>();
    for (let line = this.#next(); line !== undefined; line = this.#next()) {
      if (line.kind !== 'value')
        throw this.lines.fault(line.line, '"-" belongs to a modification, and this is an addition');
      if (line.name.includes(';') || line.control !== null || line.name.toLowerCase() === 'dn')
        throw this.lines.fault(line.line, `${JSON.stringify(line.name)} is no attribute of a new object`);
      const key = line.name.toLowerCase();
      const known = attributes.get(key) ?? { name: line.name, values: [] };
      known.values.push({ bytes: line.value, line: line.line });
      attributes.set(key, known);
    }
    if (attributes.size === 0) throw this.lines.fault(head.line, 'the new object has no attributes, not even a class');
    return new Map([...attributes.values()].map(({ name, values }) => [name, values]));
  }

  #newName(head: ValueLine): { readonly newRdn: string; readonly newSuperior: string | null } {
    let newRdn: string | null = null;
    let newSuperior: string | null = null;
    let deletes: boolean | null = null;
    for (let line = this.#next(); line !== undefined; line = this.#next()) {
      const key = line.kind === 'value' ? line.name.toLowerCase() : '';
      if (line.kind === 'value' && key === 'newrdn' && newRdn === null) newRdn = this.#rdn(line);
      else if (line.kind === 'value' && key === 'deleteoldrdn' && deletes === null) deletes = this.#deletesOld(line);
      else if (line.kind === 'value' && key === 'newsuperior' && newSuperior === null)
        newSuperior = this.#dn(line, 'newsuperior');
      else
        throw this.lines.fault(
          line.line,
          'a new name is "newrdn:", "deleteoldrdn: 1" and perhaps "newsuperior:", each once',
        );
    }
    if (newRdn === null || deletes === null)
      throw this.lines.fault(head.line, `"${newRdn === null ? 'newrdn' : 'deleteoldrdn'}:" is missing`);
    return { newRdn, newSuperior };
  }

  /** Of a domain's objects, the old name is always removed (MS-ADTS 3.1.1.5.4.1). */
  #deletesOld({ value, line }: ValueLine): true {
    const text = value.toString('latin1').trim();
    if (text === '1') return true;
    throw this.lines.fault(
      line,
      text === '0' ? 'the directory never keeps the old name beside the new one' : '"deleteoldrdn:" is 1',
      'Write "deleteoldrdn: 1".',
    );
  }

  #rdn({ value, line }: ValueLine): string {
    const rdn = this.#utf8(value, line);
    if (rdnKey(rdn) === null || rdn === '')
      throw this.lines.fault(line, `${JSON.stringify(shortened(rdn))} is not one RDN`);
    return rdn;
  }

  #dn({ value, line }: ValueLine, what: string): string {
    const dn = this.#utf8(value, line);
    if (dn === '' && what === 'dn')
      throw this.lines.fault(line, 'the record is for the server itself (an empty "dn:"), which is not simulated');
    if (dn.length > LONGEST_DN || splitDn(dn).length > DEEPEST_DN)
      throw this.lines.fault(line, `${JSON.stringify(shortened(dn))} is longer than a distinguished name can be`);
    if (!isDn(dn))
      throw this.lines.fault(
        line,
        `${JSON.stringify(shortened(dn))} is not a distinguished name`,
        'Name the object by its DN, not by GUID or SID.',
      );
    return dn;
  }

  #utf8(value: Buffer, line: number): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
    } catch {
      throw this.lines.fault(line, 'the name is not UTF-8 text');
    }
  }

  #control(controls: Controls, { control, line }: ValueLine): Controls {
    const after = withControl(controls, control!.text, control!.value);
    if (typeof after === 'string') throw this.lines.fault(line, after);
    return after;
  }

  #end(what: string): void {
    const line = this.#next();
    if (line !== undefined) throw this.lines.fault(line.line, `nothing follows in the record of ${what}`);
  }

  #next(): RecordLine | undefined {
    return this.block[this.#at++];
  }
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
