import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BlockFile } from '../../../../src/sources/ldap/journal/blocks.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-blocks-'));
  path = join(folder, 'x.partial');
});
afterEach(() => rmSync(folder, { recursive: true }));

const TEXTS = ['one', '', 'three\0'.repeat(100), 'the last'];

function write(): Buffer {
  const file = BlockFile.create(path);
  for (const text of TEXTS) file.append('E', Buffer.from(text));
  file.close();
  return readFileSync(path);
}

function read(): { readonly texts: string[]; readonly torn: number; readonly again: string[] } {
  const file = BlockFile.open(path);
  try {
    const texts: string[] = [];
    const again: string[] = [];
    const torn = file.scan((place, content) => {
      texts.push(content.toString());
      again.push(file.content(place).toString());
    });
    return { texts, torn, again };
  } finally {
    file.close();
  }
}

describe('a file of blocks', () => {
  test('is private, and gives back what was appended', () => {
    write();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(read()).toEqual({ texts: TEXTS, torn: 0, again: TEXTS });
  });

  test('never takes the place of another', () => {
    write();
    expect(() => BlockFile.create(path)).toThrow(/cannot write/);
    expect(read().texts).toEqual(TEXTS);
  });

  test('cut anywhere: the whole blocks before, the rest is cut off, and it can be gone on with', () => {
    const whole = write();
    const first = whole.indexOf('\n') + 1;
    for (
      let length = first;
      length < whole.length;
      length += length > first + 40 && length < whole.length - 30 ? 37 : 1
    ) {
      writeFileSync(path, whole.subarray(0, length));
      const { texts, torn } = read();
      expect(texts).toEqual(TEXTS.slice(0, texts.length));
      expect(texts.length).toBeLessThan(TEXTS.length);
      expect(statSync(path).size).toBe(length - torn);
      const file = BlockFile.open(path);
      file.scan(() => undefined);
      file.append('D', Buffer.from('more'));
      file.close();
      expect(read()).toMatchObject({ texts: [...texts, 'more'], torn: 0 });
    }
  });

  test('a changed byte anywhere: no block that differs is handed on', () => {
    const whole = write();
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = damaged[at]! ^ 0x41;
      writeFileSync(path, damaged);
      if (at < whole.indexOf('\n') + 1) {
        expect(read).toThrow(/not what an interrupted/);
        continue;
      }
      const { texts } = read();
      expect(texts).toEqual(TEXTS.slice(0, texts.length));
      expect(texts.length).toBeLessThan(TEXTS.length);
    }
  });

  test('a block that is missing, or stands twice or elsewhere: nothing from there on', () => {
    const whole = write();
    const starts: number[] = [];
    const file = BlockFile.open(path);
    file.scan(({ at }) => starts.push(at - 9));
    file.close();
    const first = whole.subarray(0, starts[0]);
    const blocks = starts.map((start, number) => whole.subarray(start, starts[number + 1]));
    for (const order of [
      [0, 2, 3],
      [0, 0, 1, 2, 3],
      [1, 0, 2, 3],
      [0, 1, 3, 2],
      [1, 2, 3],
    ]) {
      writeFileSync(path, Buffer.concat([first, ...order.map((number) => blocks[number]!)]));
      const right = order.findIndex((number, place) => number !== place);
      expect(read().texts).toEqual(TEXTS.slice(0, right));
    }
  });

  test.each(['', 'adreach', 'adreach collection 2\n', '\x1f\x8b'])('%j is none', (text) => {
    writeFileSync(path, text);
    expect(read).toThrow(/not what an interrupted "adreach collect" of this version leaves/);
  });
});
