/** The recording of the situations is what their script makes of the directory server today. */
import { describe, expect, test } from '@jest/globals';
import { type LdifRecord, parsed, readRecords } from '../e2e/ldif-records.js';
import { labAddress, labOrReason } from '../lab-available.js';
import { difference, recordSituations } from './record-situations.mjs';

const reason = await labOrReason('recording the situations');

/** What of an entry is the same each time. */
const lasting = ({ dn, lines }: LdifRecord) => ({
  dn,
  lines: lines
    .filter(([name]) => !/^(pwdLastSet|msDS-ManagedPasswordId|objectGUID)$/i.test(name))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : value.toString('base64')}`)
    .sort(),
});

const parts = (situations: LdifRecord[], fresh: LdifRecord[]) => ({
  situations: situations.map(lasting),
  domain: fresh.filter(({ dn }) => !/,CN=Configuration,/.test(dn)).map(({ dn }) => dn),
});

describe('a difference of exports', () => {
  test('holds what is new and what changed', () => {
    const before = 'version: 1\n\ndn: CN=a\nx: 1\n\ndn: CN=b\nx: 1\n\n';
    const after = 'version: 1\n\ndn: CN=a\nx: 1\n\ndn: CN=b\nx: 2\n\ndn: CN=c\nx: 1\n\n';
    expect(difference(before, after)).toBe('version: 1\n\ndn: CN=b\nx: 2\n\ndn: CN=c\nx: 1\n\n');
  });
});

(reason === null ? describe : describe.skip)('recorded afresh', () => {
  test('the situations are the same', async () => {
    const { fresh, situations } = await recordSituations(await labAddress());
    const recorded = ['situations.ldif', 'fresh.ldif.gz'].map(
      (name) => readRecords(`fixtures/situations/${name}`).records,
    );
    const now = [situations, fresh].map((text) => text.split('\n\n').slice(1).flatMap(parsed));
    expect(parts(now[0]!, now[1]!)).toEqual(parts(recorded[0]!, recorded[1]!));
  }, 120_000);
});
