/** Small domains as LDIF texts, as an export of the field would have them, and what an audit says of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSources } from '../../src/assemble/open.js';
import { encodeSecurityDescriptor, encodeSid, parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';
import { type AuditOptions, audit } from '../../src/library/audit.js';

export const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
/** What Windows lets everybody read by default, in short. */
export const READ = '(A;;RPLCLORC;;;AU)';
export const GroupType = { global: -2147483646, local: -2147483644, universal: -2147483640, distribution: 2 } as const;

export const allow = (trustee: string) => `(OA;;WP;${UAC};;${trustee})`;
export const deny = (trustee: string) => `(OD;;WP;${UAC};;${trustee})`;
const base64 = (name: string, bytes: Uint8Array | string) => `${name}:: ${Buffer.from(bytes).toString('base64')}`;
export const encoded = base64;

interface GroupOptions {
  readonly type?: number;
  /** Values of `member`, or whole lines. */
  readonly member?: readonly string[];
  readonly aces?: string;
  readonly owner?: string;
  readonly in?: string;
  readonly lines?: readonly string[];
}

interface UserOptions {
  readonly owner?: string;
  readonly classes?: readonly string[];
  readonly lines?: readonly string[];
}

const PROTECTED: readonly (readonly [string, number | Sid])[] = [
  ['Domain Admins', 512],
  ...[544, 548, 549, 550, 551].map((rid) => [`Alias ${rid}`, `S-1-5-32-${rid}`] as const),
];

/** A domain that is written object by object; it begins with what every domain has. */
export class Field {
  readonly #entries: string[] = [];
  readonly #groups = new Set<number | Sid | null>();

  constructor(
    readonly dn: string,
    readonly sid: Sid,
    { holder = READ, holderOwner = 'DA' }: { readonly holder?: string; readonly holderOwner?: string } = {},
  ) {
    this.object('', ['domain', 'domainDNS'], [this.#sid('objectSid', sid), this.#descriptor(READ)]);
    for (const rdn of ['OU=People', 'OU=Teams', 'CN=System', 'CN=Users', 'CN=Builtin', 'CN=ForeignSecurityPrincipals'])
      this.object(rdn, [rdn.startsWith('OU') ? 'organizationalUnit' : 'container'], [this.#descriptor(READ)]);
    this.object('CN=AdminSDHolder,CN=System', ['container'], [this.#descriptor(holder, holderOwner, 'P')]);
    this.group('Domain Users', 513, { in: 'CN=Users' });
    // Shows that members were asked for.
    this.user('somebody', 1999).group('Shown', 2999, { member: [this.person('somebody')] });
  }

  person(name: string): string {
    return `CN=${name},OU=People,${this.dn}`;
  }

  team(name: string): string {
    return `CN=${name},OU=Teams,${this.dn}`;
  }

  foreignName(cn: string): string {
    return `CN=${cn},CN=ForeignSecurityPrincipals,${this.dn}`;
  }

  /** A RID of this domain, or a whole SID. */
  #sid(attribute: string, sid: number | Sid): string {
    return base64(attribute, encodeSid(typeof sid === 'number' ? (`${this.sid}-${sid}` as Sid) : sid));
  }

  #descriptor(aces: string, owner = 'SY', flags = ''): string {
    const sddl = `O:${owner}G:SYD:${flags}${aces}`;
    return base64('nTSecurityDescriptor', encodeSecurityDescriptor(parseSddl(sddl, { domainSid: this.sid })));
  }

  raw(text: string): this {
    this.#entries.push(text);
    return this;
  }

  object(rdn: string, classes: readonly string[], lines: readonly string[]): this {
    const dn = rdn === '' ? this.dn : `${rdn},${this.dn}`;
    const named = ['top', ...classes].map((name) => `objectClass: ${name}`);
    return this.raw([`dn: ${dn}`, ...named, ...lines, '', ''].join('\n'));
  }

  group(name: string, sid: number | Sid | null, options: GroupOptions = {}): this {
    this.#groups.add(sid);
    const { type = GroupType.global, member = [], aces = READ, owner = 'DA', lines = [] } = options;
    return this.object(
      `CN=${name},${options.in ?? 'OU=Teams'}`,
      ['group'],
      [
        `sAMAccountName: ${name}`,
        `groupType: ${type}`,
        ...(sid === null ? [] : [this.#sid('objectSid', sid)]),
        this.#descriptor(aces, owner, 'P'),
        ...member.map((value) => (/^member[:;]/.test(value) ? value : `member: ${value}`)),
        ...lines,
      ],
    );
  }

  user(name: string, rid: number, aces = READ, options: UserOptions = {}): this {
    const { owner = 'SY', classes = ['person', 'organizationalPerson', 'user'], lines = [] } = options;
    return this.object(`CN=${name},OU=People`, classes, [
      ...[`sAMAccountName: ${name}`, 'userAccountControl: 512', 'primaryGroupID: 513'],
      ...[this.#sid('objectSid', rid), this.#descriptor(aces, owner), ...lines],
    ]);
  }

  foreign(cn: string, sid: Sid | null): this {
    const lines = sid === null ? [] : [this.#sid('objectSid', sid)];
    return this.object(`CN=${cn},CN=ForeignSecurityPrincipals`, ['foreignSecurityPrincipal'], lines);
  }

  trust(partner: string, sid: Sid, trustAttributes: number): this {
    return this.object(
      `CN=${partner},CN=System`,
      ['leaf', 'trustedDomain'],
      [
        ...[`trustPartner: ${partner}`, 'trustDirection: 3', `trustAttributes: ${trustAttributes}`],
        this.#sid('securityIdentifier', sid),
      ],
    );
  }

  /** The partitions of the forest whose root this domain is. */
  partitions(...namingContexts: readonly string[]): this {
    for (const [i, dn] of namingContexts.entries()) {
      const name = `CN=P${i},CN=Partitions,CN=Configuration`;
      this.object(name, ['crossRef'], [`nCName: ${dn}`, 'systemFlags: 3']);
    }
    return this;
  }

  shadow(name: string, sid: Sid | null, member: readonly string[], aces = READ): this {
    const at = `CN=${name},CN=Shadow Principal Configuration,CN=Services,CN=Configuration`;
    return this.object(
      at,
      ['msDS-ShadowPrincipal'],
      [
        ...(sid === null ? [] : [this.#sid('msDS-ShadowPrincipalSid', sid)]),
        this.#descriptor(aces),
        ...member.map((value) => `member: ${value}`),
      ],
    );
  }

  get text(): string {
    // A protected group that the sources lack hides its members: every domain has these.
    for (const [name, sid] of PROTECTED) {
      if (this.#groups.has(sid)) continue;
      const alias = typeof sid === 'string';
      this.group(name, sid, { in: alias ? 'CN=Builtin' : 'CN=Users', type: alias ? -2147483643 : GroupType.global });
    }
    return this.#entries.join('');
  }
}

const folder = mkdtempSync(join(tmpdir(), 'adreach-field-'));
let written = 0;
export const removeFields = () => rmSync(folder, { recursive: true, force: true });

export function filesOf(fields: readonly Field[]): readonly string[] {
  return fields.map(({ text }) => {
    const path = join(folder, `${written++}.ldif`);
    writeFileSync(path, text);
    return path;
  });
}

interface Answers {
  readonly targets: Readonly<Record<string, string>>;
  /** Codes of the gaps. */
  readonly gaps: readonly string[];
}

/** @returns `access` of a request to disable, and the verdict where the two are not one, by name of target */
export async function answers(
  fields: readonly Field[],
  account: string,
  options: Partial<AuditOptions> = { exported: 'all' },
): Promise<Answers> {
  const { exported, ...rest } = options;
  const sources = await openSources([...filesOf(fields)], {
    ...(exported !== undefined && {
      exported: exported === 'all' ? 'all' : new Set(exported.map((name) => name.toLowerCase())),
    }),
  });
  try {
    const { verdicts, evidence } = await audit({ ...rest, sources, accounts: [account], actions: ['disable'] });
    const plain = new Set(['granted can', 'denied cannot', 'unknown unknown']);
    const texts = verdicts.map(({ targetName, access, verdict }) => {
      const both = `${access} ${verdict}`;
      return [targetName.replace(/^.*\\/, ''), plain.has(both) ? access : both] as const;
    });
    return { targets: Object.fromEntries(texts), gaps: [...new Set(evidence.gaps.map(({ code }) => code))] };
  } finally {
    await sources.close();
  }
}
