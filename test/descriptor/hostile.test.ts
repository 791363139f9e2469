import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCondition } from '../../src/descriptor/condition/index.js';
import {
  encodeSecurityDescriptor,
  formatSddl,
  parseSddl,
  parseSecurityDescriptor,
} from '../../src/descriptor/index.js';
import { decodeResourceAttribute } from '../../src/descriptor/resource-attribute/index.js';
import { AdreachError } from '../../src/errors/index.js';
import { anyDescriptor, printableDescriptor } from './arbitraries.js';

/** Runs it; an AdreachError is an answer, anything else a defect. */
function answered<Value>(run: () => Value): Value | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof AdreachError) return null;
    throw error;
  }
}

const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 });

describe('hostile input', () => {
  it('changed bytes: either a value that survives its own round trip, or an AdreachError', () => {
    fc.assert(
      fc.property(anyDescriptor, edits, fc.nat({ max: 40 }), (sd, changes, cut) => {
        const bytes = encodeSecurityDescriptor(sd);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const parsed = answered(() => parseSecurityDescriptor(bytes.subarray(0, Math.max(0, bytes.length - cut))));
        if (parsed === null) return;
        formatSddl(parsed);
        const again = answered(() => encodeSecurityDescriptor(parsed));
        if (again !== null) expect(parseSecurityDescriptor(again)).toEqual(parsed);
      }),
      { numRuns: 2000 },
    );
  });

  it('a truncated descriptor is refused at every length', () => {
    const bytes = encodeSecurityDescriptor(
      parseSddl('O:SYG:SYD:(A;;RP;;;WD)(OA;;CR;;bf967aba-0de6-11d0-a285-00aa003049e2;PS)'),
    );
    for (let length = 0; length < bytes.length; length++) {
      expect(() => parseSecurityDescriptor(bytes.subarray(0, length))).toThrow(AdreachError);
    }
  });

  it('reads nothing beyond the view it is given', () => {
    fc.assert(
      fc.property(anyDescriptor, fc.nat({ max: 30 }), (sd, cut) => {
        const whole = encodeSecurityDescriptor(sd);
        const short = whole.subarray(0, Math.max(0, whole.length - cut));
        const inView = answered(() => parseSecurityDescriptor(short));
        const inCopy = answered(() => parseSecurityDescriptor(short.slice()));
        expect(inView).toEqual(inCopy);
      }),
    );
  });

  it('changed text: either a descriptor or an AdreachError that names the offset', () => {
    fc.assert(
      fc.property(printableDescriptor, edits, (sd, changes) => {
        const units = [...formatSddl(sd)];
        for (const [at, value] of changes) {
          const index = at % (units.length + 1);
          if (value < 85) units.splice(index, 1);
          else if (value < 170) units.splice(index, 0, '();:,"{}#%@!&|=<>-0xDSA '[value % 24]!);
          else units[index] = String.fromCharCode(value - 100);
        }
        try {
          const parsed = parseSddl(units.join(''));
          expect(parseSddl(formatSddl(parsed))).toEqual(parsed);
        } catch (error) {
          expect(error).toBeInstanceOf(AdreachError);
          expect((error as AdreachError).message).toMatch(/^SDDL, offset \d+: /);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('random bytes as a condition or a resource attribute', () => {
    const tail = fc.uint8Array({ maxLength: 64 });
    fc.assert(
      fc.property(
        tail,
        (bytes) => answered(() => decodeCondition(Uint8Array.of(0x61, 0x72, 0x74, 0x78, ...bytes))) !== undefined,
      ),
    );
    fc.assert(fc.property(tail, (bytes) => answered(() => decodeResourceAttribute(bytes)) !== undefined));
  });

  it('nesting without end is refused, not recursed into', () => {
    const attribute = [0xf8, 2, 0, 0, 0, 0x61, 0];
    const nots = Uint8Array.from([0x61, 0x72, 0x74, 0x78, ...attribute, ...new Array<number>(60_000).fill(0xa2)]);
    expect(() => decodeCondition(nots)).toThrow(/nested deeper/);
    expect(() => parseSddl(`D:(XA;;RP;;;WD;${'('.repeat(100_000)}`)).toThrow(/nested deeper/);
    expect(() => parseSddl(`D:(XA;;RP;;;WD;(${'!('.repeat(100_000)}`)).toThrow(/nested deeper/);
    expect(() => parseSddl(`D:(XA;;RP;;;WD;(a${'&&a'.repeat(100_000)}))`)).toThrow(/nested deeper/);
  });

  it.each([
    ['sub-authorities', `O:S-1${'-1'.repeat(1_000_000)}`],
    ['digits of a mask', `D:(A;;${'1'.repeat(1_000_000)};;;WD)`],
    ['digits of a number', `D:(XA;;RP;;;WD;(a==${'1'.repeat(1_000_000)}))`],
    ['digits of a sub-authority', `O:S-1-5-${'1'.repeat(1_000_000)}`],
    ['letters of a type', `D:(${'A'.repeat(1_000_000)};;RP;;;WD)`],
  ])('a million %s are refused in a short message', (_, text) => {
    const refused = () => parseSddl(text);
    expect(refused).toThrow(AdreachError);
    expect(refused).toThrow(/^SDDL, offset \d+: .{1,120}$/);
  });

  it('a resource attribute whose values all point at the same bytes does not multiply them', () => {
    const count = 10_000;
    const bytes = new Uint8Array(16 + 4 * count + 20_004);
    const view = new DataView(bytes.buffer);
    const text = 16 + 4 * count;
    view.setUint32(0, text, true);
    view.setUint16(4, 3, true);
    view.setUint32(12, count, true);
    for (let index = 0; index < count; index++) view.setUint32(16 + 4 * index, text, true);
    bytes.fill(0x41, text, text + 20_000);
    expect(() => decodeResourceAttribute(bytes)).toThrow(/overlap/);
  });
});
