/** One file of changes, made on the server and in the evidence: what the server has then is what the evidence says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSources } from '../../../src/assemble/open.js';
import {
  changesOfRecords,
  formatLdif,
  neededValues,
  parseChangeRecords,
  presentValues,
} from '../../../src/changes/files/index.js';
import {
  type BaseSource,
  type Change,
  changedSource,
  namedBeyondModel,
  type PlacedChange,
} from '../../../src/changes/index.js';
import { formatSddl } from '../../../src/descriptor/index.js';
import { SdControl, type Sid } from '../../../src/descriptor/types.js';
import { AccountStream } from '../../../src/directory/account-stream.js';
import { accountDn, at } from '../../../src/directory/directory.js';
import type { DescriptorId } from '../../../src/directory/ids.js';
import { loadDirectory } from '../../../src/directory/load.js';
import { AdreachError } from '../../../src/errors/index.js';
import { audit } from '../../../src/library/audit.js';
import { loadRules } from '../../../src/rules/index.js';
import { keptOpen, worldOfSource } from '../../changes/evidence.js';
import type { World } from '../../changes/world.js';
import { exportLdif } from '../../lab/export.mjs';
import type { Lab } from '../../lab/lab.mjs';
import { run } from '../../lab/run.mjs';
import { Random } from '../random.js';
import { randomChanges } from './generate.js';

export interface TrialResult {
  readonly file: number;
  readonly ldif: string;
  /** Kinds of the changes that were made. */
  readonly made: readonly Change['kind'][];
  /** Changes that the evidence says cannot be made, with why; they are left out. */
  readonly refused: readonly string[];
  /** What the server has otherwise, each without a known cause. */
  readonly faults: readonly string[];
  /** Known causes of differences, with how many there were. */
  readonly causes: Readonly<Record<string, number>>;
}

export class Trials {
  readonly #folder = mkdtempSync(join(tmpdir(), 'adreach-trials-'));
  readonly #rules = loadRules([]);
  #base: BaseSource | null = null;

  /** @param look what else is looked at: the domain before a file and after it, with the accounts under audit; returns faults */
  constructor(
    readonly lab: Lab,
    readonly seed: number,
    readonly look: (
      before: BaseSource,
      after: BaseSource,
      accounts: readonly string[],
    ) => Promise<readonly string[]> = async () => [],
  ) {}

  async close(): Promise<void> {
    await this.#base?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Makes file `file` of the seed on the server as it is now, and compares. */
  async try(file: number): Promise<TrialResult> {
    const base = this.#base ?? (await this.#collect());
    const world = await worldOfSource(base);
    const random = new Random(this.seed * 10_007 + file);
    const { domainDn, domainSid } = this.lab;
    const proposed = randomChanges(world, domainDn, domainSid as Sid, random, file);
    const { changes, ldif, refused, expected } = await this.#possible(base, world, proposed);
    if (expected === null) {
      this.#base = base;
      return { file, ldif, made: [], refused, faults: [], causes: {} };
    }
    const faults: string[] = [];
    const path = join(this.#folder, `changes-${file}.ldif`);
    writeFileSync(path, ldif);
    const error = await this.#apply(path);
    // Who may make a change is no question that the evidence is asked here.
    const forbidden = error?.includes('Insufficient access (50)') === true;
    if (error !== null && !forbidden) faults.push(`the server refuses it: ${error}`);
    const actual = await this.#collect();
    const causes: Record<string, number> = forbidden ? { 'the administrator may not': 1 } : {};
    if (error === null) {
      const names = this.#accountsOf(random);
      faults.push(...(await this.look(base, actual, names)));
      const compared = await compare(expected, actual, names, this.#rules);
      faults.push(...compared.faults);
      for (const [cause, count] of Object.entries(compared.causes)) causes[cause] = (causes[cause] ?? 0) + count;
    }
    await expected.close();
    await base.close();
    this.#base = actual;
    return { file, ldif, made: changes.map(({ kind }) => kind), refused, faults, causes };
  }

  /**
   * A change that cannot be made.
   * @returns what the evidence says against it, and the server; null: nothing
   */
  async refuse(change: Change): Promise<{ readonly evidence: string | null; readonly server: string | null }> {
    this.#base ??= await this.#collect();
    const ldif = formatted(await worldOfSource(this.#base), [change]);
    const path = join(this.#folder, 'impossible.ldif');
    writeFileSync(path, ldif);
    const evidence = await changedSource(keptOpen(this.#base), [{ change }], { tempDir: this.#folder }).then(
      async (source) => {
        await source.close();
        return null;
      },
      (error: Error) => error.message,
    );
    return { evidence, server: await this.#apply(path) };
  }

  #accountsOf(random: Random): readonly string[] {
    const audited = this.lab.accounts.filter(({ role }) => role === 'audited').map(({ sid }) => sid);
    return Array.from({ length: 2 }, () => random.pick(audited)).filter(
      (sid, index, all) => all.indexOf(sid) === index,
    );
  }

  async #collect(): Promise<BaseSource> {
    const path = join(this.#folder, 'domain.ldif');
    writeFileSync(path, await exportLdif(this.lab));
    return openSources([path], { tempDir: this.#folder });
  }

  /** Without those that cannot be made. */
  async #possible(base: BaseSource, world: World, proposed: readonly Change[]) {
    const refused: string[] = [];
    for (let changes = proposed; ; ) {
      if (changes.length === 0) return { changes, ldif: '', refused, expected: null };
      try {
        const ldif = formatted(world, changes);
        const placed = await readBack(base, ldif);
        const expected = await changedSource(keptOpen(base), placed, { tempDir: this.#folder });
        return { changes, ldif, refused, expected };
      } catch (error) {
        if (!(error instanceof AdreachError)) throw error;
        refused.push(error.message);
        // Later ones may rest on it, so that the last goes first.
        changes = changes.slice(0, -1);
      }
    }
  }

  /** @returns what the server says against it; null: it was all made */
  async #apply(path: string): Promise<string | null> {
    const { lab } = this;
    const secret = join(this.#folder, 'password');
    writeFileSync(secret, lab.adminPassword, { mode: 0o600 });
    try {
      await run('/usr/bin/env', [
        ...[`LDAPTLS_CACERT=${lab.caFile}`, 'ldapmodify', '-x', '-H', lab.url],
        ...['-D', lab.adminUser, '-y', secret, '-f', path],
      ]);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }
}

function formatted({ directory, accounts }: World, changes: readonly Change[]): string {
  const names = new Set(namedBeyondModel(directory, changes).map((dn) => dn.toLowerCase()));
  const named = accounts.filter((record) => names.has(accountDn(directory, record).toLowerCase()));
  return formatLdif(changes, directory, named);
}

/** The file as `adreach simulate` reads it. */
async function readBack(base: BaseSource, ldif: string): Promise<readonly PlacedChange[]> {
  const records = parseChangeRecords('changes.ldif', Buffer.from(ldif));
  const directory = await loadDirectory(base);
  const stream = new AccountStream(directory, base);
  const present = await presentValues(directory, neededValues(records), () => stream.pass());
  return changesOfRecords('changes.ldif', records, present);
}

interface Compared {
  readonly faults: readonly string[];
  readonly causes: Readonly<Record<string, number>>;
}

async function compare(
  expected: BaseSource,
  actual: BaseSource,
  names: readonly string[],
  rules: ReturnType<typeof loadRules>,
): Promise<Compared> {
  const [computed, stored] = [objectsOf(await worldOfSource(expected)), objectsOf(await worldOfSource(actual))];
  const sids = sameSids(computed, stored);
  const faults: string[] = [];
  const causes: Record<string, number> = {};
  for (const dn of new Set([...computed.keys(), ...stored.keys()])) {
    if (dn.includes(RAW_ENTRIES)) continue;
    const [one, other] = [computed.get(dn), stored.get(dn)];
    if (one === undefined || other === undefined) {
      faults.push(`${dn} is only ${one === undefined ? 'on the server' : 'in the evidence'}`);
      continue;
    }
    for (const field of new Set([...Object.keys(one), ...Object.keys(other)])) {
      const [own, its] = [sids(String(one[field])), String(other[field])];
      // Came without memberOf, and nobody says that whoever read may read it: that it shows its groups now cannot be known.
      if (field === 'otherGroups' && own === 'undefined' && its === '') {
        causes['memberOf that may have been hidden'] = (causes['memberOf that may have been hidden'] ?? 0) + 1;
        continue;
      }
      if (own !== its)
        faults.push(`${dn}: ${field === 'list' ? listFault(own, its) : `${field} is ${its}, not ${own}`}`);
    }
  }
  const said = async (source: BaseSource) =>
    answersOf(await audit({ sources: source, accounts: names, rules, now: () => new Date(0) }));
  const [before, after] = [(await said(expected)).map(sids), await said(actual)];
  const known = new Set(after);
  const predicted = new Set(before);
  for (const line of before) if (!known.has(line)) faults.push(`the evidence alone says ${line}`);
  for (const line of after) if (!predicted.has(line)) faults.push(`the server alone says ${line}`);
  return { faults, causes };
}

/** What differs in two lists. */
function listFault(computed: string, stored: string): string {
  const parts = (text: string) => text.match(/\([^()]*(?:\([^)]*\))*[^()]*\)|^[^(]+/g) ?? [];
  const [own, its] = [parts(computed), parts(stored)];
  const only = (list: readonly string[], other: readonly string[]) =>
    list.filter((part) => !other.includes(part)).join('');
  const [more, less] = [only(its, own), only(own, its)];
  return more === '' && less === ''
    ? `its list is in another order: ${stored}, not ${computed}`
    : `its list has ${more || 'nothing'} and not ${less || 'nothing'}`;
}

/** Lists that no server writes: as soon as one above them changes, the server makes them anew. */
const RAW_ENTRIES = ',ou=raw entries,';

type Fields = Readonly<Record<string, unknown>>;

/** All that is kept of each object, by DN, with names in place of numbers. */
function objectsOf({ directory, accounts }: World): ReadonlyMap<string, Fields> {
  const objects = new Map<string, Fields>();
  const list = (number: DescriptorId | null | undefined) => {
    if (number == null) return 'none';
    const stored = directory.descriptors.get(number);
    if (stored.state !== 'parsed') return stored.reason;
    return formatSddl({ ...stored.value, control: stored.value.control & ~SdControl.DaclAutoInherited, sacl: null });
  };
  const groups = (numbers: readonly number[]) =>
    numbers.map((number) => directory.groups[number]!.dn.toLowerCase()).sort();
  const classes = (number: number | null | undefined) => at(directory.classLists, number ?? null)?.join(' ');
  for (const { dn, descriptor, classes: own, missing } of directory.containers)
    objects.set(dn.toLowerCase(), { list: list(descriptor), classes: classes(own), missing });
  for (const [number, group] of directory.groups.entries())
    objects.set(group.dn.toLowerCase(), {
      list: list(group.descriptor),
      classes: classes(group.classes),
      sid: group.sid,
      name: group.samAccountName,
      type: group.groupType,
      adminCount: group.adminCount,
      memberOf: groups(directory.membership.direct(number as never)),
      unresolved: group.unresolvedMembers.map((dn) => dn.toLowerCase()).sort(),
      known: [group.membershipsProven, group.namesUnseen, group.incomplete, group.membersCut, group.hidesMembers],
    });
  for (const record of accounts) {
    const {
      descriptor,
      classes: own,
      guid: _,
      memberOf = [],
      parent: __,
      rdn: ___,
      pwdLastSet,
      managed,
      ...rest
    } = record;
    objects.set(accountDn(directory, record).toLowerCase(), {
      ...rest,
      list: list(descriptor),
      classes: classes(own),
      memberOf: groups(memberOf),
      pwdLastSet: pwdLastSet === undefined ? 'none' : pwdLastSet === '0',
      managed: managed && JSON.stringify({ ...managed, retrievers: list(managed.retrievers) }),
    });
  }
  return objects;
}

/** Who is made gets another SID from the server: they are told from their names. */
function sameSids(
  computed: ReadonlyMap<string, Fields>,
  stored: ReadonlyMap<string, Fields>,
): (text: string) => string {
  const pairs = [...computed].flatMap(([dn, { sid }]) => {
    const its = stored.get(dn)?.['sid'];
    return typeof sid === 'string' && typeof its === 'string' && sid !== its ? [[sid, its] as const] : [];
  });
  const found = new Map(pairs);
  if (found.size === 0) return (text) => text;
  const pattern = new RegExp(`(?:${[...found.keys()].join('|')})(?!\\d)`, 'g');
  return (text) => text.replace(pattern, (sid) => found.get(sid as Sid) as string);
}

/** What an audit says, line by line. */
function answersOf({ verdicts, findings, summary, evidence }: Awaited<ReturnType<typeof audit>>): string[] {
  const outside = (text: string) => !text.toLowerCase().includes(RAW_ENTRIES);
  return [
    ...verdicts.map((verdict) => JSON.stringify(verdict)),
    ...findings.map((finding) => JSON.stringify(finding)),
    ...evidence.gaps.map((gap) => JSON.stringify(gap)),
    ...summary.accounts.map((account) => JSON.stringify(account)),
  ].filter(outside);
}
