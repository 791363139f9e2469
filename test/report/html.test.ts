import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { htmlSink, MOST_ROWS } from '../../src/report/html/index.js';
import type { EvidenceBlock } from '../../src/result/audit.js';
import type { TargetOutcomes } from '../../src/result/sink.js';
import type { Collection } from '../../src/result/sources.js';
import { memoryOutput } from './memory-output.js';
import { ACCOUNTS, drive, EVIDENCE, FINAL_EVIDENCE, finding, HEADER, summarise, targetBatches } from './sample.js';

async function page(count: number, findings = 40): Promise<string> {
  const output = memoryOutput();
  await drive(htmlSink(output), count, 2, findings);
  return output.text;
}

const VOID = new Set(['meta', 'br', 'input', 'rect', 'circle', 'path', 'wbr', 'link']);

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Reads the page as strictly as only a program's own output can be read; throws at anything unexpected. */
function parse(text: string): { tags: Tag[]; content: string; style: string; script: string } {
  const tags: Tag[] = [];
  const open: string[] = [];
  const raw: Record<string, string> = { style: '', script: '' };
  let content = '';
  const token = /<!DOCTYPE html>|<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*(\/?)>|([^<>]+)/gi;
  let at = 0;
  for (;;) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null || found.index !== at) {
      if (at === text.length) break;
      throw new Error(`not expected: ${text.slice(at, at + 80)}`);
    }
    at = token.lastIndex;
    const [, slash, name, attributes, closed, words] = found;
    if (words !== undefined) content += words;
    if (name === undefined) continue;
    if (slash === '/') {
      expect(open.pop()).toBe(name);
      continue;
    }
    const pairs = [...attributes!.matchAll(/([a-z-]+)="([^"]*)"/gi)].map(([, key, value]) => [key, value]);
    tags.push({ name, attributes: Object.fromEntries(pairs) });
    if (closed === '/' || VOID.has(name)) continue;
    if (name === 'style' || name === 'script') {
      const end = text.indexOf(`</${name}>`, at);
      raw[name] = text.slice(at, end);
      at = end + name.length + 3;
      continue;
    }
    open.push(name);
  }
  expect(open).toEqual([]);
  return { tags, content, style: raw.style!, script: raw.script! };
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('html', () => {
  test('is well-formed whatever the names are, and loads nothing', async () => {
    const { tags, style, script } = parse(await page(400));
    expect(new Set(tags.map(({ name }) => name))).not.toContain('img');
    expect(tags.filter(({ name }) => ['link', 'iframe', 'object', 'embed', 'base', 'form'].includes(name))).toEqual([]);
    const attributes = tags.flatMap(({ attributes }) => Object.entries(attributes));
    expect(attributes.filter(([key]) => key.startsWith('on') || key === 'style' || key === 'src')).toEqual([]);
    const links = attributes.filter(([key]) => key === 'href').map(([, value]) => value);
    expect(links.filter((link) => !/^(#|https:\/\/)/.test(link))).toEqual([]);
    expect(`${style}${script}`).not.toMatch(/https?:|url\((?!#)|@import|fetch|XMLHttp/);
  });

  test('its policy allows its own style and script and nothing else', async () => {
    const { tags, style, script } = parse(await page(3));
    const policy = tags.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
    expect(policy!.attributes.content!.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`,
    );
  });

  test('every target of every account is there, with its verdicts', async () => {
    const { tags, content } = parse(await page(300));
    const rows = tags.filter(({ name, attributes }) => name === 'tr' && attributes['data-v'] !== undefined);
    expect(rows).toHaveLength(600);
    const text = content.replaceAll('&quot;', '"');
    for (let i = 0; i < 300; i += 1) if (i % 10 !== 3) expect(text).toContain(`user${String(i).padStart(6, '0')}`);
  });

  test('links to entries lead somewhere, and ids are there once', async () => {
    const { tags } = parse(await page(200));
    const ids = tags.flatMap(({ attributes: { id } }) => (id === undefined ? [] : [id]));
    expect(new Set(ids).size).toBe(ids.length);
    const targets = tags.flatMap(({ attributes: { href } }) => (href?.startsWith('#') ? [href.slice(1)] : []));
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    expect(targets).toContain('e1');
  });

  test('tables have captions and their heads a scope', async () => {
    const { tags } = parse(await page(20));
    const number = (name: string): number => tags.filter((tag) => tag.name === name).length;
    expect(number('caption')).toBe(number('table'));
    expect(tags.filter(({ name, attributes }) => name === 'th' && attributes.scope === undefined)).toEqual([]);
    expect(
      tags.filter(({ name, attributes }) => name === 'svg' && !('role' in attributes || 'aria-hidden' in attributes)),
    ).toEqual([]);
  });

  test('nothing unseen is left in it', async () => {
    expect(await page(400)).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e\ud800-\udbff](?![\udc00-\udfff])/,
    );
  });

  test('evidence, gaps, assumptions and rules without findings are told', async () => {
    const { content } = parse(await page(5));
    for (const words of [
      'The evidence is incomplete.',
      FINAL_EVIDENCE.gaps[0]!.message,
      HEADER.evidence.sources[0]!.sha256,
      'A rule without findings',
      'Assumptions',
      'They hold 271 accounts, 68 groups, 202 containers,',
      'Containers by class: organizationalUnit 150, container 52.',
      'What the gaps mean for the verdicts',
      'Why verdicts are unknown',
    ]) {
      expect(content).toContain(words);
    }
  });

  test('a snapshot of several sources: each is told, with who read it and how', async () => {
    const collection: Collection = {
      boundAs: 'LAB\\<auditor>',
      startedAt: '2026-01-01T00:00:00Z',
      endedAt: '2026-01-01T00:01:00Z',
      serverTime: '2026-01-01T00:00:01Z',
      highestCommittedUSN: '4711',
      resumed: [{ startedAt: '2026-01-02T00:00:00Z', serverTime: null, highestCommittedUSN: '4712' }],
      searches: [
        {
          base: 'DC=x',
          scope: 'sub',
          filter: '(a<=b)',
          attributes: ['a', 'b'],
          entries: 1234,
          incomplete: 'size limit',
        },
      ],
      moreSearches: 2,
    };
    const origin = {
      name: 'ldaps://dc9',
      kind: 'ldap',
      sha256: null,
      collectedAt: null,
      server: 'dc9',
      collection,
    } as const;
    const [source] = EVIDENCE.sources;
    const evidence: EvidenceBlock = {
      ...EVIDENCE,
      sources: [{ ...source!, tool: { name: 'adreach', version: '9.8.7' }, madeFrom: [origin] }],
    };
    const output = memoryOutput();
    const sink = htmlSink(output);
    await sink.begin(HEADER, ACCOUNTS);
    await sink.end(summarise([], []), evidence);
    const { content } = parse(output.text);
    for (const words of [
      'snapshot (adreach 9.8.7)',
      '- made from ldaps://dc9',
      'ldaps://dc9 was read as LAB\\&lt;auditor&gt;, from 2026-01-01T00:00:00Z to 2026-01-01T00:01:00Z, with 3 searches;',
      'its highestCommittedUSN was 4711; it was interrupted, and gone on with at 2026-01-02T00:00:00Z',
      '(a&lt;=b)',
      'a, b',
      '1,234',
      'size limit',
      '2 more searches are not listed.',
    ]) {
      expect(content).toContain(words);
    }
  });

  test('findings beyond the bound are counted', async () => {
    const { content } = parse(await page(1, 3000));
    expect(content).toContain('The first 500 of 600; the other 100 are in the JSON and NDJSON results.');
  });

  test('rows beyond the bound are counted by situation, and the page stays small', async () => {
    const output = memoryOutput();
    const sink = htmlSink(output);
    await sink.begin(HEADER, ACCOUNTS.slice(0, 1));
    const each = function* (): Generator<readonly TargetOutcomes[]> {
      yield* targetBatches(MOST_ROWS + 1, 1, 2000);
    };
    for (const batch of each()) await sink.targets(batch);
    await sink.findings([finding(0)]);
    await sink.end(summarise(each(), [finding(0)]), FINAL_EVIDENCE);
    const { content, tags } = parse(output.text);
    expect(content).toContain('20,001 targets of SECURELAB\\mdiAction$ are counted above, not listed one by one.');
    expect(tags.filter(({ attributes }) => attributes['data-v'] !== undefined)).toEqual([]);
    expect(output.text.length).toBeLessThan(200_000);
  });

  test('is the same text for the same audit', async () => {
    expect(await page(50)).toBe(await page(50));
  });
});
