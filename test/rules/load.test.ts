// biome-ignore-all lint/suspicious/noTemplateCurlyInString: message templates of rules use these
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { AdreachError } from '../../src/errors/index.js';
import { loadRules } from '../../src/rules/index.js';
import { folderWith, removeFolders, ruleYaml } from './folder.js';

afterEach(removeFolders);

function failure(run: () => unknown): AdreachError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(AdreachError);
    return error as AdreachError;
  }
  throw new Error('did not fail');
}

function ruleFailure(text: string): string {
  const folder = folderWith({ 'checks/X/rule.yaml': text });
  const error = failure(() => loadRules([folder]));
  expect(error.code).toBe('rule');
  return error.message.replace(join(folder, 'checks/X/rule.yaml'), 'FILE');
}

describe('loadRules', () => {
  test('finds the built-in rules and those of a further folder', () => {
    const folder = folderWith({ 'checks/ORG-TEST/rule.yaml': ruleYaml() });
    const builtIn = loadRules();
    const { rules } = loadRules([folder]);
    expect(rules).toHaveLength(builtIn.rules.length + 1);
    const own = rules.find((rule) => rule.id === 'ORG-TEST')!;
    expect(own.file).toBe(join(folder, 'checks/ORG-TEST/rule.yaml'));
    expect(own.frameworks).toEqual({ attack: [], anssi: [], pingcastle: [], stig: [], nist: [], posture: [] });
    expect(own.profiles).toEqual(['mdi-action-account', 'delegated-account']);
  });

  test('takes rules from anywhere in the folder, and a single file', () => {
    const folder = folderWith({ 'deep/er/own.yml': ruleYaml(), 'second.yaml': ruleYaml({ id: 'ORG-SECOND' }) });
    const ids = (path: string) => loadRules([path]).rules.map((rule) => rule.id);
    expect(ids(folder)).toEqual(expect.arrayContaining(['ORG-TEST', 'ORG-SECOND']));
    expect(ids(join(folder, 'second.yaml'))).toContain('ORG-SECOND');
  });

  test('counts a folder once, however it is named', () => {
    const folder = folderWith({ 'rule.yaml': ruleYaml() });
    const link = join(folderWith({}), 'link');
    symlinkSync(folder, link);
    expect(loadRules([folder, link, folder]).rules.filter((rule) => rule.id === 'ORG-TEST')).toHaveLength(1);
    expect(loadRules(['rules']).rules).toHaveLength(loadRules().rules.length);
  });

  test('refuses a second rule with an id, naming both places', () => {
    const folder = folderWith({ 'a.yaml': ruleYaml(), 'b.yaml': `# comment\n${ruleYaml()}` });
    expect(failure(() => loadRules([folder])).message).toBe(
      `${join(folder, 'b.yaml')}:2:5: rule "ORG-TEST" is already declared in ${join(folder, 'a.yaml')}:1:5`,
    );
  });

  test('refuses the id of a built-in rule, and an alias that names another rule', () => {
    const taken = folderWith({ 'a.yaml': ruleYaml({ id: 'ADR-EXCESS-RIGHTS' }) });
    expect(failure(() => loadRules([taken])).message).toMatch(/already declared in .*rules\/checks\/ADR-EXCESS-RIGHTS/);
    const alias = folderWith({ 'a.yaml': ruleYaml({ aliases: '[ADR-EXCESS-RIGHTS]' }) });
    expect(failure(() => loadRules([alias])).message).toMatch(/alias "ADR-EXCESS-RIGHTS" already names a rule/);
  });

  test('the hash is over relative names and bytes, in order of names, without cases', () => {
    const folder = realpathSync('rules');
    const names = (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => name.endsWith('.yaml') && !name.endsWith('cases.yaml'))
      .sort((a, b) => (a < b ? -1 : 1));
    const hash = createHash('sha256');
    for (const name of names) {
      const bytes = readFileSync(join(folder, name));
      hash.update(`${name}\0${bytes.length}\0`).update(bytes);
    }
    expect(loadRules().sha256).toBe(hash.digest('hex'));
  });

  test('the hash does not depend on where a folder lies, but on its content', () => {
    const files = { 'a.yaml': ruleYaml(), 'a.cases.yaml': 'cases: [{name: x, expect: {}}]' };
    const [one, two] = [folderWith(files), folderWith(files)];
    const before = loadRules([one]).sha256;
    expect(loadRules([two]).sha256).toBe(before);
    writeFileSync(join(two, 'a.cases.yaml'), 'cases: [{name: y, expect: {}}]');
    expect(loadRules([two]).sha256).toBe(before);
    writeFileSync(join(two, 'a.yaml'), `${ruleYaml()}# changed\n`);
    expect(loadRules([two]).sha256).not.toBe(before);
  });

  test('an action anywhere is known by its request', () => {
    const unlock = [
      'id: unlock',
      'title: Unlock account',
      'description: Write 0 to lockoutTime.',
      'request: {right: write-property, attribute: lockoutTime}',
      'documented: [{right: write-property, attribute: lockoutTime}]',
    ].join('\n');
    const folder = folderWith({
      'unlock.yaml': unlock,
      'rule.yaml': ruleYaml({ scope: 'reach', when: `'"unlock" in reach.granted'` }),
    });
    const { actions, rules } = loadRules([folder]);
    expect(actions.find((action) => action.id === 'unlock')?.request).toEqual({
      right: 'write-property',
      attribute: 'lockoutTime',
    });
    expect(rules.some((rule) => rule.id === 'ORG-TEST')).toBe(true);
  });
});

describe('a fault in a rule file is named with file, line and the nearest right name', () => {
  test.each([
    ['an unknown name', { severty: 'low' }, /^FILE:11:\d+: unknown name "severty", did you mean "severity"\?$/],
    ['an unknown scope', { scope: 'targt' }, /^FILE:4:\d+: scope: unknown value "targt", did you mean "target"\?$/],
    [
      'an unknown severity',
      { severity: 'hgih' },
      /^FILE:3:\d+: severity: unknown value "hgih", did you mean "high"\?$/,
    ],
    ['a missing part', { remediation: null }, /^FILE:1:\d+: "remediation" is missing$/],
    [
      'an unknown profile',
      { profiles: '[mdi-acton-account]' },
      /:11:12: profiles\.0: unknown value "mdi-acton-account", did you mean "mdi-action-account"\?$/,
    ],
    [
      'an id of another edition',
      { frameworks: '{stig: [V-36432]}' },
      /:11:21: frameworks\.stig\.0: must be a group id as V-243488 \(found "V-36432"\)$/,
    ],
    [
      'an unknown framework',
      { frameworks: '{atack: [T1098]}' },
      /^FILE:11:\d+: frameworks: unknown name "atack", did you mean "attack"\?$/,
    ],
    ['an id of the wrong form', { id: 'test' }, /^FILE:1:\d+: id: must be capital words.*\(found "test"\)$/],
    [
      'a condition that YAML takes for no text',
      { when: 'true' },
      /^FILE:6:7: when: must be a text, in quotation marks .*\(found true\)$/,
    ],
    ['an empty text', { risk: '""' }, /^FILE:9:\d+: risk: must be a text that is not empty/],
    [
      'an unknown variable',
      { when: 'targt.enabled == "yes"' },
      /^FILE:6:\d+: when: scope "target" has no variable "targt", did you mean "target"\?$/,
    ],
    [
      'a variable of another scope',
      { when: 'size(reach.granted) > 0' },
      /^FILE:6:\d+: when: scope "target" has no variable "reach" \(it is there in reach\)$/,
    ],
    [
      'an unknown field',
      { when: 'target.enabeld == "yes"' },
      /^FILE:6:\d+: when: "target" has no field "enabeld", did you mean "enabled"\?$/,
    ],
    [
      'a value that never occurs',
      { when: 'target.enabled == "true"' },
      /^FILE:6:\d+: when: "true" is never the value here; there are: yes, no, unknown$/,
    ],
    [
      'one in a list',
      { when: 'target.enabled in ["yes", "on"]' },
      /"on" is never the value here, did you mean "no"\?$/,
    ],
    [
      'an unknown action',
      { scope: 'verdict', when: 'verdict.action == "force-pasword-change"' },
      /"force-pasword-change" is never the value here, did you mean "force-password-change"\?$/,
    ],
    [
      'an action in a list of actions',
      { scope: 'reach', when: `'"disabel" in reach.granted'` },
      /did you mean "disable"\?$/,
    ],
    [
      'an unknown function',
      { when: 'target.name.startWith("A")' },
      /^FILE:6:\d+: when: unknown function "startWith", did you mean "startsWith"\?$/,
    ],
    ['a function that is not offered', { when: 'target.name.matches("(a+)+$")' }, /unknown function "matches"/],
    ['dyn', { when: 'dyn(target.name) == 1' }, /unknown function "dyn"/],
    ['has', { when: 'has(target.nme)' }, /unknown function "has"/],
    [
      'a comparison of different types',
      { when: 'target.adminCount == "1"' },
      /^FILE:6:\d+: when: no such overload: int == string$/,
    ],
    [
      'a condition that is no bool',
      { when: 'target.name' },
      /^FILE:6:\d+: when: the value must be of type bool, but is of type string$/,
    ],
    [
      'a subject that is no text',
      { subject: 'target.adminCount' },
      /^FILE:7:\d+: subject: the value must be of type string, but is of type int$/,
    ],
    ['a variable as a whole', { subject: 'target' }, /"target" can only be used with one of its fields/],
    ['a variable in brackets', { when: 'target["sid"] == ""' }, /"target" can only be used with one of its fields/],
    ['a syntax error', { when: 'target.enabled ==' }, /^FILE:6:\d+: when: unexpected token: EOF$/],
    [
      'a bound name that hides a variable',
      { when: `'["a"].exists(target, target == "a")'` },
      /"target" is a variable of the scope and cannot be bound/,
    ],
    [
      'an unknown name in a message',
      { message: 'Hello ${target.nme}.' },
      /^FILE:8:\d+: message: "target" has no field "nme", did you mean "name"\?$/,
    ],
    ['a message part without end', { message: 'Hello ${target.name.' }, /^FILE:8:\d+: message: a part begun with/],
    [
      'an unknown name in evidence',
      { evidence: '{who: target.nam}' },
      /^FILE:11:\d+: evidence.who: "target" has no field "nam", did you mean "name"\?$/,
    ],
    ['duplicate keys', { 'id ': 'ORG-TWO' }, /^FILE:11:\d+: Map keys must be unique$/],
    [
      'a quoted text with more behind it',
      { when: '"a" == target.name' },
      /^FILE:6:\d+: Unexpected scalar at node end \(a text that begins/,
    ],
    ['broken YAML', { frameworks: '[' }, /^FILE:1[12]:\d+: /],
  ] as const)('%s', (_name, changes, message) => {
    expect(ruleFailure(ruleYaml(changes))).toMatch(message);
  });

  test('the line within a folded block', () => {
    const when = '>-\n  target.enabled == "yes" &&\n  (target.adminCount > 0 ||\n   target.inheritence == "off")';
    expect(ruleFailure(ruleYaml({ when }))).toMatch(
      /^FILE:9:\d+: when: "target" has no field "inheritence", did you mean "inheritance"\?$/,
    );
  });

  test('the line within a literal block', () => {
    const message = '|\n  First line\n\n  ${target.name} and\n  ${target.nome}';
    expect(ruleFailure(ruleYaml({ message }))).toMatch(
      /^FILE:12:\d+: message: "target" has no field "nome", did you mean "name"\?$/,
    );
  });

  test.each([
    ['not a mapping', '- 1\n', /^FILE:1:\d+: .*found a list/],
    ['empty', '', /^FILE:1:\d+: the file is empty$/],
    ['two documents', `${ruleYaml()}---\n${ruleYaml()}`, /^FILE:11:\d+: /],
  ])('%s', (_name, text, message) => {
    expect(ruleFailure(text)).toMatch(message);
  });

  test('bytes that are no UTF-8, a file without measure, an alias bomb', () => {
    const folder = folderWith({ 'rule.yaml': '' });
    writeFileSync(join(folder, 'rule.yaml'), Buffer.from([0x69, 0x64, 0x3a, 0xff]));
    expect(failure(() => loadRules([folder])).message).toMatch(/rule\.yaml: is not valid UTF-8$/);
    writeFileSync(join(folder, 'rule.yaml'), `# ${'x'.repeat(260_000)}`);
    expect(failure(() => loadRules([folder])).message).toMatch(/too large to be one \(more than 250000 bytes\)/);
    rmSync(join(folder, 'rule.yaml'));
    // Nobody writes to it: it would be waited for without end.
    if (spawnSync('mkfifo', [join(folder, 'rule.yaml')]).status === 0) {
      expect(failure(() => loadRules([folder])).message).toMatch(/rule\.yaml is a named pipe, not a regular file$/);
      rmSync(join(folder, 'rule.yaml'));
    }
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`,
    );
    writeFileSync(join(folder, 'rule.yaml'), `l0: &l0 x\n${levels.join('\n')}\n`);
    expect(failure(() => loadRules([folder])).code).toBe('rule');
  });

  test('a folder that does not exist, and one without rules', () => {
    expect(failure(() => loadRules(['/nowhere/at/all']))).toMatchObject({
      code: 'file',
      message: 'cannot read the rules in /nowhere/at/all: no such file or folder',
    });
    expect(failure(() => loadRules([folderWith({ 'readme.md': '' })])).message).toMatch(
      /the folder holds no rule files/,
    );
  });

  test.each([
    [
      'an unknown right',
      'request: {right: write-proprty, attribute: x}',
      /:4:\d+: request.right: unknown value "write-proprty", did you mean "write-property"\?/,
    ],
    [
      'a GUID',
      'request: {right: write-property, attribute: bf967a0a-0de6-11d0-a285-00aa003049e2}',
      /:4:\d+: request.attribute: .*/,
    ],
    [
      'no object',
      'request: {right: control-access}',
      /:4:\d+: request: right "control-access" goes with exactly one further name, "controlAccessRight"/,
    ],
    [
      'the wrong object',
      'request: {right: write-property, controlAccessRight: X}',
      /goes with exactly one further name, "attribute"/,
    ],
    ['an object too many', 'request: {right: delete, attribute: x}', /right "delete" goes with no further name/],
    [
      'an unknown name',
      'request: {right: delete, atribute: x}',
      /:4:\d+: request: unknown name "atribute", did you mean "attribute"\?/,
    ],
    [
      'an unknown flag',
      'request: {right: delete}\nnoEffect: [{userAccountControl: DONT_EXPIRE_PASWD, reason: trust-account}]',
      /:5:\d+: noEffect.0: unknown userAccountControl flag "DONT_EXPIRE_PASWD", did you mean "DONT_EXPIRE_PASSWD"\?/,
    ],
    [
      'an unknown reason',
      'request: {right: delete}\nnoEffect: [{userAccountControl: LOCKOUT, reason: trust-acount}]',
      /:5:\d+: noEffect.0.reason: unknown value "trust-acount", did you mean "trust-account"\?/,
    ],
  ])('in an action: %s', (_name, part, message) => {
    const text = `id: own\ntitle: Own\ndescription: Own action.\n${part}\ndocumented: [{right: delete}]\n`;
    const folder = folderWith({ 'actions/own.yaml': text });
    expect(failure(() => loadRules([folder])).message).toMatch(message);
  });
});
