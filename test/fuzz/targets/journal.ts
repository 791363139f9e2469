/** What an interrupted collection left: the journal that `adreach collect --resume` goes on with. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FilterParser } from 'ldapts';
import type { RawEntry } from '../../../src/sources/entry.js';
import { Journal } from '../../../src/sources/ldap/journal/journal.js';
import { EVERY_GUID } from '../../../src/sources/ldap/partition.js';
import type { PlannedSearch } from '../../../src/sources/ldap/plan.js';
import type { PlainObject } from '../inputs/objects.js';
import { type Outcome, type ParserTarget, promised } from '../parser-target.js';
import type { Files } from './files.js';
import { directories } from './ldif.js';

const FILTER = FilterParser.parseString('(objectClass=*)');
/** Entries of one search. */
const UNIT = 8;
const RUN = { startedAt: '2026-01-01T00:00:00.000Z', serverTime: null, highestCommittedUSN: '4711' };
const IDENTITY = {
  defaultNamingContext: 'DC=lab',
  configurationNamingContext: 'CN=Configuration,DC=lab',
  schemaNamingContext: 'CN=Schema,CN=Configuration,DC=lab',
  domain: null,
  server: null,
  dnsHostName: 'dc.lab',
  boundAs: 'auditor',
};

export function journalTargets(lab: Buffer, files: Files, seed: number): readonly ParserTarget[] {
  const all = directories(lab, seed).map((objects) => objects.map(rawEntry));
  const written = new Set(all.flat().map(textOf));
  return [
    {
      name: 'journal',
      inputs: all.map((entries) => journalOf(files, entries)),
      costly: 0.2,
      run({ bytes }): Outcome {
        const journal = Journal.open(files.write('fuzz.journal', bytes));
        try {
          let replayed = 0;
          for (const { entries } of journal.replay()) {
            for (const entry of entries) {
              replayed++;
              promised(written.has(textOf(entry)), () => `${entry.dn} was never written like that`);
            }
          }
          const finished = journal.records.reduce((sum, { entries }) => sum + entries, 0);
          promised(replayed === finished, () => `${finished} entries were finished, ${replayed} are there`);
          // Whatever was cut off goes on at a whole block.
          journal.begin(IDENTITY, RUN);
          return 'accepted';
        } finally {
          journal.close();
        }
      },
    },
  ];
}

const rawEntry = ({ dn, attributes }: PlainObject): RawEntry => ({
  dn,
  attributes: new Map(attributes.map(([name, values]) => [name.toLowerCase(), values])),
});

function textOf({ dn, attributes }: RawEntry): string {
  return JSON.stringify([dn, [...attributes].map(([name, values]) => [name, values.map((v) => v.toString('base64'))])]);
}

/** Searches of a few entries each, the last one not finished. */
function journalOf(files: Files, entries: readonly RawEntry[]): Buffer {
  const path = join(files.folder, 'real.journal');
  rmSync(path, { force: true });
  const journal = Journal.create(path);
  journal.begin(IDENTITY, RUN);
  for (let at = 0; at < entries.length; at += UNIT) {
    const page = entries.slice(at, at + UNIT);
    const unit = journal.unit(searchOf(at));
    unit.entries(page.slice(0, 3));
    unit.entries(page.slice(3));
    if (at + UNIT >= entries.length) break;
    const record = { what: 'the domain', base: 'DC=lab', scope: 'sub', filter: '(objectClass=*)', attributes: ['cn'] };
    unit.done({ ...record, entries: page.length, attempts: 1, parts: 1, incomplete: null });
  }
  journal.referral(['ldap://other.example/DC=other']);
  journal.close();
  return readFileSync(path);
}

function searchOf(number: number): PlannedSearch {
  return {
    base: 'DC=lab',
    scope: 'sub',
    filter: FILTER,
    whole: FILTER,
    attributes: [`attribute${number}`],
    descriptors: true,
    use: 'accounts',
    what: 'the domain',
    range: EVERY_GUID,
  };
}
