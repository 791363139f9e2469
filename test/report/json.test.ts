import { describe, expect, test } from '@jest/globals';
import { jsonSink } from '../../src/report/json.js';
import { validJson } from '../valid-json.js';
import { memoryOutput } from './memory-output.js';
import { ACCOUNTS, drive, FINAL_EVIDENCE, finding, flatVerdicts, HEADER } from './sample.js';

async function written(count: number, findings = 12): Promise<{ text: string; summary: unknown }> {
  const output = memoryOutput();
  const summary = await drive(jsonSink(output), count, 2, findings);
  return { text: output.text, summary };
}

describe('json', () => {
  test('is the one object of adreach/audit/v1, with nothing lost or added', async () => {
    const { text, summary } = await written(700);
    const result = validJson('audit', text);
    expect(Object.keys(result)).toEqual([
      'schema',
      'tool',
      'actions',
      'profile',
      'populations',
      'manual',
      'rules',
      'accounts',
      'verdicts',
      'findings',
      'summary',
      'evidence',
    ]);
    expect(result).toEqual({
      schema: HEADER.schema,
      tool: HEADER.tool,
      actions: HEADER.actions,
      profile: HEADER.profile,
      populations: HEADER.populations,
      manual: HEADER.manual,
      rules: HEADER.rules,
      accounts: ACCOUNTS,
      verdicts: flatVerdicts(700),
      findings: Array.from({ length: 12 }, (_, i) => finding(i)),
      summary,
      evidence: FINAL_EVIDENCE,
    });
  });

  test('is the same text for the same audit', async () => {
    expect((await written(300)).text).toBe((await written(300)).text);
  });

  test('without targets and findings it is still whole', async () => {
    const { text } = await written(0, 0);
    expect(validJson('audit', text)).toMatchObject({ verdicts: [], findings: [], evidence: FINAL_EVIDENCE });
  });

  test('findings beyond what memory may hold come out unchanged', async () => {
    const { text } = await written(1, 9000);
    const { findings } = validJson('audit', text);
    expect(findings).toHaveLength(9000);
    expect(findings[8999]).toEqual(finding(8999));
  });

  test('one verdict a line, and nothing in it that a terminal would act on', async () => {
    const { text } = await written(200);
    expect(text.split('\n').filter((line) => line.trimStart().startsWith('{"account":"S-'))).toHaveLength(1600);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/);
  });
});
