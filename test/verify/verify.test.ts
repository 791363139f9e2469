/** Events held against the sample domain: every judgement, and why. Expected answers are those of the domain's making (docs/lab.md). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RecordSource } from '../../src/directory/record-source.js';
import { verify } from '../../src/index.js';
import type { Attempt, VerifyResult } from '../../src/result/verify.js';
import { silentOf } from '../../src/verify/actors.js';
import { validJson } from '../valid-json.js';
import { readAt, type SampleAccount, type SampleDomain, sampleDomain } from './domain.js';
import { evtxFile } from './evtx-file.js';
import { actionCenterRows, csvOf, eventXml, identityRows, SENSOR_LOG } from './forms.js';
import {
  ACTION_SID,
  access,
  attribute,
  changed,
  DOMAIN_SID,
  membership,
  moved,
  parties,
  type SampleEvent,
  START,
  sample,
  switched,
} from './samples.js';

let domain: SampleDomain;
const folder = mkdtempSync(join(tmpdir(), 'adreach-verify-'));
beforeAll(async () => {
  domain = await sampleDomain();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await domain.evidence.close();
});

/** MDI Response Delegation, of which mdiAction$ is a member. */
const DELEGATION_SID = `${DOMAIN_SID}-1107`;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The sources were read a day after the events. */
const READ = new Date(START + DAY).toISOString();
const UAC = '%%7685\r\n\t\t{4c164200-20c0-11d0-a768-00aa006e0529}\r\n\t\t\t{bf967a68-0de6-11d0-a285-00aa003049e2}\r\n';
const RESET = '%%7688\r\n\t\t{00299570-246d-11d0-a768-00aa006e0529}\r\n';

const account = (name: string): SampleAccount => domain.accounts.get(name)!;
const who = (name: string) => ({ sid: account(name).sid, name });

interface Given {
  readonly events?: readonly SampleEvent[];
  /** Text files beside. */
  readonly files?: Readonly<Record<string, string>>;
  readonly readAt?: string | null;
  readonly accounts?: readonly string[];
}

let number = 0;
async function run({
  events = [],
  files = {},
  readAt: time = READ,
  accounts = ['mdiAction$'],
}: Given): Promise<VerifyResult> {
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(folder, `${number++}-${name}`);
    writeFileSync(path, text);
    return path;
  });
  if (events.length > 0) {
    const path = join(folder, `${number++}.evtx`);
    writeFileSync(path, evtxFile(events));
    paths.push(path);
  }
  const result = await verify({ sources: readAt(domain.evidence, time), accounts, events: paths });
  return validJson<VerifyResult>('verify', JSON.stringify(result));
}

const brief = ({ judgement, because, actions, occurrence, target, effect, as }: Attempt) => ({
  judgement,
  because,
  actions: actions.join(),
  occurrence,
  target: target.name,
  effect,
  as,
});
const attempts = async (given: Given) => (await run(given)).attempts.map(brief);

describe('events of the account under audit', () => {
  test('what was done as the sources predict agrees; the effect is that of the prediction', async () => {
    expect(
      await attempts({
        events: [
          switched(4725, {}, who('user020')),
          switched(4722, { time: START + MINUTE }, who('user020')),
          sample(4724, parties(who('user020')), { time: START + 2 * MINUTE }),
          changed({ PasswordLastSet: '%%1794' }, { time: START + 3 * MINUTE }, who('flag-dont-expire')),
          switched(4725, { time: START + 4 * MINUTE }, who('da-inheritance-on')),
        ],
      }),
    ).toEqual([
      {
        judgement: 'agreed',
        because: 'as-predicted',
        actions: 'disable',
        occurrence: 'done',
        target: 'SECURELAB\\user020',
        effect: 'lasting',
        as: 'account',
      },
      expect.objectContaining({ judgement: 'agreed', actions: 'enable' }),
      expect.objectContaining({ judgement: 'agreed', actions: 'reset-password' }),
      expect.objectContaining({ judgement: 'agreed', actions: 'force-password-change', effect: 'none' }),
      expect.objectContaining({ judgement: 'agreed', actions: 'disable', effect: 'until-sdprop' }),
    ]);
  });

  test('what was done against the prediction is told first, with the prediction', async () => {
    const { attempts: all, summary } = await run({
      events: [switched(4725, {}, who('user020')), switched(4725, { time: START + MINUTE }, who('ao-normal'))],
    });
    expect(all.map(brief)).toMatchObject([
      { judgement: 'disagreed', because: 'done-against-prediction', target: 'SECURELAB\\ao-normal' },
      { judgement: 'agreed' },
    ]);
    expect(all[0]).toMatchObject({
      prediction: { access: 'denied', verdict: 'cannot', reason: 'no-entry-inheritance-off', ace: null },
      account: ACTION_SID,
      actor: { sid: ACTION_SID, name: 'mdiAction$' },
      events: [{ id: 4725, controller: 'dc1.example.com', what: 'account disabled' }],
      text: 'disable done: disagreed, the sources predict that the directory refuses it.',
    });
    expect(summary).toEqual({ disagreed: 1, agreed: 1, 'changed-in-between': 0, 'not-proven': 0, 'not-predicted': 0 });
  });

  test('events of one change are one attempt: 4725, 4738 with the same flag, a granted check of access', async () => {
    const result = await run({
      events: [
        access(account('user020').guid, '0x20', UAC, { success: true }),
        changed({ OldUacValue: '0x10', NewUacValue: '0x11', UserAccountControl: '\r\n\t\t%%2080' }, {}, who('user020')),
        switched(4725, { time: START + 1 }, who('user020')),
      ],
    });
    expect(result.attempts.map(brief)).toMatchObject([{ judgement: 'agreed', actions: 'disable', occurrence: 'done' }]);
    expect(result.attempts[0]!.events.map(({ id }) => id).sort()).toEqual([4662, 4725, 4738]);
  });

  test('the same log in two forms is one event, with both places; the same again later is another', async () => {
    const once = switched(4725, { record: 77 }, who('user020'));
    const result = await run({ events: [once], files: { 'the-same.xml': eventXml(once) } });
    expect(result.attempts).toHaveLength(1);
    expect(result.attempts[0]!.events.map(({ at }) => at)).toEqual([
      expect.stringMatching(/^record 77 \(line 1\)$/),
      'record 77 (byte 4096)',
    ]);
    expect(await attempts({ events: [once, switched(4725, { time: START + 1000 }, who('user020'))] })).toHaveLength(2);
  });

  test('other flags that were written are an attempt at either: the right is one', async () => {
    const events = [
      changed(
        { OldUacValue: '0x10', NewUacValue: '0x210', UserAccountControl: '\r\n\t\t%%2089' },
        {},
        who('ao-normal'),
      ),
    ];
    expect(await attempts({ events })).toMatchObject([
      { judgement: 'disagreed', actions: 'disable,enable', occurrence: 'accepted' },
    ]);
    // Locked out, and grown old: nobody wrote that.
    const computed = await run({
      events: [changed({ OldUacValue: '0x10', NewUacValue: '0x20410' }, {}, who('ao-normal'))],
    });
    expect(computed.attempts).toEqual([]);
    expect(computed.notJudged).toMatchObject([{ code: 'other-changes', count: 1 }]);
  });

  test('a failed 4724 is about the policy: access was granted by then', async () => {
    const failed = (name: string) => sample(4724, parties(who(name)), { success: false });
    expect(await attempts({ events: [failed('user020')] })).toMatchObject([
      { judgement: 'agreed', occurrence: 'accepted' },
    ]);
    expect(await attempts({ events: [failed('ao-normal')] })).toMatchObject([
      { judgement: 'disagreed', because: 'done-against-prediction' },
    ]);
  });

  test('a password that was set and expires at once is one attempt: whoever may set it may have it so over SAMR', async () => {
    const never = changed({ PasswordLastSet: '%%1794' }, {}, who('user020'));
    const together = await run({ events: [never, sample(4724, parties(who('user020')), { time: START + 3 })] });
    expect(together.attempts.map(brief)).toMatchObject([{ judgement: 'agreed', actions: 'reset-password' }]);
    expect(together.attempts[0]!.events.map(({ id }) => id)).toEqual([4724, 4738]);
    const apart = await attempts({ events: [never, sample(4724, parties(who('user020')), { time: START + MINUTE })] });
    expect(apart.map(({ actions }) => actions)).toEqual(['force-password-change', 'reset-password']);
  });

  test('a refused check for several rights at once does not say which was refused', async () => {
    const both = (success: boolean) => [access(account('user020').guid, '0x30', UAC, { success })];
    expect(await attempts({ events: both(false) })).toEqual([]);
    expect(await attempts({ events: both(true) })).toMatchObject([{ judgement: 'agreed', occurrence: 'accepted' }]);
  });

  test('a failed check of access is a refusal; both kinds of it', async () => {
    const refused = (name: string, mask: string, properties: string) => [access(account(name).guid, mask, properties)];
    expect(await attempts({ events: refused('ao-normal', '0x20', UAC) })).toMatchObject([
      { judgement: 'agreed', because: 'as-predicted', occurrence: 'refused', actions: 'disable,enable', effect: null },
    ]);
    expect(await attempts({ events: refused('user020', '0x20', UAC) })).toMatchObject([
      { judgement: 'disagreed', because: 'refused-against-prediction' },
    ]);
    expect(await attempts({ events: refused('ao-normal', '0x100', RESET) })).toMatchObject([
      { judgement: 'agreed', actions: 'reset-password' },
    ]);
    // A property set as a whole was asked for: nothing is said of the attribute.
    const set = await run({
      events: refused('user020', '0x20', '%%7685\r\n\t\t{4c164200-20c0-11d0-a768-00aa006e0529}'),
    });
    expect(set.attempts).toEqual([]);
    expect(set.notJudged).toMatchObject([{ code: 'access-of-other-kinds', count: 1 }]);
  });

  test('what the evidence leaves open is not predicted, and what is not in it neither', async () => {
    expect(
      await attempts({
        events: [
          switched(4725, {}, who('conditional-allow')),
          switched(4725, { time: START + MINUTE }, { sid: `${DOMAIN_SID}-99999`, name: 'gone' }),
          changed({ PasswordLastSet: '%%1794' }, { time: START + 2 * MINUTE }, { sid: 'S-1-0-0', name: '-' }),
        ],
      }),
    ).toMatchObject([
      { judgement: 'not-predicted', because: 'verdict-unknown' },
      { judgement: 'not-predicted', because: 'target-not-in-sources', target: 'EXAMPLE\\gone' },
      { judgement: 'not-predicted', because: 'target-not-named' },
    ]);
  });

  test('what others did is counted, and not judged', async () => {
    const { attempts: all, notJudged } = await run({
      events: [
        switched(4725, {}, who('ao-normal'), { sid: `${DOMAIN_SID}-500`, name: 'Administrator' }),
        sample(4723, [...parties(who('user020'), who('user020')), ['PrivilegeList', '-']]),
        switched(4725, {}, who('ao-normal'), { sid: 'S-1-5-18', name: 'DC1$' }),
        switched(4725, {}, who('ao-normal'), { sid: 'S-1-0-0', name: '-' }),
      ],
    });
    expect(all).toEqual([]);
    expect(notJudged.map(({ code, count }) => [code, count])).toEqual([
      ['other-actors', 1],
      ['own-password-changes', 1],
      ['actor-not-told', 1],
      ['local-system-without-action', 1],
    ]);
  });
});

describe('changed in between', () => {
  const done = () => switched(4725, {}, who('ao-normal'));
  const judgement = async (change: SampleEvent, time: string | null = READ) =>
    (await run({ events: [done(), change], readAt: time })).attempts.map(({ judgement: code, because, changes }) => [
      code,
      because,
      changes.length,
    ]);
  const later = { time: START + 60 * MINUTE };
  const changes: Readonly<Record<string, () => SampleEvent>> = {
    'the descriptor of the target': () =>
      attribute(account('ao-normal').dn, 'nTSecurityDescriptor', 'D:', '%%14674', later),
    'the descriptor of a container above': () =>
      attribute('OU=Managed,DC=securelab,DC=local', 'nTSecurityDescriptor', 'D:', '%%14674', later),
    'a membership of the account under audit': () =>
      attribute('CN=Some Group,DC=securelab,DC=local', 'member', account('mdiAction$').dn, '%%14675', later),
    'the same, as the list of members of a group has it': () => membership(4729, { sid: ACTION_SID, dn: '-' }, later),
    'a membership of a group of its': () => membership(4732, { sid: DELEGATION_SID, dn: '-' }, later),
    'the target was moved': () => moved('CN=x,OU=a', 'CN=x,OU=b', account('ao-normal').guid, later),
    'a container above was moved': () =>
      moved(
        'OU=Managed,OU=b,DC=securelab,DC=local',
        'OU=Managed,DC=securelab,DC=local',
        '00000000-0000-0000-0000-000000000001',
        later,
      ),
    'AdminSDHolder was put on the target': () =>
      sample(4780, parties(who('ao-normal'), { sid: 'S-1-5-7', name: 'ANONYMOUS LOGON' }), later),
    'the primary group of the account under audit': () =>
      changed({ PrimaryGroupId: '513' }, later, who('mdiAction$'), { sid: `${DOMAIN_SID}-500` }),
  };
  test.each(Object.keys(changes))('%s', async (name) => {
    expect(await judgement(changes[name]!())).toEqual([['changed-in-between', 'changes-on-the-way', 1]]);
  });

  test('what was changed elsewhere, before, or of no consequence explains nothing', async () => {
    const dn = account('ao-normal').dn;
    const plain = [['disagreed', 'done-against-prediction', 0]];
    expect(
      await judgement(attribute('OU=Elsewhere,DC=securelab,DC=local', 'nTSecurityDescriptor', 'D:', '%%14674', later)),
    ).toEqual(plain);
    expect(await judgement(attribute(dn, 'description', 'x', '%%14674', later))).toEqual(plain);
    expect(await judgement(membership(4728, { sid: `${DOMAIN_SID}-9999`, dn: 'CN=x,DC=y' }, later))).toEqual(plain);
    expect(await judgement(moved('CN=a,OU=b', 'CN=c,OU=b', account('ao-normal').guid, later))).toEqual(plain);
    // What was done to a group of its own is not done to the account.
    const helpers = { sid: DELEGATION_SID, name: 'Helpers' };
    expect(await judgement(sample(4780, parties(helpers, { sid: 'S-1-5-7' }), later))).toEqual(plain);
    expect(await judgement(attribute(dn, 'nTSecurityDescriptor', 'D:', '%%14674', { time: START - DAY }))).toEqual(
      plain,
    );
    expect(await judgement(attribute(dn, 'nTSecurityDescriptor', 'D:', '%%14674', { time: START + 2 * DAY }))).toEqual(
      plain,
    );
    expect(
      await judgement(
        changed({ OldUacValue: '0x10', NewUacValue: '0x210' }, later, who('ao-normal'), { sid: `${DOMAIN_SID}-500` }),
      ),
    ).toEqual(plain);
  });

  test('between is either order: the sources may have been read before the event', async () => {
    const before = attribute(account('ao-normal').dn, 'nTSecurityDescriptor', 'D:', '%%14674', {
      time: START - 60 * MINUTE,
    });
    expect(await judgement(before, new Date(START - DAY).toISOString())).toEqual([
      ['changed-in-between', 'changes-on-the-way', 1],
    ]);
    expect(await judgement(before)).toEqual([['disagreed', 'done-against-prediction', 0]]);
  });

  test('where it is not known when the sources were read, that is said, and changes at any time count', async () => {
    const change = attribute(account('ao-normal').dn, 'nTSecurityDescriptor', 'D:', '%%14674', {
      time: START - 60 * DAY,
    });
    expect(await judgement(change, null)).toEqual([['changed-in-between', 'changes-at-unknown-time', 1]]);
    const { attempts: all, notes, evidenceTime } = await run({ events: [done()], readAt: null });
    expect(all[0]!.judgement).toBe('disagreed');
    expect(evidenceTime).toEqual({ from: null, to: null });
    expect(notes.join(' ')).toContain('When the sources were read is not known');
  });

  test('flags that were changed leave the effect of a forced change open, and not whether it was accepted', async () => {
    const forced = changed({ PasswordLastSet: '%%1794' }, {}, who('flag-dont-expire'));
    const flag = changed({ OldUacValue: '0x10', NewUacValue: '0x210' }, later, who('flag-dont-expire'), {
      sid: `${DOMAIN_SID}-500`,
    });
    expect(await attempts({ events: [forced, flag] })).toMatchObject([{ judgement: 'agreed', effect: 'unknown' }]);
  });
});

describe('lists of actions', () => {
  const at = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();
  const center = (...rows: Parameters<typeof actionCenterRows>[0]) => ({
    'actions.csv': csvOf(actionCenterRows(rows)),
  });
  const disable = (asset: string, minutes: number, status = 'Completed', error = '') => ({
    time: at(minutes),
    action: 'Disable user',
    status,
    asset,
    error,
  });

  test('success without an event on a controller is not proven', async () => {
    const given = { files: center(disable('SECURELAB\\user020', 1)), events: [switched(4725, {}, who('user021'))] };
    expect(await attempts(given)).toMatchObject([
      {
        judgement: 'not-proven',
        because: 'no-event',
        occurrence: 'reported',
        target: 'SECURELAB\\user020',
        effect: 'lasting',
      },
      { judgement: 'agreed', target: 'SECURELAB\\user021' },
    ]);
  });

  test('an event of that action on that account near that time proves it', async () => {
    const given = (minutes: number) => ({
      files: center(disable('SECURELAB\\user020', minutes)),
      events: [switched(4725, {}, who('user020'))],
    });
    const { attempts: proven } = await run(given(4));
    expect(proven.map(brief)).toMatchObject([{ judgement: 'agreed', occurrence: 'done' }]);
    expect(proven[0]!.reportedBy).toMatchObject([{ id: null, what: 'action center: Disable user, succeeded' }]);
    expect(await attempts(given(6))).toHaveLength(2);
  });

  test('one event proves one entry of a list: what was done again, and shows nowhere, is not proven', async () => {
    const events = [
      switched(4725, {}, who('user020')),
      switched(4722, { time: START + 2 * MINUTE }, who('user020'), { sid: `${DOMAIN_SID}-500` }),
    ];
    const rows = [disable('SECURELAB\\user020', 0), disable('SECURELAB\\user020', 4)];
    expect(await attempts({ files: center(...rows), events })).toMatchObject([
      { judgement: 'not-proven', because: 'no-event', occurrence: 'reported' },
      { judgement: 'agreed', occurrence: 'done' },
    ]);
    // The nearest in time is the one, whatever the order of the list.
    const { attempts: all } = await run({ files: center(...rows.toReversed()), events });
    expect(all.map(({ time }) => time)).toEqual([at(4), at(0)]);
    // The same list twice is one list.
    const [first] = rows as [(typeof rows)[0]];
    const twice = { ...center(first), 'again.csv': center(first)['actions.csv'] };
    expect(await attempts({ files: twice, events })).toHaveLength(1);
    const nowhere = await run({ files: twice });
    expect(nowhere.attempts).toHaveLength(1);
    expect(nowhere.attempts[0]!.reportedBy).toHaveLength(2);
  });

  test('what proves an entry is that it was done: not that access was granted, nor that another flag was written', async () => {
    const files = center(disable('SECURELAB\\user020', 0));
    const granted = access(account('user020').guid, '0x20', UAC, { success: true });
    const another = changed({ OldUacValue: '0x10', NewUacValue: '0x210' }, {}, who('user020'));
    for (const event of [granted, another])
      expect(await attempts({ files, events: [event] })).toMatchObject([
        { judgement: 'not-proven', because: 'no-event', actions: 'disable' },
        { judgement: 'agreed', actions: 'disable,enable' },
      ]);
    const reset = { time: at(0), action: 'Reset password', asset: 'SECURELAB\\user020' };
    const failed = sample(4724, parties(who('user020')), { success: false });
    expect(await attempts({ files: center({ ...reset, status: 'Completed' }), events: [failed] })).toMatchObject([
      { judgement: 'not-proven', because: 'no-event' },
      { judgement: 'agreed', occurrence: 'accepted' },
    ]);
    expect(await attempts({ files: center({ ...reset, status: 'Failed' }), events: [failed] })).toMatchObject([
      { judgement: 'agreed', occurrence: 'accepted' },
    ]);
  });

  test('a forced change for which the password was set as well is proven by the event of it', async () => {
    const events = [
      sample(4724, parties(who('user020'))),
      changed({ PasswordLastSet: '%%1794' }, { time: START + 3 }, who('user020')),
    ];
    const files = center({ time: at(0), action: 'Force password reset', status: 'Completed', asset: 'user020' });
    const { attempts: all } = await run({ files, events });
    expect(all.map(brief)).toMatchObject([{ judgement: 'agreed', actions: 'reset-password' }]);
    expect(all[0]!.reportedBy).toHaveLength(1);
  });

  test('why nothing proves it: another time, or no time', async () => {
    const events = [switched(4725, {}, who('user021'))];
    expect(await attempts({ files: center(disable('SECURELAB\\user020', 600)), events })).toMatchObject([
      { judgement: 'not-proven', because: 'no-event-outside-files' },
      {},
    ]);
    expect(
      await attempts({ files: center({ ...disable('SECURELAB\\user020', 0), time: '2026-10-12 08:30' }), events }),
    ).toMatchObject([{ judgement: 'not-proven', because: 'no-event-time-unknown' }, {}]);
  });

  test('a forced change on an account whose password never expires: accepted, no effect', async () => {
    const files = center({
      time: at(0),
      action: 'Force password reset',
      status: 'Completed',
      asset: 'SECURELAB\\flag-dont-expire',
    });
    const { attempts: all } = await run({ files });
    expect(all.map(brief)).toMatchObject([
      { judgement: 'not-proven', because: 'no-event-outside-files', effect: 'none' },
    ]);
    expect(all[0]!.text).toContain('Expected: accepted, no effect');
  });

  test('a failure agrees with a prediction of refusal; else it is not proven, unless it says that access was denied', async () => {
    expect(await attempts({ files: center(disable('ao-normal', 0, 'Failed')) })).toMatchObject([
      { judgement: 'agreed', because: 'failed-as-predicted', occurrence: 'reported-failed' },
    ]);
    expect(await attempts({ files: center(disable('user020', 0, 'Failed', 'Timeout')) })).toMatchObject([
      { judgement: 'not-proven', because: 'failure-without-cause' },
    ]);
    expect(await attempts({ files: center(disable('user020', 0, 'Failed', 'Access is denied.')) })).toMatchObject([
      { judgement: 'disagreed', because: 'refused-against-prediction' },
    ]);
  });

  test('what is said to have failed, and was done: the event counts, and does not agree with a refusal', async () => {
    const done = [switched(4725, {}, who('ao-normal'))];
    const { attempts: all } = await run({ files: center(disable('ao-normal', 1, 'Failed')), events: done });
    expect(all.map(brief)).toMatchObject([{ judgement: 'disagreed', occurrence: 'done' }]);
    expect(all[0]!.reportedBy).toMatchObject([{ what: 'action center: Disable user, failed' }]);
    // A refusal beside it is what the entry tells of.
    const both = [...done, access(account('ao-normal').guid, '0x20', UAC, { time: START + 4 * MINUTE })];
    const { attempts: two } = await run({ files: center(disable('ao-normal', 1, 'Failed')), events: both });
    expect(two.map(({ occurrence, reportedBy }) => [occurrence, reportedBy.length])).toEqual([
      ['done', 0],
      ['refused', 1],
    ]);
  });

  test('what the system of a controller did counts only with the list', async () => {
    const system = { sid: 'S-1-5-18', name: 'DC1$' };
    const events = [switched(4725, {}, who('ao-normal'), system), switched(4725, {}, who('user021'), system)];
    const result = await run({ files: center(disable('SECURELAB\\ao-normal', 1)), events });
    expect(result.attempts.map(brief)).toMatchObject([
      { judgement: 'agreed', as: 'local-system', target: 'SECURELAB\\ao-normal', occurrence: 'done' },
    ]);
    expect(result.attempts[0]!.account).toBe('S-1-5-18');
    expect(result.notJudged).toMatchObject([{ code: 'local-system-without-action', count: 1 }]);
    // The same by the account of the controller over the network, known by its SID.
    const dc = who('DC1$');
    expect(
      await attempts({
        files: center(disable('SECURELAB\\ao-normal', 1)),
        events: [switched(4725, { computer: 'dc9.example.com' }, who('ao-normal'), dc)],
      }),
    ).toMatchObject([{ judgement: 'agreed', as: 'local-system' }]);
  });

  test('IdentityDirectoryEvents: by SID; of others not judged', async () => {
    const rows = identityRows([
      { time: START, type: 'Account disabled', target: { sid: account('user020').sid } },
      { time: START, type: 'Account disabled', target: { sid: account('user020').sid }, actor: 'somebody' },
      { time: START, type: 'Account Password changed', target: { sid: account('user020').sid } },
    ]);
    const result = await run({ files: { 'hunting.json': JSON.stringify(rows) } });
    expect(result.attempts.map(brief)).toMatchObject([
      { judgement: 'not-proven', because: 'no-event-outside-files', actions: 'disable' },
      { judgement: 'not-predicted', because: 'action-not-told', actions: '' },
    ]);
    expect(result.notJudged).toMatchObject([{ code: 'other-actors', count: 1 }]);
  });

  test('IdentityDirectoryEvents: an account of that name in another domain is another one, and so is one that was called so', async () => {
    const row = { time: START, type: 'Account disabled', target: { sid: account('user020').sid } };
    const count = async (rows: Parameters<typeof identityRows>[0], events: readonly SampleEvent[] = []) =>
      (await run({ files: { 'hunting.json': JSON.stringify(identityRows(rows)) }, events })).attempts.length;
    expect(await count([row])).toBe(1);
    expect(await count([{ ...row, actor: 'mdiAction', domain: 'SECURELAB' }])).toBe(1);
    expect(await count([{ ...row, domain: 'other.example.com' }])).toBe(0);
    const rename = (from: string, to: string, sid: string) =>
      sample(
        4781,
        [
          ['OldTargetUserName', from],
          ['NewTargetUserName', to],
          ['TargetDomainName', 'SECURELAB'],
          ['TargetSid', sid],
          ...parties().slice(3),
        ],
        { time: START + MINUTE },
      );
    const renames = [rename('before$', 'mdiAction$', ACTION_SID), rename('mdiAction$', 'x', account('user021').sid)];
    expect(await count([{ ...row, actor: 'before$' }], renames)).toBe(1);
    expect(await count([row], renames)).toBe(0);
    // The SID of the target may stand in a column that the query made.
    const [made] = identityRows([{ ...row, target: {} }]);
    const files = { 'hunting.json': JSON.stringify([{ ...made, TargetAccountSid: account('user020').sid }]) };
    expect((await attempts({ files })).map(({ target }) => target)).toEqual(['SECURELAB\\user020']);
  });

  test('renames are followed: the name of then, not that of now', async () => {
    const rename = (from: string, to: string, sid: string, minutes: number) =>
      sample(
        4781,
        [
          ['OldTargetUserName', from],
          ['NewTargetUserName', to],
          ['TargetDomainName', 'SECURELAB'],
          ['TargetSid', sid],
          ...parties().slice(3),
          ['PrivilegeList', '-'],
        ],
        { time: START + minutes * MINUTE },
      );
    // What is user020 now was "before" until ten minutes after; "user020" was what is ao-normal now.
    const events = [
      rename('user020', 'ao-normal', account('ao-normal').sid, 9),
      rename('before', 'user020', account('user020').sid, 10),
    ];
    const target = async (asset: string, minutes: number) =>
      (await run({ files: center(disable(asset, minutes)), events })).attempts.map((each) => each.target.name);
    expect(await target('SECURELAB\\before', 5)).toEqual(['SECURELAB\\user020']);
    expect(await target('SECURELAB\\user020', 5)).toEqual(['SECURELAB\\ao-normal']);
    expect(await target('SECURELAB\\user020', 20)).toEqual(['SECURELAB\\user020']);
    // An export of events that has no SIDs names them by the names of then as well.
    const row = (name: string, minutes: number) =>
      `TimeGenerated,EventID,SubjectUserSid,TargetUserName,TargetDomainName\n${at(minutes)},4725,${ACTION_SID},${name},SECURELAB\n`;
    const acted = async (name: string, minutes: number) =>
      (await run({ files: { 'events.csv': row(name, minutes) }, events })).attempts.map((each) => each.target.dn);
    expect(await acted('before', 5)).toEqual([account('user020').dn]);
    expect(await acted('user020', 5)).toEqual([account('ao-normal').dn]);
    expect(await acted('user020', 9.5)).toEqual([null]);
    expect(await acted('user020', 20)).toEqual([account('user020').dn]);
    const nobody = await run({ files: center(disable('SECURELAB\\before', 20)), events });
    expect(nobody.attempts.map(brief)).toMatchObject([
      { judgement: 'not-predicted', because: 'target-not-in-sources' },
    ]);
    expect(nobody.renames).toMatchObject([
      { from: 'user020', to: 'ao-normal' },
      { from: 'before', to: 'user020' },
    ]);
  });

  test('whose it was is not told among several accounts under audit: an answer only where theirs are the same', async () => {
    const files = center(disable('SECURELAB\\user020', 0, 'Failed'));
    expect(await attempts({ files, accounts: ['mdiAction$', 'mdiNothing$'] })).toMatchObject([
      { judgement: 'not-predicted', because: 'several-actions' },
    ]);
    expect(await attempts({ files, accounts: ['mdiAction$', 'mdiRoot$'] })).toMatchObject([
      { judgement: 'not-proven' },
    ]);
  });
});

test('audit settings that the files prove, by controller', async () => {
  const { settings, notes } = await run({
    events: [
      switched(4725, {}, who('user020')),
      switched(4722, { computer: 'DC2.example.com', time: START + DAY }, who('user020')),
    ],
  });
  const proven = settings.filter(({ proven: on }) => on);
  expect(proven).toMatchObject([
    {
      id: 'user-account-management',
      controllers: [
        { name: 'dc1.example.com', events: 1, first: new Date(START).toISOString(), inSources: true },
        { name: 'dc2.example.com', events: 1, inSources: false },
      ],
    },
  ]);
  expect(notes.join(' ')).toContain('No event is no evidence');
  expect(notes.join(' ')).toContain('it is not proven that refused attempts are audited at all');
  // What another computer audits is nothing of the controllers.
  const elsewhere = await run({ events: [switched(4725, { computer: 'fs1.example.com' }, who('user020'))] });
  expect(elsewhere.settings.filter(({ proven: on }) => on)).toEqual([]);
  // Failures say nothing of whether successes are audited.
  const own = parties(who('user020'), who('user020'));
  const failures = [4723, 4724, 4766, 4794].map((id) => sample(id, own, { success: false }));
  expect((await run({ events: failures })).settings.filter(({ proven: on }) => on)).toEqual([]);
  const successes = await run({ events: [sample(4723, own)] });
  expect(successes.settings.filter(({ proven: on }) => on).map(({ id }) => id)).toEqual(['user-account-management']);
  const failure = await run({ events: [access(account('ao-normal').guid, '0x20', UAC)] });
  expect(failure.settings.filter(({ proven: on }) => on).map(({ id }) => id)).toEqual([
    'directory-service-access-failure',
  ]);
});

test('controllers of which nothing is in the files; a group, which never acts', async () => {
  const { notes } = await run({ events: [switched(4725, {}, who('user020'))], accounts: ['MDI Response Delegation'] });
  expect(notes.join(' ')).toContain('A group never acts');
  expect(notes.join(' ')).toContain('of which no event is in the files: DC9.');
  expect(
    silentOf({ sids: new Set(), names: new Set(), writable: ['DC1', 'DC2'] }, new Set(['dc1.example.com'])),
  ).toEqual(['DC2']);
  // Where none of them is known by its name, the names are others.
  expect(silentOf({ sids: new Set(), names: new Set(), writable: ['DC1', 'DC2'] }, new Set(['x']))).toEqual([]);
});

test('the account of a controller may be under audit itself', async () => {
  const events = [switched(4725, {}, who('user020'), who('DC1$'))];
  const { attempts: all, notJudged } = await run({ events, accounts: ['DC1$'] });
  expect(all.map(({ as, account: sid }) => [as, sid])).toEqual([['account', account('DC1$').sid]]);
  expect(notJudged).toEqual([]);
});

test('a log of a sensor: entries of the configuration, and logons of the account under audit only', async () => {
  const log = SENSOR_LOG.replace(
    '[errorCode=AccessDenied AccountName=mdiAction$',
    '[errorCode=AccessDenied AccountName=other$',
  );
  const { sensor } = await run({ files: { 'Microsoft.Tri.Sensor.log': log } });
  expect(sensor.counts).toEqual({
    'entity-remediator-configuration': 1,
    'update-configuration': 1,
    'logon-failed': 2,
    'logon-succeeded': 0,
  });
  expect(sensor.lines[0]).toMatchObject({ localTime: '2026-10-12 08:00:02.0001' });
});

test('a target that is named by a GUID which the sources do not have: that is said', async () => {
  const { accounts } = domain.evidence;
  const without: RecordSource = {
    ...readAt(domain.evidence, READ),
    async *accounts(mentions) {
      for await (const batch of accounts.call(domain.evidence, mentions))
        yield batch.map((record) =>
          Object.fromEntries(Object.entries(record).filter(([key]) => key !== 'guid')),
        ) as unknown as typeof batch;
    },
  };
  const path = join(folder, 'guids.xml');
  writeFileSync(path, eventXml(access(account('ao-normal').guid, '0x20', UAC)));
  const { attempts: all } = await verify({ sources: without, accounts: ['mdiAction$'], events: [path] });
  expect(all.map(brief)).toMatchObject([{ judgement: 'not-predicted', because: 'target-guid-not-read' }]);
});

test('a damaged file says so, and the result is not complete', async () => {
  const bytes = evtxFile([switched(4725, {}, who('user020'))]);
  bytes[0x1300]! ^= 1;
  const path = join(folder, 'damaged.evtx');
  writeFileSync(path, bytes);
  const { files, complete, notes } = await verify({
    sources: readAt(domain.evidence, READ),
    accounts: ['mdiAction$'],
    events: [path],
  });
  expect(complete).toBe(false);
  expect(files).toMatchObject([
    { format: 'evtx', events: 0, damages: [{ at: 'byte 4096', what: expect.stringContaining('checksum') }] },
  ]);
  expect(notes.at(-1)).toBe('Parts of the files could not be read: events may be missing.');
});
