/** Raw items of any sources, in any order, to one snapshot. */

import type { Sid } from '../descriptor/types.js';
import type { ContainerId, GroupId } from '../directory/ids.js';
import {
  DELETED_NAME,
  type DomainRecord,
  type GapRecord,
  type ModelRecord,
  type PrincipalRecord,
  UNASKED_ATTRIBUTES,
  type UnaskedAttribute,
} from '../directory/records.js';
import { dnKey, parseDn } from '../names/dn.js';
import { type HeaderSource, SNAPSHOT_VERSION, type SnapshotCounts } from '../snapshot/format.js';
import { removeTemporary, temporaryFolder } from '../snapshot/temporary.js';
import { SnapshotWriter } from '../snapshot/writer.js';
import type { RawItem } from '../sources/entry.js';
import type { AskedKind } from './asked.js';
import { type Assembled, noteConclusions } from './conclusions.js';
import { Intake } from './intake.js';
import { invertMemberships, type Memberships } from './membership.js';
import { inOrder } from './order.js';
import { References } from './references.js';
import { inSections } from './sections.js';
import { settle } from './settle.js';
import type { Spooled } from './spooled.js';
import { foreignSid } from './spooled.js';
import { buildTree, type Tree } from './tree.js';

interface AssembleOptions {
  /** Where the snapshot is written; a file of that name is replaced once the new one is whole. */
  readonly path: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** What the header says of the sources; called once all items have been taken. */
  sources(): readonly HeaderSource[];
  /** Folder for temporary files; the system's by default. They hold about as much as the uncompressed snapshot. */
  readonly tempDir?: string;
  progress?(progress: AssembleProgress): void;
}

export interface AssembleProgress {
  readonly phase: 'reading' | 'writing';
  /** Objects so far. */
  readonly objects: number;
}

export interface AssembleSummary {
  /** SHA-256 of the snapshot, hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly counts: SnapshotCounts;
  readonly objects: number;
  /** Objects that were read more than once. */
  readonly duplicates: number;
  /** Objects and values that gaps concern; 0: the evidence is complete. */
  readonly gaps: number;
  /** The gaps, as the snapshot has them. */
  readonly gapRecords: readonly GapRecord[];
}

const PROGRESS_STEP = 5000;

/**
 * Assembles items into a snapshot. Memory grows with the number of objects only by their names (about 150 bytes each),
 * with the distinct descriptors by a hash, and with the memberships by some 20 bytes each; everything else is spooled
 * to a temporary folder, which is removed in the end, whatever happens.
 *
 * The snapshot does not depend on the order of the items (unless two of them contradict each other: the first counts).
 * @throws AdreachError `file` where a file cannot be written; `ambiguous` where what is joined is not one directory;
 *   whatever iterating `items` throws
 */
export async function assembleSnapshot(
  items: AsyncIterable<RawItem>,
  options: AssembleOptions,
): Promise<AssembleSummary> {
  const folder = temporaryFolder(options.tempDir);
  let intake: Intake | null = null;
  try {
    intake = new Intake(folder);
    let next = PROGRESS_STEP;
    for await (const item of items) {
      intake.take(item);
      if (intake.objects < next) continue;
      options.progress?.({ phase: 'reading', objects: intake.objects });
      next = intake.objects + PROGRESS_STEP;
    }
    settle(intake);
    return await write(intake, options);
  } finally {
    intake?.close();
    removeTemporary(folder);
  }
}

async function write(intake: Intake, options: AssembleOptions): Promise<AssembleSummary> {
  const writer = await SnapshotWriter.create(options.path, {
    adreach: 'snapshot',
    version: SNAPSHOT_VERSION,
    tool: options.tool,
    sources: options.sources(),
    assembled: {
      objects: intake.objects,
      duplicates: intake.duplicates,
      ...(intake.deleted.count > 0 && { deleted: intake.deleted.count }),
    },
  });
  try {
    const pass = await SecondPass.prepare(intake, writer);
    await pass.model();
    await writer.beginAccounts();
    await pass.accountRecords(options.progress);
    const written = await writer.finish();
    const { objects, duplicates } = intake;
    return { ...written, objects, duplicates, gaps: intake.gaps.total, gapRecords: intake.gaps.records() };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** Writes the records, section by section. */
class SecondPass implements Assembled {
  readonly tree: Tree;
  readonly groups: Int32Array;
  readonly accounts: Int32Array;
  readonly domains: readonly DomainRecord[];
  private readonly references: References;
  private memberships!: Memberships;
  private readonly groupNumbers: ReadonlyMap<number, GroupId>;
  private readonly containerDns: string[] = [];
  private readonly foreignSids = new Set<Sid>();

  private constructor(
    readonly intake: Intake,
    private readonly writer: SnapshotWriter,
  ) {
    this.tree = buildTree(intake);
    this.groups = inOrder(intake, this.tree, 'group');
    this.accounts = inOrder(intake, this.tree, 'account');
    this.domains = namedDomains(intake);
    this.references = new References(intake, writer);
    for (const id of this.tree.containers) this.containerDns.push(this.dnOf(id));
    this.groupNumbers = new Map(Array.from(this.groups, (id, number) => [id, number as GroupId]));
  }

  static async prepare(intake: Intake, writer: SnapshotWriter): Promise<SecondPass> {
    const pass = new SecondPass(intake, writer);
    const { groups, accounts, tree, dnOf } = pass;
    pass.memberships = await invertMemberships(intake, {
      groups,
      accounts,
      foreign: inOrder(intake, tree, 'foreign'),
      heads: tree.heads,
      dnOf,
    });
    return pass;
  }

  readonly dnOf = (id: number): string => {
    const { rdn: r, dn } = this.intake.kindOf(id) === null ? ({} as Spooled) : this.intake.read(id);
    return r === undefined ? (dn ?? this.intake.dnOf(id)) : this.accountDn(r, id);
  };

  async model(): Promise<void> {
    const { intake, writer } = this;
    for (const record of inSections(intake.settings)) await writer.add(record);
    for (const domain of this.domains) await writer.add(domain);
    for (const id of this.tree.containers) await writer.add(this.container(id));
    for (const id of this.groups) await writer.add(this.group(id));
    for (const id of inOrder(intake, this.tree, 'foreign')) {
      const record = this.foreign(id);
      if (record !== null) await writer.add(record);
    }
    for (const principal of this.principals()) await writer.add(principal);
    noteConclusions(this);
    for (const gap of intake.gaps.records()) await writer.add(gap);
  }

  async accountRecords(progress?: (progress: AssembleProgress) => void): Promise<void> {
    const { intake, writer, tree, references } = this;
    let done = 0;
    for (const id of this.accounts) {
      const { rdn, classes, descriptor, managed, hasSpn, ...rest } = intake.read(id);
      const wait = writer.add({
        type: 'account',
        rdn: rdn!,
        parent: tree.number[intake.parent.get(id) - 1]!,
        classes: references.classList(classes)!,
        descriptor: references.descriptor(descriptor),
        ...rest,
        hasSpn: hasSpn ?? intake.askings.spnAbsent(intake.askedIn.get(id)),
        ...this.ownSide(id, 'account', rest, false),
        managed: managed && { ...managed, retrievers: references.descriptor(managed.retrievers) },
      } as Parameters<SnapshotWriter['add']>[0]);
      if (wait !== undefined) await wait;
      if (++done % PROGRESS_STEP === 0) progress?.({ phase: 'writing', objects: done });
    }
  }

  private container(id: number): ModelRecord {
    const number = this.tree.number[id]!;
    const parent = this.tree.parent[number]!;
    const dn = this.containerDns[number]!;
    const p = parent < 0 ? undefined : (parent as ContainerId);
    if (this.intake.kindOf(id) === null) return { type: 'container', dn, parent: p, missing: true };
    const { classes: c, descriptor: d, guid: g, adminCount: a } = this.intake.read(id);
    return {
      type: 'container',
      dn,
      parent: p,
      classes: this.references.classList(c),
      descriptor: this.references.descriptor(d),
      guid: g,
      adminCount: a,
    };
  }

  private group(id: number): ModelRecord {
    const {
      dn,
      classes: c,
      descriptor: d,
      guid: g,
      sid: s,
      sidHistory: h,
      samAccountName: n,
      groupType: gt,
      adminCount: a,
      shadow,
    } = this.intake.read(id);
    const membersRead = this.memberships.membersRead(this.groupNumbers.get(id)!);
    const parent = this.intake.parent.get(id) - 1;
    const unresolved = this.memberships.unresolved(id);
    return {
      type: 'group',
      dn: dn!,
      parent: parent < 0 ? undefined : (this.tree.number[parent] as ContainerId),
      classes: this.references.classList(c),
      descriptor: this.references.descriptor(d),
      guid: g,
      sid: s,
      sidHistory: h,
      samAccountName: n,
      groupType: gt,
      adminCount: a,
      membersRead,
      shadow,
      ...this.ownSide(id, 'group', { sidHistory: h, groupType: gt }, membersRead !== undefined),
      unresolvedMembers: unresolved.length === 0 ? undefined : unresolved,
    };
  }

  /** What an object tells of itself: its groups, those of them that no source has, and what it was not asked for. */
  private ownSide(id: number, kind: AskedKind, read: Pick<Spooled, 'sidHistory' | 'groupType'>, membersRead: boolean) {
    const { intake, memberships } = this;
    const groups = memberships.of(id);
    const otherGroups = memberships.otherGroups(id);
    const shown = new Set<UnaskedAttribute>([
      ...(membersRead ? (['member'] as const) : []),
      ...(otherGroups === undefined ? [] : (['memberof'] as const)),
      ...(read.sidHistory === undefined ? [] : (['sidhistory'] as const)),
    ]);
    const unread = new Set(intake.named.unreadOf(id));
    if (intake.askings.namesSomeGroups(intake.askedIn.get(id))) unread.add('memberof');
    const asked = intake.askings.unasked(intake.askedIn.get(id), kind, read.groupType);
    const unasked = UNASKED_ATTRIBUTES.filter((name) => unread.has(name) || (asked.includes(name) && !shown.has(name)));
    return {
      memberOf: groups.length === 0 ? undefined : groups,
      otherGroups,
      unasked: unasked.length === 0 ? undefined : unasked,
    };
  }

  private foreign(id: number): ModelRecord | null {
    const object = this.intake.read(id);
    const { dn } = object;
    const sid = foreignSid(object);
    if (sid === undefined) {
      this.intake.gaps.derived({ code: 'sid-missing', dn, message: 'a foreign principal without a SID' });
      return null;
    }
    this.foreignSids.add(sid);
    const of = this.memberships.of(id);
    const others = this.memberships.otherGroups(id);
    // One that came without any, though it was asked for, is in none: everybody may read it by default.
    const asked = !this.intake.askings.unasked(this.intake.askedIn.get(id), 'account').includes('memberof');
    const whole = !this.intake.named.unreadOf(id).has('memberof');
    const proven = whole && (others === undefined ? of.length === 0 && asked : others.length === 0);
    return {
      type: 'foreign',
      dn: dn!,
      sid: sid,
      memberOf: of.length === 0 ? undefined : of,
      membershipsProven: proven ? true : undefined,
    };
  }

  /**
   * Accounts, and other objects with a SID that are no groups, that a descriptor names. What an entry calls by a former
   * SID is the object that carries it now.
   */
  private principals(): PrincipalRecord[] {
    const { descriptors, identities, deleted } = this.intake;
    const found: PrincipalRecord[] = [];
    const wanted = descriptors.namedTrustees(() => {
      const isKnown = identities.sids.known();
      return (sid) => isKnown(sid) || deleted.principals.has(sid);
    });
    // A foreign principal in one domain may be an account of another one.
    for (const sid of this.foreignSids) wanted.add(sid);
    for (const { id, sid } of identities.sids.find(wanted)) {
      const kind = this.intake.kindOf(id);
      if (kind === null || kind === 'group' || kind === 'domain') continue;
      // Of unread class it may be a group.
      if (kind === 'container' && this.intake.read(id).classes === undefined) continue;
      const dn = this.dnOf(id);
      found.push({
        type: 'principal',
        sid,
        name: this.intake.read(id).samAccountName ?? parseDn(dn)[0]![0]!.value,
        dn,
      });
    }
    const known = new Set(found.map(({ sid }) => sid));
    for (const [sid, dn] of deleted.principals) {
      if (wanted.has(sid) && !known.has(sid)) found.push({ type: 'principal', sid, name: DELETED_NAME, dn });
    }
    return found.sort((a, b) => (a.sid < b.sid ? -1 : a.sid > b.sid ? 1 : a.dn < b.dn ? -1 : 1));
  }

  private accountDn(rdn: string, id: number): string {
    const parent = this.intake.parent.get(id) - 1;
    // An account that is the head of a naming context may stand before what is above it.
    return `${rdn},${this.containerDns[this.tree.number[parent]!] ?? this.intake.dnOf(parent)}`;
  }
}

/** Domains with the names that the partitions give them. */
function namedDomains(intake: Intake): DomainRecord[] {
  const partitions = new Map(
    intake.settings.filter((record) => record.type === 'partition').map((record) => [dnKey(record.nCName), record]),
  );
  return intake.domains
    .map((domain) => {
      const partition = partitions.get(dnKey(domain.dn));
      return { ...domain, dnsName: partition?.dnsRoot ?? domain.dnsName, netbiosName: partition?.netbiosName };
    })
    .sort((a, b) => (dnKey(a.dn) < dnKey(b.dn) ? -1 : 1));
}
