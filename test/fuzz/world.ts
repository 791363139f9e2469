/** The differential test's own part of the lab: targets of every class, the accounts that try, and their tokens. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openSources } from '../../src/assemble/open.js';
import { findAccounts } from '../../src/audit/find-accounts.js';
import type { Guid, Sid } from '../../src/descriptor/types.js';
import { AccountStream } from '../../src/directory/account-stream.js';
import type { Directory } from '../../src/directory/directory.js';
import { loadDirectory } from '../../src/directory/load.js';
import { buildToken, type Token } from '../../src/directory/token.js';
import { loadRules } from '../../src/rules/index.js';
import type { ActionDefinition } from '../../src/verdicts/action.js';
import { domainId } from '../directory/ids.js';
import { exportLdif } from '../lab/export.mjs';
import { type Lab, PYTHON, startLab } from '../lab/lab.mjs';
import { Oracle } from './oracle.js';

const SCRIPT = fileURLToPath(new URL('./python/descriptors.py', import.meta.url));
/** How many targets of each class, beside one of each that is an actor too. */
const PLAN = { user: 14, inetOrgPerson: 7, computer: 6, managed: 3 };

export interface FuzzTarget {
  readonly class: string;
  readonly classGuid: Guid;
  readonly dn: string;
  readonly sid: Sid;
  readonly name: string;
  /** It can bind and try on itself. */
  readonly acts: boolean;
  /** userAccountControl as the next attempt finds it. */
  uac: number;
  /** pwdLastSet was last set to 0: the next attempt sets it to -1 (now). */
  expired: boolean;
}

export interface Actor {
  readonly name: string;
  readonly sid: Sid;
  readonly password: string;
  /** As the product builds it from the evidence. */
  readonly token: Token;
}

export interface WrittenDescriptor {
  readonly dn: string;
  /** Base64 of the self-relative bytes. */
  readonly sd: string;
  readonly how: 'raw' | 'server';
}

/** What became of a written descriptor: base64 of what is stored, and of what a client reads. */
export interface ReadBack {
  readonly stored: string;
  readonly served: string;
}

/** The Python process that is SYSTEM on the server's database; one request at a time. */
export class DescriptorWriter {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(smbConf: string) {
    this.#child = spawn(PYTHON, [SCRIPT, smbConf], { stdio: 'pipe' });
    this.#child.stderr.pipe(process.stderr);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  #ask<T>(request: object): Promise<T> {
    const answer = this.#turn.then(async () => {
      this.#child.stdin.write(`${JSON.stringify(request)}\n`);
      const line = await this.#lines.next();
      if (line.done) throw new Error('the process that writes descriptors ended');
      const reply = JSON.parse(line.value) as { ok?: T; error?: string };
      if (reply.error !== undefined) throw new Error(`writing descriptors: ${reply.error}`);
      return reply.ok as T;
    });
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  make(password: string): Promise<Omit<FuzzTarget, 'classGuid' | 'expired'>[]> {
    return this.#ask({ op: 'make', plan: PLAN, password });
  }

  /** Writes them and reads them back, in the same order. */
  write(items: readonly WrittenDescriptor[]): Promise<ReadBack[]> {
    return this.#ask({ op: 'write', items });
  }

  /** Descriptors as they are stored, in base64. */
  read(dns: readonly string[]): Promise<string[]> {
    return this.#ask({ op: 'read', dns });
  }

  close(): void {
    this.#child.stdin.end();
  }
}

export interface World {
  readonly lab: Lab;
  readonly writer: DescriptorWriter;
  readonly directory: Directory;
  readonly actions: readonly ActionDefinition[];
  readonly targets: readonly FuzzTarget[];
  readonly actors: readonly Actor[];
  /** Connections of all actors, made before an attempt can disable one of them; one worker each. */
  readonly oracles: readonly Oracle[];
  close(): Promise<void>;
}

/** Starts a lab on `address`, makes the targets in it and loads its export through the product. */
export async function makeWorld(address: string, workers = 3): Promise<World> {
  const lab = await startLab({ address });
  const folder = await mkdtemp(join(tmpdir(), 'adreach-fuzz-'));
  const writer = new DescriptorWriter(lab.smbConf);
  const oracles: Oracle[] = [];
  const close = async () => {
    await Promise.all(oracles.map((oracle) => oracle.close()));
    writer.close();
    await lab.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const made = await writer.make(lab.accountPassword);
    const file = join(folder, 'export.ldif');
    await writeFile(file, await exportLdif(lab));
    const evidence = await openSources([file], {});
    const directory = await loadDirectory(evidence);
    const names = [
      ...lab.accounts.filter((account) => account.role === 'audited').map((account) => account.name),
      ...made.filter((target) => target.acts).map((target) => target.name),
    ];
    const subjects = await findAccounts(directory, new AccountStream(directory, evidence), names);
    await evidence.close();
    const actors = subjects.map((subject): Actor => {
      const name = subject.record!.samAccountName!;
      const { password } = lab.accounts.find((account) => account.name === name) ?? { password: lab.accountPassword };
      return { name, sid: subject.sid, password, token: buildToken(directory, subject.user, domainId(0)) };
    });
    const targets = made.map((target): FuzzTarget => {
      const classGuid = directory.schema.class(target.class)!.guid;
      return { ...target, classGuid, expired: true };
    });
    for (let worker = 0; worker < workers; worker++) oracles.push(await Oracle.connect(lab, actors));
    return { lab, writer, oracles, directory, actions: loadRules([]).actions, targets, actors, close };
  } catch (error) {
    await close();
    throw error;
  }
}
