/** The text forms of event files: each gives what the event log gives, hostile names among it; damage is told with its place. */
import { describe, expect, test } from '@jest/globals';
import { actionMapping } from '../../../src/verify/events/action-mapping.js';
import type { AuditEvent } from '../../../src/verify/events/event.js';
import { evtxFile } from '../evtx-file.js';
import {
  actionCenterRows,
  csvOf,
  eventXml,
  identityRows,
  rootedXml,
  SENSOR_LOG,
  securityEventRows,
  splunkRows,
  wevtutilXml,
  windowsEventRows,
} from '../forms.js';
import { access, everyKind, HOSTILE, START, switched, TARGET_SID } from '../samples.js';
import { damagesIn, eventsIn, inputOf, readAll } from './read.js';

const EVENTS = everyKind();

const plain = ({ place: _, ...event }: AuditEvent) => event;

async function whole(text: string | Buffer, piece?: number): Promise<readonly unknown[]> {
  const items = await readAll(inputOf(text, 'events', piece));
  expect(damagesIn(items)).toEqual([]);
  return eventsIn(items).map(plain);
}

async function damaged(text: string | Buffer) {
  const items = await readAll(inputOf(text));
  return { events: eventsIn(items).length, damages: damagesIn(items).map(({ place, what }) => `${place.at}: ${what}`) };
}

const expected = async () => whole(evtxFile(EVENTS));

const FORMS: Readonly<Record<string, string | Buffer>> = {
  'wevtutil without a root': wevtutilXml(EVENTS),
  'wevtutil with a root': rootedXml(EVENTS),
  'wevtutil as UTF-16': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(wevtutilXml(EVENTS), 'utf16le')]),
  'ToXml lines': EVENTS.map((event) => `${eventXml(event)}\n`).join(''),
  'SecurityEvent as CSV': csvOf(securityEventRows(EVENTS)),
  'SecurityEvent as CSV with semicolons': `\ufeff${csvOf(securityEventRows(EVENTS), ';')}`,
  'SecurityEvent as JSON': JSON.stringify(securityEventRows(EVENTS), null, 2),
  'WindowsEvent as CSV, EventData as text': csvOf(windowsEventRows(EVENTS)),
  'WindowsEvent as JSON, EventData dynamic': JSON.stringify(windowsEventRows(EVENTS)),
  'WindowsEvent, one object a line': windowsEventRows(EVENTS)
    .map((row) => `${JSON.stringify(row)}\n`)
    .join(''),
  'WindowsEvent, EventData as text in JSON': JSON.stringify(
    windowsEventRows(EVENTS).map((row) => ({ ...row, EventData: JSON.stringify(row['EventData']) })),
  ),
  'an answer of a workspace': JSON.stringify({
    tables: [
      {
        name: 'PrimaryResult',
        columns: Object.keys(windowsEventRows(EVENTS)[0]!).map((name) => ({ name, type: 'string' })),
        rows: windowsEventRows(EVENTS).map((row) => Object.values(row)),
      },
    ],
  }),
  'results of Splunk as CSV': csvOf(splunkRows(EVENTS)),
  'results of Splunk, one object a line': splunkRows(EVENTS)
    .map((result, offset) => `${JSON.stringify({ preview: false, offset, result })}\n`)
    .join(''),
  'results of Splunk as JSON': JSON.stringify({ results: splunkRows(EVENTS) }),
  'results of hunting': JSON.stringify({ Results: windowsEventRows(EVENTS) }),
};

test.each(Object.keys(FORMS))('%s: the same events as in the log, read in pieces of any size', async (name) => {
  const events = await expected();
  expect(events).toHaveLength(EVENTS.length);
  for (const piece of [0x10000, 1000, 77]) expect(await whole(FORMS[name]!, piece)).toEqual(events);
});

test('events of other logs with the same numbers are none', async () => {
  const forged = [
    eventXml(switched(4725)).replace('Microsoft-Windows-Security-Auditing', 'Forged'),
    eventXml(switched(4725)).replace('<Channel>Security<', '<Channel>Application<'),
    eventXml(switched(4725)),
  ];
  expect(await whole(forged.join('\n'))).toHaveLength(1);
  const rows = windowsEventRows([switched(4725)]).flatMap((row) => [
    row,
    { ...row, Provider: 'Forged' },
    { ...row, Channel: 'Application' },
  ]);
  expect(await whole(JSON.stringify(rows))).toHaveLength(1);
});

describe('XML that is damaged, or made to be', () => {
  const three = [switched(4725), switched(4722), switched(4725)].map(eventXml);

  test('an event that does not end: the next one is read', async () => {
    const { events, damages } = await damaged(`${three[0]}\n${three[1]!.slice(0, 300)}\n${three[2]}`);
    expect(events).toBe(2);
    expect(damages).toEqual(['line 2: an event does not end']);
  });

  test('the end is missing', async () => {
    expect(await damaged(`${three[0]}\n${three[1]!.slice(0, -20)}`)).toEqual({
      events: 1,
      damages: ['line 2: the last event does not end: the file is cut off'],
    });
    expect((await damaged(rootedXml([switched(4725)]).slice(0, -12))).damages).toEqual([
      'line 3: the element around the events does not end: the file is cut off',
    ]);
  });

  test('text between events', async () => {
    expect((await damaged(`${three[0]}\nnonsense\n${three[1]}`)).damages).toEqual([
      'line 1: 8 characters stand between events',
    ]);
  });

  test('a document type is refused, and with it whatever it would expand', async () => {
    const declared = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>';
    const bomb = `${declared}${three[0]!.replace('>jdoe<', '>&b;<')}`;
    await expect(damaged(bomb)).rejects.toThrow('the file declares a document type');
    expect((await damaged(three[0]!.replace('>jdoe<', '>&b;<'))).damages).toEqual([
      expect.stringContaining("it holds an entity that is not one of XML's own (&b;)"),
    ]);
  });

  test.each([
    ['an entity that nobody declared', '>&unknown;<', "it holds an entity that is not one of XML's own"],
    ['a character that is none', '>&#x110000;<', "it holds an entity that is not one of XML's own"],
    ['CDATA', '><![CDATA[jdoe]]><', 'it holds what Windows does not write'],
    ['a comment', '><!-- jdoe --><', 'it holds what Windows does not write'],
    ['depth', `>${'<a>'.repeat(20)}${'</a>'.repeat(20)}<`, 'its elements are nested too deeply'],
    ['width', `>${'<a/>'.repeat(3000)}<`, 'it has too many elements'],
    ['a value twice', ">x</Data><Data Name='TargetUserName'>y<", 'it has two values "TargetUserName"'],
  ])('%s is told, and the event left out', async (_, put, what) => {
    const { events, damages } = await damaged([three[0]!.replace('>jdoe<', put), three[1]].join('\n'));
    expect(events).toBe(1);
    expect(damages).toEqual([expect.stringContaining(what)]);
  });

  test('an event without end takes no memory without end', async () => {
    const long = three[0]!.replace('>jdoe<', `>${'j'.repeat(3_000_000)}<`);
    const { events, damages } = await damaged(`${three[1]}\n${long}\n${three[2]}`);
    expect(events).toBe(2);
    expect(damages).toEqual([expect.stringContaining('an event does not end within')]);
  });
});

describe('tables', () => {
  test('IdentityDirectoryEvents: the target by its SID in AdditionalFields, by UPN, by name', async () => {
    const rows = identityRows([
      { time: START, type: 'Account disabled', target: { sid: TARGET_SID, name: HOSTILE } },
      { time: START, type: 'Account Disabled changed', target: { upn: 'jdoe@example.com' } },
      { time: START, type: 'SAM Account Name changed', target: { name: 'EXAMPLE\\jdoe' }, actor: '' },
    ]);
    const events = [
      {
        kind: 'reported',
        by: 'identity-directory-events',
        action: 'disable',
        time: START,
        target: { sid: TARGET_SID, name: HOSTILE },
      },
      { action: 'switch', target: { sid: null, upn: 'jdoe@example.com' }, actor: { name: 'mdiAction$' } },
      {
        action: null,
        title: 'SAM Account Name changed',
        target: { name: 'jdoe', domain: 'EXAMPLE' },
        actor: { domain: 'example.com' },
      },
    ];
    const last = { ...events[2], actor: null };
    expect(await whole(JSON.stringify(rows))).toMatchObject([events[0], events[1], last]);
    expect(await whole(csvOf(rows))).toMatchObject([events[0], events[1], last]);
  });

  const ACTIONS = actionCenterRows([
    { time: '2026-10-12T08:30:00Z', action: 'Disable user', status: 'Completed', asset: 'EXAMPLE\\jdoe' },
    {
      time: '2026-10-12 08:31:00',
      action: 'Force password reset',
      status: 'Failed',
      asset: 'jdoe@example.com',
      error: 'Access is denied',
    },
    { time: '', action: 'Isolate device', status: 'Pending', asset: HOSTILE },
  ]);

  test('the action center: columns by name; a time without a zone is none', async () => {
    expect(await whole(csvOf(ACTIONS))).toMatchObject([
      {
        by: 'action-center',
        action: 'disable',
        outcome: 'succeeded',
        time: Date.UTC(2026, 9, 12, 8, 30),
        target: { name: 'jdoe', domain: 'EXAMPLE' },
      },
      {
        action: 'force-password-change',
        outcome: 'failed',
        time: null,
        error: 'Access is denied',
        target: { upn: 'jdoe@example.com' },
      },
      { action: null, title: 'Isolate device', outcome: 'pending', target: { name: HOSTILE } },
    ]);
  });

  test('another list of actions by a mapping', async () => {
    const mapping = actionMapping({
      columns: { time: ['Wann'], action: ['Was'], status: ['Ergebnis'], target: ['Wen'] },
      actions: { disable: ['Konto sperren'] },
      status: { succeeded: ['fertig'] },
      utc: true,
    });
    const text = 'Wann;Was;Ergebnis;Wen\n2026-10-12 08:30:00;Konto sperren;fertig;jdoe\n';
    expect(eventsIn(await readAll(inputOf(text), mapping))).toMatchObject([
      { action: 'disable', outcome: 'succeeded', time: Date.UTC(2026, 9, 12, 8, 30), target: { name: 'jdoe' } },
    ]);
    await expect(readAll(inputOf(text))).rejects.toThrow('it is no export of events or actions that is known');
  });

  test('rows that are damaged are told one by one', async () => {
    const text = csvOf(securityEventRows([switched(4725), switched(4722), switched(4725)]));
    const lines = text.split('\r\n');
    lines[2] = lines[2]!.replace(/^("[^"]*",)/, '');
    expect(await damaged(lines.join('\r\n'))).toEqual({
      events: 2,
      damages: [expect.stringMatching(/^row 2 \(line 3\): it has 22 cells, and there are 23 columns$/)],
    });
    expect((await damaged(text.slice(0, -30))).damages).toEqual([
      'row 3 (line 4): the file is cut off in the middle of it',
    ]);
    expect((await damaged(text.slice(0, -2))).damages).toEqual([
      expect.stringContaining('no line end stands behind it'),
    ]);
    expect((await damaged(text.replace('"4722"', '"x4722"'))).damages).toEqual([
      'row 2 (line 3): "x4722" is no number of an event',
    ]);
  });

  test('JSON that is cut off, or no JSON', async () => {
    const text = JSON.stringify(windowsEventRows([switched(4725), switched(4722)]));
    expect(await damaged(text.slice(0, -1))).toEqual({
      events: 2,
      damages: ['line 1: the file is cut off: its list does not end'],
    });
    expect(await damaged(text.slice(0, -30))).toEqual({
      events: 1,
      damages: ['line 1: the file is cut off in the middle of a value'],
    });
    expect((await damaged(text.replace('"Channel":', '"Channel"'))).damages).toEqual([
      expect.stringMatching(/^line 1: it is no JSON/),
    ]);
    const deep = `{"EventID":4725,"EventData":${'['.repeat(100)}${']'.repeat(100)}}`;
    expect((await damaged(`${JSON.stringify(windowsEventRows([switched(4725)])[0])}\n${deep}`)).damages).toEqual([
      'line 2: it is nested too deeply',
    ]);
    const proto = `{"EventID":4725,"Channel":"Security","EventData":{"__proto__":{"x":1},"TargetSid":"${TARGET_SID}"}}`;
    expect(await whole(proto)).toMatchObject([{ kind: 'switched', target: { sid: TARGET_SID } }]);
  });
});

test('a log of a sensor: the two entries of the configuration, and failures to log on', async () => {
  expect(await whole(SENSOR_LOG)).toMatchObject([
    { entry: 'entity-remediator-configuration', localTime: '2026-10-12 08:00:02.0001', time: null },
    { entry: 'update-configuration', level: 'Info' },
    { entry: 'logon-failed', account: 'mdiAction$' },
    { entry: 'logon-failed', account: 'mdiAction$', level: 'Error' },
    { entry: 'logon-failed', account: 'mdiAction$', level: 'Warn' },
  ]);
  expect((await damaged(`${SENSOR_LOG}2026-10-12 08:0`)).damages).toEqual([
    'the last line: no line end stands behind it: it may be cut off',
  ]);
});

test('whether an audit was of a failure: as numbers and as words', async () => {
  const rows = [
    ['0x8010000000000000', false],
    ['9227875636482146304', false],
    ['-9218868437227405312', false],
    ['Audit Failure', false],
    ['0x8020000000000000', true],
    ['-9214364837600034816', true],
    ['Audit Success', true],
    ['\u00dcberwachung fehlgeschlagen', null],
    ['', null],
  ] as const;
  const [row] = windowsEventRows([access('6f1b5a3c-5e0c-4f0e-9a47-3f3c5a0d1b77', '0x20', '')]);
  const events = await whole(JSON.stringify(rows.map(([Keywords]) => ({ ...row, Keywords }))));
  expect(events).toMatchObject(rows.map(([, success]) => ({ success })));
});

test('what Splunk shows in words is not read', async () => {
  const rows = splunkRows([switched(4725)]).map((row) => ({ ...row, _raw: '10/12/2026 08:30:15 AM LogName=Security' }));
  expect((await damaged(csvOf(rows))).damages).toEqual([
    'row 1 (line 2): its text (_raw) is no XML, and what it shows is in the language of the system',
  ]);
});

test('what is no event file is refused with what to do', async () => {
  await expect(readAll(inputOf(''))).rejects.toThrow('the file is empty');
  await expect(readAll(inputOf(Buffer.from([0x1f, 0x8b, 8, 0])))).rejects.toThrow('the file is packed');
  await expect(readAll(inputOf('<Objs Version="1.1.0.1">'))).rejects.toThrow(
    'objects that PowerShell exported are not read',
  );
  await expect(readAll(inputOf('a,b\n1,2\n'))).rejects.toThrow('its columns: "a", "b"');
  await expect(readAll(inputOf('{"a":1}'))).rejects.toThrow('its columns: "a"');
});
