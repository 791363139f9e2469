/** The lab's certificates: its authority, the server's, and an authority that has signed nothing. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run.mjs';

const DAYS = '3650';
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/**
 * Makes ca.pem, server.pem, server.key and wrong-ca.pem in a folder.
 * @param {string} folder
 * @param {{ address: string, hostNames: string[] }} server what the server's certificate is valid for
 * @returns {Promise<{ caFile: string, wrongCaFile: string }>}
 */
export async function makeCertificates(folder, { address, hostNames }) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = (/** @type {string} */ name) => path.join(folder, name);
  for (const [name, subject] of [
    ['ca', '/CN=adreach lab authority'],
    ['wrong-ca', '/CN=adreach lab authority that signed nothing'],
  ]) {
    await run('openssl', [
      ...['req', '-x509', ...KEY, '-subj', String(subject), '-days', DAYS],
      ...['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)],
      ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    ]);
  }
  const names = [`IP:${address}`, ...hostNames.map((name) => `DNS:${name}`)].join(',');
  await writeFile(
    file('server.ext'),
    `subjectAltName=${names}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`,
  );
  await run('openssl', [
    ...['req', ...KEY, '-subj', `/CN=${hostNames[0] ?? address}`],
    ...['-keyout', file('server.key'), '-out', file('server.csr')],
  ]);
  await run('openssl', [
    ...['x509', '-req', '-in', file('server.csr'), '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-set_serial', '2'],
    ...['-days', DAYS, '-extfile', file('server.ext'), '-out', file('server.pem')],
  ]);
  for (const name of ['ca.key', 'wrong-ca.key', 'server.key']) await chmod(file(name), 0o600);
  return { caFile: file('ca.pem'), wrongCaFile: file('wrong-ca.pem') };
}
