/**
 * The same on a real directory server: rights to read are denied to an ordinary user on random objects, that user collects,
 * and the verdicts are held against those of a collection that nothing hinders.
 */
import { readFile } from 'node:fs/promises';
import { AccessMask } from '../../../src/descriptor/access-mask.js';
import { encodeSecurityDescriptor, parseSecurityDescriptor } from '../../../src/descriptor/index.js';
import { type Ace, AceType, type Guid, type Sid } from '../../../src/descriptor/types.js';
import { builtinSchema } from '../../../src/directory/builtin-schema.js';
import { collectionOf } from '../../../src/library/collection.js';
import type { SourceInfo } from '../../../src/result/sources.js';
import type { RawEntry, RawItem } from '../../../src/sources/entry.js';
import { openLdapSource } from '../../../src/sources/ldap/index.js';
import { type Lab, startLab } from '../../lab/lab.mjs';
import { Random } from '../random.js';
import { DescriptorWriter } from '../world.js';
import { type Audited, Auditor } from './audits.js';
import { compare, tellDefect } from './compare.js';
import { classesOf, sidOf } from './domains.js';

/** One entry that denies, on one object. */
export interface Denial {
  readonly dn: string;
  /** An attribute; `*`: all of them; `descriptor`: the right to read it; `contents`: what lies below is not found. */
  readonly what: string;
}

export interface LiveOptions {
  readonly address: string;
  readonly rounds: number;
  readonly seed: number;
  readonly folder: string;
  /** Ends after the round that is running: the server is a daemon, and would outlive an interrupted run. */
  readonly signal?: AbortSignal;
  onProgress?(done: number, found: number): void;
}

export interface LiveResult {
  rounds: number;
  denials: number;
  compared: number;
  stayed: number;
  lost: number;
  /** Rounds of which the ordinary user saw no account under audit, or nothing that an audit accepts. */
  refused: number;
  readonly found: string[];
}

const ATTRIBUTES = [
  ...['member', 'memberOf', 'groupType', 'primaryGroupID', 'objectSid', 'sIDHistory', 'userAccountControl'],
  ...['objectClass', 'adminCount', 'sAMAccountName', 'securityIdentifier', 'trustAttributes', 'trustDirection'],
] as const;
const GUIDS = new Map(builtinSchema().attributes.map(({ name, guid }) => [name, guid]));

interface Collected {
  readonly items: readonly RawItem[];
  readonly entries: readonly RawEntry[];
  readonly source: SourceInfo;
}

async function collect(lab: Lab, ca: Buffer, user: string, password: string): Promise<Collected> {
  const source = await openLdapSource({
    url: lab.url,
    startTls: false,
    tls: { ca, insecure: false },
    credentials: { kind: 'simple', user, password },
    pageSize: 1000,
    connections: 2,
    timeout: 60,
  });
  try {
    const items: RawItem[] = [];
    for await (const item of source.items) items.push(item);
    const info = source.info();
    return {
      items,
      entries: items.flatMap((item) => ('entry' in item ? [item.entry] : [])),
      source: {
        name: info.url,
        kind: 'ldap',
        sha256: '0'.repeat(64),
        collectedAt: info.endedAt,
        server: info.server.dnsHostName,
        collection: collectionOf(info),
      },
    };
  } finally {
    source.close();
  }
}

/** Starts a lab of its own, and stops it. */
export async function runLive(options: LiveOptions): Promise<LiveResult> {
  const lab = await startLab({ address: options.address });
  const writer = new DescriptorWriter(lab.smbConf);
  try {
    return await new Live(lab, writer, await readFile(lab.caFile), options).run();
  } finally {
    writer.close();
    await lab.stop();
  }
}

class Live {
  readonly #auditor: Auditor;
  readonly #random: Random;
  readonly #user: { readonly name: string; readonly sid: Sid; readonly password: string };
  readonly #accounts: readonly string[];
  readonly #result: LiveResult = { rounds: 0, denials: 0, compared: 0, stayed: 0, lost: 0, refused: 0, found: [] };

  constructor(
    readonly lab: Lab,
    readonly writer: DescriptorWriter,
    readonly ca: Buffer,
    readonly options: LiveOptions,
  ) {
    this.#auditor = new Auditor(options.folder);
    this.#random = new Random(options.seed);
    const { name, sid, password } = lab.accounts.find(({ role }) => role === 'auditor')!;
    // What is denied to an administrator is read by the privileges that one has.
    if (/-(?:500|512|519)$/.test(sid)) throw new Error('the collecting user is an administrator');
    this.#user = { name: `${name}@securelab.local`, sid: sid as Sid, password };
    const audited = lab.accounts.filter(({ role }) => role === 'audited');
    this.#accounts = [...audited.slice(0, 8).map((account) => account.sid), 'local-system'];
  }

  async run(): Promise<LiveResult> {
    const { entries } = await this.#collectAll();
    const choices = entries.filter(
      (entry) =>
        entry.dn.endsWith(this.lab.domainDn) &&
        !/CN=Configuration,/i.test(entry.dn) &&
        entry.attributes.has('ntsecuritydescriptor'),
    );
    const { rounds, signal, onProgress } = this.options;
    for (let round = 0; round < rounds && signal?.aborted !== true; round++) {
      await this.#round(round, this.#draw(choices));
      this.#result.rounds++;
      onProgress?.(this.#result.rounds, this.#result.found.length);
    }
    return this.#result;
  }

  #collectAll(): Promise<Collected> {
    return collect(this.lab, this.ca, this.lab.adminUser, this.lab.adminPassword);
  }

  #draw(choices: readonly RawEntry[]): readonly Denial[] {
    const random = this.#random;
    const of = (name: string) => choices.filter((entry) => classesOf(entry).includes(name.toLowerCase()));
    const count = random.weighted([
      [4, 1],
      [3, 2],
      [3, 4],
    ] as const);
    return Array.from({ length: count }, (): Denial => {
      const kind = random.pick([
        'group',
        'group',
        'user',
        'foreignSecurityPrincipal',
        'container',
        'organizationalUnit',
        'trustedDomain',
      ]);
      const among = of(kind);
      const { dn } = random.pick(among.length > 0 ? among : of('group'));
      const holds = ['container', 'organizationalUnit'].includes(kind);
      const what = random.weighted([
        [6, 'attribute'],
        [1, '*'],
        [1, 'descriptor'],
        [holds ? 4 : 0, 'contents'],
      ] as const);
      return { dn, what: what === 'attribute' ? random.pick(ATTRIBUTES) : what };
    });
  }

  async #round(round: number, denials: readonly Denial[]): Promise<void> {
    const result = this.#result;
    const dns = [...new Set(denials.map(({ dn }) => dn))];
    const before = await this.writer.read(dns);
    const changed = dns.map((dn, position) => ({
      dn,
      sd: this.#denying(
        before[position]!,
        denials.filter((denial) => denial.dn === dn),
      ),
      how: 'raw' as const,
    }));
    await this.writer.write(changed);
    try {
      result.denials += denials.length;
      const all = await this.#collectAll();
      const seen = await collect(this.lab, this.ca, this.#user.name, this.#user.password);
      await this.#compare(round, denials, all, seen);
    } finally {
      await this.writer.write(dns.map((dn, position) => ({ dn, sd: before[position]!, how: 'raw' as const })));
    }
  }

  async #compare(round: number, denials: readonly Denial[], all: Collected, seen: Collected): Promise<void> {
    const result = this.#result;
    const there = new Set<string | null>([
      'local-system',
      ...seen.entries.filter((entry) => classesOf(entry).includes('user')).map(sidOf),
    ]);
    const accounts = this.#accounts.filter((account) => there.has(account));
    const whole = await this.#auditor.audit(all.items, accounts, [all.source]);
    const part = await this.#auditor.audit(seen.items, accounts, [seen.source]);
    if ('refused' in whole) throw new Error(whole.refused);
    if ('refused' in part) {
      result.refused++;
      return;
    }
    const keys = new Map(seen.entries.map((entry) => [entry.dn.toLowerCase(), entry]));
    const { compared, stayed, lost, defects } = compare(whole as Audited, part, { items: [], keys });
    result.compared += compared;
    result.stayed += stayed;
    result.lost += lost;
    for (const kind of new Set(defects.map((defect) => defect.kind))) {
      const first = defects.find((defect) => defect.kind === kind)!;
      result.found.push(`round ${round}: ${tellDefect(first)}\n  denied: ${JSON.stringify(denials)}`);
    }
  }

  #denying(base64: string, denials: readonly Denial[]): string {
    const descriptor = parseSecurityDescriptor(Buffer.from(base64, 'base64'));
    if (descriptor.dacl === null) return base64;
    const { sid } = this.#user;
    const aces = denials.flatMap(({ what }): Ace[] => {
      const basic = (mask: number): Ace => ({
        type: AceType.AccessDenied,
        form: 'basic',
        flags: 0,
        mask,
        sid,
        applicationData: new Uint8Array(),
      });
      if (what === '*') return [basic(AccessMask.ReadProperty)];
      if (what === 'descriptor') return [basic(AccessMask.ReadControl)];
      if (what === 'contents') return [basic(AccessMask.ListContents | AccessMask.ListObject)];
      const guid: Guid | undefined = GUIDS.get(what);
      if (guid === undefined) return [];
      return [
        {
          type: AceType.AccessDeniedObject,
          form: 'object',
          flags: 0,
          mask: AccessMask.ReadProperty,
          objectType: guid,
          inheritedObjectType: null,
          sid,
          applicationData: new Uint8Array(),
        },
      ];
    });
    const dacl = { revision: 4, aces: [...aces, ...descriptor.dacl.aces] };
    return Buffer.from(encodeSecurityDescriptor({ ...descriptor, dacl })).toString('base64');
  }
}

/** What the rounds came to, for people. */
export function liveSummary(
  { rounds, denials, compared, stayed, lost, refused, found }: LiveResult,
  seed: number,
): string {
  return [
    `${rounds} rounds (seed ${seed}) with ${denials} denials; of ${refused} an audit accepted nothing`,
    `${compared} verdicts compared: ${stayed} stayed, ${lost} became unknown (${((100 * lost) / Math.max(1, compared)).toFixed(1)} %)`,
    `${found.length} defects`,
    ...found.map((text) => `\n${text}`),
  ].join('\n');
}
