import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RawEntry } from '../../../../src/sources/entry.js';
import { decodeEntries, encodeEntries, unitOf } from '../../../../src/sources/ldap/journal/entry-page.js';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  // Long values, of which some are the same.
  fc
    .tuple(fc.integer({ min: 190, max: 400 }), fc.integer({ min: 0, max: 2 }))
    .map(([length, fill]) => new Uint8Array(length).fill(fill)),
);
const entry: fc.Arbitrary<RawEntry> = fc.record({
  dn: fc.string({ unit: 'grapheme' }),
  attributes: fc
    .array(
      fc.tuple(
        fc.constantFrom('cn', 'member', 'ntsecuritydescriptor', 'é'),
        fc.array(
          bytes.map((value) => Buffer.from(value)),
          { maxLength: 4 },
        ),
      ),
    )
    .map((pairs) => new Map(pairs)),
  // Of which attributes only a part was read.
  cut: fc.subarray(['member', 'é']),
});

const plain = (entries: readonly RawEntry[]) =>
  entries.map(({ dn, attributes, cut = [] }) => [
    dn,
    cut.filter((name) => attributes.has(name)).sort(),
    [...attributes].map(([name, values]) => [name, values.map(String), values.map((value) => value.toString('hex'))]),
  ]);

describe('a page of entries', () => {
  test('comes back as it was, in one piece or in many', () => {
    fc.assert(
      fc.property(
        fc.array(entry),
        fc.integer({ min: 0, max: 0xffff_ffff }),
        fc.constantFrom(1, 500, 1 << 20),
        (entries, unit, largest) => {
          const pieces = encodeEntries(unit, entries, largest);
          expect(pieces.map(unitOf)).toEqual(pieces.map(() => unit));
          expect(plain(pieces.flatMap(decodeEntries))).toEqual(plain(entries));
          if (largest === 1) expect(pieces).toHaveLength(entries.length);
        },
      ),
    );
  });

  test('a descriptor that many share is written once', () => {
    const sd = Buffer.alloc(3000, 7);
    const entries = Array.from({ length: 1000 }, (_, i) => ({
      dn: `CN=${i}`,
      attributes: new Map([['ntsecuritydescriptor', [Buffer.from(sd)]]]),
    }));
    const [piece] = encodeEntries(0, entries, 1 << 30);
    expect(piece!.length).toBeLessThan(sd.length + 1000 * 40);
  });

  test('bytes that are no page are refused, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (entries, where, change) => {
          const piece = Buffer.from(encodeEntries(1, entries, 1 << 20)[0]!);
          const at = where % piece.length;
          piece[at] = piece[at]! ^ change;
          for (const damaged of [piece, piece.subarray(0, at)]) {
            try {
              decodeEntries(damaged);
            } catch (error) {
              expect((error as Error).name).toBe('RangeError');
            }
          }
        },
      ),
    );
  });
});
