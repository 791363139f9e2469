/** The scripts of a plan, by a grammar of PowerShell: what they call, and that no name of a directory gets out of its quotes. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeAce, formatAce } from '../../../src/descriptor/index.js';
import { type PlanOutcome, planDelegation } from '../../../src/library/plan.js';
import { escapeValue } from '../../../src/names/dn.js';
import { PLAN_FORMATS } from '../../../src/report/delegation-plan/formats.js';
import { planFiles } from '../../../src/report/delegation-plan/index.js';
import {
  DN,
  documented,
  group,
  managedAccount,
  ou,
  type SmallObject,
  sid,
  smallDomain,
  user,
} from '../../plan/small-domain.js';
import { callsOf, entryOf, objectsOf } from './calls.js';
import { nodesOf, parsed } from './grammar.js';

/** What somebody who can name a container might try. */
const HOSTILE = [
  "O'Brien",
  "x'; Remove-Item C:\\ -Recurse; '",
  '\u2019; Remove-Item x; \u2018',
  '\u201c\u201d\u201e\u201a\u201b',
  '$(Remove-Item x)',
  '${env:PATH}',
  '`$x`',
  '%COMSPEC% & calc',
  '"double" && calc',
  'line\r\nRemove-Item x',
  '#> Remove-Item x <#',
  'caf\u00e9 \u{1f600}',
  '\u202egnol',
  'slash/backslash\\',
  '@{a=1}',
  '| Out-File x',
  "'' + [char]0x41",
  '::',
  '\u00e2\u20ac\u201d',
] as const;

const ACTOR = `CN=actor,CN=Users,${DN}`;
const units = HOSTILE.map((name) => `OU=${escapeValue(name)},${DN}`);

const OWN_COMMANDS = [
  'ConvertTo-Shown',
  'Get-PlanServer',
  'Get-PlanObject',
  'Get-PlanList',
  'Test-PlanMembership',
  'New-PlanRule',
  'Get-PlanAce',
  'Test-PlanOwn',
  'Get-PlanSid',
  'Test-PlanExists',
  'New-PlanGroup',
  'New-PlanAccount',
  'Test-PlanKey',
  'Add-PlanEntry',
  'Remove-PlanEntry',
  'Add-PlanMember',
  'Remove-PlanMember',
  'Test-PlanEntry',
  'Test-PlanMember',
];
/** Cmdlets that tell something, or keep the lists as they were. */
const CMDLETS = [
  'Set-StrictMode',
  'Add-Type',
  'Join-Path',
  'Get-Date',
  'Set-Content',
  'Test-Path',
  'Write-Output',
  'Write-Warning',
];

let made: PlanOutcome;
let files: Readonly<Record<string, string>>;
let remove: () => void;

beforeAll(async () => {
  const objects: SmallObject[] = [
    managedAccount(1100, 'actor'),
    group(1200, "Delegation's \u201cgroup\u201d"),
    group(1300, 'Shared', [ACTOR, `CN=p0,${units[0]}`]),
    ...HOSTILE.flatMap((name, i) => [
      // One has something of its own to be removed, one what is there already.
      ou(escapeValue(name), i === 1 ? `(A;CI;WD;;;${sid(1300)})` : i === 2 ? `(A;;WD;;;${sid(1100)})` : ''),
      user(2000 + i, `p${i}`, units[i]!),
    ]),
    ...[3, 4].map((i) => user(2100 + i, `own${i}`, units[i]!, { own: `(A;;WPCR;;;${sid(1100)})` })),
  ];
  const domain = smallDomain(objects);
  remove = domain.remove;
  made = await planDelegation({
    sources: [domain.path],
    account: 'actor$',
    group: sid(1200),
    cleanUp: true,
    exported: 'all',
  });
  files = Object.fromEntries(planFiles(made, PLAN_FORMATS).map(({ name, text }) => [name, text]));
}, 60_000);
afterAll(() => remove());

const SCRIPTS = ['apply.ps1', 'revert.ps1', 'check.ps1'] as const;

test('the plan is one with all kinds of changes, on every one of the names', () => {
  const kinds = new Set(made.plan.changes.map((change) => change.do));
  expect([...kinds].sort()).toEqual(['add-member', 'grant', 'remove-entry', 'remove-member']);
  expect(new Set(made.plan.places.map(({ dn }) => dn))).toEqual(new Set(units));
});

describe.each(SCRIPTS)('%s', (name) => {
  test('is 7-bit ASCII with the line ends of Windows', () => {
    expect(files[name]).toMatch(/^(?:[\x20-\x7e]*\r\n)+$/);
  });

  test('is PowerShell without an error, and calls nothing but what is known to do no harm', async () => {
    const root = await parsed(files[name]!);
    expect(nodesOf(root, 'ERROR').map(({ text }) => text)).toEqual([]);
    expect(root.hasError).toBe(false);
    const called = new Set(nodesOf(root, 'command_name').map(({ text }) => text));
    expect([...called].filter((each) => ![...OWN_COMMANDS, ...CMDLETS].includes(each))).toEqual([]);
    // A command that is put together from text, a call operator, a here-string: there is none.
    expect(nodesOf(root, 'command_name_expr')).toEqual([]);
    expect(nodesOf(root, 'command_invokation_operator')).toEqual([]);
    expect(nodesOf(root, 'expandable_string_literal')).toEqual([]);
    expect(nodesOf(root, 'expandable_here_string_literal')).toEqual([]);
  });

  test('has nothing of the directory in its comments', async () => {
    const root = await parsed(files[name]!);
    const comments = nodesOf(root, 'comment').map(({ text }) => text);
    expect(comments.length).toBeGreaterThan(5);
    for (const text of comments) expect(text).toMatch(/^#[A-Za-z0-9 .,:;'()-]*$/);
  });

  test('stops at the first error, and does what is asked about it', () => {
    expect(files[name]).toContain("$ErrorActionPreference = 'Stop'");
    if (name !== 'check.ps1') expect(files[name]).toContain('SupportsShouldProcess = $true');
    else expect(files[name]).not.toMatch(/CommitChanges|AddAccessRule|Set-Content/);
  });

  test('names every object as it is', async () => {
    const names = await objectsOf(files[name]!);
    expect(names).toEqual(made.plan.objects.map(({ dn }) => dn));
    expect(names).toEqual(expect.arrayContaining(units));
  });
});

/** The changes of the plan as texts. */
const changes = () =>
  made.plan.changes.map((change) => {
    if ('group' in change) return `${change.do} ${change.group} ${change.member}`;
    if (change.do === 'grant' || change.do === 'remove-entry') return `${change.do} ${change.on} ${change.entry}`;
    throw new Error(change.do);
  });

const COMMANDS: Readonly<Record<string, string>> = {
  'Add-PlanEntry': 'grant',
  'Remove-PlanEntry': 'remove-entry',
  'Add-PlanMember': 'add-member',
  'Remove-PlanMember': 'remove-member',
};

async function said(script: string): Promise<readonly string[]> {
  const names = await objectsOf(script);
  return (await callsOf(script, Object.keys(COMMANDS))).map((call) => {
    const { command, values } = call;
    if ('Group' in values) return `${COMMANDS[command]} ${values['Group']} ${values['Member']}`;
    const entry = entryOf(call);
    // The same entry, as it is stored: by it the script tells what is there.
    expect(values['Ace']).toBe(Buffer.from(encodeAce(entry)).toString('base64'));
    return `${COMMANDS[command]} ${names[Number(values['Number'])]} ${formatAce(entry)}`;
  });
}

test('apply.ps1 makes the changes of plan.json, in their order', async () => {
  expect(await said(files['apply.ps1']!)).toEqual(changes());
});

test('revert.ps1 makes the opposite ones in the opposite order, what was removed first', async () => {
  const opposite: Readonly<Record<string, string>> = {
    grant: 'remove-entry',
    'remove-entry': 'grant',
    'add-member': 'remove-member',
    'remove-member': 'add-member',
  };
  const back = changes().map((text) => text.replace(/^\S+/, (word) => opposite[word]!));
  const removed = back.filter((text) => /^(?:grant|add-member) /.test(text));
  const added = back.filter((text) => !removed.includes(text));
  expect(await said(files['revert.ps1']!)).toEqual([...removed.reverse(), ...added.reverse()]);
});

test('an entry that .NET makes one with what is added is put back on its own', async () => {
  const NORTH = `OU=North,${DN}`;
  const former = `(OA;CIIO;WP;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;${sid(1200)})`;
  const domain = smallDomain([
    managedAccount(1100, 'actor'),
    group(1200, 'Delegation', [ACTOR]),
    ou('North', former),
    user(1001, 'anna', NORTH),
  ]);
  try {
    const outcome = await planDelegation({ sources: [domain.path], account: 'actor$', exported: 'all' });
    const [, revert] = planFiles(outcome, ['powershell']);
    expect(await said(revert!.text)).toEqual([
      ...documented(sid(1200))
        .toReversed()
        .map((entry) => `remove-entry ${NORTH} ${entry}`),
      `grant ${NORTH} ${former}`,
    ]);
  } finally {
    domain.remove();
  }
});

describe('what is not there yet', () => {
  const NORTH = `OU=North,${DN}`;
  let domain: ReturnType<typeof smallDomain>;
  afterEach(() => domain.remove());
  const scriptsOf = async (objects: readonly SmallObject[], account: string, name?: string) => {
    domain = smallDomain([...objects, ou('North'), user(1001, 'anna', NORTH)], true);
    const outcome = await planDelegation({
      sources: [domain.path],
      account,
      exported: 'all',
      ...(name !== undefined && { group: name }),
    });
    return {
      outcome,
      texts: Object.fromEntries(planFiles(outcome, PLAN_FORMATS).map(({ name: file, text }) => [file, text])),
    };
  };

  test('a group is made, and its SID is asked for on the spot', async () => {
    const dn = `CN=New \u2019$(Remove-Item x)\u2018,OU=North,${DN}`;
    const { outcome, texts } = await scriptsOf([managedAccount(1100, 'actor')], 'actor$', dn);
    expect(outcome.plan.group).toMatchObject({ creates: true, sid: null, dn, adds: true });
    expect(outcome.plan.promises.accounts[0]!.populations['people']!.actions['disable']!.can).toBe(1);
    for (const name of SCRIPTS) {
      const root = await parsed(texts[name]!);
      expect(root.hasError).toBe(false);
      expect(texts[name]).toMatch(/^(?:[\x20-\x7e]*\r\n)+$/);
      const called = new Set(nodesOf(root, 'command_name').map(({ text }) => text));
      const known = [...OWN_COMMANDS, ...CMDLETS, 'Get-KdsRootKey', 'New-ADServiceAccount'];
      expect([...called].filter((each) => !known.includes(each))).toEqual([]);
    }
    const made = await callsOf(texts['apply.ps1']!, ['New-PlanGroup']);
    expect(made.map(({ values }) => values)).toEqual([
      {
        Dn: dn,
        Parent: NORTH,
        Name: dn.slice(0, dn.indexOf(',OU=')),
        SamAccountName: 'New \u2019$(Remove-Item x)\u2018',
      },
    ]);
    const calls = await callsOf(texts['apply.ps1']!, ['Add-PlanEntry']);
    expect(calls.map(({ values }) => [values['Sid'], values['Ace']])).toEqual(Array(3).fill(['$newGroup', '']));
    expect(texts['apply.ldif']).toContain('The first half of the plan');
    expect(texts['apply.ldif']).not.toContain('nTSecurityDescriptor');
    expect(texts['plan.md']).toContain('## What is made');
  });

  test('an account, the group of its hosts and the group with its rights', async () => {
    const { outcome, texts } = await scriptsOf([group(516, 'Domain Controllers')], 'mdiNew$');
    expect(outcome.plan.makes).toEqual([
      { what: 'hosts-group', dn: `CN=mdiNew-Hosts,CN=Users,${DN}`, samAccountName: 'mdiNew-Hosts' },
      {
        what: 'account',
        dn: `CN=mdiNew,CN=Users,${DN}`,
        samAccountName: 'mdiNew$',
        dnsHostName: 'mdinew.example.com',
        hosts: `CN=mdiNew-Hosts,CN=Users,${DN}`,
        interval: 30,
      },
      { what: 'group', dn: `CN=mdiNew-Delegation,CN=Users,${DN}`, samAccountName: 'mdiNew-Delegation' },
    ]);
    expect(outcome.plan.account).toMatchObject({ creates: true, sid: null, kind: 'gmsa' });
    expect(outcome.plan.promises.accounts[0]!.populations['people']!.actions['disable']!.can).toBe(1);
    const commands = ['Test-PlanKey', 'New-PlanGroup', 'New-PlanAccount', 'Add-PlanMember', 'Add-PlanEntry'];
    expect((await callsOf(texts['apply.ps1']!, commands)).map(({ command }) => command)).toEqual([
      'Test-PlanKey',
      'New-PlanGroup',
      'New-PlanAccount',
      'New-PlanGroup',
      'Add-PlanMember',
      'Add-PlanMember',
      'Add-PlanEntry',
      'Add-PlanEntry',
      'Add-PlanEntry',
    ]);
    expect(texts['plan.md']).toContain('**no KDS root key**');
  });

  test('a name that could be a mistake is no account to be made', async () => {
    await expect(scriptsOf([], 'mdiNew')).rejects.toThrow('no account "mdiNew" in the sources');
    domain.remove();
    await expect(scriptsOf([], 'far-too-long-a-name$')).rejects.toThrow('no managed service account can be made');
  });
});

test('apply.cmd has plain names only, and says what is left out by number', () => {
  const lines = files['apply.cmd']!.split('\r\n');
  const called = lines.filter((line) => line.startsWith('dsacls'));
  // Delegation's "group" is no name for a command line.
  expect(called).toEqual([]);
  expect(lines.filter((line) => line.startsWith('rem Left out'))).toHaveLength(3 * units.length);
  for (const line of lines) expect(line).toMatch(/^[A-Za-z0-9 .,:;@/]*$/);
  expect(lines.at(-2)).toBe('exit /b 1');
});

test('plan.md shows the names and is led astray by none', () => {
  const text = files['plan.md']!;
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(text).toContain('\\u{202e}gnol');
  // No name begins a line, a cell or an element of its own.
  expect(text).not.toMatch(/^Remove-Item/m);
  expect(text).not.toMatch(/<#|<script/);
});
