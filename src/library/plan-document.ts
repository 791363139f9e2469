/** A plan as a document. */
import { isCanonical } from '../access/order.js';
import { changeDocument } from '../changes/files/document.js';
import type { Change } from '../changes/index.js';
import { formatSddl } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { changesOf } from '../plan/make.js';
import { ownHash } from '../report/delegation-plan/own-hash.js';
import { PLAN_SCHEMA, type Plan } from '../result/plan.js';
import { type LoadedRules, populationsOf } from '../rules/index.js';
import { entryInWords } from '../words/entry.js';
import type { Ground } from './plan-ground.js';
import { toolBlock, withActions } from './rule-set.js';

/** What Microsoft documents for action accounts. */
const DOCUMENTED = ['disable', 'enable', 'force-password-change'];

/** What was asked for, as far as the document tells it. */
interface Asked {
  readonly account: string;
  readonly on?: readonly string[];
  readonly group?: string;
  readonly actions?: readonly string[];
  readonly cleanUp?: boolean;
}

/** @returns the actions of these ids; by default those of the documented set for action accounts */
export function wantedActions(rules: LoadedRules, ids: readonly string[] = DOCUMENTED) {
  return withActions(rules, ids).actions;
}

export function planDocument(
  options: Asked,
  rules: LoadedRules,
  { session, planned, creations, made, newSids }: Omit<Ground, 'close' | 'evidence'>,
  audits: Pick<Plan, 'before' | 'promises' | 'promisesAfterRun' | 'stillOut' | 'newFindings' | 'accountGaps'>,
): Plan {
  const { directory, shared, block } = session;
  const account = session.accounts[0]!;
  const group = directory.groups[planned.group]!;
  const names = { schema: directory.schema, nameOf: shared.nameOf };
  const wanted = wantedActions(rules, options.actions);
  const changes = [...creations, ...changesOf(planned)];
  const replace = creations.length + planned.prepare.length;
  const delegate = replace + planned.replaced.length;
  const first = { delegate, remove: delegate + planned.grants.length };
  const isNew = (sid: Sid | null) => sid !== null && newSids.has(sid);
  const positions = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  return {
    schema: PLAN_SCHEMA,
    tool: toolBlock(rules),
    evidence: {
      sources: block.sources.map(({ name, sha256, collectedAt, server }) => ({ name, sha256, collectedAt, server })),
      domain: directory.domains[planned.domain]!.dn,
      complete: block.complete,
      gaps: block.gaps.length,
    },
    asked: {
      account: options.account,
      on: options.on ?? [],
      group: options.group ?? null,
      actions: wanted.map(({ id }) => id),
      cleanUp: options.cleanUp ?? false,
    },
    actions: wanted.map(({ id, title }) => ({ id, title })),
    populations: populationsOf(rules.populations).all.map(({ id, title, description, tierZero, expected }) => ({
      id,
      title,
      description,
      tierZero,
      expected,
    })),
    account: {
      sid: isNew(account.sid) ? null : account.sid,
      dn: account.dn,
      name: account.name,
      kind: account.kind,
      creates: isNew(account.sid),
    },
    group: {
      sid: isNew(group.sid) ? null : group.sid,
      dn: group.dn,
      name: group.name,
      creates: isNew(group.sid),
      adds: planned.prepare.some(({ kind }) => kind === 'add-member'),
      others: planned.members.count,
      othersNamed: planned.members.names,
      othersOpen: planned.members.open,
    },
    makes: made,
    places: planned.places.map(({ dn, classes, entries, gains, others, tierZero, tierZeroForNow, overDenials }) => ({
      dn,
      classes: classes.map(
        (guid) => directory.schema.meanings(guid).find(({ kind }) => kind === 'class')?.name ?? guid,
      ),
      entries,
      gains,
      others,
      tierZero,
      tierZeroForNow,
      overDenials,
    })),
    avoided: planned.avoided,
    removals: [
      ...planned.replaced.map((each, i) => ({ ...each, at: replace + i })),
      ...planned.removals.map((each, i) => ({ ...each, at: first.remove + i })),
    ].map(({ removal: { change, cause, rule, trustee }, loses, at }) => ({
      change: at,
      cause,
      rule,
      dn: change.kind === 'remove-entry' ? change.dn : change.group,
      trustee,
      trusteeName: trustee === null ? null : shared.nameOf(trustee),
      sddl: change.kind === 'remove-entry' ? formatEntry(change) : null,
      words:
        change.kind === 'remove-entry'
          ? entryInWords(change.entry, names)
          : `${account.name} is a member of ${directory.groups.find(({ dn }) => dn === change.group)?.name ?? change.group}`,
      loses,
    })),
    left: planned.left.map((left) => ({ ...left, trusteeName: shared.nameOf(left.trustee) })),
    lost: planned.lost,
    kdsRootKeys: directory.kdsRootKeys.length,
    objects: planned.objects.map(({ dn, guid, before, after }) => ({
      dn,
      guid,
      before: formatSddl({ ...before, owner: null, group: null, sacl: null }),
      after: formatSddl({ ...after, owner: null, group: null, sacl: null }),
      ownBefore: ownHash(before),
      canonical: isCanonical(before.dacl?.aces ?? []),
    })),
    inconsistent: planned.inconsistent,
    changes: changes.map(changeDocument),
    steps: [
      { id: 'prepare', changes: positions(0, replace) },
      { id: 'replace', changes: positions(replace, first.delegate) },
      { id: 'delegate', changes: positions(first.delegate, first.remove) },
      { id: 'check', changes: [] },
      { id: 'remove', changes: positions(first.remove, changes.length) },
    ],
    ...audits,
  };
}

function formatEntry(change: Extract<Change, { readonly kind: 'remove-entry' }>): string {
  const [text] = [changeDocument(change)].map((document) => ('entry' in document ? document.entry : ''));
  return typeof text === 'string' ? text : JSON.stringify(text);
}
