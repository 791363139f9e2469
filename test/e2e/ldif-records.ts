/** LDIF exports as records that a test can add to, rename in and shuffle. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** One entry: its lines as attribute and value, in order; values that are no text stay bytes. */
export interface LdifRecord {
  readonly dn: string;
  readonly lines: readonly (readonly [attribute: string, value: string | Buffer])[];
}

/** Attributes whose values are names of objects. */
const NAMES = new Set([
  'dn',
  'member',
  'memberof',
  'ncname',
  'msds-managedaccountprecededbylink',
  'msds-managedpasswordid',
]);

/** Reads a fixture, unpacked where it is packed: what stands before its entries, and those. */
export function readRecords(path: string): { readonly head: string; readonly records: LdifRecord[] } {
  const bytes = readFileSync(join(ROOT, path));
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [head, ...rest] = text.split('\n\n');
  return { head: head!, records: rest.flatMap((record) => parsed(record)) };
}

/** The entry that a piece of an export holds; none where there are remarks alone. */
export function parsed(text: string): LdifRecord[] {
  const lines = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, attribute, colons, value] = /^([^:]+)(::?) ?(.*)$/.exec(line)!;
      return [attribute!, colons === '::' ? decoded(attribute!, value!) : value!] as const;
    });
  return lines.length === 0 ? [] : [{ dn: String(lines[0]![1]), lines }];
}

function decoded(attribute: string, value: string): string | Buffer {
  const bytes = Buffer.from(value, 'base64');
  return NAMES.has(attribute.toLowerCase()) ? bytes.toString('utf8') : bytes;
}

/** The text of an export. */
export function writeRecords(head: string, records: readonly LdifRecord[]): string {
  return `${head}\n\n${records
    .map(({ lines }) => `${lines.map(([attribute, value]) => line(attribute, value)).join('\n')}\n\n`)
    .join('')}`;
}

function line(attribute: string, value: string | Buffer): string {
  return typeof value === 'string' && /^(?![ :<])[ -~]*(?<! )$/.test(value)
    ? `${attribute}: ${value}`
    : `${attribute}:: ${Buffer.from(value).toString('base64')}`;
}

/** Every entry with what a later file says of it in its place; what is new behind. */
export function overlaid(base: readonly LdifRecord[], over: readonly LdifRecord[]): LdifRecord[] {
  const all = new Map(base.map((record) => [record.dn, record]));
  for (const record of over) all.set(record.dn, record);
  return [...all.values()];
}

/** The directory after an object was given another name: so for everything below it, and wherever it is named. */
export function renamed(records: readonly LdifRecord[], from: string, to: string): LdifRecord[] {
  const change = (value: string) =>
    value === from || value.endsWith(`,${from}`) ? `${value.slice(0, value.length - from.length)}${to}` : value;
  return records.map(({ dn, lines }) => ({
    dn: change(dn),
    lines: lines.map(([attribute, value]) => [
      attribute,
      typeof value === 'string' && NAMES.has(attribute.toLowerCase()) ? change(value) : value,
    ]),
  }));
}

/** The same entries in another order, the same for the same seed. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const out = [...items];
  let state = seed;
  for (let i = out.length - 1; i > 0; i--) {
    state = (state * 48271) % 2147483647;
    const j = state % (i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** Users like a given one, with names, SIDs and GUIDs of their own. */
export function copies(model: LdifRecord, place: string, count: number): LdifRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const dn = `CN=unrelated${i},${place}`;
    const value = (attribute: string, old: string | Buffer): string | Buffer => {
      switch (attribute.toLowerCase()) {
        case 'dn':
          return dn;
        case 'samaccountname':
          return `unrelated${i}`;
        case 'userprincipalname':
          return `unrelated${i}@securelab.local`;
        case 'objectguid':
          return Buffer.from(`unrelated-guid${String(i).padStart(2, '0')}`);
        case 'objectsid': {
          const sid = Buffer.from(old as Buffer);
          sid.writeUInt32LE(90_000 + i, sid.length - 4);
          return sid;
        }
        default:
          return old;
      }
    };
    return { dn, lines: model.lines.map(([attribute, old]) => [attribute, value(attribute, old)]) };
  });
}
