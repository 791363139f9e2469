/** One question, asked by every way there is: the answer is the same. */

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkRight } from '../../src/access/check.js';
import { openSession, type Session } from '../../src/audit/session.js';
import {
  encodeSecurityDescriptor,
  formatSddl,
  parseSddl,
  parseSecurityDescriptor,
} from '../../src/descriptor/index.js';
import { type Ace, AceType, type SecurityDescriptor } from '../../src/descriptor/types.js';
import { loadRules } from '../../src/rules/index.js';
import type { ActionDefinition } from '../../src/verdicts/action.js';
import { Evaluator } from '../../src/verdicts/evaluator.js';
import { Shared } from '../../src/verdicts/shared.js';
import type { TargetTraits } from '../../src/verdicts/target.js';
import { classListId, containerId, descriptorId } from '../directory/ids.js';
import {
  ACCOUNT_RESTRICTIONS,
  DOMAIN_SID,
  GLOBAL,
  group,
  INETORGPERSON_CLASS,
  memorySource,
  PWD_LAST_SET,
  RESET_PASSWORD,
  USER_ACCOUNT_CONTROL,
  USER_CLASS,
  user,
} from '../directory/memory-source.js';
import { asker, descriptor, everything, requesterOf, schemaClass } from './arbitraries.js';

const CONDITION = parseSddl('D:(XA;;WP;;;WD;(Member_of {SID(S-1-5-21-1-2-3-1)}))').dacl!.aces[0]!;
/** Audit entries do not stand in a DACL's text, and a conditional denying object entry has no name there at all. */
const UNSAYABLE: readonly number[] = [
  AceType.SystemAudit,
  AceType.SystemAuditObject,
  AceType.AccessDeniedCallbackObject,
];

/** What text can say; conditional entries get a condition. */
function sayable(given: SecurityDescriptor): SecurityDescriptor {
  if (given.dacl === null) return given;
  const aces = given.dacl.aces.flatMap((ace): Ace[] => {
    if (UNSAYABLE.includes(ace.type) || (ace.form !== 'basic' && ace.form !== 'object')) return [];
    const conditional = ace.type >= AceType.AccessAllowedCallback;
    return [conditional && CONDITION.form === 'basic' ? { ...ace, applicationData: CONDITION.applicationData } : ace];
  });
  return { ...given, dacl: { ...given.dacl, aces } };
}

describe('bytes and text', () => {
  const read = (bytes: Uint8Array) => parseSecurityDescriptor(bytes);
  const ways: Readonly<Record<string, (given: SecurityDescriptor) => SecurityDescriptor>> = {
    bytes: (given) => read(encodeSecurityDescriptor(given)),
    text: (given) => parseSddl(formatSddl(given)),
    'bytes, then text': (given) => parseSddl(formatSddl(read(encodeSecurityDescriptor(given)))),
    'text, then bytes': (given) => read(encodeSecurityDescriptor(parseSddl(formatSddl(given)))),
  };

  test.each(Object.keys(ways))('the answer, its basis and the entry that decides are the same by way of %s', (way) => {
    fc.assert(
      fc.property(descriptor, asker, schemaClass, (drawn, who, c) => {
        const given = sayable(drawn);
        const other = ways[way]!(given);
        for (const { request } of everything(c)) {
          const [one, two] = [
            checkRight(given, requesterOf(who), request),
            checkRight(other, requesterOf(who), request),
          ];
          if (one.decision !== two.decision || one.basis !== two.basis || one.index !== two.index)
            throw new Error(`${formatSddl(given)}: ${JSON.stringify({ request, one, two })}`);
        }
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('the evaluator', () => {
  const sid = (rid: number) => `${DOMAIN_SID}-${rid}` as const;
  const trustee = fc.constantFrom(
    ...[1000, 1001, 2001, 2002, 513].map(sid),
    'PS',
    'OW',
    'CO',
    'AU',
    'WD',
    'S-1-5-21-7-7-7-7',
  );
  const what = fc.constantFrom(
    '',
    USER_ACCOUNT_CONTROL,
    PWD_LAST_SET,
    ACCOUNT_RESTRICTIONS,
    RESET_PASSWORD,
    USER_CLASS,
  );
  const whom = fc.constantFrom('', '', USER_CLASS, INETORGPERSON_CLASS);
  const ace = fc
    .tuple(
      fc.constantFrom('OA', 'OA', 'OD'),
      fc.constantFrom('', '', 'CI', 'CIIO', 'CIID'),
      fc.constantFrom('WP', 'RPWP', 'CR', 'GA', 'WPCR', 'RP'),
      what,
      whom,
      trustee,
    )
    .map((parts) => `(${parts.join(';')})`);
  const sddl = fc
    .tuple(fc.constantFrom('SY', sid(1000), sid(2001)), fc.constantFrom('', 'P', 'AI'), fc.array(ace, { maxLength: 6 }))
    .map(([owner, flags, aces]) => `O:${owner}G:SYD:${flags}${aces.join('')}`);
  const traits = (count: number): fc.Arbitrary<TargetTraits> =>
    fc.record({
      container: fc.constantFrom(0, 1, 3, 4).map(containerId),
      classes: fc.nat({ max: 2 }).map(classListId),
      descriptor: fc.integer({ min: -1, max: count - 1 }).map((number) => (number < 0 ? null : descriptorId(number))),
      flags: fc.constantFrom(null, 0x200, 0x202, 0x10200, 0x40200, 0x1000),
      protected: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
      adminCount: fc.constantFrom(null, 0, 1),
      platform: fc.constantFrom(null, 'administrator' as const, 'krbtgt' as const),
      mustChange: fc.boolean(),
      isSelf: fc.boolean(),
    });

  const DESCRIPTORS = 8;

  /** With `fresh`, every question goes to an evaluator that has never been asked anything. */
  function evaluators(session: Session, actions: readonly ActionDefinition[], fresh: boolean) {
    const shared = () => new Shared(session.directory, actions, session.shared.nameOf, session.shared.daclsMissing);
    const kept = shared();
    const used = session.tokens.map((tokens) => new Evaluator(kept, tokens));
    return session.tokens.map(
      (tokens, index) => (asked: TargetTraits) =>
        (fresh ? new Evaluator(shared(), tokens) : used[index]!).profile(asked),
    );
  }

  test('answers the same with its caches warm and with none', async () => {
    const { actions } = loadRules([]);
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(sddl, { minLength: DESCRIPTORS, maxLength: DESCRIPTORS }),
        fc.array(traits(DESCRIPTORS), { minLength: 40, maxLength: 40 }),
        async (descriptors, targets) => {
          const source = memorySource({
            groups: [
              group(513, 'Domain Users', GLOBAL),
              group(2001, 'team', GLOBAL),
              group(2002, 'other', GLOBAL),
              group(512, 'Domain Admins', GLOBAL),
            ],
            descriptors,
            adminSDHolder: 1,
            accounts: [
              user(1000, 'actor', { memberOf: [1], descriptor: 0 }),
              user(1001, 'second', { memberOf: [2], descriptor: 0 }),
            ],
          });
          const session = await openSession(source, ['actor', 'second'], actions);
          const [warm, cold] = [evaluators(session, actions, false), evaluators(session, actions, true)];
          for (const target of targets) {
            for (const index of [0, 1]) {
              // Twice: what fills a cache, and what reads it.
              const answers = [warm[index]!(target), warm[index]!(target), cold[index]!(target)].map((answer) =>
                JSON.stringify(answer),
              );
              compared++;
              if (new Set(answers).size !== 1) throw new Error(`${JSON.stringify(target)}: ${answers.join('\n')}`);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
    expect(compared).toBe(60 * 40 * 2);
  });
});
