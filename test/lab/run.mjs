/** Running the lab's tools, and waiting for its server. */
import { spawn } from 'node:child_process';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, input?: string }} [options]
 * @returns {Promise<string>} standard output
 * @throws {Error} with the end of standard error, when the exit status is not 0
 */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: options.cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  /** @type {Buffer[]} */
  const out = [];
  let err = '';
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    err = (err + chunk).slice(-4000);
  });
  child.stdin.on('error', () => {}); // A child that ends early says why by its status.
  child.stdin.end(options.input ?? '');
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  if (status !== 0) throw new Error(`${command} ${args[0] ?? ''} ended with ${status}:\n${err.trim()}`);
  return Buffer.concat(out).toString('utf8');
}

/**
 * Whether something accepts connections there.
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function accepts(host, port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: 1000 });
    const done = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}

/**
 * Waits until a condition holds.
 * @param {() => boolean | Promise<boolean>} condition
 * @param {number} milliseconds how long at most
 * @returns {Promise<boolean>} whether it did
 */
export async function until(condition, milliseconds) {
  const end = Date.now() + milliseconds;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() > end) return false;
    await sleep(50);
  }
}

/**
 * Whether a process exists.
 * @param {number} pid
 */
export function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
