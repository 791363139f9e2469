/** What an object came without is absent where it was asked for and may be read there; else nothing is taken from it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeSecurityDescriptor, encodeSid, parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';
import { type AuditOptions, audit } from '../../src/library/audit.js';

const DN = 'DC=acme,DC=test';
const DOMAIN: Sid = 'S-1-5-21-100-200-300';
const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
/** The property set of `member` and `memberOf` (MS-ADSC). */
const MEMBERSHIP = 'bc0ac240-79a9-11d0-9020-00c04fc2d4cf';
const READ_ALL = '(A;;RPLCLORC;;;AU)';

const base64 = (name: string, bytes: Uint8Array) => `${name}:: ${Buffer.from(bytes).toString('base64')}`;
const sd = (aces: string) =>
  base64('nTSecurityDescriptor', encodeSecurityDescriptor(parseSddl(`O:SYG:SYD:${aces}`, { domainSid: DOMAIN })));
const sid = (rid: number | Sid) =>
  base64('objectSid', encodeSid(typeof rid === 'number' ? (`${DOMAIN}-${rid}` as Sid) : rid));
const entry = (rdn: string, ...lines: readonly string[]) => [`dn: ${rdn}${DN}`, ...lines, '', ''].join('\n');

const container = (rdn: string, name: string) =>
  entry(rdn, 'objectClass: top', `objectClass: ${name}`, sd(READ_ALL), ...(name === 'domainDNS' ? [sid(DOMAIN)] : []));
const group = (name: string, rid: number | Sid, aces: string, ...lines: readonly string[]) =>
  entry(
    `CN=${name},OU=Groups,`,
    ...['objectClass: top', 'objectClass: group', `sAMAccountName: ${name}`, 'groupType: -2147483646'],
    ...[sid(rid), sd(aces), ...lines],
  );
const user = (name: string, rid: number, aces: string, ...lines: readonly string[]) =>
  entry(
    `CN=${name},OU=People,`,
    ...['objectClass: top', 'objectClass: person', 'objectClass: organizationalPerson', 'objectClass: user'],
    ...[`sAMAccountName: ${name}`, 'userAccountControl: 512', 'primaryGroupID: 513', sid(rid), sd(aces), ...lines],
  );

const member = (name: string, ou = 'People') => `member: CN=${name},OU=${ou},${DN}`;
const memberOf = (name: string) => `memberOf: CN=${name},OU=Groups,${DN}`;
const CLOSED = 2001;
const denied = `(OD;;WP;${UAC};;${DOMAIN}-${CLOSED})(OA;;WP;${UAC};;${DOMAIN}-1000)`;
const allowed = `(OA;;WP;${UAC};;${DOMAIN}-${CLOSED})`;

interface Domain {
  /** What stands before the entries. */
  readonly head?: string;
  /** Entries of the group of which no members were shown. */
  readonly closed: string;
  /** Further lines of the account under audit. */
  readonly actor?: readonly string[];
  /** Lines of the group that shows that members were asked for. */
  readonly other?: readonly string[];
  readonly more?: readonly string[];
}

/** Targets: `d`, which the group of unseen members is denied on, and `a`, which it is granted on. */
const domain = ({ head = '', closed, actor = [], other = [member('reader')], more = [] }: Domain) =>
  [
    head,
    container('', 'domainDNS'),
    container('OU=Groups,', 'organizationalUnit'),
    container('OU=People,', 'organizationalUnit'),
    container('CN=System,', 'container'),
    container('CN=AdminSDHolder,CN=System,', 'container'),
    group('Domain Users', 513, READ_ALL, ...(actor.length > 0 ? [memberOf('Everybody')] : [])),
    group('Everybody', 2003, READ_ALL, ...(actor.length > 0 ? [member('Domain Users', 'Groups')] : [])),
    group('Auditors', 2002, READ_ALL, ...other),
    group('Closed', CLOSED, closed),
    user('actor', 1000, READ_ALL, ...actor),
    user('reader', 1001, READ_ALL),
    user('stranger', 1002, READ_ALL),
    user('d', 1003, READ_ALL + denied),
    user('a', 1004, READ_ALL + allowed),
    ...more,
  ].join('');

let folder: string;
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-read-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function answers(text: string, options: Partial<AuditOptions> = {}) {
  const path = join(folder, `${files++}.ldif`);
  writeFileSync(path, text);
  const { verdicts, evidence } = await audit({
    sources: [path],
    accounts: ['actor'],
    actions: ['disable'],
    ...options,
  });
  const of = (name: string) => verdicts.find(({ targetName }) => targetName === `ACME\\${name}`)!.access;
  const gaps = evidence.gaps.filter(({ code, dn }) => code === 'members-incomplete' && dn?.startsWith('CN=Closed,'));
  return `${of('d')} ${of('a')}${gaps.length > 0 ? ', said' : ''}`;
}

const KNOWN = 'granted denied';
const OPEN = 'unknown unknown, said';

describe('a group that came without members', () => {
  test.each<[string, string, string]>([
    ['which every reader may read: it has none', READ_ALL, KNOWN],
    ['by its property set', `(OA;;RP;${MEMBERSHIP};;AU)`, KNOWN],
    ['by a right for Everyone', '(A;;RP;;;WD)', KNOWN],
    ['which nobody is known to read', '(A;;RP;;;SY)', OPEN],
    ['of which the list is denied to everybody', `(OD;;RP;${MEMBERSHIP};;WD)${READ_ALL}`, OPEN],
    ['of which something else is denied', `(OD;;RP;${UAC};;WD)${READ_ALL}`, KNOWN],
    ['denied to a group that whoever read may be in', `(OD;;RP;${MEMBERSHIP};;${DOMAIN}-2002)${READ_ALL}`, OPEN],
    ['denied to it too late', `${READ_ALL}(OD;;RP;${MEMBERSHIP};;${DOMAIN}-2002)`, KNOWN],
  ])('%s', async (_, closed, expected) => {
    expect(await answers(domain({ closed }))).toBe(expected);
  });

  test('the groups that hold Authenticated Users are held by every reader', async () => {
    const closed = '(A;;RP;;;S-1-5-32-554)';
    const well = `CN=S-1-5-11,CN=ForeignSecurityPrincipals,${DN}`;
    const alias = (...lines: string[]) =>
      group('Compatible', 'S-1-5-32-554', READ_ALL, 'groupType: -2147483643', ...lines).replace(
        'groupType: -2147483646\n',
        '',
      );
    const principal = `dn: ${well}\nobjectClass: top\nobjectClass: foreignSecurityPrincipal\n${sid('S-1-5-11')}\n\n`;
    expect(await answers(domain({ closed, more: [alias()] }))).toBe(OPEN);
    expect(await answers(domain({ closed, more: [alias(`member: ${well}`), principal] }))).toBe(KNOWN);
    // The name of a foreign principal that was not exported says who it is.
    expect(await answers(domain({ closed, more: [alias(`member: ${well}`)] }))).toBe(KNOWN);
  });

  test('who read can be said', async () => {
    const closed = `(OD;;RP;${MEMBERSHIP};;${DOMAIN}-2002)${READ_ALL}`;
    const proven = { actor: [], more: [] };
    expect(await answers(domain({ closed, ...proven }), { reader: 'reader' })).toBe(OPEN);
    // Nobody hides that the stranger is among the auditors: their list was shown.
    expect(await answers(domain({ closed, ...proven }), { reader: 'stranger' })).toBe(KNOWN);
    expect(await answers(domain({ closed: `(A;;RP;;;${DOMAIN}-2002)` }), { reader: 'reader' })).toBe(KNOWN);
    expect(await answers(domain({ closed: `(A;;RP;;;${DOMAIN}-2002)` }), { reader: 'ACME\\stranger' })).toBe(OPEN);
    await expect(answers(domain({ closed }), { reader: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('what was asked for: by ldapsearch, by the user, or as other groups show', async () => {
    const asked = (names: string) => `# extended LDIF\n#\n# LDAPv3\n# requesting: ${names}\n#\n\n`;
    const end = 'search: 2\nresult: 0 Success\n\n';
    const closed = READ_ALL;
    const read = (head: string, options: Partial<AuditOptions> = {}, other: readonly string[] = []) =>
      answers(domain({ head, closed, other, more: head === '' ? [] : [end] }), options);
    // No group shows any: that is said of all of them at once.
    expect(await read('')).toBe('unknown unknown');
    expect(await read('', { exported: 'all' })).toMatch(KNOWN);
    expect(await read('', { exported: ['MEMBER', 'sIDHistory'] })).toMatch(KNOWN);
    expect(await read('', { exported: ['objectSid'] })).toBe('unknown unknown');
    expect(await read(asked('* nTSecurityDescriptor'))).toMatch(KNOWN);
    expect(await read(asked('ALL'))).toMatch(KNOWN);
    expect(await read(asked('member objectSid'))).toMatch(KNOWN);
    expect(await read(asked('member;range=0-1499'))).toMatch(KNOWN);
    // The members tell it from their side.
    expect(await read(asked('memberOf objectSid'))).toMatch(KNOWN);
    // What the file says counts for more than what the user says of it.
    expect(await read(asked('objectSid'), { exported: 'all' })).toBe('unknown unknown');
    // An entry whose name holds a line break could say anything.
    const forged = domain({ closed, other: [], more: [end] }).replace(/^dn: CN=Auditors/m, '# requesting: ALL\n$&');
    expect(await answers(asked('objectSid') + forged)).toBe('unknown unknown');
  });

  test('its members tell who they are', async () => {
    const closed = '(A;;RP;;;SY)';
    // All that the account is a member of was shown: the group is none of it.
    expect(await answers(domain({ closed, actor: [memberOf('Everybody')] }))).toBe('granted denied, said');
    // Or it is, though the group does not say so.
    expect(await answers(domain({ closed, actor: [memberOf('Closed')] }))).toBe('denied granted');
  });

  test('a group that does not name a member did not show all of them', async () => {
    // Readable, and it shows a member; yet another one names it.
    const text = domain({ closed: READ_ALL, more: [user('hidden', 1010, READ_ALL, memberOf('Closed'))] });
    expect(await answers(text)).toBe('unknown unknown');
  });
});

test('a SID that a sIDHistory could hold is open where that was not asked for', async () => {
  const foreign = 'S-1-5-21-9-9-9-1234';
  const text = domain({ closed: READ_ALL, more: [user('f', 1010, `${READ_ALL}(OA;;WP;${UAC};;${foreign})`)] });
  const path = join(folder, 'history.ldif');
  const trust = [
    ...[`dn: CN=far,CN=System,${DN}`, 'objectClass: top', 'objectClass: leaf', 'objectClass: trustedDomain'],
    ...['trustPartner: far', 'trustDirection: 3', 'trustAttributes: 4'],
    base64('securityIdentifier', encodeSid('S-1-5-21-9-9-9')),
  ];
  writeFileSync(path, `${text}${trust.join('\n')}\n\n`);
  const of = async (options: Partial<AuditOptions>) => {
    const { verdicts } = await audit({ sources: [path], accounts: ['actor'], actions: ['disable'], ...options });
    return verdicts.find(({ targetName }) => targetName === 'ACME\\f')!.access;
  };
  expect(await of({})).toBe('unknown');
  expect(await of({ exported: ['member', 'sIDHistory'] })).toBe('denied');
  expect(await of({ exported: 'all' })).toBe('denied');
});
