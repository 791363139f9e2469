/**
 * What the directory server wrote down of attempts, granted and refused, as the events that Windows would have logged: verify
 * agrees where the truth test does, and each prediction that is planted wrong is found.
 */
import { writeSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSources, verify } from '../../src/index.js';
import { makeAttempts } from '../lab/attempts.mjs';
import { exportLdif } from '../lab/export.mjs';
import { type Lab, startLab } from '../lab/lab.mjs';
import { labAddress, labOrReason } from '../lab-available.js';
import { accountsOf, readAt, type SampleAccount } from '../verify/domain.js';
import { evtxFile } from '../verify/evtx-file.js';
import { access, changed, parties, type SampleEvent, sample, switched } from '../verify/samples.js';
import { loadDifferences } from './compare.js';

const reason = await labOrReason('what the server wrote down');

interface Line {
  readonly timestamp: string;
  readonly type: string;
  readonly dsdbChange?: {
    readonly statusCode: number;
    readonly operation: string;
    readonly performedAsSystem: boolean;
    readonly userSid: string;
    readonly dn: string;
    readonly attributes?: Readonly<
      Record<string, { readonly actions: readonly { readonly values?: readonly { readonly value?: string }[] }[] }>
    >;
  };
  readonly passwordChange?: {
    readonly eventId: number;
    readonly statusCode: number;
    readonly userSid: string;
    readonly dn: string;
  };
}

interface Told {
  readonly event: SampleEvent;
  readonly account: SampleAccount;
  readonly target: SampleAccount;
  readonly actions: readonly string[];
}

const REFUSED = {
  userAccountControl: ['0x20', 'bf967a68-0de6-11d0-a285-00aa003049e2', ['disable', 'enable']],
  pwdLastSet: ['0x20', 'bf967a0a-0de6-11d0-a285-00aa003049e2', ['force-password-change']],
  unicodePwd: ['0x100', '00299570-246d-11d0-a768-00aa006e0529', ['reset-password']],
} as const;

(reason === null ? describe : describe.skip)('the audit log of the directory server', () => {
  let lab: Lab;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adreach-truth-verify-'));
    lab = await startLab({ address: await labAddress(), auditLog: true });
  }, 300_000);
  afterAll(async () => {
    await lab?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  }, 60_000);

  async function logged(): Promise<readonly Line[]> {
    const log = join(lab.dir, 'log');
    const texts = await Promise.all((await readdir(log)).map((name) => readFile(join(log, name), 'utf8')));
    return texts
      .flatMap((text) => text.split('\n'))
      .flatMap((line) => {
        const start = line.indexOf('{"timestamp"');
        return start < 0 ? [] : [JSON.parse(line.slice(start)) as Line];
      });
  }

  test('every attempt agrees, or is one on which the server is known to differ', async () => {
    const file = join(folder, 'export.ldif');
    await writeFile(file, await exportLdif(lab));
    const { attempts } = await makeAttempts(lab);
    const evidence = await openSources([file]);
    const { byDn, bySid } = await accountsOf(evidence);
    const audited = lab.accounts.filter(({ role }) => role === 'audited');
    const errors = new Set(
      attempts
        .filter(({ outcome }) => outcome === 'error')
        .map(({ account, target, action }) => `${account} ${target} ${action}`),
    );

    const told = (await logged()).flatMap((line): Told[] => {
      const change = line.dsdbChange ?? line.passwordChange;
      const account = change === undefined ? undefined : bySid.get(change.userSid);
      const target = change === undefined ? undefined : byDn.get(change.dn.toLowerCase());
      if (change === undefined || account === undefined || target === undefined) return [];
      if (!audited.some(({ sid }) => sid === account.sid) || line.dsdbChange?.performedAsSystem) return [];
      return eventsOf(line, account, target).filter(({ actions }) =>
        actions.every((action) => !errors.has(`${account.sid} ${target.sid} ${action}`)),
      );
    });
    expect(told.length).toBeGreaterThan(8_000);
    expect(told.some(({ event }) => event.id === 4662)).toBe(true);
    expect(new Set(told.map(({ event }) => event.id))).toEqual(new Set([4662, 4722, 4724, 4725, 4738]));

    const path = join(folder, 'events.evtx');
    await writeFile(path, evtxFile(told.map(({ event }) => event)));
    try {
      const result = await verify({
        sources: readAt(evidence, new Date(Date.now() + 60_000).toISOString()),
        accounts: audited.map(({ sid }) => sid),
        events: [path],
      });
      expect(result.complete || result.files.every(({ damages }) => damages.length === 0)).toBe(true);
      expect(result.attempts.flatMap(({ events }) => events)).toHaveLength(told.length);
      const { agreed, disagreed } = result.summary;
      const counts = Object.entries(result.summary).map(([code, count]) => `${count} ${code}`);
      writeSync(1, `what the server wrote down: ${told.length} events, ${counts.join(', ')}\n`);
      const known = new Set(
        loadDifferences().flatMap(({ cases }) =>
          cases.flatMap(({ account, target, actions }) =>
            actions.map((action) => `${account} ${target.toLowerCase()} ${action}`),
          ),
        ),
      );
      const unexplained = result.attempts
        .filter(
          ({ judgement }) =>
            judgement === 'disagreed' || judgement === 'changed-in-between' || judgement === 'not-proven',
        )
        .filter(({ account, target, actions }) => {
          const rdn = /^(?:[^,\\]|\\.)*/.exec(target.dn ?? '')![0].toLowerCase();
          return !actions.some((action) => known.has(`${bySid.get(account)?.name} ${rdn} ${action}`));
        });
      expect(
        unexplained.map(
          ({ account, target, actions, text }) => `${bySid.get(account)?.name} ${target.name} ${actions}: ${text}`,
        ),
      ).toEqual([]);
      expect(agreed).toBeGreaterThan(20 * disagreed);
    } finally {
      await evidence.close();
    }
  }, 900_000);
});

/** The events that Windows writes of such a change. */
function eventsOf(
  { timestamp, dsdbChange: change, passwordChange: reset }: Line,
  account: SampleAccount,
  target: SampleAccount,
): readonly Told[] {
  const rest = { time: Date.parse(timestamp.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) };
  const [on, actor] = [
    { sid: target.sid, name: target.name },
    { sid: account.sid, name: account.name },
  ];
  const one = (event: SampleEvent, ...actions: readonly string[]): readonly Told[] => [
    { event, account, target, actions },
  ];
  if (reset !== undefined) {
    if (reset.eventId !== 4724 || reset.statusCode === 50) return [];
    return one(sample(4724, parties(on, actor), { ...rest, success: reset.statusCode === 0 }), 'reset-password');
  }
  if (change === undefined || change.operation !== 'Modify') return [];
  for (const [attribute, [mask, guid, actions]] of Object.entries(REFUSED)) {
    const written = Object.entries(change.attributes ?? {}).find(
      ([name]) => name.toLowerCase() === attribute.toLowerCase(),
    )?.[1];
    if (written === undefined && !(attribute === 'unicodePwd' && 'clearTextPassword' in (change.attributes ?? {})))
      continue;
    if (change.statusCode === 50) return one(access(target.guid, mask, `{${guid}}`, rest, actor), ...actions);
    if (change.statusCode !== 0 || attribute === 'unicodePwd') return [];
    if (attribute === 'pwdLastSet')
      return one(changed({ PasswordLastSet: '%%1794' }, rest, on, actor), 'force-password-change');
    const disabled = (Number(written?.actions[0]?.values?.[0]?.value) & 0x2) !== 0;
    return one(switched(disabled ? 4725 : 4722, rest, on, actor), disabled ? 'disable' : 'enable');
  }
  return [];
}
