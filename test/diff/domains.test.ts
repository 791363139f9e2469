/** Domains that only one of the sides has: what lies in them was not read on the other, and nothing is said of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { encodeSid } from '../../src/descriptor/index.js';
import { diff } from '../../src/library/diff.js';
import { diffResultSchema } from '../../src/result/diff.js';
import { DN, group, ldifOf, ou, SID, type SmallObject, sid, USER, user } from '../plan/small-domain.js';

const folder = mkdtempSync(join(tmpdir(), 'adreach-domains-'));
afterAll(() => rmSync(folder, { recursive: true }));

const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const CHILD_SID = 'S-1-5-21-11-21-31';
const CHILD_DN = `DC=child,${DN}`;

let number = 0;
function fileOf(text: string): string {
  const path = join(folder, `${number++}.ldif`);
  writeFileSync(path, text);
  return path;
}
const domain = (objects: readonly SmallObject[]) => fileOf(ldifOf(objects));

/** The same objects in another domain, which is a child of this one. */
function childDomain(objects: readonly SmallObject[]): string {
  const bytes = (text: typeof SID | typeof CHILD_SID) => Buffer.from(encodeSid(text)).subarray(8).toString('latin1');
  const lines = ldifOf(objects).split('\n');
  return fileOf(
    lines
      .map((line) => {
        const [name, value] = line.split(':: ');
        if (value === undefined) return line;
        const text = Buffer.from(value, 'base64')
          .toString('latin1')
          .replaceAll(bytes(SID), bytes(CHILD_SID))
          .replaceAll(new RegExp(`(?<!child,)${DN}`, 'g'), CHILD_DN);
        return `${name}:: ${Buffer.from(text, 'latin1').toString('base64')}`;
      })
      .join('\n'),
  );
}

const STAFF = `OU=Staff,${DN}`;
const svc = user(1100, 'svc', `CN=Users,${DN}`);
const helpers = group(1500, 'helpers', [svc.dn]);
/** Universal, as it has to be to be in a token of the other domain. */
const everywhere = (members: readonly string[]): SmallObject => ({
  ...group(1500, 'everywhere'),
  attributes: { sAMAccountName: 'everywhere', groupType: '-2147483640', member: members },
});
const root = (trustee: string) => [
  svc,
  helpers,
  ou('Staff', `(OA;CIIO;WP;${UAC};${USER};${trustee})`),
  user(1200, 'jo', STAFF),
];

describe('a domain that only one side has', () => {
  const accounts = [`${SID}-1100`];
  const disable = ({ action }: { readonly action: string }) => action === 'disable';

  test('what lies in it was neither made nor deleted', async () => {
    const alone = domain(root(sid(1500)));
    const child = childDomain([user(1300, 'al', `CN=Users,${DN}`)]);
    const better = await diff({ before: [alone], after: [alone, child], accounts });
    expect(() => diffResultSchema.parse(better)).not.toThrow();
    expect(better.verdicts.filter(disable).map(({ targetName, causes }) => [targetName, causes])).toEqual([
      [
        'CHILD\\al',
        [
          {
            cause: 0,
            proven: false,
            text: 'The evidence became better: before, the domain is not in the sources',
          },
        ],
      ],
    ]);
    expect(better.causes).toMatchObject([{ because: 'what was not read cannot be tried', proven: false }]);
    expect(better.summary.targets).toMatchObject({ before: 2, after: 3, created: 0, deleted: 0 });
    const worse = await diff({ before: [alone, child], after: [alone], accounts });
    expect(worse.causes).toMatchObject([{ changes: [{ change: 'evidence-worse', what: 'domain-not-in-sources' }] }]);
    expect(worse.summary.targets).toMatchObject({ created: 0, deleted: 0 });
    expect(worse.summary.verdicts).toMatchObject({ explained: 0, unexplained: 0 });
  });

  test('a membership that is in it was neither made nor taken away', async () => {
    const trustee = `${CHILD_SID}-1500`;
    const alone = domain(root(trustee));
    const child = childDomain([everywhere([`CN=svc,CN=Users,${DN.toUpperCase()}`])]);
    const result = await diff({ before: [alone], after: [alone, child], accounts });
    const of = result.verdicts.filter(disable).filter(({ targetName }) => targetName.endsWith('jo'));
    expect(of).toMatchObject([
      { before: { access: 'unknown' }, after: { access: 'granted' }, causes: [{ proven: false }] },
    ]);
    expect(JSON.stringify(result.causes)).not.toContain('is new');
    expect(result.causes.filter(({ proven }) => proven)).toEqual([]);
  });

  test('both sides with both domains: causes as ever', async () => {
    const [old, now] = [
      domain(root(sid(1500))),
      domain([...root(sid(1500)).slice(0, 2), ou('Staff'), user(1200, 'jo', STAFF)]),
    ];
    const child = childDomain([user(1300, 'al', `CN=Users,${DN}`)]);
    const { causes } = await diff({ before: [old, child], after: [now, child], accounts });
    expect(causes.map(({ proven, changes }) => [proven, changes.map(({ change }) => change)])).toEqual([
      [true, ['entry-removed']],
    ]);
  });
});

test('a foreign security principal that is new: the group that it was put into is the cause', async () => {
  const foreign = (name: 'S-1-5-11' | 'S-1-1-0') =>
    [
      `dn: CN=${name},CN=ForeignSecurityPrincipals,${DN}`,
      'objectClass: top',
      'objectClass: foreignSecurityPrincipal',
      `objectSid:: ${Buffer.from(encodeSid(name)).toString('base64')}`,
      `memberOf: CN=local,CN=Users,${DN}`,
      '',
    ].join('\n');
  const state = (...members: readonly ('S-1-5-11' | 'S-1-1-0')[]) => {
    const local: SmallObject = {
      ...group(1500, 'local'),
      attributes: {
        sAMAccountName: 'local',
        groupType: '-2147483644',
        // Another one, so that it is known who is not in it.
        member: [`CN=jo,${STAFF}`, ...members.map((name) => `CN=${name},CN=ForeignSecurityPrincipals,${DN}`)],
      },
    };
    const objects = [svc, local, ...root(sid(1500)).slice(2)];
    return fileOf(`${ldifOf(objects)}\n${members.map(foreign).join('\n')}`);
  };
  const causesOf = async (before: string, after: string) =>
    (await diff({ before: [before], after: [after], accounts: [`${SID}-1100`] })).causes.map(({ proven, text }) => [
      proven,
      text,
    ]);
  const put = 'S-1-5-11 was put into EXAMPLE\\local (it is new itself)';
  expect(await causesOf(state(), state('S-1-5-11'))).toEqual([[true, put]]);
  expect(await causesOf(state(), state('S-1-5-11', 'S-1-1-0'))).toEqual([
    [true, put.replace('S-1-5-11', 'S-1-1-0')],
    [true, put],
  ]);
});
