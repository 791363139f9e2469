/** A short run of what `npm run fuzz:evidence` does at length. */
import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seedOf } from '../../seed.js';
import { type CampaignResult, causeOf, runRemoval, runRemovals } from './campaign.js';
import type { Removal, Step } from './removal.js';
import { evidenceSummary } from './summary.js';

const REMOVALS = 300;
const SEED = seedOf(process.env.ADREACH_SEED);
const folder = mkdtempSync(join(tmpdir(), 'adreach-evidence-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe(`${REMOVALS} removals, seed ${SEED}`, () => {
  let result: CampaignResult;
  beforeAll(async () => {
    const started = Date.now();
    result = await runRemovals({
      seed: SEED,
      removals: REMOVALS,
      folder,
      domains: [
        [8, 'forest'],
        [2, 'forest-one-way'],
        [3, 'securelab'],
      ],
    });
    writeSync(1, `${evidenceSummary(result, SEED, Date.now() - started)}\n`);
  }, 900_000);

  test('no known answer becomes another, and what is missing is named', () => {
    expect(result.found).toEqual([]);
  });

  test('verdicts are compared, most stay, and some become unknown', () => {
    expect(result.removals).toBe(REMOVALS);
    expect(result.refused).toBeLessThan(REMOVALS / 10);
    expect(result.compared).toBeGreaterThan(REMOVALS * 1000);
    expect(result.stayed / result.compared).toBeGreaterThan(0.7);
    expect(result.lost).toBeGreaterThan(0);
  });
});

describe('one removal, as it is printed', () => {
  const MEMBERS = { left: 'out', attribute: 'member', of: null } as const;

  test('what a second witness tells stays known', async () => {
    const { compared, lost, found } = await runRemoval({ domain: 'forest', told: true, steps: [MEMBERS] }, folder);
    expect(found).toEqual([]);
    expect(lost / compared).toBeLessThan(0.75);
  }, 240_000);

  test('what nothing else tells becomes unknown', async () => {
    const steps = [MEMBERS, { left: 'out', attribute: 'memberOf', of: null } as const];
    const { lost, found, lostByReason } = await runRemoval({ domain: 'forest', told: true, steps }, folder);
    expect(found).toEqual([]);
    expect(lost).toBeGreaterThan(100);
    expect([...lostByReason.keys()]).toContain('unresolved-trustee');
  }, 240_000);

  test('its cause is told', () => {
    expect([
      causeOf(MEMBERS),
      causeOf({ left: 'out', attribute: 'member', of: 'group' }),
      causeOf({ left: 'denied', attributes: ['member', 'groupType'], on: [] }),
      causeOf({ left: 'part', part: 'CN=System,DC=a' }),
      causeOf({ left: 'part', part: 'DC=a' }),
    ]).toEqual([
      'member left out',
      'member left out of group',
      'member and groupType denied',
      'part CN=System missing',
      'part domain missing',
    ]);
  });
});

/** Each was once found to turn a known answer into another, to leave an unknown one without a cause, or to invent one. */
describe('removals that once were defects', () => {
  const CHILD = 'DC=child,DC=root,DC=example';
  const PARTNER = 'DC=partner,DC=test';
  const out = (attribute: string, of: string | null = null): Step => ({ left: 'out', attribute, of });
  const denied = (attributes: readonly string[], ...on: readonly string[]): Step => ({
    left: 'denied',
    attributes,
    on,
  });
  const unseen = (...on: readonly string[]): Step => ({ left: 'unseen', on });
  const subtree = (of: string): Step => ({ left: 'subtree', of, itself: false });
  const inGroups = (name: string, domain: string) => `CN=${name},OU=Groups,${domain}`;

  test.each<[string, readonly Step[], (Removal['domain'] | undefined)?]>([
    ['the name of a foreign principal says who it is', [subtree(`CN=ForeignSecurityPrincipals,${PARTNER}`)]],
    ['one that came with nothing', [{ left: 'closed', on: [`CN=S-1-5-11,CN=ForeignSecurityPrincipals,${CHILD}`] }]],
    [
      'of groups of unread type a foreign principal leads to',
      [denied(['groupType'], inGroups('local-of-child', PARTNER))],
    ],
    ['and a primary group', [out('groupType')]],
    ['a group that protects, and that is not seen', [subtree(`CN=Builtin,${CHILD}`)]],
    ['a group between, the same', [unseen(inGroups('nested-admins', CHILD))]],
    ['the same, of unread class', [denied(['groupType', 'objectClass'], inGroups('nested-admins', CHILD))]],
    ['krbtgt without its SID', [denied(['objectSid'], `CN=krbtgt,OU=People,${CHILD}`)]],
    ['a group without its SID is in groups all the same', [denied(['objectSid'], inGroups('middle', CHILD))]],
    ['and may be any group of its domain', [denied(['objectSid'], inGroups('primary-above', CHILD))]],
    ['a primary group that is not seen', [unseen(inGroups('primary', CHILD))]],
    ['property sets that were not exported', [out('attributeSecurityGUID')]],
    ['classes above that were not exported', [out('subClassOf')]],
    ['a class of the base product that is not seen', [unseen('CN=user,CN=Schema,CN=Configuration,DC=root,DC=example')]],
    ['a domain without its head, over a trust', [unseen(`${PARTNER}`)], 'forest-one-way'],
    ['an account of one', [unseen(CHILD)], 'forest-one-way'],
    ['both', [out('objectSid', 'domainDNS')], 'forest-one-way'],
    ['a trust that is not seen', [unseen(`CN=root.example,CN=System,${PARTNER}`)], 'forest-one-way'],
    ['whose SID was not read', [out('securityIdentifier', 'trustedDomain')], 'forest-one-way'],
    ['a former SID that is a group today', [denied(['sIDHistory'], `CN=former,OU=People,${CHILD}`)]],
    ['former SIDs that were not exported', [out('sIDHistory')]],
    ['a group of one that is not seen', [unseen(inGroups('middle', PARTNER))]],
    ['of unread class', [denied(['groupType', 'objectClass'], inGroups('former-group', CHILD))]],
    ['groups of a domain that is not seen', [subtree(`OU=Groups,${CHILD}`)]],
    ['and its groups that other domains are in', [{ left: 'closed', on: [inGroups('local-of-universal', CHILD)] }]],
    ['a domain that is not there', [{ left: 'part', part: CHILD }]],
    ['settings of another forest', [out('nCName'), { left: 'part', part: 'CN=Configuration,DC=root,DC=example' }]],
    [
      'groups of unread type lead to one that is not seen',
      [unseen(inGroups('middle', CHILD)), out('groupType', 'group')],
    ],
    [
      'a part of what an object is a member of',
      [
        { left: 'range', attribute: 'memberOf', on: inGroups('inner', CHILD), from: 1 },
        unseen(inGroups('denied', CHILD)),
      ],
    ],
    [
      'none of it, and a part of the members',
      [
        { left: 'range', attribute: 'memberOf', on: inGroups('nested-admins', CHILD), from: 0 },
        { left: 'range', attribute: 'member', on: `CN=Domain Admins,CN=Users,${CHILD}`, from: 2 },
      ],
    ],
    ['the primary group of a target', [denied(['primaryGroupID'], `CN=t-outer,OU=People,${CHILD}`)]],
    ['members that were not exported', [out('member')]],
    ['nor what they are members of', [out('member'), out('memberOf')]],
    [
      'a well-known principal in a configuration that is there',
      [unseen('CN=Everyone,CN=WellKnown Security Principals,CN=Configuration,DC=securelab,DC=local')],
      'securelab',
    ],
    [
      'a protected group without members, and an account without the groups it is in',
      [
        { left: 'range', attribute: 'member', on: 'CN=Server Operators,CN=Builtin,DC=root,DC=example', from: 0 },
        { left: 'range', attribute: 'memberOf', on: 'CN=server-operator,OU=People,DC=root,DC=example', from: 0 },
      ],
    ],
    ['Everyone by another name', [{ left: 'part', part: 'CN=Configuration,DC=securelab,DC=local' }], 'securelab'],
  ])(
    '%s',
    async (_, steps, domain = 'forest') => {
      for (const told of [true, false]) {
        const { found } = await runRemoval({ domain, told, steps }, folder);
        expect(found.map(({ text }) => text)).toEqual([]);
      }
    },
    60_000,
  );
});
