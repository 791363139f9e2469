import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';
import { descriptor, everything, known, possibleWorlds, SIDS, schemaClass } from '../access/arbitraries.js';
import type { Question } from './questions.js';
import { ALL, conditionalEntries, type Deviation, NONE, serverAnswer } from './server-model.js';

describe("the server's model", () => {
  test('with every deviation off it is the check of the specification', () => {
    fc.assert(
      fc.property(descriptor, known, schemaClass, (drawn, who, c) => {
        // An owner that was not read is open, which the server never has to answer.
        const given = { ...drawn, owner: drawn.owner ?? SIDS[0]! };
        const conditional = conditionalEntries(given);
        fc.pre(conditional.length < 5);
        for (const { descriptor: settled, context } of possibleWorlds(given, who)) {
          const outcomes = new Set(conditional.filter((index) => settled.dacl![index]!.applies));
          const asker = { sids: context.sids as ReadonlySet<Sid>, objectSid: who.objectSid ?? 'S-1-0-0' } as const;
          for (const { request, specified } of everything(c)) {
            const modelled = serverAnswer(given, asker, { name: '', request }, NONE, outcomes);
            if (modelled !== specified(settled, context))
              throw new Error(JSON.stringify({ given, who, request, modelled }));
          }
        }
      }),
      { numRuns: 800 },
    );
  });

  const ME: Sid = 'S-1-5-21-1-2-3-1000';
  const ATTRIBUTE = 'b0000000-0000-0000-0000-000000000001';
  const SD = 'b0000000-0000-0000-0000-000000000002';
  const write: Question = { name: 'write', request: { right: 0x20, covers: [ATTRIBUTE], ownerImplicit: false } };
  const dac: Question = {
    name: 'write-dac',
    request: { right: 0x40000, covers: [], ownerImplicit: true },
    attributePlaces: [SD],
  };
  const reset: Question = {
    name: 'reset',
    request: { right: 0x100, covers: [ATTRIBUTE], ownerImplicit: false },
    applies: false,
  };

  // Each turns the one answer round that it is about.
  test.each<[Deviation, Question, string, boolean]>([
    ['object-ace-with-cr-grants-write', write, `D:(OA;;CR;${ATTRIBUTE};;${ME})`, true],
    ['owner-rights-ignored', write, `O:${ME}D:(OA;;WP;${ATTRIBUTE};;OW)`, false],
    ['owner-rights-ignored', dac, `O:${ME}D:(A;;RC;;;OW)`, true],
    ['absent-dacl-denies', write, 'O:SY', false],
    ['conditional-ace-ignored', write, `D:(XA;;WP;;;${ME};(Member_of {SID(WD)}))`, false],
    ['applies-to-enforced', reset, `D:(A;;CR;;;${ME})`, false],
    ['generic-rights-not-mapped', write, `D:(A;;GW;;;${ME})`, false],
    ['sd-rights-by-attribute', dac, `D:(OA;;WD;${SD};;${ME})`, true],
  ])('%s turns round the answer that it is about, and no other does', (deviation, question, sddl, answer) => {
    const given = parseSddl(sddl);
    const asker = { sids: new Set([ME]), objectSid: 'S-1-5-21-1-2-3-1001' } as const;
    const ask = (on: ReadonlySet<Deviation>) => serverAnswer(given, asker, question, on, new Set([0]));
    expect(ask(new Set([deviation]))).toBe(answer);
    expect(ask(NONE)).toBe(!answer);
    expect(ask(new Set([...ALL].filter((other) => other !== deviation)))).toBe(!answer);
  });
});
