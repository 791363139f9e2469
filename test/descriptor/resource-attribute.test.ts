import { describe, expect, it } from '@jest/globals';
import { formatSddl, parseSddl } from '../../src/descriptor/index.js';
import { decodeResourceAttribute, encodeResourceAttribute } from '../../src/descriptor/resource-attribute/index.js';
import type { SystemAce } from '../../src/descriptor/types.js';

const aceOf = (data: string) => parseSddl(`S:(RA;;;;;WD;${data})`).sacl!.aces[0] as SystemAce;
const canonical = (data: string) =>
  formatSddl(parseSddl(`S:(RA;;;;;WD;${data})`), { unprintable: 'throw' }).slice('S:(RA;;;;;WD;'.length, -1);

describe('resource attributes (MS-DTYP 2.4.10.1)', () => {
  it('lays out header, offsets, name and values without gaps, as Windows does', () => {
    const bytes = Buffer.from(aceOf('("Size",TU,0x2,1,258)').applicationData).toString('hex');
    expect(bytes).toBe(
      ['18000000', '0200', '0000', '02000000', '02000000', '22000000', '2a000000', '530069007a0065000000'].join('') +
        '0100000000000000' +
        '0201000000000000' +
        '0000',
    );
  });

  it.each([
    ['( "Project" , TS , 0 , "a", "b c" )', '("Project",TS,0x0,"a","b c")'],
    ['("n",TI,0x20,-5,0x10,0xffffffffffffffff)', '("n",TI,0x20,-5,16,-1)'],
    ['("n",TU,0,18446744073709551615)', '("n",TU,0x0,18446744073709551615)'],
    ['("n",tb,0,1,0)', '("n",TB,0x0,1,0)'],
    ['("n",TD,0,BA,S-1-5-11,SID(WD))', '("n",TD,0x0,BA,AU,WD)'],
    ['("n",TX,0,0077,#ab,f)', '("n",TX,0x0,0077,ab,0f)'],
    ['("n",TS,0)', '("n",TS,0x0)'],
    ['("a b%0022%0016é",TU,0xffff0001,1)', '("a%0020b%0022%0016é",TU,0xffff0001,1)'],
  ])('%s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
    expect(canonical(expected)).toBe(expected);
  });

  it.each<[string, number]>([
    ['(n,TS,0)', 1],
    ['("",TS,0)', 2],
    ['("n",TQ,0)', 5],
    ['("n",TS,x)', 8],
    ['("n",TS,0x1ffffffff)', 8],
    ['("n",TS,0,a)', 10],
    ['("n",TI,0,9223372036854775808)', 10],
    ['("n",TU,0,-1)', 10],
    ['("n",TB,0,2)', 10],
    ['("n",TD,0,ZZ)', 10],
    ['("n",TX,0,)', 10],
    ['("n",TS,0,"a"', 13],
  ])('refuses %s at offset %i', (text, offset) => {
    const before = 'S:(RA;;;;;WD;'.length;
    const whole = `S:(RA;;;;;WD;${text}${text.endsWith(')') ? ')' : ''}`;
    expect(() => parseSddl(whole)).toThrow(new RegExp(`^SDDL, offset ${before + offset}: `));
  });

  const good = encodeResourceAttribute({ name: 'n', flags: 0, type: 'octets', values: [Uint8Array.of(1, 2, 3)] });
  const changed = (at: number, value: number) => good.map((byte, index) => (index === at ? value : byte));

  it.each<[string, Uint8Array, RegExp]>([
    ['too few bytes', good.subarray(0, 15), /byte 0: the header/],
    ['an unknown type', changed(4, 4), /byte 4: unknown value type 0x4/],
    ['more values than fit', changed(12, 200), /byte 12: 200 values/],
    ['a name without an end', changed(0, good.length - 2), /has no end|run over/],
    ['a value outside', changed(16, 250), /byte 16: offset 250/],
    ['octets that run over', changed(24, 99), /byte 16: offset 28 and 99 bytes run over the end/],
  ])('bytes: refuses %s', (_, bytes, message) => {
    expect(() => decodeResourceAttribute(bytes)).toThrow(message);
  });

  it('does not take another number than 0 and 1 for a boolean', () => {
    const bytes = encodeResourceAttribute({ name: 'n', flags: 0, type: 'boolean', values: [true] });
    bytes[24] = 2;
    expect(() => decodeResourceAttribute(bytes)).toThrow(/a boolean of 2/);
  });
});
