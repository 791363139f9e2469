import { describe, expect, test } from '@jest/globals';
import { diff } from '../../src/library/diff.js';
import { DIFF_SCHEMA, diffResultSchema } from '../../src/result/diff.js';
import { DOMAIN_DN, DOMAIN_SID, USER_ACCOUNT_CONTROL as UAC, USER_CLASS } from '../directory/memory-source.js';
import { type State, sourceOf } from './domain.js';

const PLAIN = 'O:DAG:DAD:';
const ENTRY = `(OA;CIIO;WP;${UAC};${USER_CLASS};${DOMAIN_SID}-1500)`;
const STAFF = `OU=Staff,${DOMAIN_DN}`;

const BASE: State = {
  ous: { Staff: { sddl: `${PLAIN}${ENTRY}` }, Other: {} },
  groups: { helpers: { rid: 1500 } },
  users: {
    svc: { rid: 1100, memberOf: ['helpers'] },
    jo: { rid: 1200, in: 'Staff' },
    al: { rid: 1201, in: 'Other' },
    mo: { rid: 1202, in: 'Staff' },
  },
};

const compared = async (old: State, now: State, accounts = ['svc']) =>
  diff({ before: await sourceOf(old), after: await sourceOf(now), accounts });

describe('two states of a directory', () => {
  test('the same: nothing changed', async () => {
    const result = await compared(BASE, BASE);
    expect(result.schema).toBe(DIFF_SCHEMA);
    expect(result.verdicts).toEqual([]);
    expect(result.causes).toEqual([]);
    expect(result.summary).toMatchObject({
      targets: { before: 4, after: 4, created: 0, deleted: 0, moved: 0, renamed: 0 },
      verdicts: { changed: 0, explained: 0, unproven: 0, unexplained: 0 },
      findings: { new: 0, gone: 0 },
      delegations: { added: 0, removed: 0, changed: 0 },
      directory: {},
    });
    expect(result.summary.findings.same).toBeGreaterThan(0);
    expect(() => diffResultSchema.parse(result)).not.toThrow();
  });

  test('each cause once, with the verdicts that it explains', async () => {
    const now: State = {
      ...BASE,
      ous: { Staff: {}, Other: {} },
      users: { ...BASE.users, jo: { rid: 1200, in: 'Other' } },
    };
    const result = await compared(BASE, now);
    expect(() => diffResultSchema.parse(result)).not.toThrow();
    expect(
      result.causes.map(({ changes, proven, verdicts, targets, examples }) => [
        changes.map(({ change }) => change),
        proven,
        verdicts,
        targets,
        examples.map(({ name }) => name),
      ]),
    ).toEqual([
      [['entry-removed'], true, 4, 2, ['EXAMPLE\\jo', 'EXAMPLE\\mo']],
      [['moved'], true, 2, 1, ['EXAMPLE\\jo']],
    ]);
    expect(
      result.verdicts.find(({ targetName, action }) => targetName === 'EXAMPLE\\mo' && action === 'disable'),
    ).toMatchObject({
      account: `${DOMAIN_SID}-1100`,
      targetDn: `CN=mo,${STAFF}`,
      before: { verdict: 'can', ace: { from: STAFF } },
      after: { verdict: 'cannot', reason: 'empty-dacl' },
      causes: [{ cause: 0, proven: true }],
    });
    expect(result.verdicts[0]!.causes[0]!.text).toBe(
      `An entry was removed from ${STAFF} ("Allows EXAMPLE\\helpers to write userAccountControl on descendant user objects")`,
    );
    expect(result.summary).toMatchObject({
      targets: { moved: 1 },
      verdicts: { changed: 4, explained: 4, unexplained: 0 },
      delegations: { removed: 1 },
      directory: { 'entry-removed': 1 },
    });
  });

  test('what was changed on a list that one side did not read is not known, and not nothing', async () => {
    const unread: State = { ...BASE, ous: { Staff: { sddl: null }, Other: {} } };
    const told = (causes: Awaited<ReturnType<typeof compared>>['causes']) =>
      causes.map(({ changes, proven, because }) => [changes, proven, because]);
    const because = `the list of ${STAFF} was read on one side only: what was changed on it is not known`;
    expect(told((await compared(unread, BASE)).causes)).toEqual([
      [[{ change: 'evidence-better', what: 'descriptor-unreadable' }], false, because],
    ]);
    expect(told((await compared(BASE, unread)).causes)).toEqual([
      [[{ change: 'evidence-worse', what: 'descriptor-unreadable' }], false, because],
    ]);
  });

  test('made, deleted and renamed accounts', async () => {
    const { jo, al, ...left } = BASE.users!;
    expect(jo).toBeDefined();
    const now: State = {
      ...BASE,
      users: { ...left, alice: { ...al!, id: 'al' }, new: { rid: 1300, in: 'Staff' } },
    };
    const result = await compared(BASE, now);
    expect(result.summary.targets).toEqual({ before: 4, after: 4, created: 1, deleted: 1, moved: 0, renamed: 1 });
    const of = (name: string) =>
      result.verdicts
        .filter(({ targetName, action }) => targetName === `EXAMPLE\\${name}` && action === 'disable')
        .map(({ before, after, causes }) => [
          before?.verdict ?? null,
          after?.verdict ?? null,
          causes.map(({ text }) => text),
        ]);
    expect(of('new')).toEqual([[null, 'can', ['The account was made']]]);
    expect(of('jo')).toEqual([['can', null, ['The account was deleted']]]);
    expect(of('alice')).toEqual([]);
  });

  test('matched by SID, and then by DN, where nothing better was read', async () => {
    const without = async (state: State, ...fields: string[]) => {
      const source = await sourceOf(state);
      return {
        ...source,
        async *accounts() {
          for await (const batch of source.accounts())
            yield batch.map((record) =>
              record.type === 'account' && record.samAccountName !== 'svc'
                ? Object.fromEntries(Object.entries(record).filter(([key]) => !fields.includes(key)))
                : record,
            ) as typeof batch;
        },
      };
    };
    const moved: State = { ...BASE, users: { ...BASE.users, jo: { rid: 1200, in: 'Other' } } };
    const bySid = await diff({ before: await without(BASE, 'guid'), after: await sourceOf(moved), accounts: ['svc'] });
    expect(bySid.summary.targets).toMatchObject({ created: 0, deleted: 0, moved: 1 });
    const byDn = await diff({
      before: await without(BASE, 'guid', 'sid'),
      after: await sourceOf(BASE),
      accounts: ['svc'],
    });
    expect(byDn.summary.targets).toMatchObject({ created: 0, deleted: 0, moved: 0 });
    // Another account of the same name is another account.
    const again: State = { ...BASE, users: { ...BASE.users, jo: { id: 'jo again', rid: 1400, in: 'Staff' } } };
    expect((await compared(BASE, again)).summary.targets).toMatchObject({ created: 1, deleted: 1 });
  });

  test('an account under audit that only one side has; tokens gained and lost', async () => {
    const { svc, ...left } = BASE.users!;
    expect(svc).toBeDefined();
    const old: State = { ...BASE, users: { ...left, other: { rid: 1101, memberOf: ['helpers'] } } };
    const now: State = { ...BASE, users: { ...BASE.users, other: { rid: 1101 } } };
    const result = await compared(old, now, ['svc', 'other']);
    expect(() => diffResultSchema.parse(result)).not.toThrow();
    expect(result.accounts.map(({ name, before, after }) => [name, before, after])).toEqual([
      ['EXAMPLE\\other', true, true],
      ['EXAMPLE\\svc', false, true],
    ]);
    expect(result.accounts[0]!.token.lost.map(({ name }) => name)).toEqual(['EXAMPLE\\helpers']);
    expect(result.summary.targets).toMatchObject({ created: 1, deleted: 0 });
    const of = (account: string) =>
      result.verdicts
        .filter(
          (each) =>
            each.account === `${DOMAIN_SID}-${account}` &&
            each.targetName === 'EXAMPLE\\jo' &&
            each.action === 'disable',
        )
        .map(({ before, after, causes }) => [
          before?.verdict ?? null,
          after?.verdict ?? null,
          causes.map(({ text }) => text),
        ]);
    expect(of('1100')).toEqual([[null, 'can', ['The account under audit, EXAMPLE\\svc, is in the new sources only']]]);
    expect(of('1101')).toEqual([['can', 'cannot', ['EXAMPLE\\other was taken out of EXAMPLE\\helpers']]]);
    await expect(compared(BASE, BASE, ['nobody'])).rejects.toThrow(/nobody/);
    const gone = await compared(now, old, ['svc']);
    expect(gone.summary.verdicts.changed).toBeGreaterThan(0);
    expect(new Set(gone.verdicts.flatMap(({ causes }) => causes.map(({ text }) => text)))).toEqual(
      new Set(['The account under audit, EXAMPLE\\svc, is in the old sources only']),
    );
  });
});
