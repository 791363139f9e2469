import { expect, test } from '@jest/globals';
import { canonicalPlace } from '../../src/access/order.js';
import { parseSddl } from '../../src/descriptor/index.js';

const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const listOf = (sddl: string) => parseSddl(`D:${sddl}`).dacl!.aces;

// MS-ADTS 6.1.3.1: own before inherited, denials first, the whole object before a part of it.
test.each<[entry: string, list: string, position: number]>([
  ['(A;;RP;;;WD)', '', 0],
  ['(D;;RP;;;WD)', '(A;;RP;;;WD)', 0],
  ['(D;;RP;;;WD)', `(D;;WP;;;WD)(OD;;WP;${UAC};;WD)(A;;RP;;;WD)`, 1],
  [`(OD;;RP;${UAC};;WD)`, `(D;;WP;;;WD)(OD;;WP;${UAC};;WD)(A;;RP;;;WD)`, 2],
  ['(A;;RP;;;WD)', `(D;;WP;;;WD)(A;;WP;;;WD)(OA;;RP;${UAC};;WD)`, 2],
  [`(OA;;RP;${UAC};;WD)`, '(D;;WP;;;WD)(A;;WP;;;WD)(D;ID;RP;;;WD)', 2],
  // A list in another order stays so; what allows still comes behind every denial of the object's own.
  ['(A;;RP;;;WD)', '(A;;WP;;;WD)(D;;WP;;;WD)', 2],
])('%s in %s', (entry, list, position) => {
  expect(canonicalPlace(listOf(list), listOf(entry)[0]!)).toBe(position);
});
