/** Two domains from two files, joined: tokens, domain-local groups, foreign principals and SID filtering across them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { openSession } from '../../src/audit/session.js';
import { encodeSecurityDescriptor, encodeSid, parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';
import { TrustAttribute } from '../../src/directory/forest.js';
import { Explainer, findTarget } from '../../src/explain/index.js';
import { formatExplanation } from '../../src/report/explain/index.js';
import { loadRules } from '../../src/rules/index.js';
import { predict } from '../truth/predict.js';

const A = { dn: 'DC=a,DC=example', sid: 'S-1-5-21-1-1-1' } as const;
const B = { dn: 'DC=b,DC=example', sid: 'S-1-5-21-2-2-2' } as const;
const OLD = 'S-1-5-21-9-9-9-1200';
const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const SECURITY = 0x80000000 | 0;

type Values = Readonly<Record<string, string | number | Uint8Array | readonly (string | number)[]>>;

const sid = (text: Sid) => encodeSid(text);
const sd = (aces: string) => encodeSecurityDescriptor(parseSddl(`O:SYG:SYD:${aces}`));

function entry(dn: string, values: Values): string {
  const lines = [`dn: ${dn}`];
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      lines.push(one instanceof Uint8Array ? `${name}:: ${Buffer.from(one).toString('base64')}` : `${name}: ${one}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const head = ({ dn, sid: own }: typeof A | typeof B) => [
  entry(dn, {
    objectClass: ['top', 'domain', 'domainDNS'],
    objectSid: sid(own),
    nTSecurityDescriptor: sd('(A;;RC;;;AU)'),
  }),
  entry(`CN=System,${dn}`, { objectClass: ['top', 'container'], nTSecurityDescriptor: sd('(A;;RC;;;AU)') }),
  entry(`CN=AdminSDHolder,CN=System,${dn}`, {
    objectClass: ['top', 'container'],
    nTSecurityDescriptor: sd('(A;;RC;;;AU)'),
  }),
  entry(`OU=People,${dn}`, { objectClass: ['top', 'organizationalUnit'], nTSecurityDescriptor: sd('(A;;RC;;;AU)') }),
];

const group = (dn: string, own: Sid, groupType: number, member: readonly string[]) =>
  entry(dn, {
    objectClass: ['top', 'group'],
    objectSid: sid(own),
    sAMAccountName: /^CN=([^,]+)/.exec(dn)![1]!,
    groupType,
    nTSecurityDescriptor: sd('(A;;RPRC;;;AU)'),
    ...(member.length > 0 ? { member } : {}),
  });

const user = (dn: string, own: Sid, aces: string, more: Values = {}) =>
  entry(dn, {
    objectClass: ['top', 'person', 'organizationalPerson', 'user'],
    objectSid: sid(own),
    sAMAccountName: /^CN=([^,]+)/.exec(dn)![1]!,
    userAccountControl: 512,
    primaryGroupID: 513,
    nTSecurityDescriptor: sd(aces),
    ...more,
  });

const ACTOR = `CN=actor,OU=People,${A.dn}`;
const grants = (trustee: string) => `(OA;;WP;${UAC};;${trustee})`;

const fileA = [
  ...head(A),
  group(`CN=Domain Users,OU=People,${A.dn}`, `${A.sid}-513`, SECURITY | 2, []),
  group(`CN=Global,OU=People,${A.dn}`, `${A.sid}-2001`, SECURITY | 2, [ACTOR]),
  group(`CN=Local Of A,OU=People,${A.dn}`, `${A.sid}-2002`, SECURITY | 4, [ACTOR]),
  user(ACTOR, `${A.sid}-1000`, '(A;;RC;;;AU)', { sIDHistory: sid(OLD) }),
  user(`CN=home,OU=People,${A.dn}`, `${A.sid}-1001`, grants(`${A.sid}-2002`)),
].join('\n');

const fileB = (trustAttributes: number, foreign: boolean, more: readonly string[]) => {
  const principal = `CN=${A.sid}-2001,CN=ForeignSecurityPrincipals,${B.dn}`;
  return [
    ...head(B),
    entry(`CN=a.example,CN=System,${B.dn}`, {
      objectClass: ['top', 'leaf', 'trustedDomain'],
      trustPartner: 'a.example',
      flatName: 'A',
      securityIdentifier: sid(A.sid),
      trustAttributes,
      trustDirection: 3,
    }),
    ...(foreign
      ? [
          entry(`CN=ForeignSecurityPrincipals,${B.dn}`, {
            objectClass: ['top', 'container'],
            nTSecurityDescriptor: sd('(A;;RC;;;AU)'),
          }),
          entry(principal, {
            objectClass: ['top', 'foreignSecurityPrincipal'],
            objectSid: sid(`${A.sid}-2001`),
            nTSecurityDescriptor: sd('(A;;RC;;;AU)'),
          }),
        ]
      : []),
    group(`CN=Domain Users,OU=People,${B.dn}`, `${B.sid}-513`, SECURITY | 2, []),
    group(`CN=Universal,OU=People,${B.dn}`, `${B.sid}-2001`, SECURITY | 8, foreign ? [] : [ACTOR]),
    group(`CN=Local Of B,OU=People,${B.dn}`, `${B.sid}-2002`, SECURITY | 4, [
      foreign ? principal : `CN=Universal,OU=People,${B.dn}`,
    ]),
    user(`CN=by-universal,OU=People,${B.dn}`, `${B.sid}-1001`, grants(`${B.sid}-2001`)),
    user(`CN=by-local,OU=People,${B.dn}`, `${B.sid}-1002`, grants(`${B.sid}-2002`)),
    user(`CN=by-local-of-a,OU=People,${B.dn}`, `${B.sid}-1003`, grants(`${A.sid}-2002`)),
    user(`CN=by-history,OU=People,${B.dn}`, `${B.sid}-1004`, grants(OLD)),
    ...more,
  ].join('\n');
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-two-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function files(trustAttributes: number, foreign: boolean, more: readonly string[] = []): string[] {
  const paths = [join(folder, 'a.ldif'), join(folder, 'b.ldif')];
  writeFileSync(paths[0]!, fileA);
  writeFileSync(paths[1]!, fileB(trustAttributes, foreign, more));
  return paths;
}

async function answers(trustAttributes: number, foreign: boolean, more: readonly string[] = []) {
  const evidence = await openSources(files(trustAttributes, foreign, more), {});
  try {
    const { byKey } = await predict(evidence, [`${A.sid}-1000`]);
    const of = (target: string) => byKey.get(`${A.sid}-1000 ${target} disable`)!.access;
    return {
      home: of(`${A.sid}-1001`),
      universal: of(`${B.sid}-1001`),
      local: of(`${B.sid}-1002`),
      localOfA: of(`${B.sid}-1003`),
      history: of(`${B.sid}-1004`),
    };
  } finally {
    await evidence.close();
  }
}

describe('two domains, two files', () => {
  test('of one forest', async () => {
    expect(await answers(TrustAttribute.WithinForest, false)).toEqual({
      home: 'granted',
      universal: 'granted',
      local: 'granted',
      localOfA: 'denied',
      history: 'granted',
    });
  });

  test('of two forests: a group of one as a foreign principal in the other, and SID filtering', async () => {
    expect(await answers(TrustAttribute.ForestTransitive, true)).toEqual({
      home: 'granted',
      universal: 'denied',
      local: 'granted',
      localOfA: 'denied',
      // Whether the domain of the former SID is one of A's forest depends on partitions that neither file holds.
      history: 'unknown',
    });
    expect(await answers(TrustAttribute.QuarantinedDomain, true)).toMatchObject({
      local: 'granted',
      history: 'denied',
    });
  });

  test('over a trust of selective authentication the rights on the controllers decide who comes in', async () => {
    const allowed = `(OA;;CR;68b1d179-0d15-4d4f-ab71-46152e79a7bc;;${A.sid}-2001)`;
    const computer = (name: string, aces: string, userAccountControl: number | undefined) =>
      user(`CN=${name},OU=People,${B.dn}`, `${B.sid}-30${name.charCodeAt(2)}`, aces, {
        objectClass: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
        ...(userAccountControl === undefined ? { userAccountControl: [] } : { userAccountControl }),
      });
    const selective = TrustAttribute.ForestTransitive | TrustAttribute.CrossOrganization;
    const local = async (...more: string[]) => (await answers(selective, true, more)).local;
    const controller = (name: string, aces: string) => computer(name, aces, 0x82000);
    const readOnly = (name: string, aces: string) => computer(name, aces, 0x5001000);
    // What the list allows is of use only where the account gets in.
    expect(await local()).toBe('unknown');
    expect(await local(controller('dc1', allowed))).toBe('granted');
    expect(await local(controller('dc1', allowed), controller('dc2', allowed))).toBe('granted');
    expect(await local(controller('dc1', '(A;;RP;;;AU)'))).toBe('denied');
    // The one or the other may be asked.
    expect(await local(controller('dc1', allowed), controller('dc2', ''))).toBe('unknown');
    expect(await local(controller('dc1', allowed), readOnly('dc2', ''))).toBe('unknown');
    // A computer whose flags were not read may be a controller; a member server is none.
    expect(await local(controller('dc1', allowed), computer('pc2', '', undefined))).toBe('unknown');
    expect(await local(controller('dc1', allowed), computer('pc2', '', 0x1000))).toBe('granted');
  });

  test('an explanation says what the filter took away', async () => {
    const evidence = await openSources(files(TrustAttribute.QuarantinedDomain, true), {});
    try {
      const { actions } = loadRules([]);
      const session = await openSession(evidence, [`${A.sid}-1000`], actions);
      const target = await findTarget(session, `${B.sid}-1004`);
      const tool = { name: 'adreach', version: 'test', rules: '' } as const;
      const explanation = new Explainer(session, 0, tool).explain(target, 'disable');
      expect(explanation.verdict.verdict).toBe('cannot');
      expect(explanation.token.filtered).toContainEqual(expect.objectContaining({ sid: OLD, certain: true }));
      const text = formatExplanation(explanation, 'text', { width: 80, colour: false }, false);
      expect(text.replace(/\s+/g, ' ')).toMatch(/SID filtering/i);
    } finally {
      await evidence.close();
    }
  });
});
