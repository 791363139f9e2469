import { describe, expect, test } from '@jest/globals';
import type { ChangeView, DaclView } from '../../src/result/explain.js';
import type { NamedRequiredRight } from '../../src/result/rights.js';
import type { Advice, AdviceEffect, Answer, Named, PrincipalRef } from '../../src/result/steps.js';
import { changeWords, effectWords, stepWords } from '../../src/words/change.js';
import { ACCOUNT, DESK, entry, explanation, HOLDER, OU, short, TARGET, target } from './explanation.js';

const WRITE: NamedRequiredRight = { right: 'write-property', attribute: 'userAccountControl', guid: null };
const READ: NamedRequiredRight = { right: 'read-property', attribute: 'userAccountControl', guid: null };
const GROUP: PrincipalRef = { dn: `CN=Desk,${OU}`, sid: DESK.sid, name: 'LAB\\desk' };
const MEMBER: PrincipalRef = { dn: null, sid: ACCOUNT, name: 'LAB\\svc' };
const UNKNOWN: Named = { sid: 'S-1-5-21-1-2-3-4', name: null };

const dacl = (...entries: DaclView['entries']): DaclView => ({ ...explanation().dacl, entries });
const CONDITIONAL = entry({
  condition: {
    text: '(@User.Level > 3)',
    result: 'undecided',
    missing: [
      { kind: 'attribute', scope: 'user', name: 'Level' },
      { kind: 'device-member', ...UNKNOWN },
    ],
  },
});

describe('a step', () => {
  test.each<[Advice, string]>([
    [
      { do: 'remove-entry', dn: TARGET, index: 0, sddl: '(A;;WP;;;WD)' },
      'remove entry 0 written on Jo (LAB\\desk may write all properties)',
    ],
    [{ do: 'remove-entry', dn: OU, index: 7, sddl: '(A;;WP;;;WD)' }, 'remove entry 7 written on Staff (A;;WP;;;WD)'],
    [
      {
        do: 'add-entry',
        dn: OU,
        trustee: DESK,
        rights: [READ, WRITE],
        appliesTo: { name: 'user', guid: 'bf967aba-0de6-11d0-a285-00aa003049e2' },
      },
      'add an entry on Staff that allows LAB\\desk to read and write userAccountControl, applying to descendant user objects',
    ],
    [
      {
        do: 'add-entry',
        dn: TARGET,
        trustee: { sid: ACCOUNT, name: 'LAB\\svc' },
        rights: [{ right: 'write-dac' }],
        appliesTo: null,
      },
      'add an entry on Jo that allows LAB\\svc (or a group of it) to change permissions (WRITE_DAC), for this object only',
    ],
    [{ do: 'leave-group', member: MEMBER, group: GROUP }, 'take LAB\\svc out of the group LAB\\desk'],
    [{ do: 'enable-inheritance', dn: OU }, 'switch inheritance on again on Staff'],
    [
      { do: 'propagate', dn: OU },
      'have the list of Staff propagated again: its entry should have come down and has not',
    ],
    [{ do: 'clear-admin-count', dn: TARGET }, 'clear adminCount of Jo'],
    [
      { do: 'clear-flag', dn: TARGET, attribute: 'userAccountControl', bit: 0x10000, flag: 'DONT_EXPIRE_PASSWD' },
      'clear DONT_EXPIRE_PASSWD in userAccountControl of Jo',
    ],
    [
      { do: 'write-dacl', dn: TARGET, objectClass: null },
      'give Jo a proper access control list (the default one of its class, with inheritance on)',
    ],
    [
      { do: 'confirm', what: 'left-protected-groups', dn: TARGET },
      'confirm that Jo is meant to be in no protected group any more',
    ],
    [{ do: 'collect', what: 'descriptor', dn: TARGET }, 'collect again with an account that has READ_CONTROL on Jo'],
    [
      { do: 'collect', what: 'dacl', dn: TARGET },
      'collect again with the SD flags control set to 7, so that Jo comes with its access control list',
    ],
    [
      { do: 'collect', what: 'user-account-control', dn: TARGET },
      'collect again with an account that may read userAccountControl of Jo',
    ],
    [
      { do: 'collect', what: 'class', dn: TARGET },
      'collect again with the schema and with an account that may read objectClass of Jo',
    ],
    [
      { do: 'collect', what: 'admin-sd-holder', dn: HOLDER },
      'collect CN=AdminSDHolder,CN=System of this domain with its descriptor (AdminSDHolder)',
    ],
    [{ do: 'collect', what: 'domain', of: UNKNOWN }, 'add the domain of S-1-5-21-1-2-3-4 as a further source'],
    [
      { do: 'collect', what: 'members', of: DESK },
      'collect the members of LAB\\desk that no source has (their domain as a further source)',
    ],
    [
      { do: 'collect', what: 'builtin', of: UNKNOWN },
      'collect the container CN=Builtin of the domain, which holds S-1-5-21-1-2-3-4',
    ],
    [
      { do: 'collect', what: 'primary-group', of: DESK },
      'collect again with an account that may read primaryGroupID of LAB\\desk',
    ],
    [
      { do: 'look-at', what: 'condition', entry: 0 },
      "find out whether the condition of entry 0 of the target holds for the account (it depends on @User.Level and the device's membership in S-1-5-21-1-2-3-4): (@User.Level > 3)",
    ],
    [
      { do: 'look-at', what: 'condition', entry: 5 },
      'look at the condition of entry 5 of the target in the directory itself, since what was read does not hold it, and judge whether it holds for the account',
    ],
    [
      { do: 'look-at', what: 'sid-filtering', of: DESK },
      'find out whether SID filtering on the trust lets LAB\\desk through',
    ],
    [
      { do: 'look-at', what: 'logon', of: DESK },
      'find out how the account logs on: only some kinds of logon carry LAB\\desk',
    ],
    [
      { do: 'look-at', what: 'deleted-trustee', of: UNKNOWN },
      'find out what S-1-5-21-1-2-3-4 is: its domain is in the sources and has no such object, so it is deleted (then its entries count for nobody and can go) or hidden from the collecting account',
    ],
    [
      { do: 'look-at', what: 'admin-sd-holder', dn: HOLDER },
      'look at the entries of AdminSDHolder for conditions and for SIDs that the sources do not resolve',
    ],
    [
      { do: 'look-at', what: 'protection', dn: GROUP.dn! },
      'find out whether Desk is protected on these domain controllers and whether the membership counts (adminCount=1 after the next AdminSDHolder run says so)',
    ],
  ])('%j', (step, words) => {
    expect(stepWords(step, explanation({ dacl: dacl(CONDITIONAL) }), short)).toBe(words);
  });

  test('an entry to remove is told shortly: two of its rights, and how many more', () => {
    const rights = (['read-control', 'write-dac', 'write-owner'] as const).map((right) => ({
      right,
      bit: 0x20000,
      place: null,
    }));
    const inherited = entry({ effect: 'deny', rights, inherited: true, written: { dn: OU, index: 4, sddl: '' } });
    const step = { do: 'remove-entry', dn: OU, index: 4, sddl: '(D;;;;;WD)' } as const;
    expect(stepWords(step, explanation({ dacl: dacl(inherited) }), short)).toBe(
      'remove entry 4 written on Staff (LAB\\desk may NOT read permissions, change permissions (WRITE_DAC) and 1 more)',
    );
  });
});

const WORKS: Answer = { access: 'granted', verdict: 'can', reason: 'allowed-by-entry', documentedSet: true };
const REFUSED: Answer = { access: 'denied', verdict: 'cannot', reason: 'no-entry', documentedSet: false };
const FOR_NOW: Answer = { ...WORKS, verdict: 'can-until-sdprop', reason: 'adminsdholder-will-deny' };
const OPEN: Answer = { ...WORKS, verdict: 'unknown', reason: 'protection-undecided' };

describe('what comes of steps', () => {
  test.each<[AdviceEffect, string]>([
    [{ tried: true, after: WORKS, afterRun: null }, 'then it works'],
    [{ tried: true, after: REFUSED, afterRun: null }, 'then it is refused'],
    [
      { tried: true, after: { ...WORKS, verdict: 'no-effect' }, afterRun: null },
      'then it is accepted and has no effect',
    ],
    [{ tried: true, after: OPEN, afterRun: null }, 'then it is not known to work (protection not known)'],
    [
      { tried: true, after: REFUSED, afterRun: WORKS },
      'then it is still refused at first, and works after the next AdminSDHolder run',
    ],
    [{ tried: true, after: FOR_NOW, afterRun: REFUSED }, 'then it works until the next AdminSDHolder run'],
    [
      { tried: true, after: WORKS, afterRun: REFUSED },
      'then it works at first, and is refused after the next AdminSDHolder run',
    ],
    [{ tried: false, because: 'nothing-changes' }, ''],
    [
      { tried: false, because: 'default-list-unread' },
      'not tried, because the default list of its class (defaultSecurityDescriptor) is not in the sources',
    ],
    [
      { tried: false, because: 'evidence-missing' },
      'not tried, because a descriptor or a name that it depends on was not read',
    ],
  ])('%j', (effect, words) => {
    expect(effectWords(effect)).toBe(words);
  });
});

describe('what to change', () => {
  const leave: Advice = { do: 'leave-group', member: MEMBER, group: GROUP };
  const again: Advice = { do: 'enable-inheritance', dn: OU };
  const onHolder: Advice = { do: 'add-entry', dn: HOLDER, trustee: DESK, rights: [WRITE], appliesTo: null };
  const NONE: ChangeView = { goal: 'none', options: [], caution: null, revoke: [], effects: [], revokeEffects: [] };

  test.each<[ChangeView, string]>([
    [NONE, 'Nothing: it works.'],
    [{ ...NONE, revoke: [[leave]] }, 'Nothing: it works. To take it away: take LAB\\svc out of the group LAB\\desk.'],
    [
      { ...NONE, options: [[again]], caution: 'read-right-missing' },
      'It works, but reading is missing. For that: switch inheritance on again on Staff.',
    ],
    [{ ...NONE, goal: 'repair', options: [[again]] }, 'Everybody may do this: switch inheritance on again on Staff.'],
    [
      { ...NONE, goal: 'impossible' },
      'Nothing makes this action take effect on LAB\\jo: plan another one, such as disabling the account.',
    ],
    [
      { ...NONE, goal: 'take-effect', options: [[again]] },
      'For it to take effect: switch inheritance on again on Staff; or plan another action.',
    ],
    [{ ...NONE, goal: 'know' }, 'To know the answer: look at the entries that are undecided.'],
    [
      { ...NONE, goal: 'last', options: [[onHolder], [leave, again]], caution: 'protected-on-purpose' },
      'Nothing, if LAB\\jo is meant to be protected: do not count on this account. What is changed on AdminSDHolder counts for every protected account and group of the domain, the highest administrators among them. To have it last: add an entry on AdminSDHolder that allows LAB\\desk to write userAccountControl, for this object only; or take LAB\\svc out of the group LAB\\desk and then switch inheritance on again on Staff.',
    ],
    [
      { ...NONE, goal: 'allow', options: [[{ ...onHolder, dn: OU }]] },
      'To allow it: add an entry on Staff that allows LAB\\desk to write userAccountControl, for this object only.',
    ],
    [
      { ...NONE, goal: 'allow', options: [[again]], caution: 'deny-may-be-meant' },
      'Nothing, if the denial is meant. To allow it: switch inheritance on again on Staff.',
    ],
    [
      { ...NONE, goal: 'allow', options: [[again]], caution: 'operator-taken-out' },
      'Nothing, if LAB\\jo is meant to be out of reach: it is a privileged operator, whose groups dSHeuristics takes out of the protected set. To allow it: switch inheritance on again on Staff.',
    ],
    [{ ...NONE, goal: 'allow' }, 'No single change allows it: see the entries that deny it.'],
    [
      {
        ...NONE,
        goal: 'allow',
        options: [[{ ...leave, member: { ...MEMBER, dn: TARGET } }, again], [again]],
        effects: [
          { tried: true, after: WORKS, afterRun: null },
          { tried: false, because: 'evidence-missing' },
        ],
        caution: 'protected-on-purpose',
      },
      'Nothing, if LAB\\jo is meant to be protected. Out of LAB\\desk, LAB\\jo loses all that is given to that group. To allow it: take LAB\\svc out of the group LAB\\desk and then switch inheritance on again on Staff (then it works); or switch inheritance on again on Staff (not tried, because a descriptor or a name that it depends on was not read).',
    ],
    [
      {
        ...NONE,
        revoke: [[{ do: 'remove-entry', dn: HOLDER, index: 0, sddl: '(A;;WP;;;WD)' }]],
        revokeEffects: [{ tried: true, after: FOR_NOW, afterRun: REFUSED }],
      },
      'Nothing: it works. What is changed on AdminSDHolder counts for every protected account and group of the domain, the highest administrators among them. To take it away: remove entry 0 written on AdminSDHolder (A;;WP;;;WD) (then it works until the next AdminSDHolder run).',
    ],
    [{ ...NONE, goal: 'take-effect' }, 'No single change is known to make it take effect: plan another action.'],
    [{ ...NONE, caution: 'read-right-missing' }, 'It works, but reading is missing. No single change gives it.'],
  ])('%j', (change, words) => {
    const adminSDHolder = { dn: HOLDER, access: 'denied', entry: null, inheritanceOn: false } as const;
    expect(changeWords(explanation({ change, adminSDHolder, target: target() }), short)).toBe(words);
  });
});
