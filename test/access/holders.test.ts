import { expect, test } from '@jest/globals';
import { holdersOf } from '../../src/access/holders.js';
import { objectRequest, Right } from '../../src/access/request.js';
import { parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';

const READ = { right: Right.ReadProperty, covers: [], ownerImplicit: false };
const A = 'S-1-5-21-1-2-3-1001';
const B = 'S-1-5-21-1-2-3-1002';
const ALWAYS: ReadonlySet<Sid> = new Set(['S-1-1-0', 'S-1-5-11']);
const holders = (sddl: string, request: Parameters<typeof holdersOf>[1] = READ) =>
  holdersOf(parseSddl(sddl), request, ALWAYS).map(({ sid, decision, index }) => [sid, decision, index]);

test('each trustee whom an entry that names it allows', () => {
  expect(holders(`O:SYD:(A;;RP;;;${A})(A;;WP;;;${B})(A;;GA;;;${B})`)).toEqual([
    [A, 'granted', 0],
    [B, 'granted', 2],
  ]);
});

test('a denial in front counts, for the trustee and for everybody', () => {
  expect(holders(`O:SYD:(D;;RP;;;${A})(A;;RP;;;${A})(A;;RP;;;${B})`)).toEqual([[B, 'granted', 2]]);
  expect(holders(`O:SYD:(D;;RP;;;AU)(A;;RP;;;${B})`)).toEqual([]);
  expect(holders(`O:SYD:(A;;RP;;;${B})(D;;RP;;;WD)`)).toEqual([[B, 'granted', 0]]);
});

test('what everybody is given is told with the trustee that the entry names', () => {
  expect(holders(`O:SYD:(A;;RP;;;WD)(A;;RP;;;${A})`)).toEqual([['S-1-1-0', 'granted', 0]]);
});

test('a condition leaves it open; an inherit-only entry gives nothing here', () => {
  expect(holders(`O:SYD:(XA;;RP;;;${A};(@User.a == 1))(A;CIIO;RP;;;${B})`)).toEqual([[A, 'unknown', 0]]);
});

test('where it is open, the entry that may give it; a condition for everybody hides nobody', () => {
  const open = '(@User.a == 1)';
  expect(holders(`O:SYD:(XD;;RP;;;WD;${open})(A;;RP;;;${A})`)).toEqual([[A, 'unknown', 1]]);
  expect(holders(`O:SYD:(XA;;RP;;;WD;${open})(XA;;RP;;;${A};${open})`)).toEqual([
    ['S-1-1-0', 'unknown', 0],
    [A, 'unknown', 1],
  ]);
  expect(holders(`O:SYD:(XA;;RP;;;WD;${open})(D;;RP;;;${A})(A;;RP;;;${A})`)).toEqual([['S-1-1-0', 'unknown', 0]]);
  expect(holders(`O:SYD:(XD;;RP;;;WD;${open})(A;CIIO;RP;;;${A})(A;;WP;;;${A})(A;;RP;;;${A})`)).toEqual([
    [A, 'unknown', 3],
  ]);
});

test('who may carry what a condition names, and no entry does, is not known not to', () => {
  expect(holders(`O:SYD:(XA;;RP;;;WD;(Member_of {SID(${A})}))`)).toEqual([['S-1-1-0', 'unknown', 0]]);
  expect(holders(`O:SYD:(XD;;RP;;;WD;(Member_of {SID(${B})}))(A;;RP;;;${A})`)).toEqual([[A, 'unknown', 1]]);
});

test("the owner's implicit right has no entry", () => {
  const takeOver = objectRequest(Right.WriteDac, undefined);
  expect(holders(`O:${A}D:(A;;RP;;;${B})`, takeOver)).toEqual([[A, 'granted', null]]);
  expect(holders(`O:${A}D:(A;;WD;;;${B})`, takeOver)).toEqual([
    [B, 'granted', 0],
    [A, 'granted', null],
  ]);
  expect(holders(`O:${A}D:(A;;RP;;;OW)(A;;RP;;;${B})`, takeOver)).toEqual([]);
});

test('an owner whom everybody carries holds it alone, and one that was not read is nobody', () => {
  const takeOver = objectRequest(Right.WriteDac, undefined);
  expect(holders(`O:WDD:(A;;RP;;;${B})`, takeOver)).toEqual([['S-1-1-0', 'granted', null]]);
  expect(holders(`D:(A;;RP;;;${B})`, takeOver)).toEqual([]);
});

test('SELF is nobody in particular', () => {
  expect(holders('O:SYD:(A;;RP;;;PS)')).toEqual([]);
});

test('without a list everybody holds every right, nobody in particular', () => {
  expect(holders(`O:${A}D:NO_ACCESS_CONTROL`)).toEqual([]);
  expect(holders(`O:${A}D:`)).toEqual([]);
});
