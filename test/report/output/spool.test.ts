import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { Spool } from '../../../src/report/output/spool.js';

async function contents(spool: Spool): Promise<string> {
  const parts: Buffer[] = [];
  for await (const piece of spool.read()) parts.push(Buffer.from(piece));
  return Buffer.concat(parts).toString('utf8');
}

describe('spool', () => {
  test.each([1, 100, 1 << 20])('gives back what was put in, with %i units in memory', async (bound) => {
    const spool = new Spool(bound);
    const records = Array.from({ length: 500 }, (_, i) => `${i} ümläut 管理者 ${'x'.repeat(i)}\n`);
    for (const record of records) await spool.add(record);
    expect(spool.count).toBe(500);
    expect(await contents(spool)).toBe(records.join(''));
    await spool.close();
    expect(await contents(spool)).toBe('');
  });

  test('has no name in the temporary folder while it is in use', async () => {
    const before = readdirSync(tmpdir()).filter((name) => /^adreach-\w{6}$/.test(name));
    const spool = new Spool(1);
    await spool.add('secret');
    const during = readdirSync(tmpdir()).filter((name) => /^adreach-\w{6}$/.test(name));
    expect(during.filter((name) => !before.includes(name))).toEqual([]);
    await spool.close();
  });
});
