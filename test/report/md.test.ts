import { expect, test } from '@jest/globals';
import { mdSink } from '../../src/report/md.js';
import type { AuditHeader } from '../../src/result/audit.js';
import { memoryOutput } from './memory-output.js';
import { ACCOUNTS, drive, FINAL_EVIDENCE, finding, HEADER, HOSTILE_NAMES, summarise, target } from './sample.js';

async function page(count: number, findings = 12): Promise<string> {
  const output = memoryOutput();
  await drive(mdSink(output), count, 2, findings);
  return output.text;
}

/** The rows of the table below a heading, without its two first lines. */
function rowsBelow(text: string, heading: string): readonly string[] {
  const section = text.split('\n## ').find((each) => each.startsWith(heading))!;
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);
}

test('begins with who, of what evidence, and the answer', async () => {
  const text = await page(70);
  const all = Array.from({ length: 70 }, (_, i) => target(i));
  const can = (at: number) => all.filter(({ outcomes }) => outcomes[at]!.verdict === 'can').length;
  const why = (at: number, reason: string) =>
    all.filter(
      ({ state, outcomes }) => state.enabled === 'yes' && state.protected === 'no' && outcomes[at]!.reason === reason,
    ).length;
  expect(text.split('\n').slice(0, 20)).toEqual([
    '# What SECURELAB\\\\mdiAction\\$, local-system can do',
    '',
    'Evidence collected 2026-03-02T08:15:30.000Z from securelab.snapshot (dc1.securelab.local); 70 targets; profile mdi-action-account; adreach 0.1.0, rules 2c26b46b68ff.',
    '',
    `**SECURELAB\\\\mdiAction\\$ can disable ${can(0)} of 70 enabled people it is meant to reach, and it lasts.**`,
    '',
    '| question | answer | because |',
    '|---|---|---|',
    '| Will it work? | **partly** | some sensors act as LocalSystem instead |',
    '| Is it safe? | **no** | 3 critical, 3 high findings |',
    expect.stringMatching(
      /^\| Can I trust this\? \| \*\*partly\*\* \| evidence of 2026-03-02, incomplete \(2 gaps\), \d+ verdicts unknown, 1 manual check open \|$/,
    ),
    '',
    '| can, and it lasts | targets | disable | enable | force change | reset password |',
    '|---|---:|---:|---:|---:|---:|',
    `| **Enabled people** | 70 | ${can(0)} | ${can(1)} | ${can(2)} | ${can(3)} |`,
    '',
    `- Why not: ${why(0, 'denied-by-entry')} an entry denies it`,
    `- Why not: ${why(0, 'no-entry-for-class')} entry is for another class`,
    `- Why not: ${why(2, 'password-never-expires')} password never expires (force change)`,
    expect.stringMatching(/^- Worst: \*\*critical\*\*: user0 can be disabled by /),
  ]);
  expect(text).toMatch(
    /\n\n\| accountName \| action \| targets \| .*\n\|---\|.*\n\| SECURELAB\\\\mdiAction\\\$ \| disable \| 70 \| \d+ \| /,
  );
  expect(text).toContain('**Not complete**: 2 gaps.');
});

test('fits into a ticket, whatever the size of the domain, and says what it leaves out', async () => {
  const text = await page(5000, 400);
  expect(text.length).toBeLessThan(65_536);
  const exceptions = rowsBelow(text, 'Who is no');
  const said = /Who is no[\s\S]*?\*\*([\d,]+) more are not listed here\*\*/.exec(text)![1]!.replaceAll(',', '');
  const output = memoryOutput();
  const summary = await drive(mdSink(output), 5000, 2, 400);
  const odd = summary.actions.reduce(
    (sum, { verdicts: { can: _, ...rest } }) =>
      sum + rest.cannot + rest.unknown + rest['no-effect'] + rest['can-until-sdprop'],
    0,
  );
  expect(exceptions.length + Number(said)).toBe(odd);
  const findings = rowsBelow(text, 'Findings');
  expect(findings.length).toBeGreaterThan(20);
  expect(text).toMatch(new RegExp(`\\*\\*${400 - findings.length} more are not listed here`));
});

test('findings that count stand before the others, and the worst first', async () => {
  const output = memoryOutput();
  const sink = mdSink(output);
  const made = [4, 1, 0, 3, 5].map((at) => ({ ...finding(at), ...(at === 5 && { status: 'baseline' as const }) }));
  await sink.begin(HEADER, ACCOUNTS);
  await sink.findings(made);
  await sink.end(summarise([], made), FINAL_EVIDENCE);
  expect(rowsBelow(output.text, 'Findings').map((row) => row.split(' | ').slice(0, 2))).toEqual([
    ['| critical', 'open'],
    ['| high', 'open'],
    ['| low', 'open'],
    ['| info', 'open'],
    ['| critical', 'baseline'],
  ]);
  // Advice for what counts, once a rule.
  expect(output.text.match(/^- \*\*ADR-/gm)).toHaveLength(4);
});

test('those of enabled accounts come first', async () => {
  const rows = rowsBelow(await page(12), 'Who is no');
  const enabled = rows.map((row) => row.split(' | ').at(-1)!.replace(' |', ''));
  expect(enabled.indexOf('yes')).toBe(0);
  expect(enabled.lastIndexOf('yes')).toBeLessThan(enabled.findIndex((each) => each !== 'yes'));
});

test('names are text: no markup, no cell of their own, no line of their own', async () => {
  const text = await page(400, 60);
  for (const line of text.split('\n').filter((each) => each.startsWith('| '))) {
    expect([4, 6, 7, 8, 9]).toContain(line.match(/(?<!\\)(?:\\\\)*\|/g)!.length);
    expect(line).not.toMatch(/(?<!\\)<|https?:\/\//);
  }
  expect(text).not.toContain('\u202e');
  expect(HOSTILE_NAMES.some((name) => text.includes(name) && /[<\u202e\u001b]/.test(name))).toBe(false);
});

test('a long name is cut, and says how long it is', async () => {
  const output = memoryOutput();
  const sink = mdSink(output);
  const odd = Array.from({ length: 20 }, (_, i) => target(i)).find(
    ({ outcomes }) => outcomes[0]!.verdict === 'cannot',
  )!;
  await sink.begin(HEADER, ACCOUNTS);
  await sink.targets([{ ...odd, target: { ...odd.target, name: 'n'.repeat(2400) } }]);
  await sink.end(summarise([], []), FINAL_EVIDENCE);
  expect(output.text).toContain(`| ${'n'.repeat(300)} ... (2,400 characters) |`);
});

test('the first answers of many accounts, and how many more there are', async () => {
  const output = memoryOutput();
  const sink = mdSink(output);
  const accounts = Array.from({ length: 50 }, (_, i) => ({
    ...ACCOUNTS[0]!,
    sid: `S-1-5-21-1-2-3-${i}`,
    name: `X\\${HOSTILE_NAMES[i % 19]}${'n'.repeat(900)}`,
  }));
  await sink.begin(HEADER, accounts);
  await sink.end(summarise([], []), FINAL_EVIDENCE);
  const shown = [...output.text.matchAll(/Will it work/g)].length;
  expect(shown).toBeGreaterThan(3);
  expect(output.text).toContain(`**${50 - shown} more accounts under audit**`);
  expect(output.text).not.toContain('<script>');
});

test('evidence without a time says so', async () => {
  const output = memoryOutput();
  const sink = mdSink(output);
  const [source] = HEADER.evidence.sources;
  const undated: AuditHeader = {
    ...HEADER,
    evidence: {
      ...HEADER.evidence,
      sources: [{ ...source!, collectedAt: null, modifiedAt: '2026-03-01T00:00:00.000Z' }],
    },
  };
  await sink.begin(undated, ACCOUNTS);
  await sink.end(summarise([], []), { ...FINAL_EVIDENCE, ...undated.evidence, complete: true, gaps: [] });
  expect(output.text).toContain(
    'Evidence collected at a time that is not known (file last changed 2026-03-01) from securelab.snapshot',
  );
  expect(output.text).toContain('Complete: no gaps.');
  expect(output.text).toContain('## Findings\n\nno findings.\n\nNo rule found anything.\n');
});

test.each<[string, Partial<AuditHeader>, boolean, string]>([
  ['where no rules were applied', { rules: [] }, true, 'No rules were applied: nothing was looked for.'],
  [
    'where the evidence is incomplete',
    {},
    false,
    'No rule found anything. The evidence is incomplete: there may be more.',
  ],
])('no findings are no "None." %s', async (_, header, complete, words) => {
  const output = memoryOutput();
  const sink = mdSink(output);
  await sink.begin({ ...HEADER, ...header }, ACCOUNTS);
  await sink.end(summarise([], []), { ...FINAL_EVIDENCE, complete });
  expect(output.text).toContain(`## Findings\n\nno findings.\n\n${words}\n`);
});
