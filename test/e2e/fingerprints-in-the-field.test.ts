/**
 * A finding is known again as long as its cause stays: whoever is added, whatever an organisational unit is called (the subject's
 * own too), in whatever order the entries come.
 */
import { describe, expect, test } from '@jest/globals';
import { findingsOfText } from './audit-findings.js';
import { copies, type LdifRecord, readRecords, renamed, shuffled, writeRecords } from './ldif-records.js';
import { situations } from './situations.js';

const DOMAIN = 'DC=securelab,DC=local';

const sample = readRecords('fixtures/securelab/securelab.ldif.gz');
/** Of a domain, whose findings, a user like any other, where more of those lie, and units to rename. */
const CASES = [
  {
    name: 'the sample',
    ...sample,
    accounts: [
      'mdiAction$',
      'mdiRoot$',
      'mdiFull$',
      'mdiHolder$',
      'mdiNothing$',
      'mdiOperator$',
      'da-nested',
      'Help Desk',
      'local-system',
    ],
    model: `CN=user036,CN=Users,${DOMAIN}`,
    places: [`CN=Users,${DOMAIN}`, `OU=Other People,${DOMAIN}`],
    newUnit: { dn: `OU=Elsewhere,${DOMAIN}`, like: `OU=Action Accounts,${DOMAIN}` },
  },
  {
    name: 'the situations',
    ...situations,
    accounts: [
      'sit-action$',
      'sit-controller$',
      'sit-owner$',
      'sit-policy$',
      'sit-template$',
      'sit-nothing$',
      'sit-nested$',
      'Help Desk',
      'local-system',
    ],
    model: `CN=dave,OU=People,OU=Situations,${DOMAIN}`,
    places: [`OU=People,OU=Situations,${DOMAIN}`],
    newUnit: { dn: `OU=Elsewhere,${DOMAIN}`, like: `OU=Groups,OU=Situations,${DOMAIN}` },
  },
];

describe.each(CASES)('$name', ({ head, records, accounts, model, places, newUnit }) => {
  const prints = async (of: readonly LdifRecord[]) => {
    const found = await findingsOfText(writeRecords(head, of), accounts);
    const all = found.map(({ fingerprint }) => fingerprint).sort();
    expect(all.filter((one, i) => one === all[i - 1])).toEqual([]);
    return all;
  };
  const before = prints(records);

  test('holds neither names nor places', async () => {
    const all = await before;
    expect(all.length).toBeGreaterThan(30);
    expect(all.filter((one) => /\b(CN|OU|DC)=|securelab/i.test(one))).toEqual([]);
  });

  test('a hundred unrelated users', async () => {
    const user = records.find(({ dn }) => dn === model)!;
    for (const place of places) expect(await prints([...records, ...copies(user, place, 100)])).toEqual(await before);
  });

  test('the same where nobody was before: what is told of them comes on top', async () => {
    const user = records.find(({ dn }) => dn === model)!;
    const unit = records.find(({ dn }) => dn === newUnit.like)!;
    const guid = Buffer.from('unrelated-unit00');
    const made: LdifRecord = {
      dn: newUnit.dn,
      lines: unit.lines.map(([name, value]) => [
        name,
        name === 'dn' ? newUnit.dn : name === 'objectGUID' ? guid : value,
      ]),
    };
    const after = await prints([...records, made, ...copies(user, newUnit.dn, 100)]);
    const kept = new Set(after);
    expect((await before).filter((one) => !kept.has(one))).toEqual([]);
    const added = new Set(await before);
    for (const one of after.filter((print) => !added.has(print))) expect(one).toMatch(/^ADR-NOT-DELEGATED/);
  });

  test('every organisational unit under another name', async () => {
    const units = records.map(({ dn }) => dn).filter((dn) => /^OU=(?!Domain Controllers,)/i.test(dn));
    expect(units.length).toBeGreaterThan(2);
    // From below, so that the names of those above still hold.
    const other = units
      .sort((a, b) => b.length - a.length)
      .reduce<readonly LdifRecord[]>((all, dn, i) => renamed(all, dn, dn.replace(/^OU=[^,]*/i, `OU=Q${i}`)), records);
    expect(await prints(other)).toEqual(await before);
  });

  test.each([7, 99])('shuffled %i', async (seed) => {
    expect(await prints(shuffled(records, seed))).toEqual(await before);
  });
});
