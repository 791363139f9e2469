/** LDIF: plain, packed, as UTF-16, and several files joined. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { DomainMaker } from '../inputs/domains.js';
import { LDIF_STYLES, ldifOf } from '../inputs/ldif.js';
import { objectsOf, type PlainObject } from '../inputs/objects.js';
import { type Outcome, type ParserTarget, promised, type Variant } from '../parser-target.js';
import { Random } from '../random.js';
import { holdAgainst } from '../reference/accounting.js';
import { holdCut } from '../reference/cut.js';
import type { ReferenceEntry } from '../reference/entry.js';
import { referenceLdif } from '../reference/ldif.js';
import type { EvidenceView } from '../reference/view.js';
import type { Files } from './files.js';

/** Small directories, of the lab and made up, some of them whole. */
export function directories(lab: Buffer, seed: number): readonly (readonly PlainObject[])[] {
  const random = new Random(seed);
  const maker = new DomainMaker(random, seed);
  // A piece of the schema is none: without any, the base product's is used.
  const all = objectsOf(lab).filter(({ dn }) => !/,CN=(?:Schema|Extended-Rights),CN=Configuration,/i.test(dn));
  const head = all.find(({ attributes }) =>
    attributes.some(([, values]) => values.some((v) => v.equals(Buffer.from('domainDNS')))),
  );
  const pieces = Array.from({ length: 6 }, () => [
    ...(head === undefined ? [] : [head]),
    ...Array.from({ length: 20 }, () => random.pick(all)),
  ]);
  const made = Array.from({ length: 8 }, (_, n) =>
    maker.domain(
      `DC=${n % 4 === 3 ? 'müller' : 'made'}${n},DC=seed${seed}`,
      `S-1-5-21-${1_004_336_348 + seed}-1177238915-${n + 1}`,
      3 + 2 * n,
      n % 2 === 0,
    ),
  );
  return [...pieces, ...made];
}

/** Each directory as one tool or another writes it, and two exports one after the other in one file. */
export function ldifFiles(lab: Buffer, seed: number): readonly Buffer[] {
  const files = directories(lab, seed).map((objects, n) => ldifOf(objects, LDIF_STYLES[n % LDIF_STYLES.length]!));
  const [one, two] = directories(lab, seed + 1).slice(-2);
  return [...files, Buffer.concat([ldifOf(one!, 'ldapsearch'), ldifOf(two!, 'ldapsearch')])];
}

export function ldifTargets(lab: Buffer, files: Files, seed: number): readonly ParserTarget[] {
  const texts = ldifFiles(lab, seed);
  const packed = texts.map((text, n) =>
    n % 3 === 2
      ? Buffer.concat([gzipSync(text.subarray(0, text.length >> 1)), gzipSync(text.subarray(text.length >> 1))])
      : gzipSync(text),
  );
  const wide = texts.map((text, n) => utf16(text.toString('utf8'), n % 2 === 1));
  const companions = ldifFiles(lab, seed + 2);

  /** @param texts the damaged file's content as plain text, before and now; null: it cannot be told, so it must be refused */
  const reading =
    (format: string, textOf: (bytes: Buffer) => Buffer | null) =>
    async (variant: Variant): Promise<Outcome> => {
      const view = await files.read(variant.bytes);
      const text = textOf(variant.bytes);
      promised(text !== null, () => 'damaged beyond what can be told, and accepted');
      hold(variant, text, textOf(Buffer.from(variant.original)) ?? Buffer.alloc(0), [], view);
      return files.outcome(view, `${format} ${variant.index}`, [variant.original]);
    };
  return [
    { name: 'ldif', inputs: texts, run: reading('ldif', (bytes) => bytes) },
    { name: 'ldif-gzip', inputs: packed, run: reading('ldif-gzip', unpacked) },
    { name: 'ldif-utf16', inputs: wide, run: reading('ldif-utf16', fromUtf16) },
    {
      name: 'ldif-joined',
      costly: 2,
      inputs: texts,
      async run(variant) {
        const before = companions[variant.index]!;
        const after = gzipSync(companions[(variant.index + 1) % companions.length]!);
        const view = await files.read(before, variant.bytes, after);
        hold(variant, variant.bytes, Buffer.from(variant.original), [before, gunzipSync(after)], view);
        return files.outcome(view, `joined ${variant.index}`, [before, variant.original, after]);
      },
    },
  ];
}

/** @param others texts that were read before and after it */
function hold(variant: Variant, text: Buffer, original: Buffer, others: readonly Buffer[], view: EvidenceView): void {
  const reading = referenceLdif(text);
  promised(reading.unacceptable.length === 0, () => `accepted, with ${reading.unacceptable[0]}`);
  const [before, ...after] = others.map((other) => referenceLdif(other).entries);
  holdAgainst([...(before ?? []), ...reading.entries, ...after.flat()], view);
  holdUntouched(text, original, reading.entries);
  if (variant.damage === 'cut') holdCut(original, text, view);
}

/**
 * An entry of the original that still stands between empty lines as it stood is an entry. This holds the naive reader, to which
 * the evidence is held: nothing but splitting stands behind it.
 */
function holdUntouched(text: Buffer, original: Buffer, entries: readonly ReferenceEntry[]): void {
  const blocks = (bytes: Buffer): string[] =>
    bytes
      .toString('latin1')
      .split(/(?:\r?\n){2,}/)
      .slice(0, -1);
  const before = new Set(blocks(original));
  const untouched = blocks(text).filter((block) => before.has(block) && /^dn:/m.test(block)).length;
  promised(entries.length >= untouched, () => `${untouched} entries are untouched, ${entries.length} were found`);
}

function utf16(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

/** UTF-16 where a byte order mark says so, else the bytes as they are; null where it is no well-formed UTF-16. */
function fromUtf16(bytes: Buffer): Buffer | null {
  // Without a mark the first character, which is ASCII in every LDIF file, tells it.
  const little = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] !== 0 && bytes[1] === 0);
  const big = (bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0 && bytes[1] !== 0);
  if (!little && !big) return bytes;
  if (bytes.length % 2 !== 0) return null;
  const text = (little ? bytes : Buffer.from(bytes).swap16()).toString('utf16le').replace(/^\ufeff/, '');
  const utf8 = Buffer.from(text);
  return utf8.toString('utf8') === text ? utf8 : null;
}

/** What gzip data holds, all members; other bytes as they are. */
function unpacked(bytes: Buffer): Buffer | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    return null;
  }
}
