import { describe, expect, test } from '@jest/globals';
import { DescriptorTable } from '../../src/directory/descriptors.js';
import { descriptorId } from './ids.js';
import { sd } from './memory-source.js';

function table(...sddl: readonly string[]): DescriptorTable {
  const descriptors = new DescriptorTable();
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
