/** A quick look at sources: what they are and what they hold, without an audit. */
import type { AccountStreamRecord, DomainRecord, ModelRecord } from '../directory/records.js';
import { dnsNameOf } from '../names/dn.js';
import type { GapCode } from '../result/gaps.js';
import type { InspectedDomain, Inspection } from '../result/inspect.js';
import type { SnapshotSource } from '../snapshot/reader.js';
import { openAdExplorer } from '../sources/adexplorer/index.js';
import { inputKind, sizeOf } from '../sources/kind.js';
import { type OpenOptions, openSources } from './open.js';

/** Bytes of an AD Explorer snapshot, or of a part of a snapshot, that are read in well under a second. */
const QUICK_BYTES = 8 * 1024 * 1024;

interface InspectOptions extends OpenOptions {
  /** Read everything, however long it takes. */
  readonly full?: boolean;
}

/**
 * Looks at sources; several are taken together. A large snapshot is held against its hash and its counts are taken from
 * its end; of a large AD Explorer snapshot header and tables are read. LDIF has to be read whole.
 * @throws AdreachError as `openSources`
 */
export async function inspectSources(inputs: readonly string[], options: InspectOptions = {}): Promise<Inspection> {
  const [only] = inputs;
  if (inputs.length === 1 && !options.full && (await inputKind(only!)) === 'adexplorer') {
    if ((sizeOf(only!) ?? 0) > QUICK_BYTES) return adExplorerTables(only!);
  }
  const evidence = await openSources(inputs, options);
  try {
    return await assembled(inputs, evidence, options.full ?? false);
  } finally {
    await evidence.close();
  }
}

/** Header and tables only. */
function adExplorerTables(path: string): Inspection {
  const file = openAdExplorer(path);
  file.close();
  const { header, tables } = file;
  return {
    sources: [
      {
        name: path,
        kind: 'adexplorer',
        sha256: null,
        collectedAt: header.collectedAt,
        server: header.server,
        size: file.bytes,
      },
    ],
    madeFrom: [],
    description: header.description || null,
    domains: null,
    counts: {
      objects: header.objects,
      accounts: null,
      groups: null,
      containers: null,
      foreignPrincipals: null,
      trusts: null,
      classes: tables.classes,
      attributes: tables.properties.length,
      rights: tables.rights,
      descriptors: null,
    },
    accountsByClass: null,
    gaps: null,
    complete: null,
    full: false,
  };
}

async function assembled(inputs: readonly string[], evidence: SnapshotSource, full: boolean): Promise<Inspection> {
  const { header, end } = evidence;
  const { model: counts, accounts } = end.counts;
  const direct = inputs.length === 1 && evidence.sources[0]!.kind === 'snapshot';
  // What was assembled just now is read as well: the longer part is done.
  const readModel = full || !direct || end.parts[0].bytes <= QUICK_BYTES;
  const readAccounts = full || !direct || end.parts[0].bytes + end.parts[1].bytes <= QUICK_BYTES;
  const model = readModel ? await modelOf(evidence) : null;
  const byClass = readAccounts && model !== null ? await accountsByClass(evidence, model.classLists) : null;
  return {
    sources: evidence.sources.map((source) => ({ ...source, size: sizeOf(source.name) })),
    madeFrom: direct ? header.sources : [],
    description: await descriptionOf(inputs),
    domains: model?.domains ?? null,
    counts: {
      objects: header.assembled.objects - header.assembled.duplicates,
      accounts: accounts.account,
      groups: counts.group,
      containers: counts.container,
      foreignPrincipals: counts.foreign,
      trusts: counts.trust,
      classes: counts.class,
      attributes: counts.attribute,
      rights: counts.right,
      descriptors: counts.sd + accounts.sd,
    },
    accountsByClass: byClass,
    gaps: model?.gaps ?? null,
    complete: counts.gap === 0,
    full: readModel && readAccounts,
  };
}

interface Model {
  readonly domains: readonly InspectedDomain[];
  readonly gaps: NonNullable<Inspection['gaps']>;
  /** The most specific class of each list, by its number. */
  readonly classLists: string[];
}

async function modelOf(evidence: SnapshotSource): Promise<Model> {
  const domains: DomainRecord[] = [];
  const gaps = new Map<GapCode, { count: number; example: string }>();
  const classLists: string[] = [];
  const take = (record: ModelRecord): void => {
    if (record.type === 'domain') domains.push(record);
    else if (record.type === 'classes') classLists.push(mostSpecific(record.names));
    else if (record.type === 'gap') {
      const known = gaps.get(record.code);
      const example = record.dn === undefined ? record.message : `${record.dn}: ${record.message}`;
      if (known === undefined) gaps.set(record.code, { count: record.count ?? 1, example });
      else known.count += record.count ?? 1;
    }
  };
  for await (const batch of evidence.model()) batch.forEach(take);
  return {
    domains: domains.map(({ dn, dnsName, sid, netbiosName }) => ({
      dn,
      dnsName: dnsName ?? dnsNameOf(dn),
      sid,
      netbiosName: netbiosName ?? null,
    })),
    gaps: [...gaps].map(([code, gap]) => ({ code, ...gap })),
    classLists,
  };
}

async function accountsByClass(
  evidence: SnapshotSource,
  lists: string[],
): Promise<NonNullable<Inspection['accountsByClass']>> {
  const found = new Map<string, number>();
  const take = (record: AccountStreamRecord): void => {
    if (record.type === 'classes') lists.push(mostSpecific(record.names));
    else if (record.type === 'account') {
      const name = lists[record.classes] ?? 'unknown';
      found.set(name, (found.get(name) ?? 0) + 1);
    }
  };
  for await (const batch of evidence.accounts()) batch.forEach(take);
  return [...found]
    .map(([name, count]) => ({ class: name, count }))
    .sort((a, b) => b.count - a.count || (a.class < b.class ? -1 : 1));
}

/** Servers list the classes from `top` to the most specific one (MS-ADTS 3.1.1.3.1.3.4). */
const mostSpecific = (names: readonly string[]): string => names.at(-1) ?? 'unknown';

async function descriptionOf(inputs: readonly string[]): Promise<string | null> {
  const [only] = inputs;
  if (inputs.length !== 1 || (await inputKind(only!)) !== 'adexplorer') return null;
  const file = openAdExplorer(only!);
  file.close();
  return file.header.description || null;
}
