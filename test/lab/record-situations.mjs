/**
 * `npm run lab:record:situations`: a fresh domain, recorded, and what the situations add to it or change in it, into
 * fixtures/situations.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { exportLdif } from './export.mjs';
import { PYTHON, startLab } from './lab.mjs';
import { run } from './run.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const FIXTURES = path.join(HERE, '../../fixtures/situations');

/**
 * The records of an export that another does not have like that.
 * @param {string} before
 * @param {string} after
 */
export function difference(before, after) {
  const known = new Set(before.split('\n\n'));
  const [, ...records] = after.split('\n\n');
  return `version: 1\n\n${records
    .filter((record) => record !== '' && !known.has(record))
    .map((record) => `${record}\n\n`)
    .join('')}`;
}

/**
 * Makes a fresh domain on an address and records it.
 * @param {string} address
 */
export async function recordSituations(address) {
  const lab = await startLab({ address, fill: 'fresh' });
  try {
    const fresh = await exportLdif(lab);
    await run(PYTHON, [path.join(HERE, 'python/fill_situations.py'), path.join(lab.dir, 'config.json')]);
    return { fresh, situations: difference(fresh, await exportLdif(lab)) };
  } finally {
    await lab.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { address: { type: 'string', default: '127.0.0.55' } } });
  try {
    const { fresh, situations } = await recordSituations(values.address);
    await mkdir(FIXTURES, { recursive: true });
    await writeFile(path.join(FIXTURES, 'fresh.ldif.gz'), await promisify(gzip)(fresh, { level: 9 }));
    await writeFile(path.join(FIXTURES, 'situations.ldif'), situations);
    console.log(`${situations.match(/^dn:/gm)?.length ?? 0} objects recorded in fixtures/situations`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
