import { describe, expect, test } from '@jest/globals';
import { simulationTableSink } from '../../../src/report/simulate/table.js';
import type { AuditedAccount, Finding, Outcome, Summary } from '../../../src/result/audit.js';
import type { ChangeDocument } from '../../../src/result/changes.js';
import type { ChangedVerdict } from '../../../src/result/simulate.js';
import type { SimulationEnd } from '../../../src/result/simulate-sink.js';
import { memoryOutput } from '../memory-output.js';

const ACCOUNT = 'S-1-5-21-1-2-3-1105';
const outcome = (verdict: Outcome['verdict'], reason: Outcome['reason']): Outcome => ({
  action: 'disable',
  access: 'granted',
  verdict,
  reason,
  documentedSet: true,
  ace: null,
  caveats: [],
});
const CAN = outcome('can', 'allowed-by-entry');
const CANNOT = outcome('cannot', 'no-entry');
const verdict = (name: string, before: Outcome | null, after: Outcome | null, action = 'disable'): ChangedVerdict => ({
  account: ACCOUNT,
  target: name,
  targetDn: `CN=${name},DC=lab`,
  targetName: `LAB\\${name}`,
  action,
  before,
  after,
});
const finding = (severity: Finding['severity'], subjectName: string, status: Finding['status'] = 'open'): Finding =>
  ({ severity, title: 'Something is wrong', subjectName, status }) as Finding;
const summary = (can: number, cannot: number): Summary =>
  ({
    actions: ['disable', 'force-password-change'].map((action) => ({
      account: ACCOUNT,
      action,
      verdicts: { can, 'can-until-sdprop': 0, 'no-effect': 0, cannot, unknown: 0 },
    })),
  }) as unknown as Summary;

interface Shown {
  readonly changes?: readonly ChangeDocument[];
  readonly verdicts?: readonly ChangedVerdict[];
  readonly appeared?: readonly Finding[];
  readonly gone?: readonly Finding[];
  readonly before?: Summary | null;
  readonly complete?: boolean;
}

async function shown(
  { changes = [], verdicts = [], appeared = [], gone = [], before = summary(10, 1300), complete = true }: Shown,
  width = 80,
): Promise<string> {
  const output = memoryOutput();
  const sink = simulationTableSink(output, { width, colour: false });
  await sink.begin({ schema: 'adreach/simulate/v1', tool: { name: 'adreach', version: '1', rules: '' }, changes });
  await sink.verdicts(verdicts);
  await sink.findings('appeared', appeared);
  await sink.findings('gone', gone);
  await sink.end({
    accounts: [{ sid: ACCOUNT, name: 'LAB\\helper' } as AuditedAccount],
    before,
    after: summary(1010, 300),
    evidence: { domains: [{ dn: 'DC=lab' }], complete, gaps: complete ? [] : [{}] },
  } as unknown as SimulationEnd);
  return output.text;
}

const MOVE: ChangeDocument = {
  do: 'move',
  dn: 'OU=a,DC=lab',
  to: 'OU=b,DC=lab',
  where: 'changes.ldif line 7',
  text: 'Move OU=a,DC=lab to OU=b,DC=lab',
};

describe('the table of a simulation', () => {
  test('changes in words, counts with signs, verdicts by what becomes of them, findings', async () => {
    const text = await shown({
      changes: [MOVE],
      verdicts: [
        verdict('a', CANNOT, CAN),
        verdict('b', CANNOT, CAN),
        verdict('a', CANNOT, CAN, 'enable'),
        verdict('b', CANNOT, CAN, 'enable'),
        verdict('c', CAN, null),
        verdict('d', CANNOT, outcome('unknown', 'conditional-entry')),
      ],
      appeared: [finding('high', 'LAB\\x'), finding('critical', 'OU=y,DC=lab', 'suppressed')],
      complete: false,
    });
    expect(text).toBe(`Simulated: nothing was written to any directory.

Changes (1)
  1  Move OU=a to OU=b (changes.ldif line 7)

LAB\\helper: targets before -> after
  action                                  can                cannot
  ───────────────────── ───────────────────── ─────────────────────
  disable                10 -> 1,010 (+1,000) 1,300 -> 300 (-1,000)
  force-password-change  10 -> 1,010 (+1,000) 1,300 -> 300 (-1,000)

  6 verdicts change, by what becomes of them:
  + 2 disable and enable: cannot (no entry allows it) -> can (an entry
      allows it) (a, b)
  - 1 disable: can (an entry allows it) -> not there (c)
  ~ 1 disable: cannot (no entry allows it) -> unknown (conditional entry)
      (d)

Findings that appear: 1 critical, 1 high
  critical  Something is wrong: OU=y (suppressed)
  high  Something is wrong: x

Findings that go: none

The evidence is incomplete (1 gap): what is unknown before stays so where no
change settles it.
`);
  });

  test('where nothing changes that is said', async () => {
    const text = await shown({ changes: [MOVE], before: summary(1010, 300) });
    expect(text).toContain('  No verdict changes.\n');
    expect(text).toContain('Findings that appear: none\n');
    expect(text).toContain('Findings that go: none\n');
  });

  test.each([40, 60, 80, 140])('%d columns: no line is wider', async (width) => {
    const text = await shown(
      {
        changes: [{ ...MOVE, text: `Move ${'OU=a very long name,'.repeat(20)}DC=lab` }],
        verdicts: Array.from({ length: 8 }, (_, n) => verdict(`account-with-a-long-name-${n}`, CANNOT, CAN)),
        appeared: [finding('critical', 'x'.repeat(200))],
      },
      width,
    );
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  test('what is long is bounded, and what is left out is counted', async () => {
    const reasons = ['no-entry', 'denied-by-entry', 'empty-dacl'] as const;
    const text = await shown({
      changes: Array.from({ length: 1000 }, () => MOVE),
      verdicts: reasons.flatMap((reason) =>
        Array.from({ length: 20 }, (_, n) => verdict('a', outcome('cannot', reason), CAN, `action-${n}`)).flatMap(
          (each, n) => Array.from({ length: n + 1 }, () => each),
        ),
      ),
      gone: Array.from({ length: 1000 }, () => finding('low', 'LAB\\x')),
    });
    expect(text).toContain('  ... and 975 more: --format json has all.\n');
    expect(text).toContain('  ... and 40 more kinds: --format json has all.\n');
    expect(text).toContain('Findings that go: 1,000 low\n');
    expect(text).toContain('  ... and 990 more: --format json has all.\n');
    expect(text.split('\n').length).toBeLessThan(120);
  });

  test('names that do things to terminals do nothing', async () => {
    const text = await shown({
      changes: [{ ...MOVE, text: 'Move \u001b[2Jx', where: 'a\u0007' }],
      verdicts: [verdict('\u001b]0;x\u0007', CANNOT, CAN)],
      appeared: [finding('low', '\u202ex')],
    });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});
