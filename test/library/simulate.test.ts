import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RecordSource } from '../../src/directory/record-source.js';
import { audit } from '../../src/library/audit.js';
import { simulate } from '../../src/library/simulate.js';
import { openSources } from '../../src/library/sources.js';
import type { SimulationResult } from '../../src/result/simulate.js';
import { validJson } from '../valid-json.js';

const SAMPLE = 'fixtures/securelab/securelab.ldif.gz';
const DOMAIN = 'DC=securelab,DC=local';
const SID = 'S-1-5-21-1004336348-1177238915-682003330';
const ACCOUNT = `${SID}-1105`;

const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
let sources: RecordSource;
beforeAll(async () => {
  sources = await openSources([SAMPLE], { tempDir: folder });
});
afterAll(async () => {
  await sources.close();
  rmSync(folder, { recursive: true });
});

interface More {
  readonly accounts?: readonly string[];
  readonly as?: string;
  readonly write?: string;
}

async function simulated(text: string, more: More = {}): Promise<SimulationResult> {
  const changes = join(folder, 'changes');
  writeFileSync(changes, text);
  const result = await simulate({ sources, accounts: ['mdiAction$'], tempDir: folder, ...more, changes });
  validJson('simulate', JSON.stringify(result));
  return result;
}

/** Changed verdicts as `target action: before -> after`. */
const told = ({ verdicts }: SimulationResult) =>
  verdicts.map(
    ({ targetName, action, before, after }) =>
      `${targetName.slice(targetName.indexOf('\\') + 1)} ${action}: ${before?.verdict ?? null} -> ${after?.verdict ?? null}`,
  );
const canDisable = (summary: SimulationResult['after']) =>
  summary!.actions.find(({ account, action }) => account === ACCOUNT && action === 'disable')!.verdicts.can;

test('a group that is made, gets a member and rights, all by its name', async () => {
  const unit = `OU=North,OU=Managed,${DOMAIN}`;
  const { changes, after, before } = await simulated(`changes:
  - {do: create, dn: "CN=What If,${unit}", class: group, attributes: {sAMAccountName: WhatIf}}
  - {do: add-member, group: WhatIf, member: mdiAction$}
  - {do: grant, on: "OU=Other People,${DOMAIN}", to: WhatIf, action: disable}
`);
  expect(changes.at(-1)!.text).toContain('allows SECURELAB\\WhatIf to read and write userAccountControl');
  const can = ({ accounts }: NonNullable<typeof after>) => accounts[0]!.actions['disable']!.can;
  expect(can(after!)).toBeGreaterThan(can(before!));
});

describe('simulate', () => {
  test('an entry: the verdicts that it changes, with what decides before and after', async () => {
    const result = await simulated(`changes:
  - do: grant
    on: CN=user035,CN=Users,${DOMAIN}
    to: mdiAction$
    action: disable
    appliesTo: this-object
`);
    expect(told(result)).toEqual(['user035 disable: cannot -> can', 'user035 enable: cannot -> can']);
    expect(result.verdicts[0]).toMatchObject({
      account: ACCOUNT,
      targetDn: `CN=user035,CN=Users,${DOMAIN}`,
      before: { access: 'denied', verdict: 'cannot', reason: 'no-entry', ace: null },
      after: {
        access: 'granted',
        verdict: 'can',
        reason: 'allowed-by-entry',
        documentedSet: true,
        ace: { sddl: `(OA;;RPWP;bf967a68-0de6-11d0-a285-00aa003049e2;;${ACCOUNT})`, from: null },
      },
    });
    expect(result.changes).toEqual([
      {
        do: 'grant',
        on: `CN=user035,CN=Users,${DOMAIN}`,
        entry: `(OA;;RPWP;bf967a68-0de6-11d0-a285-00aa003049e2;;${ACCOUNT})`,
        where: `${join(folder, 'changes')} line 2`,
        text: `Add to CN=user035,CN=Users,${DOMAIN}: allows SECURELAB\\mdiAction$ to read and write userAccountControl on this object only`,
      },
    ]);
    expect(canDisable(result.after) - canDisable(result.before)).toBe(1);
  });

  test('nothing changes where the change is about nothing that is looked at', async () => {
    const result = await simulated(
      `dn: OU=Managed,${DOMAIN}\nchangetype: modify\nreplace: description\ndescription: new\n-\n`,
    );
    expect([result.verdicts, result.findings]).toEqual([[], { appeared: [], gone: [] }]);
    expect(result.after).toEqual(result.before);
    expect(result.changes[0]!.text).toBe(
      `Set description of OU=Managed,${DOMAIN} to new (nothing that the audit looks at)`,
    );
  });

  test('what is deleted has no verdict after, what is made none before, and what is renamed keeps its own', async () => {
    const result = await simulated(`dn: CN=user001,OU=North,OU=Managed,${DOMAIN}
changetype: delete

dn: CN=user002,OU=North,OU=Managed,${DOMAIN}
changetype: modrdn
newrdn: CN=somebody else
deleteoldrdn: 1

dn: CN=new,OU=North,OU=Managed,${DOMAIN}
changetype: add
objectClass: user
sAMAccountName: new
userAccountControl: 512
`);
    const [made, gone] = [/^new /, /^user001 /].map((name) => told(result).filter((line) => name.test(line)));
    expect(made).toEqual(
      ['disable', 'enable', 'force-password-change', 'reset-password'].map((action) => `new ${action}: null -> can`),
    );
    expect(gone).toEqual(
      ['disable', 'enable', 'force-password-change', 'reset-password'].map(
        (action) => `user001 ${action}: can -> null`,
      ),
    );
    expect(told(result)).toHaveLength(8);
    expect(result.verdicts.find(({ targetName }) => targetName.endsWith('\\user001'))!.targetDn).toBe(
      `CN=user001,OU=North,OU=Managed,${DOMAIN}`,
    );
  });

  test('findings appear and go by their fingerprints', async () => {
    const { findings } = await simulated(`changes:
  - {do: add-member, group: Domain Admins, member: mdiAction$}
`);
    expect(findings.appeared.map(({ rule }) => rule)).toContain('ADR-PRIVILEGED-MEMBERSHIP');
    const prints = new Set(findings.appeared.map(({ fingerprint }) => fingerprint));
    expect(findings.gone.filter(({ fingerprint }) => prints.has(fingerprint))).toEqual([]);
  });

  test('an audit of what is written says the same as the audit after, and that it is simulated', async () => {
    const write = join(folder, 'after.snapshot');
    const result = await simulated(
      `changes:
  - {do: set-inheritance, on: 'OU=North,OU=Managed,${DOMAIN}', inherits: false, keep: nothing}
  - {do: set-attribute, dn: 'CN=user035,CN=Users,${DOMAIN}', attribute: adminCount, values: 1}
`,
      { write },
    );
    expect(result.verdicts.length).toBeGreaterThan(0);
    const again = await audit({ sources: [write], accounts: ['mdiAction$'], tempDir: folder });
    expect(again.summary).toEqual(result.after);
    expect(again.evidence.sources[0]!.simulated!.changes).toBe(result.changes.length);
    for (const { notes } of [again.evidence, result.evidence])
      expect(notes[0]).toMatch(/^SIMULATED: this is no evidence of a directory as it is\. \d changes? w/);
    // Changed again, all changes are counted.
    const twice = await simulate({
      sources: [write],
      accounts: ['mdiAction$'],
      changes: join(folder, 'changes'),
      tempDir: folder,
    });
    expect(twice.verdicts).toEqual([]);
    expect(twice.evidence.sources[0]!.simulated!.changes).toBe(2 * result.changes.length);
  });

  test('an account under audit that is made: there is nothing before', async () => {
    const result = await simulated(
      `dn: CN=helper,OU=North,OU=Managed,${DOMAIN}\nchangetype: add\nobjectClass: user\nsAMAccountName: helper\n`,
      { accounts: ['helper'] },
    );
    expect(result.before).toBeNull();
    expect(result.accounts.map(({ name }) => name)).toEqual(['SECURELAB\\helper']);
    expect(result.verdicts.every(({ before }) => before === null)).toBe(true);
    expect(result.verdicts.length).toBe(
      result.after!.actions.reduce((sum, { verdicts }) => sum + Object.values(verdicts).reduce((a, b) => a + b, 0), 0),
    );
  });

  test('an account under audit that is deleted: there is nothing after; one that is renamed stays', async () => {
    const gone = await simulated(`dn: CN=mdiAction,CN=Managed Service Accounts,${DOMAIN}\nchangetype: delete\n`);
    expect(gone.after).toBeNull();
    expect(gone.accounts.map(({ sid }) => sid)).toEqual([ACCOUNT]);
    expect(gone.verdicts.every(({ after }) => after === null)).toBe(true);
    const renamed = await simulated(
      `dn: CN=mdiAction,CN=Managed Service Accounts,${DOMAIN}
changetype: modify
replace: sAMAccountName
sAMAccountName: other$
-
`,
      { accounts: ['mdiAction$'] },
    );
    expect(renamed.accounts.map(({ name }) => name)).toEqual(['SECURELAB\\other$']);
    expect(renamed.verdicts).toEqual([]);
  });

  test('who makes an object owns it', async () => {
    const text = `dn: CN=new,OU=North,OU=Managed,${DOMAIN}\nchangetype: add\nobjectClass: user\nsAMAccountName: new\n`;
    const write = join(folder, 'owned.snapshot');
    const owners: (string | null)[] = [];
    for (const as of [undefined, 'mdiAction$']) {
      await simulated(text, { write, ...(as && { as }) });
      owners.push(await ownerOf(write, 'CN=new'));
    }
    expect(owners).toEqual([`${SID}-512`, ACCOUNT]);
  });

  test.each([
    ['an object that there is not', `dn: OU=None,${DOMAIN}\nchangetype: delete\n`, /changes line 1: .*OU=None/],
    [
      'an entry that there is not',
      `changes:\n  - {do: remove-entry, on: 'OU=Managed,${DOMAIN}', entry: '(A;;GA;;;WD)'}\n`,
      /changes line 2: the list of OU=Managed.* has no entry/,
    ],
    ['no changes', 'changes: []\n', /holds no changes/],
  ])('%s is refused', async (_name, text, message) => {
    await expect(simulated(text)).rejects.toMatchObject({ code: 'change', message: expect.stringMatching(message) });
  });

  test('an account that is on neither side is not found', async () => {
    await expect(
      simulated(`dn: CN=user001,OU=North,OU=Managed,${DOMAIN}\nchangetype: delete\n`, { accounts: ['nobody'] }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});

async function ownerOf(snapshot: string, rdn: string): Promise<string | null> {
  const { loadDirectory } = await import('../../src/directory/load.js');
  const { AccountStream } = await import('../../src/directory/account-stream.js');
  const source = await openSources([snapshot], { tempDir: folder });
  try {
    const directory = await loadDirectory(source);
    for await (const batch of new AccountStream(directory, source).pass())
      for (const record of batch) {
        if (record.rdn !== rdn) continue;
        const stored = directory.descriptors.get(record.descriptor!);
        return stored.state === 'parsed' ? stored.value.owner : null;
      }
    return null;
  } finally {
    await source.close();
  }
}
