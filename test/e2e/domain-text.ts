/** Small directories as LDIF, made in a test, and the answers of an audit of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSources } from '../../src/assemble/open.js';
import { runAudit } from '../../src/audit/run.js';
import { encodeSecurityDescriptor, encodeSid, parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';
import type { EvidenceBlock } from '../../src/result/audit.js';
import { createEvaluator, loadRules } from '../../src/rules/index.js';

export const GLOBAL = 0x80000002 | 0;
export const LOCAL = 0x80000004 | 0;
export const UNIVERSAL = 0x80000008 | 0;
export const BUILTIN = 0x80000005 | 0;
export const DISTRIBUTION = 0x2;

type Value = string | number | Uint8Array;
export type Values = Readonly<Record<string, Value | readonly Value[]>>;

/** One object. */
export interface Entry {
  readonly dn: string;
  readonly values: Values;
}

export const sid = (text: Sid): Uint8Array => encodeSid(text);

const USER_ACCOUNT_CONTROL = 'bf967a68-0de6-11d0-a285-00aa003049e2';
/** An entry that grants, or denies, writing userAccountControl. */
export const grants = (trustee: string) => `(OA;;WP;${USER_ACCOUNT_CONTROL};;${trustee})`;
export const denies = (trustee: string) => `(OD;;WP;${USER_ACCOUNT_CONTROL};;${trustee})`;
/** Everybody who may log on may do it. */
export const GRANTS_ALL = grants('AU');

export const sd = (aces: string, owner = 'SY') => encodeSecurityDescriptor(parseSddl(`O:${owner}G:SYD:${aces}`));
/** The default: who logs on may read everything. */
const READABLE = '(A;;RPLCRC;;;AU)';

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
      this.group('Domain Users', GLOBAL, [], { objectSid: sid(`${this.sid}-513`) }),
      this.group('Domain Computers', GLOBAL, [], { objectSid: sid(`${this.sid}-515`) }),
    ];
  }

  at = (name: string) => `CN=${name},OU=Crew,${this.dn}`;
  foreignDn = (of: Sid) => `CN=${of},CN=ForeignSecurityPrincipals,${this.dn}`;

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
      groupType: BUILTIN,
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

  foreign(of: Sid, values: Values = {}): Entry {
    return this.object(this.foreignDn(of), ['top', 'foreignSecurityPrincipal'], { objectSid: sid(of), ...values });
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
  if (typeof value === 'number' || (typeof value === 'string' && /^[!-9;=-~][ -~]*$/.test(value)))
    return `${name}: ${value}`;
  return `${name}:: ${Buffer.from(value as string | Uint8Array).toString('base64')}`;
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
  readonly account: { readonly dn: string | null; readonly sid: string; readonly name: string };
  readonly token: readonly string[];
  readonly targets: readonly string[];
  readonly findings: readonly string[];
  readonly evidence: EvidenceBlock;
}

type Source = readonly Entry[] | string | Uint8Array;

/** The objects with the back links that the server computes: `memberOf`, of groups of the same domain. */
export function withMemberOf(entries: readonly Entry[]): Entry[] {
  const groups = new Map<string, string[]>();
  for (const { dn, values } of entries)
    for (const member of [values['member'] ?? []].flat() as string[])
      groups.set(member, [...(groups.get(member) ?? []), dn]);
  return entries.map((entry) => {
    const memberOf = groups.get(entry.dn);
    return memberOf === undefined ? entry : { dn: entry.dn, values: { memberOf, ...entry.values } };
  });
}

interface Options {
  /** YAML of further actions. */
  readonly actions?: readonly string[];
  /** What was asked for: everything, unless the test says that nobody knows. */
  readonly exported?: 'all' | null;
}

/** Audits one account over some sources. */
export async function auditOf(
  account: string,
  sources: readonly Source[],
  { actions: extra = [], exported = 'all' }: Options = {},
): Promise<Answers> {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-field-'));
  try {
    const paths = sources.map((source, i) => {
      const path = join(folder, `${i}.ldif`);
      writeFileSync(path, isText(source) ? source : ldif(withMemberOf(source)));
      return path;
    });
    extra.forEach((text, i) => {
      writeFileSync(join(folder, `${i}.yaml`), text);
    });
    const { rules, actions, sha256 } =
      extra.length === 0 ? RULES : loadRules(extra.map((_, i) => join(folder, `${i}.yaml`)));
    const evidence = await openSources(paths, { tempDir: folder, exported });
    try {
      const byKey = new Map<string, Answer>();
      const targets = new Set<string>();
      const findings: string[] = [];
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
            for (const { rule } of batch) findings.push(rule);
          },
          end() {},
        },
      });
      const of = (target: string, action = 'disable') => byKey.get(`${target} ${action}`);
      return {
        of,
        access: (names, action) => Object.fromEntries(names.map((name) => [name, of(name, action)?.access])),
        account: audited!,
        token: audited!.token.map((entry) => entry.sid),
        targets: [...targets],
        findings,
        evidence: block,
      };
    } finally {
      await evidence.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const RULES = loadRules([]);

function isText(source: Source): source is string | Uint8Array {
  return typeof source === 'string' || source instanceof Uint8Array;
}
