import { describe, expect, test } from '@jest/globals';
import { parseSddl } from '../../src/descriptor/index.js';
import type { Ace } from '../../src/descriptor/types.js';
import { ADMINSDHOLDER_DEFAULTS } from '../../src/directory/adminsdholder-defaults.js';
import { loadDirectory } from '../../src/directory/load.js';
import { type DefaultPlace, WindowsDefaults } from '../../src/directory/windows-defaults.js';
import { WELL_KNOWN_DEFAULTS } from '../../src/directory/windows-defaults-data.js';
import { domainId } from './ids.js';
import { DOMAIN_DN, DOMAIN_LOCAL, DOMAIN_SID, group, memorySource } from './memory-source.js';

const DNS_ADMINS = `${DOMAIN_SID}-1101`;
const OU_DEFAULT = 'D:(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;DA)(OA;;CCDC;bf967aba-0de6-11d0-a285-00aa003049e2;;AO)';

const ace = (sddl: string): Ace => parseSddl(`D:${sddl}`, { domainSid: DOMAIN_SID }).dacl!.aces[0]!;

async function defaults() {
  const unit = {
    type: 'class' as const,
    name: 'organizationalUnit',
    guid: 'bf967aa5-0de6-11d0-a285-00aa003049e2',
    parent: 'top',
    category: 1,
    auxiliary: [],
    attributes: [],
    defaultSddl: OU_DEFAULT,
  };
  return new WindowsDefaults(
    await loadDirectory(memorySource({ groups: [group(1101, 'DnsAdmins', DOMAIN_LOCAL)], more: [unit] as never })),
  );
}

const OBJECT: DefaultPlace = {
  dn: null,
  container: false,
  className: 'organizationalUnit',
  domain: domainId(0),
  isolated: false,
};
const HEADS = {
  domain: DOMAIN_DN,
  configuration: `CN=Configuration,${DOMAIN_DN}`,
  schema: `CN=Schema,CN=Configuration,${DOMAIN_DN}`,
};

describe('what Windows itself puts there', () => {
  test('every row of the table, on its object, with its source', async () => {
    const known = await defaults();
    for (const { context, place, entries, source } of WELL_KNOWN_DEFAULTS) {
      const dn = place === '' ? HEADS[context] : `${place},${HEADS[context]}`;
      expect(source).toMatch(/Windows Server 2016/);
      expect(known.isWellKnown(dn.toUpperCase(), domainId(0))).toBe(true);
      for (const entry of entries) {
        const one = ace(entry.replace('<DnsAdmins>', DNS_ADMINS));
        expect([dn, entry, known.of(one, { ...OBJECT, className: 'none', dn, container: true })]).toEqual([
          dn,
          entry,
          'yes',
        ]);
      }
    }
  });

  test('every entry of AdminSDHolder of every version: there, and on whoever bears its list', async () => {
    const known = await defaults();
    const dn = `CN=AdminSDHolder,CN=System,${DOMAIN_DN}`;
    for (const entry of ADMINSDHOLDER_DEFAULTS.flatMap(({ entries }) => entries)) {
      expect(known.of(ace(entry), { ...OBJECT, dn, container: true })).toBe('yes');
      expect(known.of(ace(entry), { ...OBJECT, isolated: true })).toBe('yes');
    }
  });

  test.each<[string, string, Partial<DefaultPlace>, string]>([
    ['of the class', '(OA;;CCDC;bf967aba-0de6-11d0-a285-00aa003049e2;;AO)', { container: true }, 'yes'],
    [
      'of the class, inherited by others too',
      '(OA;CI;CCDC;bf967aba-0de6-11d0-a285-00aa003049e2;;AO)',
      { container: true },
      'no',
    ],
    ['the same on what nobody inherits from', '(OA;CI;CCDC;bf967aba-0de6-11d0-a285-00aa003049e2;;AO)', {}, 'yes'],
    ['other rights', '(OA;;CC;bf967aba-0de6-11d0-a285-00aa003049e2;;AO)', { container: true }, 'no'],
    ['other trustee', '(OA;;CCDC;bf967aba-0de6-11d0-a285-00aa003049e2;;BO)', { container: true }, 'no'],
    ['a deny of the same', '(OD;;CCDC;bf967aba-0de6-11d0-a285-00aa003049e2;;AO)', { container: true }, 'no'],
    ["AdminSDHolder's, on what inherits", '(A;;CCDCLCSWRPWPLOCRRCWDWO;;;DA)', {}, 'no'],
    ['a class whose default was not read', '(A;;GA;;;BO)', { className: 'user' }, 'unknown'],
    ['the same, for one of the domain', '(A;;GA;;;DU)', { className: 'user' }, 'unknown'],
    ['the same, for somebody', `(A;;GA;;;${DOMAIN_SID}-1666)`, { className: 'user' }, 'no'],
    ['the same, for another domain', '(A;;GA;;;S-1-5-21-9-9-9-512)', { className: 'user' }, 'no'],
    ['on the head of the domain, another version may', '(A;;CR;;;BO)', { dn: DOMAIN_DN, container: true }, 'unknown'],
    ['there, for somebody', `(A;;CR;;;${DOMAIN_SID}-1666)`, { dn: DOMAIN_DN, container: true }, 'no'],
  ])('%s: %s', async (_, entry, place, expected) => {
    expect((await defaults()).of(ace(entry), { ...OBJECT, ...place })).toBe(expected);
  });
});
