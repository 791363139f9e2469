/**
 * Changes, really made: the lists that `apply` computes are those that the directory server stores, and the way back leaves
 * nothing behind. What is changed is what advice proposes, whose promise is tried along with it.
 */
import { mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changesOf, namedAccounts } from '../../src/advice/changes-of.js';
import type { Situation } from '../../src/advice/index.js';
import { openSources } from '../../src/assemble/open.js';
import { openSession, type Session } from '../../src/audit/session.js';
import { apply, type Change, inverse, storedDescriptor } from '../../src/changes/index.js';
import { formatSddl, parseSecurityDescriptor } from '../../src/descriptor/index.js';
import { SdControl, type SecurityDescriptor } from '../../src/descriptor/types.js';
import { accountDn, type Directory } from '../../src/directory/directory.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import type { AccountRecord } from '../../src/directory/records.js';
import { contextOf } from '../../src/explain/context.js';
import { Explainer } from '../../src/explain/index.js';
import type { Access } from '../../src/result/audit.js';
import type { Advice, AdviceEffect } from '../../src/result/steps.js';
import { loadRules } from '../../src/rules/index.js';
import { Random } from '../fuzz/random.js';
import { type AttemptAction, attempt, connect, type Target } from '../lab/attempts.mjs';
import { exportLdif } from '../lab/export.mjs';
import { type Lab, startLab } from '../lab/lab.mjs';
import { SystemView } from '../lab/system.mjs';
import { labAddress, labOrReason } from '../lab-available.js';
import { seedOf } from '../seed.js';
import { ChangeMaker, type Order, WHOLE } from './change-maker.js';
import { loadDifferences } from './compare.js';

const PIECES = 40;
/** Of each kind of advice (its steps and what it is for) so many, before any kind gets more. */
const OF_A_KIND = 2;
const MANAGED = 'msDS-GroupManagedServiceAccount';

const reason = await labOrReason('changes that are really made');

interface Piece {
  readonly kind: string;
  readonly situation: Situation;
  readonly action: AttemptAction;
  readonly steps: readonly Advice[];
  readonly effect: Extract<AdviceEffect, { readonly tried: true }>;
}

/** The directory at one moment, with the accounts that a piece names. */
interface State {
  readonly directory: Directory;
  readonly named: readonly AccountRecord[];
}

(reason === null ? describe : describe.skip)('changes on the directory server', () => {
  let lab: Lab;
  let folder: string;
  let evidence: RecordSource;
  let session: Session;
  let maker: ChangeMaker;
  let system: SystemView;
  const records: AccountRecord[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'adreach-changes-'));
    lab = await startLab({ address: await labAddress() });
    const file = join(folder, 'export.ldif');
    writeFileSync(file, await exportLdif(lab));
    evidence = await openSources([file]);
    const audited = lab.accounts.filter(({ role }) => role === 'audited').map(({ sid }) => sid);
    session = await openSession(evidence, audited, loadRules([]).actions);
    for await (const batch of session.stream.pass()) records.push(...batch);
    maker = await ChangeMaker.connect(lab);
    system = new SystemView(lab.smbConf);
  }, 180_000);

  afterAll(async () => {
    await maker?.close();
    system?.close();
    await evidence?.close();
    await lab?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  /** Where the server is known to answer otherwise than Windows. */
  const different = new Set(
    loadDifferences().flatMap(({ cases }) =>
      cases.flatMap(({ account, target, actions }) => actions.map((action) => `${account} ${target} ${action}`)),
    ),
  );

  function* piecesOn(position: number, record: AccountRecord, actionId: AttemptAction): Generator<Piece> {
    const explainer = new Explainer(session, position, { name: 'adreach', version: 'test', rules: '' });
    const { change } = explainer.explain(record, actionId);
    // What is written into the database as no server would write it cannot be put back over LDAP.
    if (change.goal === 'repair') return;
    const action = session.actions.find(({ id }) => id === actionId)!;
    const situation = contextOf(session, position, record, action);
    const of = (steps: readonly Advice[], effect: AdviceEffect | undefined, what: string): Piece[] => {
      if (!effect?.tried) return [];
      // The server honours that right on the classes in its appliesTo only (differences.json: applies-to-enforced).
      if (actionId === 'reset-password' && situation.className === MANAGED && what !== 'revoke') return [];
      return [
        { kind: `${what}: ${steps.map((step) => step.do).join(', ')}`, situation, action: actionId, steps, effect },
      ];
    };
    const goal = change.goal === 'none' ? 'read' : change.goal;
    for (const [at, steps] of change.options.entries()) yield* of(steps, change.effects[at], goal);
    for (const [at, steps] of change.revoke.entries()) yield* of(steps, change.revokeEffects[at], 'revoke');
  }

  /** Pieces of every kind, in a random order of accounts, targets and actions. */
  function choose(): Piece[] {
    const random = new Random(seedOf(process.env.ADREACH_SEED));
    const actions: AttemptAction[] = ['disable', 'enable', 'force-password-change', 'reset-password'];
    const triples = session.accounts.flatMap((_, position) =>
      records.flatMap((record) => actions.map((action) => ({ position, record, action, rank: random.next() }))),
    );
    triples.sort((a, b) => a.rank - b.rank);
    const chosen: Piece[] = [];
    const spare: Piece[] = [];
    const counts = new Map<string, number>();
    for (const { position, record, action } of triples.slice(0, 800)) {
      const name = session.accounts[position]!.record?.samAccountName;
      if (different.has(`${name} ${record.rdn} ${action}`)) continue;
      for (const piece of piecesOn(position, record, action)) {
        const count = counts.get(piece.kind) ?? 0;
        counts.set(piece.kind, count + 1);
        (count < OF_A_KIND ? chosen : spare).push(piece);
      }
    }
    return [...chosen, ...spare].slice(0, PIECES);
  }

  /** Each change with what it makes of its object, and the way back. */
  function ordersOf({ situation, steps }: Piece) {
    const changes = changesOf(situation, steps);
    if ('tried' in changes) throw new Error(`told as tried, and it cannot be: ${JSON.stringify(steps)}`);
    let state: State = { directory: session.directory, named: namedAccounts(situation) };
    const forth: Order[] = [];
    const back: Change[] = [];
    for (const change of changes) {
      back.unshift(inverse(state.directory, change, state.named));
      state = changed(state, change);
      forth.push(orderOf(state, change));
    }
    const after = state;
    const orders = back.map((change): Order => {
      state = changed(state, change);
      return orderOf(state, change);
    });
    return { forth, back: orders, after };
  }

  function changed({ directory, named }: State, change: Change): State {
    const made = apply(directory, [change], named);
    return { directory: made.directory, named: named.map((record) => made.account(record)) };
  }

  function orderOf({ directory, named }: State, change: Change): Order {
    const dn = 'dn' in change ? change.dn : null;
    const record = named.find((each) => accountDn(directory, each) === dn);
    return {
      change,
      descriptor: dn === null ? null : storedDescriptor(directory, dn, named),
      flags: record?.userAccountControl ?? null,
    };
  }

  const outcomeOf = (access: Access) => (access === 'granted' ? 'granted' : access === 'denied' ? 'denied' : 'either');

  async function tries(piece: Piece, target: Target): Promise<string> {
    const { account } = piece.situation;
    const own = lab.accounts.find(({ sid }) => sid === account.sid)!;
    // Its token is made when it logs on.
    const client = await connect(lab, own);
    try {
      const { outcome, code, cause } = await attempt(client, account.sid, target, piece.action, system);
      // A computer's password may be weak: whoever logs on gets the one that the lab gave it back.
      if (piece.action === 'reset-password' && lab.accounts.some(({ sid }) => sid === target.sid))
        await system.setPassword(target.sid, lab.accountPassword);
      // The access check passed; the server takes such passwords over other protocols only.
      if (cause === 'interdomain-trust-password') return 'granted';
      return outcome === 'error' ? `error ${code}` : outcome;
    } finally {
      await client.unbind();
    }
  }

  /** @returns what was not as promised */
  async function follow(piece: Piece, original: Target): Promise<string[]> {
    const { situation, effect } = piece;
    const faults: string[] = [];
    const { forth, back, after } = ordersOf(piece);
    const targetBefore = await maker.read(situation.dn);
    for (const order of forth) await maker.carryOut(order);
    const record = after.named.find(
      ({ rdn, parent }) => rdn === situation.record.rdn && parent === situation.record.parent,
    )!;
    const target = { ...original, uac: record.userAccountControl ?? original.uac };
    const expected = storedDescriptor(after.directory, situation.dn, after.named)!;
    const stored = await maker.read(situation.dn);
    if (!sameList(expected, stored)) faults.push(`the list is ${sddl(stored)} instead of ${sddl(expected)}`);
    const promised = outcomeOf(effect.after.access);
    const outcome = await tries(piece, target);
    if (promised !== 'either' && outcome !== promised) faults.push(`${promised} promised, ${outcome}`);
    if (effect.afterRun !== null) {
      // The server has no such task: what it would write is written by hand.
      const holder = storedDescriptor(after.directory, `CN=AdminSDHolder,CN=System,${lab.domainDn}`)!;
      const before = await maker.read(situation.dn);
      await maker.write(situation.dn, holder, WHOLE);
      const next = await tries(piece, target);
      const later = outcomeOf(effect.afterRun.access);
      if (later !== 'either' && next !== later) faults.push(`${later} promised after the run, ${next}`);
      await maker.write(situation.dn, before, WHOLE);
    }
    for (const order of back) await maker.carryOut(order);
    await system.restore(original);
    const targetAfter = await maker.read(situation.dn);
    if (!sameList(targetAfter, targetBefore))
      faults.push(`taken back, the target has ${sddl(targetAfter)} instead of ${sddl(targetBefore)}`);
    return faults;
  }

  test('are stored as they were computed, keep their promise, and leave nothing behind', async () => {
    const before = await exportLdif(lab);
    const targets = new Map((await system.targets()).map((target) => [target.dn.toLowerCase(), target]));
    const pieces = choose();
    const faults: string[] = [];
    const kinds = new Map<string, number>();
    let followed = 0;
    const started = Date.now();
    for (const piece of pieces) {
      const original = targets.get(piece.situation.dn.toLowerCase())!;
      const found = await follow(piece, original);
      followed++;
      kinds.set(piece.kind, (kinds.get(piece.kind) ?? 0) + 1);
      const { account, dn } = piece.situation;
      for (const fault of found)
        faults.push(`${account.name} ${piece.action} ${dn}: ${JSON.stringify(piece.steps)}: ${fault}`);
    }
    writeSync(
      1,
      `Changes: ${followed} pieces of advice of ${kinds.size} kinds carried out in ${((Date.now() - started) / 1000).toFixed(1)} s, ${faults.length} faults\n`,
    );
    expect(faults).toEqual([]);
    expect(followed).toBe(PIECES);
    expect(changedLines(before, await exportLdif(lab))).toEqual([]);
  }, 300_000);
});

const sddl = (descriptor: SecurityDescriptor) => formatSddl(descriptor);

/** The control flag that says a list was made by inheriting comes with every write, and means nothing to a check. */
function plain(descriptor: SecurityDescriptor): string {
  return sddl({ ...descriptor, control: descriptor.control & ~SdControl.DaclAutoInherited, sacl: null });
}

const sameList = (a: SecurityDescriptor, b: SecurityDescriptor) => plain(a) === plain(b);

/**
 * Entries of the second export that are not in the first. Lists that were put into the database as no server would write
 * them are made anew as soon as one above them changes: nobody can bring them back.
 */
function changedLines(before: string, after: string): string[] {
  const recordsOf = (text: string) =>
    text
      .split('\n\n')
      .filter((record) => record.startsWith('dn') && !record.includes(',OU=Raw Entries,'))
      .map(comparable);
  const known = new Set(recordsOf(before));
  return recordsOf(after).filter((record) => !known.has(record));
}

/** Values of one attribute have no order; when a password was set is put back as nearly as a number of JavaScript holds. */
function comparable(record: string): string {
  const lines = record.split('\n').filter((line) => !line.startsWith('pwdLastSet: '));
  return lines.map(comparableLine).sort().join('\n');
}

function comparableLine(line: string): string {
  const name = 'nTSecurityDescriptor:: ';
  if (!line.startsWith(name)) return line;
  return `${name}${plain(parseSecurityDescriptor(Buffer.from(line.slice(name.length), 'base64')))}`;
}
