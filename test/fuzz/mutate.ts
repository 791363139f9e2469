/** Damage for real input: bytes changed, cut, doubled, moved between inputs; lengths and counts made extreme. */
import type { Random } from './random.js';

const EXTREMES = [0, 1, 2, 3, 4, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
/** Pieces that mean something to one of the parsers. */
const PIECES = [
  '(',
  ')',
  ';',
  '{',
  '}',
  '"',
  ',',
  '\n',
  '\n\n',
  '\n ',
  '\r\n',
  ':: ',
  ': ',
  ':< file:///x\n',
  'D:',
  'S:',
  'SID(',
  'Member_of{',
  '@User.',
  '&&',
  '||',
  '!(',
  '%0000',
  'changetype: modify\n',
  'member;range=0-1: x\n',
  'dn: ',
  'artx',
  '\0',
  '\ufeff',
  '\\u0000',
  'null',
  '-1',
  '1e999',
  '[]',
  '{}',
  '"t":"sd"',
  '__proto__',
] as const;
const MOST_CHANGES = 5;
const LONGEST_PIECE = 64;

/** @returns the bytes with a few changes of any kind; `others` lends pieces */
export function mutate(bytes: Uint8Array, others: readonly Uint8Array[], random: Random): Buffer {
  let out: Buffer = Buffer.from(bytes);
  for (let left = random.chance(0.6) ? 1 : 1 + random.below(MOST_CHANGES); left > 0; left--)
    out = change(out, others, random);
  return out;
}

function change(bytes: Buffer, others: readonly Uint8Array[], random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + random.below(LONGEST_PIECE));
  const put = (piece: Uint8Array, over = 0) =>
    Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(Math.min(bytes.length, at + over))]);
  switch (random.below(9)) {
    case 0:
    case 1:
      return put(Buffer.from([random.below(256)]), 1);
    case 2: {
      const wide = Buffer.alloc(random.pick([1, 2, 4]));
      const value = random.pick(EXTREMES);
      for (let index = 0; index < wide.length; index++) wide[index] = Math.floor(value / 256 ** index) & 0xff;
      return put(wide, wide.length);
    }
    case 3:
      return put(Buffer.alloc(0), end - at);
    case 4:
      return put(bytes.subarray(at, end));
    case 5:
      return put(Buffer.from(random.pick(PIECES)));
    case 6: {
      const other = random.pick(others);
      const from = random.below(other.length + 1);
      return put(other.subarray(from, from + random.below(LONGEST_PIECE)), random.chance(0.5) ? LONGEST_PIECE : 0);
    }
    case 7:
      return bytes.subarray(0, at);
    default: {
      // Many of the same, for what nests or repeats.
      const unit = bytes.subarray(at, Math.min(end, at + 1 + random.below(8)));
      return put(unit.length === 0 ? unit : Buffer.alloc(random.below(2000), unit));
    }
  }
}
