import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Sid } from '../../src/descriptor/types.js';
import { type GrowingDirectory, loadDirectory } from '../../src/directory/load.js';
import type { AccountRecord } from '../../src/directory/records.js';
import { RetrieverCollector } from '../../src/facts/retriever-collector.js';
import type { FactContext } from '../../src/facts/scope.js';
import { DOMAIN_SID, GLOBAL, group, memorySource, user } from '../directory/memory-source.js';
import { auditedUser } from '../verdicts/accounts.js';
import { contextOf } from './context.js';

const HOSTS: Sid = `${DOMAIN_SID}-2000`;
const GONE: Sid = 'S-1-5-21-77-77-77-1001';

const scene = async (dacl: string): Promise<GrowingDirectory> =>
  loadDirectory(
    memorySource({ groups: [group(2000, 'hosts', GLOBAL)], descriptors: ['O:SYG:SYD:', `O:SYG:SY${dacl}`] }),
  );

function collector(directory: GrowingDirectory): RetrieverCollector {
  const audited = auditedUser(1000, 'gmsa$', { kind: 'gmsa', record: { managed: { retrievers: 1 } } });
  const { tokens, shared }: FactContext = contextOf(directory, audited);
  return RetrieverCollector.of(tokens, shared)!;
}

/** Takes computers by number; those that are divisible by three are no hosts. */
function take(into: RetrieverCollector, numbers: Iterable<number>): void {
  for (const number of numbers) {
    const name = nameOf(number);
    const record = { type: 'account', ...user(3000 + number, name, { memberOf: number % 3 === 0 ? [] : [0] }) };
    const identity = { sid: `${DOMAIN_SID}-${3000 + number}`, dn: `CN=${name}`, name };
    const found = into.take(record as AccountRecord, identity, 'computer');
    expect(found === null).toBe(number % 3 === 0);
  }
}

const nameOf = (number: number) => `HOST${String(number).padStart(5, '0')}$`;
const namesOf = (from: RetrieverCollector) => from.told().retrievers.map(({ name }) => name);

test('those that may, by name; what no source holds stands before them', async () => {
  const hosts = collector(await scene(`D:(A;;RP;;;${HOSTS})(A;;RP;;;${GONE})`));
  take(hosts, [7, 5, 1, 2, 3, 4]);
  expect(hosts.told()).toEqual({
    retrievers: [
      { sid: GONE, dn: '', name: GONE, className: '', domainController: 'unknown', mayRetrieve: 'yes', through: GONE },
      ...[1, 2, 4, 5, 7].map((number) => ({
        sid: `${DOMAIN_SID}-${3000 + number}`,
        dn: `CN=${nameOf(number)}`,
        name: nameOf(number),
        className: 'computer',
        domainController: 'no',
        mayRetrieve: 'yes',
        through: 'EXAMPLE\\hosts',
      })),
    ],
    furtherRetrievers: 0,
  });
});

test('of more than 1,000 the first by name are named, in whatever order they pass, the others counted', async () => {
  const directory = await scene(`D:(A;;RP;;;${HOSTS})(A;;RP;;;${GONE})`);
  const numbers = Array.from({ length: 4500 }, (_, i) => i).reverse();
  const hosts = collector(directory);
  take(hosts, numbers);
  const { retrievers, furtherRetrievers } = hosts.told();
  const expected = numbers
    .filter((number) => number % 3 !== 0)
    .map(nameOf)
    .sort()
    .slice(0, 999);
  expect(retrievers.map(({ name }) => name)).toEqual([GONE, ...expected]);
  expect(furtherRetrievers).toBe(3000 - 999);
});

test('two halves give what the whole gives, and being asked twice changes nothing', async () => {
  const directory = await scene(`D:(A;;RP;;;${HOSTS})(A;;RP;;;${GONE})`);
  const numbers = Array.from({ length: 1700 }, (_, i) => i);
  const whole = collector(directory);
  take(whole, numbers);
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1700, maxLength: 1700 }), (side) => {
      const [one, other] = [collector(directory), collector(directory)];
      take(
        one,
        numbers.filter((number) => side[number]),
      );
      take(
        other,
        numbers.filter((number) => !side[number]),
      );
      one.merge(other);
      expect(one.told()).toEqual(whole.told());
      expect(namesOf(one)).toEqual(namesOf(whole));
    }),
    { numRuns: 5 },
  );
});
