/**
 * A naive reader of LDIF: the whole text at once, split and split again. It shares nothing with the product's but the list of
 * attributes that are wanted.
 */
import { isUtf8 } from 'node:buffer';
import { WANTED_ATTRIBUTES } from '../../../src/sources/ldap/attributes.js';
import type { ReferenceEntry, ReferenceReading } from './entry.js';

const WANTED = new Set(WANTED_ATTRIBUTES.map(({ name }) => name.toLowerCase()));
/** What ldapsearch prints between entries. */
const NOISE = new Set(['search', 'result', 'ref', 'matcheddn', 'text', 'control', 'pagedresults']);

interface Line {
  readonly text: string;
  readonly comment: boolean;
}

/** @param bytes plain text: unpacked, UTF-8 */
export function referenceLdif(bytes: Buffer): ReferenceReading {
  const entries: ReferenceEntry[] = [];
  const unacceptable: string[] = [];
  const lines = logicalLines(bytes);
  let printed = false;
  let block: Line[] = [];
  const close = (): void => {
    const content = withoutBrokenComments(block, printed, entries.length === 0).filter((line) => !line.comment);
    if (content.length > 0)
      readBlock(
        content.map((line) => line.text),
        entries,
        unacceptable,
      );
    block = [];
  };
  for (const line of lines) {
    if (line.comment && /^# (?:extended LDIF|LDAPv3)$/.test(line.text)) printed = true;
    if (line.text === '') close();
    else block.push(line);
  }
  close();
  return { entries, unacceptable };
}

/** Bytes as Latin-1 characters, folded lines closed up. */
function logicalLines(bytes: Buffer): Line[] {
  const text = bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
  const physical = text.split('\n');
  if (physical.at(-1) === '') physical.pop();
  const lines: string[] = [];
  physical.forEach((line, n) => {
    const bare = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (n > 0 && bare.startsWith(' ')) lines[lines.length - 1] += bare.slice(1);
    else lines.push(bare);
  });
  return lines.map((line) => ({ text: line, comment: line.startsWith('#') }));
}

/** ldapsearch breaks the comment before an entry where the entry's name has a line break, and others elsewhere. */
function withoutBrokenComments(block: readonly Line[], printed: boolean, heading: boolean): readonly Line[] {
  if (!printed) return block;
  const dn = block.findIndex((line) => /^dn:/i.test(line.text));
  if (dn < 0) {
    // The filter of the search, in the comments that the output begins with.
    const last = block.findLastIndex((line) => line.comment);
    return heading && last >= 0 ? block.slice(last) : block;
  }
  let comment = dn - 1;
  while (comment >= 0 && !block[comment]!.comment) comment--;
  return comment < 0 ? block : [...block.slice(0, comment + 1), ...block.slice(dn)];
}

function readBlock(lines: readonly string[], entries: ReferenceEntry[], unacceptable: string[]): void {
  const attributes = new Map<string, Buffer[]>();
  const faults = new Set<string>();
  const ranges = new Map<string, { before: number; last: number | null }>();
  let dn: string | null = null;
  let noise = false;
  let first = true;
  for (const line of lines) {
    const parts = /^([^:]*):(:|<)?(.*)$/s.exec(line);
    if (parts === null || !/^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)(?:;[A-Za-z0-9=*_-]+)*$/.test(parts[1]!)) {
      unacceptable.push(`no attribute and value: ${JSON.stringify(line.slice(0, 80))}`);
      return;
    }
    const [name, ...options] = parts[1]!.toLowerCase().split(';') as [string, ...string[]];
    const value = decoded(parts[2], parts[3]!);
    if (value === null) {
      unacceptable.push(`a value of ${name} that is none`);
      return;
    }
    if (dn === null) {
      if (name === 'dn' && !noise) {
        if (!isUtf8(value)) unacceptable.push('a DN that is not UTF-8');
        dn = value.toString('utf8');
      } else if (name === 'version' && !noise) {
        if (value.toString('latin1').trim() !== '1') unacceptable.push('another version');
      } else if (NOISE.has(name)) noise = true;
      else {
        unacceptable.push(`${name} outside an entry`);
        return;
      }
      continue;
    }
    if (first && (name === 'changetype' || name === 'control')) {
      if (name === 'control' || value.toString('latin1').trim().toLowerCase() !== 'add') {
        unacceptable.push('a change');
        return;
      }
      continue;
    }
    if (name === 'dn') unacceptable.push('two names in one entry');
    if (parts[2] === undefined && WANTED.has(name) && !isUtf8(value)) {
      faults.add(name);
      continue;
    }
    first = false;
    for (const option of options) {
      const range = /^range=(\d{1,10})-(\d{1,10}|\*)$/.exec(option);
      if (range === null) continue;
      const parts = ranges.get(name) ?? { before: 0, last: null };
      if (range[2] === '*') parts.last = Number(range[1]);
      else if (value.length > 0) parts.before++;
      ranges.set(name, parts);
    }
    const list = attributes.get(name);
    if (list === undefined) attributes.set(name, [value]);
    else list.push(value);
  }
  if (dn === null) return;
  for (const [name, { before, last }] of ranges) {
    const list = attributes.get(name)!;
    attributes.set(
      name,
      list.filter((value) => value.length > 0),
    );
    // A part is missing: the last one, or one before it.
    if (last !== before) faults.add(name);
  }
  entries.push({ dn, attributes, faults });
}

function decoded(kind: string | undefined, text: string): Buffer | null {
  if (kind === '<') return null;
  const bare = text.replace(/^ +/, '');
  if (kind === undefined) return Buffer.from(bare, 'latin1');
  const base64 = bare.replace(/ +$/, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)) return null;
  return Buffer.from(base64, 'base64');
}
