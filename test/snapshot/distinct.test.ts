/** Snapshots whose hash holds and which lie: what adreach never writes is refused, or becomes a gap. */
import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openSnapshot } from '../../src/snapshot/reader.js';
import { forge, HEADER, readAll, testFolder } from './file.js';

const folder = testFolder();
afterAll(() => folder.dispose());

const guid = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
const SID = 'S-1-5-21-1-2-3';

const container = (dn: string, p?: number) => ({ t: 'container', dn, ...(p !== undefined && { p }) });
const group = (name: string, more: object = {}) => ({ t: 'group', dn: `CN=${name},DC=lab`, p: 0, ...more });
const account = (r: string, more: object = {}) => ({ t: 'account', r, p: 0, c: 0, ...more });
const named = (t: string, name: string, more: object = {}) => ({
  t,
  name,
  guid: guid(1),
  ...(t === 'class' && { parent: 'top', category: 1, auxiliary: [], attributes: [] }),
  ...(t === 'right' && { appliesTo: [] }),
  ...more,
});
const LAB = [
  { t: 'domain', dn: 'DC=lab', dnsName: 'lab', sid: SID },
  { t: 'classes', names: ['user'] },
  container('DC=lab'),
];

let files = 0;
async function reading(model: readonly object[], accounts: readonly object[] = [], passes = 1) {
  const path = folder.path(`${files++}.snapshot`);
  writeFileSync(path, forge([HEADER, ...model], accounts));
  const snapshot = await openSnapshot(path);
  try {
    const read = await readAll(snapshot);
    for (let pass = 1; pass < passes; pass++) await readAll(snapshot);
    return read;
  } finally {
    await snapshot.close();
  }
}

const MODELS: readonly (readonly [what: string, model: readonly object[], words: RegExp])[] = [
  ['a container twice', [...LAB, container('dc=LAB')], /two records of type "container" have one DN: dc=LAB$/],
  [
    'a container whose name is another way to write it',
    [...LAB, container('OU=a\\2cb,DC=lab', 0), container('ou=A\\,b , dc=lab', 0)],
    /type "container" have one DN/,
  ],
  [
    'a container below one that is not its parent',
    [...LAB, container('OU=a,DC=lab', 0), container('OU=b,DC=lab', 1)],
    /has a "p" whose name it does not have/,
  ],
  [
    'a group below one that is not its parent',
    [...LAB, container('OU=a,DC=lab', 0), group('g', { p: 1 })],
    /has a "p" whose name it does not have/,
  ],
  ['a group twice', [...LAB, group('g'), group('G')], /two objects have one DN/],
  [
    'two groups of one SID',
    [...LAB, group('g', { s: `${SID}-5` }), group('h', { s: `${SID}-5` })],
    /two objects have the SID S-1-5-21-1-2-3-5, and no gap/,
  ],
  [
    'two groups of one GUID',
    [...LAB, group('g', { g: guid(7) }), group('h', { g: guid(7) })],
    /type "group" have one GUID/,
  ],
  [
    'a group that is a foreign principal',
    [...LAB, group('g'), { t: 'foreign', dn: 'CN=g,DC=lab', s: 'S-1-1-0' }],
    /two objects have one DN/,
  ],
  ['a domain twice', [...LAB, { ...LAB[0], sid: 'S-1-5-21-9-9-9' }], /type "domain" have one DN/],
  ['two domains of one SID', [...LAB, { ...LAB[0], dn: 'DC=other' }], /type "domain" have one SID/],
  [
    'a class twice',
    [named('class', 'user'), named('class', 'USER', { guid: guid(2) })],
    /type "class" have one name: USER$/,
  ],
  [
    'an attribute twice',
    [named('attribute', 'a'), named('attribute', 'A', { guid: guid(2) })],
    /type "attribute" have one name/,
  ],
  ['a right twice', [named('right', 'r'), named('right', 'R', { guid: guid(2) })], /type "right" have one name/],
  [
    'a partition twice',
    [
      { t: 'partition', nCName: 'DC=a', dn: 'CN=a' },
      { t: 'partition', nCName: 'DC=b', dn: 'CN=A' },
    ],
    /type "partition" have one DN/,
  ],
  [
    'two settings of one forest',
    [
      { t: 'forest', dn: 'CN=s', dSHeuristics: null },
      { t: 'forest', dn: 'cn=S', dSHeuristics: '001' },
    ],
    /type "forest" have one DN/,
  ],
  [
    'a trust twice',
    [
      { t: 'trust', dn: 'CN=t', partner: 'a' },
      { t: 'trust', dn: 'CN=T', partner: 'b' },
    ],
    /type "trust" have one DN/,
  ],
  [
    'a key twice',
    [
      { t: 'kdsRootKey', dn: 'CN=k' },
      { t: 'kdsRootKey', dn: 'CN=k' },
    ],
    /type "kdsRootKey" have one DN/,
  ],
  [
    'a principal twice',
    [
      { t: 'principal', s: `${SID}-5`, n: 'a', dn: 'CN=a' },
      { t: 'principal', s: `${SID}-5`, n: 'b', dn: 'CN=A' },
    ],
    /type "principal" have one SID/,
  ],
  ['a DN that is none', [...LAB, container('lab', 0)], /"container" has a "dn" that is no distinguished name: lab/],
  ['a time that is text', [{ t: 'kdsRootKey', dn: 'CN=k', useStartTime: 'call 555' }], /wrong "useStartTime"/],
  ['a number of more than 32 bits', [...LAB, group('g', { gt: 2 ** 32 })], /wrong "gt": 4294967296/],
  ['a name of 20,000 characters', [...LAB, group('g', { n: 'x'.repeat(20_000) })], /wrong "n": "x{80}\.\.\."$/],
  ['a SID with a number of more than 32 bits', [...LAB, group('g', { s: 'S-1-5-21-1-2-4294967296-5' })], /wrong "s"/],
  ['a SID in another spelling', [...LAB, group('g', { s: 'S-1-5-21-1-2-03-5' })], /wrong "s"/],
  [
    'a value that is nested deep',
    [{ t: 'kdsRootKey', dn: JSON.parse(`${'['.repeat(4000)}${']'.repeat(4000)}`) }],
    /wrong "dn": a list of 1$/,
  ],
  ['a type of record that is long', [{ t: 'x'.repeat(5000) }], /unknown record type "x{80}\.\.\."$/],
];

describe('the model', () => {
  test.each(MODELS)('%s', async (_what, model, words) => {
    const failed = reading(model);
    await expect(failed).rejects.toMatchObject({ code: 'integrity' });
    await expect(failed).rejects.toThrow(words);
  });

  test('a field "type" does not make another record of a line', async () => {
    const { model } = await reading([
      { t: 'gap', code: 'sid-missing', message: 'm', type: 'domain', dn: 'DC=x', sid: SID },
    ]);
    expect(model).toEqual([expect.objectContaining({ type: 'gap' })]);
  });

  test('what is no lie: aliases of BUILTIN in two domains, a shadow principal, an object that is a container too', async () => {
    const { model } = await reading([
      ...LAB,
      container('CN=g,DC=lab', 0),
      group('g', { s: 'S-1-5-32-544' }),
      group('h', { s: 'S-1-5-32-544' }),
      group('i', { s: `${SID}-5` }),
      group('j', { s: `${SID}-5`, sp: true }),
    ]);
    expect(model).toHaveLength(8);
  });

  test('two objects of one SID stay where a gap says so', async () => {
    const gap = { t: 'gap', code: 'sid-duplicate', message: 'm', derived: true };
    const shared = { s: `${SID}-5` };
    const { accounts } = await reading(
      [...LAB, group('g', shared), group('h', shared), gap],
      [account('CN=a', shared)],
    );
    expect(accounts).toHaveLength(1);
  });

  test('two classes of one GUID are a gap', async () => {
    const { model } = await reading([named('class', 'a'), named('class', 'b'), named('attribute', 'a')]);
    expect(model.at(-1)).toMatchObject({
      type: 'gap',
      code: 'readings-differ',
      message: 'the class b has the schemaIDGUID of a too: which of them an entry is for is not known',
    });
  });
});

describe('accounts', () => {
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, n) => account(`CN=u${String(from + n).padStart(6, '0')}`));
  const two = [...LAB, container('OU=a,DC=lab', 0), group('g')];

  test.each([
    ['one after the other', [account('CN=a'), account('cn=A')], /two objects have one DN: cn=A, in one container/],
    ['written in another way', [account('CN=a b'), account('CN= a b ')], /one DN/],
    ['in no order', [account('CN=b'), account('CN=a'), account('CN=b')], /one DN/],
    ['in no order, of many', [...many(1500), account('CN=u000003')], /one DN/],
    ['in a container that comes again', [account('CN=a'), account('CN=a', { p: 1 }), account('CN=a')], /one DN/],
    ['under the name of a group', [account('CN=G')], /one DN: CN=G/],
    [
      'of one SID',
      [account('CN=a', { s: `${SID}-7` }), account('CN=b', { s: `${SID}-7` })],
      /the SID S-1-5-21-1-2-3-7, and no gap/,
    ],
    ['below two names', [account('CN=a,OU=x')], /no relative distinguished name: CN=a,OU=x/],
    ['without a name', [account('a')], /no relative distinguished name/],
  ])('%s', async (_what, accounts, words) => {
    await expect(reading(two, accounts)).rejects.toThrow(words);
  });

  test('in any order, each once, as often as they are read', async () => {
    const accounts = [
      ...many(1500, 10),
      account('CN=u000001'),
      account('CN=a', { p: 1 }),
      account('CN=z'),
      account('CN=\u00e4'),
    ];
    expect((await reading(two, accounts, 2)).accounts).toHaveLength(accounts.length);
  });
});
