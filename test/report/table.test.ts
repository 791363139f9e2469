import { describe, expect, test } from '@jest/globals';
import { columns } from '../../src/report/encode/terminal.js';
import { MOST_ROWS, tableSink } from '../../src/report/table/index.js';
import { memoryOutput } from './memory-output.js';
import { ACCOUNTS, drive, FINAL_EVIDENCE, HEADER, summarise } from './sample.js';

async function report(count: number, width: number, colour = false): Promise<string> {
  const output = memoryOutput();
  await drive(tableSink(output, { width, colour }, { details: true }), count);
  return output.text;
}

describe('table', () => {
  test.each([40, 55, 72, 80, 100, 109, 110, 140, 200])('no line is wider than %i columns', async (width) => {
    for (const count of [0, 120, MOST_ROWS + 1]) {
      const lines = (await report(count, width)).split('\n');
      expect(lines.filter((line) => columns(line) > width)).toEqual([]);
    }
  });

  test('every target of every account is there, whole', async () => {
    const text = (await report(200, 80)).replaceAll(/\s/g, '');
    for (let i = 0; i < 200; i += 1) if (i % 10 !== 3) expect(text).toContain(`user${String(i).padStart(6, '0')}`);
    for (const { name } of ACCOUNTS) expect(text).toContain(`Verdictsof${name}`);
  });

  test('names cannot act on the terminal', async () => {
    expect(await report(200, 80)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/);
    const coloured = await report(200, 80, true);
    expect(coloured).toContain('\u001b[');
    expect(coloured.replaceAll(/\u001b\[[\d;]*m/g, '')).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/,
    );
  });

  test('no name of a class is broken', async () => {
    const classes = (text: string) => text.split('\n').filter((line) => /inetOrgPerson/.test(line)).length;
    expect(classes(await report(60, 80))).toBe(classes(await report(60, 200)));
  });

  test('colours change nothing but colours', async () => {
    expect((await report(60, 120, true)).replaceAll(/\u001b\[[\d;]*m/g, '')).toBe(await report(60, 120));
  });

  test('too many rows are counted by situation, and none is dropped in silence', async () => {
    const text = await report(1200, 80);
    expect(text).toContain('1,200 rows of local-system are not shown one by one');
    const section = text.slice(text.indexOf('Verdicts of local-system'), text.indexOf('\nFindings'));
    const counts = [...section.matchAll(/^ +([\d,]+) user/gm)].map(([, number]) => Number(number!.replaceAll(',', '')));
    expect(counts.reduce((sum, number) => sum + number, 0)).toBe(1200);
  });

  test('incomplete evidence and gaps are said, first and last', async () => {
    const text = await report(5, 80);
    expect(text).toContain('INCOMPLETE: 2 gaps in what could be read');
    const words = text.replaceAll(/\s+/g, ' ');
    expect(words).toContain('- descriptor-unreadable, 14 times: 56 verdicts unknown. Verdicts on these accounts are');
    expect(words).toContain('- search-incomplete, 1 time: the affected verdicts cannot be counted. Objects');
    expect(words).toContain(
      'Unknown: 60 verdicts on 15 targets (descriptor not readable), because of descriptor-unreadable; 4 explained by no gap',
    );
    expect(words).toContain('271 accounts, 68 groups, 202 containers,');
    expect(words).toContain('Accounts by class: user 262, computer 9');
    expect(text.trimEnd().replaceAll(/\s+/g, ' ')).toMatch(/evidence INCOMPLETE \(2 gaps\)\.$/);
  });

  test.each([
    [FINAL_EVIDENCE.gaps, 'INCOMPLETE: 2 gaps in what could be read; 1 failed rule, so that findings may be missing'],
    [[], 'INCOMPLETE: 1 failed rule, so that findings may be missing'],
  ])('rules that failed are counted beside gaps (%#)', async (gaps, words) => {
    const output = memoryOutput();
    const sink = tableSink(output, { width: 120, colour: false }, { details: true });
    await sink.begin(HEADER, ACCOUNTS);
    const failedRules = [{ rule: 'ORG-FAILS', count: 3, message: 'division by zero' }];
    await sink.end(summarise([], []), { ...FINAL_EVIDENCE, gaps, failedRules });
    expect(output.text).toContain(words);
    expect(output.text.trimEnd()).toMatch(/evidence INCOMPLETE \((2 gaps, )?1 failed rule\)\.$/);
  });

  test.each([
    ['No rule found anything.', 'no findings; evidence complete.', HEADER.rules, true],
    [
      'No rule found anything. The evidence is incomplete: there may be more.',
      'no findings; evidence INCOMPLETE (2 gaps).',
      HEADER.rules,
      false,
    ],
    ['No rules were applied: nothing was looked for.', 'no rules were applied; evidence complete.', [], true],
  ])('where there is no finding: %s', async (words, last, rules, complete) => {
    const output = memoryOutput();
    const sink = tableSink(output, { width: 120, colour: false }, { details: true });
    await sink.begin({ ...HEADER, rules }, ACCOUNTS);
    await sink.end(summarise([], []), { ...FINAL_EVIDENCE, complete });
    expect(output.text).toContain(`  By the rules for mdi-action-account.\n  ${words}\n`);
    expect(output.text).toContain(`  Findings: ${last}\n`);
  });
});
