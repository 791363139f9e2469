/** A comparison as paragraphs: the words are the same on a terminal and in Markdown. */
import { SEVERITIES } from '../../result/codes.js';
import type { DiffCoverage, DiffFinding, DiffRest, DiffSide, DiffVerdict } from '../../result/diff.js';
import { actionShort } from '../../words/actions.js';
import { changesText } from '../../words/directory-changes.js';
import { capital, listed } from '../../words/lists.js';
import { verdictChangeText } from '../../words/turns.js';
import { datedWords } from '../answer/dated.js';
import type { Block, Section } from '../explain/document.js';
import { count, counted } from '../numbers.js';
import { relativeDn, relativeName } from '../relative-names.js';

export interface DiffDocumentOptions {
  /** Everything, nothing folded. */
  readonly all: boolean;
}

/** What is shown of a list; JSON has all of it. */
const MOST_CAUSES = 20;
const MOST_ITEMS = 10;
const MOST_NAMES = 8;

interface Shown {
  readonly rest: DiffRest;
  readonly all: boolean;
  dn(dn: string): string;
  name(name: string): string;
  most(bound: number): number;
}

/** What changed, in one sentence with numbers. */
export function headlineOf({ summary, causes, findings: listed }: DiffRest): string {
  const { verdicts, targets, findings } = summary;
  const all = `of ${counted(targets.after, 'account')}`;
  if (verdicts.changed === 0) {
    const other = findings.new + findings.gone === 0 ? '' : `; ${findingWords(findings, listed)}`;
    return `No verdict changed, ${all}${other}.`;
  }
  const proven = causes.filter((cause) => cause.proven).length;
  const why =
    causes.length === 0
      ? 'no cause was found'
      : `${counted(causes.length, 'cause')}${proven === causes.length ? ', each proven' : `, ${count(proven)} of them proven`}`;
  const open = verdicts.unexplained === 0 ? '' : `; nothing explains ${counted(verdicts.unexplained, 'verdict')}`;
  return `${counted(verdicts.changed, 'verdict')} changed, ${all}: ${why}${open}; ${findingWords(findings, listed)}.`;
}

/** The worst of what is new is part of the number. */
function findingWords({ new: fresh, gone }: DiffRest['summary']['findings'], findings: DiffRest['findings']): string {
  const open = new Map<string, number>();
  for (const { severity, status } of findings.new)
    if (status === 'open') open.set(severity, (open.get(severity) ?? 0) + 1);
  const bad = (['critical', 'high'] as const).flatMap((severity) => {
    const number = open.get(severity);
    return number === undefined ? [] : [`${count(number)} ${severity}`];
  });
  return `${counted(fresh, 'new finding')}${bad.length === 0 ? '' : ` (${bad.join(', ')})`}, ${count(gone)} gone`;
}

/** What a page has no table for. */
export function diffDetails(rest: DiffRest): readonly Section[] {
  const shown = shownOf(rest, false);
  return [
    { title: 'Accounts', blocks: targetBlocks(rest) },
    { title: 'Delegations', blocks: delegationBlocks(shown) },
    { title: 'The accounts under audit', blocks: accountBlocks(shown) },
    { title: 'What it rests on', blocks: noteBlocks(rest) },
  ].filter(({ blocks }) => blocks.length > 0);
}

/** @param unexplained the first of the verdicts that no cause explains */
export function diffSections(
  rest: DiffRest,
  unexplained: readonly DiffVerdict[],
  { all }: DiffDocumentOptions,
): readonly Section[] {
  const shown = shownOf(rest, all);
  return [
    { title: 'Compared', blocks: comparedBlocks(rest) },
    { title: 'Changed verdicts', blocks: changeBlocks(shown) },
    { title: 'Causes', blocks: causeBlocks(shown) },
    { title: 'Not explained', blocks: unexplainedBlocks(shown, unexplained) },
    { title: 'Accounts', blocks: targetBlocks(rest) },
    { title: 'Findings', blocks: findingBlocks(shown) },
    { title: 'Delegations', blocks: delegationBlocks(shown) },
    { title: 'The accounts under audit', blocks: accountBlocks(shown) },
    { title: 'What it rests on', blocks: noteBlocks(rest) },
  ].filter(({ blocks }) => blocks.length > 0);
}

function shownOf(rest: DiffRest, all: boolean): Shown {
  const { evidence } = rest.after;
  return {
    rest,
    all,
    dn: (dn) => relativeDn(dn, evidence),
    name: (name) => relativeName(name, evidence),
    most: (bound) => (all ? Number.POSITIVE_INFINITY : bound),
  };
}

const noteBlocks = ({ notes }: DiffRest): readonly Block[] => notes.map((text) => ({ level: 0, mark: '-', text }));

function comparedBlocks({ before, after }: DiffRest): readonly Block[] {
  return [
    { level: 0, mark: 'old', text: sideWords(before) },
    { level: 0, mark: 'new', text: sideWords(after) },
  ];
}

/** What a side was made from, when, and whether it is whole; no full stop. */
export function sideWords({ names, kind, evidence }: DiffSide): string {
  const gaps = evidence.complete ? '' : `; incomplete, ${counted(evidence.gaps.length, 'gap')}`;
  return `${names.join(', ')}${kind === 'result' ? ' (a result)' : ''}: ${datedWords(evidence).replace(/\.$/, '')}${gaps}`;
}

function changeBlocks({ rest, name }: Shown): readonly Block[] {
  const { byChange, verdicts } = rest.summary;
  const blocks: Block[] = [];
  for (const { sid, name: account } of rest.accounts) {
    const own = byChange.filter((each) => each.account === sid);
    if (own.length === 0) continue;
    blocks.push({ level: 0, text: name(account), style: 'bold' });
    for (const action of new Set(own.map((each) => each.action))) {
      const parts = own
        .filter((each) => each.action === action)
        .map((each) => `${verdictChangeText(each.before, each.after)} ${count(each.verdicts)}`);
      blocks.push({ level: 1, mark: '-', text: `${actionShort(action)}: ${parts.join(', ')}` });
    }
  }
  if (byChange.some(({ before, after }) => before === after))
    blocks.push({
      level: 0,
      text: 'Where the verdict is the same, the access or the documented set of rights is another one.',
    });
  if (verdicts.otherReason > 0)
    blocks.push({
      level: 0,
      text: `${counted(verdicts.otherReason, 'further verdict is', 'further verdicts are')} the same, for another reason.`,
    });
  return blocks;
}

function causeBlocks({ rest, dn, name, most, all }: Shown): readonly Block[] {
  const sorted = [...rest.causes].sort((a, b) => b.verdicts - a.verdicts);
  const blocks: Block[] = [];
  for (const [index, cause] of sorted.slice(0, most(MOST_CAUSES)).entries()) {
    const sign = cause.proven ? '' : ` NOT PROVEN: ${cause.because ?? ''}.`;
    const only = cause.sole === cause.verdicts ? '' : ` (${count(cause.sole)} of them by it alone)`;
    blocks.push(
      {
        level: 0,
        mark: `${index + 1}.`,
        text: `${capital(changesText(cause.changes, dn))}: ${counted(cause.verdicts, 'verdict')} on ${counted(cause.targets, 'account')}${only}.${sign}`,
      },
      {
        level: 1,
        mark: '-',
        text: cause.byChange
          .slice(0, all ? undefined : MOST_NAMES)
          .map(
            ({ action, before, after, verdicts }) =>
              `${actionShort(action)} ${verdictChangeText(before, after)} ${count(verdicts)}`,
          )
          .join(', '),
        style: 'dim',
      },
      {
        level: 1,
        mark: '-',
        text: named(
          cause.examples.map((example) => name(example.name)),
          cause.targets,
          MOST_NAMES,
        ),
      },
    );
  }
  return [...blocks, ...more(sorted.length - most(MOST_CAUSES), 'cause')];
}

/** `a, b, c and 5 more` */
function named(names: readonly string[], total: number, most: number): string {
  const first = names.slice(0, most);
  const left = total - first.length;
  return left > 0 ? `${first.join(', ')} and ${count(left)} more` : listed(first);
}

function more(left: number, what: string): readonly Block[] {
  return left > 0
    ? [{ level: 0, text: `... and ${counted(left, `more ${what}`)}: --format json has all of them` }]
    : [];
}

function unexplainedBlocks({ rest, name, most }: Shown, first: readonly DiffVerdict[]): readonly Block[] {
  const { unexplained } = rest.summary.verdicts;
  if (unexplained === 0) return [];
  const shown = first.slice(0, most(MOST_ITEMS));
  return [
    {
      level: 0,
      text: `Nothing that is different between the directories explains ${counted(unexplained, 'changed verdict')}:`,
      style: 'yellow',
    },
    ...shown.map(
      ({ targetName, action, before, after }): Block => ({
        level: 1,
        mark: '-',
        text: `${name(targetName)}, ${actionShort(action)}: ${verdictChangeText(before?.verdict ?? null, after?.verdict ?? null)}`,
      }),
    ),
    ...more(unexplained - shown.length, 'verdict'),
  ];
}

function targetBlocks({ summary }: DiffRest): readonly Block[] {
  const { before, after, created, deleted, moved, renamed } = summary.targets;
  const kinds = Object.entries(summary.directory).map(
    ([kind, number]) => `${kind.replaceAll('-', ' ')} ${count(number)}`,
  );
  return [
    {
      level: 0,
      text: `${counted(before, 'account')} before, ${count(after)} now: ${count(created)} made, ${count(deleted)} deleted, ${count(moved)} moved, ${count(renamed)} renamed.`,
    },
    ...(kinds.length === 0
      ? []
      : [{ level: 0, text: `Different between containers, groups and memberships: ${kinds.join(', ')}.` }]),
  ];
}

function findingBlocks({ rest, most }: Shown): readonly Block[] {
  const counts = rest.summary.findings;
  const shown = most(MOST_ITEMS);
  const line = (mark: string, { severity, rule, message }: DiffFinding, style: Block['style']): Block => ({
    level: 1,
    mark,
    text: `${severity} ${rule}: ${message}`,
    ...(style !== undefined && { style }),
  });
  const list = (side: 'new' | 'gone', mark: string, style?: Block['style']): readonly Block[] => [
    ...worst(rest.findings[side], (finding) => finding, shown).map((finding) => line(mark, finding, style)),
    ...more(counts[side] - shown, 'finding'),
  ];
  return [
    { level: 0, text: `${count(counts.new)} new, ${count(counts.gone)} gone, ${count(counts.same)} the same.` },
    ...list('new', '+'),
    ...list('gone', '-', 'dim'),
    ...(counts.statusChanged === 0
      ? []
      : [
          { level: 0, text: `${counted(counts.statusChanged, 'finding')} of another status:` },
          ...worst(rest.findings.statusChanged, ({ finding }) => finding, shown).map(
            ({ finding, before }): Block => line(`${before} > ${finding.status}`, finding, undefined),
          ),
          ...more(counts.statusChanged - shown, 'finding'),
        ]),
  ];
}

/** @returns the most severe ones, however many there are */
function worst<Item>(items: Iterable<Item>, of: (item: Item) => DiffFinding, most: number): readonly Item[] {
  const bySeverity = new Map<string, Item[]>(SEVERITIES.map((severity) => [severity, []]));
  for (const item of items) {
    const list = bySeverity.get(of(item).severity)!;
    if (list.length < most) list.push(item);
  }
  return [...bySeverity.values()].flat().slice(0, most);
}

function delegationBlocks({ rest, dn, name, most }: Shown): readonly Block[] {
  const { added, removed, changed } = rest.delegations;
  if (added.length + removed.length + changed.length === 0) return [];
  type Delegation = (typeof added)[number]['delegation'];
  const words = ({ trustee, trusteeName, rights, where, objects }: Delegation) =>
    `${name(trusteeName ?? trustee)}: ${listed(rights)} on ${named(where.map(dn), objects, 3)}`;
  const list = (mark: string, items: readonly Delegation[]): readonly Block[] => [
    ...items.slice(0, most(MOST_ITEMS)).map((each): Block => ({ level: 1, mark, text: words(each) })),
    ...more(items.length - most(MOST_ITEMS), 'delegation'),
  ];
  return [
    {
      level: 0,
      text: `${count(added.length)} added, ${count(removed.length)} removed, ${count(changed.length)} on other objects.`,
    },
    ...list(
      '+',
      added.map(({ delegation }) => delegation),
    ),
    ...list(
      '-',
      removed.map(({ delegation }) => delegation),
    ),
    ...list(
      '~',
      changed.map(({ after }) => after),
    ),
  ];
}

function accountBlocks({ rest, name, most }: Shown): readonly Block[] {
  return rest.accounts.flatMap((account): readonly Block[] => {
    const { token, retrievers, before, after, coverage } = account;
    const only = before && after ? '' : after ? ' (in the new sources only)' : ' (in the old sources only)';
    const blocks: Block[] = [];
    const list = (mark: string, what: string, names: readonly string[]) => {
      if (names.length > 0)
        blocks.push({ level: 1, mark, text: `${what}: ${named(names, names.length, most(MOST_NAMES))}` });
    };
    const sids = (entries: typeof token.gained) => entries.map((entry) => name(entry.name ?? entry.sid));
    list('+', 'its token gained', sids(token.gained));
    list('-', 'its token lost', sids(token.lost));
    list(
      '+',
      'may retrieve its password now',
      retrievers.gained.map((each) => name(each.name)),
    );
    list(
      '-',
      'may no longer retrieve its password',
      retrievers.lost.map((each) => name(each.name)),
    );
    blocks.push(...coverageBlocks(coverage.before, coverage.after));
    return [{ level: 0, text: `${name(account.name)}${only}`, style: 'bold' }, ...blocks];
  });
}

/** What it can do for good, population by population, where that is another number now. */
function coverageBlocks(before: DiffCoverage | null, after: DiffCoverage | null): readonly Block[] {
  if (before === null || after === null) return [];
  const ids = new Set([...Object.keys(before.populations), ...Object.keys(after.populations)]);
  return [...ids].flatMap((id): readonly Block[] => {
    const [was, is] = [before.populations[id], after.populations[id]];
    const actions = Object.keys(is?.actions ?? was?.actions ?? {});
    const parts = actions.flatMap((action) => {
      const [old, now] = [was?.actions[action]?.can ?? 0, is?.actions[action]?.can ?? 0];
      const [all, total] = [was?.targets ?? 0, is?.targets ?? 0];
      if (old === now && all === total) return [];
      return [`${actionShort(action)} ${count(old)} of ${count(all)} > ${count(now)} of ${count(total)}`];
    });
    return parts.length === 0 ? [] : [{ level: 1, mark: '-', text: `${id}: can ${parts.join(', ')}` }];
  });
}
