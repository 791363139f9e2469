/** What is open about an owner, and what is not. */
import { expect, test } from '@jest/globals';
import { checkRight } from '../../src/access/check.js';
import { objectRequest, Right } from '../../src/access/request.js';
import { traceRight } from '../../src/access/trace.js';
import { parseSddl } from '../../src/descriptor/index.js';

const FOREIGN = 'S-1-5-21-7-7-7-1000';
const requester = { carries: (sid: string) => (sid === FOREIGN ? 'unknown' : 'no') as 'unknown' | 'no', isSelf: false };

function writeDac(sddl: string): string {
  const descriptor = parseSddl(sddl);
  const result = checkRight(descriptor, requester, objectRequest(Right.WriteDac, undefined));
  expect(traceRight(descriptor, requester, objectRequest(Right.WriteDac, undefined)).result).toEqual(result);
  return `${result.decision} ${result.basis}`;
}

test('an owner that was not read may be the requester', () => {
  expect(writeDac('G:SYD:(A;;RC;;;AU)')).toBe('unknown unresolved-trustee');
  expect(writeDac('O:SYG:SYD:(A;;RC;;;AU)')).toBe('denied no-entry');
  // Entries for OWNER RIGHTS take the place of what an owner holds; whom they match stays open.
  expect(writeDac('G:SYD:(A;;RC;;;OW)')).toBe('denied no-entry');
  expect(writeDac('G:SYD:(A;;WD;;;OW)')).toBe('unknown unresolved-trustee');
});

test('OWNER RIGHTS and the owner itself are one question, not two', () => {
  // If the requester is the owner, the first entry denies; if not, neither matches.
  expect(writeDac(`O:${FOREIGN}G:SYD:(D;;WD;;;OW)(A;;WD;;;${FOREIGN})`)).toBe('denied no-entry');
  expect(writeDac(`O:${FOREIGN}G:SYD:(A;;WD;;;OW)(D;;WD;;;${FOREIGN})`)).toBe('unknown unresolved-trustee');
  // An owner holds it without an entry; anybody else passes the second entry, and not the first.
  const everyone = {
    ...requester,
    carries: (sid: string) => (sid === 'S-1-1-0' ? ('yes' as const) : requester.carries(sid)),
  };
  const descriptor = parseSddl(`O:${FOREIGN}G:SYD:(D;;WD;;;${FOREIGN})(A;;WD;;;WD)`);
  expect(checkRight(descriptor, everyone, objectRequest(Right.WriteDac, undefined))).toMatchObject({
    decision: 'granted',
    index: 1,
  });
});
