/** Event files that somebody else wrote: whoever can name an account writes into the log. */
import { once } from 'node:events';
import { createWriteStream, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sid } from '../../../src/descriptor/types.js';
import { DomainText, ldif } from '../../e2e/domain-text.js';
import { evtxFile } from '../../verify/evtx-file.js';
import { csvOf, eventXml, securityEventRows, wevtutilXml } from '../../verify/forms.js';
import { parties, type SampleEvent, START, sample, switched } from '../../verify/samples.js';
import { type Attack, answered, type Mounted } from '../attack.js';

const DOMAIN = new DomainText('DC=attacked,DC=example', 'S-1-5-21-11-22-33' as Sid);
const ACT_RID = 5001;
const TARGET_RID = 5002;
const ACT = `${DOMAIN.sid}-${ACT_RID}`;

interface Case {
  readonly name: string;
  readonly what: string;
  readonly seconds?: number;
  readonly mebibytes?: number;
  readonly quick?: true;
  readonly write: (path: string) => void | Promise<void>;
  readonly judge?: Mounted['judge'];
}

/** An answer, or a refusal in few words; nothing that a terminal would obey. */
const orderly: Mounted['judge'] = ({ status, stdout, stderr }) => {
  if (/[\u001b\u0007\u202e]/.test(stdout + stderr)) return 'an escape reached the terminal';
  if (status === 2 && stderr.length > 4000) return `${stderr.length} characters of error`;
  return status !== null && status <= 2 ? null : `exit status ${status}: ${stderr.slice(-500)}`;
};

const held = ({ name, what, seconds = 10, mebibytes = 400, quick, write, judge = orderly }: Case): Attack => ({
  name: `events-${name}`,
  kind: 'events',
  what,
  most: { seconds, mebibytes },
  ...(quick && { quick }),
  async mount(folder) {
    const path = join(folder, 'events');
    await write(path);
    const domain = join(folder, 'domain.ldif');
    writeFileSync(
      domain,
      ldif([...DOMAIN.whole(), DOMAIN.user('act', DOMAIN.rid(ACT_RID)), DOMAIN.user('target', DOMAIN.rid(TARGET_RID))]),
    );
    return { run: ['verify', domain, '--account', 'act', '--exported', 'all', '--events', path], judge };
  },
});

async function stream(path: string, pieces: Iterable<string | Buffer>): Promise<void> {
  const out = createWriteStream(path, { highWaterMark: 1 << 22 });
  for (const piece of pieces) if (!out.write(piece)) await once(out, 'drain');
  out.end();
  await once(out, 'close');
}

function* times(count: number, make: (number: number) => string): Generator<string> {
  for (let number = 0; number < count; number++) yield make(number);
}

const own = (event: SampleEvent, target = 'somebody'): SampleEvent => ({
  ...event,
  data: event.data.map(([name, value]) => {
    if (name === 'SubjectUserSid') return [name, ACT] as const;
    if (name === 'SubjectUserName') return [name, 'act'] as const;
    if (name === 'TargetDomainName') return [name, 'ATTACKED'] as const;
    if (name === 'TargetSid') return [name, target === 'somebody' ? `${DOMAIN.sid}-${TARGET_RID}` : value] as const;
    return name === 'TargetUserName' ? ([name, target] as const) : ([name, value] as const);
  }),
});
const HOSTILE = '\u001b]0;owned\u0007\u202e<script>alert(1)</script>=cmd|calc!A0';
const XML = (text: string) => eventXml(switched(4725)).replace('jdoe', text);
const MANY = Array.from({ length: 1000 }, (_, n) => own(switched(n % 2 === 0 ? 4725 : 4722, { time: START + n })));

export const EVENTS: readonly Attack[] = [
  held({
    name: 'entities',
    what: 'XML with entities that unfold to a thousand million characters',
    quick: true,
    write: (path) =>
      writeFileSync(
        path,
        `<?xml version="1.0"?><!DOCTYPE Events [<!ENTITY a0 "aaaaaaaaaa">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`).join('')}]><Events>${XML('&a9;')}</Events>`,
      ),
  }),
  held({
    name: 'outside',
    what: 'XML that takes its text from a file',
    quick: true,
    write: (path) =>
      writeFileSync(
        path,
        `<?xml version="1.0"?><!DOCTYPE Events [<!ENTITY x SYSTEM "file:///etc/passwd">]><Events>${XML('&x;')}</Events>`,
      ),
    judge: (outcome) =>
      /root:/.test(outcome.stdout + outcome.stderr) ? 'it told what is in the file' : orderly(outcome),
  }),
  held({
    name: 'deep-xml',
    what: 'XML of 5,000,000 elements, each in the next',
    seconds: 20,
    write: (path) => stream(path, ['<Events>', ...times(50, () => '<a>'.repeat(100_000))]),
  }),
  held({
    name: 'one-event',
    what: 'one event as XML, with a name of 500 MB',
    seconds: 30,
    write: (path) => {
      const [before, after] = XML('@@').split('@@');
      return stream(path, [before!, ...times(500, () => 'x'.repeat(1 << 20)), after!]);
    },
  }),
  held({
    name: 'open-attribute',
    what: 'XML whose attribute never ends, 300 MB',
    seconds: 20,
    write: (path) => stream(path, [`<Event xmlns='`, ...times(300, () => 'x'.repeat(1 << 20))]),
  }),
  held({
    name: 'names-xml',
    what: 'names of escapes and markup, as XML',
    quick: true,
    write: (path) =>
      writeFileSync(
        path,
        wevtutilXml([
          own(switched(4725), HOSTILE),
          own(sample(4781, [...parties(), ['OldTargetUserName', HOSTILE], ['NewTargetUserName', HOSTILE]])),
        ]).replace(/[\u0007\u001b]/g, (c) => `&#${c.charCodeAt(0)};`),
      ),
  }),
  held({
    name: 'names-evtx',
    what: 'names of escapes and markup, in an event log',
    quick: true,
    write: (path) =>
      writeFileSync(path, evtxFile([own(switched(4725), HOSTILE), own(switched(4722), '\u0000'.repeat(2000))])),
  }),
  held({
    name: 'many',
    what: 'XML with 600,000 events of the account under audit',
    seconds: 60,
    mebibytes: 900,
    write: (path) => {
      const thousand = `${wevtutilXml(MANY)}\r\n`;
      return stream(
        path,
        times(600, () => thousand),
      );
    },
  }),
  held({
    name: 'renames',
    what: 'XML with 300,000 renames of one account',
    seconds: 60,
    mebibytes: 1000,
    write: (path) =>
      stream(
        path,
        times(
          300_000,
          (n) =>
            `${eventXml(sample(4781, [...parties({ name: `n${n}` }), ['OldTargetUserName', `n${n}`], ['NewTargetUserName', `n${n + 1}`]], { time: START + n }))}\n`,
        ),
      ),
  }),
  held({
    name: 'zeros',
    what: 'an event log of 2 GB, of which nothing but the head is there',
    seconds: 60,
    write: (path) => {
      writeFileSync(path, evtxFile(MANY.slice(0, 50)).subarray(0, 0x1000));
      ftruncateSync(openSync(path, 'r+'), 2 ** 31 + 0x1000);
    },
  }),
  held({
    name: 'one-cell',
    what: 'CSV with a cell of 500 MB that never ends',
    seconds: 30,
    write: (path) =>
      stream(path, [csvOf(securityEventRows(MANY.slice(0, 1))), '"', ...times(500, () => 'x'.repeat(1 << 20))]),
  }),
  held({
    name: 'many-columns',
    what: 'CSV with 2,000,000 columns',
    seconds: 20,
    mebibytes: 600,
    write: (path) =>
      stream(path, [
        'TimeGenerated,EventID',
        ...times(20, () => ',a'.repeat(100_000)),
        '\r\n',
        ...times(20, () => ',b'.repeat(100_000)),
      ]),
  }),
  held({
    name: 'deep-json',
    what: 'JSON of 5,000,000 brackets',
    seconds: 20,
    write: (path) =>
      stream(
        path,
        times(50, () => '['.repeat(100_000)),
      ),
  }),
  held({
    name: 'one-string',
    what: 'JSON with a text of 500 MB',
    seconds: 30,
    write: (path) =>
      stream(path, ['[{"EventID":4725,"TargetUserName":"', ...times(500, () => 'x'.repeat(1 << 20)), '"}]']),
  }),
  held({
    name: 'many-keys',
    what: 'JSON with an object of 3,000,000 keys',
    seconds: 30,
    mebibytes: 700,
    write: (path) =>
      stream(path, [
        '[{"EventID":4725',
        ...times(300, (n) => Array.from({ length: 10_000 }, (_, k) => `,"k${n * 10_000 + k}":1`).join('')),
        '}]',
      ]),
  }),
  held({
    name: 'sensor-line',
    what: 'a log of a sensor with a line of 300 MB',
    seconds: 20,
    write: (path) =>
      stream(path, [
        '2026-10-12 08:30:15.2500 Error RemoteImpersonationManager ',
        ...times(300, () => 'x'.repeat(1 << 20)),
      ]),
  }),
  held({
    name: 'sound',
    what: 'nothing is wrong with it',
    quick: true,
    write: (path) => writeFileSync(path, wevtutilXml(MANY.slice(0, 4))),
    judge: answered(/disagreed|agreed/),
  }),
];
