/** Which verdicts the gaps of the evidence touch, counted by the audit and, another way, from its verdicts. */
import { describe, expect, test } from '@jest/globals';
import { runAudit } from '../../src/audit/run.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import type { GapRecord } from '../../src/directory/records.js';
import type { EvidenceBlock } from '../../src/result/audit.js';
import type { GapCode } from '../../src/result/gaps.js';
import type { AuditSink, TargetOutcomes } from '../../src/result/sink.js';
import { createEvaluator, loadRules } from '../../src/rules/index.js';
import { DOMAIN_DN, DOMAIN_SID, GLOBAL, group, memorySource, user, type Written } from '../directory/memory-source.js';

const RULES = loadRules([]);
const TEAM = `${DOMAIN_SID}-2001` as const;
const staff = (name: string): string => `CN=${name},OU=Staff,${DOMAIN_DN}`;
const gap = (code: GapCode, dn?: string, count?: number): GapRecord => ({
  type: 'gap',
  code,
  message: 'm',
  ...(dn !== undefined && { dn }),
  ...(count !== undefined && { count }),
});

/** Groups: 0 Domain Users, 1 team, 2 outer (holds inner), 3 inner (holds somebody who is not visible), 4 Domain Admins. */
const GROUPS = [
  group(513, 'Domain Users', GLOBAL),
  group(2001, 'team', GLOBAL),
  group(2002, 'outer', GLOBAL),
  group(2003, 'inner', GLOBAL, [2], { unresolvedMembers: [staff('hidden'), 'CN=far,DC=else'] }),
  group(512, 'Domain Admins', GLOBAL),
];
/** Descriptors: 0 allows the team all, 1 is damaged, 2 names the outer group, 3 is not inherited and says nothing. */
const DESCRIPTORS = [
  `O:SYG:SYD:(A;;GA;;;${TEAM})`,
  'O:SYG:SYD:',
  `O:SYG:SYD:(A;;GA;;;${DOMAIN_SID}-2002)`,
  'O:SYG:SYD:',
];

async function audit(
  gaps: readonly GapRecord[],
  accounts: Written['accounts'] & object,
  subjects = ['actor'],
  more: Written = {},
) {
  const source = memorySource({
    groups: GROUPS,
    descriptors: DESCRIPTORS,
    accounts: [
      user(1000, 'actor', { memberOf: [1], descriptor: 3 }),
      user(1500, 'other', { descriptor: 3 }),
      ...accounts,
    ],
    adminSDHolder: 3,
    ...more,
    more: [...gaps, ...(more.more ?? [])],
  });
  const evidence: RecordSource = {
    ...source,
    async *model() {
      for await (const batch of source.model()) {
        let number = 0;
        yield batch.map((record) =>
          record.type === 'descriptor' && number++ === 1 ? { ...record, base64: 'AQAE' } : record,
        );
      }
    },
  };
  const targets: TargetOutcomes[] = [];
  let begun: EvidenceBlock | undefined;
  const sink: AuditSink = {
    begin: (header) => {
      begun = header.evidence;
    },
    targets: (batch) => void targets.push(...batch),
    findings: () => {},
    end: () => {},
  };
  const { evidence: block, summary } = await runAudit({
    evidence,
    accounts: subjects,
    actions: RULES.actions,
    rules: createEvaluator([]),
    tool: { name: 'adreach', version: '0', rules: '' },
    appliedRules: [],
    sink,
  });
  const unknown = (name?: string, reason?: string): number =>
    targets
      .filter(({ target }) => name === undefined || target.dn === staff(name))
      .flatMap(({ outcomes }) => outcomes)
      .filter((outcome) => outcome.verdict === 'unknown' && (reason === undefined || outcome.reason === reason)).length;
  const known = (name?: string): number =>
    targets
      .filter(({ target }) => name === undefined || target.dn === staff(name))
      .flatMap(({ outcomes }) => outcomes)
      .filter((outcome) => outcome.verdict !== 'unknown').length;
  return { block, begun: begun!, summary, touches: block.gaps.map((each) => each.touches), unknown, known };
}

describe('unknown because of a gap', () => {
  test('descriptors: those that are named, and the others by the gap that counts them', async () => {
    const { block, touches, unknown } = await audit(
      [
        gap('descriptor-unreadable', staff('a').toUpperCase()),
        gap('descriptor-unreadable', `OU=Staff,${DOMAIN_DN}`),
        gap('descriptor-unreadable', undefined, 2),
      ],
      [user(1, 'a'), user(2, 'b'), user(3, 'c'), user(4, 'd', { descriptor: 0 })],
      ['actor', 'other'],
    );
    expect(touches).toEqual([
      { unknown: 8, resting: 0 },
      { unknown: 0, resting: 0 },
      { unknown: 16, resting: 0 },
    ]);
    expect(unknown(undefined, 'descriptor-unreadable')).toBe(24);
    expect(block.gapsByCode).toEqual([
      {
        code: 'descriptor-unreadable',
        gaps: 3,
        count: 4,
        unknown: 24,
        resting: 0,
        means: expect.stringContaining('unknown'),
      },
    ]);
    expect(block.unknown).toEqual([
      {
        reason: 'descriptor-unreadable',
        verdicts: 24,
        targets: 3,
        gaps: ['descriptor-unreadable'],
        withoutGap: 0,
        examples: [staff('a'), staff('b'), staff('c')],
      },
    ]);
  });

  test.each([
    ['an account', staff('a')],
    ['a group', `CN=inner,OU=Staff,${DOMAIN_DN}`],
    ['a container', `OU=Broken,${DOMAIN_DN}`],
  ])('a damaged descriptor, told of once, with %s', async (_, dn) => {
    const containers = {
      more: [{ type: 'container', dn: `OU=Broken,${DOMAIN_DN}`, parent: 0, classes: 3, descriptor: 1 }],
    } as const;
    const { touches, unknown } = await audit(
      [gap('descriptor-damaged', dn, 2)],
      [user(1, 'a', { descriptor: 1 }), user(2, 'b', { descriptor: 1 }), user(3, 'c', { descriptor: 0 })],
      ['actor'],
      {
        groups: GROUPS.map((each) => (each.samAccountName === 'inner' ? { ...each, descriptor: 1 } : each)),
        ...containers,
      },
    );
    expect(touches).toEqual([{ unknown: 8, resting: 0 }]);
    expect(unknown(undefined, 'descriptor-damaged')).toBe(8);
  });

  test('flags that could not be read leave the forced change unknown', async () => {
    const { block, touches, unknown } = await audit(
      [
        gap('attribute-unreadable', staff('a')),
        gap('entry-damaged', staff('a')),
        gap('attribute-unreadable', staff('classless')),
      ],
      [user(1, 'a', { descriptor: 0, userAccountControl: undefined }), user(2, 'b', { descriptor: 0 })],
    );
    expect(unknown('a')).toBe(1);
    // The other three verdicts on it rest on what an entry says of which a value was damaged.
    expect(touches).toEqual([
      { unknown: 1, resting: 0 },
      { unknown: 1, resting: 3 },
      { unknown: null, resting: null },
    ]);
    expect(block.unknown).toMatchObject([
      {
        reason: 'user-account-control-unreadable',
        verdicts: 1,
        gaps: ['attribute-unreadable', 'entry-damaged'],
        withoutGap: 0,
      },
    ]);
  });

  test('members that are not visible: entries that name their group, or one that it is nested in', async () => {
    const { block, touches, unknown } = await audit(
      [
        gap('object-not-visible', staff('hidden')),
        gap('object-not-visible', staff('elsewhere')),
        gap('members-incomplete', staff('inner')),
        gap('members-incomplete', staff('team')),
        gap('members-incomplete', staff('nobody')),
      ],
      [user(1, 'a', { descriptor: 2 }), user(2, 'b', { descriptor: 0 })],
      ['other'],
    );
    // On `b` an entry for the team, of which a part of the members was read, decides.
    expect([unknown('a', 'unresolved-trustee'), unknown('b', 'unresolved-trustee')]).toEqual([4, 4]);
    expect(touches.map((each) => each!.unknown)).toEqual([4, 0, 4, 4, null]);
    expect(block.unknown).toMatchObject([
      { verdicts: 8, targets: 2, gaps: ['members-incomplete', 'object-not-visible'], withoutGap: 0 },
    ]);
    expect(block.gapsByCode!.map(({ code, unknown: n }) => [code, n])).toEqual([
      ['object-not-visible', 4],
      ['members-incomplete', null],
    ]);
  });

  test('a SID that is in no source is explained by no gap', async () => {
    const { block } = await audit([], [user(1, 'a', { descriptor: 4 })], ['actor'], {
      descriptors: [...DESCRIPTORS, 'O:SYG:SYD:(A;;GA;;;S-1-5-21-7-7-7-1001)'],
    });
    expect(block.unknown).toEqual([
      { reason: 'unresolved-trustee', verdicts: 4, targets: 1, gaps: [], withoutGap: 4, examples: [staff('a')] },
    ]);
    expect([block.complete, block.gapsByCode]).toEqual([true, []]);
  });

  test('AdminSDHolder, or its descriptor, on protected targets', async () => {
    const admin = [user(1, 'a', { descriptor: 0, memberOf: [4] }), user(2, 'b', { descriptor: 0 })];
    const missing = await audit([gap('adminsdholder-missing', DOMAIN_DN)], admin, ['actor'], {
      adminSDHolder: undefined,
    });
    expect(missing.touches).toEqual([{ unknown: 4, resting: 0 }]);
    expect(missing.block.unknown).toMatchObject([{ reason: 'adminsdholder-missing', verdicts: 4, withoutGap: 0 }]);
    const damaged = await audit(
      [gap('descriptor-damaged', `CN=AdminSDHolder,CN=System,${DOMAIN_DN}`)],
      admin,
      ['actor'],
      { adminSDHolder: 1 },
    );
    expect(damaged.touches).toEqual([{ unknown: 4, resting: 0 }]);
  });

  test('accounts of no known domain', async () => {
    const head = 'DC=nowhere';
    const { touches, unknown } = await audit(
      [gap('domain-missing', head, 1), gap('parent-missing', head)],
      [{ ...user(1, 'a', { descriptor: 0 }), parent: 5 }, user(2, 'b', { descriptor: 0 })],
      ['actor'],
      { more: [{ type: 'container', dn: head, missing: true }] },
    );
    expect(unknown(undefined, 'protection-undecided')).toBe(4);
    expect(touches).toEqual([
      { unknown: 4, resting: 0 },
      { unknown: 0, resting: 0 },
    ]);
  });
});

describe('known verdicts that rest on what was read in its place', () => {
  test('readings that differ: of a target, of the account under audit, of something else', async () => {
    const gaps = [
      gap('readings-differ', staff('a')),
      gap('readings-differ', staff('actor')),
      gap('readings-differ', staff('team')),
      gap('object-moved', staff('a')),
      gap('search-incomplete'),
    ];
    const { block, touches, known } = await audit(
      gaps,
      [user(1, 'a', { descriptor: 0 }), user(2, 'b', { descriptor: 0 })],
      ['actor', 'other'],
    );
    const all = known();
    const ofActor = all / 2;
    expect(touches).toEqual([
      { unknown: 0, resting: known('a') },
      // All verdicts of the actor, and those of the other on it.
      { unknown: 0, resting: ofActor + known('actor') / 2 },
      { unknown: null, resting: null },
      { unknown: 0, resting: known('a') },
      { unknown: null, resting: null },
    ]);
    expect(block.gapsByCode!.map(({ code, resting }) => [code, resting])).toEqual([
      ['readings-differ', null],
      ['object-moved', known('a')],
      ['search-incomplete', null],
    ]);
    const without = await audit(
      gaps.slice(0, 2),
      [user(1, 'a', { descriptor: 0 }), user(2, 'b', { descriptor: 0 })],
      ['actor', 'other'],
    );
    // Each verdict once: those of the actor, those of the other on `a` and on the actor.
    expect(without.block.gapsByCode![0]!.resting).toBe(ofActor + known('a') / 2 + known('actor') / 2);
  });

  test('all of them, where the schema of the base product is used', async () => {
    const { touches, known } = await audit(
      [gap('schema-missing'), gap('configuration-missing')],
      [user(1, 'a', { descriptor: 0 })],
    );
    expect(touches).toEqual([
      { unknown: 0, resting: known() },
      { unknown: 0, resting: null },
    ]);
  });
});

test('what is known when the audit begins, and in the end: counts by class', async () => {
  const { block, begun } = await audit(
    [gap('search-incomplete')],
    [
      user(1, 'a', { descriptor: 0, classes: 1 }),
      user(2, 'b', { descriptor: 0, classes: 2 }),
      user(3, 'c', { descriptor: 0, classes: 2 }),
    ],
  );
  const model = {
    groups: 10,
    containers: 5,
    containersByClass: [{ class: 'container', count: 5 }],
    foreignPrincipals: 0,
    trusts: 0,
    schemaClasses: 5,
    schemaAttributes: 3,
    extendedRights: 2,
    descriptors: 4,
  };
  expect(begun.counts).toEqual(model);
  expect([begun.unknown, begun.gapsByCode, begun.gaps[0]!.touches]).toEqual([undefined, undefined, undefined]);
  expect(block.counts).toEqual({
    ...model,
    accounts: 5,
    accountsByClass: [
      { class: 'computer', count: 2 },
      { class: 'user', count: 2 },
      { class: 'inetOrgPerson', count: 1 },
    ],
  });
});
