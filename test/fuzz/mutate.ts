/**
 * Damage for real input, in the three kinds that happen to files and a fourth for what somebody would do on purpose:
 * cut off anywhere; bits and bytes flipped; pieces of the same or of another file put in; structure made extreme.
 */
import type { Random } from './random.js';

/** `several`: two to five changes of any kind, one after the other. */
export const DAMAGES = ['cut', 'flipped', 'spliced', 'structural', 'several'] as const;
export type Damage = (typeof DAMAGES)[number];

/** Of ten variants in a row: three cut, three flipped, two spliced, and one of each other kind. */
const TURNS: readonly Damage[] = [
  'cut',
  'flipped',
  'spliced',
  'cut',
  'flipped',
  'structural',
  'cut',
  'flipped',
  'spliced',
  'several',
];

/** The kind of damage that variant `number` (from 0) gets. */
export function damageOf(number: number): Damage {
  return TURNS[number % TURNS.length]!;
}

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
  '# extended LDIF\n',
  '# LDAPv3\n',
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
  '- &a [*a]',
  '!!binary ',
  '? ',
  '---\n',
] as const;
const MOST_CHANGES = 5;
const LONGEST_PIECE = 64;
const NEWLINE = 0x0a;
/** Changes that happen to change nothing are tried again so often. */
const TRIES = 50;

/**
 * @param bytes at least one byte
 * @param others the inputs of the same format, which lend pieces
 * @returns a variant that is not the input
 */
export function damage(bytes: Uint8Array, others: readonly Uint8Array[], kind: Damage, random: Random): Buffer {
  const original = Buffer.from(bytes);
  for (let left = TRIES; left > 0; left--) {
    let out: Buffer = Buffer.from(original);
    if (kind === 'several') {
      for (let changes = 2 + random.below(MOST_CHANGES - 1); changes > 0; changes--) {
        out = once(out, others, random.pick(DAMAGES.slice(0, 4)), random);
      }
    } else {
      out = once(out, others, kind, random);
    }
    if (!out.equals(original)) return out;
  }
  return original.subarray(0, original.length - 1);
}

function once(bytes: Buffer, others: readonly Uint8Array[], kind: Damage, random: Random): Buffer {
  switch (kind) {
    case 'cut':
      return bytes.subarray(0, cutAt(bytes, random));
    case 'flipped':
      return flip(bytes, random);
    case 'spliced':
      return splice(bytes, random.chance(0.5) ? bytes : Buffer.from(random.pick(others)), random);
    default:
      return restructure(bytes, random);
  }
}

/** Anywhere; at the end of a line; or near the beginning or the end. */
function cutAt(bytes: Buffer, random: Random): number {
  if (bytes.length === 0) return 0;
  const anywhere = random.below(bytes.length);
  switch (random.below(4)) {
    case 0:
      return Math.min(lineStart(bytes, anywhere), bytes.length - 1);
    case 1: {
      const near = sized(bytes.length, random);
      return random.chance(0.3) ? near - 1 : bytes.length - near;
    }
    default:
      return anywhere;
  }
}

function flip(bytes: Buffer, random: Random): Buffer {
  const out = Buffer.from(bytes);
  if (out.length === 0) return out;
  for (let left = random.chance(0.6) ? 1 : 1 + random.below(8); left > 0; left--) {
    const at = random.below(out.length);
    switch (random.below(4)) {
      case 0:
      case 1:
        out[at]! ^= 1 << random.below(8);
        break;
      case 2:
        out[at] = random.below(256);
        break;
      default:
        // A burst, as a bad sector or a lost packet leaves it.
        out.fill(random.chance(0.5) ? 0 : random.below(256), at, Math.min(out.length, at + 1 + random.below(16)));
    }
  }
  return out;
}

/** Puts a piece of `donor` in: between bytes, over as many bytes, or in place of all that follows. */
function splice(bytes: Buffer, donor: Buffer, random: Random): Buffer {
  const whole = random.chance(0.5);
  const place = (text: Buffer): number => {
    const at = random.below(text.length + 1);
    return whole ? lineStart(text, at) : at;
  };
  const at = place(bytes);
  const from = place(donor);
  const end = from + sized(Math.max(1, donor.length - from), random);
  const piece = donor.subarray(from, whole ? lineStart(donor, end) : end);
  switch (random.below(3)) {
    case 0:
      return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(Math.min(bytes.length, at + piece.length))]);
    default:
      return Buffer.concat([bytes.subarray(0, at), donor.subarray(from)]);
  }
}

function restructure(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + random.below(LONGEST_PIECE));
  const put = (piece: Uint8Array, over = 0) =>
    Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(Math.min(bytes.length, at + over))]);
  switch (random.below(6)) {
    case 0: {
      const wide = Buffer.alloc(random.pick([1, 2, 4, 8]));
      const value = random.pick(EXTREMES);
      const bigEndian = random.chance(0.3);
      for (let index = 0; index < wide.length; index++) {
        wide[bigEndian ? wide.length - 1 - index : index] = Math.floor(value / 256 ** index) & 0xff;
      }
      return put(wide, wide.length);
    }
    case 1:
      return put(Buffer.alloc(0), end - at);
    case 2:
      // The beginning is lost.
      return bytes.subarray(sized(bytes.length, random) - 1);
    case 3:
      return put(Buffer.from(random.pick(PIECES)));
    case 4:
      return put(bytes.subarray(at, end));
    default: {
      // Many of the same, for what nests or repeats.
      const unit = bytes.subarray(at, Math.min(end, at + 1 + random.below(8)));
      return put(unit.length === 0 ? unit : Buffer.alloc(random.below(2000), unit));
    }
  }
}

/** The beginning of the line after the one that holds `at`; `at` itself where there are no lines. */
function lineStart(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(NEWLINE, at);
  return end < 0 ? at : end + 1;
}

/** From 1 to `most`, each order of magnitude as often as the others. */
function sized(most: number, random: Random): number {
  return Math.max(1, Math.min(most, Math.floor(Math.exp(random.next() * Math.log(most + 1)))));
}
