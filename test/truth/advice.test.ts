/** Advice really followed: carried out on the directory server as an administrator, and the attempt made that it is about. */
import { writeSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSession } from '../../src/audit/session.js';
import { accountDn } from '../../src/directory/directory.js';
import type { AccountRecord } from '../../src/directory/records.js';
import { Explainer } from '../../src/explain/index.js';
import { openSources } from '../../src/index.js';
import { dnKey, isAtOrBelow } from '../../src/names/dn.js';
import type { Access } from '../../src/result/audit.js';
import type { Advice, Answer, Step } from '../../src/result/steps.js';
import { loadRules } from '../../src/rules/index.js';
import { DescriptorWriter } from '../fuzz/world.js';
import { type AttemptAction, attempt, connect, type Target } from '../lab/attempts.mjs';
import { exportLdif } from '../lab/export.mjs';
import { type Lab, type LabAccount, startLab } from '../lab/lab.mjs';
import { SystemView } from '../lab/system.mjs';
import { labAddress, labOrReason } from '../lab-available.js';
import { Administrator } from './administrator.js';
import { loadDifferences } from './compare.js';

const reason = await labOrReason('advice carried out');

const PIECES = 100;
const ACTIONS: readonly AttemptAction[] = ['disable', 'force-password-change', 'reset-password'];

/** One way that explain tells, with what it says comes of it. */
interface Piece {
  readonly sort: string;
  readonly account: LabAccount;
  readonly targetDn: string;
  readonly action: AttemptAction;
  readonly steps: readonly Step[];
  readonly at: Access;
  /** After the next AdminSDHolder run; null: the target is not protected then. */
  readonly afterRun: Access | null;
}

const isStep = (step: Advice): step is Step => step.do !== 'collect' && step.do !== 'look-at' && step.do !== 'confirm';

/** What a verdict says of the request after AdminSDHolder's next run. */
const lastingAccess = ({ access, verdict }: Answer): Access => (verdict === 'can-until-sdprop' ? 'denied' : access);

/** All pieces of advice that can be tried, of every third target; those of one sort behind one another. */
async function advised(file: string, lab: Lab): Promise<ReadonlyMap<string, readonly Piece[]>> {
  const excused = new Set(
    loadDifferences().flatMap(({ cases }) => cases.map(({ account, target }) => `${account}|${target.toLowerCase()}`)),
  );
  const accounts = lab.accounts.filter(({ role }) => role === 'audited');
  const evidence = await openSources([file], {});
  const sorts = new Map<string, Piece[]>();
  try {
    const actions = loadRules([]).actions.filter(({ id }) => ACTIONS.some((action) => action === id));
    const session = await openSession(
      evidence,
      accounts.map(({ sid }) => sid),
      actions,
    );
    const records: AccountRecord[] = [];
    for await (const batch of session.stream.pass()) records.push(...batch);
    for (const [position, account] of accounts.entries()) {
      const explainer = new Explainer(session, position, { name: 'adreach', version: 'test', rules: '' });
      for (const [number, record] of records.entries()) {
        if ((number + position) % 3 !== 0 || record.sid === undefined) continue;
        if (excused.has(`${account.name}|${record.rdn.toLowerCase()}`)) continue;
        const action = ACTIONS[(number + position) % ACTIONS.length]!;
        const { change, target } = explainer.explain(record, action);
        const ways = [...change.options.entries()].map(([index, way]) => ({ way, effect: change.effects[index]! }));
        for (const [index, way] of change.revoke.entries()) ways.push({ way, effect: change.revokeEffects[index]! });
        for (const [index, { way, effect }] of ways.entries()) {
          if (!effect.tried || effect.after.access === 'unknown') continue;
          const sort = `${change.goal} ${index < change.options.length ? '' : 'revoke '}${way.map((step) => step.do).join()}`;
          const leaves = way.some((step) => step.do === 'leave-group' && step.member.sid === target.sid);
          const list = sorts.get(sort) ?? [];
          sorts.set(sort, list);
          list.push({
            sort,
            account,
            targetDn: accountDn(session.directory, record),
            action,
            steps: way.filter(isStep),
            at: effect.after.access,
            afterRun: target.protected !== 'yes' || leaves ? null : lastingAccess(effect.afterRun ?? effect.after),
          });
        }
      }
    }
  } finally {
    await evidence.close();
  }
  return sorts;
}

/** One of each sort after the other, until there are enough. */
function* inTurn(sorts: ReadonlyMap<string, readonly Piece[]>): Generator<Piece> {
  // Large steps, so that accounts and targets are mixed.
  for (let turn = 0; turn < 200; turn++) {
    for (const list of sorts.values()) if (turn < list.length) yield list[(turn * 7919) % list.length]!;
  }
}

(reason === null ? describe : describe.skip)('advice, carried out on the directory server', () => {
  let lab: Lab;
  let folder: string;
  let administrator: Administrator;
  let system: SystemView;
  let writer: DescriptorWriter;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adreach-advice-'));
    lab = await startLab({ address: await labAddress() });
    administrator = await Administrator.connect(lab);
    system = new SystemView(lab.smbConf);
    writer = new DescriptorWriter(lab.smbConf);
  }, 180_000);
  afterAll(async () => {
    await administrator?.close();
    system?.close();
    writer?.close();
    await lab?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  }, 60_000);

  test(`${PIECES} pieces: what was promised comes, and everything is taken back`, async () => {
    const file = join(folder, 'export.ldif');
    const ldif = await exportLdif(lab);
    await writeFile(file, ldif);
    const sorts = await advised(file, lab);
    const targets = new Map((await system.targets()).map((target) => [dnKey(target.dn), target]));
    const objects = await descriptorsOf(ldif, writer);
    const wrong: string[] = [];
    const refused: string[] = [];
    const done = new Map<string, number>();
    let count = 0;
    for (const piece of inTurn(sorts)) {
      if (count === PIECES) break;
      const told = `${piece.account.name} ${piece.action} ${piece.targetDn}: ${JSON.stringify(piece.steps)}`;
      const back: (() => Promise<void>)[] = [];
      try {
        for (const step of piece.steps) {
          const undo = await administrator.carryOut(step);
          if (undo !== null) back.unshift(undo);
        }
        const target = targets.get(dnKey(piece.targetDn))!;
        const answers = [await answerOf(piece, target)];
        if (piece.afterRun !== null) {
          await run(objects, piece.targetDn, writer, lab);
          answers.push(await answerOf(piece, target));
        }
        const promised = piece.afterRun === null ? [piece.at] : [piece.at, piece.afterRun];
        if (answers.join() !== promised.join()) wrong.push(`${told}: ${promised} promised, ${answers} came`);
        count++;
        done.set(piece.sort, (done.get(piece.sort) ?? 0) + 1);
      } catch (error) {
        refused.push(`${told}: ${error}`);
      } finally {
        for (const undo of back) await undo();
        const heads = await takeBack(objects, piece, writer);
        for (const dn of beyondPlain(ldif)) if (isBelow(dn, heads)) await administrator.writeAgain(dn);
      }
    }
    writeSync(1, `Advice carried out: ${count} pieces of ${done.size} sorts, ${refused.length} could not be\n`);
    for (const [sort, number] of done) writeSync(1, `  ${number} ${sort}\n`);
    for (const text of refused) writeSync(1, `  could not: ${text}\n`);
    expect(wrong).toEqual([]);
    expect(count).toBe(PIECES);
    const left = await exportLdif(lab);
    expect(await descriptorsOf(left, writer)).toEqual(objects);
    // The values of an attribute stand in no order; when a password was set is put back to within a microsecond.
    const lines = (text: string) => text.split('\n').filter((line) => !line.startsWith('pwdLastSet:'));
    expect(lines(left).sort()).toEqual(lines(ldif).sort());
  }, 300_000);

  /** As the account, with the token that it has now. */
  async function answerOf(piece: Piece, target: Target): Promise<string> {
    const client = await connect(lab, piece.account);
    try {
      const { outcome, detail } = await attempt(client, piece.account.sid, target, piece.action, system);
      return detail === undefined ? outcome : `${outcome} (${detail})`;
    } finally {
      await client.unbind();
    }
  }
});

/** Descriptors of all objects of the domain, as they are stored: base64 by DN. */
async function descriptorsOf(ldif: string, writer: DescriptorWriter): Promise<ReadonlyMap<string, string>> {
  // The database file is searched by names in capitals, which the bare library makes of plain letters only.
  const dns = [...ldif.matchAll(/^dn: (.*)$/gm)]
    .map(([, dn]) => dn!)
    .filter((dn) => !/(?:^|,)CN=Configuration,/i.test(dn));
  const stored = await writer.read(dns);
  return new Map(dns.map((dn, index) => [dn, stored[index]!]));
}

/** An AdminSDHolder run, as far as the target goes: the server of the lab makes none. */
async function run(objects: ReadonlyMap<string, string>, target: string, writer: DescriptorWriter, lab: Lab) {
  const [holder] = await writer.read([`CN=AdminSDHolder,CN=System,${lab.domainDn}`]);
  const dn = [...objects.keys()].find((each) => dnKey(each) === dnKey(target))!;
  await writer.write([{ dn, sd: holder!, how: 'raw' }]);
}

/** Puts the very bytes back wherever something may have changed. */
async function takeBack(objects: ReadonlyMap<string, string>, piece: Piece, writer: DescriptorWriter) {
  const heads = [dnKey(piece.targetDn), ...piece.steps.flatMap((step) => ('dn' in step ? [dnKey(step.dn)] : []))];
  const near = [...objects.keys()].filter((dn) => isBelow(dn, heads));
  const now = await writer.read(near);
  const items = near.flatMap((dn, index) => {
    const sd = objects.get(dn)!;
    return now[index] === sd ? [] : [{ dn, sd, how: 'raw' as const }];
  });
  if (items.length > 0) await writer.write(items);
  return heads;
}

/** DNs of the export with other letters than plain ones. */
function beyondPlain(ldif: string): readonly string[] {
  return [...ldif.matchAll(/^dn:: (.*)$/gm)].map(([, dn]) => Buffer.from(dn!, 'base64').toString('utf8'));
}

function isBelow(dn: string, heads: readonly string[]): boolean {
  return heads.some((head) => isAtOrBelow(dnKey(dn), head));
}
