/** `npm run lab:down`: stops the lab in .lab/ and removes it. */

import { rm } from 'node:fs/promises';
import path from 'node:path';
import { openLab } from './lab.mjs';

const dir = path.resolve('.lab');
try {
  const lab = await openLab(dir).catch(() => null);
  await lab?.stop();
  await rm(dir, { recursive: true, force: true });
  console.log(lab ? 'The lab is stopped.' : 'There was no lab in .lab/.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
