import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { loadDirectory } from '../../src/directory/load.js';
import { buildToken } from '../../src/directory/token.js';
import type { Tristate } from '../../src/result/tristate.js';
import { ownerRightsOn } from '../../src/verdicts/owner-rights.js';
import { classListId, domainId } from '../directory/ids.js';
import { DOMAIN_DN, DOMAIN_SID, GLOBAL, group, memorySource, UNIVERSAL } from '../directory/memory-source.js';
import { auditedUser } from './accounts.js';

const ROOT_SID: Sid = 'S-1-5-21-7-7-7';
const [USER, COMPUTER, SHOUTED] = [0, 2, 4].map(classListId);
/** 28 characters, then this one. */
const heuristics = (digit: string) => `${'0'.repeat(28)}${digit}`;

interface Scene {
  /** The 29th character; null: dSHeuristics is shorter or not set. */
  readonly digit?: string | null;
  readonly unread?: boolean;
  /** Numbers of its groups: 0 Domain Admins, 1 Enterprise Admins of the root, 2 of this domain, 3 others. */
  readonly groups?: readonly number[];
  readonly primaryGroup?: number | null;
  /** The configuration is that of another domain, the root. */
  readonly child?: boolean;
  readonly withoutAdmins?: boolean;
  /** Enterprise Admins: not in the sources, or with members that no source shows. */
  readonly enterprise?: 'missing' | 'open';
  /** No partition names this domain: which one is the root is not known. */
  readonly noRoot?: boolean;
}

async function rights(scene: Scene, classes = COMPUTER, domain: number | null = 0): Promise<Tristate> {
  const { digit = '1', child = false, groups = [], primaryGroup = 513 } = scene;
  const root = child ? 'DC=root' : DOMAIN_DN;
  const source = memorySource({
    part: true,
    groups: scene.withoutAdmins
      ? []
      : [
          group(512, 'Domain Admins', GLOBAL),
          group(scene.enterprise === 'missing' ? 2519 : 519, 'Enterprise Admins', UNIVERSAL, [], {
            ...(scene.enterprise === 'missing' ? {} : { sid: `${child ? ROOT_SID : DOMAIN_SID}-519` as const }),
            ...(scene.enterprise === 'open' ? { unresolvedMembers: ['CN=x,DC=elsewhere'] } : {}),
          }),
          group(2000, 'others', GLOBAL),
        ],
    dSHeuristics: digit === null ? null : heuristics(digit),
    more: [
      { type: 'classes', names: ['TOP', 'COMPUTER'] },
      ...(child && !scene.noRoot ? [{ type: 'domain', dn: 'DC=root', dnsName: 'root', sid: ROOT_SID } as const] : []),
      { type: 'partition', nCName: DOMAIN_DN, dn: `CN=X,CN=Partitions,CN=Configuration,${root}` },
      { type: 'partition', nCName: root, dn: `CN=Y,CN=Partitions,CN=Configuration,${root}` },
      {
        type: 'forest',
        dn: `CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration,${root}`,
        dSHeuristics: digit === null ? null : heuristics(digit),
      },
    ],
  });
  const directory = await loadDirectory({
    ...source,
    async *model() {
      for await (const batch of source.model())
        yield batch.filter((record) => record.type !== 'forest' || (record.dn !== undefined && scene.unread !== true));
    },
  });
  const account = auditedUser(1000, 'actor', { groups, primaryGroup });
  const where = domain === null ? null : domainId(domain);
  return ownerRightsOn(directory, buildToken(directory, account.user, where), classes!, where);
}

describe('an owner of a computer, by the 29th character of dSHeuristics', () => {
  test.each<[string | null, Tristate, Tristate]>([
    // For somebody else, and for an administrator.
    ['1', 'no', 'yes'],
    ['2', 'yes', 'yes'],
    ['0', 'unknown', 'yes'],
    ['3', 'unknown', 'yes'],
    ['4', 'no', 'yes'],
    ['', 'unknown', 'yes'],
    [null, 'unknown', 'yes'],
  ])('%p: %s, an administrator %s', async (digit, somebody, administrator) => {
    expect([await rights({ digit }), await rights({ digit, groups: [0] })]).toEqual([somebody, administrator]);
  });

  test('was not read', async () => {
    expect([await rights({ unread: true }), await rights({ unread: true, groups: [0] })]).toEqual(['unknown', 'yes']);
  });
});

test('an object that is no computer is not blocked', async () => {
  expect([await rights({}, USER), await rights({}, SHOUTED), await rights({}, classListId(99))]).toEqual([
    'yes',
    'no',
    'yes',
  ]);
});

describe('administrators are not blocked', () => {
  test.each<[string, Scene, Tristate]>([
    ['Domain Admins', { groups: [0] }, 'yes'],
    ['Enterprise Admins', { groups: [1] }, 'yes'],
    ['others', { groups: [2] }, 'no'],
    ['Enterprise Admins of the root of the forest', { groups: [1], child: true }, 'yes'],
    ['others of a child domain', { groups: [2], child: true }, 'no'],
    ['perhaps: the primary group was not read', { primaryGroup: null }, 'unknown'],
    // A primary group is carried whether or not its object was read.
    ['a part of a domain, without these groups', { primaryGroup: 512, withoutAdmins: true }, 'yes'],
    ['others, where the sources lack Enterprise Admins', { groups: [2], enterprise: 'missing' }, 'no'],
    ['others, where Enterprise Admins has members that are not seen', { groups: [2], enterprise: 'open' }, 'unknown'],
    ['Domain Admins, the same', { groups: [0], enterprise: 'open' }, 'yes'],
    ['others, where the root of the forest is in no source', { groups: [2], child: true, noRoot: true }, 'unknown'],
    ['Domain Admins, the same', { groups: [0], child: true, noRoot: true }, 'yes'],
    ['others, in a part of a domain without these groups', { withoutAdmins: true }, 'unknown'],
  ])('%s', async (_, scene, expected) => {
    expect(await rights(scene)).toBe(expected);
  });
});

test('on a computer of no known domain it is open', async () => {
  expect([await rights({}, COMPUTER, null), await rights({}, USER, null)]).toEqual(['unknown', 'yes']);
});
