/**
 * Advice is carried out: each option is applied to the export itself, AdminSDHolder's run and inheritance with it, and the
 * directory that comes of it is audited again.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { openSession } from '../../src/audit/session.js';
import { encodeSecurityDescriptor, encodeSid, parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';
import { type Advice, type AdviceEffect, Explainer, findTarget } from '../../src/explain/index.js';
import { loadRules } from '../../src/rules/index.js';

const DOMAIN = 'DC=lab,DC=example';
const SID = 'S-1-5-21-1-2-3';
const ACT: Sid = `${SID}-1100`;
const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const STAFF = `OU=Staff,${DOMAIN}`;
const TARGET = `CN=target,${STAFF}`;
const HOLDER = `CN=AdminSDHolder,CN=System,${DOMAIN}`;

/** Entries about the attribute, as SDDL: whether they deny, their flags, and the class they are for. */
const entryFor = (effect: 'A' | 'D', flags = '', appliesTo = '') =>
  `(O${effect};${flags};WP;${UAC};${appliesTo};${ACT})`;
const NOTHING = '(A;;RC;;;AU)';
/** Makes a list another one than AdminSDHolder's. */
const OWN = '(A;;RC;;;SY)';

/** The lists of the three objects that matter, entry by entry, and whether the target is in Domain Admins. */
interface World {
  readonly target: readonly string[];
  /** The target's inheritance is off. */
  readonly off: boolean;
  readonly staff: readonly string[];
  readonly holder: readonly string[];
  readonly admin: boolean;
}

const WORLD: World = { target: [NOTHING], off: false, staff: [NOTHING], holder: [NOTHING], admin: false };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-advice-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ldif({ target, off, staff, holder, admin }: World): string {
  const object = (dn: string, classes: readonly string[], sddl: string, more: readonly string[] = []) =>
    [
      `dn: ${dn}`,
      ...classes.map((name) => `objectClass: ${name}`),
      `nTSecurityDescriptor:: ${Buffer.from(encodeSecurityDescriptor(parseSddl(sddl))).toString('base64')}`,
      ...more,
      '',
    ].join('\n');
  const sid = (text: Sid) => `objectSid:: ${Buffer.from(encodeSid(text)).toString('base64')}`;
  const user = ['top', 'person', 'organizationalPerson', 'user'];
  const account = (name: string, own: Sid) => [
    sid(own),
    `sAMAccountName: ${name}`,
    'userAccountControl: 512',
    'primaryGroupID: 513',
  ];
  const group = (name: string, rid: number, member: readonly string[]) =>
    object(`CN=${name},${STAFF}`, ['top', 'group'], 'O:SYG:SYD:(A;;RC;;;AU)', [
      sid(`${SID}-${rid}`),
      `sAMAccountName: ${name}`,
      'groupType: -2147483646',
      ...member.map((dn) => `member: ${dn}`),
    ]);
  return [
    object(DOMAIN, ['top', 'domain', 'domainDNS'], 'O:SYG:SYD:(A;;RC;;;AU)', [sid(SID)]),
    object(`CN=System,${DOMAIN}`, ['top', 'container'], 'O:SYG:SYD:(A;;RC;;;AU)'),
    object(HOLDER, ['top', 'container'], `O:SYG:SYD:P${holder.join('')}`),
    object(STAFF, ['top', 'organizationalUnit'], `O:SYG:SYD:${staff.join('')}`),
    group('Domain Admins', 512, admin ? [TARGET] : [`CN=other,${STAFF}`]),
    ...[544, 548, 549, 550, 551].map((rid) =>
      object(`CN=alias ${rid},CN=Builtin,${DOMAIN}`, ['top', 'group'], 'O:SYG:SYD:(A;;RPRC;;;AU)', [
        sid(`S-1-5-32-${rid}`),
        'groupType: -2147483643',
      ]),
    ),
    object(`CN=other,${STAFF}`, user, 'O:SYG:SYD:(A;;RC;;;AU)', account('other', `${SID}-1102`)),
    object(`CN=act,${STAFF}`, user, 'O:SYG:SYD:(A;;RC;;;AU)', account('act', ACT)),
    object(TARGET, user, `O:SYG:SYD:${off ? 'P' : ''}${target.join('')}`, account('target', `${SID}-1101`)),
  ].join('\n');
}

async function explained(world: World) {
  const path = join(folder, 'world.ldif');
  writeFileSync(path, ldif(world));
  const evidence = await openSources([path]);
  try {
    const session = await openSession(evidence, [ACT], loadRules([]).actions);
    const explainer = new Explainer(session, 0, { name: 'adreach', version: 'test', rules: '' });
    const { verdict, change } = explainer.explain(await findTarget(session, TARGET), 'disable');
    return { verdict: verdict.verdict, change };
  } finally {
    await evidence.close();
  }
}

/** What staff's list puts into the target's (the entries here are for users, or go everywhere). */
const fromStaff = (staff: readonly string[]) =>
  staff.filter((text) => text.includes(';CI')).map((text) => text.replace(/^\((OA|OD|A|D);[A-Z]*;/, '($1;CIID;'));
const own = (list: readonly string[]) => list.filter((text) => !/^\([A-Z]+;[A-Z]*ID;/.test(text));

/** One step carried out, and what Windows makes of it. */
function carriedOut(world: World, option: readonly Advice[]): World {
  const lists: Record<string, readonly string[]> = {
    [TARGET]: [...world.target],
    [STAFF]: [...world.staff],
    [HOLDER]: [...world.holder],
  };
  let { off, admin } = world;
  // Positions are those of the lists before any of the steps.
  const gone = new Map<string, Set<number>>();
  for (const step of option) {
    if (step.do !== 'remove-entry') continue;
    if (!gone.has(step.dn)) gone.set(step.dn, new Set());
    gone.get(step.dn)!.add(step.index);
  }
  for (const [dn, indexes] of gone) lists[dn] = lists[dn]!.filter((_, index) => !indexes.has(index));
  for (const step of option) {
    if (step.do === 'add-entry') {
      const text = step.appliesTo === null ? entryFor('A') : entryFor('A', 'CIIO', USER);
      const list = lists[step.dn]!;
      const at = list.findLastIndex((each) => /^\((O?D);(?![A-Z]*ID)/.test(each)) + 1;
      lists[step.dn] = [...list.slice(0, at), text, ...list.slice(at)];
    } else if (step.do === 'enable-inheritance') off = false;
    else if (step.do === 'leave-group') admin = false;
  }
  const staff = lists[STAFF]!;
  if (admin) return { target: lists[HOLDER]!, off: true, staff, holder: lists[HOLDER]!, admin };
  const target = off ? lists[TARGET]! : [...own(lists[TARGET]!), ...fromStaff(staff)];
  return { target, off, staff, holder: lists[HOLDER]!, admin };
}

const DENY = entryFor('D');
const ALLOW = entryFor('A');
const STAFF_ALLOWS = entryFor('A', 'CIIO', USER);
const STAFF_DENIES = entryFor('D', 'CIIO', USER);

/** What an option is said to come to, AdminSDHolder's run included. */
function promised(effect: AdviceEffect): string {
  return effect.tried ? (effect.afterRun ?? effect.after).verdict : effect.because;
}

describe('every option leads to the answer, as it is said to', () => {
  test.each<[string, Partial<World>, verdict: string, options: number]>([
    ['nothing allows it', {}, 'cannot', 1],
    ['its inheritance is off, and a denial of its own stays', { target: [DENY, OWN], off: true }, 'cannot', 1],
    ['its inheritance is off', { target: [OWN], off: true, staff: [NOTHING, STAFF_ALLOWS] }, 'cannot', 2],
    ['it carries the list of AdminSDHolder still', { off: true, staff: [NOTHING, STAFF_ALLOWS] }, 'cannot', 1],
    [
      'its inheritance is off, and what it would inherit denies first',
      { target: [OWN], off: true, staff: [STAFF_DENIES, NOTHING, STAFF_ALLOWS] },
      'cannot',
      2,
    ],
    ['protected', { admin: true, off: true, target: [NOTHING] }, 'cannot', 2],
    ['protected, its own denial stays when it leaves', { admin: true, target: [DENY, NOTHING] }, 'cannot', 2],
    [
      'protected, and what it would inherit denies',
      { admin: true, off: true, staff: [STAFF_DENIES, NOTHING, STAFF_ALLOWS] },
      'cannot',
      2,
    ],
    [
      'protected, AdminSDHolder denies',
      { admin: true, off: true, target: [DENY], holder: [DENY, NOTHING] },
      'cannot',
      2,
    ],
    ['allowed until the next run', { admin: true, target: [ALLOW] }, 'can-until-sdprop', 2],
    [
      'allowed until the next run, whose list denies',
      { admin: true, target: [ALLOW], holder: [DENY, NOTHING] },
      'can-until-sdprop',
      2,
    ],
    [
      'allowed until the next run, whose list denies before it allows',
      { admin: true, target: [ALLOW], holder: [DENY, ALLOW, NOTHING] },
      'can-until-sdprop',
      2,
    ],
  ])('%s', async (_, change, verdict, count) => {
    const world = { ...WORLD, ...change };
    const before = await explained(world);
    expect(before.verdict).toBe(verdict);
    const { options, effects } = before.change;
    expect(options).toHaveLength(count);
    for (const [index, option] of options.entries()) {
      expect([option, promised(effects[index]!)]).toEqual([option, 'can']);
      expect([option, (await explained(carriedOut(world, option))).verdict]).toEqual([option, 'can']);
    }
  });
});
