import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NameHistory } from '../../../src/changes/objects/name-history.js';

const names = new NameHistory();
names.moved('OU=a,DC=x', 'OU=b,OU=c,DC=x');
names.gone('CN=1,OU=b,OU=c,DC=x');
names.moved('OU=c,DC=x', 'OU=a,DC=x');

test.each([
  ['what nobody touched', 'CN=1,OU=z,DC=x', 'CN=1,OU=z,DC=x'],
  ['moved twice: itself, and what it lies below', 'cn=2, ou=A,DC=x', 'cn=2,OU=b,OU=a,DC=x'],
  ['deleted under the name that it had then', 'CN=1,OU=a,DC=x', null],
  ['below what was deleted', 'CN=9,CN=1,OU=a,DC=x', null],
  ['moved once', 'CN=1,OU=c,DC=x', 'CN=1,OU=a,DC=x'],
  ['a name that only looks alike', 'CN=1,OU=aa,DC=x', 'CN=1,OU=aa,DC=x'],
  ['a name with an escaped comma', 'CN=\\2c\\,OU=a,DC=x', 'CN=\\2c\\,OU=a,DC=x'],
])('%s', (_, before, after) => {
  expect(names.after(before)).toBe(after);
});

test.each([
  ['a name that was given up', 'CN=2,OU=c,DC=x', null],
  ["a name that is somebody else's now", 'CN=2,OU=a,DC=x', 'CN=2,OU=c,DC=x'],
  ['the name of what was deleted', 'CN=1,OU=b,OU=a,DC=x', null],
])('%s', (_, now, before) => {
  expect(names.before(now)).toBe(before);
});

test('what is made later is not reached by what happened before', () => {
  expect(names.after('OU=a,DC=x', names.now)).toBe('OU=a,DC=x');
  expect(names.after('OU=a,DC=x', 2)).toBe('OU=a,DC=x');
});

/** A small tree, and moves and deletions in it that a directory would take. */
const objects = ['a', 'b', 'c', 'd', 'e'].flatMap((one) => [
  `OU=${one},DC=x`,
  `OU=i,OU=${one},DC=x`,
  `CN=u,OU=i,OU=${one},DC=x`,
]);

test('back and forth: every object that is there has the name that leads back to it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 8 }), (steps) => {
      const history = new NameHistory();
      const present = () => objects.flatMap((each) => history.after(each) ?? []);
      for (const [what, where, goes] of steps) {
        const now = present();
        if (now.length === 0) break;
        const dn = now[what % now.length]!;
        const to = now[where % now.length]!;
        const name = `${dn.slice(0, dn.indexOf(','))}${history.now},${to}`;
        if (goes) history.gone(dn);
        else if (to !== dn && !to.endsWith(`,${dn}`)) history.moved(dn, name);
      }
      for (const each of objects) {
        const now = history.after(each);
        if (now !== null) expect(history.before(now)).toBe(each);
      }
      expect(new Set(present()).size).toBe(present().length);
    }),
  );
});
