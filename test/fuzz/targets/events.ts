/** Event files of every form. */
import { isDeepStrictEqual } from 'node:util';
import { isSid } from '../../../src/descriptor/index.js';
import type { AuditEvent, Damage } from '../../../src/verify/events/event.js';
import { damagesIn, eventsIn, inputOf, readAll } from '../../verify/events/read.js';
import { evtxFile } from '../../verify/evtx-file.js';
import {
  actionCenterRows,
  csvOf,
  eventXml,
  identityRows,
  rootedXml,
  SENSOR_LOG,
  securityEventRows,
  wevtutilXml,
  windowsEventRows,
} from '../../verify/forms.js';
import { everyKind, HOSTILE, type SampleEvent, START, TARGET_SID } from '../../verify/samples.js';
import { type Outcome, type ParserTarget, promised, type Variant } from '../parser-target.js';

export const EVENT_TARGETS = ['events-evtx', 'events-xml', 'events-csv', 'events-json', 'events-sensor'];

const ALL = everyKind();
/** A few events at a time: what is lost of them shows. */
const portions: readonly (readonly SampleEvent[])[] = [
  ALL,
  ALL.slice(0, 1),
  ALL.slice(1, 3),
  ALL.slice(7, 11),
  ALL.slice(3, 7),
];

const ACTIONS = identityRows([
  { time: START, type: 'Account disabled', target: { sid: TARGET_SID, name: HOSTILE } },
  { time: START, type: 'Account enabled', target: { upn: 'jdoe@example.com' } },
]);
const CENTER = actionCenterRows([
  { time: '2026-10-12T08:30:00Z', action: 'Disable user', status: 'Completed', asset: 'EXAMPLE\\jdoe' },
  { time: '2026-10-12T08:31:00Z', action: 'Enable user', status: 'Failed', asset: HOSTILE, error: 'Access is denied' },
]);

const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const SENSOR_LINES = SENSOR_LOG.split('\r\n')
  .slice(1, 6)
  .map((line) => `${line}\r\n`);

const INPUTS: Readonly<Record<string, readonly (string | Buffer)[]>> = {
  'events-evtx': [...portions.map(evtxFile), evtxFile(Array.from({ length: 40 }, () => ALL).flat())],
  'events-xml': [
    ...portions.map(rootedXml),
    wevtutilXml(ALL),
    ALL.map((event) => `${eventXml(event)}\n`).join(''),
    Buffer.from(`\ufeff${wevtutilXml(ALL.slice(0, 4))}`, 'utf16le'),
  ],
  'events-csv': [
    ...portions.map((events) => csvOf(securityEventRows(events))),
    csvOf(windowsEventRows(ALL), ';'),
    csvOf(ACTIONS),
    csvOf(CENTER),
  ],
  'events-json': [
    ...portions.map((events) => JSON.stringify(windowsEventRows(events))),
    lines(securityEventRows(ALL)),
    JSON.stringify({ Results: windowsEventRows(ALL.slice(0, 3)) }),
    lines(ACTIONS),
    JSON.stringify(CENTER, null, 1),
  ],
  'events-sensor': [SENSOR_LOG, SENSOR_LOG.split('\r\n').slice(2).join('\n'), ...SENSOR_LINES],
};

export async function eventTargets(): Promise<readonly ParserTarget[]> {
  return Promise.all(
    Object.entries(INPUTS).map(async ([name, texts]): Promise<ParserTarget> => {
      const inputs = texts.map((text) => Buffer.from(text as string));
      const whole = await Promise.all(inputs.map(async (bytes) => plain(await readAll(inputOf(bytes)))));
      return {
        name,
        inputs,
        async run(variant: Variant): Promise<Outcome> {
          const items = await readAll(inputOf(variant.bytes));
          const events = plain(items);
          const damages = damagesIn(items);
          for (const event of eventsIn(items)) holdEvent(event);
          if (damages.length === 0) hold(name, variant, events, whole[variant.index]!);
          else holdDamages(damages);
          if (damages.length === 0) return 'without-gaps';
          return events.length === 0 ? 'refused' : 'with-gaps';
        },
      };
    }),
  );
}

const plain = (items: Parameters<typeof eventsIn>[0]) => eventsIn(items).map(({ place: _, ...event }) => event);

/** What is told of without a word about damage. */
function hold(name: string, { damage }: Variant, events: readonly unknown[], whole: readonly unknown[]): void {
  // Checksums: it is what it was, or damage is told.
  if (name === 'events-evtx')
    promised(isDeepStrictEqual(events, whole), () => 'a damaged event log is read as if it were whole');
  // A text that ends behind an event may have been meant so.
  if (damage !== 'cut') return;
  promised(isDeepStrictEqual(events, whole.slice(0, events.length)), () => 'a text that is cut off gives other events');
}

function holdDamages(damages: readonly Damage[]): void {
  for (const { place, what } of damages) {
    promised(
      place.file === 'events' && place.at !== '' && what !== '',
      () => `damage without a place: ${JSON.stringify(place)}`,
    );
    promised(what.length < 1000, () => 'damage is told without measure');
  }
}

function holdEvent(event: AuditEvent): void {
  promised(event.time === null || Number.isFinite(event.time), () => `a time that is none: ${event.time}`);
  const named = 'target' in event ? [event.target.sid] : [];
  for (const sid of [...named, 'actor' in event ? (event.actor?.sid ?? null) : null]) {
    promised(sid === null || isSid(sid), () => `a SID that is none: ${sid}`);
  }
  if (event.kind === 'switched') promised(event.id === 4722 || event.id === 4725, () => 'another number');
}
