import { writeSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkRight, type Decision, effectOf } from '../../src/access/check.js';
import type { RightRequest } from '../../src/access/request.js';
import type { Ace, SecurityDescriptor } from '../../src/descriptor/types.js';
import {
  type Asker,
  ace,
  aceList,
  asker,
  descriptor,
  descriptorOf,
  everything,
  known,
  MOST_OPEN,
  openCount,
  possibleWorlds,
  requesterOf,
  SIDS,
  schemaClass,
  UNRELATED,
} from './arbitraries.js';
import { simpleAccess, wholeObjectAccess } from './specification.js';

const decide = (given: SecurityDescriptor, who: Asker, request: RightRequest): Decision =>
  checkRight(given, requesterOf(who), request).decision;
const rank = (decision: Decision) => ['denied', 'unknown', 'granted'].indexOf(decision);

/** A failure with everything in it; comparing by hand is many times faster than an expectation a check. */
function differ(what: unknown): never {
  throw new Error(JSON.stringify(what, (_, value) => (value instanceof Uint8Array ? [...value] : value), 1));
}

describe('the access check against the specification', () => {
  test('more than 100,000 random checks: attributes, control access rights, validated writes, rights on the object', () => {
    let checks = 0;
    const seen = { granted: 0, denied: 0, unknown: 0 };
    fc.assert(
      fc.property(descriptor, fc.array(asker, { minLength: 2, maxLength: 3 }), schemaClass, (given, askers, c) => {
        const asked = everything(c);
        for (const who of askers) {
          if (openCount(given, who) > MOST_OPEN) continue;
          const worlds = possibleWorlds(given, who);
          const possible = asked.map(() => 0);
          for (const { descriptor: settled, context } of worlds) {
            asked.forEach(({ specified }, index) => {
              possible[index]! |= specified(settled, context) ? 1 : 2;
            });
          }
          asked.forEach(({ request }, index) => {
            const expected: Decision = possible[index] === 3 ? 'unknown' : possible[index] === 1 ? 'granted' : 'denied';
            const decision = decide(given, who, request);
            checks++;
            seen[expected]++;
            if (decision !== expected) differ({ given, who, request, expected, decision });
          });
        }
      }),
      { numRuns: 3_000 },
    );
    writeSync(1, `Access check: ${checks} random checks agree with the specification (${JSON.stringify(seen)})\n`);
    expect(checks).toBeGreaterThan(100_000);
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(checks / 100);
  }, 60_000);

  test('where no entry names an object type, rights on the whole are those of the simple check', () => {
    fc.assert(
      fc.property(descriptor, known, (given, who) => {
        const aces = given.dacl?.aces.filter((entry) => entry.form === 'basic') ?? null;
        for (const { descriptor: settled, context } of possibleWorlds(
          { ...given, dacl: aces && { revision: 4, aces } },
          who,
        )) {
          const whole = wholeObjectAccess(settled, context, 'c0000000-0000-0000-0000-000000000001');
          expect(whole).toBe(simpleAccess(settled, context));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the algebra of the check', () => {
  const place = fc.nat({ max: 9 });
  const inserted = (aces: readonly Ace[], extra: Ace, where: number) => [
    ...aces.slice(0, where),
    extra,
    ...aces.slice(where),
  ];

  test('adding an entry that allows never removes a grant', () => {
    fc.assert(
      // One for OWNER RIGHTS takes away what the owner holds without an entry: that is what it is for (MS-DTYP 2.4.2.4).
      fc.property(aceList, ace, place, asker, schemaClass, (aces, extra, where, who, c) => {
        fc.pre(effectOf(extra) === 'allow' && extra.form !== 'unknown' && extra.sid !== 'S-1-3-4');
        const [before, after] = [descriptorOf(aces, SIDS[0]!), descriptorOf(inserted(aces, extra, where), SIDS[0]!)];
        for (const { request } of everything(c)) {
          const [was, is] = [decide(before, who, request), decide(after, who, request)];
          if (rank(is) < rank(was)) differ({ aces, extra, where, who, request, was, is });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('moving an entry that denies towards the front never adds a grant', () => {
    fc.assert(
      fc.property(aceList, place, place, asker, schemaClass, (aces, from, to, who, c) => {
        const moved = aces[from];
        fc.pre(moved !== undefined && to < from && effectOf(moved) === 'deny');
        const rest = aces.filter((_, index) => index !== from);
        const [before, after] = [descriptorOf(aces, SIDS[0]!), descriptorOf(inserted(rest, moved!, to), SIDS[0]!)];
        for (const { request } of everything(c)) {
          const [was, is] = [decide(before, who, request), decide(after, who, request)];
          if (rank(is) > rank(was)) differ({ aces, from, to, who, request, was, is });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('entries for unrelated SIDs change neither the answer nor the entry that decides', () => {
    fc.assert(
      fc.property(
        aceList,
        fc.array(fc.tuple(ace, place), { maxLength: 4 }),
        asker,
        schemaClass,
        (aces, extras, who, c) => {
          let more = [...aces];
          for (const [extra, where] of extras) more = inserted(more, { ...extra, sid: UNRELATED } as Ace, where);
          const [before, after] = [descriptorOf(aces, SIDS[0]!), descriptorOf(more, SIDS[0]!)];
          for (const { request } of everything(c)) {
            const was = checkRight(before, requesterOf(who), request);
            const is = checkRight(after, requesterOf(who), request);
            // The very entry, wherever it stands now; an empty list that is not empty any more is refused as before.
            const same =
              was.index === null || is.index === null ? was.index === is.index : more[is.index] === aces[was.index];
            if (was.decision !== is.decision || !same) differ({ aces, more, who, request, was, is });
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
