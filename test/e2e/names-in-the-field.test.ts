/** Naming the account under audit: groups of BUILTIN in the language of the domain, and names with and without `$`. */
import { describe, expect, test } from '@jest/globals';
import { auditOf, DomainText, type Entry, GroupType, grants, sid } from './domain-text.js';

const SID = 'S-1-5-21-2310-2320-2330';
const domain = () => new DomainText('DC=kontor,DC=test', SID);

/** @returns the DN of whom a name means, over the objects of a domain */
async function meant(name: string, ...entries: readonly Entry[]): Promise<string> {
  const d = domain();
  const { account } = await auditOf(name, [[...d.frame(), ...d.partitions(d), ...entries]]);
  return account.dn!;
}

describe('groups of a domain in another language', () => {
  test.each([
    ['German', 'Sicherungs-Operatoren', 'Domänen-Computer'],
    ['French', 'Opérateurs de sauvegarde', 'Ordinateurs du domaine'],
    ['Spanish', 'Operadores de copia de seguridad', 'Equipos del dominio'],
    ['Russian', 'Операторы архива', 'Компьютеры домена'],
  ])('%s', async (_, operators, computers) => {
    const d = domain();
    const alias = d.builtin(551, operators);
    const group = d.group(computers, GroupType.global, [], d.rid(7515));
    for (const name of [
      operators,
      operators.toUpperCase(),
      `BUILTIN\\${operators}`,
      `KONTOR\\${operators}`,
      `kontor.test\\${operators}`,
      'Backup Operators',
      'BUILTIN\\Backup Operators',
      'S-1-5-32-551',
      alias.dn,
    ])
      expect(await meant(name, alias, group)).toBe(alias.dn);
    for (const name of [computers, computers.toLowerCase(), `KONTOR\\${computers}`])
      expect(await meant(name, alias, group)).toBe(group.dn);
  });

  test('BUILTIN itself has a German name', async () => {
    const alias = domain().builtin(550, 'Druck-Operatoren');
    expect(await meant('VORDEFINIERT\\Druck-Operatoren', alias)).toBe(alias.dn);
  });

  test('whoever has the English name itself comes first; behind BUILTIN\\ it is the alias', async () => {
    const alias = domain().builtin(546, 'Gäste');
    const user = domain().user('Guests');
    expect(await meant('Guests', alias, user)).toBe(user.dn);
    expect(await meant('BUILTIN\\Guests', alias, user)).toBe(alias.dn);
    expect(await meant('Guests', alias)).toBe(alias.dn);
  });

  test('an alias that two domains have in two languages is ambiguous, and its domain decides', async () => {
    const d = domain();
    const e = new DomainText('DC=werft,DC=test', 'S-1-5-21-2410-2420-2430');
    const alias = e.builtin(549, 'Server-Operatoren');
    const sources = [
      [...d.frame(), ...d.partitions(d), d.builtin(549, 'Server Operators')],
      [...e.frame(), ...e.partitions(e), alias],
    ];
    await expect(auditOf('BUILTIN\\Server Operators', sources)).rejects.toThrow('names 2 principals');
    expect((await auditOf('WERFT\\Server Operators', sources)).account.dn).toBe(alias.dn);
    expect((await auditOf('Server-Operatoren', sources)).account.dn).toBe(alias.dn);
  });
});

describe('a user and a managed service account of one name', () => {
  const d = domain();
  const user = d.user('lotse', d.rid(7001));
  const managed = {
    ...d.managed('lotse', 'Group', { objectSid: sid(`${SID}-7002`) }),
    dn: 'CN=lotse,CN=Users,DC=kontor,DC=test',
  };

  test.each([
    'lotse',
    'LOTSE',
    'KONTOR\\lotse',
    'kontor.test\\Lotse',
    'lotse@kontor.test',
    'cn=LOTSE, ou=crew, dc=kontor, dc=test',
  ])('%s is the user', async (name) => {
    expect(await meant(name, managed, user)).toBe(user.dn);
  });

  test.each(['lotse$', 'Lotse$', 'KONTOR\\lotse$', 'kontor.test\\LOTSE$', 'lotse$@kontor.test', `${SID}-7002`])(
    '%s is the service account',
    async (name) => {
      expect(await meant(name, user, managed)).toBe(managed.dn);
    },
  );

  test('without the user the `$` may be left out; with the user alone it may not be added', async () => {
    expect(await meant('lotse', managed)).toBe(managed.dn);
    expect(await meant('KONTOR\\lotse', managed)).toBe(managed.dn);
    await expect(meant('lotse$', user)).rejects.toThrow('no account');
  });

  test('a group of that name comes before the service account', async () => {
    const group = d.group('lotse', GroupType.global);
    expect(await meant('lotse', managed, group)).toBe(group.dn);
  });

  // MS-ADTS 5.1.1.1.1: userPrincipalName is looked for before the name that every account has implicitly.
  test('a UPN is that of the attribute first', async () => {
    const other = d.user('kai', { userPrincipalName: 'lotse@kontor.test' });
    expect(await meant('lotse@kontor.test', user, other)).toBe(other.dn);
  });

  test('each of both has its own verdicts', async () => {
    const entries = [d.target('by user', grants(`${SID}-7001`)), d.target('by service', grants(`${SID}-7002`))];
    const of = async (name: string) =>
      (await auditOf(name, [[...domain().frame(), user, managed, ...entries]])).access(['by user', 'by service']);
    expect(await of('lotse')).toEqual({ 'by user': 'granted', 'by service': 'denied' });
    expect(await of('lotse$')).toEqual({ 'by user': 'denied', 'by service': 'granted' });
  });
});
