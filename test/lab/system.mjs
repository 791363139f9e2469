/** The lab's domain as SYSTEM sees it, through a Python process on the server's own database. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PYTHON } from './lab.mjs';

const SCRIPT = path.join(path.dirname(fileURLToPath(import.meta.url)), 'python/system.py');

/** One process, one request at a time; close() ends it. */
export class SystemView {
  /** @param {string} smbConf */
  constructor(smbConf) {
    this.child = spawn(PYTHON, [SCRIPT, smbConf], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** @param {object} request */
  async ask(request) {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await this.lines.next();
    if (line.done) throw new Error('the SYSTEM process of the lab ended');
    const reply = JSON.parse(line.value);
    if (reply.error) throw new Error(`as SYSTEM, ${JSON.stringify(request)}: ${reply.error}`);
    return reply.ok;
  }

  /** @returns {Promise<import('./attempts.mjs').Target[]>} every object whose objectClass includes user */
  targets() {
    return this.ask({ op: 'targets' });
  }

  /** @param {import('./attempts.mjs').Target} target puts userAccountControl and pwdLastSet back as they were */
  restore({ dn, uac, pwdLastSet }) {
    return this.ask({ op: 'restore', dn, uac, pwdLastSet });
  }

  /**
   * @param {string} sid
   * @param {string} password
   */
  setPassword(sid, password) {
    return this.ask({ op: 'password', sid, password });
  }

  close() {
    this.child.stdin.end();
  }
}
