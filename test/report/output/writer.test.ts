import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ByteWriter } from '../../../src/report/output/writer.js';
import { memoryOutput } from '../memory-output.js';

test('bytes come out in order whatever their sizes, and buffers are not reused too early', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 60 }), async (texts) => {
      const output = memoryOutput();
      const writer = new ByteWriter(output, 64);
      for (const [i, text] of texts.entries()) {
        if (i % 3 === 0) writer.bytes(Buffer.from(text, 'utf8'));
        else writer.text(text);
        if (writer.full) await writer.flush();
      }
      await writer.finish();
      expect(output.text).toBe(texts.join(''));
    }),
    { numRuns: 50 },
  );
});

test('a failing output is heard of at the next flush', async () => {
  const failing = { ...memoryOutput(), write: () => Promise.reject(new Error('disk full')) };
  const writer = new ByteWriter(failing, 16);
  writer.text('0123456789abcdef');
  await writer.flush();
  await new Promise((resolve) => setImmediate(resolve));
  writer.text('x');
  await expect(writer.flush()).rejects.toThrow('disk full');
});
