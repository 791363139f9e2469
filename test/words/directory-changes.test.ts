import { expect, test } from '@jest/globals';
import type { DirectoryChange } from '../../src/result/directory-changes.js';
import { directoryChangeSchema } from '../../src/result/directory-changes.js';
import { changesText, changeText } from '../../src/words/directory-changes.js';
import { verdictChangeText } from '../../src/words/turns.js';

const entry = {
  sddl: '(A;;WP;;;AU)',
  text: 'Allows Authenticated Users to write',
  trustee: 'S-1-5-11',
  trusteeName: null,
};
const group = { dn: 'CN=g,DC=x', name: 'X\\g' };
const member = { dn: 'CN=m,DC=x', name: 'X\\m' };
const membership = { group, member, because: 'membership', via: [] } as const;

const TEXTS: readonly (readonly [DirectoryChange, string])[] = [
  [{ change: 'entry-added', on: 'OU=a', entry }, 'an entry was added on OU=a ("Allows Authenticated Users to write")'],
  [
    { change: 'entry-removed', on: null, entry },
    'an entry was removed from the account itself ("Allows Authenticated Users to write")',
  ],
  [
    { change: 'entry-changed', on: 'OU=a', former: entry, entry: { ...entry, text: 'Denies it' } },
    'an entry was changed on OU=a (from "Allows Authenticated Users to write" to "Denies it")',
  ],
  [{ change: 'entries-reordered', on: 'OU=a' }, 'the entries of OU=a were put into another order'],
  [{ change: 'list-replaced', on: 'OU=a' }, 'the access control list of OU=a was made or taken away as a whole'],
  [{ change: 'entries-propagated', on: null }, 'the account itself took over the entries from above that it lacked'],
  [{ change: 'inheritance-on', on: 'OU=a' }, 'inheritance was switched on for OU=a'],
  [
    { change: 'inheritance-off', on: 'OU=a', keeps: true },
    'inheritance was switched off for OU=a, the entries from above stayed as copies',
  ],
  [
    { change: 'owner-changed', on: 'OU=a', before: null, after: 'S-1-5-18' },
    'the owner of OU=a changed from nobody to Local System',
  ],
  [
    { change: 'primary-owner-group-changed', on: 'OU=a', before: 'S-1-5-21-1-2-3-9', after: null },
    'the group in the descriptor of OU=a changed from S-1-5-21-1-2-3-9 to nobody',
  ],
  [{ change: 'member-added', ...membership }, 'X\\m was put into X\\g'],
  [{ change: 'member-added', ...membership, because: 'group-created' }, 'X\\m was put into X\\g, which is new'],
  [{ change: 'member-added', ...membership, because: 'member-created' }, 'X\\m was put into X\\g (it is new itself)'],
  [
    { change: 'member-removed', ...membership, member: null, via: ['X\\a', 'X\\b'] },
    'the account itself was taken out of X\\g (by way of X\\a > X\\b)',
  ],
  [{ change: 'group-deleted', group, via: [] }, 'the group X\\g was deleted'],
  [{ change: 'group-type-changed', group, before: 2, after: null }, 'the type of the group X\\g was changed'],
  [
    { change: 'primary-group-changed', member, before: 513, after: 512 },
    'the primary group of X\\m changed from 513 to 512',
  ],
  [
    { change: 'flag-set', flag: 'SMARTCARD_REQUIRED', bit: 0x40000 },
    'SMARTCARD_REQUIRED was set on the account itself',
  ],
  [
    { change: 'flag-cleared', flag: 'SMARTCARD_REQUIRED', bit: 0x40000 },
    'SMARTCARD_REQUIRED was cleared on the account itself',
  ],
  [
    { change: 'moved', object: null, from: 'OU=a', to: 'OU=b', created: true },
    'the account itself was moved from OU=a to OU=b, which is new',
  ],
  [
    { change: 'moved', object: null, from: 'OU=a', to: 'OU=a', created: true },
    'the account itself was moved from OU=a to another one of that name, which is new',
  ],
  [
    { change: 'class-changed', on: null, before: ['top', 'user'], after: [] },
    'the class of the account itself changed from user to ?',
  ],
  [{ change: 'adminsdholder-stamped', domain: 'DC=x' }, "AdminSDHolder's list was put on the account itself"],
  [
    { change: 'adminsdholder-released', domain: 'DC=x' },
    "the account itself no longer has AdminSDHolder's list, and inherits",
  ],
  [{ change: 'target-created' }, 'the account was made'],
  [{ change: 'target-deleted' }, 'the account was deleted'],
  [{ change: 'account-created', account: 'X\\svc' }, 'the account under audit, X\\svc, is in the new sources only'],
  [{ change: 'account-deleted', account: 'X\\svc' }, 'the account under audit, X\\svc, is in the old sources only'],
  [
    { change: 'evidence-better', what: 'descriptor-unreadable' },
    'the evidence became better: before, descriptor not readable',
  ],
  [{ change: 'evidence-worse', what: 'something' }, 'the evidence became worse: now, something'],
  [
    { change: 'setting-changed', setting: 'dSHeuristics', before: null, after: '0000000001' },
    'the setting dSHeuristics changed from nothing to "0000000001"',
  ],
  [{ change: 'setting-changed', setting: 'trusts', before: null, after: null }, 'the trusts of the domains changed'],
  [
    { change: 'former-sids-changed', account: 'X\\svc', gained: ['S-1-5-21-1-2-3-4'], lost: ['S-1-5-21-1-2-3-5'] },
    'former SIDs of X\\svc changed (+ S-1-5-21-1-2-3-4, - S-1-5-21-1-2-3-5)',
  ],
  [{ change: 'rules-changed', before: 'a', after: 'b' }, 'the rule files changed'],
  [{ change: 'program-changed', before: '1', after: '2' }, 'the program changed from 1 to 2'],
];

test.each(TEXTS)('%j', (change, expected) => {
  expect(changeText(change, (dn) => dn)).toBe(expected);
  expect(directoryChangeSchema.parse(change)).toEqual(change);
});

test('several changes are one sentence; verdicts before and after', () => {
  expect(changesText([{ change: 'target-created' }, { change: 'target-deleted' }], (dn) => dn)).toBe(
    'the account was made and the account was deleted',
  );
  expect(verdictChangeText('can-until-sdprop', 'no-effect')).toBe('can for now > no effect');
  expect(verdictChangeText(null, 'unknown')).toBe('- > unknown');
});
