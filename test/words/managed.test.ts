import { expect, test } from '@jest/globals';
import type { ManagedAccount } from '../../src/result/managed.js';
import { encryptionWords, intervalWords, rootKeyWords } from '../../src/words/managed.js';

const NONE = { known: true, des: false, rc4: false, aes128: false, aes256: false };
const of = (more: Partial<ManagedAccount>) => more as ManagedAccount;

test.each<[string, Partial<ManagedAccount['encryptionTypes']>]>([
  ['AES-256 and AES-128', { aes128: true, aes256: true }],
  ['AES-256, AES-128, RC4 (weak) and DES (broken)', { des: true, rc4: true, aes128: true, aes256: true }],
  ['RC4 (weak)', { rc4: true }],
  ['none of DES, RC4 and AES', {}],
])('encryption: %s', (words, types) => {
  expect(encryptionWords(of({ encryptionTypes: { ...NONE, ...types }, aesByDefault: 'no' }))).toBe(words);
});

test('encryption types that were not read depend on the domain controllers', () => {
  const unread = { ...NONE, known: false };
  const words = (aesByDefault: ManagedAccount['aesByDefault']) =>
    encryptionWords(of({ encryptionTypes: unread, aesByDefault }));
  expect(words('yes')).toMatch(/^not set, or not read: .* issue AES tickets/);
  expect(words('no')).toMatch(/may issue RC4 tickets/);
  expect(words('unknown')).toMatch(/updates of the domain controllers decide/);
});

test('interval and root key', () => {
  expect([30, 1, null].map((interval) => intervalWords(of({ interval })))).toEqual([
    'every 30 days',
    'every day',
    'not read',
  ]);
  expect(rootKeyWords(of({ kdsRootKey: 'yes' }))).toBe('there is one');
  expect(rootKeyWords(of({ kdsRootKey: 'unknown' }))).toMatch(/^not known: none was seen that is its for certain/);
});
