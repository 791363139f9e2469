import { expect, test } from '@jest/globals';
import { delegationAnchors } from '../../../app/src/model/delegations.js';
import type { Delegation } from '../../../src/result/delegations.js';

const delegation = (more: Partial<Delegation> = {}): Delegation =>
  ({
    trustee: 'S-1-5-21-1-2-3-1107',
    trusteeName: 'EXAMPLE\\desk',
    where: ['OU=Staff,DC=example,DC=com'],
    rights: ['write userAccountControl'],
    entries: ['(OA;CIIO;WP;bf967a68-0de6-11d0-a285-00aa003049e2;;S-1-5-21-1-2-3-1107)'],
    appliesTo: 'user',
    spread: 'descendants',
    ...more,
  }) as Delegation;

test('an anchor stays whatever stands beside the delegation, and whatever the trustee is called', () => {
  const [alone] = delegationAnchors([delegation()]);
  expect(alone).toMatch(/^delegation-[0-9a-f]{16}$/);
  const other = delegation({ trustee: 'S-1-5-21-1-2-3-1108' });
  expect(delegationAnchors([other, delegation({ trusteeName: 'EXAMPLE\\renamed' })])[1]).toBe(alone);
});

test.each<[string, Partial<Delegation>]>([
  ['trustee', { trustee: 'S-1-5-21-1-2-3-1108' }],
  ['place', { where: ['OU=Other,DC=example,DC=com'] }],
  ['rights', { rights: [] }],
  ['class', { appliesTo: null }],
  ['spread', { spread: 'children' }],
])('another %s is another anchor', (_, more) => {
  const [one, other] = delegationAnchors([delegation(), delegation(more)]);
  expect(other).not.toBe(one);
});

test('of two that look alike each has its own', () => {
  const [first, second, third] = delegationAnchors([delegation(), delegation(), delegation()]);
  expect([second, third]).toEqual([`${first}-2`, `${first}-3`]);
});
