import { describe, expect, test } from '@jest/globals';
import { datedWords } from '../../../src/report/answer/dated.js';
import { type Answer, answersOf } from '../../../src/report/answer/index.js';
import { noneOpenWords, sinceWords, worstParts } from '../../../src/report/answer/words.js';
import { EVIDENCE, FINAL_EVIDENCE, HEADER, HOSTILE_NAMES } from '../sample.js';
import { ACCOUNT, ANSWERED, digestOf, type Made, rows } from './made.js';

function answer(made: Made): Answer {
  const [first, ...others] = answersOf(digestOf(made));
  expect(others).toEqual([]);
  return first!;
}
const said = ({ questions }: Answer) =>
  Object.fromEntries(questions.map(({ id, sign, answer: words }) => [id, `${sign}: ${words}`]));
const DISABLES_ONE = 'SECURELAB\\mdiAction$ can disable 1 of 2 enabled people it is meant to reach, and it lasts';
const people = (counts: object) => ({ people: { disable: counts } });

describe('the headline', () => {
  test.each([
    [
      people({ can: 3, cannot: 4 }),
      'SECURELAB\\mdiAction$ can disable 3 of 7 enabled people it is meant to reach, and it lasts.',
    ],
    [people({ can: 7 }), 'SECURELAB\\mdiAction$ can disable all 7 enabled people it is meant to reach, and it lasts.'],
    // Granted, and yet no "can".
    [
      people({ 'can-until-sdprop': 2, 'no-effect': 3 }),
      'SECURELAB\\mdiAction$ can disable none of the 5 enabled people it is meant to reach.',
    ],
    [
      people({ unknown: 9 }),
      'Whether SECURELAB\\mdiAction$ can disable any of the 9 enabled people it is meant to reach is not known.',
    ],
    [
      people({ unknown: 9, cannot: 1 }),
      'SECURELAB\\mdiAction$ can disable none for certain of the 10 enabled people it is meant to reach, 9 not known.',
    ],
    [
      people({ can: 999_999, cannot: 1 }),
      'SECURELAB\\mdiAction$ can disable 999,999 of 1,000,000 enabled people it is meant to reach, and it lasts.',
    ],
    [
      { people: { disable: { can: 1, cannot: 1 } }, 'tier-zero': { disable: { cannot: 3, 'can-until-sdprop': 1 } } },
      "SECURELAB\\mdiAction$ can disable 1 of 2 enabled people it is meant to reach, and it lasts; 1 of 4 Tier-0 accounts until AdminSDHolder's run.",
    ],
    [
      { people: { disable: { can: 1 } }, 'tier-zero': { disable: { cannot: 3, unknown: 2 } } },
      'SECURELAB\\mdiAction$ can disable 1 of 1 enabled people it is meant to reach, and it lasts; 3 Tier-0 accounts need another procedure, 2 more may.',
    ],
    [
      { people: { disable: { can: 1 } }, 'tier-zero': { disable: { unknown: 2 } } },
      'SECURELAB\\mdiAction$ can disable 1 of 1 enabled people it is meant to reach, and it lasts; whether it reaches 2 Tier-0 accounts is not known.',
    ],
    [
      { people: { disable: { can: 1 } }, 'tier-zero': { disable: { can: 2, cannot: 3 } } },
      'SECURELAB\\mdiAction$ can disable 1 of 1 enabled people it is meant to reach, and it lasts; also 2 of 5 Tier-0 accounts.',
    ],
    [
      {
        people: { disable: { can: 1, cannot: 1 } },
        'tier-zero': { disable: { cannot: 3, 'can-until-sdprop': 1, unknown: 2 } },
      },
      `${DISABLES_ONE}; 1 of 6 Tier-0 accounts until AdminSDHolder's run, 2 not known.`,
    ],
    [
      { people: { disable: { can: 1, cannot: 1 } }, 'tier-zero': { disable: { can: 2, 'can-until-sdprop': 3 } } },
      `${DISABLES_ONE}; also 2 of 5 Tier-0 accounts, 3 more until AdminSDHolder's run.`,
    ],
    // One alone.
    [
      { people: { disable: { can: 1, cannot: 1 } }, 'tier-zero': { disable: { cannot: 1 } } },
      `${DISABLES_ONE}; the only one of the Tier-0 accounts needs another procedure.`,
    ],
    [
      { people: { disable: { can: 1, cannot: 1 } }, 'tier-zero': { disable: { 'can-until-sdprop': 1 } } },
      `${DISABLES_ONE}; 1 of 1 Tier-0 accounts until AdminSDHolder's run.`,
    ],
    [
      { people: { disable: { can: 1, cannot: 1 } }, 'tier-zero': { disable: { cannot: 1, unknown: 1 } } },
      `${DISABLES_ONE}; 1 of the Tier-0 accounts needs another procedure, 1 more may.`,
    ],
    [
      { people: { disable: { can: 1, cannot: 1 } }, 'tier-zero': { disable: { unknown: 1 } } },
      `${DISABLES_ONE}; whether it reaches the only one of the Tier-0 accounts is not known.`,
    ],
    [
      people({ cannot: 1 }),
      'SECURELAB\\mdiAction$ cannot disable the only one of the enabled people it is meant to reach.',
    ],
    [
      people({ unknown: 1 }),
      'Whether SECURELAB\\mdiAction$ can disable the only one of the enabled people it is meant to reach is not known.',
    ],
    [
      { none: { disable: { cannot: 1 } } },
      'SECURELAB\\mdiAction$ cannot disable the only target; nobody it is meant to reach is among them.',
    ],
    // An action that is about none of them is not the one to tell of.
    [
      { people: { disable: {}, 'reset-password': { can: 1, cannot: 1 } } },
      'SECURELAB\\mdiAction$ can reset the password of 1 of 2 enabled people it is meant to reach, and it lasts.',
    ],
    [
      { none: { disable: { can: 1, cannot: 1 } } },
      'SECURELAB\\mdiAction$ can disable 1 of 2 targets, and it lasts; nobody it is meant to reach is among them.',
    ],
    [{}, 'The evidence holds nobody that SECURELAB\\mdiAction$ could act on.'],
  ])('of %j', (populations, expected) => {
    expect(answer({ populations }).headline).toBe(expected);
  });

  // What it has been granted is no promise while it cannot act.
  test.each([
    [people({ can: 3, cannot: 4 }), 'could disable 3 of 7 enabled people it is meant to reach, but is itself disabled'],
    [people({ can: 7 }), 'could disable all 7 enabled people it is meant to reach, but is itself disabled'],
    [
      { people: { disable: { can: 1, cannot: 1 } }, 'tier-zero': { disable: { can: 2, cannot: 3 } } },
      'could disable 1 of 2 enabled people it is meant to reach, but is itself disabled; also 2 of 5 Tier-0 accounts',
    ],
    [
      { people: { disable: { cannot: 2 } }, 'tier-zero': { disable: { can: 2 } } },
      'can disable none of the 2 enabled people it is meant to reach, and is itself disabled; also 2 of 2 Tier-0 accounts',
    ],
    [
      people({ unknown: 9, cannot: 1 }),
      'can disable none for certain of the 10 enabled people it is meant to reach, 9 not known, and is itself disabled',
    ],
    [
      people({ cannot: 1 }),
      'cannot disable the only one of the enabled people it is meant to reach, and is itself disabled',
    ],
    [
      { none: { disable: { can: 1, cannot: 1 } } },
      'could disable 1 of 2 targets, but is itself disabled; nobody it is meant to reach is among them',
    ],
  ])('of a disabled account: %j', (populations, expected) => {
    for (const status of ['open', 'suppressed', 'baseline'] as const) {
      const findings = [{ rule: 'ADR-ACCOUNT-DISABLED', status }];
      expect(answer({ populations, findings }).headline).toBe(`SECURELAB\\mdiAction$ ${expected}.`);
    }
  });

  test('of a disabled account of which nothing is known, and of one beside another that is disabled', () => {
    const disabled = { rule: 'ADR-ACCOUNT-DISABLED' };
    expect(answer({ populations: people({ unknown: 9 }), findings: [disabled] }).headline).toBe(
      'Whether SECURELAB\\mdiAction$ can disable any of the 9 enabled people it is meant to reach is not known, and it is itself disabled.',
    );
    expect(
      answer({ populations: people({ can: 7 }), findings: [{ ...disabled, account: 'S-1-5-18' }] }).headline,
    ).toMatch(/ can disable all 7 .* it lasts\.$/);
  });

  test('where no populations are declared', () => {
    const header = {
      populations: [{ id: 'accounts', title: 'accounts', description: '', tierZero: false, expected: false }],
    };
    expect(answer({ header, populations: { accounts: { disable: { can: 2, cannot: 1 } } } }).headline).toBe(
      'SECURELAB\\mdiAction$ can disable 2 of 3 targets, and it lasts; whom it is meant to reach is not declared.',
    );
  });

  test("an action of somebody's own file, by its title", () => {
    const header = { actions: [{ id: 'move', title: 'Move to quarantine', targets: ['user'] }] };
    expect(answer({ header, populations: { people: { move: { can: 1, cannot: 1 } } } }).headline).toBe(
      'SECURELAB\\mdiAction$ can do "Move to quarantine" to 1 of 2 enabled people it is meant to reach, and it lasts.',
    );
  });

  test('names of any length are bounded, and one is told for each account', () => {
    const accounts = [
      { ...ACCOUNT, name: `SECURELAB\\${'x'.repeat(2400)}` },
      { ...ACCOUNT, sid: 'S-1-5-18', name: 'local-system' },
    ];
    const made = answersOf(digestOf({ accounts, populations: people({ can: 1 }) }));
    expect(made.map(({ sid }) => sid)).toEqual([ACCOUNT.sid, 'S-1-5-18']);
    expect(made[0]!.headline.length).toBeLessThan(200);
    expect(made[0]!.headline).toMatch(/^SECURELAB\\x+\[\.\.\.\]x+ can disable 1 of 1/);
    expect(made[1]!.headline).toBe('The evidence holds nobody that local-system could act on.');
  });
});

describe('will it work', () => {
  const works = (made: Made) => said(answer(made))['works'];
  test.each<[string, Made]>([
    ['yes: every action, on all 7', { populations: { people: { disable: { can: 7 }, enable: { can: 7 } } } }],
    ['partly: 42 %', { populations: people({ can: 3, cannot: 4 }) }],
    [
      'partly: 99-100 %, by action',
      { populations: { people: { disable: { can: 999, unknown: 1 }, enable: { can: 1000 } } } },
    ],
    [
      'partly: 0 to under 1 %, by action',
      { populations: { people: { disable: { can: 1, cannot: 999 }, enable: { cannot: 1000 } } } },
    ],
    ['no: reaches nobody', { populations: people({ cannot: 3, 'no-effect': 1 }) }],
    ['unknown: nothing proven', { populations: people({ cannot: 3, unknown: 1 }) }],
    ['unknown: nobody it is meant to reach', { populations: { none: { disable: { can: 3 } } } }],
    ['unknown: nobody it is meant to reach', {}],
    // What the made-up header leaves open by hand: one question of three.
    [
      'partly: some sensors act as LocalSystem instead',
      { header: { manual: HEADER.manual }, populations: people({ can: 1 }) },
    ],
  ])('%s', (expected, made) => {
    expect(works(made)).toBe(expected);
  });

  const mode = {
    mode: 'gmsa',
    source: 'option',
    actsAsLocalSystem: 'no',
    remediationAccounts: null,
    controllers: [],
  } as const;

  test('not "yes" while something is to be looked up by hand', () => {
    const by = (questions: typeof HEADER.manual.questions) =>
      works({ header: { manual: { mode, questions } }, populations: people({ can: 1 }) });
    const [right, wrong, open] = HEADER.manual.questions;
    expect(by([right!, open!, open!])).toBe('partly: all within its rights; 2 manual checks open');
    expect(by([right!, open!, wrong!])).toBe('partly: all within its rights; 1 manual check failed');
    expect(by([right!])).toBe('yes: every action, on all 1');
    const unstated = { mode: { ...mode, mode: 'unknown', source: 'none' } as const, questions: [] };
    expect(works({ header: { manual: unstated }, populations: people({ can: 1 }) })).toBe(
      'partly: all within its rights; sensor identity not stated',
    );
    expect(works({ header: { manual: unstated, profile: 'delegated-account' }, populations: people({ can: 1 }) })).toBe(
      'yes: every action, on all 1',
    );
  });

  test.each([
    ['ADR-ACCOUNT-DISABLED', 'suppressed', 'no: the account itself is disabled'],
    ['ADR-ACCOUNT-NOT-CONFIGURED', 'open', 'no: the portal names other accounts'],
    ['ADR-ACCOUNT-DISABLED-OTHERWISE', 'open', 'yes: every action, on all 1'],
  ] as const)('not where the account cannot act: %s, %s', (rule, status, expected) => {
    expect(works({ findings: [{ rule, status }], populations: people({ can: 1 }) })).toBe(expected);
  });

  test('not by this account where the sensors act as LocalSystem', () => {
    const manual = { mode: { ...mode, mode: 'local-system', actsAsLocalSystem: 'yes' } as const, questions: [] };
    expect(works({ header: { manual }, populations: people({ can: 1 }) })).toBe(
      'unknown: sensors act as LocalSystem, not as it',
    );
  });
});

describe('is it safe', () => {
  const safe = (made: Made) => said(answer({ populations: people({ can: 1 }), ...made }))['safe'];
  test.each<[string, Made]>([
    ['yes: no critical, high or medium finding', {}],
    ['yes: no critical, high or medium finding', { findings: [{ severity: 'low' }, { severity: 'info' }] }],
    ['no: 1 critical finding', { findings: [{ severity: 'critical' }] }],
    [
      'no: 1 critical, 2 high findings',
      { findings: [{ severity: 'high' }, { severity: 'critical' }, { severity: 'high', account: null }] },
    ],
    ['no: 1 high finding, known from the baseline', { findings: [{ severity: 'high', status: 'baseline' }] }],
    ['partly: 1 high finding, accepted for a time', { findings: [{ severity: 'high', status: 'suppressed' }] }],
    // What is open does not hide what is accepted, nor the other way round.
    [
      'no: 1 high finding, 1 critical in the baseline, 2 critical accepted',
      {
        findings: [
          { severity: 'high' },
          { severity: 'critical', status: 'baseline' },
          { severity: 'critical', status: 'suppressed' },
          { severity: 'critical', status: 'suppressed', account: null },
        ],
      },
    ],
    [
      'no: 1 high finding, known from the baseline, 1 critical accepted',
      {
        findings: [
          { severity: 'high', status: 'baseline' },
          { severity: 'critical', status: 'suppressed' },
        ],
      },
    ],
    [
      'no: it reaches Tier-0 accounts, 1 critical accepted',
      {
        populations: { 'tier-zero': { enable: { can: 1 } } },
        findings: [{ severity: 'critical', status: 'suppressed' }],
      },
    ],
    [
      'partly: 1 critical finding, accepted for a time, 1 medium not',
      { findings: [{ severity: 'critical', status: 'suppressed' }, { severity: 'medium' }] },
    ],
    ['partly: 2 medium findings', { findings: [{ severity: 'medium' }, { severity: 'medium', status: 'baseline' }] }],
    // Of another account under audit.
    ['yes: no critical, high or medium finding', { findings: [{ severity: 'critical', account: 'S-1-5-18' }] }],
    ['no: it reaches Tier-0 accounts', { populations: { 'tier-zero': { enable: { can: 1 } } } }],
    [
      'no: it reaches Tier-0 accounts',
      { populations: { 'tier-zero': { disable: { 'can-until-sdprop': 1 }, enable: { can: 1 } } } },
    ],
    // Until the run is long enough.
    [
      "no: it reaches Tier-0 accounts until AdminSDHolder's run",
      { populations: { 'tier-zero': { enable: { 'can-until-sdprop': 1, cannot: 3 } } } },
    ],
    [
      "no: it reaches Tier-0 accounts until AdminSDHolder's run, 1 critical accepted",
      {
        populations: { 'tier-zero': { enable: { 'can-until-sdprop': 1 } } },
        findings: [{ severity: 'critical', status: 'suppressed' }],
      },
    ],
    [
      'yes: no critical, high or medium finding',
      {
        populations: {
          people: { disable: { can: 1, 'can-until-sdprop': 1 } },
          'tier-zero': { disable: { cannot: 1 } },
        },
      },
    ],
    ['unknown: nothing grave found, but 2 gaps', { evidence: FINAL_EVIDENCE }],
    ['unknown: nothing grave found, but rules that could not be evaluated', { evidence: { complete: false } }],
    [
      'unknown: nothing grave found, but 1 failed rule',
      { evidence: { complete: false, failedRules: [{ rule: 'ORG-A', count: 3, message: 'x' }] } },
    ],
    [
      'unknown: nothing grave found, but 2 gaps, 2 failed rules',
      {
        evidence: {
          ...FINAL_EVIDENCE,
          failedRules: ['ORG-A', 'ORG-B'].map((rule) => ({ rule, count: 1, message: 'x' })),
        },
      },
    ],
    ['unknown: nothing grave found, but verdicts unknown', { populations: people({ can: 1, unknown: 1 }) }],
    ['unknown: no rules were applied', { header: { rules: [] } }],
    ['partly: nothing grave found; 1 manual check failed', { header: { manual: HEADER.manual } }],
    [
      'partly: nothing grave found; 1 manual check open',
      { header: { manual: { ...ANSWERED, questions: HEADER.manual.questions.slice(2) } } },
    ],
  ])('%s', (expected, made) => {
    expect(safe(made)).toBe(expected);
  });
});

describe('can it be trusted', () => {
  const trust = (made: Made) => said(answer({ populations: people({ can: 1 }), ...made }))['trust'];
  const undated = { sources: [{ ...EVIDENCE.sources[0]!, collectedAt: null }] };
  test.each<[string, Made]>([
    ['yes: evidence of 2026-03-02, complete', {}],
    ['partly: date unknown, complete', { evidence: undated }],
    ['partly: evidence of 2026-03-02, incomplete (2 gaps)', { evidence: FINAL_EVIDENCE }],
    ['partly: evidence of 2026-03-02, 1 verdict unknown', { populations: people({ can: 1, unknown: 1 }) }],
    ['no: evidence of 2026-03-02, 1 verdict unknown', { populations: people({ unknown: 1 }) }],
    ['no: evidence of 2026-03-02, no verdicts', { populations: {} }],
    ['partly: evidence of 2026-03-02, 1 manual check open', { header: { manual: HEADER.manual } }],
  ])('%s', (expected, made) => {
    expect(trust(made)).toBe(expected);
  });
});

test('bars: whom it is meant to reach first, then tier zero; nobody without targets', () => {
  const { bars } = answer({
    populations: {
      none: { disable: { cannot: 1 } },
      'tier-zero': { disable: { cannot: 2 }, enable: {} },
      people: { disable: { can: 1 } },
      other: {},
    },
  });
  expect(
    bars.map(({ title, targets, expected, tierZero, actions }) => [
      title,
      targets,
      expected,
      tierZero,
      actions.map(({ action }) => action),
    ]),
  ).toEqual([
    ['Enabled people', 1, true, false, ['disable']],
    ['Tier-0 accounts', 2, false, true, ['disable']],
    ['Nobody', 1, false, false, ['disable']],
  ]);
});

describe('main reasons', () => {
  const hole = (at: string, accounts: number, gains: readonly object[], aboveTierZero = false) =>
    ({
      mend: [{ change: 'delegate', at }],
      actions: ['disable'],
      accounts,
      gains,
      classes: ['user'],
      where: [],
      aboveTierZero,
    }) as never;

  test("of the headline's action first, enabled ones that are meant to be reached alone; with what mends most of it", () => {
    const { reasons } = answer({
      populations: people({ can: 1, cannot: 9 }),
      targets: [
        ...rows(4, 1, 'disable', 'cannot', 'no-entry'),
        ...rows(2, 1, 'disable', 'unknown', 'conditional-entry'),
        ...rows(5, 1, 'disable', 'can', 'allowed-by-entry'),
        ...rows(50, 1, 'enable', 'no-effect', 'smartcard-required'),
        ...rows(51, 1, 'enable', 'cannot', 'no-entry'),
        ...rows(49, 1, 'enable', 'cannot', 'empty-dacl'),
        // Not counted: of tier zero, out of scope, disabled.
        ...rows(99, 0, 'disable', 'cannot', 'denied-by-entry'),
        ...rows(99, null, 'disable', 'cannot', 'denied-by-entry'),
        ...rows(99, 1, 'disable', 'cannot', 'denied-by-entry', 'no'),
      ],
      account: {
        holes: [
          hole('OU=Many,DC=securelab,DC=local', 90, [{ action: 'enable', reason: 'no-entry', accounts: 90 }]),
          hole(
            'OU=Some,DC=securelab,DC=local',
            10,
            [
              { action: 'disable', reason: 'no-entry', accounts: 3 },
              { action: 'disable', reason: 'empty-dacl', accounts: 7 },
            ],
            true,
          ),
        ],
      },
    });
    expect(reasons).toEqual([
      {
        reason: 'no-entry',
        verdict: 'cannot',
        action: 'disable',
        count: 4,
        words: 'no entry allows it',
        mend: 'delegate on OU=Some',
        gain: 3,
        caution: 'Tier-0 accounts below',
      },
      expect.objectContaining({ reason: 'conditional-entry', count: 2, mend: null, gain: 0, caution: null }),
      expect.objectContaining({ reason: 'smartcard-required', action: 'enable', count: 50 }),
    ]);
  });

  test.each<[readonly object[], boolean, string | null]>([
    [[{ change: 'delegate', at: null }], false, null],
    [[{ change: 'propagate', at: null }], false, null],
    [[{ change: 'enable-inheritance', at: null }], false, 'brings all entries from above'],
    [[{ change: 'remove-deny', at: null, sddl: '(D;;WP;;;WD)' }], false, 'may be meant'],
    [[{ change: 'clear-flag', at: null, flag: 'DONT_EXPIRE_PASSWD' }], false, 'old passwords expire at once'],
    [
      [
        { change: 'enable-inheritance', at: 'OU=Some' },
        { change: 'delegate', at: 'OU=Some' },
      ],
      true,
      'brings all entries from above; Tier-0 accounts below',
    ],
  ])('with what speaks for care: %j, %s', (mend, aboveTierZero, caution) => {
    const gains = [{ action: 'disable', reason: 'no-entry', accounts: 3 }];
    const { reasons } = answer({
      populations: people({ cannot: 4 }),
      targets: rows(4, 1, 'disable', 'cannot', 'no-entry'),
      account: { holes: [{ ...(hole('OU=Some', 3, gains, aboveTierZero) as object), mend } as never] },
    });
    expect(reasons.map((reason) => [reason.gain, reason.caution])).toEqual([[3, caution]]);
  });

  test('the same however many there are, and however many objects say it', () => {
    const one = rows(1, 1, 'disable', 'cannot', 'no-entry')[0]!;
    const targets = Array.from({ length: 70_000 }, () => ({ ...one, outcomes: [{ ...one.outcomes[0]! }] }));
    expect(answer({ populations: people({ cannot: 70_000 }), targets }).reasons.map(({ count }) => count)).toEqual([
      70_000,
    ]);
  });
});

describe('the worst finding', () => {
  test('of its own and of the directory, open ones first', () => {
    const worst = (findings: Made['findings']) => answer({ findings: findings! }).worst?.fingerprint;
    expect(
      worst([
        { severity: 'high', fingerprint: 'a' },
        { severity: 'critical', fingerprint: 'b' },
      ]),
    ).toBe('b');
    expect(
      worst([
        { severity: 'high', account: null, fingerprint: 'a' },
        { severity: 'high', fingerprint: 'b' },
      ]),
    ).toBe('b');
    expect(
      worst([
        { severity: 'critical', account: null, fingerprint: 'a' },
        { severity: 'high', fingerprint: 'b' },
      ]),
    ).toBe('a');
    expect(
      worst([
        { severity: 'critical', status: 'suppressed', fingerprint: 'a' },
        { severity: 'info', fingerprint: 'b' },
      ]),
    ).toBe('b');
    expect(worst([{ account: 'S-1-5-18' }])).toBeUndefined();
    expect(noneOpenWords(answer({ findings: [{ account: 'S-1-5-18', status: 'baseline' }] }))).toBe('no open finding');
  });

  test.each([
    ['high', 'critical', 'critical, accepted: It is so. (no open finding; 2 accepted or in the baseline)'],
    ['high', 'high', 'high, in the baseline: It is so. (no open finding; 2 accepted or in the baseline)'],
    ['critical', 'high', 'critical, in the baseline: It is so. (no open finding; 2 accepted or in the baseline)'],
  ] as const)('where none is open, of those that do not count: %s and %s', (baseline, suppressed, words) => {
    const message = 'It is so.';
    const known = answer({
      findings: [
        { status: 'baseline', severity: baseline, message },
        { status: 'suppressed', severity: suppressed, account: null, message },
        { account: 'S-1-5-18', status: 'baseline', severity: 'critical' },
      ],
    });
    const { severity, mark, sentence, remark } = worstParts(known.worst!, known);
    expect(`${severity}${mark}${sentence}${remark}`).toBe(words);
  });

  test('by its message, or by its title where that is long', () => {
    const sentence = (message: string) =>
      answer({ findings: [{ title: 'A title', subjectName: `X\\${HOSTILE_NAMES[0]}${'y'.repeat(900)}`, message }] })
        .worst!.sentence;
    expect(sentence('X can take Y.')).toBe('X can take Y.');
    expect(sentence('word '.repeat(26))).toMatch(/^A title: X\\<script>alert\(1\)<\/script>y+\[\.\.\.\]y+\.$/);
    expect(sentence(`X can take ${'z'.repeat(500)}.`).length).toBeLessThan(130);
  });
});

describe('since the former result', () => {
  const baseline = (changes: object = {}) => ({
    summary: {
      baseline: {
        sha256: 'a'.repeat(64),
        findings: 9,
        same: 5,
        gone: 4,
        added: 2,
        sameRules: true,
        sameActions: true,
        byAccount: [
          { sid: ACCOUNT.sid, gone: 2, added: 1 },
          { sid: 'S-1-5-18', gone: 1, added: 1 },
          { sid: null, gone: 1, added: 0 },
        ],
        reach: [{ sid: ACCOUNT.sid, scope: [], populations: { people: { targets: 5, can: { disable: 2 } } } }],
        ...changes,
      },
    },
  });
  const populations = { people: { disable: { can: 3 }, enable: { can: 1 } } };

  test('actions that it knows, and findings', () => {
    expect(answer({ populations, ...baseline() }).since).toEqual({
      reach: [{ action: 'disable', before: 2, after: 3 }],
      findings: { more: 1, fewer: 3 },
      sameRules: true,
    });
    expect(answer({ populations }).since).toBeNull();
  });

  test('nothing of an account that it does not know, or with another scope', () => {
    for (const made of [baseline({ reach: [] }), { account: { scope: ['OU=Staff'] }, ...baseline() }]) {
      const { since } = answer({ populations, ...made });
      expect(since).toEqual({ reach: [], findings: null, sameRules: true });
      expect(sinceWords(since!)).toBe('not comparable: another account, scope or profile, or not stated');
    }
  });

  test.each([
    [{}, 'disable 2 to 3; 1 new finding, 3 gone'],
    [{ sameRules: false }, 'disable 2 to 3; 1 new finding, 3 gone; by other rules'],
    // What other actions bring to light was not looked for then.
    [{ sameActions: false }, 'disable 2 to 3; findings not comparable'],
    [{ sameActions: null }, 'disable 2 to 3; findings not comparable'],
    [{ byAccount: null }, 'disable 2 to 3; findings not comparable'],
    [
      { reach: [{ sid: ACCOUNT.sid, scope: [], populations: { people: { targets: 5, can: { disable: 3 } } } }] },
      'reaches as many, not necessarily the same; 1 new finding, 3 gone',
    ],
    [{ reach: [{ sid: ACCOUNT.sid, scope: [], populations: {} }] }, 'reach not comparable; 1 new finding, 3 gone'],
  ])('in words: %j', (changes, words) => {
    expect(sinceWords(answer({ populations, ...baseline(changes) }).since!)).toBe(words);
  });
});

describe('of when the evidence is', () => {
  const source = (collectedAt: string | null, server: string | null = 'dc1.example.com', modifiedAt?: string) => ({
    ...EVIDENCE.sources[0]!,
    collectedAt,
    server,
    ...(modifiedAt !== undefined && { modifiedAt }),
  });
  test.each([
    [[source('2026-03-02T08:15:30.000Z')], 'Collected 2026-03-02 08:15 UTC from dc1.example.com.'],
    [[source('2026-03-02T08:15:30.000Z', null)], 'Collected 2026-03-02 08:15 UTC.'],
    [
      [source('2026-03-05T08:15:30Z'), source('2026-03-02T08:15:30.000Z', 'dc2')],
      'Collected 2026-03-02 to 2026-03-05 from 2 servers.',
    ],
    [[source(null)], 'Time of collection not known.'],
    [[source(null, null, '2026-03-02T08:15:30.000Z')], 'Time of collection not known; file last changed 2026-03-02.'],
    [
      [source(null, null, '2026-03-02T08:15:30.000Z'), source('2026-01-02T08:15:30.000Z')],
      'Time of collection not known for 1 of 2 sources; file last changed 2026-03-02; the others 2026-01-02 08:15 UTC.',
    ],
    [[source('<b>yesterday</b>', null)], 'Time of collection not known.'],
    [[], 'Time of collection not known.'],
  ])('%#', (sources, expected) => {
    expect(datedWords({ sources })).toBe(expected);
  });
});
