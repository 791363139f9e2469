/**
 * Plans that are really carried out: apply.ldif by ldapmodify, and what the PowerShell script says, call by call. Afterwards the
 * promises are kept, real attempts go as predicted, and the way back brings every list back.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { openSession } from '../../src/audit/session.js';
import { apply, type Change, namedBeyondModel, storedDescriptor } from '../../src/changes/index.js';
import { formatAce, formatSddl, parseSddl, parseSecurityDescriptor } from '../../src/descriptor/index.js';
import { SdControl, type SecurityDescriptor } from '../../src/descriptor/types.js';
import { accountDn } from '../../src/directory/directory.js';
import type { AccountRecord } from '../../src/directory/records.js';
import { checkPlan, type PlanOptions, type PlanOutcome, planDelegation } from '../../src/library/plan.js';
import { PLAN_FORMATS } from '../../src/report/delegation-plan/formats.js';
import { planFiles } from '../../src/report/delegation-plan/index.js';
import { Random } from '../fuzz/random.js';
import { type AttemptAction, attempt, connect } from '../lab/attempts.mjs';
import { exportLdif } from '../lab/export.mjs';
import { type Lab, startLab } from '../lab/lab.mjs';
import { SystemView } from '../lab/system.mjs';
import { labAddress, labOrReason } from '../lab-available.js';
import { callsOf, entryOf, objectsOf } from '../report/delegation-plan/calls.js';
import { seedOf } from '../seed.js';
import { ChangeMaker, Part } from './change-maker.js';
import { loadDifferences } from './compare.js';
import { predict } from './predict.js';

const ATTEMPTS = 80;
const reason = await labOrReason('plans that are really carried out');
const runFile = promisify(execFile);

(reason === null ? describe : describe.skip)('a plan on the directory server', () => {
  let lab: Lab;
  let folder: string;
  let maker: ChangeMaker;
  let system: SystemView;
  let before: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'adreach-plan-truth-'));
    lab = await startLab({ address: await labAddress() });
    writeFileSync(join(folder, 'password'), lab.adminPassword, { mode: 0o600 });
    maker = await ChangeMaker.connect(lab);
    system = new SystemView(lab.smbConf);
    // Lists that were put into the database as no server would write them are made anew with the first change above them, and
    // objects come to sight that nobody could see: that is done before anything is planned.
    const root = await maker.read(lab.domainDn);
    const [further] = parseSddl('D:(A;CI;RC;;;AU)').dacl!.aces;
    await maker.write(
      lab.domainDn,
      { ...root, dacl: { ...root.dacl!, aces: [...root.dacl!.aces, further!] } },
      Part.dacl,
    );
    await maker.write(lab.domainDn, root, Part.dacl);
    before = await exportLdif(lab);
    // The group for the second plan is what the first half of such a plan makes: the lists have to wait for its SID.
    const half = await plannedFor({ account: 'mdiRoot$', cleanUp: true });
    expect(half.plan.makes.map(({ dn }) => dn)).toEqual([`CN=mdiRoot-Delegation,CN=Users,${lab.domainDn}`]);
    await ldapmodify(filesOf(half)['apply.ldif']!);
    before = await exportLdif(lab);
  }, 180_000);
  afterAll(async () => {
    await maker?.close();
    system?.close();
    await lab?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  async function ldapmodify(text: string): Promise<void> {
    const file = join(folder, 'changes.ldif');
    writeFileSync(file, text);
    const options = ['-x', '-H', lab.url, '-D', lab.adminUser, '-y', join(folder, 'password'), '-f', file];
    await runFile('ldapmodify', options, { env: { ...process.env, LDAPTLS_CACERT: lab.caFile } });
  }

  function written(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  async function plannedFor(options: Omit<PlanOptions, 'sources'>): Promise<PlanOutcome> {
    return planDelegation({ ...options, sources: [written('before.ldif', before)] });
  }

  const filesOf = (made: PlanOutcome): Readonly<Record<string, string>> =>
    Object.fromEntries(planFiles(made, PLAN_FORMATS).map(({ name, text }) => [name, text]));

  /** @returns what is not as the plan says, once it is carried out */
  async function faultsOf({ plan, planned }: PlanOutcome): Promise<readonly string[]> {
    const path = written('after.ldif', await exportLdif(lab));
    const { checks } = await checkPlan({ sources: [path], plan });
    const faults = checks.filter(({ kept }) => !kept).map((check) => JSON.stringify(check));
    for (const { dn, after } of planned.objects) {
      const stored = plain(await maker.read(dn));
      if (stored !== plain(after)) faults.push(`${dn} has ${stored} instead of ${plain(after)}`);
    }
    return faults;
  }

  /** Attempts at random, as the audit of what was exported predicts them. */
  async function attempts(account: string): Promise<readonly string[]> {
    const own = lab.accounts.find(({ name }) => name === account)!;
    const evidence = await openSources([join(folder, 'after.ldif')]);
    const { byKey } = await predict(evidence, [own.sid]);
    await evidence.close();
    const different = new Set(
      loadDifferences().flatMap(({ cases }) => cases.map(({ account: name, target }) => `${name} ${target}`)),
    );
    const targets = new Map((await system.targets()).map((target) => [target.sid, target]));
    const random = new Random(seedOf(process.env.ADREACH_SEED));
    const chosen = [...byKey.values()]
      .filter(({ access, target, targetDn }) => {
        const rdn = /^(?:[^,\\]|\\.)*/.exec(targetDn)![0];
        return access !== 'unknown' && targets.has(target) && !different.has(`${account} ${rdn}`) && target !== own.sid;
      })
      // What the server does not do as Windows does, whatever the entry (test/lab/differences.json).
      .filter(({ targetDn }) => !/,OU=(?:Raw Entries|Entries),/.test(targetDn))
      .map((prediction) => ({ prediction, rank: random.next() }))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, ATTEMPTS);
    const client = await connect(lab, own);
    const faults: string[] = [];
    let granted = 0;
    try {
      for (const { prediction } of chosen) {
        const { target, targetDn, action, access } = prediction;
        const { outcome, cause } = await attempt(
          client,
          own.sid,
          targets.get(target)!,
          action as AttemptAction,
          system,
        );
        if (action === 'reset-password' && lab.accounts.some(({ sid }) => sid === target))
          await system.setPassword(target, lab.accountPassword);
        const is = cause === 'interdomain-trust-password' ? 'granted' : outcome;
        if (is === 'granted') granted++;
        if (is !== access) faults.push(`${action} ${targetDn}: ${access} predicted, ${is}`);
      }
    } finally {
      await client.unbind();
    }
    writeSync(
      1,
      `Plan: ${chosen.length} attempts of ${account} after it, ${granted} granted, ${faults.length} not as predicted\n`,
    );
    expect(granted).toBeGreaterThan(10);
    return faults;
  }

  test('with clean-up: promises kept, attempts as predicted, and all lists back', async () => {
    const made = await plannedFor({ account: 'mdiAction$', cleanUp: true });
    const files = filesOf(made);
    expect(made.plan.removals.length).toBeGreaterThan(10);
    await ldapmodify(files['apply.ldif']!);
    expect(await faultsOf(made)).toEqual([]);
    expect(await attempts('mdiAction$')).toEqual([]);
    await ldapmodify(files['revert.ldif']!);
    expect(changedLines(before, await exportLdif(lab), made.plan.inconsistent.names)).toEqual([]);
  }, 300_000);

  test('from the root of the domain to units, for a group that the account joins', async () => {
    const made = await plannedFor({ account: 'mdiRoot$', cleanUp: true });
    const files = filesOf(made);
    expect(made.plan.group).toMatchObject({ name: 'SECURELAB\\mdiRoot-Delegation', creates: false, adds: true });
    expect(new Set(made.plan.removals.map(({ cause }) => cause))).toContain('domain-root');
    await ldapmodify(files['apply.ldif']!);
    expect(await faultsOf(made)).toEqual([]);
    expect(await attempts('mdiRoot$')).toEqual([]);
    await ldapmodify(files['revert.ldif']!);
    expect(changedLines(before, await exportLdif(lab), made.plan.inconsistent.names)).toEqual([]);
  }, 300_000);

  test('as the calls of apply.ps1 and revert.ps1 say it', async () => {
    const made = await plannedFor({ account: 'mdiRoot$', cleanUp: true });
    const files = filesOf(made);
    await carryOut(files['apply.ps1']!);
    expect(await faultsOf(made)).toEqual([]);
    await carryOut(files['revert.ps1']!);
    // Where an entry is put back it stands where it belongs; this server had it anywhere (a Windows server keeps the order).
    const after = await exportLdif(lab);
    expect(changedLines(before, after, made.plan.inconsistent.names, withoutOrder)).toEqual([]);
  }, 300_000);

  /** Each call as the server would be asked: entries are added where they belong, exact ones removed. */
  async function carryOut(script: string): Promise<void> {
    const names = await objectsOf(script);
    const commands = ['Add-PlanEntry', 'Remove-PlanEntry', 'Add-PlanMember', 'Remove-PlanMember'];
    const changes = (await callsOf(script, commands)).map((call): Change => {
      const { command, values } = call;
      if ('Group' in values)
        return {
          kind: command === 'Add-PlanMember' ? 'add-member' : 'remove-member',
          group: values['Group']!,
          member: values['Member']!,
        };
      const dn = names[Number(values['Number'])]!;
      return { kind: command === 'Add-PlanEntry' ? 'add-entry' : 'remove-entry', dn, entry: entryOf(call) };
    });
    const path = written('now.ldif', await exportLdif(lab));
    const evidence = await openSources([path]);
    try {
      const session = await openSession(evidence, [], []);
      const dns = new Set(namedBeyondModel(session.directory, changes).map((dn) => dn.toLowerCase()));
      const named: AccountRecord[] = [];
      for await (const batch of session.stream.pass())
        named.push(...batch.filter((record) => dns.has(accountDn(session.directory, record).toLowerCase())));
      for (const [at, change] of changes.entries()) {
        const changed = apply(session.directory, changes.slice(0, at + 1), named);
        const now = named.map((record) => changed.account(record));
        const descriptor = 'dn' in change ? storedDescriptor(changed.directory, change.dn, now) : null;
        await maker.carryOut({ change, descriptor, flags: null });
      }
    } finally {
      await evidence.close();
    }
  }
});

/** The control flag that says a list was made by inheriting comes with every write, and means nothing to a check. */
function plain(descriptor: SecurityDescriptor): string {
  const control = descriptor.control & ~SdControl.DaclAutoInherited;
  return formatSddl({ ...descriptor, control, owner: null, group: null, sacl: null });
}

/** Entries of the second export that are not in the first, apart from what the plan says does not come back. */
function changedLines(
  first: string,
  second: string,
  apart: readonly string[],
  order: (descriptor: SecurityDescriptor) => SecurityDescriptor = (descriptor) => descriptor,
): string[] {
  const recordsOf = (text: string) =>
    text
      .split('\n\n')
      .filter((record) => record.startsWith('dn') && !apart.some((dn) => record.startsWith(`dn: ${dn}\n`)))
      .map((record) => comparable(record, order));
  const known = new Set(recordsOf(first));
  return recordsOf(second).filter((record) => !known.has(record));
}

function comparable(record: string, order: (descriptor: SecurityDescriptor) => SecurityDescriptor): string {
  const lines = record.split('\n').filter((line) => !line.startsWith('pwdLastSet: '));
  return lines
    .map((line) => {
      const name = 'nTSecurityDescriptor:: ';
      if (!line.startsWith(name)) return line;
      const descriptor = order(parseSecurityDescriptor(Buffer.from(line.slice(name.length), 'base64')));
      return `${name}${formatSddl({ ...descriptor, control: descriptor.control & ~SdControl.DaclAutoInherited, sacl: null })}`;
    })
    .sort()
    .join('\n');
}

function withoutOrder(descriptor: SecurityDescriptor): SecurityDescriptor {
  if (descriptor.dacl === null) return descriptor;
  const aces = descriptor.dacl.aces.map((ace) => ({ ace, text: formatAce(ace) }));
  aces.sort((a, b) => (a.text < b.text ? -1 : 1));
  return { ...descriptor, dacl: { ...descriptor.dacl, aces: aces.map(({ ace }) => ace) } };
}
