/** Exports as they come: deleted objects, SIDs and GUIDs as text, encodings of other tools, attributes left out. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import {
  allBut,
  auditOf,
  DomainText,
  denies,
  type Entry,
  GRANTS_ALL,
  GroupType,
  grants,
  ldif,
  sid,
  withMemberOf,
} from './domain-text.js';

const SID = 'S-1-5-21-3310-3320-3330';
const OLD = 'S-1-5-21-3410-3420-3430';
const domain = () => new DomainText('DC=mill,DC=test', SID);
const without = ({ dn, values }: Entry, ...names: readonly string[]): Entry => ({
  dn,
  values: Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name))),
});

describe('deleted objects', () => {
  test.each<[string, string | null, boolean]>([
    ['by name and attribute', '\\0ADEL:', true],
    ['by the name alone', '\\0ADEL:', false],
    ['by the attribute alone', null, true],
    ['by a name with the line feed as it is', '\nDEL:', false],
    ['by a name with its escape in lower case', '\\0adel:', false],
  ])('%s: no target, no principal, no member', async (_, mark, attribute) => {
    const d = domain();
    const dn = (name: string) =>
      mark === null ? d.at(name) : `CN=${name}${mark}8a1b2c3d-1111-2222-3333-444455556666,CN=Deleted Objects,${d.dn}`;
    const deleted = (entry: Entry, name: string): Entry => ({
      dn: dn(name),
      values: { ...entry.values, ...(attribute && { isDeleted: 'TRUE' }) },
    });
    const { access, targets, token } = await auditOf('pia', [
      [
        ...d.frame(),
        d.user('pia', { memberOf: [dn('Sluice'), d.at('Wheel')] }),
        deleted(d.group('Sluice', GroupType.global, [d.at('pia')], d.rid(4001)), 'Sluice'),
        d.group('Wheel', GroupType.global, [d.at('pia'), dn('miller')], d.rid(4002)),
        deleted(d.target('miller', GRANTS_ALL), 'miller'),
        d.target('by sluice', grants(`${SID}-4001`)),
        d.target('not sluice', allBut(`${SID}-4001`)),
        d.target('by wheel', grants(`${SID}-4002`)),
      ],
    ]);
    expect(access(['by sluice', 'not sluice', 'by wheel'])).toEqual({
      'by sluice': 'denied',
      'not sluice': 'granted',
      'by wheel': 'granted',
    });
    expect(targets.filter((name) => name.startsWith('miller'))).toEqual([]);
    expect(token).not.toContain(`${SID}-4001`);
  });

  test('isDeleted FALSE is living; below a deleted place nobody is', async () => {
    const d = domain();
    const below = `CN=heir,OU=Loft\\0ADEL:8a1b2c3d-1111-2222-3333-444455556666,CN=Deleted Objects,${d.dn}`;
    const { targets } = await auditOf('pia', [
      [
        ...d.frame(),
        d.user('pia', { isDeleted: 'FALSE' }),
        d.target('lives', GRANTS_ALL, { isDeleted: 'FALSE' }),
        { dn: below, values: d.target('heir', GRANTS_ALL).values },
      ],
    ]);
    expect([...targets].sort()).toEqual(['lives', 'pia']);
  });

  test('a group in between that was deleted leads nowhere; a former SID of one still counts', async () => {
    const d = domain();
    const gone = `CN=Race\\0ADEL:8a1b2c3d-1111-2222-3333-444455556666,CN=Deleted Objects,${d.dn}`;
    const { access } = await auditOf('pia', [
      [
        ...d.frame(),
        d.user('pia', { sIDHistory: sid(`${SID}-4102`) }),
        d.group('Weir', GroupType.global, [gone], d.rid(4101)),
        {
          dn: gone,
          values: { ...d.group('Race', GroupType.global, [d.at('pia')], d.rid(4102)).values },
        },
        d.target('above', grants(`${SID}-4101`)),
        d.target('itself', grants(`${SID}-4102`)),
      ],
    ]);
    expect(access(['above', 'itself'])).toEqual({ above: 'denied', itself: 'granted' });
  });
});

describe('SIDs and GUIDs as text', () => {
  test.each<[string, (text: string) => string]>([
    ['as Windows prints them', (text) => text],
    ['in lower case', (text) => text.toLowerCase()],
    ['with blanks around them', (text) => ` ${text} `],
  ])('%s', async (_, written) => {
    const d = domain();
    const asText = ({ dn, values }: Entry, own: string): Entry => ({
      dn,
      values: { ...values, objectSid: written(own) },
    });
    const user = d.user('pia', {
      objectGUID: '{0C3D2B1A-1111-2222-3333-444455556677}',
      sIDHistory: written(`${OLD}-1200`),
    });
    const member = `<GUID=0c3d2b1a-1111-2222-3333-444455556677>;<SID=${SID}-4201>;${d.at('pia')}`;
    const { access, evidence } = await auditOf('pia', [
      [
        ...d.frame().map((entry) => (entry.dn === d.dn ? asText(entry, SID) : entry)),
        asText(user, `${SID}-4201`),
        asText(d.foreign(`${OLD}-1200`), `${OLD}-1200`),
        asText(d.group('Wheel', GroupType.global, [member]), `${SID}-4202`),
        asText(d.group('Old Wheel', GroupType.local, [d.foreignDn(`${OLD}-1200`)]), `${SID}-4203`),
        asText(d.builtin(548, 'Account Operators', [d.at('Wheel')]), 'S-1-5-32-548'),
        d.target('self', grants(`${SID}-4201`), { objectGUID: '0c3d2b1a-1111-2222-3333-444455556688' }),
        d.target('wheel', grants(`${SID}-4202`)),
        d.target('old', grants(`${SID}-4203`)),
        d.target('alias', grants('S-1-5-32-548')),
      ],
    ]);
    expect(access(['self', 'wheel', 'old', 'alias'])).toEqual({
      self: 'granted',
      wheel: 'granted',
      old: 'granted',
      alias: 'granted',
    });
    expect(evidence.gaps.filter(({ code }) => code === 'entry-damaged')).toEqual([]);
  });

  test('of trusts and of the schema', async () => {
    const d = domain();
    const e = new DomainText('DC=barn,DC=test', OLD);
    const { access } = await auditOf('pia', [
      [...d.frame(), ...d.partitions(d), d.trust(e, 8, 1), d.user('pia')],
      [
        ...e.frame(),
        ...e.partitions(e),
        e.trust(d, 8, 2, { securityIdentifier: SID }),
        e.object(`CN=User-Account-Control,CN=Schema,CN=Configuration,${e.dn}`, ['top', 'attributeSchema'], {
          lDAPDisplayName: 'userAccountControl',
          schemaIDGUID: 'bf967a68-0de6-11d0-a285-00aa003049e2',
          attributeSecurityGUID: '{4c164200-20c0-11d0-a768-00aa006e0529}',
        }),
        e.target('by set', '(OA;;WP;4c164200-20c0-11d0-a768-00aa006e0529;;AU)'),
      ],
    ]);
    expect(access(['by set'])).toEqual({ 'by set': 'granted' });
  });

  test('a text that is no SID is damage, and said', async () => {
    const d = domain();
    const { access, evidence } = await auditOf('pia', [
      [
        ...d.frame(),
        d.user('pia'),
        d.group('Wheel', GroupType.global, [d.at('pia')], { objectSid: 'S-1-5-21-1-2-zz' }),
        d.target('a', grants(`${SID}-4301`)),
      ],
    ]);
    expect(access(['a'])).toEqual({ a: 'unknown' });
    expect(evidence.gaps).toContainEqual(expect.objectContaining({ code: 'entry-damaged', dn: d.at('Wheel') }));
  });
});

/** Somebody with groups of every type, and targets of which each rests on one of them. */
function mill(): Entry[] {
  const d = domain();
  return [
    ...d.frame(),
    ...d.partitions(d),
    d.user('pia', { sIDHistory: sid(`${OLD}-1200`) }),
    d.group('Stone', GroupType.global, [d.at('pia')], d.rid(5001)),
    d.group('Stones', GroupType.universal, [d.at('Stone')], d.rid(5002)),
    d.group('Yard', GroupType.local, [d.at('Stones')], d.rid(5003)),
    d.group('Mail', GroupType.distribution, [d.at('pia')], d.rid(5004)),
    d.group('Nobody', GroupType.global, [], d.rid(5005)),
    d.builtin(544, 'Administrators', [d.at('Yard')]),
    d.target('global', grants(`${SID}-5001`)),
    d.target('not local', allBut(`${SID}-5003`)),
    d.target('letters', grants(`${SID}-5004`)),
    d.target('not empty', allBut(`${SID}-5005`)),
    d.target('administrators', grants('BA')),
    d.target('primary', grants(`${SID}-513`)),
    d.target('old', grants(`${OLD}-1200`)),
  ];
}
const RIGHT: Readonly<Record<string, string>> = {
  global: 'granted',
  'not local': 'denied',
  letters: 'denied',
  'not empty': 'granted',
  administrators: 'granted',
  primary: 'granted',
  old: 'granted',
};

describe('how a tool writes an export changes nothing', () => {
  const text = ldif(withMemberOf(mill()));
  const utf16 = (content: string) => Buffer.from(content, 'utf16le');
  test.each<[string, string | Uint8Array]>([
    ['as it is', text],
    ['lines end as on Windows', text.replaceAll('\n', '\r\n')],
    ['UTF-8 with a mark', `\ufeff${text}`],
    ['UTF-16 with a mark', utf16(`\ufeff${text.replaceAll('\n', '\r\n')}`)],
    ['UTF-16 without', utf16(text)],
    ['UTF-16, big end first', utf16(`\ufeff${text}`).swap16()],
    ['UTF-16, big end first, without a mark', utf16(text).swap16()],
    ['packed', gzipSync(text)],
    [
      'with version, comments and the end of a search',
      `version: 1\n\n# requesting: ALL\n#\n\n${text}# search result\nsearch: 2\nresult: 0 Success\n`,
    ],
    ['as changes', text.replaceAll(/^(dn:.*)$/gm, '$1\nchangetype: add')],
    ['lines folded', text.replaceAll(/^(.{40})(.+)$/gm, '$1\n $2')],
    [
      'names in capitals',
      text.replaceAll(/^([A-Za-z-]+)(::?) /gm, (_, name: string, colons: string) => `${name.toUpperCase()}${colons} `),
    ],
    [
      'everything in base64',
      text.replaceAll(
        /^([A-Za-z-]+): (.*)$/gm,
        (_, name: string, value: string) => `${name}:: ${Buffer.from(value).toString('base64')}`,
      ),
    ],
    ['members as a range that is whole', text.replaceAll(/^member: /gm, 'member;range=0-*: ')],
    ['in the other order', ldif(withMemberOf(mill()).reverse())],
  ])('%s', async (_, source) => {
    expect((await auditOf('pia', [source])).access(Object.keys(RIGHT))).toEqual(RIGHT);
  });

  test('what is no LDIF is refused in a line', async () => {
    const csv = 'DN,objectClass\n"CN=a,DC=mill,DC=test",user\n';
    await expect(auditOf('pia', [csv])).rejects.toThrow(/a CSV file/);
    await expect(auditOf('pia', ['[{"dn": "CN=a,DC=mill,DC=test"}]\n'])).rejects.toThrow(/line 1/);
  });
});

describe('an attribute that no object came with, where nobody says what was asked for', () => {
  test.each([
    [['member']],
    [['memberOf']],
    [['member', 'memberOf']],
    [['groupType']],
    [['primaryGroupID']],
    [['sIDHistory']],
    [['userAccountControl']],
    [['nTSecurityDescriptor']],
    [['nCName']],
    [['nETBIOSName']],
  ])('%p: what was known is so still, or not known, and that is said', async (names) => {
    const cut = withMemberOf(mill()).map((entry) => without(entry, ...names));
    const { access, evidence } = await auditOf('pia', [ldif(cut)], { exported: null });
    const answers = access(Object.keys(RIGHT));
    const other = Object.entries(answers).filter(([name, answer]) => answer !== 'unknown' && answer !== RIGHT[name]);
    expect(other).toEqual([]);
    expect(evidence.gaps).not.toEqual([]);
  });

  // memberOf of the account and of its groups tells the same as the lists of the groups.
  test('without member: memberOf decides what it tells', async () => {
    const cut = withMemberOf(mill()).map((entry) => without(entry, 'member'));
    const { access } = await auditOf('pia', [ldif(cut)], { exported: null });
    expect(access(['global', 'not local', 'administrators', 'letters'])).toEqual({
      global: 'granted',
      'not local': 'denied',
      administrators: 'granted',
      letters: 'denied',
    });
  });

  test('without objectClass nobody is known to be an account, and that is said', async () => {
    const cut = mill().map((entry) => without(entry, 'objectClass'));
    await expect(auditOf('pia', [ldif(cut)], { exported: null })).rejects.toThrow(/objectClass/);
  });
});

describe('a domain of which one list in a hundred names somebody who was deleted', () => {
  const GONE = `${SID}-9001`;
  const NAMES = Array.from({ length: 200 }, (_, i) => `hand ${i}`);
  const isOld = (i: number) => i % 100 === 50;
  const old = NAMES.filter((_, i) => isOld(i));

  /** The entries for the account come behind a denial of the one who is gone. */
  function entries(): readonly Entry[] {
    const d = domain();
    return [
      ...d.whole(),
      d.user('pia'),
      d.group('Wheel', GroupType.global, [d.at('pia')], d.rid(4002)),
      ...NAMES.map((name, i) => d.target(name, `${isOld(i) ? denies(GONE) : ''}${grants(`${SID}-4002`)}`)),
    ];
  }
  const granted = Object.fromEntries(NAMES.map((name) => [name, 'granted']));

  test('where memberOf tells all groups of the account, it is none of them', async () => {
    const { access, evidence } = await auditOf('pia', [withMemberOf(entries())]);
    expect(access(NAMES)).toEqual(granted);
    expect(evidence.unknown).toEqual([]);
  });

  test('where it was not asked for, these two are open, with the SID that nobody has, and no others', async () => {
    const asked = ['objectClass', 'nTSecurityDescriptor', 'member', 'objectSid', 'sAMAccountName', 'groupType'];
    const more = ['userAccountControl', 'primaryGroupID', 'sIDHistory', 'isDeleted', 'dSHeuristics'];
    const { access, of, evidence } = await auditOf('pia', [ldif(entries())], { exported: [...asked, ...more] });
    expect(access(NAMES)).toEqual({ ...granted, ...Object.fromEntries(old.map((name) => [name, 'unknown'])) });
    for (const name of old) {
      expect(of(name)).toMatchObject({ reason: 'unresolved-trustee', ace: { trustee: GONE } });
    }
    const byReason = evidence.unknown!.map(({ reason, targets }) => [reason, targets]);
    expect(byReason).toEqual([['unresolved-trustee', old.length]]);
  });
});
