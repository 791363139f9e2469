import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { streamAudit } from '../../src/library/audit.js';
import { columns } from '../../src/report/encode/terminal.js';
import { tableSink } from '../../src/report/table/index.js';
import type { AuditSink } from '../../src/result/sink.js';
import { memoryOutput } from './memory-output.js';
import { ACCOUNTS, drive, finding, HEADER, summarise } from './sample.js';

const COLOURS = /\u001b\[[\d;]*m/g;
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/;

interface Screen {
  readonly width?: number;
  readonly colour?: boolean;
  readonly reports?: readonly string[];
}

async function screen(write: (sink: AuditSink) => Promise<unknown>, options: Screen = {}): Promise<string> {
  const { width = 80, colour = false, reports = [] } = options;
  const output = memoryOutput();
  await write(tableSink(output, { width, colour }, { reports }));
  return output.text;
}

const sample = (options: Screen = {}, ...accounts: string[]) =>
  screen(
    (sink) =>
      streamAudit(
        {
          sources: ['fixtures/securelab/securelab.ldif.gz'],
          accounts: accounts.length === 0 ? ['mdiAction$'] : accounts,
        },
        sink,
      ),
    options,
  );

describe('the first screen', () => {
  test('of the sample domain: everything on 24 lines of 80 columns, the prompt included', async () => {
    const lines = (await sample()).split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    const text = lines.join('\n').replace(/file last changed \S+/, 'file last changed DAY');
    expect(text).toBe(`securelab.local: Time of collection not known; file last changed DAY
SECURELAB\\mdiAction$ can disable 130 of 213 enabled people it is meant to reach,
and it lasts; also 1 of 31 Tier-0 accounts, 4 more until AdminSDHolder's run.
  Will it work?      partly   56-61 %, by action
  Is it safe?        no       4 critical, 40 high findings
  Can I trust this?  partly   date unknown, incomplete (2 gaps), 18 verdicts
                              unknown, 12 manual checks open
  █ can  ▓ for now        disable       enable        force change  reset
  ▒ no effect  · cannot                                             password
  ? unknown
  Enabled people     213  ████···? 130  ████···? 130  ███▒···? 122  ████···? 121
  Tier-0 accounts     31  █▓······ 1    █▓······ 1    █▓······ 1    █▓······ 1
  Service accounts    12  ········ 0    ········ 0    ········ 0    ········ 0
  Computers            5  ········ 0    ········ 0    ········ 0    ········ 0
  3 more populations  10  ████···· 5    ████···· 5    ███▒···· 4    ████···· 5

  Why not  57 no entry allows it: delegate on OU=Other People (gains 50)
           12 an entry denies it: remove their denial (gains 3; may be meant)
            3 entry is for another class: delegate for inetOrgPerson on
              OU=Managed (gains 3; Tier-0 accounts below)
  Worst    critical: The account is granted actions on a protected account:
           SECURELAB\\da-inheritance-on.
  More     --verbose, or a report to read and hand on: --html report.html
`);
  });

  test('is what README shows', async () => {
    const undated = (text: string) => text.replace(/file last changed \S+/, 'file last changed DAY');
    const shown = /```text\n(securelab\.local: [\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))![1]!;
    expect(undated(shown)).toBe(undated(await sample({ reports: ['adreach-report.html'] })));
  });

  test.each([40, 48, 60, 72, 80, 99, 100, 140, 200])('no line is wider than %i columns', async (width) => {
    for (const text of [
      await sample({ width }, 'mdiAction$', 'local-system'),
      await screen((sink) => drive(sink, 120), { width }),
    ])
      expect(text.split('\n').filter((line) => columns(line) > width)).toEqual([]);
  });

  test('colours change nothing but colours, and names nothing at all', async () => {
    const coloured = await screen((sink) => drive(sink, 200), { colour: true });
    expect(coloured).toMatch(COLOURS);
    const plain = await screen((sink) => drive(sink, 200));
    expect(coloured.replaceAll(COLOURS, '')).toBe(plain);
    expect(plain).not.toMatch(CONTROLS);
  });

  test('every account under audit by its name, one after the other', async () => {
    const lines = (await sample({}, 'mdiAction$', 'helpdesk1')).split('\n');
    const heads = lines.filter((line) => /^SECURELAB\\/.test(line)).map((line) => line.split(' ')[0]);
    expect(heads).toEqual(['SECURELAB\\mdiAction$', 'SECURELAB\\helpdesk1']);
    expect(lines.filter((line) => line.startsWith('  More '))).toHaveLength(1);
    expect(lines.join('\n')).not.toContain('S-1-5');
  });

  test('says where the report is', async () => {
    const text = await sample({ reports: ['out/report.html'] });
    expect(text).toMatch(/^ {2}Report {3}out\/report\.html\n$/m);
    expect(text).not.toContain('--html');
  });

  test('with what has changed since the former result', async () => {
    const text = await screen(async (sink) => {
      const summary = summarise([], [finding(0)]);
      await sink.begin(HEADER, ACCOUNTS.slice(0, 1));
      const none = { can: 0, 'can-until-sdprop': 0, 'no-effect': 0, cannot: 0, unknown: 0 };
      await sink.end(
        {
          ...summary,
          accounts: [
            {
              sid: ACCOUNTS[0]!.sid,
              actions: {},
              populations: { people: { targets: 5, actions: { disable: { ...none, can: 3, cannot: 2 } } } },
              scope: [],
              outside: 7,
              holes: [],
              delegations: [],
              furtherDelegations: 0,
              managed: null,
            },
          ],
          baseline: {
            sha256: 'a'.repeat(64),
            findings: 9,
            same: 5,
            gone: 4,
            added: 2,
            byAccount: [{ sid: ACCOUNTS[0]!.sid, gone: 4, added: 2 }],
            sameActions: true,
            sameRules: false,
            reach: [{ sid: ACCOUNTS[0]!.sid, scope: [], populations: { people: { targets: 5, can: { disable: 1 } } } }],
          },
        },
        HEADER.evidence,
      );
    });
    expect(text).toContain('  Since    disable 1 to 3; 2 new findings, 4 gone; by other rules\n');
    expect(text).toContain('  7 targets outside of its scope, not counted above\n');
    expect(text).toContain('  Worst    no open finding\n');
  });

  test('a million accounts: shares, where numbers do not fit', async () => {
    const text = await screen(async (sink) => {
      await sink.begin(HEADER, ACCOUNTS.slice(0, 1));
      const counts = { can: 999_999, 'can-until-sdprop': 0, 'no-effect': 0, cannot: 1, unknown: 0 };
      const few = { ...counts, can: 1, cannot: 9_999 };
      const actions = (of: typeof counts) => Object.fromEntries(HEADER.actions.map(({ id }) => [id, of]));
      const summary = summarise([], []);
      await sink.end(
        {
          ...summary,
          accounts: [
            {
              sid: ACCOUNTS[0]!.sid,
              actions: {},
              populations: {
                people: { targets: 1_000_000, actions: actions(counts) },
                'tier-zero': { targets: 10_000, actions: actions(few) },
              },
              scope: [],
              outside: 0,
              holes: [],
              delegations: [],
              furtherDelegations: 0,
              managed: null,
            },
          ],
        },
        HEADER.evidence,
      );
    });
    expect(text.split('\n').filter((line) => columns(line) > 80)).toEqual([]);
    expect(text).toContain('can disable 999,999 of 1,000,000 enabled people');
    expect(text).toMatch(/Enabled people {2}1,000,000( {2}█+· 99 % ?){4}/);
    expect(text).toMatch(/Tier-0 accounts {4}10,000( {2}█·+ <1 % ?){4}/);
  });
});
