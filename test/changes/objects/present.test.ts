/** Objects that changes make, looked for by what they are called at the moment. */
import { expect, test } from '@jest/globals';
import { type Created, Present } from '../../../src/changes/objects/present.js';
import type { Survey } from '../../../src/changes/objects/survey.js';

const DN = 'DC=example';
const made = (present: Present, name: string): Created => {
  const created = { dn: `CN=${name},OU=a,${DN}`, since: present.names.now } as Created;
  present.created.push(created);
  return created;
};

test('they follow what is moved, renamed and deleted; a name that is free again is that of the next', () => {
  const present = new Present({} as Survey);
  const one = made(present, 'one');
  expect(present.createdNow(`cn=ONE,ou=A,${DN}`)).toBe(one);
  present.names.moved(`OU=a,${DN}`, `OU=b,${DN}`);
  const two = made(present, 'two');
  expect(present.createdNow(`CN=one,OU=a,${DN}`)).toBeNull();
  expect(present.createdNow(`CN=one,OU=b,${DN}`)).toBe(one);
  expect(present.createdNow(`CN=two,OU=a,${DN}`)).toBe(two);
  present.names.moved(`CN=one,OU=b,${DN}`, `CN=two,OU=b,${DN}`);
  present.names.gone(`CN=two,OU=a,${DN}`);
  expect(present.createdNow(`CN=two,OU=b,${DN}`)).toBe(one);
  expect(present.createdNow(`CN=two,OU=a,${DN}`)).toBeNull();
  const again = made(present, 'two');
  expect(present.createdNow(`CN=two,OU=a,${DN}`)).toBe(again);
  present.names.gone(`OU=b,${DN}`);
  expect(present.createdNow(`CN=two,OU=b,${DN}`)).toBeNull();
  expect(present.createdNow(`CN=two,OU=a,${DN}`)).toBe(again);
});
