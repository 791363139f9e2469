/** The example of docs/diff.md is what the command says. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { streamDiff } from '../../src/library/diff.js';
import { diffSink } from '../../src/report/diff/index.js';
import { memoryOutput } from './memory-output.js';

test('the example of docs/diff.md', async () => {
  const [, example] = /^```\n(\d[\s\S]*?)^```/m.exec(readFileSync('docs/diff.md', 'utf8'))!;
  const output = memoryOutput();
  await streamDiff(
    {
      before: ['fixtures/securelab/securelab.ldif.gz'],
      after: ['fixtures/securelab-later/securelab-later.snapshot'],
      accounts: ['mdiAction$'],
      actions: ['disable'],
    },
    diffSink('table', output, { traits: { width: 80, colour: false }, all: false }),
  );
  const lines = output.text.split('\n');
  let at = 0;
  for (const line of example!.trimEnd().split('\n')) {
    at = lines.indexOf(line, at);
    expect([line, at >= 0]).toEqual([line, true]);
  }
}, 60_000);
