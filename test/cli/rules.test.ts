import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';
import { rulesCommand } from '../../src/cli/rules.js';
import { loadRules } from '../../src/rules/index.js';
import { folderWith, removeFolders, ruleYaml } from '../rules/folder.js';
import { validJson } from '../valid-json.js';

afterEach(() => {
  removeFolders();
  process.exitCode = 0;
});

async function run(...args: string[]): Promise<string> {
  let text = '';
  const out = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  await rulesCommand(out).exitOverride().parseAsync(args, { from: 'user' });
  return text;
}

describe('rules list', () => {
  test('lists rules, the gravest first, and actions, within 80 columns', async () => {
    const text = await run('list');
    expect(text.indexOf('ADR-PROTECTED-ACCOUNT-REACHED')).toBeLessThan(text.indexOf('ADR-EXCESS-RIGHTS'));
    expect(text).toMatch(/force-password-change +write property pwdLastSet/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('of one profile', async () => {
    const ids = async (...args: string[]) =>
      validJson<{ rules: { id: string }[] }>('rules', await run('list', '--format', 'json', ...args)).rules.map(
        ({ id }) => id,
      );
    const all = await ids();
    expect(await ids('--profile', 'mdi-action-account')).toEqual(all);
    const delegated = await ids('--profile', 'delegated-account');
    expect(all.filter((id) => !delegated.includes(id))).toEqual(['ADR-DOCUMENTED-SET-INCOMPLETE']);
  });

  test('as JSON, with further folders', async () => {
    const folder = folderWith({ 'rule.yaml': ruleYaml({ frameworks: '{attack: [T1098]}' }) });
    const list = validJson('rules', await run('list', '--format', 'json', '--rules', folder));
    expect(list.schema).toBe('adreach/rules/v1');
    expect(list.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(list.actions.map((action: { id: string }) => action.id)).toContain('reset-password');
    expect(list.rules.find((rule: { id: string }) => rule.id === 'ORG-TEST')).toMatchObject({
      when: 'target.enabled == "yes"',
      frameworks: { attack: ['T1098'] },
    });
  });
});

describe('rules show', () => {
  test('a rule, by id in any case, and by a former id', async () => {
    const text = await run('show', 'adr-excess-rights');
    for (const part of [
      'Rights beyond the documented set',
      'size(delegation.excess) > 0',
      'Risk',
      'P-UnkownDelegation',
    ]) {
      expect(text).toContain(part);
    }
    const folder = folderWith({ 'rule.yaml': ruleYaml({ aliases: '[ORG-OLD]' }) });
    expect(await run('show', 'ORG-OLD', '--rules', folder)).toContain('ORG-TEST');
  });

  test('an action', async () => {
    expect(await run('show', 'force-password-change')).toContain('DONT_EXPIRE_PASSWD (0x10000) in userAccountControl');
  });

  test('an unknown id names the nearest', async () => {
    await expect(run('show', 'ADR-EXCES-RIGHTS')).rejects.toMatchObject({
      code: 'not-found',
      message: 'there is no rule or action "ADR-EXCES-RIGHTS"',
      hint: expect.stringContaining('did you mean "ADR-EXCESS-RIGHTS"?'),
    });
  });

  test('control characters in a rule file do not reach the terminal', async () => {
    const folder = folderWith({ 'rule.yaml': ruleYaml({ title: '"\\e[2Jgone"' }) });
    const text = await run('show', 'ORG-TEST', '--rules', folder);
    expect(text).not.toContain('\u001b');
    expect(text).toContain('gone');
  });
});

describe('rules test', () => {
  const cases = `base: {target: {adminCount: 1}}
cases:
  - name: enabled
    expect: {message: Hit., evidence: {}}
  - name: disabled
    given: {target: {enabled: "no"}}
    expect: none
  - name: not known
    given: {target: {enabled: unknown}}
    expect: none
`;

  test('runs the cases of a folder and counts them', async () => {
    const folder = folderWith({ 'checks/T/rule.yaml': ruleYaml(), 'checks/T/cases.yaml': cases });
    expect(await run('test', folder)).toBe('1 rules, 3 cases: 3 passed, 0 failed\n');
    expect(process.exitCode ?? 0).toBe(0);
  });

  test('failing cases are named with their line, and make the status 1', async () => {
    const wrong = cases.replace('Hit.', 'Miss.').replace('expect: none', 'expect: {subject: x}');
    const folder = folderWith({
      'own.yaml': ruleYaml(),
      'own.cases.yaml': wrong,
      'other.yaml': ruleYaml({ id: 'ORG-OTHER' }),
    });
    const text = await run('test', folder);
    expect(text).toContain(`failed  ORG-TEST  enabled  (${folder}/own.cases.yaml:3)`);
    expect(text).toContain('message: expected "Miss.", got "Hit."');
    expect(text).toContain('expected a finding, got none');
    expect(text).toContain('lacking  ORG-OTHER  0 cases: a rule needs at least 3');
    expect(text).toContain('2 rules, 3 cases: 1 passed, 2 failed');
    expect(process.exitCode).toBe(1);
  });

  test.each([
    ['two cases', cases.split('  - name: not known')[0]!, '2 cases: a rule needs at least 3'],
    [
      'no case without a finding',
      'cases: [{name: a, expect: {}}, {name: b, expect: {}}, {name: c, expect: {}}]',
      'no case with "expect: none": at least one says what the rule leaves alone',
    ],
    [
      'no case with a finding',
      'base: {target: {enabled: "no"}}\ncases: [{name: a, expect: none}, {name: b, expect: none}, {name: c, expect: none}]',
      'no case that expects a finding',
    ],
  ])('a rule must have cases that say something: %s', async (_name, text, said) => {
    const folder = folderWith({ 'rule.yaml': ruleYaml(), 'cases.yaml': text });
    expect(await run('test', folder)).toContain(`lacking  ORG-TEST  ${said}\n`);
    expect(process.exitCode).toBe(1);
  });

  test('--mutate names the wrong conditions that no case catches, and makes the status 1', async () => {
    const when = '>-\n  target.enabled == "yes" &&\n  (target.adminCount > 0 || target.name == "x")';
    const folder = folderWith({ 'rule.yaml': ruleYaml({ when }), 'cases.yaml': cases });
    expect(await run('test', folder)).toContain('1 rules, 3 cases: 3 passed, 0 failed');
    expect(process.exitCode ?? 0).toBe(0);
    expect((await run('test', '--mutate', folder)).split('\n')).toEqual([
      `survived  ORG-TEST  without target.adminCount > 0 || target.name == "x"  (${folder}/rule.yaml:8:4)`,
      `survived  ORG-TEST  without target.name == "x"  (${folder}/rule.yaml:8:29)`,
      `survived  ORG-TEST  != in target.name == "x"  (${folder}/rule.yaml:8:29)`,
      '1 rules, 3 cases: 3 passed, 0 failed',
      '10 wrong conditions: 7 caught, 3 survived',
      '',
    ]);
    expect(process.exitCode).toBe(1);
    const document = validJson('rules-test', await run('test', '--mutate', folder, '--format', 'json'));
    expect(document.rules[0].mutations).toEqual({
      file: `${folder}/rule.yaml`,
      made: 10,
      survivors: expect.arrayContaining([{ change: 'without target.name == "x"', line: 8, column: 29 }]),
    });
  });

  test('a rule that fails on a case fails the case', async () => {
    const folder = folderWith({
      'rule.yaml': ruleYaml({ when: '1 / target.adminCount == 1' }),
      'cases.yaml': 'cases: [{name: zero, expect: none}]',
    });
    expect(await run('test', folder)).toContain('the rule failed: division by zero');
    expect(process.exitCode).toBe(1);
  });

  test.each([
    [
      'an unknown field',
      'given: {target: {enabeld: "no"}}',
      /:3:\d+: "target" has no field "enabeld", did you mean "enabled"\?$/,
    ],
    [
      'an unknown variable',
      'given: {account: {kind: gmsa}}',
      /:3:\d+: scope "target" has no variable "account"; there are: target$/,
    ],
    [
      'a value that never occurs',
      'given: {target: {enabled: "true"}}',
      /:3:\d+: target.enabled is never "true"; there are: yes, no, unknown$/,
    ],
    [
      'a value of the wrong type',
      'given: {target: {enabled: true}}',
      /:3:\d+: target.enabled is of type string, not true$/,
    ],
    ['an unknown name', 'gven: {}', /:3:5: cases.0: unknown name "gven", did you mean "given"\?$/],
  ])('cases are held to the variables: %s', async (_name, part, message) => {
    const folder = folderWith({
      'rule.yaml': ruleYaml(),
      'cases.yaml': `cases:\n  - name: x\n    ${part}\n    expect: none\n`,
    });
    await expect(run('test', folder)).rejects.toMatchObject({ code: 'rule', message: expect.stringMatching(message) });
  });

  test('cases without their rule, and a folder that does not exist', async () => {
    const folder = folderWith({ 'rule.yaml': ruleYaml(), 'sub/cases.yaml': cases });
    await expect(run('test', folder)).rejects.toMatchObject({
      code: 'rule',
      message: expect.stringContaining('no rule file beside it'),
    });
    await expect(run('test', '/nowhere/at/all')).rejects.toMatchObject({ code: 'file' });
  });

  test('the built-in rules pass, also when their own folder or a part of it is named', async () => {
    expect(await run('test')).toMatch(/^\d+ rules, \d+ cases: \d+ passed, 0 failed\n$/);
    expect(await run('test', 'rules')).toBe(await run('test'));
    expect(await run('test', 'rules/checks/ADR-EXCESS-RIGHTS')).toMatch(/^1 rules, /);
  });
});

describe('rules new', () => {
  test('writes a rule that passes at once, wrong conditions included, and completes in editors', async () => {
    const folder = join(folderWith({}), 'ours');
    const said = await run('new', 'ORG-OLD-CONTAINER', folder);
    const rule = join(folder, 'checks', 'ORG-OLD-CONTAINER', 'rule.yaml');
    expect(said.split('\n').slice(0, 2)).toEqual([rule, join(folder, 'checks', 'ORG-OLD-CONTAINER', 'cases.yaml')]);
    expect(await run('test', folder, '--mutate')).toBe(
      '1 rules, 5 cases: 5 passed, 0 failed\n9 wrong conditions: 9 caught, 0 survived\n',
    );
    expect(process.exitCode ?? 0).toBe(0);
    for (const path of [rule, join(folder, 'checks', 'ORG-OLD-CONTAINER', 'cases.yaml')]) {
      const [, schema] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(readFileSync(path, 'utf8'))!;
      expect(JSON.parse(readFileSync(join(dirname(path), schema!), 'utf8'))).toHaveProperty('properties');
    }
  });

  test('writes over nothing', async () => {
    const folder = folderWith({ 'checks/ORG-OLD-CONTAINER/cases.yaml': '# mine', '.schemas/rule.json': '{}' });
    await expect(run('new', 'ORG-OLD-CONTAINER', folder)).rejects.toMatchObject({
      code: 'file',
      message: `${join(folder, 'checks/ORG-OLD-CONTAINER/cases.yaml')} is there already`,
    });
    expect(existsSync(join(folder, 'checks/ORG-OLD-CONTAINER/rule.yaml'))).toBe(false);
    rmSync(join(folder, 'checks'), { recursive: true });
    await run('new', 'ORG-OLD-CONTAINER', folder);
    expect(readFileSync(join(folder, '.schemas/rule.json'), 'utf8')).toBe('{}');
  });

  test.each([
    ['old-container', 'usage', '"old-container" is no id of a rule: it must be capital words joined by dashes'],
    ['../ORG-OUT', 'usage', '"../ORG-OUT" is no id of a rule'],
    ['ADR-EXCESS-RIGHTS', 'usage', 'there is a rule "ADR-EXCESS-RIGHTS" already'],
    ['ORG-TEST', 'usage', 'there is a rule "ORG-TEST" already'],
  ])('refuses the id %s', async (id, code, message) => {
    const folder = folderWith({ 'checks/other/rule.yaml': ruleYaml() });
    await expect(run('new', id, folder)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(readdirSync(join(folder, 'checks'))).toEqual(['other']);
  });

  test('a file in place of the folder', async () => {
    const folder = folderWith({ file: '' });
    await expect(run('new', 'ORG-OLD-CONTAINER', join(folder, 'file'))).rejects.toMatchObject({
      code: 'file',
      message: `${join(folder, 'file')} is a file, not a folder`,
    });
  });
});

describe('rules schema', () => {
  test('prints what `schema` prints under the longer name, and lists what there is', async () => {
    for (const name of ['rule', 'action', 'cases'])
      expect(await run('schema', name)).toBe(readFileSync(`schemas/${name}-file.json`, 'utf8'));
    expect(await run('schema')).toMatch(/^cases +cases of a rule \(cases\.yaml\)$/m);
    await expect(run('schema', 'acton')).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('Did you mean action?'),
    });
  });
});

describe('rules docs', () => {
  test('is all rules and actions that are applied, with their cases', async () => {
    const folder = folderWith({
      'checks/T/rule.yaml': ruleYaml({ references: '["https://example.com/a"]', aliases: '[ORG-BEFORE]' }),
      'checks/T/cases.yaml':
        'cases: [{name: one, expect: {}}, {name: two, given: {target: {enabled: "no"}}, expect: none}]',
      'actions/own.yaml':
        'id: own\ntitle: Own\ndescription: Own action.\nrequest: {right: delete}\ndocumented: [{right: delete}]\ntargets: [group]\n',
    });
    const file = join(folder, 'catalogue.md');
    expect(await run('docs', '--rules', folder, '-o', file)).toBe('');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('| [ORG-TEST](#org-test) | low | Test rule |');
    const [, own] = text.split('### ORG-TEST\n');
    expect(own!.split('\n###')[0]).toBe(`
**Test rule** (severity low, scope \`target\`)

**What it means**

Looks for something.

**Condition**

\`\`\`
target.enabled == "yes"
\`\`\`

**What it says**

\`\`\`
Hit.
\`\`\`

**Risk**

Some.

**Remediation**

Do something.

**References**

- https&#58;//example.com/a

**Former ids**

- ORG-BEFORE

**Cases**

- one: a finding
- two: nothing

File: \`${folder}/checks/T/rule.yaml\`

## Severity info
`);
    expect(text).toContain('### own\n\n**Own**\n');
    expect(text).toContain('**About objects of the class**\n\ngroup\n');
    expect(text.match(/^### /gm)).toHaveLength(loadRules([folder]).rules.length + loadRules([folder]).actions.length);
  });

  test('what rule files say is text, never markup', async () => {
    const hostile = '"<script>alert(1)</script> [x](javascript:1) | `` **b** \\u202e @all"';
    const folder = folderWith({
      'rule.yaml': ruleYaml({ title: hostile, risk: hostile, message: '"``` \\n## Fake"' }),
    });
    const text = await run('docs', '--rules', folder);
    expect(text).not.toMatch(/(?<!\\)<script|\u202e|(?<!\\)\]\(javascript|@all/);
    expect(text).toContain('````\n``` \n## Fake\n````');
    expect(text.split('\n').filter((line) => line.startsWith('| [ORG-TEST]'))).toEqual([
      expect.stringMatching(/^\| \[ORG-TEST\]\(#org-test\) \| low \| .*\\\| .* \|$/),
    ]);
  });

  test('an input is no output', async () => {
    const folder = folderWith({ 'rule.yaml': ruleYaml() });
    await expect(run('docs', '--rules', folder, '-o', join(folder, 'rule.yaml'))).rejects.toMatchObject({
      code: 'usage',
    });
    expect(readFileSync(join(folder, 'rule.yaml'), 'utf8')).toBe(ruleYaml());
  });
});
