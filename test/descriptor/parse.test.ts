import { describe, expect, it } from '@jest/globals';
import {
  encodeSecurityDescriptor,
  formatAce,
  formatSddl,
  parseSddl,
  parseSecurityDescriptor,
} from '../../src/descriptor/index.js';
import { SdControl } from '../../src/descriptor/types.js';

/** The example of MS-DTYP 2.5.1.4. */
const EXAMPLE = {
  sddl: 'O:BAG:BAD:P(A;CIOI;GRGX;;;BU)(A;CIOI;GA;;;BA)(A;CIOI;GA;;;SY)(A;CIOI;GA;;;CO)S:P(AU;FA;GR;;;WD)',
  hex:
    '010014b090000000a00000001400000030000000' +
    '02001c000100000002801400000000800101000000000001' +
    '00000000020060000400000000031800000000a001020000000000052000000021020000' +
    '000318000000001001020000000000052000000020020000' +
    '0003140000000010010100000000000512000000' +
    '0003140000000010010100000000000300000000' +
    '01020000000000052000000020020000' +
    '01020000000000052000000020020000',
};

const bytesOf = (sddl: string) => encodeSecurityDescriptor(parseSddl(sddl));

/** One byte or more of the bytes changed. */
function changed(bytes: Uint8Array, changes: Record<number, number>): Uint8Array {
  const copy = bytes.slice();
  for (const [at, value] of Object.entries(changes)) copy[Number(at)] = value;
  return copy;
}

describe('parseSecurityDescriptor (MS-DTYP 2.4.6)', () => {
  it('agrees with the example of MS-DTYP 2.5.1.4 both ways', () => {
    const bytes = Buffer.from(EXAMPLE.hex, 'hex');
    expect(Buffer.from(bytesOf(EXAMPLE.sddl)).toString('hex')).toBe(EXAMPLE.hex);
    expect(parseSecurityDescriptor(bytes)).toEqual(parseSddl(EXAMPLE.sddl));
    expect(Buffer.from(encodeSecurityDescriptor(parseSecurityDescriptor(bytes))).equals(bytes)).toBe(true);
  });

  it('keeps a NULL DACL, an empty one and none apart', () => {
    expect(parseSecurityDescriptor(bytesOf('D:NO_ACCESS_CONTROL'))).toMatchObject({ control: 0x8004, dacl: null });
    expect(parseSecurityDescriptor(bytesOf('D:'))).toMatchObject({ control: 0x8004, dacl: { revision: 2, aces: [] } });
    expect(parseSecurityDescriptor(bytesOf('O:BA'))).toMatchObject({ control: 0x8000, dacl: null });
  });

  // Layout of this one: header 0-19, DACL 20-47 (entry 28-47, its SID 36-47).
  const one = bytesOf('D:(A;;RP;;;WD)');

  it.each<[string, Uint8Array, RegExp]>([
    ['no bytes', new Uint8Array(0), /byte 0: a descriptor needs at least 20 bytes, there are 0/],
    ['a revision other than 1', changed(one, { 0: 2 }), /byte 0: descriptor revision 2/],
    ['an absolute descriptor', changed(one, { 3: 0 }), /byte 2: the descriptor is not self-relative/],
    ['an offset into the header', changed(one, { 16: 16 }), /byte 16: the DACL's offset 16 lies within the header/],
    ['an offset behind the end', changed(one, { 16: 48 }), /byte 16: the DACL's offset 48 lies behind the end \(48\)/],
    ['an offset of another alignment', changed(one, { 16: 22 }), /offset 22 is no multiple of 4/],
    ['an owner that runs over the end', changed(one, { 4: 44 }), /byte 44: a SID needs 8 bytes, 4 are left/],
    ['an ACL header that runs over the end', changed(one, { 16: 44 }), /byte 44: the DACL's header runs over the end/],
    ['an ACL revision that does not exist', changed(one, { 20: 5 }), /byte 20: the DACL has revision 5/],
    ['an ACL smaller than its header', changed(one, { 22: 4 }), /byte 22: the DACL's size 4 is less/],
    ['an ACL of another alignment', changed(one, { 22: 27 }), /byte 22: the DACL's size 27 is no multiple of 4/],
    ['an ACL that runs over the end', changed(one, { 22: 32 }), /byte 22: .* runs over the end by 4 bytes/],
    [
      'more entries than there is room for',
      changed(one, { 24: 2 }),
      /byte 48: the DACL says 2 entries, but ends after 1/,
    ],
    ['an entry of size 0', changed(one, { 30: 0 }), /byte 30: entry 0 of the DACL has size 0/],
    ['an entry of another alignment', changed(one, { 30: 18 }), /byte 30: entry 0 of the DACL: size 18/],
    ['an entry that runs over its ACL', changed(one, { 30: 24 }), /byte 30: entry 0 of the DACL: size 24 runs over/],
    ['an entry too short for its SID', changed(one, { 30: 16 }), /byte 36: a SID of 12 bytes, 8 are left/],
    ['an entry too short for its mask', changed(one, { 30: 4 }), /byte 32: an access mask needs 4 bytes/],
    ['an object entry too short for its GUID', changed(one, { 28: 5, 36: 1 }), /byte 40: a GUID needs 16 bytes/],
    ['a SID with too many sub-authorities', changed(one, { 37: 2 }), /byte 36: a SID of 16 bytes, 12 are left/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseSecurityDescriptor(bytes)).toThrow(message);
    expect(() => parseSecurityDescriptor(bytes)).toThrow(expect.objectContaining({ code: 'descriptor' }));
  });

  it('tolerates what the specification and Windows do', () => {
    const value = parseSecurityDescriptor(one);
    const slack = new Uint8Array(56);
    slack.set(one);
    // More bytes behind the descriptor; then the same bytes as room within the ACL.
    expect(parseSecurityDescriptor(slack)).toEqual(value);
    expect(parseSecurityDescriptor(changed(slack, { 22: 36 }))).toEqual(value);
    // Reserved fields of the ACL.
    expect(parseSecurityDescriptor(changed(one, { 21: 7, 26: 7, 27: 7 }))).toEqual(value);
    // An ACL offset without its "present" bit: there is no DACL.
    expect(parseSecurityDescriptor(changed(one, { 2: 0 }))).toMatchObject({ dacl: null, control: 0x8000 });
  });

  it('keeps the bytes that an entry has behind its SID', () => {
    const padded = new Uint8Array(52);
    padded.set(one);
    padded.set([0xde, 0xad, 0xbe, 0xef], 48);
    const bytes = changed(padded, { 22: 32, 30: 24 });
    const sd = parseSecurityDescriptor(bytes);
    expect(sd.dacl?.aces[0]).toMatchObject({ sid: 'S-1-1-0', applicationData: Uint8Array.of(0xde, 0xad, 0xbe, 0xef) });
    expect(encodeSecurityDescriptor(sd)).toEqual(bytes);
    expect(formatSddl(sd)).toBe('D:(A;;RP;;;WD)');
  });

  it('keeps an entry of an unknown type as it is, and marks it in text', () => {
    const bytes = changed(one, { 28: 0x16 });
    const sd = parseSecurityDescriptor(bytes);
    expect(sd.dacl?.aces[0]).toMatchObject({ form: 'unknown', type: 0x16, body: bytes.slice(32, 48) });
    expect(encodeSecurityDescriptor(sd)).toEqual(bytes);
    expect(formatAce(sd.dacl!.aces[0]!)).toBe('(0x16;;#10000000010100000000000100000000)');
    expect(() => formatSddl(sd, { unprintable: 'throw' })).toThrow(/Entry 0 of the DACL has no text in SDDL/);
  });

  it('keeps no reference to the bytes it was given, a Buffer among them', () => {
    const bytes = Buffer.from(changed(one, { 28: 0x16 }));
    const sd = parseSecurityDescriptor(bytes);
    const before = formatSddl(sd);
    bytes.fill(0);
    expect(formatSddl(sd)).toBe(before);
    expect(sd.dacl!.aces[0]).toMatchObject({ body: expect.any(Uint8Array) });
    expect(Buffer.isBuffer((sd.dacl!.aces[0] as { body: Uint8Array }).body)).toBe(false);
  });

  it('keeps the control bits, the resource manager byte and the stored ACL revision', () => {
    const bytes = changed(one, { 1: 9, 3: 0xc5, 20: 4 });
    const sd = parseSecurityDescriptor(bytes);
    expect(sd).toMatchObject({ sbz1: 9, dacl: { revision: 4 } });
    expect(sd.control & SdControl.RmControlValid).not.toBe(0);
    expect(encodeSecurityDescriptor(sd)).toEqual(bytes);
  });
});

describe('encodeSecurityDescriptor', () => {
  it('refuses a list that its 16-bit size cannot hold', () => {
    const sd = parseSddl(`D:${'(A;;RP;;;WD)'.repeat(3276)}`);
    expect(encodeSecurityDescriptor(sd).length).toBe(20 + 8 + 3276 * 20);
    expect(() => encodeSecurityDescriptor(parseSddl(`D:${'(A;;RP;;;WD)'.repeat(3277)}`))).toThrow(
      /the DACL would take 65548 bytes/,
    );
  });
});
