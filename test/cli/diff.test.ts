import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { diffCommand } from '../../src/cli/diff.js';
import { streamAudit } from '../../src/library/audit.js';
import { withActions } from '../../src/library/rule-set.js';
import { createSinks } from '../../src/report/index.js';
import type { AuditResult } from '../../src/result/audit.js';
import type { DiffResult } from '../../src/result/diff.js';
import { loadRules } from '../../src/rules/index.js';
import { pageOf } from '../report/page.js';
import { FIXTURES } from '../truth/predict.js';
import { validJson } from '../valid-json.js';

const OLD = join(FIXTURES, 'securelab.ldif.gz');
const LATER = join('fixtures', 'securelab-later', 'securelab-later.snapshot');
const SOUTH = 'OU=South,OU=Managed,DC=securelab,DC=local';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-diff-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  process.exitCode = undefined;
});

async function run(...args: string[]): Promise<string> {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  await diffCommand(out)
    .exitOverride()
    .parseAsync([...args, '--quiet', '--no-config'], { from: 'user' });
  return Buffer.concat(chunks).toString('utf8');
}

describe('adreach diff, of two sources', () => {
  test('the sample domain and its later state: every changed verdict has a proven cause', async () => {
    const result = validJson<DiffResult>('diff', await run(OLD, LATER, '-a', 'mdiAction$', '-f', 'json'));
    expect(process.exitCode).toBe(1);
    const { verdicts, targets, findings, delegations } = result.summary;
    expect(verdicts).toMatchObject({ changed: 186, explained: 186, unproven: 0, unexplained: 0 });
    expect(result.verdicts).toHaveLength(186);
    expect(targets).toEqual({ before: 271, after: 271, created: 1, deleted: 1, moved: 2, renamed: 1 });
    expect(findings).toMatchObject({ new: result.findings.new.length, gone: result.findings.gone.length });
    expect(delegations).toEqual({ added: 1, removed: 0, changed: 0 });
    const causesOf = (name: string, action = 'disable') =>
      result.verdicts
        .filter((verdict) => verdict.targetName === `SECURELAB\\${name}` && verdict.action === action)
        .map(({ before, after, causes }) => [
          before?.verdict ?? null,
          after?.verdict ?? null,
          causes.map(({ text }) => text),
        ]);
    expect(causesOf('user009')).toEqual([
      ['can', 'cannot', [`Inheritance was switched off for ${SOUTH}, the entries from above went`]],
    ]);
    expect(causesOf('user005')).toEqual([
      [
        'can',
        'cannot',
        [
          "The account itself was put into SECURELAB\\Domain Admins and AdminSDHolder's list was put on the account itself",
        ],
      ],
    ]);
    expect(causesOf('user004')).toEqual([
      ['can', 'can-until-sdprop', ['The account itself was put into SECURELAB\\Domain Admins']],
    ]);
    expect(causesOf('user003', 'force-password-change')).toEqual([
      ['can', 'no-effect', ['DONT_EXPIRE_PASSWD was set on the account itself']],
    ]);
    expect(causesOf('user002')).toEqual([
      [
        'can',
        'cannot',
        [
          'The account itself was moved from OU=North,OU=Managed,DC=securelab,DC=local to CN=Users,DC=securelab,DC=local',
        ],
      ],
    ]);
    expect(causesOf('user023')).toEqual([
      [
        'cannot',
        'can',
        [
          'An entry was added on OU=Other People,DC=securelab,DC=local ("Allows SECURELAB\\MDI Response Delegation to read and write userAccountControl on descendant user objects")',
        ],
      ],
    ]);
    expect(causesOf('newcomer')).toEqual([[null, 'can', ['The account was made']]]);
    expect(causesOf('user007')).toEqual([['can', null, ['The account was deleted']]]);
    // Renamed and moved without another answer.
    expect(causesOf('user006')).toEqual([]);
    expect(causesOf('user001')).toEqual([]);
    const [account] = result.accounts;
    expect(account!.token.gained.map(({ name }) => name)).toContain('SECURELAB\\Group Policy Creator Owners');
    expect(account!.coverage.before!.populations['people']!.actions['disable']!.can).toBe(130);
    expect(account!.coverage.after!.populations['people']!.actions['disable']!.can).toBe(178);
  }, 60_000);

  test('the same twice: status 0; the table says so in its first line', async () => {
    const text = await run(OLD, OLD, '-a', 'mdiAction$');
    expect(text.split('\n')[0]).toBe('No verdict changed, of 271 accounts.');
    expect(process.exitCode).toBe(0);
    await run(OLD, OLD, '-a', 'mdiAction$', '--require-complete');
    expect(process.exitCode).toBe(3);
  }, 60_000);

  test('as a page, by the name of its file; where there is no page it says why', async () => {
    const path = join(folder, 'june.html');
    await run(OLD, LATER, '-a', 'mdiAction$', '-o', path);
    expect(pageOf(readFileSync(path, 'utf8')).since!.headline).toMatch(/^186 verdicts changed, of 271 accounts/);
    const deleted = join(folder, 'deleted.html');
    await expect(run(OLD, LATER, '-a', 'user007', '-o', deleted)).rejects.toThrow(
      'none of the accounts under audit is in the new sources, so that there is no page of them',
    );
    expect(existsSync(deleted)).toBe(false);
  });

  test('into a file, by its name; never onto a source', async () => {
    const path = join(folder, 'ticket.md');
    await run(OLD, LATER, '-a', 'mdiAction$', '-o', path);
    expect(readFileSync(path, 'utf8').split('\n').slice(0, 3)).toEqual([
      '## What changed',
      '',
      expect.stringMatching(/^\*\*186 verdicts changed, of 271 accounts: 11 causes, each proven; /),
    ]);
    const copy = join(folder, 'copy.snapshot');
    copyFileSync(LATER, copy);
    await expect(run(OLD, copy, '-a', 'mdiAction$', '-o', copy)).rejects.toThrow(/-o is also a source/);
    await expect(run(OLD, LATER)).rejects.toThrow(/no account under audit was named/);
    await expect(run(OLD, LATER, '-a', 'nobody')).rejects.toThrow(/nobody/);
    await expect(run(OLD, LATER, '-a', 'mdiAction$', '--also-new', copy, '-o', copy)).rejects.toThrow(
      /is also a source/,
    );
    await expect(run(OLD, '-', '-a', 'mdiAction$')).rejects.toThrow(/standard input/);
  }, 60_000);
});

describe('adreach diff, of two results', () => {
  const result = async (source: string, name: string): Promise<string> => {
    const path = join(folder, name);
    if (existsSync(path)) return path;
    const sinks = await createSinks(['json'], path);
    await streamAudit({ sources: [source], accounts: ['mdiAction$', 'mdiRoot$'] }, sinks);
    return path;
  };

  test('the same changes, with causes as recorded, none of them proven', async () => {
    const [old, now] = [await result(OLD, 'old.json'), await result(LATER, 'now.json')];
    const found = validJson<DiffResult>('diff', await run(old, now, '-a', 'mdiAction$', '-f', 'json'));
    expect(process.exitCode).toBe(1);
    expect(found.summary.verdicts).toMatchObject({ changed: 186, explained: 0 });
    expect(found.summary.targets).toEqual({ before: 271, after: 271, created: 1, deleted: 1, moved: 2, renamed: 0 });
    expect(found.causes.every(({ proven, because }) => !proven && because !== null)).toBe(true);
    expect(found.before.kind).toBe('result');
    expect(found.notes[0]).toContain('none is proven');
    const sources = validJson<DiffResult>('diff', await run(OLD, LATER, '-a', 'mdiAction$', '-f', 'json'));
    const key = ({ account, target, action, before, after }: DiffResult['verdicts'][number]) =>
      JSON.stringify([account, target, action, before?.verdict, after?.verdict]);
    expect(found.verdicts.map(key).sort()).toEqual(sources.verdicts.map(key).sort());
    const fingerprints = (list: DiffResult['findings']['new']) => list.map(({ fingerprint }) => fingerprint).sort();
    expect(fingerprints(found.findings.new)).toEqual(fingerprints(sources.findings.new));
    expect(fingerprints(found.findings.gone)).toEqual(fingerprints(sources.findings.gone));
    expect(found.accounts[0]!.token).toEqual(sources.accounts[0]!.token);
    const recorded = found.verdicts.find(
      ({ targetName, action }) => targetName === 'SECURELAB\\user003' && action === 'force-password-change',
    );
    expect(recorded!.causes.map(({ text, proven }) => [text, proven])).toEqual([
      ['DONT_EXPIRE_PASSWD was set on the account itself', false],
    ]);
    expect(await run(old, now)).toContain('NOT PROVEN: as recorded in the two results; nothing could be tried.');
  }, 120_000);

  test('of other actions: what both are about, and what is not compared is said', async () => {
    const old = await result(OLD, 'old.json');
    const few = async (name: string, ...actions: readonly string[]) => {
      const path = join(folder, name);
      const sinks = await createSinks(['json'], path);
      const rules = withActions(loadRules([]), actions);
      await streamAudit({ sources: [OLD], accounts: ['mdiAction$', 'mdiRoot$'], rules }, sinks);
      return path;
    };
    const [disable, enable] = [await few('disable.json', 'disable'), await few('enable.json', 'enable')];
    process.exitCode = undefined;
    const found = validJson<DiffResult>('diff', await run(disable, old, '-f', 'json'));
    expect(found.verdicts).toEqual([]);
    expect(found.notes.join(' ')).toContain(
      'old.json is about enable, force-password-change and reset-password: that is not compared',
    );
    await expect(run(disable, old, '--action', 'enable')).rejects.toThrow(/disable\.json has no action "enable"/);
    await expect(run(disable, enable)).rejects.toThrow(/of different actions: disable, and enable/);
  }, 60_000);

  test('what cannot be compared is refused', async () => {
    const old = await result(OLD, 'old.json');
    await expect(run(old, LATER, '-a', 'mdiAction$')).rejects.toThrow(/is the result of an audit, and .* is a source/);
    await expect(run(old, old, '-o', join(folder, 'page.html'))).rejects.toThrow(/two results of audits have no page/);
    await expect(run(old, old, '--also-old', OLD)).rejects.toThrow(/results of audits are not joined/);
    await expect(run(old, old, '-a', 'nobody')).rejects.toThrow(/neither result has an account under audit "nobody"/);
    const text = readFileSync(old, 'utf8');
    const cut = join(folder, 'cut.json');
    writeFileSync(cut, text.slice(0, text.length / 2));
    await expect(run(old, cut)).rejects.toThrow(/cut\.json is no result of an audit that can be compared/);
    const lines = join(folder, 'old.ndjson');
    writeFileSync(lines, '{"type":"header","schema":"adreach/audit/v1"}\n');
    for (const sides of [
      [lines, lines],
      [old, lines],
      [lines, OLD],
    ] as const)
      await expect(run(...sides, '-a', 'mdiAction$')).rejects.toThrow(
        /old\.ndjson is JSON, and no result that adreach audit --format json wrote/,
      );
    await expect(run(old, old, '--scope', 'OU=x', '--expect-coverage', '9%')).rejects.toThrow(
      /--scope and --expect-coverage cannot be used with results/,
    );
    const fewer = join(folder, 'fewer.json');
    const parsed = validJson<AuditResult>('audit', text);
    writeFileSync(fewer, JSON.stringify({ ...parsed, verdicts: parsed.verdicts.slice(8) }));
    await expect(run(old, fewer)).rejects.toThrow(/fewer\.json holds \d+ verdicts, and its summary counts \d+/);
    const odd = join(folder, 'odd.json');
    writeFileSync(odd, text.replace('"verdict":"cannot"', '"verdict":"perhaps"'));
    await expect(run(old, odd)).rejects.toThrow(/verdict \d+ is not as a result has them/);
  }, 120_000);
});
