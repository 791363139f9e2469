import { describe, expect, test } from '@jest/globals';
import type { GroupId } from '../../src/directory/ids.js';
import { loadDirectory } from '../../src/directory/load.js';
import { PrivilegedMemberships } from '../../src/facts/privileged.js';
import { Tokens } from '../../src/verdicts/account-under-audit.js';
import { domainId } from '../directory/ids.js';
import { DOMAIN_SID, GLOBAL, group, memorySource, UNIVERSAL } from '../directory/memory-source.js';
import { auditedUser } from '../verdicts/accounts.js';

/** The account is in the first of some groups, each of which is in the next. */
async function chain(length: number, privileged: readonly number[], perhaps: readonly number[] = []) {
  const directory = await loadDirectory(
    memorySource({
      groups: [
        ...Array.from({ length }, (_, i) => group(2000 + i, `g${i}`, UNIVERSAL, i + 1 < length ? [i + 1] : [])),
        group(513, 'Domain Users', GLOBAL),
      ],
    }),
  );
  let asked = 0;
  const root = (id: GroupId) => {
    asked++;
    return privileged.includes(id) ? ('yes' as const) : perhaps.includes(id) ? ('unknown' as const) : ('no' as const);
  };
  const set = { account: () => 'no' as const, group: () => 'no' as const, root, excluded: () => false };
  const tokens = new Tokens(directory, auditedUser(1000, 'actor', { groups: [0] }));
  const found = new PrivilegedMemberships(tokens, new Map([[domainId(0), set]]));
  const of = (number: number) => found.through(`${DOMAIN_SID}-${2000 + number}`)?.name;
  return { found, of, asked };
}

describe('privileged memberships', () => {
  test('the first on the way counts for all that follow', async () => {
    const { found, of } = await chain(6, [2, 4]);
    expect([...found.all.values()]).toEqual([
      {
        sid: `${DOMAIN_SID}-2002`,
        name: 'EXAMPLE\\g2',
        path: ['EXAMPLE\\actor', 'EXAMPLE\\g0', 'EXAMPLE\\g1', 'EXAMPLE\\g2'],
      },
    ]);
    expect([0, 1, 2, 3, 4, 5].map(of)).toEqual([undefined, undefined, ...Array(4).fill('EXAMPLE\\g2')]);
    expect(found.through('S-1-1-0')).toBeUndefined();
  });

  test('one that is protected in some versions only counts too', async () => {
    const { of } = await chain(4, [2], [1]);
    expect([0, 1, 2, 3].map(of)).toEqual([undefined, 'EXAMPLE\\g1', 'EXAMPLE\\g1', 'EXAMPLE\\g1']);
  });

  test('none', async () => {
    const { found, of } = await chain(3, []);
    expect(found.all.size).toBe(0);
    expect(of(2)).toBeUndefined();
  });

  test('each group on the way is looked at once, however long it is', async () => {
    const { of, asked } = await chain(3000, [2999]);
    expect(of(2999)).toBe('EXAMPLE\\g2999');
    expect(asked).toBeLessThanOrEqual(3001);
  });
});
