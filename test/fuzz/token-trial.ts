/** The token trial: random groups and accounts on the lab's server, and each account's token from both sides. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Client } from 'ldapts';

import { findAccounts } from '../../src/audit/find-accounts.js';
import { connectionOf } from '../../src/cli/connection-options.js';
import type { Sid } from '../../src/descriptor/types.js';
import { AccountStream } from '../../src/directory/account-stream.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import { buildToken, type Token } from '../../src/directory/token.js';
import { wayNames } from '../../src/directory/token-names.js';
import { openSources } from '../../src/index.js';
import { exportLdif } from '../lab/export.mjs';
import { type Lab, PYTHON, startLab } from '../lab/lab.mjs';
import { readToken } from './oracle.js';
import { Random } from './random.js';
import { drawPlan, type Plan } from './token-graph.js';
import { judgeToken, type Unexplained } from './token-judge.js';
import { type Holding, TokenModel } from './token-model.js';

const SCRIPT = fileURLToPath(new URL('./python/tokens.py', import.meta.url));
/** Accounts that are asked at the same time. */
const WORKERS = 2;

/** One account's token, as the product has it and as the server has it. */
export interface TriedToken {
  readonly account: Holding;
  readonly token: Token;
  /** Names from the account to a SID of the token. */
  readonly way: (sid: Sid) => string;
  readonly server: ReadonlySet<Sid>;
  /** SIDs that the token has from one source only, LDIF or LDAP. */
  readonly differsBySource: readonly Sid[];
}

export interface Trial {
  readonly plan: Plan;
  readonly model: TokenModel;
  readonly tried: readonly TriedToken[];
}

export interface TrialLimits {
  readonly seed: number;
  readonly accounts: number;
  onProgress?(what: string): void;
  /** Is given the lab as soon as it is being started, for whoever has to stop it before the end. */
  onStarting?(lab: Promise<Lab>): void;
}

/** Runs a lab of its own at `address` and stops it at the end. */
export async function runTrial(address: string, limits: TrialLimits): Promise<Trial> {
  const { onProgress = () => {} } = limits;
  onProgress('starting a directory server');
  const starting = startLab({ address });
  limits.onStarting?.(starting);
  const lab = await starting;
  try {
    const plan = drawPlan(new Random(limits.seed), limits.accounts, lab.domainSid as Sid);
    onProgress(`making ${plan.groups.length} groups and ${plan.accounts.length} accounts`);
    const model = new TokenModel(await fill(lab, plan));
    onProgress('reading the domain, by LDAP and as LDIF');
    const passwords = new Map(plan.accounts.map(({ name }) => [name, lab.accountPassword]));
    for (const { role, name, password } of lab.accounts) if (role === 'audited') passwords.set(name, password);
    const names = [...passwords.keys()];
    const predicted = await predictions(lab, names);
    const byName = new Map(model.holdings.map((holding) => [holding.name, holding]));
    const tried: TriedToken[] = [];
    let next = 0;
    const work = async () => {
      for (let index = next++; index < names.length; index = next++) {
        const name = names[index]!;
        const server = await serverToken(lab, name, passwords.get(name)!);
        tried.push({ ...predicted.get(name)!, account: byName.get(name)!, server });
        if (tried.length % 25 === 0) onProgress(`${tried.length} of ${names.length} accounts asked`);
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, work));
    return { plan, model, tried };
  } finally {
    await lab.stop();
  }
}

/** Makes what the plan says, and reads what is there then as SYSTEM. */
async function fill(lab: Lab, plan: Plan): Promise<readonly Holding[]> {
  const child = spawn(PYTHON, [SCRIPT, lab.smbConf], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => {}); // A child that ends early says why on standard error.
  child.stdin.end(JSON.stringify({ ...plan, password: lab.accountPassword }));
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
  try {
    return JSON.parse(out) as Holding[];
  } catch {
    throw new Error(`the groups and accounts of the trial were not made:\n${said.slice(-4000)}`);
  }
}

type Predicted = Pick<TriedToken, 'token' | 'way' | 'differsBySource'>;

/** The product's tokens by account, from an LDIF export and from a live collection. */
async function predictions(lab: Lab, names: readonly string[]): Promise<Map<string, Predicted>> {
  // In the lab's own folder, which goes with it.
  const file = join(lab.dir, 'export.ldif');
  await writeFile(file, await exportLdif(lab));
  const passwordFile = join(lab.dir, 'password');
  await writeFile(passwordFile, lab.adminPassword, { mode: 0o600 });
  const flags = { user: lab.adminUser, passwordFile, ca: lab.caFile, pageSize: 500, connections: 2, timeout: 60 };
  const fromFile = await openSources([file], {});
  const fromServer = await openSources([lab.url], { connection: () => connectionOf(flags) });
  try {
    const found = await tokensOf(fromFile, names, 1);
    const collected = await tokensOf(fromServer, names, names.length);
    return new Map(
      [...found].map(([name, { token, way }]) => {
        const other = collected.get(name)!.token.sids;
        const sids = new Set([...token.sids.keys(), ...other.keys()]);
        const differsBySource = [...sids].filter((sid) => token.sids.has(sid) !== other.has(sid));
        return [name, { token, way, differsBySource }];
      }),
    );
  } finally {
    await fromFile.close();
    await fromServer.close();
  }
}

/** @param together how many accounts are under audit at the same time: what one brings along must not help another */
async function tokensOf(
  evidence: RecordSource,
  names: readonly string[],
  together: number,
): Promise<Map<string, Pick<TriedToken, 'token' | 'way'>>> {
  const directory = await loadDirectory(evidence);
  const tokens = new Map<string, Pick<TriedToken, 'token' | 'way'>>();
  for (let from = 0; from < names.length; from += together) {
    const wanted = names.slice(from, from + together);
    const subjects = await findAccounts(directory, new AccountStream(directory, evidence), wanted);
    for (const [index, { user, domain }] of subjects.entries()) {
      const token = buildToken(directory, user, domain);
      const way = (sid: Sid) => wayNames(directory, user, token.sids.get(sid)!.way).join(' > ');
      tokens.set(wanted[index]!, { token, way });
    }
  }
  return tokens;
}

async function serverToken(lab: Lab, name: string, password: string): Promise<Set<Sid>> {
  const tlsOptions = { ca: [readFileSync(lab.caFile)] };
  const client = new Client({ url: lab.url, tlsOptions, timeout: 60_000, connectTimeout: 10_000 });
  try {
    await client.bind(`${lab.netbiosName}\\${name}`, password);
    return await readToken(client);
  } finally {
    await client.unbind();
  }
}

export interface TrialResult {
  tried: number;
  /** Tokens that differ for known causes at most. */
  explained: number;
  /** SIDs that product and server agree on. */
  shared: number;
  /** Differing SIDs by cause; several causes at once joined with +. */
  readonly causes: Map<string, number>;
  /** Tokens with a difference that has no cause, described. */
  readonly disagreements: string[];
}

/**
 * Judges every token of a trial.
 * @param sidsOf what is held against the server; the product's token by default
 */
export function judgeTrial(
  { model, tried }: Trial,
  sidsOf: (tried: TriedToken) => Iterable<Sid> = ({ token }) => token.sids.keys(),
): TrialResult {
  const result: TrialResult = { tried: 0, explained: 0, shared: 0, causes: new Map(), disagreements: [] };
  for (const each of tried) {
    const verdict = judgeToken(model, each.account, new Set(sidsOf(each)), each.server);
    result.tried++;
    result.shared += verdict.shared;
    for (const [cause, count] of verdict.causes) result.causes.set(cause, (result.causes.get(cause) ?? 0) + count);
    if (verdict.unexplained.length + each.differsBySource.length === 0) result.explained++;
    else result.disagreements.push(describe(model, each, verdict.unexplained));
  }
  return result;
}

/** A disagreement for people: who has the SID and who has not, and the way there. */
function describe(model: TokenModel, tried: TriedToken, unexplained: readonly Unexplained[]): string {
  const has = (held: boolean, who: string) => `${who} ${held ? 'has it' : 'has it not'}`;
  const nameOf = (sid: Sid) => model.holdings.find((holding) => holding.sid === sid)?.name ?? 'no object';
  return [
    `${tried.account.name} (${tried.account.sid}):`,
    ...unexplained.flatMap(({ sid, product, server, specification, serverModel }) => [
      `  ${sid} (${nameOf(sid)}): ${has(product, 'adreach')}, ${has(server, 'the server')}; ${has(specification, 'the specification')}, ${has(serverModel, "the server's model")}`,
      ...(product && tried.token.sids.has(sid) ? [`    ${tried.way(sid)}`] : []),
    ]),
    ...tried.differsBySource.map((sid) => `  ${sid} (${nameOf(sid)}): from LDIF or from LDAP only`),
  ].join('\n');
}

/** What a trial found, for people. */
export function trialSummary({ plan }: Trial, result: TrialResult, seed: number, milliseconds: number): string {
  const known = [...result.causes].sort((a, b) => b[1] - a[1]);
  const excused = known.reduce((sum, [, count]) => sum + count, 0);
  return [
    `${result.tried} tokens tried over ${plan.groups.length} random groups (seed ${seed}) in ${(milliseconds / 1000).toFixed(0)} s`,
    `${result.explained} equal the server's but for known causes, ${result.disagreements.length} do not`,
    `${result.shared} SIDs are in both, ${excused} differ for known causes:`,
    ...known.map(([cause, count]) => `  ${String(count).padStart(7)} ${cause}`),
    ...result.disagreements.map((described) => `\n${described}`),
  ].join('\n');
}
