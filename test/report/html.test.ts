import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { MOST_EXPLANATIONS } from '../../src/report/html/explanations.js';
import { htmlSink, MOST_ROWS } from '../../src/report/html/index.js';
import { RowKeeper, rankOf } from '../../src/report/html/rows.js';
import type { Population } from '../../src/result/audit.js';
import type { TargetOutcomes } from '../../src/result/sink.js';
import { pageAndResult } from '../app/browser/sample.js';
import { memoryOutput } from './memory-output.js';
import { pageOf } from './page.js';
import { ACCOUNTS, drive, EVIDENCE, FINAL_EVIDENCE, HEADER, summarise, target, targetBatches } from './sample.js';

async function page(count: number, findings = 40): Promise<string> {
  const output = memoryOutput();
  await drive(htmlSink(output), count, 2, findings);
  return output.text;
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const between = (text: string, start: string, end: string): string => {
  const from = text.indexOf(start) + start.length;
  return text.slice(from, text.indexOf(end, from));
};

describe('the file', () => {
  test('its policy allows its own style and script and nothing else', async () => {
    const html = await page(3);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1]!.replaceAll('&#39;', "'");
    const style = between(html, '<style>', '</style>');
    const script = html.slice(html.lastIndexOf('<script>') + 8, html.lastIndexOf('</script>'));
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`,
    );
    // Neither ends early, whatever is in them.
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(`${style}${script}`).not.toMatch(/url\((?!#)|@import|\bfetch\(|XMLHttpRequest|importScripts|WebSocket/);
  });

  test('nothing of the directory stands outside of the data but encoded', async () => {
    const html = await page(400);
    const without = html
      .replace(/id="data">[^<]+</, '')
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .replace(/<script>[\s\S]*<\/script>/, '');
    expect(without).not.toMatch(/<(?:img|iframe|object|embed|form|link|svg|b)\b|\son[a-z]+=/i);
    expect(without).toContain(ACCOUNTS[0]!.name);
  });

  test('nothing unseen is left in the data', async () => {
    const text = JSON.stringify(pageOf(await page(400)));
    expect(text).not.toMatch(/[\u007f-\u009f\u200b\u202e\u2066]|\\u00[01]/);
    expect(text).toContain('\\\\u{202e}');
  });

  test('is the same for the same audit', async () => {
    expect(await page(50)).toBe(await page(50));
  });

  test('says without a script what there is, and how to see the rest', async () => {
    const html = await page(5);
    const shown = between(html, '<div id="app">', '<script');
    expect(shown).toContain('The evidence is incomplete');
    expect(shown).toContain('This page needs its own script for the rest');
    expect(shown).toMatch(/\d+ critical, \d+ high/);
    // The words of an answer do not repeat its sign.
    expect(shown).toMatch(/<li>Is it safe\? (?:yes|partly|no|unknown): /);
    const counts = [
      ...shown.matchAll(/, (\d+) targets: (can \d+, can for now \d+, no effect \d+, cannot \d+, unknown \d+)</g),
    ];
    expect(counts).toHaveLength(ACCOUNTS.length * HEADER.actions.length);
    for (const [, targets, verdicts] of counts)
      expect(verdicts!.match(/\d+/g)!.reduce((sum, of) => sum + Number(of), 0)).toBe(Number(targets));
  });
});

describe('the data', () => {
  test('every target of every account under audit, with its verdicts', async () => {
    const data = pageOf(await page(300));
    expect(data.rows.kind).toHaveLength(600);
    expect(data.targets.name).toHaveLength(300);
    const wanted = new Map<string, string>();
    for (let i = 0; i < 300; i++) {
      for (const account of [0, 1]) {
        const row = target(i, account);
        wanted.set(
          `${account} ${row.target.sid}`,
          row.outcomes.map(({ action, verdict, reason }) => `${action} ${verdict} ${reason}`).join(),
        );
      }
    }
    const found = new Map(
      data.rows.kind.map((kind, row) => [
        `${data.rows.account[row]} ${data.targets.sid[data.rows.target[row]!]}`,
        data.kinds[kind]!.outcomes.map(
          (of) => `${data.outcomes[of]!.action} ${data.outcomes[of]!.verdict} ${data.outcomes[of]!.reason}`,
        ).join(),
      ]),
    );
    expect(found).toEqual(wanted);
  });

  test('a DN is the beginning and the container', async () => {
    const data = pageOf(await page(20));
    data.targets.sid.forEach((sid, number) => {
      const whole = target(Number(sid.split('-').at(-1)) - 2000).target.dn;
      if (!/[^ -~]/.test(whole))
        expect(`${data.targets.rdn[number]},${data.containers[data.targets.container[number]!]}`).toBe(whole);
    });
  });

  test('evidence, gaps, assumptions and rules without findings are in it', async () => {
    const data = pageOf(await page(5));
    expect(data.evidence.gaps.map(({ message }) => message)).toEqual(FINAL_EVIDENCE.gaps.map(({ message }) => message));
    expect(data.evidence.notes).toEqual(FINAL_EVIDENCE.notes);
    expect(data.header.rules.map(({ id }) => id)).toEqual(HEADER.rules.map(({ id }) => id));
    expect(data.evidence.sources.map(({ sha256 }) => sha256)).toEqual(EVIDENCE.sources.map(({ sha256 }) => sha256));
  });

  test('findings beyond the bound are counted', async () => {
    const { findings } = pageOf(await page(5, 4000));
    const most = Math.max(...findings.map(({ shown }) => shown.length));
    expect(most).toBe(500);
    expect(findings.reduce((sum, { counts }) => sum + counts.open + counts.suppressed + counts.baseline, 0)).toBe(4000);
  });

  test('of a text without end the beginning and the end', async () => {
    const output = memoryOutput();
    const sink = htmlSink(output);
    await sink.begin(HEADER, ACCOUNTS);
    const row = target(1);
    await sink.targets([{ ...row, target: { ...row.target, name: `A${'w'.repeat(100_000)}Z` } }]);
    await sink.end(summarise([], []), FINAL_EVIDENCE);
    expect(pageOf(output.text).targets.name).toEqual([
      `A${'w'.repeat(1999)} ... 96,002 characters ... ${'w'.repeat(1999)}Z`,
    ]);
  });
});

describe('rows beyond the bound', () => {
  const POPULATIONS: readonly Population[] = [
    { id: 'people', title: 'people', description: '', tierZero: false, expected: true },
    { id: 'others', title: 'others', description: '', tierZero: false, expected: false },
  ];
  const row = (
    population: number,
    verdict: 'can' | 'cannot',
    enabled: 'yes' | 'no' = 'yes',
    name = '',
  ): TargetOutcomes => {
    const base = target(0);
    return {
      ...base,
      population,
      state: { ...base.state, enabled },
      target: { ...base.target, name },
      outcomes: [{ ...base.outcomes[0]!, verdict }],
    };
  };

  test.each([
    ['meant to be reached, enabled, and not', row(0, 'cannot'), 0],
    ['meant to be reached, and disabled', row(0, 'cannot', 'no'), 1],
    ['not meant to be reached', row(1, 'cannot'), 1],
    ['reached', row(0, 'can'), 2],
  ])('%s', (_, of, rank) => {
    expect(rankOf(of, POPULATIONS)).toBe(rank);
  });

  test('the exceptions stay, whatever comes first; each that goes is counted once', () => {
    const left: string[] = [];
    const keeper = new RowKeeper(3, ({ target: { name } }) => left.push(name));
    keeper.begin(POPULATIONS);
    const rows = [
      row(0, 'can', 'yes', 'a'),
      row(0, 'can', 'yes', 'b'),
      row(1, 'cannot', 'yes', 'c'),
      row(0, 'cannot', 'yes', 'd'),
      row(0, 'cannot', 'yes', 'e'),
      row(1, 'cannot', 'yes', 'f'),
      row(0, 'cannot', 'yes', 'g'),
      row(0, 'cannot', 'yes', 'h'),
    ];
    for (const each of rows) keeper.add(each);
    expect(keeper.rows().map(({ target: { name } }) => name)).toEqual(['d', 'e', 'g']);
    expect(left).toEqual(['b', 'a', 'f', 'c', 'h']);
    expect(keeper.left).toBe(5);
  });

  test('are counted by what they are alike in, and the page names the file that has them', async () => {
    const count = MOST_ROWS / 2 + 1000;
    const output = memoryOutput();
    let kept = 0;
    const complete = { verdicts: 'report-all.csv', findings: 'report-all-findings.csv', keep: () => kept++ };
    const sink = htmlSink(output, null, { complete });
    await sink.begin(HEADER, ACCOUNTS);
    for (const batch of targetBatches(count, 2)) await sink.targets(batch);
    await sink.end(summarise([], []), FINAL_EVIDENCE);
    const data = pageOf(output.text);
    expect(kept).toBe(1);
    expect(data.allIn).toBe('report-all.csv');
    expect(data.rows.kind).toHaveLength(MOST_ROWS);
    expect(data.rowCounts).toEqual([count, count]);
    expect(data.groups.reduce((sum, group) => sum + group.count, 0) + data.ungrouped).toBe(2 * count - MOST_ROWS);
    expect(output.text.length).toBeLessThan(8e6);
  });

  test('a page that lists all of them asks for no file', async () => {
    const output = memoryOutput();
    let kept = 0;
    const sink = htmlSink(output, null, { complete: { verdicts: 'a', findings: 'b', keep: () => kept++ } });
    await drive(sink, 10, 2, 0);
    expect([kept, pageOf(output.text).allIn]).toEqual([0, null]);
  });
});

describe('explanations', () => {
  test('one of each kind before a second of any, and no more than there is room for', async () => {
    const { html, result } = await pageAndResult(undefined, ['mdiAction$', 'local-system']);
    const data = pageOf(html);
    expect(result.verdicts.length).toBeGreaterThan(MOST_EXPLANATIONS);
    expect(data.explanations.length).toBeLessThanOrEqual(MOST_EXPLANATIONS);
    expect(data.explanations.length).toBeGreaterThan(MOST_EXPLANATIONS - 10);
    const kindOf = (row: number) => `${data.rows.account[row]} ${data.rows.kind[row]}`;
    const explained = new Set(data.explanations.map(({ row }) => kindOf(row)));
    expect(data.rows.kind.filter((_, row) => !explained.has(kindOf(row)))).toEqual([]);
    // Of each row that is explained all verdicts are.
    for (const row of new Set(data.explanations.map((each) => each.row))) {
      const of = data.explanations.filter((each) => each.row === row);
      expect(of.map(({ action }) => action)).toEqual(
        data.kinds[data.rows.kind[row]!]!.outcomes.map((number) => data.outcomes[number]!.action),
      );
    }
  });
});
