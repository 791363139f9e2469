import { describe, expect, it } from '@jest/globals';
import { decodeCondition, encodeCondition } from '../../src/descriptor/condition/index.js';
import { formatAce, formatCondition, formatSddl, parseSddl } from '../../src/descriptor/index.js';
import type { BasicAce } from '../../src/descriptor/types.js';

const DOMAIN = { domainSid: 'S-1-5-21-7-8-9' } as const;
const aceOf = (condition: string) => parseSddl(`D:(XA;;RP;;;WD;${condition})`, DOMAIN).dacl!.aces[0] as BasicAce;
const hexOf = (condition: string) => Buffer.from(aceOf(condition).applicationData).toString('hex');
/** Text to bytes to text. */
const canonical = (condition: string) => formatCondition(decodeCondition(aceOf(condition).applicationData), DOMAIN);
const artx = (...bytes: number[]) => Uint8Array.of(0x61, 0x72, 0x74, 0x78, ...bytes);

describe('conditional expressions (MS-DTYP 2.4.4.17)', () => {
  it('has the bytes of the example in MS-DTYP 2.4.4.17.9', () => {
    expect(hexOf('(Title=="VP")')).toBe('61727478f80a0000005400690074006c00650010040000005600500080000000');
  });

  it('stores operators behind their operands, by precedence', () => {
    const one = '0401000000000000000302';
    const a = (scope: string) => `${scope}020000006100`;
    expect(hexOf('(@User.a == 1 || @Device.a == 1 && @Resource.a)')).toBe(
      `61727478${a('f9')}${one}80${a('fb')}${one}80${a('fa')}a0a100`,
    );
    expect(hexOf('(Member_of{SID(BA)})')).toBe('6172747850150000005110000000010200000000000520000000200200008900');
  });

  it.each([
    // One spelling of operators and prefixes, operands of && || ! in parentheses.
    [
      '(@user.Title=="PM"&&(@USER.Div=="A"||@User.Div == "B"))',
      '((@USER.Title == "PM") && ((@USER.Div == "A") || (@USER.Div == "B")))',
    ],
    ['(a && b && c)', '(((a) && (b)) && (c))'],
    ['(a || b && c)', '((a) || ((b) && (c)))'],
    ['(!(a || ! (b)))', '(!((a) || (!(b))))'],
    ['(!@User.a && @User.b)', '((!(@USER.a)) && (@USER.b))'],
    ['(((a)) == 1)', '(a == 1)'],
    // Membership, with and without a list.
    ['(MEMBER_OF{SID(BA),SID(S-1-5-11)})', '(Member_of {SID(BA), SID(AU)})'],
    ['(Not_Device_Member_of_Any((SID(DA))))', '(Not_Device_Member_of_any SID(DA))'],
    ['(Member_of {})', '(Member_of {})'],
    ['(exists @Resource.dept && NOT_EXISTS x)', '((Exists @RESOURCE.dept) && (Not_Exists x))'],
    // Literals: sign and base are kept.
    ['(a == {-1, +2, 0x1F, 017, 0, -0x10})', '(a == {-1, +2, 0x1f, 017, 0, -0x10})'],
    ['(a == 0xffffffffffffffff)', '(a == 0xffffffffffffffff)'],
    ['(a == -9223372036854775808)', '(a == -9223372036854775808)'],
    ['(a Any_of #1#2)', '(a Any_of #0102)'],
    ['(a != ##)', '(a != #00)'],
    ['(a Contains {"x","y z", ""})', '(a Contains {"x", "y z", ""})'],
    ['(a >= @device.b)', '(a >= @DEVICE.b)'],
    // Names: escapes where they must be, literals where they may.
    ['(@User.ad://ext/a_b:c == 1)', '(@USER.ad://ext/a_b:c == 1)'],
    ['(@User.a%0020b%0028%00e9 == 1)', '(@USER.a%0020b%0028é == 1)'],
    ['(@User.größe == "ü")', '(@USER.größe == "ü")'],
  ])('%s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
    expect(canonical(expected)).toBe(expected);
    expect(hexOf(expected)).toBe(hexOf(text));
  });

  it.each<[string, number]>([
    ['()', 1],
    ['(a;', 2],
    ['(a == )', 6],
    ['(a = 1)', 3],
    ['(a == a)', 6],
    ['("x" == "x")', 1],
    ['(1 == )', 6],
    ['(a like "b")', 3],
    ['(! Member_of{SID(BA)})', 3],
    ['(!!(a))', 2],
    ['(Member_ofSID(BA))', 13],
    ['(Member_of{SID(BA) SID(BU)})', 19],
    ['(Member_of{SID(BA),})', 19],
    ['(Member_of{SID(QQ)})', 15],
    ['(Member_of == 1)', 11],
    ['(Contains == 1)', 1],
    ['(@Other.a == 1)', 1],
    ['(@User. == 1)', 1],
    ['(@User.a%00 == 1)', 8],
    ['(@User.a%0000 == 1)', 8],
    ['(@User.%002e == 1)', 7],
    ['(a == 18446744073709551616)', 6],
    ['(a == -9223372036854775809)', 6],
    ['(a == 09)', 6],
    ['(a == "b)', 6],
    ['(a && )', 6],
  ])('refuses %s at offset %i', (text, offset) => {
    const before = 'D:(XA;;RP;;;WD;'.length;
    expect(() => aceOf(text)).toThrow(new RegExp(`^SDDL, offset ${before + offset}: `));
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['no signature', Uint8Array.of(1, 2, 3, 4), /byte 0: the signature/],
    ['nothing behind it', artx(), /the expression is empty/],
    ['an unknown token', artx(0x77), /byte 4: unknown token 0x77/],
    ['a string that runs over', artx(0xf8, 9, 0, 0, 0, 0x61, 0), /byte 5: a token runs over the end/],
    ['half a character', artx(0xf8, 1, 0, 0, 0, 0x61), /odd number of bytes/],
    ['an operator without operands', artx(0x80), /an operator lacks an operand/],
    ['operands left over', artx(0xf8, 2, 0, 0, 0, 0x61, 0, 0xf8, 2, 0, 0, 0, 0x61, 0), /1 operands are left over/],
    ['tokens behind the padding', artx(0xf8, 2, 0, 0, 0, 0x61, 0, 0, 0x80), /tokens after padding/],
    ['a list in a list', artx(0x50, 5, 0, 0, 0, 0x50, 0, 0, 0, 0, 0x89), /something else than plain literals/],
    ['a literal as an expression', artx(0x10, 0, 0, 0, 0), /a literal stands/],
    ['a number with an unknown base', artx(0x04, 0, 0, 0, 0, 0, 0, 0, 0, 3, 9, 0x89), /unknown sign or base/],
  ])('bytes: refuses %s', (_, bytes, message) => {
    expect(() => decodeCondition(bytes)).toThrow(message);
  });

  it('keeps the size of a number, which text does not tell', () => {
    const bytes = artx(0xf8, 2, 0, 0, 0, 0x61, 0, 0x01, 5, 0, 0, 0, 0, 0, 0, 0, 3, 2, 0x80, 0);
    expect(decodeCondition(bytes)).toMatchObject({ right: { kind: 'integer', value: 5n, size: 1 } });
    expect(encodeCondition(decodeCondition(bytes))).toEqual(bytes);
  });

  it('a condition without a text is marked with its bytes, or refused', () => {
    const quote = encodeCondition({
      kind: 'relational',
      operator: '==',
      left: { kind: 'attribute', scope: 'local', name: 'a' },
      right: { kind: 'string', value: 'say "x"' },
    });
    const damaged = { ...aceOf('(a)'), applicationData: Uint8Array.of(1, 2, 3, 4) };
    expect(formatAce(damaged)).toBe('(XA;;RP;;;WD;#01020304)');
    const sd = { ...parseSddl('D:'), dacl: { revision: 2, aces: [{ ...damaged, applicationData: quote }] } };
    expect(formatSddl(sd)).toMatch(/^D:\(XA;;RP;;;WD;#61727478/);
    expect(() => formatSddl(sd, { unprintable: 'throw' })).toThrow(/Entry 0 of the DACL has no text in SDDL/);
  });
});
