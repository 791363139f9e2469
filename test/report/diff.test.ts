import { beforeAll, describe, expect, test } from '@jest/globals';
import { diff } from '../../src/library/diff.js';
import { type DiffFormat, diffSink } from '../../src/report/diff/index.js';
import { columns } from '../../src/report/encode/terminal.js';
import type { DiffResult } from '../../src/result/diff.js';
import { validJson } from '../valid-json.js';
import { memoryOutput } from './memory-output.js';
import { HOSTILE_NAMES } from './sample.js';

let sample: DiffResult;
beforeAll(async () => {
  sample = await diff({
    before: ['fixtures/securelab/securelab.ldif.gz'],
    after: ['fixtures/securelab-later/securelab-later.snapshot'],
    accounts: ['mdiAction$'],
  });
}, 60_000);

async function written(result: DiffResult, format: DiffFormat, width = 80, all = false): Promise<string> {
  const output = memoryOutput();
  const sink = diffSink(format, output, { traits: { width, colour: false }, all });
  await sink.verdicts(result.verdicts.slice(0, 100));
  await sink.verdicts(result.verdicts.slice(100));
  await sink.end(result);
  return output.text;
}

/** The same with a name of its own for every target, and causes that no set of changes explains. */
function hostile(result: DiffResult): DiffResult {
  const name = (i: number) => HOSTILE_NAMES[i % HOSTILE_NAMES.length]!;
  return {
    ...result,
    verdicts: result.verdicts.map((verdict, i) => ({ ...verdict, targetName: name(i), causes: [] })),
    causes: result.causes.map((cause, i) => ({
      ...cause,
      changes: [
        {
          change: 'member-added',
          group: { dn: name(i), name: name(i) },
          member: null,
          because: 'membership',
          via: [name(i)],
        },
      ],
      examples: cause.examples.map(({ dn }, at) => ({ dn, name: name(at) })),
    })),
    summary: { ...result.summary, verdicts: { ...result.summary.verdicts, unexplained: result.verdicts.length } },
  };
}

describe('a comparison', () => {
  test('its first words are what changed, with numbers; then the causes with theirs', async () => {
    const text = await written(sample, 'table', 140);
    const lines = text.split('\n');
    expect(lines[0]).toBe(
      '186 verdicts changed, of 271 accounts: 11 causes, each proven; 6 new findings (1 critical, 3 high), 10 gone.',
    );
    expect(lines.filter((line) => /^[A-Z]/.test(line) && !line.endsWith('.'))).toEqual([
      'Compared',
      'Changed verdicts',
      'Causes',
      'Accounts',
      'Findings',
      'Delegations',
      'The accounts under audit',
      'What it rests on',
    ]);
    expect(text).toContain(
      '  2. Inheritance was switched off for OU=South,OU=Managed, the entries from above went: 32 verdicts on 8 accounts.',
    );
    expect(text).toContain('    - user009, user010, user011, user012, user013, user014, user015 and user016');
    expect(text).toContain('    - people: can disable 130 of 213 > 178 of 212');
  });

  test.each([40, 80, 140, 400])('no line is wider than a terminal of %i columns', async (width) => {
    for (const result of [sample, hostile(sample)]) {
      const text = await written(result, 'table', width, true);
      expect(Math.max(...text.split('\n').map(columns))).toBeLessThanOrEqual(width);
    }
  });

  test('names stay text: on a terminal, in Markdown, in JSON', async () => {
    const result = hostile(sample);
    const table = await written(result, 'table', 140);
    expect(table).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(table).toContain('Nothing that is different between the directories explains 186 changed verdicts:');
    expect(table).toContain('... and 176 more verdicts: --format json has all of them');
    const md = await written(result, 'md');
    expect(md).not.toMatch(/[^\\]<script>/);
    expect(md.split('\n').every((line) => line === '' || /^(#{2,3} |\*\*|\s*- )/.test(line))).toBe(true);
    expect(validJson<DiffResult>('diff', await written(result, 'json')).verdicts[0]!.targetName).toBe(HOSTILE_NAMES[0]);
  });

  test('JSON is the object that the library gives', async () => {
    expect(validJson('diff', await written(sample, 'json'))).toEqual(sample);
    const nothing: DiffResult = { ...sample, verdicts: [], causes: [] };
    expect(validJson('diff', await written(nothing, 'json'))).toEqual(nothing);
  });

  test('nothing changed', async () => {
    const nothing: DiffResult = {
      ...sample,
      verdicts: [],
      causes: [],
      findings: { new: [], gone: [], same: 3, statusChanged: [] },
      summary: {
        ...sample.summary,
        byChange: [],
        verdicts: { changed: 0, explained: 0, unproven: 0, unexplained: 0, otherReason: 2 },
        findings: { new: 0, gone: 0, same: 3, statusChanged: 0 },
      },
    };
    const lines = (await written(nothing, 'table')).split('\n');
    expect(lines[0]).toBe('No verdict changed, of 271 accounts.');
    expect(lines).toContain('  2 further verdicts are the same, for another reason.');
  });
});
