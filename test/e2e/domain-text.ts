/** Small directories as LDIF, made in a test, and the answers of an audit of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSources } from '../../src/assemble/open.js';
import { runAudit } from '../../src/audit/run.js';
import { encodeSecurityDescriptor, encodeSid, parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';
import type { EvidenceBlock, Finding } from '../../src/result/audit.js';
import { createEvaluator, loadRules } from '../../src/rules/index.js';
import type { Asked } from '../../src/sources/entry.js';

export const GroupType = {
  global: 0x80000002 | 0,
  local: 0x80000004 | 0,
  universal: 0x80000008 | 0,
  builtin: 0x80000005 | 0,
  distribution: 0x2,
} as const;

/** A text that stands in the file as it is, though it begins with a character for which LDIF asks for base64. */
interface Plain {
  readonly plain: string;
}
export const plain = (text: string): Plain => ({ plain: text });

type Value = string | number | Uint8Array | Plain;
/** By attribute, with its options: `member;range=0-0`. */
export type Values = Readonly<Record<string, Value | readonly Value[]>>;

/** One object. */
export interface Entry {
  readonly dn: string;
  readonly values: Values;
}

export const sid = (text: Sid): Uint8Array => encodeSid(text);

export const USER_ACCOUNT_CONTROL = 'bf967a68-0de6-11d0-a285-00aa003049e2';
/** An entry that grants, or denies, writing userAccountControl. */
export const grants = (trustee: string) => `(OA;;WP;${USER_ACCOUNT_CONTROL};;${trustee})`;
export const denies = (trustee: string) => `(OD;;WP;${USER_ACCOUNT_CONTROL};;${trustee})`;
/** Everybody who may log on may do it. */
export const GRANTS_ALL = grants('AU');
export const allBut = (trustee: string) => `${denies(trustee)}${GRANTS_ALL}`;

export const sd = (aces: string, owner = 'SY') => encodeSecurityDescriptor(parseSddl(`O:${owner}G:SYD:${aces}`));
/** The default: who logs on may read everything. */
export const READABLE = '(A;;RPLCRC;;;AU)';

/** A domain and what every one has. */
export class DomainText {
  /** The RID that the next object gets. */
  #rid = 1103;

  constructor(
    readonly dn: string,
    readonly sid: Sid,
  ) {}

  /** Its head, its places, and the groups that everybody has as primary ones. */
  frame(): Entry[] {
    const place = (rdn: string, objectClass: string) => this.object(`${rdn},${this.dn}`, ['top', objectClass]);
    return [
      this.object(this.dn, ['top', 'domain', 'domainDNS'], { objectSid: sid(this.sid) }),
      place('CN=System', 'container'),
      place('CN=AdminSDHolder,CN=System', 'container'),
      place('CN=Users', 'container'),
      place('CN=Builtin', 'builtinDomain'),
      place('CN=ForeignSecurityPrincipals', 'container'),
      place('OU=Crew', 'organizationalUnit'),
      place('OU=Charges', 'organizationalUnit'),
      this.group('Domain Users', GroupType.global, [], this.rid(513)),
      this.group('Domain Computers', GroupType.global, [], this.rid(515)),
    ];
  }

  /**
   * The frame and all that a verdict needs beside access: AdminSDHolder and the protected groups, which are empty, and a
   * group with a member, which shows that members were asked for.
   * @param entries take the place of those that have the same DN
   */
  whole(...entries: readonly Entry[]): Entry[] {
    const stamped = { nTSecurityDescriptor: this.stamped() };
    const all = [
      ...this.frame(),
      this.holder(),
      this.user('somebody'),
      this.group('Shown', GroupType.global, [this.at('somebody')]),
      this.group('Domain Admins', GroupType.global, [], { ...this.rid(512), ...stamped }),
      this.builtin(544, 'Administrators', [], stamped),
      this.builtin(548, 'Account Operators', [], stamped),
      this.builtin(549, 'Server Operators', [], stamped),
      this.builtin(550, 'Print Operators', [], stamped),
      this.builtin(551, 'Backup Operators', [], stamped),
      ...entries,
    ];
    return [...new Map(all.map((entry) => [entry.dn, entry])).values()];
  }

  /** AdminSDHolder, from which protected accounts get their descriptor. */
  holder(aces?: string, owner?: string): Entry {
    return this.object(`CN=AdminSDHolder,CN=System,${this.dn}`, ['top', 'container'], {
      nTSecurityDescriptor: this.stamped(aces, owner),
    });
  }

  /** A descriptor as AdminSDHolder and protected accounts have it: nothing is inherited, Domain Admins own it. */
  stamped(aces = READABLE, owner: string = `${this.sid}-512`): Uint8Array {
    return sd(`P${aces}`, owner);
  }

  rid(rid: number): Values {
    return { objectSid: sid(`${this.sid}-${rid}`) };
  }

  at = (name: string) => `CN=${name},OU=Crew,${this.dn}`;
  foreignDn = (cn: string) => `CN=${cn},CN=ForeignSecurityPrincipals,${this.dn}`;

  next(): Sid {
    return `${this.sid}-${this.#rid++}`;
  }

  object(dn: string, objectClass: readonly string[], values: Values = {}): Entry {
    return { dn, values: { objectClass, nTSecurityDescriptor: sd(READABLE), ...values } };
  }

  group(name: string, groupType: number, members: readonly string[] = [], values: Values = {}): Entry {
    return this.object(this.at(name), ['top', 'group'], {
      objectSid: sid(this.next()),
      sAMAccountName: name,
      groupType,
      ...(members.length > 0 && { member: members }),
      ...values,
    });
  }

  builtin(rid: number, name: string, members: readonly string[] = [], values: Values = {}): Entry {
    return this.object(`CN=${name},CN=Builtin,${this.dn}`, ['top', 'group'], {
      objectSid: sid(`S-1-5-32-${rid}`),
      sAMAccountName: name,
      groupType: GroupType.builtin,
      ...(members.length > 0 && { member: members }),
      ...values,
    });
  }

  user(name: string, values: Values = {}): Entry {
    return this.object(this.at(name), ['top', 'person', 'organizationalPerson', 'user'], {
      objectSid: sid(this.next()),
      sAMAccountName: name,
      userAccountControl: 512,
      primaryGroupID: 513,
      pwdLastSet: '133600000000000000',
      ...values,
    });
  }

  /** Somebody to be disabled, under a list of entries. */
  target(name: string, aces: string, values: Values = {}): Entry {
    const { values: own } = this.user(name, { nTSecurityDescriptor: sd(`${aces}${READABLE}`), ...values });
    return { dn: `CN=${name},OU=Charges,${this.dn}`, values: own };
  }

  /** The same where nobody may read it: that it is in no protected group, those groups alone tell. */
  sealed(name: string, aces: string, values: Values = {}): Entry {
    return this.target(name, '', { nTSecurityDescriptor: sd(aces), ...values });
  }

  computer(name: string, userAccountControl: number, primaryGroupID: number, values: Values = {}): Entry {
    return this.user(name, {
      objectClass: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
      sAMAccountName: `${name}$`,
      userAccountControl,
      primaryGroupID,
      ...values,
    });
  }

  managed(name: string, kind: 'Group' | 'Delegated', values: Values = {}): Entry {
    const managedClass = `msDS-${kind}ManagedServiceAccount`;
    return this.user(name, {
      objectClass: ['top', 'person', 'organizationalPerson', 'user', 'computer', managedClass],
      sAMAccountName: `${name}$`,
      userAccountControl: 4096,
      primaryGroupID: 515,
      ...values,
    });
  }

  /** @param of null: its SID was not read */
  foreign(cn: string, of: Sid | null = cn as Sid): Entry {
    return this.object(this.foreignDn(cn), ['top', 'foreignSecurityPrincipal'], {
      objectSid: of === null ? [] : sid(of),
    });
  }

  /** The name of a shadow principal, in a bastion forest of which this is the root. */
  shadowDn = (name: string) => `CN=${name},CN=Shadow Principal Configuration,CN=Services,CN=Configuration,${this.dn}`;

  /** @param of null: the SID that members are to have was not read */
  shadow(name: string, of: Sid | null, members: readonly Value[], values: Values = {}): Entry {
    return this.object(this.shadowDn(name), ['top', 'msDS-ShadowPrincipal'], {
      'msDS-ShadowPrincipalSid': of === null ? [] : sid(of),
      member: members,
      ...values,
    });
  }

  /** The trust object that this domain has for another; directions 1 inbound, 2 outbound, 3 both. */
  trust(other: DomainText, trustAttributes: number, trustDirection: number, values: Values = {}): Entry {
    const partner = dnsOf(other.dn);
    return this.object(`CN=${partner},CN=System,${this.dn}`, ['top', 'leaf', 'trustedDomain'], {
      trustPartner: partner,
      flatName: partner.split('.')[0]!.toUpperCase(),
      securityIdentifier: sid(other.sid),
      trustAttributes,
      trustDirection,
      trustType: 2,
      ...values,
    });
  }

  /** The partitions of the forest of which this is the root. */
  partitions(...domains: readonly DomainText[]): Entry[] {
    return domains.map(({ dn }) => {
      const name = dnsOf(dn).split('.')[0]!.toUpperCase();
      return this.object(`CN=${name},CN=Partitions,CN=Configuration,${this.dn}`, ['top', 'crossRef'], {
        nCName: dn,
        dnsRoot: dnsOf(dn),
        nETBIOSName: name,
        systemFlags: 3,
      });
    });
  }

  /** The forest's settings. */
  settings(dSHeuristics: string): Entry {
    const dn = `CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration,${this.dn}`;
    return this.object(dn, ['top', 'nTDSService'], { dSHeuristics });
  }
}

export const dnsOf = (dn: string) => dn.replace(/DC=/g, '').replaceAll(',', '.');

export function ldif(entries: readonly Entry[]): string {
  return entries
    .map(({ dn, values }) => {
      const lines = [attribute('dn', dn)];
      for (const [name, value] of Object.entries(values))
        for (const one of Array.isArray(value) ? (value as readonly Value[]) : [value as Value])
          lines.push(attribute(name, one));
      return `${lines.join('\n')}\n\n`;
    })
    .join('');
}

function attribute(name: string, value: Value): string {
  if (typeof value === 'object' && 'plain' in value) return `${name}: ${value.plain}`;
  if (typeof value === 'number' || (typeof value === 'string' && /^[!-9;=-~][ -~]*$/.test(value)))
    return `${name}: ${value}`;
  return `${name}:: ${Buffer.from(value).toString('base64')}`;
}

export interface Answer {
  readonly access: string;
  readonly verdict: string;
  readonly reason: string;
}

export interface Answers {
  /** Of an action on a target, by the name without its domain. */
  of(target: string, action?: string): Answer | undefined;
  /** Access to each of the targets, for `disable` unless another is named. */
  access(targets: readonly string[], action?: string): Record<string, string | undefined>;
  /** Access to disable each target, with the verdict where that is another answer: `granted can-until-sdprop`. */
  readonly answers: Readonly<Record<string, string>>;
  readonly account: { readonly dn: string | null; readonly sid: string; readonly name: string };
  readonly token: readonly string[];
  readonly targets: readonly string[];
  /** Ids of their rules. */
  readonly findings: readonly string[];
  readonly found: readonly Finding[];
  readonly evidence: EvidenceBlock;
}

type Source = readonly Entry[] | string | Uint8Array;

/** The objects with the back links that the server computes: `memberOf`, of groups of the same domain. */
export function withMemberOf(entries: readonly Entry[]): Entry[] {
  const groups = new Map<string, string[]>();
  for (const { dn, values } of entries)
    for (const member of [values['member'] ?? []].flat())
      if (typeof member === 'string') groups.set(member, [...(groups.get(member) ?? []), dn]);
  return entries.map((entry) => {
    const memberOf = groups.get(entry.dn);
    return memberOf === undefined ? entry : { dn: entry.dn, values: { memberOf, ...entry.values } };
  });
}

interface Options {
  /** YAML of further actions. */
  readonly actions?: readonly string[];
  /** What was asked for: everything, unless the test names the attributes or says that nobody knows. */
  readonly exported?: 'all' | readonly string[] | null;
}

/** Sources as files, for as long as they are used; objects get their `memberOf`, texts stay as they are. */
export async function withFiles<T>(
  sources: readonly Source[],
  use: (paths: readonly string[], folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-field-'));
  try {
    const paths = sources.map((source, i) => {
      const path = join(folder, `${i}.ldif`);
      writeFileSync(path, isText(source) ? source : ldif(withMemberOf(source)));
      return path;
    });
    return await use(paths, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Audits one account over some sources. */
export async function auditOf(
  account: string,
  sources: readonly Source[],
  { actions: extra = [], exported = 'all' }: Options = {},
): Promise<Answers> {
  return withFiles(sources, async (paths, folder) => {
    extra.forEach((text, i) => {
      writeFileSync(join(folder, `${i}.yaml`), text);
    });
    const { rules, actions, sha256 } =
      extra.length === 0 ? RULES : loadRules(extra.map((_, i) => join(folder, `${i}.yaml`)));
    const evidence = await openSources(paths, { tempDir: folder, exported: askedOf(exported) });
    try {
      const byKey = new Map<string, Answer>();
      const targets = new Set<string>();
      const found: Finding[] = [];
      let audited: Answers['account'] & { token: readonly { sid: string }[] };
      const { evidence: block } = await runAudit({
        evidence,
        accounts: [account],
        actions,
        rules: createEvaluator(rules),
        tool: { name: 'adreach', version: 'test', rules: sha256 },
        appliedRules: [],
        sink: {
          begin(_header, accounts) {
            audited = accounts[0]!;
          },
          targets(batch) {
            for (const { target, outcomes } of batch) {
              const name = target.name.slice(target.name.indexOf('\\') + 1);
              targets.add(name);
              for (const outcome of outcomes) byKey.set(`${name} ${outcome.action}`, outcome);
            }
          },
          findings(batch) {
            found.push(...batch);
          },
          end() {},
        },
      });
      const of = (target: string, action = 'disable') => byKey.get(`${target} ${action}`);
      return {
        of,
        access: (names, action) => Object.fromEntries(names.map((name) => [name, of(name, action)?.access])),
        answers: Object.fromEntries(
          [...targets].flatMap((name) => {
            const answer = of(name);
            return answer === undefined ? [] : [[name, inWords(answer)]];
          }),
        ),
        account: audited!,
        token: audited!.token.map((entry) => entry.sid),
        targets: [...targets],
        findings: found.map(({ rule }) => rule),
        found,
        evidence: block,
      };
    } finally {
      await evidence.close();
    }
  });
}

const RULES = loadRules([]);

function isText(source: Source): source is string | Uint8Array {
  return typeof source === 'string' || source instanceof Uint8Array;
}

function askedOf(exported: 'all' | readonly string[] | null): Asked {
  return exported === null || exported === 'all' ? exported : new Set(exported.map((name) => name.toLowerCase()));
}

const AS_ONE = new Set(['granted can', 'denied cannot', 'unknown unknown']);

function inWords({ access, verdict }: Answer): string {
  const both = `${access} ${verdict}`;
  return AS_ONE.has(both) ? access : both;
}
