/** The entries of the target's list, each with what it says and what it did. */
import { type ConditionOutcome, isConditional } from '../access/condition.js';
import { hasInheritance, writtenEntry } from '../access/inherit.js';
import { className, namedRightsOf, placeOf } from '../access/named-rights.js';
import { type Trace, traceRight } from '../access/trace.js';
import { decodeCondition, formatAce, formatCondition } from '../descriptor/index.js';
import { type Ace, AceFlag, type BasicAce, type Guid, type ObjectAce, SdControl } from '../descriptor/types.js';
import type { ConditionFact, ConditionView, DaclView, EntryView, WrittenView } from '../result/explain.js';
import { entryInWords } from '../words/index.js';
import { type Context, named, namesTo, wordsOf } from './context.js';

/** @returns the trace of one request over the target's list; null where there is no descriptor */
export function traceOf(context: Context, traced: number): Trace | null {
  const { descriptor, requester, requests, classGuid } = context;
  if (descriptor === null || context.session.shared.daclsMissing) return null;
  const doubtful = classGuid === undefined ? classGuids(context) : new Set<Guid>();
  return traceRight(descriptor, requester, requests[traced]!, doubtful);
}

/** GUIDs of the list that can only be a class: with the target's class unknown, any of them may be it. */
function classGuids({ descriptor, session: { directory } }: Context): ReadonlySet<Guid> {
  const guids = new Set<Guid>();
  for (const ace of descriptor?.dacl?.aces ?? []) {
    if (ace.form !== 'object' || ace.objectType === null) continue;
    if (directory.schema.meanings(ace.objectType).every((meaning) => meaning.kind === 'class'))
      guids.add(ace.objectType);
  }
  return guids;
}

export function daclView(context: Context, trace: Trace | null): DaclView {
  const { descriptor, session, record } = context;
  const none = { ownerGrants: false, entries: [], outcomes: [] };
  if (descriptor === null) {
    const stored = record.descriptor === undefined ? null : session.directory.descriptors.get(record.descriptor);
    if (stored?.state !== 'damaged') return { state: 'unreadable', problem: null, ...none };
    return { state: 'damaged', problem: stored.reason, ...none };
  }
  if (trace === null) return { state: 'absent', problem: null, ...none };
  const present = (descriptor.control & SdControl.DaclPresent) !== 0;
  const state = !present ? 'absent' : descriptor.dacl === null ? 'null' : 'present';
  return {
    state: state === 'present' && trace.entries.length === 0 ? 'empty' : state,
    problem: null,
    ownerGrants: trace.result.basis === 'owner',
    entries: trace.entries.map((entry) => entryView(context, entry)),
    outcomes: trace.result.decision === 'unknown' ? trace.outcomes : [],
  };
}

function entryView(context: Context, entry: Trace['entries'][number]): EntryView {
  const { ace, index, effect, role, obstacles, doubts, reached } = entry;
  const { session, token, isSelf, account, descriptor, record } = context;
  const covering = !obstacles.includes('other-right') && !obstacles.includes('other-place');
  const plain = ace.form === 'basic' || ace.form === 'object' ? ace : null;
  const sid = plain?.sid ?? (ace.form === 'system' ? ace.sid : null);
  const self = record.type === 'object' ? (record.sid ?? sid) : account.sid;
  const bearer = sid === 'S-1-5-10' && isSelf !== false ? self : sid === 'S-1-3-4' ? (descriptor?.owner ?? null) : sid;
  return {
    index,
    sddl: formatAce(ace),
    effect,
    trustee: sid === null ? null : named(context, sid),
    says: entryInWords({ ...ace, flags: ace.flags & ~AceFlag.Inherited }, wordsOf(context)),
    rights: plain === null ? null : namedRightsOf(plain, session.directory.schema),
    condition: plain !== null && isConditional(plain) ? conditionView(plain, context, entry.condition) : null,
    inheritOnly: (ace.flags & AceFlag.InheritOnly) !== 0,
    inherits: hasInheritance(ace),
    appliesTo: appliesTo(ace, context),
    inherited: (ace.flags & AceFlag.Inherited) !== 0,
    written: (ace.flags & AceFlag.Inherited) === 0 ? null : writtenView(context, ace),
    role,
    obstacles,
    doubts,
    reached,
    node: covering && entry.node !== null ? placeOf(entry.node, session.directory.schema) : null,
    via: bearer === null ? [] : namesTo(context, token.sids.get(bearer)),
  };
}

export function appliesTo(ace: Ace, { session }: Context): string | null {
  if (ace.form !== 'object' || ace.inheritedObjectType === null) return null;
  return className(ace.inheritedObjectType, session.directory.schema);
}

function conditionView(ace: BasicAce | ObjectAce, context: Context, outcome: ConditionOutcome | null): ConditionView {
  let text: string | null = null;
  try {
    text = formatCondition(outcome?.condition ?? decodeCondition(ace.applicationData));
  } catch {
    // Damaged, or holding what SDDL has no text for: told as such.
  }
  const missing = (outcome?.missing ?? []).map(
    (fact): ConditionFact => (fact.kind === 'attribute' ? fact : { kind: fact.kind, ...named(context, fact.sid) }),
  );
  return { text, result: outcome?.result ?? null, missing };
}

function writtenView({ session: { shared }, record }: Context, ace: Ace): WrittenView | null {
  const written = writtenEntry(ace, shared.node(record.parent));
  if (written === null) return null;
  const original = written.ancestor.descriptor!.dacl!.aces[written.index]!;
  return { dn: written.ancestor.dn, index: written.index, sddl: formatAce(original) };
}
