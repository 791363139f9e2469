/** Actions on what is no account: groups, organizational units, the head of a domain (`targets` of an action file). */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { auditCommand } from '../../src/cli/audit.js';
import { audit, explain } from '../../src/index.js';
import type { AuditResult } from '../../src/result/audit.js';
import { pageOf } from '../report/page.js';
import { validLines } from '../valid-json.js';
import { DomainText, type Entry, GroupType, READABLE, sd, sid, withFiles } from './domain-text.js';

const MEMBER = 'bf9679c0-0de6-11d0-a285-00aa003049e2';
const GPLINK = 'f30e3bbe-9ff0-11d1-b603-0000f80367c1';
const SELF_MEMBERSHIP = MEMBER;
const KEEPER = 'S-1-5-21-4310-4320-4330-6000';
const d = () => new DomainText('DC=lock,DC=test', 'S-1-5-21-4310-4320-4330');

const action = (id: string, request: string, targets: string) => `id: ${id}
title: ${id}
description: An action on other objects.
request: ${request}
documented: [${request}]
targets: [${targets}]
`;
const WRITE_MEMBER = action('write-member', '{right: write-property, attribute: member}', 'group');
const JOIN = action('join', '{right: validated-write, validatedWrite: Self-Membership}', 'GROUP');
const LINK = action('link', '{right: write-property, attribute: gPLink}', 'organizationalUnit, domainDNS');
const RULE = `id: ORG-LINKS
title: May link
severity: high
scope: verdict
description: Looks for it.
when: verdict.action == "link" && verdict.access == "granted" && !target.isAccount
subject: target.sid
message: \${account.name} may link policies to the \${target.className} \${target.name}.
risk: Some.
remediation: Some.
`;

const mayWriteMember = (trustee: string) => ({ nTSecurityDescriptor: sd(`(OA;;WP;${MEMBER};;${trustee})${READABLE}`) });

function entries(more: (domain: DomainText) => readonly Entry[]): Entry[] {
  const domain = d();
  return domain.whole(
    domain.user('keeper', { objectSid: sid(KEEPER) }),
    domain.settings('0000000001000000000200000000'),
    ...domain.partitions(domain),
    ...more(domain),
  );
}

interface Asked {
  readonly actions: readonly string[];
  readonly rule?: string;
  readonly only?: readonly string[];
  readonly exported?: 'all' | null;
}

async function audited(
  more: (domain: DomainText) => readonly Entry[],
  { actions, rule, only, exported = 'all' }: Asked,
): Promise<AuditResult> {
  return withFiles([entries(more)], async (sources, folder) => {
    const rules = rulesIn(folder, actions, rule);
    return audit({
      sources,
      accounts: [KEEPER],
      rules: [rules],
      ...(exported && { exported }),
      ...(only && { actions: only }),
    });
  });
}

function rulesIn(folder: string, actions: readonly string[], rule?: string): string {
  const rules = join(folder, 'rules');
  mkdirSync(join(rules, 'actions'), { recursive: true });
  actions.forEach((text, i) => {
    writeFileSync(join(rules, 'actions', `${i}.yaml`), text);
  });
  if (rule !== undefined) writeFileSync(join(rules, 'rule.yaml'), rule);
  return rules;
}

/** Verdict and reason by the first name of the target. */
const answers = ({ verdicts }: AuditResult, id: string) =>
  Object.fromEntries(
    verdicts
      .filter(({ action: of }) => of === id)
      .map(({ targetDn, verdict, reason }) => [/^[A-Z]+=([^,]*)/.exec(targetDn)![1], `${verdict} ${reason}`]),
  );

describe('groups', () => {
  const groups = (domain: DomainText) => [
    domain.group('Open', GroupType.global, [], mayWriteMember(KEEPER)),
    domain.group('Closed', GroupType.global),
    domain.group('Chiefs', GroupType.global, [], mayWriteMember(KEEPER)),
    domain.group('Domain Admins', GroupType.global, [domain.at('Chiefs')], {
      ...domain.rid(512),
      nTSecurityDescriptor: domain.stamped(),
    }),
    domain.group('Sealed', GroupType.global, [], { nTSecurityDescriptor: [] }),
    domain.group('Own', GroupType.global, [domain.at('keeper')], mayWriteMember('PS')),
    domain.group('Others', GroupType.global, [], mayWriteMember('PS')),
  ];

  test('have verdicts in place of accounts, AdminSDHolder and missing descriptors included', async () => {
    const result = await audited(groups, { actions: [WRITE_MEMBER], only: ['write-member'] });
    expect(answers(result, 'write-member')).toMatchObject({
      Open: 'can allowed-by-entry',
      Closed: 'cannot no-entry',
      Chiefs: 'can-until-sdprop adminsdholder-will-deny',
      'Domain Admins': 'cannot no-entry',
      Administrators: 'cannot no-entry',
      Sealed: 'unknown descriptor-unreadable',
      // SELF is the group: whoever is in it has it in the token.
      Own: 'can allowed-by-entry',
      Others: 'cannot no-entry',
    });
    expect(result.verdicts.map(({ targetName }) => targetName)).not.toContain('LOCK\\keeper');
    const open = result.verdicts.find(({ targetName }) => targetName === 'LOCK\\Open')!;
    expect(open.target).toMatch(/^S-1-5-21-4310-4320-4330-\d+$/);
    expect(result.summary.targets).toBe(result.verdicts.length);
    expect(result.summary.actions).toEqual([
      expect.objectContaining({
        action: 'write-member',
        verdicts: { can: 2, 'can-until-sdprop': 1, 'no-effect': 0, cannot: result.verdicts.length - 4, unknown: 1 },
      }),
    ]);
    expect(result.actions).toEqual([{ id: 'write-member', title: 'write-member', targets: ['group'] }]);
    const gap = result.evidence.gaps.find(
      ({ code, dn }) => code === 'descriptor-unreadable' && dn?.startsWith('CN=Sealed'),
    );
    expect(gap?.touches).toEqual({ unknown: 1, resting: 0 });
    expect(result.evidence.unknown).toEqual([
      expect.objectContaining({ reason: 'descriptor-unreadable', verdicts: 1, targets: 1, withoutGap: 0 }),
    ]);
  });

  test('a validated write, the class in capitals', async () => {
    const result = await audited(
      (domain) => [
        domain.group('Open', GroupType.global, [], { nTSecurityDescriptor: sd(`(OA;;SW;${SELF_MEMBERSHIP};;AU)`) }),
      ],
      { actions: [JOIN] },
    );
    expect(answers(result, 'join')).toMatchObject({ Open: 'can allowed-by-entry', Shown: 'cannot no-entry' });
  });

  test('beside accounts: each action has its own targets, and the counts are those of its own', async () => {
    const result = await audited(groups, { actions: [WRITE_MEMBER], only: ['disable', 'write-member'] });
    expect(answers(result, 'disable')).toEqual({ keeper: 'cannot no-entry', somebody: 'cannot no-entry' });
    const total = (id: string) =>
      Object.values(result.summary.actions.find(({ action: of }) => of === id)!.verdicts).reduce((a, b) => a + b);
    expect(total('disable')).toBe(2);
    expect(total('write-member')).toBe(Object.keys(answers(result, 'write-member')).length);
    expect(result.summary.targets).toBe(total('disable') + total('write-member'));
    expect(result.evidence.counts.accounts).toBe(2);
  });

  test('flags under which an action has no effect are those of accounts', async () => {
    const text = `${WRITE_MEMBER}noEffect: [{userAccountControl: DONT_EXPIRE_PASSWD, reason: password-never-expires}]\n`;
    const result = await audited(groups, { actions: [text] });
    expect(answers(result, 'write-member')).toMatchObject({ Open: 'can allowed-by-entry', Closed: 'cannot no-entry' });
  });

  test('where it is not known whether the account is in the group, SELF is open, and the gap of the group says why', async () => {
    const result = await audited(
      (domain) => [
        domain.user('keeper', { objectSid: sid(KEEPER), nTSecurityDescriptor: sd('') }),
        domain.group('Hidden', GroupType.global, [], { nTSecurityDescriptor: sd(`(OA;;WP;${MEMBER};;PS)`) }),
      ],
      { actions: [WRITE_MEMBER], exported: null },
    );
    expect(answers(result, 'write-member')['Hidden']).toBe('unknown unresolved-trustee');
    const touched = result.evidence.gaps
      .filter(({ touches }) => (touches?.unknown ?? 0) > 0)
      .map(({ code, dn }) => [code, dn]);
    expect(touched).toContainEqual(['members-incomplete', 'CN=Hidden,OU=Crew,DC=lock,DC=test']);
  });
});

describe('other objects', () => {
  const places = (domain: DomainText) => [
    domain.object(`OU=Crew,${domain.dn}`, ['top', 'organizationalUnit'], {
      objectGUID: Buffer.from('00112233445566778899aabbccddeeff', 'hex'),
      nTSecurityDescriptor: sd(`(OA;;WP;${GPLINK};;${KEEPER})${READABLE}`),
    }),
    domain.object(domain.dn, ['top', 'domain', 'domainDNS'], {
      objectSid: sid(domain.sid),
      nTSecurityDescriptor: sd(`(OA;;WP;${GPLINK};;${KEEPER})${READABLE}`),
    }),
  ];

  test('organizational units and the head of the domain, and nothing else', async () => {
    const result = await audited(places, { actions: [LINK] });
    expect(answers(result, 'link')).toEqual({
      lock: 'can allowed-by-entry',
      Crew: 'can allowed-by-entry',
      Charges: 'cannot no-entry',
    });
    const of = (name: string) =>
      result.verdicts.find(({ action: id, targetDn }) => id === 'link' && targetDn.includes(name))!;
    // What has no SID goes by its DN.
    expect(of('OU=Crew').target).toBe('OU=Crew,DC=lock,DC=test');
    expect(result.verdicts.find(({ targetDn }) => targetDn === 'DC=lock,DC=test')?.target).toBe(
      'S-1-5-21-4310-4320-4330',
    );
    expect(
      result.summary.containers.filter(({ action: id }) => id === 'link').map(({ container }) => container),
    ).toEqual(['', 'DC=lock,DC=test']);
  });

  test('rules see them, and the fingerprint does not change with the name', async () => {
    const { findings } = await audited(places, { actions: [LINK], rule: RULE });
    const own = findings.filter(({ rule }) => rule === 'ORG-LINKS');
    expect(own.map(({ message }) => message).sort()).toEqual([
      'LOCK\\keeper may link policies to the domainDNS DC=lock,DC=test.',
      'LOCK\\keeper may link policies to the organizationalUnit OU=Crew,DC=lock,DC=test.',
    ]);
    expect(own.map(({ fingerprint }) => fingerprint).sort()).toEqual([
      `ORG-LINKS/${KEEPER}/33221100-5544-7766-8899-aabbccddeeff/link`,
      `ORG-LINKS/${KEEPER}/S-1-5-21-4310-4320-4330/link`,
    ]);
  });

  test('rules about accounts say nothing about them', async () => {
    const marked = (domain: DomainText) => [domain.group('Once', GroupType.global, [], { adminCount: 1 })];
    const { findings } = await audited(marked, { actions: [WRITE_MEMBER] });
    expect(findings.map(({ rule }) => rule)).not.toContain('ADR-STALE-ADMINCOUNT');
    expect(findings.map(({ rule }) => rule)).not.toContain('ADR-ORPHANED-ADMINCOUNT');
  });
});

describe('some accounts only', () => {
  test('computers, and what derives from them', async () => {
    const text = action('take', '{right: write-owner}', 'computer');
    const result = await audited((domain) => [domain.computer('PC', 4096, 515), domain.managed('gate', 'Group')], {
      actions: [text],
      only: ['take'],
    });
    expect(Object.keys(answers(result, 'take')).sort()).toEqual(['PC', 'gate']);
    expect(result.summary.targets).toBe(2);
    expect(result.evidence.counts.accounts).toBe(4);
  });
});

test('each format shows them, and a place where an action does not apply', async () => {
  await withFiles(
    [entries((domain) => [domain.group('Open', GroupType.global, [], mayWriteMember(KEEPER))])],
    async ([source], folder) => {
      const rules = rulesIn(folder, [WRITE_MEMBER]);
      const asked = ['--account', KEEPER, '--rules', rules, '--action', 'disable', '--action', 'write-member'];
      const formats = ['csv', 'ndjson', 'table', 'html'].flatMap((format) => ['--format', format]);
      const out = join(folder, 'out');
      await auditCommand().parseAsync([source!, ...asked, ...formats, '--exported', 'all', '-o', out], {
        from: 'user',
      });
      const files = readdirSync(out);
      const run = (format: string) =>
        readFileSync(
          join(out, files.find((name) => name === `adreach-report.${format === 'table' ? 'txt' : format}`)!),
          'utf8',
        );
      const csv = run('csv').split('\r\n');
      expect(csv.filter((line) => line.includes('write-member'))).toContainEqual(
        expect.stringMatching(
          /^S-1-5-21-4310-4320-4330-6000,LOCK\\keeper,S-1-5-21-\S+,"CN=Open,OU=Crew,DC=lock,DC=test",LOCK\\Open,write-member,granted,can,.*,group,yes,no,on,,$/,
        ),
      );
      const lines = validLines('audit-line', run('ndjson'));
      expect(
        lines.filter(
          ({ type, action: id, verdict }) => type === 'verdict' && id === 'write-member' && verdict === 'can',
        ),
      ).toHaveLength(1);
      const table = run('table');
      expect(table).toMatch(/Open +group +- +can/);
      expect(table).toMatch(/keeper +user +cannot +-/);
      const page = pageOf(run('html'));
      const open = page.rows.target.findIndex((number) => page.targets.name[number] === 'LOCK\\Open');
      const { outcomes } = page.kinds[page.rows.kind[open]!]!;
      expect(outcomes.map((number) => [page.outcomes[number]!.action, page.outcomes[number]!.verdict])).toEqual([
        ['write-member', 'can'],
      ]);
      expect(page.summary.targets).toBe(12);
    },
  );
});

describe('explain', () => {
  const explained = (target: string, id: string, actions: readonly string[]) =>
    withFiles(
      [
        entries((domain) => [
          domain.group('Open', GroupType.global, [], mayWriteMember(KEEPER)),
          domain.group('Own', GroupType.global, [domain.at('keeper')], mayWriteMember('PS')),
        ]),
      ],
      async (sources, folder) =>
        explain({ sources, account: KEEPER, target, action: id, rules: [rulesIn(folder, actions)], exported: 'all' }),
    );

  test('a group by its name, and by SELF', async () => {
    const { target, verdict } = await explained('Open', 'write-member', [WRITE_MEMBER]);
    expect(verdict).toMatchObject({ access: 'granted', verdict: 'can' });
    expect(target).toMatchObject({
      name: 'LOCK\\Open',
      kind: 'group',
      className: 'group',
      userAccountControl: null,
      enabled: 'yes',
      isAccount: false,
    });
    const own = await explained('LOCK\\Own', 'write-member', [WRITE_MEMBER]);
    expect(own.verdict).toMatchObject({ access: 'granted', verdict: 'can' });
    expect(
      own.token.sids.filter(({ entries: of }) => of.includes(own.verdict.ace!.index)).map(({ name }) => name),
    ).toEqual(['LOCK\\Own']);
  });

  test('what would have to change, for a unit and for the head of a domain, is tried', async () => {
    const unit = await explained('OU=Charges,DC=lock,DC=test', 'link', [LINK]);
    expect(unit.verdict.verdict).toBe('cannot');
    expect(unit.change.options[0]?.[0]).toMatchObject({ do: 'add-entry', dn: 'DC=lock,DC=test' });
    expect(unit.change.effects[0]).toMatchObject({ tried: true, after: { verdict: 'can' } });
    const head = await explained('DC=lock,DC=test', 'link', [LINK]);
    expect(head.change.options[0]?.[0]).toMatchObject({ do: 'add-entry', dn: 'DC=lock,DC=test', appliesTo: null });
    expect(head.change.effects[0]).toMatchObject({ tried: true, after: { verdict: 'can' } });
  });

  test.each([
    ['keeper', 'write-member', /^"keeper" is CN=keeper,\S+, of the class user, and the action is about other objects$/],
    ['Open', 'disable', /^"Open" is a group \(CN=Open,\S+\), and targets are accounts$/],
    ['Open', 'link', /^"Open" is a group \(CN=Open,\S+\), and targets are other objects$/],
    ['OU=Crew,DC=lock,DC=test', 'disable', /^no account "OU=Crew/],
  ])('what the action is not about: %s, %s', async (target, id, message) => {
    await expect(explained(target, id, [WRITE_MEMBER, LINK])).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(message),
    });
  });
});

describe('names of classes', () => {
  test('are those of the schema, else the nearest is named', async () => {
    await expect(audited(() => [], { actions: [WRITE_MEMBER.replace('[group]', '[gruop]')] })).rejects.toMatchObject({
      code: 'rule',
      message:
        'the action "write-member" names the target class "gruop", which the schema of this directory does not have, did you mean "group"?',
    });
  });

  test('an auxiliary class, which objects need not name, is refused', async () => {
    await expect(
      audited(() => [], { actions: [WRITE_MEMBER.replace('[group]', '[securityPrincipal]')] }),
    ).rejects.toMatchObject({ code: 'rule', message: expect.stringContaining('is an auxiliary class') });
  });

  test.each(['top', 'trustedDomain', 'attributeSchema', 'foreignSecurityPrincipal'])(
    'a class whose objects are not kept with their permissions is refused where it stands: %s',
    async (name) => {
      await expect(
        audited(() => [], { actions: [WRITE_MEMBER.replace('[group]', `[group, ${name}]`)] }),
      ).rejects.toMatchObject({
        code: 'rule',
        message: expect.stringMatching(
          new RegExp(`0\\.yaml:6:18: targets\\.1: objects of the class "${name}" have no verdicts`),
        ),
      });
    },
  );
});
