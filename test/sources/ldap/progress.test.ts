import { describe, expect, test } from '@jest/globals';
import { Channel } from '../../../src/sources/ldap/channel.js';
import type { SearchPage } from '../../../src/sources/ldap/connection.js';
import { Progress } from '../../../src/sources/ldap/progress.js';

const page = (entries: number, cookie = 4): SearchPage => ({
  entries: Array.from({ length: entries }, () => ({ dn: 'CN=a', attributes: [] })),
  references: [],
  result: { code: 0, matchedDn: '', message: '', cookie: Buffer.alloc(cookie) },
  size: 0,
  release: () => undefined,
});
const STUCK = /^the server sent 2 pages in succession that brought nothing new/;

describe('pages of a search', () => {
  test('two in succession that bring nothing new are the end; what is new begins anew', () => {
    const progress = new Progress(0);
    expect(progress.hindrance(0, page(0), 0)).toBeUndefined();
    expect(progress.hindrance(1, page(3), 0)).toBeUndefined();
    expect(progress.hindrance(0, page(3), 0)).toBeUndefined();
    expect(progress.hindrance(0, page(3), 0)).toMatch(STUCK);
  });

  test('what was read before may come again, each once', () => {
    const progress = new Progress(5);
    expect([3, 3, 3].map((entries) => progress.hindrance(0, page(entries), 0))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(progress.hindrance(0, page(3), 0)).toMatch(STUCK);
  });

  test('a server that took its time for a page may send some more', () => {
    const progress = new Progress(0);
    for (let slow = 0; slow < 20; slow++) expect(progress.hindrance(0, page(0), 10)).toBeUndefined();
    expect(progress.hindrance(0, page(0), 10)).toBeUndefined();
    expect(progress.hindrance(0, page(0), 10)).toMatch(STUCK);
  });

  test('a cookie has 64 KiB at most', () => {
    expect(new Progress(0).hindrance(1, page(1, 65_536), 0)).toBeUndefined();
    expect(new Progress(0).hindrance(1, page(1, 65_537), 0)).toBe('the server sent a cookie of 65,537 bytes');
  });
});

describe('values on their way', () => {
  test('are said to be done with when the next is asked for, when they are dropped, and after the end', async () => {
    const channel = new Channel<number>(5);
    const done: number[] = [];
    for (const value of [1, 2, 3]) void channel.push(value, () => done.push(value));
    const taking = channel[Symbol.asyncIterator]();
    await taking.next();
    expect(done).toEqual([]);
    await taking.next();
    expect(done).toEqual([1]);
    await taking.return(undefined);
    expect(done).toEqual([1, 2, 3]);
    await channel.push(4, () => done.push(4));
    expect(done).toEqual([1, 2, 3, 4]);
    const failing = new Channel<number>(5);
    void failing.push(5, () => done.push(5));
    failing.fail(new Error('gone'));
    expect(done.at(-1)).toBe(5);
  });
});
