/**
 * A server that does all at once what servers do: small pages, empty ones with a cookie, ranges, referrals, limits of size
 * and time, busy, connections that drop or fall silent. Whatever comes of it, a collection ends, and what it has is the
 * directory, or it says what is missing; what was interrupted can be gone on with until it is whole.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AdreachError } from '../../../src/errors/index.js';
import type { LdapOptions } from '../../../src/sources/ldap/index.js';
import { Journal } from '../../../src/sources/ldap/journal/journal.js';
import { Random } from '../../fuzz/random.js';
import { DOMAIN, entry, SD, sampleDirectory, user } from './stand-in/directory.js';
import { collectWithJournal, contentOf, type Outcome } from './stand-in/journaled.js';
import { optionsFor } from './stand-in/options.js';
import { type SearchFault, type StandIn, startStandIn } from './stand-in/server.js';

let folder: string;
let server: StandIn;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-chaos-'));
});
afterEach(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

const directory = [
  ...sampleDirectory(120),
  entry(`CN=Apart,${DOMAIN}`, { objectClass: ['top', 'device'], nTSecurityDescriptor: SD }),
  user('below', `CN=Apart,${DOMAIN}`),
  ...Array.from({ length: 5 }, (_, i) => user(`user9${i}`, DOMAIN, {}, ['objectguid'])),
];

/** What one request in so many meets. */
function fault(random: Random, calm: number): SearchFault | undefined {
  if (!random.chance(1 / calm)) return undefined;
  return random.weighted<SearchFault>([
    [4, { kind: 'result', code: 4, after: random.below(6) }],
    [3, { kind: 'result', code: 3, after: random.below(6) }],
    [2, { kind: 'result', code: 11, after: random.below(6) }],
    [3, { kind: 'result', code: random.pick([51, 52]), after: random.below(3) }],
    [4, { kind: 'drop', after: random.below(8) }],
    [1, { kind: 'silence' }],
    [1, { kind: 'result', code: random.pick([1, 50, 53, 80]), after: random.below(6) }],
    [3, { kind: 'delay', milliseconds: random.below(50) }],
    [1, { kind: 'raw', bytes: Buffer.from(Array.from({ length: 1 + random.below(20) }, () => random.below(256))) }],
  ]);
}

/** What ends a collection before it has begun is an outcome here, too. */
const run = (options: LdapOptions, journal: () => Journal): Promise<Omit<Outcome, 'info'>> =>
  collectWithJournal(options, journal).catch((error: unknown) => ({ entries: [], gaps: [], error }));

describe('a server that does everything at once', () => {
  test.each(Array.from({ length: 10 }, (_, seed) => seed))(
    'seed %i',
    async (seed) => {
      const random = new Random(seed);
      let calm = Number.POSITIVE_INFINITY;
      server = await startStandIn({
        entries: directory,
        maxPageSize: 7,
        maxValues: 30,
        emptyPages: true,
        referrals: ['ldap://elsewhere.stand.in/DC=elsewhere'],
        absentLogic: seed % 2 === 0 ? 'false' : 'undefined',
        onSearch: () => fault(random, calm),
      });
      const options = optionsFor(server.url, { connections: 1 + (seed % 3), timeout: 1 });
      const whole = await run(options, () => Journal.create(join(folder, 'whole')));
      expect([whole.gaps, whole.error]).toEqual([[], undefined]);
      const expected = contentOf(whole.entries);
      expect(new Set(expected).size).toBe(expected.length);

      const path = join(folder, 'x.partial');
      let begun = false;
      let last: Omit<Outcome, 'info'> | undefined;
      // Ever calmer: a server that is never well is never read to the end.
      for (calm of [8, 15, 25, 40, 80, Number.POSITIVE_INFINITY]) {
        last = await run(options, () => {
          const journal = begun ? Journal.open(path) : Journal.create(path);
          begun = true;
          return journal;
        });
        if (last.error !== undefined) {
          expect(last.error).toBeInstanceOf(AdreachError);
          continue;
        }
        // Nothing twice, nothing that is not there; and nothing missing without a word.
        const found = contentOf(last.entries);
        const dns = last.entries.map(({ dn }) => dn);
        expect(new Set(dns).size).toBe(dns.length);
        if (last.gaps.length === 0) expect(found).toEqual(expected);
        else expect(dns.filter((dn) => !whole.entries.some((there) => there.dn === dn))).toEqual([]);
      }
      expect([last?.gaps, last?.error]).toEqual([[], undefined]);
      expect(contentOf(last!.entries)).toEqual(expected);
    },
    120_000,
  );
});
