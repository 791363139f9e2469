/**
 * `npm run lab:record`: makes a fresh lab, records its domain, the outcome of every attempt and every token into
 * fixtures/securelab, and stops the lab.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { makeAttempts } from './attempts.mjs';
import { exportLdifGz } from './export.mjs';
import { startLab } from './lab.mjs';
import { run } from './run.mjs';

const FIXTURES = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../fixtures/securelab');

/**
 * Records a lab.
 * @param {import('./lab.mjs').Lab} lab
 * @param {string} [folder]
 */
export async function record(lab, folder = FIXTURES) {
  await mkdir(folder, { recursive: true });
  const put = (/** @type {string} */ name, /** @type {string | Buffer} */ data) =>
    writeFile(path.join(folder, name), data);
  const ldif = await exportLdifGz(lab);
  const { attempts, tokens } = await makeAttempts(lab);
  const errors = attempts.filter((one) => one.outcome === 'error' && !one.cause);
  if (errors.length > 0)
    throw new Error(
      `${errors.length} attempts failed for a reason that is not rights, such as ${JSON.stringify(errors[0])}`,
    );
  await put('securelab.ldif.gz', ldif);
  await put(
    'attempts.ndjson.gz',
    await promisify(gzip)(`${attempts.map((one) => JSON.stringify(one)).join('\n')}\n`, { level: 9 }),
  );
  await put('tokens.json', json(tokens));
  await put('situations.json', json(lab.situations));
  await put('meta.json', json(await describe(lab, attempts)));
  return attempts.length;
}

/**
 * @param {import('./lab.mjs').Lab} lab
 * @param {readonly import('./attempts.mjs').Attempt[]} attempts
 */
async function describe(lab, attempts) {
  const count = (/** @type {string} */ outcome) => attempts.filter((one) => one.outcome === outcome).length;
  return {
    server: (await run('/usr/sbin/samba', ['--version'])).trim(),
    system: /PRETTY_NAME="(.*)"/.exec(await readFile('/etc/os-release', 'utf8'))?.[1] ?? 'unknown',
    domain: lab.domainDn,
    netbiosName: lab.netbiosName,
    domainSid: lab.domainSid,
    accounts: lab.accounts.map(({ role, name, dn, sid, title }) => ({ role, name, dn, sid, title })),
    attempts: {
      total: attempts.length,
      granted: count('granted'),
      denied: count('denied'),
      otherCause: count('error'),
    },
  };
}

/** @param {unknown} value */
function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { address: { type: 'string', default: '127.0.0.54' }, out: { type: 'string' } },
  });
  const lab = await startLab({ address: values.address });
  try {
    console.log(`${await record(lab, values.out)} attempts recorded in ${values.out ?? 'fixtures/securelab'}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  } finally {
    await lab.stop();
  }
}
