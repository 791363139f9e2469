/** The same directory with less evidence: nothing is said to have been changed in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { diff } from '../../src/library/diff.js';
import { diffResultSchema } from '../../src/result/diff.js';
import { DN, group, ldifOf, ou, SID, sid, USER, user } from '../plan/small-domain.js';

const folder = mkdtempSync(join(tmpdir(), 'adreach-evidence-'));
afterAll(() => rmSync(folder, { recursive: true }));

const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const STAFF = `OU=Staff,${DN}`;
const svc = user(1100, 'svc', `CN=Users,${DN}`);
const FULL = ldifOf([
  svc,
  group(1500, 'helpers', [svc.dn]),
  group(1501, 'others', [`CN=admin,${STAFF}`]),
  ou('Staff', `(OA;CIIO;WP;${UAC};${USER};${sid(1500)})`),
  user(1200, 'jo', STAFF),
  user(1201, 'admin', STAFF),
]);

const without = (attribute: string) => FULL.replaceAll(new RegExp(`^${attribute}:.*\n`, 'gm'), '');
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const full = file('full.ldif', FULL);

describe('what was not read on one side is no change of the directory', () => {
  test.each([
    'userAccountControl',
    'member',
    'memberOf',
    'nTSecurityDescriptor',
    'groupType',
    'primaryGroupID',
    'sAMAccountName',
    'objectSid',
    'objectClass',
  ])('%s', async (attribute) => {
    const less = file(`${attribute}.ldif`, without(attribute));
    for (const [before, after] of [
      [full, less],
      [less, full],
    ] as const) {
      const result = await diff({ before: [before], after: [after], accounts: ['svc'] });
      expect(() => diffResultSchema.parse(result)).not.toThrow();
      expect(result.causes.filter(({ proven }) => proven).map(({ text }) => text)).toEqual([]);
      expect(result.summary.verdicts).toMatchObject({ explained: 0, unexplained: 0 });
      expect(result.summary.targets).toMatchObject({ created: 0, deleted: 0, moved: 0 });
      expect(JSON.stringify(result.causes)).not.toContain('an entry allows it');
    }
  });
});

describe('what is not there was not read, where something shows that it was there', () => {
  const dropped = (...dns: readonly string[]) => {
    const lines = dns.map((dn) => `dn:: ${Buffer.from(dn).toString('base64')}`);
    return FULL.split(/\n(?=dn::)/)
      .filter((entry) => !lines.some((line) => entry.startsWith(`${line}\n`)))
      .join('\n');
  };
  test.each<readonly [string, ...string[]]>([
    ['a group that an entry names', `CN=helpers,CN=Users,${DN}`],
    ['the head of the domain', DN],
    ['groups that every domain has', `CN=Domain Users,CN=Users,${DN}`, `CN=Domain Admins,CN=Users,${DN}`],
    ['AdminSDHolder', `CN=AdminSDHolder,CN=System,${DN}`],
    ['a container', STAFF],
    ['an account that a group names', `CN=admin,${STAFF}`],
    ['the account under audit', svc.dn],
  ])('%s', async (what, ...dns) => {
    const less = file(`less-${what}.ldif`, dropped(...dns));
    const provenOf = async (before: string, after: string) => {
      const { causes, summary } = await diff({ before: [before], after: [after], accounts: ['svc'] });
      expect(summary.verdicts.unexplained).toBe(0);
      return causes.filter(({ proven }) => proven).map(({ text }) => text);
    };
    expect(await provenOf(less, full)).toEqual([]);
    expect(await provenOf(full, less)).toEqual([]);
  });
});

describe('an account under audit that has another name', () => {
  const named = (names: Readonly<Record<number, string>>, members: readonly number[]) => {
    const accounts = Object.entries(names).map(([rid, name]) => user(Number(rid), name, `CN=Users,${DN}`));
    const dns = accounts.filter(({ rid }) => members.includes(rid!)).map(({ dn }) => dn);
    return ldifOf([
      ...accounts,
      group(1500, 'helpers', dns),
      ou('Staff', `(OA;CIIO;WP;${UAC};${USER};${sid(1500)})`),
      user(1200, 'jo', STAFF),
    ]);
  };
  let number = 0;
  const compared = (old: string, now: string) =>
    diff({
      before: [file(`${number++}.ldif`, old)],
      after: [file(`${number++}.ldif`, now)],
      accounts: ['svc'],
    });

  test('renamed: the same account', async () => {
    const { verdicts, accounts } = await compared(named({ 1100: 'svc' }, [1100]), named({ 1100: 'other' }, [1100]));
    expect(verdicts).toEqual([]);
    expect(accounts).toMatchObject([{ sid: `${SID}-1100`, before: true, after: true }]);
  });

  test('its name went to another one: both are compared, each with itself', async () => {
    const { verdicts, accounts } = await compared(
      named({ 1100: 'svc', 1101: 'second' }, [1100]),
      named({ 1100: 'first', 1101: 'svc' }, [1100]),
    );
    expect(verdicts).toEqual([]);
    expect(accounts.map(({ sid: each, before, after }) => [each, before, after])).toEqual([
      [`${SID}-1100`, true, true],
      [`${SID}-1101`, true, true],
    ]);
  });

  test('made again under its name: another account', async () => {
    const { accounts } = await compared(named({ 1100: 'svc' }, [1100]), named({ 1101: 'svc' }, [1101]));
    expect(accounts.map(({ sid: each, before, after }) => [each, before, after])).toEqual([
      [`${SID}-1100`, true, false],
      [`${SID}-1101`, false, true],
    ]);
  });
});
