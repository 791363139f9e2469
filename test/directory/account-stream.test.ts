import { describe, expect, test } from '@jest/globals';
import { AccountStream } from '../../src/directory/account-stream.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { AccountStreamRecord } from '../../src/directory/records.js';
import { descriptorId } from './ids.js';
import { type Plain, recordSource, sd, user } from './memory-source.js';

const account = (rid: number, more: Parameters<typeof user>[2] = {}): Plain<AccountStreamRecord> => ({
  type: 'account',
  ...user(rid, `user${rid}`, more),
});
const MODEL = [
  { type: 'classes', names: ['top', 'user'] },
  { type: 'descriptor', base64: sd('O:SYG:SYD:') },
] as const;

/** A source that gives its accounts in these batches, and notes what it was asked for. */
async function streamOf(...batches: readonly (readonly Plain<AccountStreamRecord>[])[]) {
  const asked: (readonly string[] | undefined)[] = [];
  const source = {
    ...recordSource(MODEL),
    async *accounts(mentions?: readonly string[]) {
      asked.push(mentions);
      for (const batch of batches) yield batch as readonly AccountStreamRecord[];
    },
  };
  return { stream: new AccountStream(await loadDirectory(source), source), asked };
}

async function pass(stream: AccountStream, mentions?: readonly string[]): Promise<(string | undefined)[][]> {
  const batches: (string | undefined)[][] = [];
  for await (const batch of stream.pass(mentions)) batches.push(batch.map(({ samAccountName }) => samAccountName));
  return batches;
}

describe('the accounts of a source', () => {
  test('come in their batches; what comes with them goes into the model', async () => {
    const { stream } = await streamOf(
      [
        { type: 'classes', names: ['top', 'computer'] },
        { type: 'descriptor', base64: sd('O:BAG:SYD:') },
        account(1, { classes: 1, descriptor: 1 }),
        account(2),
      ],
      [{ type: 'descriptor', base64: sd('O:AUG:SYD:') }],
      [account(3, { descriptor: 2 })],
      [],
    );
    const { directory } = stream;
    expect([directory.classLists.length, directory.descriptors.size]).toEqual([1, 1]);
    // A batch without accounts is not passed on.
    expect(await pass(stream)).toEqual([['user1', 'user2'], ['user3']]);
    expect(directory.classLists).toEqual([
      ['top', 'user'],
      ['top', 'computer'],
    ]);
    expect(directory.descriptors.size).toBe(3);
    expect([1, 2].map((number) => directory.descriptors.get(descriptorId(number)))).toMatchObject([
      { value: { owner: 'S-1-5-32-544' } },
      { value: { owner: 'S-1-5-11' } },
    ]);
  });

  test('a second pass adds nothing, and goes on from where a first one was left', async () => {
    const { stream } = await streamOf(
      [{ type: 'classes', names: ['a'] }, { type: 'descriptor', base64: sd('O:BAG:SYD:') }, account(1)],
      [{ type: 'classes', names: ['b'] }, { type: 'descriptor', base64: sd('O:AUG:SYD:') }, account(2)],
    );
    const { directory } = stream;
    for await (const _ of stream.pass()) break;
    expect([directory.classLists.length, directory.descriptors.size]).toEqual([2, 2]);
    for (let times = 0; times < 2; times++) {
      expect(await pass(stream)).toEqual([['user1'], ['user2']]);
      expect(directory.classLists).toEqual([['top', 'user'], ['a'], ['b']]);
      expect(directory.descriptors.size).toBe(3);
    }
    expect(directory.descriptors.get(descriptorId(2))).toMatchObject({ value: { owner: 'S-1-5-11' } });
  });

  test('the source is asked for what is mentioned', async () => {
    const { stream, asked } = await streamOf([account(1)]);
    await pass(stream);
    await pass(stream, ['jdoe']);
    expect(asked).toEqual([undefined, ['jdoe']]);
  });
});
