/**
 * The oracle: for every account under audit, every target and every action, the real attempt on the lab's server, bound
 * as that account over LDAPS; what it changed is put back at once.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Attribute, Change, Client, ResultCodeError } from 'ldapts';
import { openLab } from './lab.mjs';
import { SystemView } from './system.mjs';

export const ACTIONS = /** @type {const} */ (['disable', 'enable', 'force-password-change', 'reset-password']);
const DISABLED = 0x2;
/** Shorter than the lab's minimum: where the right is held, most accounts answer constraintViolation, unchanged. */
const WEAK_PASSWORD = 'a';
const WORKERS = 2;

/**
 * Makes all attempts.
 * @param {import('./lab.mjs').Lab} lab
 * @param {import('./attempts.mjs').AttemptOptions} [options]
 * @returns {Promise<import('./attempts.mjs').Attempts>}
 * @throws {Error} when an account cannot bind, or a state cannot be put back
 */
export async function makeAttempts(lab, options = {}) {
  const accounts = lab.accounts.filter((account) => account.role === 'audited');
  const system = new SystemView(lab.smbConf);
  try {
    const visible = await visibleTargets(lab);
    const targets = (await system.targets())
      .filter(({ sid }) => visible.has(sid))
      .sort((a, b) => compare(a.sid, b.sid));
    const tokens = await Promise.all(accounts.map((account) => readToken(lab, account)));
    /** @type {import('./attempts.mjs').Attempt[][]} */
    const outcomes = targets.map(() => []);
    let next = 0;
    const worker = async () => {
      const view = new SystemView(lab.smbConf);
      const clients = await Promise.all(accounts.map((account) => connect(lab, account)));
      try {
        for (let index = next++; index < targets.length; index = next++) {
          const target = /** @type {import('./attempts.mjs').Target} */ (targets[index]);
          for (const [position, account] of accounts.entries()) {
            for (const action of ACTIONS) {
              const client = /** @type {Client} */ (clients[position]);
              outcomes[index]?.push(await attempt(client, account.sid, target, action, view));
            }
          }
          options.onProgress?.((index + 1) / targets.length);
        }
      } finally {
        await Promise.all(clients.map((client) => client.unbind()));
        view.close();
      }
    };
    await Promise.all(Array.from({ length: options.workers ?? WORKERS }, worker));
    // A computer's password may be weak: the accounts that log on get theirs back.
    for (const { sid } of lab.accounts) await system.setPassword(sid, lab.accountPassword);
    for (const target of targets) await system.restore(target);
    return { tokens, attempts: outcomes.flat().sort(order) };
  } finally {
    system.close();
  }
}

/**
 * SIDs of the objects of class user that the administrator finds. An object that shows nobody its class (an empty DACL)
 * is in no export as a target, so there is nothing to hold an attempt against.
 * @param {import('./lab.mjs').Lab} lab
 * @returns {Promise<Set<string>>}
 */
async function visibleTargets(lab) {
  const client = new Client({ url: lab.url, tlsOptions: { ca: [await readFile(lab.caFile)] }, timeout: 60_000 });
  await client.bind(lab.adminUser, lab.adminPassword);
  try {
    const { searchEntries } = await client.search(lab.domainDn, {
      scope: 'sub',
      filter: '(&(objectClass=user)(objectSid=*))',
      attributes: ['objectSid'],
      explicitBufferAttributes: ['objectSid'],
    });
    return new Set(searchEntries.map((entry) => sidText(/** @type {Buffer} */ (entry.objectSid))));
  } finally {
    await client.unbind();
  }
}

/**
 * One attempt, and its undoing.
 * @param {Client} client bound as the account
 * @param {string} account SID
 * @param {import('./attempts.mjs').Target} target
 * @param {typeof ACTIONS[number]} action
 * @param {SystemView} view
 * @returns {Promise<import('./attempts.mjs').Attempt>}
 */
export async function attempt(client, account, target, action, view) {
  const common = { account, target: target.sid, action };
  try {
    await client.modify(target.dn, change(action, target));
  } catch (error) {
    if (!(error instanceof ResultCodeError)) throw error;
    return { ...common, ...classify(action, error) };
  }
  await view.restore(target);
  return { ...common, outcome: 'granted', code: 0 };
}

/**
 * The write that an action is.
 * @param {typeof ACTIONS[number]} action
 * @param {import('./attempts.mjs').Target} target
 */
function change(action, target) {
  const uac = target.uac ?? 0;
  switch (action) {
    case 'disable':
      return replace('userAccountControl', String(uac | DISABLED));
    case 'enable':
      return replace('userAccountControl', String(uac & ~DISABLED));
    case 'force-password-change':
      return replace('pwdLastSet', '0');
    case 'reset-password':
      return replace('unicodePwd', Buffer.from(`"${WEAK_PASSWORD}"`, 'utf16le'));
  }
}

/**
 * @param {string} type
 * @param {string | Buffer} value
 */
function replace(type, value) {
  const values = /** @type {string[] | Buffer[]} */ ([value]);
  return new Change({ operation: 'replace', modification: new Attribute({ type, values }) });
}

/** How the server's access check words its refusals; its other modules give the same code with another text. */
const ACCESS_CHECK = /has no write property access|error in module acl: insufficient access rights/;
/** Refusals that come after the access check, from what the server does with some accounts. */
/** @type {{ cause: NonNullable<import('./attempts.mjs').Attempt['cause']>, text: RegExp }[]} */
const OTHER_CAUSES = [{ cause: 'interdomain-trust-password', text: /changing the interdomain trust password/ }];

/**
 * What a refusal means. Only the access check's own refusal is a denial; everything else is named.
 * @param {string} action
 * @param {ResultCodeError} error
 * @returns {Pick<import('./attempts.mjs').Attempt, 'outcome' | 'code' | 'detail' | 'cause'>}
 */
function classify(action, error) {
  const { code, message } = error;
  // 0000052D: ERROR_PASSWORD_RESTRICTION. The right was checked before the password.
  if (action === 'reset-password' && code === 19 && /0000052D/i.test(message)) return { outcome: 'granted', code };
  if (code === 50 && ACCESS_CHECK.test(message)) return { outcome: 'denied', code };
  const known = OTHER_CAUSES.find(({ text }) => text.test(message));
  return { outcome: 'error', code, ...(known ? { cause: known.cause } : { detail: message }) };
}

/**
 * A connection bound as an account, with the token that it has at that moment.
 * @param {import('./lab.mjs').Lab} lab
 * @param {Pick<import('./lab.mjs').LabAccount, 'name' | 'password'>} account
 */
export async function connect(lab, account) {
  const ca = await readFile(lab.caFile);
  const client = new Client({ url: lab.url, tlsOptions: { ca: [ca] }, timeout: 60_000, connectTimeout: 10_000 });
  await client.bind(`${lab.netbiosName}\\${account.name}`, account.password);
  return client;
}

/**
 * The account's whole token, as the server sees it.
 * @param {import('./lab.mjs').Lab} lab
 * @param {import('./lab.mjs').LabAccount} account
 * @returns {Promise<import('./attempts.mjs').Token>}
 */
async function readToken(lab, account) {
  const client = await connect(lab, account);
  try {
    const { searchEntries } = await client.search('', {
      scope: 'base',
      attributes: ['tokenGroups'],
      explicitBufferAttributes: ['tokenGroups'],
    });
    const values = /** @type {Buffer[]} */ ([searchEntries[0]?.tokenGroups ?? []].flat());
    return { account: account.sid, sids: values.map(sidText).sort(compare) };
  } finally {
    await client.unbind();
  }
}

/**
 * MS-DTYP 2.4.2.2, the identifier authority big-endian, the rest little-endian.
 * @param {Buffer} sid
 */
function sidText(sid) {
  const parts = Array.from({ length: sid.readUInt8(1) }, (_, index) => sid.readUInt32LE(8 + 4 * index));
  return ['S-1', sid.readUIntBE(2, 6), ...parts].join('-');
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}

/**
 * @param {import('./attempts.mjs').Attempt} a
 * @param {import('./attempts.mjs').Attempt} b
 */
function order(a, b) {
  return compare(a.account, b.account) || compare(a.target, b.target) || compare(a.action, b.action);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lab = await openLab(path.resolve(process.argv[2] ?? '.lab'));
  const started = Date.now();
  const { attempts } = await makeAttempts(lab);
  for (const one of attempts) console.log(JSON.stringify(one));
  console.error(`${attempts.length} attempts in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
