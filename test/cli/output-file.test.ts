import { expect, test } from '@jest/globals';
import { checkOutput } from '../../src/cli/output-file.js';

test.each([
  ['-', /standard output/],
  ['/dev/null', /is a device or a pipe/],
  ['/dev/stdout/x', /does not exist/],
  ['/', /is a folder/],
])('a snapshot is not written to %s', async (path, words) => {
  await expect(checkOutput(path)).rejects.toThrow(words);
});
