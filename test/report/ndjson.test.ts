import { describe, expect, test } from '@jest/globals';
import { ndjsonSink } from '../../src/report/ndjson.js';
import { validJson, validLines } from '../valid-json.js';
import { memoryOutput } from './memory-output.js';
import { ACCOUNTS, drive, FINAL_EVIDENCE, finding, flatVerdicts, HEADER, summarise, target } from './sample.js';

describe('ndjson', () => {
  test('header, accounts, verdicts, findings and summary, one object a line', async () => {
    const output = memoryOutput();
    const summary = await drive(ndjsonSink(output), 3000);
    expect(output.writes).toBeGreaterThan(2);
    expect(output.text.endsWith('\n')).toBe(true);
    const lines = validLines('audit-line', output.text);
    expect(lines).toEqual([
      { type: 'header', ...HEADER },
      ...ACCOUNTS.map((account) => ({ type: 'account', ...account })),
      ...flatVerdicts(3000).map((verdict) => ({ type: 'verdict', ...verdict })),
      ...Array.from({ length: 12 }, (_, i) => ({ type: 'finding', ...finding(i) })),
      { type: 'summary', ...summary, evidence: FINAL_EVIDENCE },
    ]);
  });

  test('the keys of a verdict stand in one order', async () => {
    const output = memoryOutput();
    await drive(ndjsonSink(output), 1);
    const line = output.text.split('\n').find((text) => text.includes('"type":"verdict"'));
    expect(Object.keys(validJson('audit-line', line!))).toEqual([
      'type',
      'account',
      'target',
      'targetDn',
      'targetName',
      'action',
      'access',
      'verdict',
      'reason',
      'documentedSet',
      'ace',
      'caveats',
    ]);
  });

  test('a name longer than the buffer goes through', async () => {
    const output = memoryOutput();
    const sink = ndjsonSink(output);
    const usual = target(0);
    const name = 'ü'.repeat(3 << 20);
    await sink.begin(HEADER, ACCOUNTS);
    await sink.targets([usual, { ...usual, target: { ...usual.target, name } }, usual]);
    await sink.end(summarise([], []), FINAL_EVIDENCE);
    const lines = validLines('audit-line', output.text);
    expect(lines).toHaveLength(1 + 2 + 12 + 1);
    expect(lines[8].targetName).toBe(name);
    expect(lines[12].targetName).toBe(usual.target.name);
  });
});
