import { describe, expect, jest, test } from '@jest/globals';
import { DescriptorTable, sameDacl } from '../../src/directory/descriptors.js';
import { descriptorId } from './ids.js';
import { memoryStore, sd } from './memory-source.js';

function table(...sddl: readonly string[]): DescriptorTable {
  const descriptors = new DescriptorTable(memoryStore);
  for (const each of sddl) descriptors.add(sd(each));
  return descriptors;
}

describe('descriptors by number', () => {
  test('each number is the count before it', () => {
    const descriptors = table('O:SYG:SYD:(A;;RC;;;WD)', 'O:BAG:SYD:(A;;WP;;;AU)');
    expect(descriptors.size).toBe(2);
    expect([0, 1].map((number) => descriptors.get(descriptorId(number)))).toMatchObject([
      { state: 'parsed', value: { owner: 'S-1-5-18', dacl: { aces: [{ sid: 'S-1-1-0' }] } } },
      { state: 'parsed', value: { owner: 'S-1-5-32-544', dacl: { aces: [{ sid: 'S-1-5-11' }] } } },
    ]);
    descriptors.add(sd('O:SYG:SYD:'));
    expect(descriptors.size).toBe(3);
    expect(descriptors.get(descriptorId(2))).toMatchObject({ state: 'parsed', value: { dacl: { aces: [] } } });
  });

  test('one is parsed once: asked again, it is the same object', () => {
    const descriptors = table('O:SYG:SYD:');
    const first = descriptors.get(descriptorId(0));
    expect(first.state).toBe('parsed');
    expect(descriptors.get(descriptorId(0))).toBe(first);
  });

  test('a damaged one is a value, with its reason, each time', () => {
    const descriptors = table('O:SYG:SYD:');
    descriptors.add(Buffer.from('0100048000', 'hex').toString('base64'));
    const damaged = descriptors.get(descriptorId(1));
    expect(damaged).toEqual({ state: 'damaged', reason: expect.stringMatching(/./) });
    expect(descriptors.get(descriptorId(1))).toBe(damaged);
    expect(descriptors.daclText(descriptorId(1))).toBeNull();
  });

  test('a number that none has', () => {
    expect(table().get(descriptorId(4))).toEqual({ state: 'damaged', reason: 'no descriptor 4' });
    expect(table().daclText(descriptorId(0))).toBeNull();
  });
});

describe('the text of a DACL', () => {
  test('is without owner, group and SACL', () => {
    const descriptors = table(
      'O:SYG:SYD:PAI(A;;RC;;;WD)',
      'O:BAG:BAD:PAI(A;;RC;;;WD)S:(AU;SA;WP;;;WD)',
      'O:SYG:SYD:AI(A;;RC;;;WD)',
      'O:SYG:SYD:PAI(A;;RC;;;AU)',
    );
    expect([0, 1, 2, 3].map((number) => descriptors.daclText(descriptorId(number)))).toEqual([
      'D:PAI(A;;RC;;;WD)',
      'D:PAI(A;;RC;;;WD)',
      'D:AI(A;;RC;;;WD)',
      'D:PAI(A;;RC;;;AU)',
    ]);
    // The second answer is what the first one kept.
    expect(descriptors.daclText(descriptorId(0))).toBe('D:PAI(A;;RC;;;WD)');
  });

  test('tells an empty list, a NULL one and none apart', () => {
    const descriptors = table('O:SYG:SYD:', 'O:SYG:SYD:NO_ACCESS_CONTROL', 'O:SYG:SY');
    expect([0, 1, 2].map((number) => descriptors.daclText(descriptorId(number)))).toEqual([
      'D:',
      'D:NO_ACCESS_CONTROL',
      '',
    ]);
  });
});

describe('more than fits into memory', () => {
  /** A list of so many entries that all differ, and differ from those of another number. */
  const large = (number: number, entries = 1500) =>
    sd(`O:SYG:SYD:${Array.from({ length: entries }, (_, i) => `(A;;RC;;;S-1-5-21-${number}-${i}-1-1)`).join('')}`);

  test('is on disk beyond 16 MiB, and read again from there', () => {
    const opened = jest.fn(memoryStore);
    const descriptors = new DescriptorTable(opened);
    const bases = Array.from({ length: 8 }, (_, number) => large(number));
    const bytes = Buffer.from(bases[0]!, 'base64').length;
    const inMemory = Math.floor((1 << 24) / bytes);
    for (let number = 0; number < inMemory; number++) descriptors.add(bases[number % 8]!);
    expect(opened).not.toHaveBeenCalled();
    for (let number = inMemory; number < inMemory + 8; number++) descriptors.add(bases[number % 8]!);
    expect(opened).toHaveBeenCalledTimes(1);
    expect(opened.mock.results[0]!.value).toMatchObject({ size: 8 * bytes });
    expect(descriptors.size).toBe(inMemory + 8);
    for (const number of [inMemory + 7, 0, inMemory, inMemory - 1, inMemory + 3]) {
      expect(descriptors.get(descriptorId(number))).toMatchObject({
        state: 'parsed',
        value: {
          dacl: { aces: expect.arrayContaining([expect.objectContaining({ sid: `S-1-5-21-${number % 8}-1499-1-1` })]) },
        },
      });
    }
    expect(descriptors.get(descriptorId(inMemory + 8))).toMatchObject({ state: 'damaged' });
  });

  test('only some of them are kept parsed', () => {
    const descriptors = new DescriptorTable(memoryStore);
    for (let number = 0; number < 20; number++) descriptors.add(large(number));
    const first = descriptors.get(descriptorId(0));
    for (let number = 1; number < 20; number++) descriptors.get(descriptorId(number));
    const again = descriptors.get(descriptorId(0));
    expect(again).not.toBe(first);
    expect(again).toEqual(first);
  });
});

describe('two lists are the same', () => {
  const LISTS = [
    'O:SYG:SYD:P(A;;RC;;;WD)',
    'O:BAG:SYD:P(A;;RC;;;WD)S:(AU;SA;WP;;;WD)',
    'O:SYG:SYD:P(A;;RC;;;AU)',
    'O:SYG:SYD:P',
    'O:SYG:SY',
  ];
  test.each([
    [0, 0, true],
    [0, 1, true],
    [0, 2, false],
    [0, 3, false],
    [3, 4, false],
    [4, 4, true],
  ])('%i and %i: %s', (one, other, same) => {
    const descriptors = table(...LISTS);
    expect(sameDacl(descriptors, descriptorId(one), descriptorId(other))).toBe(same);
    expect(sameDacl(descriptors, descriptorId(other), descriptorId(one))).toBe(same);
  });

  test('nobody knows where one of them is damaged', () => {
    const descriptors = table(...LISTS);
    descriptors.add('AQAE');
    expect(sameDacl(descriptors, descriptorId(0), descriptorId(5))).toBeNull();
  });
});
