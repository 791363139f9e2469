/** The walk-through of docs/rules.md, done as it says: its files written, its commands run, what it shows compared. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { AuditResult } from '../../src/result/audit.js';
import { validJson } from '../valid-json.js';

/** Built by `npm test`; another build can be named. */
const CLI = process.env.ADREACH_CLI ?? join(process.cwd(), 'dist', 'cli', 'index.js');
const built = existsSync(CLI) ? describe : describe.skip;

interface Step {
  readonly kind: 'run' | 'shows' | 'file';
  readonly path: string;
  readonly text: string;
}

function steps(page: string): readonly Step[] {
  const blocks = page.matchAll(/<!-- walk-through: (run|shows|file)(?: (\S+))? -->\n```\w*\n(.*?)```\n/gs);
  return [...blocks].map(([, kind, path = '', text]) => ({ kind: kind as Step['kind'], path, text: text! }));
}

built('docs/rules.md, step by step', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-walk-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** One command as the page has it: words, some of them in double quotes. */
  const run = (line: string): string => {
    const [program, ...args] = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
    expect(program).toBe('adreach');
    // Findings at "high" are no failure of the command.
    const options = args[0] === 'audit' ? ['--fail-on', 'never'] : [];
    return execFileSync(process.execPath, [CLI, ...args, ...options], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  };

  test('does what it says', () => {
    copyFileSync('fixtures/securelab/securelab.ldif.gz', join(folder, 'securelab.ldif.gz'));
    const all = steps(readFileSync('docs/rules.md', 'utf8'));
    expect(all.map(({ kind }) => kind)).toEqual([
      'run',
      'shows',
      'file',
      'run',
      'shows',
      'file',
      'file',
      'run',
      'shows',
      'run',
    ]);
    let shown = '';
    for (const { kind, path, text } of all) {
      if (kind === 'file') {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      } else if (kind === 'run') shown = text.trim().split('\n').map(run).join('');
      else for (const line of text.trim().split('\n')) expect(shown).toContain(line);
    }

    const result = validJson<AuditResult>('audit', readFileSync(join(folder, 'result.json'), 'utf8'));
    const unlock = result.summary.actions.find(({ action }) => action === 'unlock')!;
    expect(unlock.verdicts).toEqual({ can: 27, 'can-until-sdprop': 0, 'no-effect': 0, cannot: 239, unknown: 5 });
    const own = result.findings.filter(({ rule }) => rule === 'ORG-CANNOT-UNLOCK');
    const granted = (id: string) =>
      new Set(
        result.verdicts
          .filter(({ action, access }) => action === id && access === 'granted')
          .map(({ target }) => target),
      );
    const [disable, unlocked] = [granted('disable'), granted('unlock')];
    expect(own.length).toBeGreaterThan(50);
    for (const { subject } of own) expect([disable.has(subject), unlocked.has(subject)]).toEqual([true, false]);
    const catalogue = readFileSync(join(folder, 'catalogue.md'), 'utf8');
    expect(catalogue).toContain('### ORG-CANNOT-UNLOCK\n');
    expect(catalogue).toContain('- a computer: nothing\n');
    expect(catalogue).toContain('### unlock\n');
  });
});
