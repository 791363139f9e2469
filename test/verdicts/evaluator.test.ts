import { describe, expect, test } from '@jest/globals';
import { loadDirectory } from '../../src/directory/load.js';
import { directoryNames } from '../../src/directory/names.js';
import type { ModelRecord } from '../../src/directory/records.js';
import type { CaveatCode, DecidingAce } from '../../src/result/audit.js';
import type { Tristate } from '../../src/result/tristate.js';
import type { AccountUnderAudit } from '../../src/verdicts/account-under-audit.js';
import { Tokens } from '../../src/verdicts/account-under-audit.js';
import type { ActionDefinition } from '../../src/verdicts/action.js';
import { Evaluator } from '../../src/verdicts/evaluator.js';
import { Shared } from '../../src/verdicts/shared.js';
import type { TargetTraits } from '../../src/verdicts/target.js';
import { classListId, containerId, descriptorId } from '../directory/ids.js';
import {
  COMPUTER_CLASS,
  DOMAIN_DN,
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  group,
  INETORGPERSON_CLASS,
  memorySource,
  type Plain,
  PWD_LAST_SET as PWD,
  RESET_PASSWORD as RESET,
  recordSource,
  ACCOUNT_RESTRICTIONS as SET,
  sd,
  USER_ACCOUNT_CONTROL as UAC,
  USER_CLASS,
} from '../directory/memory-source.js';
import { auditedUser } from './accounts.js';
import { DISABLE, FORCE, RESET as RESET_ACTION } from './actions.js';

const ME = `${DOMAIN_SID}-1000`;
const TEAM = `${DOMAIN_SID}-2001`;
const PERHAPS = 'S-1-5-21-77-77-77-1001';
const DEEP_DN = `OU=Deep,OU=Staff,${DOMAIN_DN}`;

/** The target is in OU=Deep, which is in OU=Staff, which is in the domain. */
interface Scene {
  /** SDDL of the domain and of OU=Staff. */
  readonly above?: string;
  /** SDDL of OU=Deep; null: it was not read. */
  readonly deep?: string | null;
  /** SDDL of the target's, number 2. */
  readonly target?: string;
  /** SDDL of AdminSDHolder's, number 3; absent: it is in no source. */
  readonly holder?: string;
  readonly actions?: readonly ActionDefinition[];
  readonly daclsMissing?: boolean;
  readonly more?: readonly Plain<ModelRecord>[];
  readonly account?: AccountUnderAudit;
}
const DEFAULT = 'O:SYG:SYD:AI(A;;RC;;;AU)';

async function evaluator(scene: Scene = {}): Promise<Evaluator> {
  const directory = await loadDirectory(
    memorySource({
      groups: [group(2001, 'team', GLOBAL), group(2002, 'local', DOMAIN_LOCAL)],
      descriptors: [
        scene.above ?? DEFAULT,
        scene.deep ?? DEFAULT,
        scene.target ?? DEFAULT,
        scene.holder ?? 'O:SYG:SYD:P(A;;RC;;;AU)',
      ],
      adminSDHolder: scene.holder === undefined ? undefined : 3,
      more: [
        { type: 'container', dn: DEEP_DN, parent: 3, descriptor: scene.deep === null ? undefined : 1 },
        ...(scene.more ?? []),
      ],
    }),
  );
  const shared = new Shared(
    directory,
    scene.actions ?? [DISABLE],
    directoryNames(directory).nameOf,
    scene.daclsMissing ?? false,
  );
  return new Evaluator(shared, new Tokens(directory, scene.account ?? auditedUser(1000, 'actor', { groups: [0] })));
}

const TRAITS: TargetTraits = {
  container: containerId(5),
  classes: classListId(0),
  descriptor: descriptorId(2),
  flags: 0x200,
  protected: 'no',
  adminCount: null,
  platform: null,
  mustChange: false,
  isSelf: false,
};

async function profile(scene: Scene, traits: Partial<TargetTraits> = {}) {
  return (await evaluator(scene)).profile({ ...TRAITS, ...traits });
}

/** The answer to the one action in short. */
async function verdict(scene: Scene, traits: Partial<TargetTraits> = {}): Promise<string> {
  const [outcome] = (await profile(scene, traits)).outcomes;
  return `${outcome!.access} ${outcome!.verdict} ${outcome!.reason}`;
}

test('every field of a profile', async () => {
  expect(
    await profile(
      {
        target: `O:SYG:SYD:PAI(OA;;RPWP;${UAC};;${TEAM})(OA;;CR;${RESET};;${ME})`,
        actions: [DISABLE, FORCE, RESET_ACTION],
      },
      { adminCount: 1, flags: 0x202 },
    ),
  ).toEqual({
    state: { className: 'user', enabled: 'no', protected: 'no', inheritance: 'off', adminCount: 1 },
    matchesAdminSDHolder: 'unknown',
    matchesOwner: 'unknown',
    outcomes: [
      {
        action: 'disable',
        access: 'granted',
        verdict: 'can',
        reason: 'allowed-by-entry',
        documentedSet: true,
        ace: {
          index: 0,
          sddl: `(OA;;RPWP;${UAC};;${TEAM})`,
          trustee: TEAM,
          trusteeName: 'EXAMPLE\\team',
          from: null,
        },
        caveats: ['already-so'],
      },
      {
        action: 'force-password-change',
        access: 'denied',
        verdict: 'cannot',
        reason: 'no-entry',
        documentedSet: false,
        ace: null,
        caveats: [],
      },
      {
        action: 'reset-password',
        access: 'granted',
        verdict: 'can',
        reason: 'allowed-by-entry',
        documentedSet: true,
        ace: { index: 1, sddl: `(OA;;CR;${RESET};;${ME})`, trustee: ME, trusteeName: null, from: null },
        caveats: [],
      },
    ],
  });
});

describe('the state of a target', () => {
  test.each<[Partial<TargetTraits>, object]>([
    [{ flags: 0x200 }, { enabled: 'yes' }],
    [{ flags: 0x202 }, { enabled: 'no' }],
    [{ flags: null }, { enabled: 'unknown' }],
    [{ protected: 'yes' }, { protected: 'yes' }],
    [{ protected: 'unknown' }, { protected: 'unknown' }],
    [{ adminCount: 0 }, { adminCount: 0 }],
    [{ adminCount: null }, { adminCount: null }],
    [{ classes: classListId(1) }, { className: 'inetOrgPerson' }],
    [{ classes: classListId(2) }, { className: 'computer' }],
    [{ descriptor: null }, { inheritance: 'unknown' }],
  ])('%j: %j', async (traits, expected) => {
    expect((await profile({}, traits)).state).toMatchObject(expected);
  });

  test.each([
    ['O:SYG:SYD:AI(A;;RC;;;AU)', 'on'],
    ['O:SYG:SYD:(A;;RC;;;AU)', 'on'],
    ['O:SYG:SYD:PAI(A;;RC;;;AU)', 'off'],
    ['O:SYG:SYD:P', 'off'],
  ])('the inheritance of %s is %s', async (target, expected) => {
    expect((await profile({ target })).state.inheritance).toBe(expected);
  });
});

describe('without a descriptor that tells', () => {
  const damaged: ModelRecord = { type: 'descriptor', base64: Buffer.from('0100048000', 'hex').toString('base64') };
  test.each<[string, Scene, Partial<TargetTraits>, string]>([
    ['it was not read', {}, { descriptor: null }, 'descriptor-unreadable'],
    ['it is damaged', { more: [damaged] }, { descriptor: descriptorId(4) }, 'descriptor-damaged'],
    ['no descriptor has a DACL', { daclsMissing: true }, {}, 'dacl-absent'],
    ['nor was it read', { daclsMissing: true }, { descriptor: null }, 'descriptor-unreadable'],
    [
      'nor can it be read',
      { daclsMissing: true, more: [damaged] },
      { descriptor: descriptorId(4) },
      'descriptor-damaged',
    ],
  ])('%s', async (_, scene, traits, reason) => {
    const { outcomes } = await profile({ ...scene, actions: [DISABLE, RESET_ACTION] }, traits);
    expect(outcomes).toEqual(
      ['disable', 'reset-password'].map((action) => ({
        action,
        access: 'unknown',
        verdict: 'unknown',
        reason,
        documentedSet: null,
        ace: null,
        caveats: [],
      })),
    );
  });
});

describe('the entry that decides', () => {
  const entry = `(OA;CI;WP;${UAC};;${TEAM})`;
  const inherited = `(OA;CIID;WP;${UAC};;${TEAM})`;

  test.each<[string, Scene, Pick<DecidingAce, 'index' | 'from'>]>([
    ['of its own', { target: `O:SYG:SYD:AI${entry}`, deep: `O:SYG:SYD:AI${entry}` }, { index: 0, from: null }],
    [
      'written on the parent',
      { target: `O:SYG:SYD:AI${inherited}`, deep: `O:SYG:SYD:AI${entry}` },
      { index: 0, from: DEEP_DN },
    ],
    [
      'written above, and inherited by the parent',
      {
        target: `O:SYG:SYD:AI(A;;RC;;;AU)${inherited}`,
        deep: `O:SYG:SYD:AI${inherited}`,
        above: `O:SYG:SYD:AI${entry}`,
      },
      { index: 1, from: `OU=Staff,${DOMAIN_DN}` },
    ],
    ['written nowhere', { target: `O:SYG:SYD:AI${inherited}` }, { index: 0, from: null }],
    [
      'written above a parent that does not inherit',
      { target: `O:SYG:SYD:AI${inherited}`, deep: `O:SYG:SYD:PAI(A;;RC;;;AU)`, above: `O:SYG:SYD:AI${entry}` },
      { index: 0, from: null },
    ],
    [
      'written above a parent that was not read',
      { target: `O:SYG:SYD:AI${inherited}`, deep: null, above: `O:SYG:SYD:AI${entry}` },
      { index: 0, from: null },
    ],
  ])('%s', async (_, scene, expected) => {
    const [outcome] = (await profile(scene)).outcomes;
    expect(outcome!.ace).toMatchObject({ ...expected, trustee: TEAM, trusteeName: 'EXAMPLE\\team' });
  });

  test('is told where it refuses, and where it leaves the answer open', async () => {
    const [denied] = (await profile({ target: `O:SYG:SYD:(A;;RC;;;AU)(D;;WP;;;${ME})` })).outcomes;
    expect(denied).toMatchObject({ access: 'denied', reason: 'denied-by-entry', caveats: [] });
    expect(denied!.ace).toEqual({ index: 1, sddl: `(D;;WP;;;${ME})`, trustee: ME, trusteeName: null, from: null });
    const [open] = (await profile({ target: `O:SYG:SYD:(A;;WP;;;${PERHAPS})` })).outcomes;
    expect(open).toMatchObject({
      access: 'unknown',
      reason: 'unresolved-trustee',
      ace: { index: 0, trustee: PERHAPS },
    });
  });

  test('of one descriptor in two containers, the ancestor is that of each', async () => {
    const one = await evaluator({
      target: `O:SYG:SYD:AI${inherited}`,
      deep: `O:SYG:SYD:AI${entry}`,
      above: `O:SYG:SYD:AI${entry}`,
    });
    const from = (container: number) =>
      one.profile({ ...TRAITS, container: containerId(container) }).outcomes[0]!.ace!.from;
    expect([from(5), from(3), from(0), from(5)]).toEqual([DEEP_DN, `OU=Staff,${DOMAIN_DN}`, DOMAIN_DN, DEEP_DN]);
  });
});

describe('what a target lost with its inheritance', () => {
  const OFF = 'O:SYG:SYD:PAI(A;;RC;;;AU)';
  const give = (flags: string, more = '') => `O:SYG:SYD:AI(OA;${flags};WP;${UAC};${more};${TEAM})`;
  const LOST = 'denied cannot no-entry-inheritance-off';
  const NONE = 'denied cannot no-entry';

  test.each<[string, Scene, string]>([
    ['written on the parent', { target: OFF, deep: give('CI') }, LOST],
    ['written on the parent, for objects below alone', { target: OFF, deep: give('CIIO') }, LOST],
    ['written on the parent, for itself alone', { target: OFF, deep: give('') }, NONE],
    ['written on the parent, for files', { target: OFF, deep: give('OI') }, NONE],
    ['one level down: written on the parent', { target: OFF, deep: give('CIIONP') }, LOST],
    ['one level down: written two levels above', { target: OFF, above: give('CIIONP') }, NONE],
    ['written two levels above', { target: OFF, above: give('CIIO') }, LOST],
    ['for the class of the target', { target: OFF, deep: give('CIIO', USER_CLASS) }, LOST],
    ['for another class', { target: OFF, deep: give('CIIO', COMPUTER_CLASS) }, NONE],
    [
      'above a parent that does not inherit either',
      { target: OFF, deep: 'O:SYG:SYD:PAI(A;;RC;;;AU)', above: give('CIIO') },
      NONE,
    ],
    ['on a parent that does not inherit', { target: OFF, deep: `O:SYG:SYD:PAI(A;CI;WP;;;${TEAM})` }, LOST],
    ['above a parent that was not read', { target: OFF, deep: null, above: give('CIIO') }, NONE],
    ['above a parent without a list', { target: OFF, deep: 'O:SYG:SYD:NO_ACCESS_CONTROL', above: give('CIIO') }, NONE],
    ['denied on the way', { target: OFF, deep: `O:SYG:SYD:AI(D;CI;WP;;;${ME})(A;CI;WP;;;${TEAM})` }, NONE],
    ['for whom it is not known', { target: OFF, deep: `O:SYG:SYD:AI(A;CI;WP;;;${PERHAPS})` }, NONE],
    ['while it inherits', { target: DEFAULT, deep: give('CI') }, NONE],
    [
      'while an entry refuses',
      { target: `O:SYG:SYD:PAI(D;;WP;;;${ME})`, deep: give('CI') },
      'denied cannot denied-by-entry',
    ],
    [
      'for its owner, who it is',
      { target: `O:${ME}G:SYD:PAI(A;;RC;;;AU)`, deep: 'O:SYG:SYD:AI(A;CIIO;WP;;;CO)' },
      LOST,
    ],
    ['for its owner, who it is not', { target: OFF, deep: 'O:SYG:SYD:AI(A;CIIO;WP;;;CO)' }, NONE],
    ['for its group', { target: `O:SYG:${TEAM}D:PAI(A;;RC;;;AU)`, deep: 'O:SYG:SYD:AI(A;CIIO;WP;;;CG)' }, LOST],
  ])('%s', async (_, scene, expected) => {
    expect(await verdict(scene)).toBe(expected);
  });

  test('SELF on a target that is the account itself', async () => {
    const scene = { target: OFF, deep: 'O:SYG:SYD:AI(A;CIIO;WP;;;PS)' };
    expect([await verdict(scene), await verdict(scene, { isSelf: true })]).toEqual([NONE, LOST]);
  });
});

describe('AdminSDHolder', () => {
  const target = `O:SYG:SYD:(OA;;WP;${UAC};;${TEAM})`;
  const gives = `(OA;;WP;${UAC};;${TEAM})`;
  const CAN = 'granted can allowed-by-entry';
  const SAME = 'granted can allowed-as-adminsdholder';
  const WILL_DENY = 'granted can-until-sdprop adminsdholder-will-deny';
  const UNDECIDED = 'granted unknown adminsdholder-undecided';
  const OPEN = 'granted unknown protection-undecided';

  test.each<[string, string | undefined, Tristate, string]>([
    ['of no concern', 'O:SYG:SYD:P(A;;RC;;;AU)', 'no', CAN],
    ['in no source, of no concern', undefined, 'no', CAN],
    ['in no source', undefined, 'yes', 'granted unknown adminsdholder-missing'],
    ['in no source, protection open', undefined, 'unknown', OPEN],
    ['does not give it', 'O:SYG:SYD:P(A;;RC;;;AU)', 'yes', WILL_DENY],
    ['does not give it, protection open', 'O:SYG:SYD:P(A;;RC;;;AU)', 'unknown', OPEN],
    ['empty', 'O:SYG:SYD:P', 'yes', WILL_DENY],
    ['gives it too', `O:SYG:SYD:P${gives}`, 'yes', SAME],
    ['gives it too, protection open', `O:SYG:SYD:P${gives}`, 'unknown', SAME],
    ['denies it', `O:SYG:SYD:P(D;;WP;;;${ME})`, 'yes', WILL_DENY],
    ['leaves it open', `O:SYG:SYD:P(A;;WP;;;${PERHAPS})`, 'yes', UNDECIDED],
    ['no list', 'O:SYG:SYD:PNO_ACCESS_CONTROL', 'yes', SAME],
    // With its inheritance on, only entries of its own are certain.
    ['inherits, own entry gives it', `O:SYG:SYD:AI${gives}(A;CIID;RC;;;AU)`, 'yes', SAME],
    ['inherits, own entry denies it', `O:SYG:SYD:AI(D;;WP;;;${ME})(A;CIID;WP;;;${ME})`, 'yes', WILL_DENY],
    ['inherits what gives it', `O:SYG:SYD:AI(A;CIID;WP;;;${TEAM})`, 'yes', UNDECIDED],
    ['inherits, nothing gives it', 'O:SYG:SYD:AI(A;;RC;;;AU)', 'yes', UNDECIDED],
    ['inherits nothing yet', 'O:SYG:SYD:(A;;RC;;;AU)', 'yes', UNDECIDED],
    ['would inherit, without a list', 'O:SYG:SYD:NO_ACCESS_CONTROL', 'yes', SAME],
    ['the same list by another name', `O:BAG:SYD:(OA;;WP;${UAC};;${TEAM})`, 'yes', SAME],
  ])('%s', async (_, holder, isProtected, expected) => {
    expect(await verdict({ target, ...(holder === undefined ? {} : { holder }) }, { protected: isProtected })).toBe(
      expected,
    );
  });

  test.each<[string, string, string | undefined, number | null, Tristate]>([
    ['the same descriptor', DEFAULT, DEFAULT, 3, 'yes'],
    ['an equal list', 'O:SYG:SYD:P(A;;RC;;;AU)', 'O:BAG:BAD:P(A;;RC;;;AU)', 2, 'yes'],
    ['another list', 'O:SYG:SYD:P(A;;RC;;;AU)', 'O:SYG:SYD:P(A;;RC;;;WD)', 2, 'no'],
    ['the same, but inheriting', 'O:SYG:SYD:AI(A;;RC;;;AU)', 'O:SYG:SYD:PAI(A;;RC;;;AU)', 2, 'no'],
    ['not read', DEFAULT, DEFAULT, null, 'unknown'],
    ["AdminSDHolder's in no source", DEFAULT, undefined, 2, 'unknown'],
    ['damaged', DEFAULT, DEFAULT, 4, 'unknown'],
    ["neither its own nor AdminSDHolder's", DEFAULT, undefined, null, 'unknown'],
  ])('the list of a target is its own: %s', async (_, own, holder, number, expected) => {
    const damaged: ModelRecord = { type: 'descriptor', base64: Buffer.from('0100048000', 'hex').toString('base64') };
    const scene = { target: own, more: [damaged], ...(holder === undefined ? {} : { holder }) };
    const descriptor = number === null ? null : descriptorId(number);
    expect((await profile(scene, { descriptor })).matchesAdminSDHolder).toBe(expected);
  });

  test('that is damaged itself is that of the targets that have the same bytes', async () => {
    const damaged: ModelRecord = { type: 'descriptor', base64: Buffer.from('0100048000', 'hex').toString('base64') };
    const directory = await loadDirectory(
      recordSource([
        { type: 'domain', dn: 'DC=a', dnsName: 'a', sid: DOMAIN_SID },
        { type: 'classes', names: ['user'] },
        damaged,
        damaged,
        { type: 'container', dn: 'DC=a' },
        { type: 'container', dn: 'CN=System,DC=a', parent: 0 },
        { type: 'container', dn: 'CN=AdminSDHolder,CN=System,DC=a', parent: 1, descriptor: 0 },
      ]),
    );
    const one = new Evaluator(new Shared(directory, [], () => null, false), new Tokens(directory, auditedUser(1, 'x')));
    const matches = (number: number) =>
      one.profile({ ...TRAITS, container: containerId(0), descriptor: descriptorId(number) }).matchesAdminSDHolder;
    expect([matches(0), matches(1)]).toEqual(['yes', 'unknown']);
  });

  test('each action is held against it', async () => {
    const { outcomes } = await profile(
      {
        target: `O:SYG:SYD:(OA;;WP;${SET};;${TEAM})`,
        holder: `O:SYG:SYD:P(OA;;WP;${PWD};;${TEAM})`,
        actions: [DISABLE, FORCE],
      },
      { protected: 'yes' },
    );
    expect(outcomes.map(({ reason }) => reason)).toEqual(['adminsdholder-will-deny', 'allowed-as-adminsdholder']);
  });
});

describe('caveats', () => {
  const UNEXPIRE = 'ab721a53-1e2f-11d0-9819-00aa0040529b';
  const right: ModelRecord = {
    type: 'right',
    name: 'Unexpire-Password',
    guid: UNEXPIRE,
    validAccesses: 0x100,
    appliesTo: [],
  };
  const reset = `O:SYG:SYD:(OA;;CR;${RESET};;${ME})`;

  test.each<[string, Scene, Partial<TargetTraits>, readonly CaveatCode[]]>([
    ['reading is given', { target: `O:SYG:SYD:(OA;;RPWP;${UAC};;${ME})` }, {}, []],
    ['reading is not given', { target: `O:SYG:SYD:(OA;;WP;${UAC};;${ME})` }, {}, ['read-right-missing']],
    ['reading is given for the class', { target: `O:SYG:SYD:(A;;WP;;;${ME})(OA;;RP;${USER_CLASS};;${ME})` }, {}, []],
    ['reading is given to itself', { target: `O:SYG:SYD:(A;;RPWP;;;PS)` }, { isSelf: true }, []],
    ['nothing is granted', { target: DEFAULT }, { flags: 0x202 }, []],
    [
      'a right on the domain is not held',
      { target: reset, actions: [RESET_ACTION], more: [right] },
      {},
      ['reset-forces-change'],
    ],
    [
      'it is held',
      { target: reset, actions: [RESET_ACTION], more: [right], above: `O:SYG:SYD:(OA;;CR;${UNEXPIRE};;${TEAM})` },
      {},
      [],
    ],
    [
      'it may be held',
      { target: reset, actions: [RESET_ACTION], more: [right], above: `O:SYG:SYD:(OA;;CR;${UNEXPIRE};;${PERHAPS})` },
      {},
      [],
    ],
    [
      'SELF on the domain is not the account',
      { target: reset, actions: [RESET_ACTION], more: [right], above: `O:SYG:SYD:(OA;;CR;${UNEXPIRE};;PS)` },
      { isSelf: true },
      ['reset-forces-change'],
    ],
    ['the configuration has no such right', { target: reset, actions: [RESET_ACTION] }, {}, []],
  ])('%s', async (_, scene, traits, expected) => {
    expect((await profile(scene, traits)).outcomes[0]!.caveats).toEqual(expected);
  });

  test('a domain whose descriptor was not read, and a target of no domain', async () => {
    const directory = await loadDirectory(
      recordSource([
        { type: 'class', name: 'user', guid: USER_CLASS, parent: 'top', category: 1, auxiliary: [], attributes: [] },
        { type: 'attribute', name: 'x', guid: UAC },
        { type: 'right', name: 'User-Force-Change-Password', guid: RESET, validAccesses: 0x100, appliesTo: [] },
        right,
        { type: 'domain', dn: 'DC=a', dnsName: 'a', sid: DOMAIN_SID },
        { type: 'classes', names: ['user'] },
        { type: 'descriptor', base64: sd(reset) },
        { type: 'container', dn: 'DC=a' },
        { type: 'container', dn: 'DC=elsewhere' },
      ]),
    );
    const one = new Evaluator(
      new Shared(directory, [RESET_ACTION], () => null, false),
      new Tokens(directory, auditedUser(1000, 'actor')),
    );
    for (const container of [0, 1]) {
      const { outcomes } = one.profile({
        ...TRAITS,
        container: containerId(container),
        descriptor: descriptorId(0),
      });
      expect(outcomes[0]).toMatchObject({ reason: 'allowed-by-entry', caveats: [] });
    }
  });
});

describe('what was computed once is used for the same only', () => {
  const reasons = (one: Evaluator, traits: Partial<TargetTraits>) =>
    one.profile({ ...TRAITS, ...traits }).outcomes.map(({ reason }) => reason);

  test('SELF and not', async () => {
    const one = await evaluator({ target: 'O:SYG:SYD:(A;;WP;;;PS)', holder: 'O:SYG:SYD:P(A;;RC;;;AU)' });
    expect([false, true, false].map((isSelf) => reasons(one, { isSelf }))).toEqual([
      ['no-entry'],
      ['allowed-by-entry'],
      ['no-entry'],
    ]);
  });

  test('SELF and not, by AdminSDHolder', async () => {
    const one = await evaluator({ target: `O:SYG:SYD:(A;;WP;;;${ME})`, holder: 'O:SYG:SYD:P(A;;WP;;;PS)' });
    expect([false, true, false].map((isSelf) => reasons(one, { isSelf, protected: 'yes' }))).toEqual([
      ['adminsdholder-will-deny'],
      ['allowed-as-adminsdholder'],
      ['adminsdholder-will-deny'],
    ]);
  });

  test('one class and another, also by AdminSDHolder', async () => {
    const forPersons = `(OA;;WP;${INETORGPERSON_CLASS};;${ME})`;
    const one = await evaluator({ target: `O:SYG:SYD:${forPersons}` });
    const classes = [0, 1, 0].map(classListId);
    expect(classes.map((each) => reasons(one, { classes: each }))).toEqual([
      ['no-entry'],
      ['allowed-by-entry'],
      ['no-entry'],
    ]);
    const two = await evaluator({ target: `O:SYG:SYD:(A;;WP;;;${ME})`, holder: `O:SYG:SYD:P${forPersons}` });
    expect(classes.map((each) => reasons(two, { classes: each, protected: 'yes' }))).toEqual([
      ['adminsdholder-will-deny'],
      ['allowed-as-adminsdholder'],
      ['adminsdholder-will-deny'],
    ]);
  });

  test('one descriptor and another', async () => {
    const one = await evaluator({ target: `O:SYG:SYD:(A;;WP;;;${ME})` });
    expect([1, 2, 1].map((number) => reasons(one, { descriptor: descriptorId(number) }))).toEqual([
      ['no-entry'],
      ['allowed-by-entry'],
      ['no-entry'],
    ]);
  });

  test('equal outcomes are one object; those that differ in anything are not', async () => {
    const one = await evaluator({
      target: `O:SYG:SYD:AI(A;CIID;WP;;;${ME})`,
      deep: `O:SYG:SYD:AI(A;CI;WP;;;${ME})`,
      above: `O:SYG:SYD:AI(A;CI;WP;;;${ME})`,
    });
    const first = (traits: Partial<TargetTraits>) => one.profile({ ...TRAITS, ...traits }).outcomes[0]!;
    const plain = first({});
    expect(first({ adminCount: 1 })).toBe(plain);
    expect(first({ flags: 0x202 }).caveats).toEqual(['read-right-missing', 'already-so']);
    expect(first({ container: containerId(3) }).ace!.from).toBe(`OU=Staff,${DOMAIN_DN}`);
    expect(first({ protected: 'yes' }).reason).toBe('adminsdholder-missing');
    expect(first({})).toBe(plain);
    expect(plain).toMatchObject({ caveats: ['read-right-missing'], ace: { from: DEEP_DN } });
  });
});

test('on each domain the token is that of the domain, and so are its rights and AdminSDHolder', async () => {
  const OTHER = 'S-1-5-21-7-7-7';
  const UNEXPIRE = 'ab721a53-1e2f-11d0-9819-00aa0040529b';
  const LOCAL = `${DOMAIN_SID}-2001`;
  const sddl = `O:SYG:SYD:(A;;CR;;;${LOCAL})`;
  const directory = await loadDirectory(
    recordSource([
      { type: 'class', name: 'user', guid: USER_CLASS, parent: 'top', category: 1, auxiliary: [], attributes: [] },
      { type: 'attribute', name: 'x', guid: UAC },
      { type: 'right', name: 'User-Force-Change-Password', guid: RESET, validAccesses: 0x100, appliesTo: [] },
      { type: 'right', name: 'Unexpire-Password', guid: UNEXPIRE, validAccesses: 0x100, appliesTo: [] },
      { type: 'trust', dn: 'CN=x,CN=System,DC=b', partner: 'a', sid: DOMAIN_SID, attributes: 0x20 },
      { type: 'domain', dn: 'DC=a', dnsName: 'a', sid: DOMAIN_SID },
      { type: 'domain', dn: 'DC=b', dnsName: 'b', sid: OTHER },
      { type: 'classes', names: ['user'] },
      { type: 'descriptor', base64: sd(sddl) },
      { type: 'descriptor', base64: sd(`O:SYG:SYD:(OA;;CR;${RESET};;${ME})`) },
      { type: 'descriptor', base64: sd(`O:SYG:SYD:(OA;;CR;${UNEXPIRE};;${ME})`) },
      { type: 'container', dn: 'DC=a', descriptor: 2 },
      { type: 'container', dn: 'DC=b', descriptor: 0 },
      { type: 'group', ...group(2001, 'local', DOMAIN_LOCAL, [], { sid: LOCAL }), parent: 0 },
    ]),
  );
  const one = new Evaluator(
    new Shared(directory, [RESET_ACTION], () => null, false),
    new Tokens(directory, auditedUser(1000, 'actor', { groups: [0] })),
  );
  const on = (container: number, descriptor: number) =>
    one.profile({ ...TRAITS, container: containerId(container), descriptor: descriptorId(descriptor) }).outcomes[0]!;
  expect([on(0, 0), on(1, 0), on(0, 0)].map(({ access }) => access)).toEqual(['granted', 'denied', 'granted']);
  expect([on(0, 1), on(1, 1), on(0, 1)].map(({ caveats }) => caveats)).toEqual([[], ['reset-forces-change'], []]);
});

describe('a target of a domain that the account may not log on to', () => {
  const OTHER = 'S-1-5-21-7-7-7';
  /** The actor's domain is the first, the target is in the second, which holds the trust. */
  const over = async (direction: number | undefined, target: string, attributes = 0) => {
    const directory = await loadDirectory(
      recordSource([
        { type: 'class', name: 'user', guid: USER_CLASS, parent: 'top', category: 1, auxiliary: [], attributes: [] },
        { type: 'attribute', name: 'userAccountControl', guid: UAC },
        { type: 'right', name: 'User-Force-Change-Password', guid: RESET, validAccesses: 0x100, appliesTo: [] },
        { type: 'trust', dn: 'CN=x,CN=System,DC=b', partner: 'a', sid: DOMAIN_SID, attributes, direction },
        { type: 'domain', dn: 'DC=a', dnsName: 'a', sid: DOMAIN_SID },
        { type: 'domain', dn: 'DC=b', dnsName: 'b', sid: OTHER },
        { type: 'classes', names: ['user'] },
        { type: 'descriptor', base64: sd(target) },
        { type: 'container', dn: 'DC=b' },
      ]),
    );
    const one = new Evaluator(
      new Shared(directory, [DISABLE, RESET_ACTION], () => null, false),
      new Tokens(directory, auditedUser(1000, 'actor')),
    );
    return one.profile({ ...TRAITS, container: containerId(0), descriptor: descriptorId(0), flags: 0x202 });
  };
  const list = `O:SYG:SYD:(OA;;RPWP;${UAC};;${ME})`;

  test('is refused whatever its list says', async () => {
    expect(await over(1, list)).toEqual({
      state: { className: 'user', enabled: 'no', protected: 'no', inheritance: 'on', adminCount: null },
      matchesAdminSDHolder: 'unknown',
      matchesOwner: 'unknown',
      outcomes: ['disable', 'reset-password'].map((action) => ({
        action,
        access: 'denied',
        verdict: 'cannot',
        reason: 'trust-refuses-logon',
        documentedSet: false,
        ace: null,
        caveats: [],
      })),
    });
  });

  test.each<[string, number | undefined, number]>([
    ['the direction of the trust was not read', undefined, 0],
    ['the trust asks for a right on each controller', 2, 0x10],
  ])('is open where the list grants: %s', async (_, direction, attributes) => {
    const { outcomes } = await over(direction, list, attributes);
    expect(outcomes[0]).toEqual({
      action: 'disable',
      access: 'unknown',
      verdict: 'unknown',
      reason: 'logon-undecided',
      documentedSet: true,
      ace: { index: 0, sddl: `(OA;;RPWP;${UAC};;${ME})`, trustee: ME, trusteeName: null, from: null },
      caveats: [],
    });
    expect(outcomes[1]).toMatchObject({ access: 'denied', reason: 'no-entry' });
  });

  test('is an ordinary one where the trust lets it in', async () => {
    expect((await over(2, list)).outcomes[0]).toMatchObject({ reason: 'allowed-by-entry', caveats: ['already-so'] });
  });
});

describe("AdminSDHolder's list and another owner", () => {
  /** What it inherits it hands on to nobody for certain: then only the same descriptor stays as it is. */
  const inheriting = `D:AI(A;CIID;WP;;;${TEAM})`;
  test.each<[string, string, number, string]>([
    ['the same descriptor', 'O:SYG:SY', 3, 'granted can allowed-as-adminsdholder'],
    ['an equal one', 'O:SYG:BA', 2, 'granted can allowed-as-adminsdholder'],
    ['one of another owner', 'O:BAG:SY', 2, 'granted unknown adminsdholder-undecided'],
  ])('that inherits: %s', async (_, owner, number, expected) => {
    const scene = { target: `${owner}${inheriting}`, holder: `O:SYG:SY${inheriting}` };
    expect(await verdict(scene, { protected: 'yes', descriptor: descriptorId(number) })).toBe(expected);
  });

  const CHANGE: ActionDefinition = { ...DISABLE, id: 'change', request: { right: 'write-dac' }, documented: [] };
  const list = 'D:P(A;;RC;;;AU)';

  test.each<[string, string, string, number, string]>([
    ['the same descriptor', `O:${ME}G:SY${list}`, `O:${ME}G:SY${list}`, 3, 'can allowed-as-adminsdholder'],
    ['an equal one', `O:${ME}G:SY${list}`, `O:${ME}G:SY${list}`, 2, 'can allowed-as-adminsdholder'],
    // The next run takes the ownership away, and with it what an owner may.
    ['of the target', `O:${ME}G:SY${list}`, `O:SYG:SY${list}`, 2, 'can-until-sdprop adminsdholder-will-deny'],
    [
      'of which only another holds it',
      `O:${ME}G:SYD:P(A;;RC;;;AU)`,
      `O:SYG:SYD:P(A;;RC;;;AU)(A;;WD;;;${ME})`,
      2,
      'can allowed-as-adminsdholder',
    ],
  ])('%s', async (_, target, holder, number, expected) => {
    const { outcomes } = await profile(
      { target, holder, actions: [CHANGE] },
      { protected: 'yes', descriptor: descriptorId(number) },
    );
    expect(`${outcomes[0]!.verdict} ${outcomes[0]!.reason}`).toBe(expected);
  });
});

test('an owner of a computer may be kept from changing its list', async () => {
  const CHANGE: ActionDefinition = { ...DISABLE, id: 'change', request: { right: 'write-dac' }, documented: [] };
  const scene = { target: `O:${ME}G:SYD:`, actions: [CHANGE] };
  expect(await verdict(scene)).toBe('granted can allowed-as-owner');
  expect(await verdict(scene, { classes: classListId(2) })).toBe('unknown unknown unresolved-trustee');
});
