/** Files that are handed over: snapshots and manifests that somebody wrote to mislead. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forge, HEADER } from '../../snapshot/file.js';
import { type Attack, answered, type Mounted, refused } from '../attack.js';

const MOST = { seconds: 10, mebibytes: 400 };
const SID = 'S-1-5-21-1-2-3';

type Lines = readonly object[];

const LAB: Lines = [
  { t: 'domain', dn: 'DC=lab', dnsName: 'lab', sid: SID },
  { t: 'classes', names: ['top', 'person', 'organizationalPerson', 'user'] },
  { t: 'sd', b: Buffer.alloc(20, 1).toString('base64') },
  { t: 'container', dn: 'DC=lab' },
  { t: 'group', dn: 'CN=g,DC=lab', p: 0, s: `${SID}-600`, n: 'g' },
];
const ACT = { t: 'account', r: 'CN=act', p: 0, c: 0, d: 0, s: `${SID}-1000`, n: 'act', f: 512, pg: 513 };
const account = (name: string, more: object = {}) => ({ ...ACT, r: `CN=${name}`, s: undefined, n: name, ...more });

function lie(
  name: string,
  what: string,
  judge: Mounted['judge'],
  model: () => Lines,
  accounts: () => Lines = () => [ACT],
  header: object = {},
): Attack {
  return {
    name: `snapshot-${name}`,
    kind: 'files',
    what: `a snapshot whose hash holds: ${what}`,
    most: MOST,
    ...(name.endsWith('twice') && { quick: true as const }),
    async mount(folder) {
      const path = join(folder, 'lie.snapshot');
      writeFileSync(path, forge([{ ...HEADER, ...header }, ...model()], accounts()));
      return { run: ['audit', path, '--account', 'act', '--fail-on', 'never', '--verbose'], judge };
    },
  };
}

const LONG = 'x'.repeat(5000);

function manifest(name: string, what: string, path: (folder: string) => string): Attack {
  return {
    name: `manifest-${name}`,
    kind: 'files',
    what: `a manifest that names ${what}`,
    most: MOST,
    quick: true,
    async mount(folder) {
      const beside = join(folder, 'beside');
      mkdirSync(beside);
      writeFileSync(join(folder, 'secret'), 'secret');
      const file = join(beside, 'm.json');
      const entry = { kind: 'source', path: path(beside), name: 'n', bytes: 6, sha256: '0'.repeat(64) };
      writeFileSync(file, JSON.stringify({ ...MANIFEST, inputs: [entry] }));
      return {
        run: ['check', file],
        judge: ({ status, stdout, stderr }) => {
          if (status === 2) return refused(/is no regular file/)({ status, stdout, stderr } as never);
          if (status !== 1 || !/^NOT READ/m.test(stdout)) return `exit status ${status}: ${stdout}${stderr}`;
          return /found {4}/.test(stdout) ? `it tells what it read: ${stdout}` : null;
        },
      };
    },
  };
}

const MANIFEST = {
  schema: 'adreach/manifest/v1',
  tool: { name: 'adreach', version: '0.1.0', rules: '0'.repeat(64) },
  createdAt: '2026-01-31T10:00:00.000Z',
  command: { name: 'audit', options: {} },
  accounts: [],
  inputs: [],
  outputs: [],
};

export const FILES: readonly Attack[] = [
  lie('sound', 'nothing is wrong with it', answered(/act/), () => LAB),
  lie(
    'account-twice',
    'an account stands there twice',
    refused(/two objects have one DN: CN=b/),
    () => LAB,
    () => [ACT, account('b'), account('b', { s: `${SID}-1001` })],
  ),
  lie(
    'account-far',
    'an account stands there again behind 3,000 others',
    refused(/two objects have one DN: CN=b/),
    () => LAB,
    () => [
      ACT,
      account('b'),
      ...Array.from({ length: 3000 }, (_, n) => account(`n${String(n).padStart(5, '0')}`)),
      account('b', { s: `${SID}-1001` }),
    ],
  ),
  lie(
    'sid-twice',
    'two accounts have one SID',
    refused(/two objects have the SID/),
    () => LAB,
    () => [ACT, account('b', { s: `${SID}-1001` }), account('c', { s: `${SID}-1001` })],
  ),
  lie(
    'sid-of-group',
    'an account has the SID of a group',
    refused(/two objects have the SID/),
    () => LAB,
    () => [ACT, account('b', { s: `${SID}-600` })],
  ),
  lie(
    'name-of-group',
    'an account has the name of a group',
    refused(/two objects have one DN/),
    () => LAB,
    () => [ACT, account('g')],
  ),
  lie(
    'two-places',
    'the RDN of an account names two places',
    refused(/no relative distinguished name/),
    () => LAB,
    () => [ACT, account('b,OU=x')],
  ),
  lie('group-twice', 'a group stands there twice', refused(/two objects have one DN/), () => [...LAB, LAB[4]!]),
  lie('domain-twice', 'a domain stands there twice', refused(/type "domain" have one DN/), () => [...LAB, LAB[0]!]),
  lie('container-twice', 'a container stands there twice', refused(/type "container" have one DN/), () => [
    ...LAB,
    LAB[3]!,
  ]),
  lie('class-twice', 'a class stands there twice', refused(/type "class" have one name/), () =>
    ['user', 'USER'].map((name) => ({
      t: 'class',
      name,
      guid: '00000000-0000-0000-0000-000000000001',
      parent: 'top',
      category: 1,
      auxiliary: [],
      attributes: [],
    })),
  ),
  lie(
    'other-parent',
    'a container lies below another than its name says',
    refused(/"p" whose name it does not have/),
    () => [...LAB, { t: 'container', dn: 'OU=a,DC=lab', p: 0 }, { t: 'container', dn: 'OU=b,DC=lab', p: 1 }],
  ),
  lie('other-type', 'a gap that is a domain by another field', answered(/act/), () => [
    ...LAB,
    { t: 'gap', code: 'sid-missing', message: 'm', type: 'domain', dn: 'DC=lab', sid: 'S-1-5-21-9-9-9' },
  ]),
  lie('unknown-gap', 'a gap of a code that there is not', refused(/wrong "code"/), () => [
    ...LAB,
    { t: 'gap', code: LONG, message: 'm' },
  ]),
  lie('nested', 'a value is nested 3,000 levels deep', refused(/wrong "dn": a list of 1$/m), () => [
    ...LAB,
    { t: 'gap', code: 'sid-missing', message: 'm', dn: JSON.parse(`${'['.repeat(3000)}${']'.repeat(3000)}`) },
  ]),
  lie('class-chain', 'each of 30,000 classes is below the next', answered(/act/), () => [
    ...Array.from({ length: 30_000 }, (_, n) => ({
      ...{ t: 'class', name: `c${n}`, guid: '00000000-0000-0000-0000-000000000001', parent: `c${n + 1}`, category: 1 },
      ...{ auxiliary: [], attributes: [] },
    })),
    { t: 'attribute', name: 'a', guid: '00000000-0000-0000-0000-000000000002' },
    ...LAB.map((line) => ('names' in line ? { ...line, names: ['top', 'user', 'c0'] } : line)),
  ]),
  ...(['r', 'n', 'u', 'g', 's', 'w'] as const).flatMap((field) =>
    [5000, 1 << 20].map((length) =>
      lie(
        `long-${field}-${length}`,
        `the field "${field}" of an account has ${length.toLocaleString('en')} characters`,
        ({ status, stdout, stderr }) => (status === 0 ? null : refused(/wrong "/)({ status, stdout, stderr } as never)),
        () => LAB,
        () => [ACT, account('b', { [field]: `${field === 'r' ? 'CN=' : ''}${'x'.repeat(length)}` })],
      ),
    ),
  ),
  lie(
    'long-header',
    'its header has names of 5,000 characters that cannot be seen',
    answered(/act/),
    () => LAB,
    undefined,
    {
      tool: { name: '\u202e'.repeat(5000), version: '\u{e0041}'.repeat(5000) },
      sources: [{ name: '\u001b[2J'.repeat(1000), kind: 'ldap', sha256: null, collectedAt: LONG, server: LONG }],
    },
  ),
  manifest('above', '../secret', () => '../secret'),
  manifest('absolute', 'a file by its whole path', (folder) => join(folder, '..', 'secret')),
  manifest('passwords', '/etc/passwd', () => '/etc/passwd'),
  manifest('device', '/dev/zero', () => '/dev/zero'),
  manifest('network', 'a file on a network, as Windows writes it', () => '\\\\server\\share\\file'),
  manifest('backslashes', '..\\secret', () => '..\\secret'),
  manifest('drive', 'C:secret', () => 'C:secret'),
  manifest('zero', 'a path with a zero in it', () => 'a\0b'),
  manifest('link', 'a link beside it that leads out', (folder) => {
    symlinkSync('../secret', join(folder, 'link'));
    return 'link';
  }),
  manifest('pipe', 'a pipe beside it that nobody writes to', (folder) => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    return 'pipe';
  }),
];
