import { expect, test } from '@jest/globals';
import { loadDirectory } from '../../src/directory/load.js';
import type { ManagedAccountFields } from '../../src/directory/records.js';
import { managedAccount } from '../../src/facts/managed.js';
import type { AccountKind } from '../../src/result/audit.js';
import { memorySource } from '../directory/memory-source.js';
import { auditedGroup, auditedUser, LOCAL_SYSTEM } from '../verdicts/accounts.js';
import { contextOf } from './context.js';

const KEY = {
  type: 'kdsRootKey',
  dn: 'CN=1,CN=Master Root Keys,CN=Group Key Distribution Service,CN=Services,CN=Configuration,DC=example,DC=com',
} as const;
const NOBODY = 'S-1-5-21-77-77-77-1001';

async function managed(
  fields: ManagedAccountFields | undefined,
  kind: AccountKind = 'gmsa',
  more: readonly object[] = [],
) {
  const directory = await loadDirectory(
    memorySource({ descriptors: ['O:SYG:SYD:', `O:SYG:SYD:(A;;RP;;;${NOBODY})`], more: more as never }),
  );
  return managedAccount(contextOf(directory, auditedUser(1000, 'gmsa$', { kind, record: { managed: fields } })));
}

const NOT_READ = {
  interval: null,
  encryptionTypes: { known: false, des: false, rc4: false, aes128: false, aes256: false },
  aesByDefault: 'unknown',
  dnsHostName: null,
  retrieversKnown: false,
  retrievers: [],
  furtherRetrievers: 0,
  kdsRootKey: 'unknown',
};

test('of one whose attributes were not read nothing is claimed', async () => {
  expect(await managed({})).toEqual(NOT_READ);
  expect(await managed(undefined)).toEqual(NOT_READ);
  expect(await managed({}, 'dmsa')).toEqual(NOT_READ);
});

test('all that was read', async () => {
  const fields = {
    retrievers: 1,
    interval: 30,
    encryptionTypes: 0x1c,
    dnsHostName: 'gmsa.example.com',
    hasPasswordId: true,
  };
  expect(await managed(fields as unknown as ManagedAccountFields)).toEqual({
    interval: 30,
    encryptionTypes: { known: true, des: false, rc4: true, aes128: true, aes256: true },
    aesByDefault: 'unknown',
    dnsHostName: 'gmsa.example.com',
    retrieversKnown: true,
    retrievers: [
      {
        sid: NOBODY,
        dn: '',
        name: NOBODY,
        className: '',
        domainController: 'unknown',
        mayRetrieve: 'yes',
        through: NOBODY,
      },
    ],
    furtherRetrievers: 0,
    kdsRootKey: 'yes',
  });
});

test('a damaged list of retrievers is not known', async () => {
  expect((await managed({ retrievers: 9 } as unknown as ManagedAccountFields))?.retrieversKnown).toBe(false);
});

test('a KDS root key that was seen is its own where the sources hold one forest only', async () => {
  expect((await managed({}, 'gmsa', [KEY]))?.kdsRootKey).toBe('yes');
  const other = { type: 'domain', dn: 'DC=other,DC=example', sid: 'S-1-5-21-9-9-9', dnsName: 'other.example' };
  expect((await managed({}, 'gmsa', [KEY, other]))?.kdsRootKey).toBe('unknown');
  expect((await managed({ hasPasswordId: true }, 'gmsa', [KEY, other]))?.kdsRootKey).toBe('yes');
});

test.each([
  ['a user', auditedUser(1000, 'x')],
  ['a group', auditedGroup(0, 'S-1-5-21-1-2-3-1000', 'x')],
  ['LocalSystem', LOCAL_SYSTEM],
])('%s has none of it', async (_, audited) => {
  expect(managedAccount(contextOf(await loadDirectory(memorySource({})), audited))).toBeNull();
});
