import { describe, expect, test } from '@jest/globals';
import {
  BUILTIN,
  DOMAIN_SID,
  GLOBAL,
  group,
  INETORGPERSON_CLASS,
  memorySource,
  PWD_LAST_SET as PWD,
  RESET_PASSWORD as RESET,
  ACCOUNT_RESTRICTIONS as SET,
  USER_ACCOUNT_CONTROL as UAC,
  USER_CLASS,
  user,
  type Written,
} from '../directory/memory-source.js';
import { predict } from '../truth/predict.js';

const ACTOR = `${DOMAIN_SID}-1000` as const;
const TEAM = `${DOMAIN_SID}-2001` as const;
const OTHER = `${DOMAIN_SID}-2002` as const;
const FOREIGN = 'S-1-5-21-77-77-77-1001';

/** Groups: 0 Domain Users, 1 team, 2 other, 3 Domain Admins. The actor is a member of `team`. */
const GROUPS = [
  group(513, 'Domain Users', GLOBAL),
  group(2001, 'team', GLOBAL),
  group(2002, 'other', GLOBAL),
  group(512, 'Domain Admins', GLOBAL),
];

/** The verdicts on one target whose DACL is `dacl`, by action. */
async function verdicts(dacl: string | null, target: Parameters<typeof user>[2] = {}, written: Written = {}) {
  const descriptors = [
    `O:SYG:SYD:AI(OA;CIIO;WP;${UAC};${USER_CLASS};${TEAM})`,
    ...(dacl === null ? [] : [dacl]),
    ...(written.descriptors ?? []),
  ];
  const evidence = memorySource({
    groups: GROUPS,
    ...written,
    descriptors,
    accounts: [
      user(1000, 'actor', { memberOf: [1], descriptor: 0 }),
      user(1001, 'target', { ...(dacl === null ? {} : { descriptor: 1 }), ...target }),
    ],
  });
  const { byKey } = await predict(evidence, ['actor']);
  const of = (action: string) => byKey.get(`${ACTOR} ${DOMAIN_SID}-1001 ${action}`)!;
  return {
    disable: of('disable'),
    enable: of('enable'),
    force: of('force-password-change'),
    reset: of('reset-password'),
  };
}

const short = ({ access, verdict, reason }: { access: string; verdict: string; reason: string }) =>
  `${access} ${verdict} ${reason}`;

describe('access', () => {
  test('an entry that allows decides, and is named', async () => {
    const { disable, force, reset } = await verdicts(
      `O:SYG:SYD:(A;;RC;;;AU)(OA;;WP;${UAC};;${TEAM})(OA;;CR;${RESET};;${ACTOR})`,
    );
    expect(short(disable)).toBe('granted can allowed-by-entry');
    expect(disable.ace).toEqual({
      index: 1,
      sddl: `(OA;;WP;${UAC};;${TEAM})`,
      trustee: TEAM,
      trusteeName: 'EXAMPLE\\team',
      from: null,
    });
    expect(short(force)).toBe('denied cannot no-entry');
    expect(force.ace).toBeNull();
    expect(short(reset)).toBe('granted can allowed-by-entry');
  });

  test('stored order decides, canonical or not', async () => {
    expect(short((await verdicts(`O:SYG:SYD:(OD;;WP;${UAC};;${TEAM})(OA;;WP;${UAC};;${ACTOR})`)).disable)).toBe(
      'denied cannot denied-by-entry',
    );
    expect(short((await verdicts(`O:SYG:SYD:(OA;;WP;${UAC};;${ACTOR})(OD;;WP;${UAC};;${TEAM})`)).disable)).toBe(
      'granted can allowed-by-entry',
    );
  });

  test('a deny on the property set, and one on the attribute beside', async () => {
    expect(short((await verdicts(`O:SYG:SYD:(OD;;WP;${SET};;${TEAM})(OA;;WP;${UAC};;${TEAM})`)).disable)).toBe(
      'denied cannot denied-by-entry',
    );
    const one = await verdicts(`O:SYG:SYD:(OD;;WP;${UAC};;${TEAM})(OA;;WP;${SET};;${TEAM})`);
    expect([short(one.disable), short(one.force)]).toEqual([
      'denied cannot denied-by-entry',
      'granted can allowed-by-entry',
    ]);
  });

  test('no DACL grants, an empty one refuses', async () => {
    const without = await verdicts('O:SYG:SYD:NO_ACCESS_CONTROL');
    expect([short(without.disable), short(without.reset)]).toEqual([
      'granted can allowed-without-dacl',
      'granted can allowed-without-dacl',
    ]);
    expect(short((await verdicts('O:SYG:SYD:')).disable)).toBe('denied cannot empty-dacl');
  });

  test('a descriptor that was not read, and one that is damaged', async () => {
    expect(short((await verdicts(null)).disable)).toBe('unknown unknown descriptor-unreadable');
    const damaged = memorySource({
      groups: GROUPS,
      descriptors: ['O:SYG:SYD:'],
      more: [{ type: 'descriptor', base64: Buffer.from('0100048000').toString('base64') }],
      accounts: [user(1000, 'actor', { descriptor: 0 }), user(1001, 'target', { descriptor: 1 })],
    });
    const { byKey } = await predict(damaged, ['actor']);
    expect(short(byKey.get(`${ACTOR} ${DOMAIN_SID}-1001 disable`)!)).toBe('unknown unknown descriptor-damaged');
  });

  test('an export that left the DACLs out decides nothing', async () => {
    const evidence = memorySource({
      groups: GROUPS,
      descriptors: ['O:SYG:SY', 'O:BAG:SY'],
      accounts: [user(1000, 'actor', { descriptor: 0 }), user(1001, 'target', { descriptor: 1 })],
    });
    const { byKey } = await predict(evidence, ['actor']);
    expect(short(byKey.get(`${ACTOR} ${DOMAIN_SID}-1001 disable`)!)).toBe('unknown unknown dacl-absent');
  });

  test('a foreign SID leaves open only what it could decide', async () => {
    expect(short((await verdicts(`O:SYG:SYD:(OA;;WP;${UAC};;${FOREIGN})`)).disable)).toBe(
      'unknown unknown unresolved-trustee',
    );
    expect(short((await verdicts(`O:SYG:SYD:(OD;;WP;${UAC};;${FOREIGN})`)).disable)).toBe('denied cannot no-entry');
    expect(short((await verdicts(`O:SYG:SYD:(OA;;WP;${UAC};;${FOREIGN})(OA;;WP;${UAC};;${TEAM})`)).disable)).toBe(
      'granted can allowed-by-entry',
    );
    expect(short((await verdicts(`O:SYG:SYD:(OA;;WP;${PWD};;${FOREIGN})(OA;;WP;${UAC};;${OTHER})`)).disable)).toBe(
      'denied cannot no-entry',
    );
  });

  test('a conditional entry leaves open only what it could decide', async () => {
    const condition = '(Member_of {SID(BA)})';
    expect(short((await verdicts(`O:SYG:SYD:(XA;;WP;;;${TEAM};${condition})`, {}, { part: true })).disable)).toBe(
      'unknown unknown conditional-entry',
    );
    expect(short((await verdicts(`O:SYG:SYD:(XA;;WP;;;${OTHER};${condition})`)).disable)).toBe(
      'denied cannot no-entry',
    );
    expect(short((await verdicts(`O:SYG:SYD:(XA;;WP;;;${TEAM};${condition})(A;;WP;;;${TEAM})`)).disable)).toBe(
      'granted can allowed-by-entry',
    );
  });

  test('why there is no entry: the class, inherit-only, inheritance off', async () => {
    const aceFor = (type: string) => `(OA;CIIOID;WP;${UAC};${type};${TEAM})`;
    expect(short((await verdicts(`O:SYG:SYD:AI${aceFor(USER_CLASS)}`, { classes: 1 })).disable)).toBe(
      'denied cannot no-entry-for-class',
    );
    expect(short((await verdicts(`O:SYG:SYD:AI${aceFor(INETORGPERSON_CLASS)}`)).disable)).toBe(
      'denied cannot no-entry-for-class',
    );
    expect(short((await verdicts(`O:SYG:SYD:AI(A;CIIO;WP;;;${TEAM})`)).disable)).toBe(
      'denied cannot no-entry-inherit-only',
    );
    expect(short((await verdicts(`O:SYG:SYD:PAI(A;CIIO;WP;;;${TEAM})`)).disable)).toBe(
      'denied cannot no-entry-inheritance-off',
    );
    expect(short((await verdicts('O:SYG:SYD:PAI(A;;RC;;;AU)')).disable)).toBe('denied cannot no-entry-inheritance-off');
    expect(short((await verdicts('O:SYG:SYD:PAI(A;;RC;;;AU)')).reset)).toBe('denied cannot no-entry');
  });

  test('SELF is the target, CREATOR OWNER nobody, the owner no writer', async () => {
    expect(short((await verdicts(`O:SYG:SYD:(OA;;WP;${UAC};;PS)`)).disable)).toBe('denied cannot no-entry');
    expect(short((await verdicts(`O:${ACTOR}G:SYD:(OA;;WP;${UAC};;CO)`)).disable)).toBe('denied cannot no-entry');
    expect(short((await verdicts(`O:${ACTOR}G:SYD:(OA;;WP;${UAC};;OW)`)).disable)).toBe('granted can allowed-by-entry');
    expect(short((await verdicts(`O:SYG:SYD:(OA;;WP;${UAC};;OW)`)).disable)).toBe('denied cannot no-entry');
    const self = memorySource({
      groups: GROUPS,
      descriptors: [`O:SYG:SYD:(OA;;WP;${UAC};;PS)`],
      accounts: [user(1000, 'actor', { descriptor: 0 })],
    });
    expect(short((await predict(self, ['actor'])).byKey.get(`${ACTOR} ${ACTOR} disable`)!)).toBe(
      'granted can allowed-by-entry',
    );
  });

  test('the entry was written on the ancestor that carries it', async () => {
    const { disable } = await verdicts(`O:SYG:SYD:AI(OA;CIID;WP;${UAC};;${TEAM})`);
    expect(disable.ace?.from).toBe('OU=Staff,DC=example,DC=com');
  });
});

describe('the documented set', () => {
  test('all rights of the action, Reset Password among them for a forced change', async () => {
    const full = `(OA;;RPWP;${UAC};;${TEAM})(OA;;RPWP;${PWD};;${TEAM})`;
    const without = await predictSets(`O:SYG:SYD:${full}`);
    expect(without).toEqual({ disable: true, enable: true, 'force-password-change': false, 'reset-password': false });
    const all = await predictSets(`O:SYG:SYD:${full}(OA;;CR;${RESET};;${TEAM})`);
    expect(all).toEqual({ disable: true, enable: true, 'force-password-change': true, 'reset-password': true });
    const open = await predictSets(`O:SYG:SYD:(OA;;WP;${UAC};;${TEAM})(OA;;RP;${UAC};;${FOREIGN})`);
    expect(open.disable).toBeNull();
  });
});

async function predictSets(dacl: string) {
  const evidence = memorySource({
    groups: GROUPS,
    descriptors: ['O:SYG:SYD:', dacl],
    accounts: [user(1000, 'actor', { memberOf: [1], descriptor: 0 }), user(1001, 'target', { descriptor: 1 })],
  });
  const { byKey } = await predict(evidence, ['actor']);
  return Object.fromEntries(
    ['disable', 'enable', 'force-password-change', 'reset-password'].map((action) => [
      action,
      byKey.get(`${ACTOR} ${DOMAIN_SID}-1001 ${action}`)!.documentedSet,
    ]),
  );
}

describe('effect', () => {
  const dacl = `O:SYG:SYD:(OA;;WP;${SET};;${TEAM})`;
  test.each([
    [0x200 | 0x10000, 'granted no-effect password-never-expires'],
    [0x200 | 0x40000, 'granted no-effect smartcard-required'],
    [0x200 | 0x50000, 'granted no-effect password-never-expires'],
    [0x800, 'granted no-effect trust-account'],
    [0x1000, 'granted no-effect trust-account'],
    [0x2000, 'granted no-effect trust-account'],
    [0x202, 'granted can allowed-by-entry'],
  ])('a forced change with userAccountControl %i', async (f, expected) => {
    const { force, disable } = await verdicts(dacl, { userAccountControl: f });
    expect(short(force)).toBe(expected);
    expect(short(disable)).toBe('granted can allowed-by-entry');
  });

  test('userAccountControl that could not be read', async () => {
    const { force, disable } = await verdicts(dacl, { userAccountControl: undefined });
    expect(short(force)).toBe('granted unknown user-account-control-unreadable');
    expect(short(disable)).toBe('granted can allowed-by-entry');
  });
});

describe('AdminSDHolder', () => {
  const dacl = `O:SYG:SYD:(OA;;WP;${UAC};;${TEAM})`;
  const admins = { memberOf: [3] };

  test('takes away what its own list does not give', async () => {
    const written = { descriptors: ['O:SYG:SYD:P(A;;RC;;;AU)'], adminSDHolder: 2 };
    expect(short((await verdicts(dacl, admins, written)).disable)).toBe(
      'granted can-until-sdprop adminsdholder-will-deny',
    );
    expect(short((await verdicts(dacl, {}, written)).disable)).toBe('granted can allowed-by-entry');
  });

  test('leaves what its own list gives too', async () => {
    const written = { descriptors: [`O:SYG:SYD:P(A;;WP;;;${TEAM})`], adminSDHolder: 2 };
    expect(short((await verdicts(dacl, admins, written)).disable)).toBe('granted can allowed-as-adminsdholder');
  });

  test('is not in the sources, or leaves it open', async () => {
    expect(short((await verdicts(dacl, admins)).disable)).toBe('granted unknown adminsdholder-missing');
    const open = { descriptors: [`O:SYG:SYD:P(A;;WP;;;${FOREIGN})`], adminSDHolder: 2 };
    expect(short((await verdicts(dacl, admins, open)).disable)).toBe('granted unknown adminsdholder-undecided');
  });

  test('with its own inheritance on, what it inherits does not count, and what comes instead is not known', async () => {
    const inherited = { descriptors: [`O:SYG:SYD:AI(A;CIID;WP;;;${TEAM})`], adminSDHolder: 2 };
    expect(short((await verdicts(dacl, admins, inherited)).disable)).toBe('granted unknown adminsdholder-undecided');
    const own = { descriptors: [`O:SYG:SYD:AI(A;;WP;;;${TEAM})(A;CIID;RC;;;AU)`], adminSDHolder: 2 };
    expect(short((await verdicts(dacl, admins, own)).disable)).toBe('granted can allowed-as-adminsdholder');
  });

  test('protects through a primary group only perhaps', async () => {
    const written = { descriptors: ['O:SYG:SYD:P(A;;RC;;;AU)'], adminSDHolder: 2 };
    expect(short((await verdicts(dacl, { primaryGroupId: 512 }, written)).disable)).toBe(
      'granted unknown protection-undecided',
    );
  });

  test('no effect comes before what does not last', async () => {
    const written = { descriptors: ['O:SYG:SYD:P(A;;RC;;;AU)'], adminSDHolder: 2 };
    const { force } = await verdicts(
      `O:SYG:SYD:(A;;WP;;;${TEAM})`,
      { ...admins, userAccountControl: 0x10200 },
      written,
    );
    expect(short(force)).toBe('granted no-effect password-never-expires');
  });
});

test('an alias of BUILTIN that the sources hold is known', async () => {
  const operators = {
    dn: 'CN=Account Operators,CN=Builtin,DC=example,DC=com',
    parent: 4,
    sid: 'S-1-5-32-548' as const,
    samAccountName: 'Account Operators',
    groupType: BUILTIN,
  };
  const dacl = `O:SYG:SYD:(A;;WP;;;AO)`;
  expect(short((await verdicts(dacl, {}, { part: true })).disable)).toBe('unknown unknown unresolved-trustee');
  expect(short((await verdicts(dacl, {}, { groups: [...GROUPS, operators] })).disable)).toBe('denied cannot no-entry');
});

test('targets with unusually large numbers of classes or states are told apart like any other', async () => {
  const lists = Array.from({ length: 100 }, () => ({ type: 'classes' as const, names: ['top', 'person', 'user'] }));
  const odd = Array.from({ length: 400 }, (_, number) =>
    user(3000 + number, `odd${number}`, {
      descriptor: 1 + (number % 2),
      adminCount: number,
      classes: number % 3 === 0 ? 90 : 0,
    }),
  );
  const evidence = memorySource({
    groups: GROUPS,
    descriptors: ['O:SYG:SYD:', `O:SYG:SYD:(OA;;WP;${UAC};;${TEAM})`, `O:SYG:SYD:(OD;;WP;${UAC};;${TEAM})`],
    more: lists,
    accounts: [user(1000, 'actor', { memberOf: [1], descriptor: 0 }), ...odd],
  });
  const { byKey } = await predict(evidence, ['actor']);
  for (const [number, { sid }] of odd.entries()) {
    expect(byKey.get(`${ACTOR} ${sid} disable`)!.access).toBe(number % 2 === 0 ? 'granted' : 'denied');
  }
});

describe('two accounts with one SID', () => {
  const twins = memorySource({
    groups: GROUPS,
    descriptors: ['O:SYG:SYD:'],
    accounts: [
      user(1000, 'actor', { descriptor: 0 }),
      user(1000, 'double', { descriptor: 0 }),
      user(1001, 'target', { descriptor: 0 }),
    ],
  });

  test('by name each is found; by the SID they are ambiguous', async () => {
    expect((await predict(twins, ['double'])).byKey.size).toBeGreaterThan(0);
    await expect(predict(twins, [ACTOR])).rejects.toMatchObject({ code: 'ambiguous' });
  });

  test('both at once would have the same verdicts', async () => {
    await expect(predict(twins, ['actor', 'double'])).rejects.toMatchObject({
      code: 'ambiguous',
      message: expect.stringMatching(/^CN=actor,.* and CN=double,.* have the same SID/),
    });
    await expect(predict(twins, ['actor', 'EXAMPLE\\actor'])).resolves.toBeDefined();
  });
});
