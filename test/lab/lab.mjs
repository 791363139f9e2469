/**
 * The lab: a real Active Directory domain controller (Samba) on a loopback address, filled with every situation the
 * audit must tell apart. Instances are apart by address and folder. Needs root and the packages of install.sh.
 */

import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCertificates } from './certificates.mjs';
import { accepts, alive, run, until } from './run.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
/** The bindings belong to Debian's Python, not to another one in PATH. */
export const PYTHON = '/usr/bin/python3';
export const DEFAULT_ADDRESS = '127.0.0.53';
const DOMAIN = {
  realm: 'securelab.local',
  domain: 'SECURELAB',
  hostName: 'dc1',
  domainSid: 'S-1-5-21-1004336348-1177238915-682003330',
};
const NEEDED = ['/usr/sbin/samba', PYTHON, '/usr/bin/ldapsearch', '/usr/bin/openssl'];

/**
 * Why the lab cannot run here.
 * @returns {Promise<string | null>} a sentence, or null when it can
 */
export async function labUnavailable() {
  for (const file of NEEDED) {
    const there = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!there) return `${file} is missing: run test/lab/install.sh as root (Debian or Ubuntu)`;
  }
  if (process.getuid?.() !== 0) return 'the lab needs root: the server takes the ports 389 and 636';
  try {
    await run(PYTHON, ['-c', 'import samba.provision, samba.samdb']);
  } catch {
    return 'the Samba bindings for Python are missing: run test/lab/install.sh as root';
  }
  return null;
}

/**
 * Whether the lab can run here.
 * @returns {Promise<boolean>}
 */
export async function labAvailable() {
  return (await labUnavailable()) === null;
}

/**
 * Makes a fresh domain, fills it and starts its server.
 * @param {import('./lab.mjs').LabOptions} [options]
 * @returns {Promise<import('./lab.mjs').Lab>}
 * @throws {Error} when the lab cannot run here, the address is taken, or a step fails
 */
export async function startLab(options = {}) {
  const why = await labUnavailable();
  if (why) throw new Error(`the lab cannot start: ${why}`);
  const address = options.address ?? DEFAULT_ADDRESS;
  for (const port of [389, 636, 3268, 3269]) {
    if (await accepts(address, port))
      throw new Error(`the lab cannot start: ${address}:${port} is in use; pass another loopback address`);
  }
  const dir = path.resolve(options.dir ?? (await mkdtemp(path.join(tmpdir(), 'adreach-lab-'))));
  await mkdir(dir, { recursive: true, mode: 0o755 });
  const config = {
    dir,
    address,
    ...DOMAIN,
    adminPassword: password(),
    accountPassword: password(),
    accounts: options.accounts ?? 0,
    fill: options.fill ?? 'sample',
  };
  const configFile = path.join(dir, 'config.json');
  await writeFile(configFile, JSON.stringify(config, null, 2), { mode: 0o600, flag: 'wx' }).catch((error) => {
    throw error.code === 'EEXIST'
      ? new Error(`the lab cannot start: ${dir} holds a lab already; stop and remove it`)
      : error;
  });
  const host = `${DOMAIN.hostName}.${DOMAIN.realm}`;
  await makeCertificates(path.join(dir, 'tls'), { address, hostNames: [host, 'localhost'] });
  await run(PYTHON, [path.join(HERE, 'python/provision.py'), configFile]);
  await run(PYTHON, [path.join(HERE, 'python/fill.py'), configFile]);
  // Every write that somebody tries, as a line of JSON in log/samba.log: of the server alone, not of what reads its database.
  const auditLog = options.auditLog ? ['--option=log level=0 dsdb_json_audit:5 dsdb_password_json_audit:5'] : [];
  await run('/usr/sbin/samba', ['-D', '-M', 'prefork', '-s', path.join(dir, 'smb.conf'), ...auditLog]);
  const up = await until(() => accepts(address, 636), 60_000);
  const lab = await openLab(dir, options.dir === undefined);
  if (up) return lab;
  await lab.stop();
  throw new Error(`the lab's server did not start within 60 s; see ${path.join(dir, 'log')}`);
}

/**
 * The lab that runs (or ran) in a folder.
 * @param {string} dir
 * @param {boolean} [removeOnStop] whether stop() removes the folder
 * @returns {Promise<import('./lab.mjs').Lab>}
 */
export async function openLab(dir, removeOnStop = false) {
  const read = async (/** @type {string} */ name) => JSON.parse(await readFile(path.join(dir, name), 'utf8'));
  const config = await read('config.json');
  /** @type {Record<string, string>} */
  const passwords = await read('passwords.json');
  /** @type {import('./lab.mjs').LabAccount[]} */
  const accounts = await read('accounts.json');
  return {
    dir,
    address: config.address,
    url: `ldaps://${config.address}`,
    plainUrl: `ldap://${config.address}`,
    caFile: path.join(dir, 'tls/ca.pem'),
    wrongCaFile: path.join(dir, 'tls/wrong-ca.pem'),
    smbConf: path.join(dir, 'smb.conf'),
    domainDn: config.realm
      .split('.')
      .map((/** @type {string} */ part) => `DC=${part}`)
      .join(','),
    domainSid: config.domainSid,
    netbiosName: config.domain,
    adminUser: `Administrator@${config.realm}`,
    adminPassword: config.adminPassword,
    accountPassword: config.accountPassword,
    accounts: accounts.map((account) => ({ ...account, password: passwords[account.name] ?? '' })),
    situations: await read('situations.json'),
    stop: () => stopLab(dir, removeOnStop),
  };
}

/**
 * Stops the server of a folder, by the process id it wrote down.
 * @param {string} dir
 * @param {boolean} remove whether to remove the folder
 */
async function stopLab(dir, remove) {
  const text = await readFile(path.join(dir, 'run/samba.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  if (pid > 1 && alive(pid) && (await isSamba(pid))) {
    process.kill(pid, 'SIGTERM');
    if (!(await until(() => !alive(pid), 10_000))) process.kill(pid, 'SIGKILL');
  }
  if (remove) await rm(dir, { recursive: true, force: true });
}

/**
 * A process id outlives its process: never end another program that got the number since.
 * @param {number} pid
 */
async function isSamba(pid) {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes('samba');
}

/** A password that any policy accepts; test data of one lab. */
function password() {
  return `Lab-1-${randomBytes(12).toString('base64url')}`;
}
