import { describe, expect, test } from '@jest/globals';
import { recordedCauses } from '../../src/diff/recorded-causes.js';
import type { AuditedAccount, DecidingAce, Verdict } from '../../src/result/audit.js';
import { changesText } from '../../src/words/directory-changes.js';

const GROUP = 'S-1-5-21-1-2-3-1500';
const account = (...token: readonly string[]): AuditedAccount => ({
  sid: 'S-1-5-21-1-2-3-1100',
  dn: 'CN=svc,DC=x',
  name: 'X\\svc',
  kind: 'user',
  token: token.map((sid) => ({ sid, name: null, via: ['X\\svc', 'X\\helpers'], domain: null })),
});
const ace = (sddl: string, from: string | null = 'OU=Staff,DC=x'): DecidingAce => ({
  index: 0,
  sddl,
  trustee: GROUP,
  trusteeName: 'X\\helpers',
  from,
});
const verdict = (
  verdict: Verdict['verdict'],
  reason: Verdict['reason'],
  decides: DecidingAce | null = null,
): Verdict => ({
  account: 'S-1-5-21-1-2-3-1100',
  target: 'S-1-5-21-1-2-3-1200',
  targetDn: 'CN=jo,OU=Staff,DC=x',
  targetName: 'X\\jo',
  action: 'disable',
  access: verdict === 'cannot' ? 'denied' : verdict === 'unknown' ? 'unknown' : 'granted',
  verdict,
  reason,
  documentedSet: true,
  ace: decides,
  caveats: [],
});
const TOOL = { name: 'adreach', version: '1.0.0', rules: 'a'.repeat(64) } as const;
const side = (one: AuditedAccount, version: string = TOOL.version, rules: string = TOOL.rules) => ({
  accounts: [one],
  tool: { ...TOOL, version, rules },
  evidence: { domains: [{ dn: 'DC=x', dnsName: 'x', sid: 'S-1-5-21-1-2-3' as const }] },
});

const ALLOW = '(A;CI;WP;;;S-1-5-21-1-2-3-1500)';
const CAN = verdict('can', 'allowed-by-entry', ace(ALLOW));
const CANNOT = verdict('cannot', 'no-entry');

describe('what two results say of a verdict that is another one', () => {
  test.each<
    readonly [
      string,
      ReturnType<typeof side>,
      ReturnType<typeof side>,
      Verdict | null,
      Verdict | null,
      readonly string[],
    ]
  >([
    [
      'the entry is new',
      side(account(GROUP)),
      side(account(GROUP)),
      CANNOT,
      CAN,
      [`an entry was added on OU=Staff,DC=x ("${ALLOW}")`],
    ],
    [
      'the entry is gone',
      side(account(GROUP)),
      side(account(GROUP)),
      CAN,
      CANNOT,
      [`an entry was removed from OU=Staff,DC=x ("${ALLOW}")`],
    ],
    [
      'the token holds its trustee now',
      side(account()),
      side(account(GROUP)),
      CANNOT,
      CAN,
      ['X\\svc was put into X\\helpers'],
    ],
    [
      'the token has lost it',
      side(account(GROUP)),
      side(account()),
      CAN,
      CANNOT,
      ['X\\svc was taken out of X\\helpers'],
    ],
    [
      'a flag',
      side(account()),
      side(account()),
      CAN,
      { ...CAN, verdict: 'no-effect', reason: 'password-never-expires' },
      ['DONT_EXPIRE_PASSWD was set on the account itself'],
    ],
    [
      'inheritance',
      side(account(GROUP)),
      side(account(GROUP)),
      CAN,
      verdict('cannot', 'no-entry-inheritance-off'),
      [
        `an entry was removed from OU=Staff,DC=x ("${ALLOW}")`,
        'inheritance was switched off for the account itself, the entries from above went',
      ],
    ],
    [
      'not known any more',
      side(account()),
      side(account()),
      { ...CANNOT },
      verdict('unknown', 'descriptor-unreadable'),
      ['the evidence became worse: now, descriptor not readable'],
    ],
    [
      'other rules',
      side(account()),
      side(account(), '1.0.0', 'b'.repeat(64)),
      CAN,
      { ...CAN, verdict: 'cannot' },
      ['the rule files changed'],
    ],
    [
      'another program',
      side(account()),
      side(account(), '2.0.0'),
      CAN,
      { ...CAN, verdict: 'cannot' },
      ['the program changed from 1.0.0 to 2.0.0'],
    ],
    ['nothing at all', side(account()), side(account()), CAN, { ...CAN, verdict: 'cannot' }, []],
    ['made', side(account()), side(account()), null, CAN, ['the account was made']],
    ['deleted', side(account()), side(account()), CAN, null, ['the account was deleted']],
  ])('%s', (_what, before, after, was, is, expected) => {
    const found = recordedCauses({ before, after }, 'S-1-5-21-1-2-3-1100', was, is, null);
    expect(found.map(({ changes }) => changesText(changes, (dn) => dn))).toEqual(expected);
    expect(found.every(({ unproven }) => unproven !== null)).toBe(true);
  });

  test('an entry that is not above the target any more was not taken away; nor one of what was not read', () => {
    const both = { before: side(account(GROUP)), after: side(account(GROUP)) };
    const texts = (was: Verdict | null, is: Verdict | null, moved: Parameters<typeof recordedCauses>[4] = null) =>
      recordedCauses(both, 'S-1-5-21-1-2-3-1100', was, is, moved).map(({ changes }) =>
        changesText(changes, (dn) => dn),
      );
    const elsewhere = { ...CANNOT, targetDn: 'CN=jo,OU=Left,DC=x' };
    const places = { from: 'OU=Staff,DC=x', to: 'OU=Left,DC=x' };
    expect(texts(CAN, elsewhere, places)).toEqual(['the account itself was moved from OU=Staff,DC=x to OU=Left,DC=x']);
    expect(texts(elsewhere, CAN, { from: places.to, to: places.from })).toEqual([
      'the account itself was moved from OU=Left,DC=x to OU=Staff,DC=x',
    ]);
    // Another entry came where it still is.
    expect(texts({ ...CANNOT, targetDn: 'CN=jo,OU=Other,OU=Staff,DC=x' }, CAN, places)).toHaveLength(2);
    expect(texts(CAN, verdict('unknown', 'descriptor-unreadable'))).toEqual([
      'the evidence became worse: now, descriptor not readable',
    ]);
    expect(texts(verdict('unknown', 'descriptor-damaged'), CAN)).toHaveLength(1);
  });

  test('of a domain that the other result has not, nothing was made or deleted', () => {
    const both = { before: side(account()), after: { ...side(account()), evidence: { domains: [] } } };
    const [gone] = recordedCauses(both, 'S-1-5-21-1-2-3-1100', CAN, null, null);
    expect(gone!.changes).toEqual([{ change: 'evidence-worse', what: 'domain-not-in-sources' }]);
    const turned = { before: both.after, after: both.before };
    const [come] = recordedCauses(turned, 'S-1-5-21-1-2-3-1100', null, CAN, null);
    expect(come!.changes).toEqual([{ change: 'evidence-better', what: 'domain-not-in-sources' }]);
  });

  test('moved; another account', () => {
    const both = { before: side(account()), after: side(account()) };
    const moved = { from: 'OU=A,DC=x', to: 'OU=B,DC=x' };
    expect(
      recordedCauses(both, 'S-1-5-21-1-2-3-1100', CANNOT, { ...CANNOT, verdict: 'can' }, moved)[0]!.changes,
    ).toEqual([{ change: 'moved', object: null, ...moved, created: false }]);
    const fresh = { before: { ...side(account()), accounts: [] }, after: side(account()) };
    expect(recordedCauses(fresh, 'S-1-5-21-1-2-3-1100', null, CAN, null)[0]!.changes).toEqual([
      { change: 'audited-now-only', account: 'X\\svc' },
    ]);
  });
});
