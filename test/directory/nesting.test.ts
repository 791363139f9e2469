import { expect, test } from '@jest/globals';
import { type Joining, type NestingFault, nestingFault } from '../../src/directory/nesting.js';

const [GLOBAL, LOCAL, UNIVERSAL, BUILTIN] = [-2147483646, -2147483644, -2147483640, -2147483643];
const account = (sameDomain: boolean): Joining => ({ kind: 'account', scope: null, sameDomain });
const foreign: Joining = { kind: 'foreign', scope: null, sameDomain: false };
const group = (scope: Joining['scope'], sameDomain: boolean): Joining => ({ kind: 'group', scope, sameDomain });

// Windows has an error of its own for each (MS-ERREF 2.2: 8518 to 8522).
test.each<[string, number | null, Joining, NestingFault | null]>([
  ['global: an account of its domain', GLOBAL, account(true), null],
  ['global: an account of another domain', GLOBAL, account(false), 'global-takes-no-other-domain'],
  ['global: somebody of another forest', GLOBAL, foreign, 'global-takes-no-other-domain'],
  ['global: a global group of its domain', GLOBAL, group('global', true), null],
  ['global: a global group of another domain', GLOBAL, group('global', false), 'global-takes-no-other-domain'],
  ['global: a universal group', GLOBAL, group('universal', true), 'global-takes-no-universal'],
  ['global: a domain-local group', GLOBAL, group('domain-local', true), 'global-takes-no-local'],
  ['global, for mail: a domain-local group', 2, group('domain-local', true), 'global-takes-no-local'],
  ['universal: an account of another domain', UNIVERSAL, account(false), null],
  ['universal: a global group of another domain', UNIVERSAL, group('global', false), null],
  ['universal: a universal group of another domain', UNIVERSAL, group('universal', false), null],
  ['universal: a domain-local group', UNIVERSAL, group('domain-local', true), 'universal-takes-no-local'],
  ['domain-local: an account of another domain', LOCAL, account(false), null],
  ['domain-local: somebody of another forest', LOCAL, foreign, null],
  ['domain-local: a universal group of another domain', LOCAL, group('universal', false), null],
  ['domain-local: a domain-local group of its domain', LOCAL, group('domain-local', true), null],
  ['domain-local: one of another domain', LOCAL, group('domain-local', false), 'local-takes-no-local-of-other-domain'],
  ['of BUILTIN: a domain-local group of its domain', BUILTIN, group('domain-local', true), null],
  ['global: a group whose type was not read', GLOBAL, group(null, false), null],
  ['type not read: anybody', null, group('domain-local', false), null],
])('%s', (_, groupType, joining, fault) => {
  expect(nestingFault({ groupType, sid: null }, joining)).toBe(fault);
});
