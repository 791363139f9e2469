/** The file of answers: what it comes to, and faults told with their place. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Mode, Question } from '../../src/result/answers.js';
import { PROFILES, type Profile } from '../../src/result/codes.js';
import { manualOf, readAnswers } from '../../src/rules/answers.js';

const question = (id: string): Question => ({ id, title: id, ask: `${id}?`, how: 'Look.', expected: 'yes' });
const QUESTIONS = [question('one'), question('two')];
let folder: string;
let number = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-answers-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(content: string | Uint8Array) {
  const path = join(folder, `${number++}-answers.yaml`);
  writeFileSync(path, content);
  return readAnswers(path);
}

const manual = (texts: readonly string[], mode?: Mode, profile: Profile = 'mdi-action-account') =>
  manualOf(
    QUESTIONS.map((each) => ({ ...each, profiles: each.id === 'two' ? ['mdi-action-account'] : PROFILES })),
    texts.map((text) => file(text)),
    mode,
    profile,
  );

describe('answers', () => {
  test('without any, all are open', () => {
    expect(manual([]).questions).toEqual(
      QUESTIONS.map((each) => ({ ...each, answer: 'unknown', note: null, by: null, date: null })),
    );
  });

  test('of an account of another kind, what does not concern it is not asked, and answering it is no mistake', () => {
    const { questions } = manual(['answers: {one: yes, two: no}'], undefined, 'delegated-account');
    expect(questions.map(({ id, answer }) => [id, answer])).toEqual([['one', 'yes']]);
  });

  test('short, as YAML has them, and with who, when and why; a later file counts', () => {
    const first = 'answers: {one: yes, two: {answer: no, note: n, by: b, date: 2026-11-20}}';
    expect(manual([first]).questions.map(({ answer, note, by, date }) => [answer, note, by, date])).toEqual([
      ['yes', null, null, null],
      ['no', 'n', 'b', '2026-11-20'],
    ]);
    expect(manual([first, 'answers: {one: false}']).questions.map(({ answer }) => answer)).toEqual(['no', 'no']);
  });

  test.each<[string, string, string]>([
    [
      'a question that there is not',
      'answers:\n  oen: yes',
      'answers.yaml:2:8: there is no question "oen", did you mean "one"?',
    ],
    ['another word', 'answers: {one: maybe}', 'answers.yaml:1:16: answers.one: must be yes, no or unknown'],
    ['a day that is none', 'answers: {one: {answer: yes, date: today}}', 'answers.yaml:1:'],
    ['a misspelt name', 'answer: {one: yes}', 'did you mean "answers"'],
    ['a sensor that there is not', 'controllers: [{name: dc1, sensor: v4}]', 'did you mean'],
    ['no setting', 'portal: {RemediationAccounts: []}', 'IsRemediationWithLocalSystemEnabled'],
    ['nothing', '', 'is empty'],
    ['the same twice', 'answers: {one: yes, one: no}', 'answers.yaml:1:'],
  ])('%s', (_, text, problem) => {
    expect(() => manual([text])).toThrow(problem);
  });

  test('bytes that are no text', () => {
    expect(() => file(Buffer.from([0xff, 0xfe]))).toThrow('answers.yaml: is not valid UTF-8');
    expect(() => readAnswers(join(folder, 'none.yaml'))).toThrow('cannot read the file of answers');
  });
});

describe('as whom the sensors act', () => {
  const PORTAL =
    '{"IsRemediationWithLocalSystemEnabled": false, "RemediationAccounts": [{"AccountName": "a$", "Id": 1}], "Else": 2}';
  const SYSTEM = '{"IsRemediationWithLocalSystemEnabled": true}';
  const on = (...sensors: string[]) => `controllers: [${sensors.map((of, i) => `{name: dc${i}, ${of}}`).join(', ')}]`;

  test.each<[string, readonly string[], Mode | undefined, readonly [Mode, string, string]]>([
    ['nobody said', [], undefined, ['unknown', 'none', 'unknown']],
    ['the option', [], 'gmsa', ['gmsa', 'option', 'unknown']],
    ['the option before the portal', [PORTAL], 'local-system', ['local-system', 'option', 'yes']],
    ['an option that says nothing', [PORTAL], 'unknown', ['gmsa', 'portal', 'unknown']],
    ['the file', ['mode: mixed'], undefined, ['mixed', 'option', 'yes']],
    ['the portal, LocalSystem', [SYSTEM], undefined, ['local-system', 'portal', 'yes']],
    [
      'version 2 on all, set to the account',
      [PORTAL, on('sensor: v2', 'sensor: v2')],
      undefined,
      ['gmsa', 'portal', 'no'],
    ],
    ['one of version 3', [PORTAL, on('sensor: v2', 'sensor: v3')], undefined, ['gmsa', 'portal', 'yes']],
    [
      'one of which nobody said',
      [PORTAL, on('sensor: v2', 'sensor: unknown')],
      undefined,
      ['gmsa', 'portal', 'unknown'],
    ],
    ['one without a sensor', [PORTAL, on('sensor: v2', 'sensor: none')], undefined, ['gmsa', 'portal', 'no']],
    ['version 2 without a setting', [on('sensor: v2')], undefined, ['unknown', 'none', 'unknown']],
    ['controllers that tell it themselves', [on('sensor: v2, mode: gmsa')], undefined, ['gmsa', 'controllers', 'no']],
    ['either', [on('sensor: v2, mode: gmsa', 'sensor: v3')], undefined, ['mixed', 'controllers', 'yes']],
    ['version 3 only', [on('sensor: v3')], undefined, ['local-system', 'controllers', 'yes']],
  ])('%s', (_, texts, mode, expected) => {
    const { mode: block } = manual(texts, mode);
    expect([block.mode, block.source, block.actsAsLocalSystem]).toEqual(expected);
  });

  test("the portal's accounts, and a controller that is named twice", () => {
    const { mode } = manual([PORTAL, 'controllers: [{name: DC1, sensor: v2}, {name: dc1, sensor: v3}]']);
    expect(mode.remediationAccounts).toEqual(['a$']);
    expect(mode.controllers).toEqual([{ name: 'dc1', sensor: 'v3', mode: 'unknown' }]);
    expect(manual([]).mode.remediationAccounts).toBe(null);
  });
});
