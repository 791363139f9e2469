import { describe, expect, it } from '@jest/globals';
import {
  encodeSecurityDescriptor,
  formatSddl,
  parseSddl,
  parseSecurityDescriptor,
} from '../../src/descriptor/index.js';
import { AceType } from '../../src/descriptor/types.js';

const DOMAIN = { domainSid: 'S-1-5-21-7-8-9' } as const;
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';

/** Text to bytes to text. */
const canonical = (text: string, domain = DOMAIN) =>
  formatSddl(parseSecurityDescriptor(encodeSecurityDescriptor(parseSddl(text, domain))), {
    ...domain,
    unprintable: 'throw',
  });

describe('SDDL as Windows prints it', () => {
  it.each([
    // Flags and rights come out lowest bit first.
    ['D:(A;IOCI;WPRP;;;WD)', 'D:(A;CIIO;RPWP;;;WD)'],
    ['D:(A;;GRGWGXGA;;;WD)', 'D:(A;;GAGXGWGR;;;WD)'],
    ['D:(A;IDNPOICIIO;WOWDRCSD;;;SY)', 'D:(A;OICINPIOID;SDRCWDWO;;;SY)'],
    // All directory rights in letters; one bit without a letter makes the whole mask a number.
    ['D:(A;;0xf01ff;;;BA)', 'D:(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;BA)'],
    ['D:(A;;0x1200a9;;;BU)', 'D:(A;;0x1200a9;;;BU)'],
    ['D:(A;;0x200;;;BU)', 'D:(A;;0x200;;;BU)'],
    // Whole masks of files and keys.
    ['D:(A;;0x1f01ff;;;BA)(A;;0x120089;;;BA)', 'D:(A;;FA;;;BA)(A;;FR;;;BA)'],
    ['D:(A;;KA;;;BA)(A;;KX;;;BA)(A;;FX;;;BA)(A;;FW;;;BA)', 'D:(A;;KA;;;BA)(A;;KR;;;BA)(A;;FX;;;BA)(A;;FW;;;BA)'],
    // Numbers in three bases; nothing at all.
    ['D:(A;;48;;;WD)(A;;060;;;WD)(A;;0x30;;;WD)(A;;;;;WD)', 'D:(A;;RPWP;;;WD)(A;;RPWP;;;WD)(A;;RPWP;;;WD)(A;;;;;WD)'],
    // Sections in their order, ACL flags in theirs.
    ['S:AIPD:AIARG:SYO:BA', 'O:BAG:SYD:ARAIS:PAI'],
    ['D:NO_ACCESS_CONTROL', 'D:NO_ACCESS_CONTROL'],
    ['D:PAINO_ACCESS_CONTROL', 'D:PAINO_ACCESS_CONTROL'],
    ['D:', 'D:'],
    ['D:PS:', 'D:PS:'],
    // SIDs by their aliases, GUIDs in lower case.
    ['D:(A;;RP;;;S-1-5-11)(A;;RP;;;S-1-16-12288)(A;;RP;;;S-1-5-32-585)', 'D:(A;;RP;;;AU)(A;;RP;;;HI)(A;;RP;;;SH)'],
    [`D:(OA;CIIO;CR;;${USER.toUpperCase()};PS)(OD;;WP;${USER};;PS)`, `D:(OA;CIIO;CR;;${USER};PS)(OD;;WP;${USER};;PS)`],
    [
      'S:(AU;FASA;CR;;;WD)(OU;CISA;WP;;;WD)(ML;;NXNWNR;;;LW)(SP;;;;;S-1-17-5)',
      'S:(AU;SAFA;CR;;;WD)(OU;CISA;WP;;;WD)(ML;;NWNRNX;;;LW)(SP;;;;;S-1-17-5)',
    ],
    ['O:S-1-5-0x20-0x21dD:', 'O:S-1-5-32-541D:'],
    ['O:S-1-5-32-0x220D:', 'O:BAD:'],
  ])('%s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
    expect(canonical(expected)).toBe(expected);
  });

  it('passes over white space and case where Windows does', () => {
    expect(canonical('  O:ba G: SY D: P AI (a; ci; rpwp; ; ; s-1-1-0) (A;;GA;;; WD )\tS: ')).toBe(
      'O:BAG:SYD:PAI(A;CI;RPWP;;;WD)(A;;GA;;;WD)S:',
    );
  });

  it('has ACL revision 4 only where the list holds object entries', () => {
    const sd = parseSddl(`D:(OA;;RP;${USER};;WD)(A;;RP;;;WD)S:(AU;SA;RP;;;WD)(RA;;;;;WD;("a",TU,0,1))`);
    expect([sd.dacl?.revision, sd.sacl?.revision]).toEqual([4, 2]);
    expect(parseSddl(`D:(ZA;;RP;;;WD;(a))`).dacl?.revision).toBe(4);
    expect(parseSddl(`D:(XA;;RP;;;WD;(a))`).dacl?.revision).toBe(2);
  });

  it('gives callback types their numbers of MS-DTYP 2.4.4.1', () => {
    const sd = parseSddl('D:(XA;;RP;;;WD;(a))(XD;;RP;;;WD;(a))(ZA;;RP;;;WD;(a))S:(XU;SA;RP;;;WD;(a))');
    expect(sd.dacl?.aces.map(({ type }) => type)).toEqual([
      AceType.AccessAllowedCallback,
      AceType.AccessDeniedCallback,
      AceType.AccessAllowedCallbackObject,
    ]);
    expect(sd.sacl?.aces[0]?.type).toBe(AceType.SystemAuditCallback);
  });

  it.each<[string, number, RegExp]>([
    ['', 0, /empty/],
    ['Z:', 0, /expected O:, G:, D: or S:/],
    ['d:(A;;GA;;;WD)', 0, /expected O:/],
    ['O:BAO:BA', 4, /O: occurs twice/],
    ['D:P:', 3, /expected an ACL flag/],
    ['D:NO_ACCESS_CONTROL(A;;GA;;;WD)', 19, /entries after NO_ACCESS_CONTROL/],
    ['D:(B;;GA;;;WD)', 3, /"B" is no type/],
    ['D:(AU;SA;GA;;;WD)', 3, /type AU does not belong in a DACL/],
    ['S:(A;;GA;;;WD)', 3, /type A does not belong in a SACL/],
    ['D:(A;XX;GA;;;WD)', 5, /expected a flag/],
    ['D:(A;CI ;GA;;;WD)', 7, /expected a flag/],
    ['D:(A;;GAXX;;;WD)', 8, /expected a right/],
    ['D:(A;;GA ;;;WD)', 8, /expected a right/],
    ['D:(A;;0x1ffffffff;;;WD)', 6, /does not fit 32 bits/],
    ['D:(A;;-1;;;WD)', 6, /expected a right/],
    ['D:(A;;089;;;WD)', 6, /no octal number/],
    [`D:(A;;RP;${USER};;WD)`, 9, /only an object entry/],
    [`D:(OA;;RP; ${USER};;WD)`, 10, /expected a GUID/],
    ['D:(OA;;RP;bf967aba;;WD)', 10, /expected a GUID/],
    ['D:(A;;RP;;;)', 11, /expected a SID/],
    ['D:(A;;RP;;;QQ)', 11, /"QQ" is no alias/],
    ['D:(A;;RP;;;S-1-5-11 )', 19, /expected "\)"/],
    ['D:(A;;RP;;;S-1-5-99999999999)', 11, /is no SID/],
    ['D:(A;;RP;;;WD', 13, /expected "\)" at the end of the entry, found the end/],
    ['D:(A;;RP;;;WD;(a))', 13, /expected "\)"/],
    ['D:(XA;;RP;;;WD)', 14, /expected ";" and a condition/],
  ])('refuses %j at offset %i', (text, offset, message) => {
    expect(() => parseSddl(text)).toThrow(message);
    expect(() => parseSddl(text)).toThrow(new RegExp(`^SDDL, offset ${offset}: `));
  });
});

describe('domain-relative aliases', () => {
  it('are read and printed only where the domain is given', () => {
    expect(canonical('O:DAG:DUD:(A;;RP;;;EA)(A;;RP;;;KA)(A;;RP;;;AP)')).toBe(
      'O:DAG:DUD:(A;;RP;;;EA)(A;;RP;;;KA)(A;;RP;;;AP)',
    );
    expect(formatSddl(parseSddl('O:DAG:LA', DOMAIN))).toBe('O:S-1-5-21-7-8-9-512G:S-1-5-21-7-8-9-500');
    expect(() => parseSddl('O:DA')).toThrow(/offset 2: the alias DA is relative to a domain/);
  });

  it('of the forest are relative to its root domain', () => {
    const forest = { ...DOMAIN, rootDomainSid: 'S-1-5-21-1-1-1' } as const;
    expect(parseSddl('O:EAG:DA', forest)).toMatchObject({ owner: 'S-1-5-21-1-1-1-519', group: 'S-1-5-21-7-8-9-512' });
    expect(formatSddl(parseSddl('O:EAG:DA', forest), forest)).toBe('O:EAG:DA');
    expect(formatSddl(parseSddl('O:S-1-5-21-7-8-9-519', forest), forest)).toBe('O:S-1-5-21-7-8-9-519');
  });
});
