/** `html`: the page of the newer state, with what is different since the older one. */
import { AdreachError } from '../../errors/index.js';
import type { DiffFinding, DiffRest, DiffSink, DiffVerdict } from '../../result/diff.js';
import type { PageCause, PageSince } from '../../result/page.js';
import type { FindingChange } from '../../result/simulate-digest.js';
import type { AuditSink } from '../../result/sink.js';
import { changesText } from '../../words/directory-changes.js';
import { capital } from '../../words/lists.js';
import { FindingList } from '../finding-list.js';
import { htmlSink } from '../html/index.js';
import { latePage } from '../html/late.js';
import type { ByteOutput } from '../output/output.js';
import { relativeDn } from '../relative-names.js';
import { diffDetails, headlineOf, sideWords } from './sections.js';

/** What is on the page of lists; JSON has all of it. */
const MOST_CAUSES = 300;
const MOST_UNEXPLAINED = 300;
const MOST_EXAMPLES = 5;

/** A sink that writes the page at the end. */
export function diffHtmlSink(output: ByteOutput): DiffSink & { readonly audit: AuditSink } {
  const unexplained: PageSince['unexplainedShown'][number][] = [];
  let since: PageSince | null = null;
  const page = latePage(htmlSink(output, null, { since: () => since }));
  return {
    verdicts(batch) {
      for (const verdict of batch)
        if (verdict.causes.length === 0 && unexplained.length < MOST_UNEXPLAINED) unexplained.push(shownOf(verdict));
    },
    async end(rest) {
      if (!page.hasAudit)
        throw new AdreachError(
          'usage',
          'none of the accounts under audit is in the new sources, so that there is no page of them',
          'use --format table, md or json',
        );
      since = sinceOf(rest, unexplained);
      await page.finish();
    },
    audit: page.audit,
  };
}

function shownOf({ account, action, before, after, targetName }: DiffVerdict): PageSince['unexplainedShown'][number] {
  return { account, action, before: before?.verdict ?? null, after: after?.verdict ?? null, target: targetName };
}

function sinceOf(rest: DiffRest, unexplainedShown: PageSince['unexplainedShown']): PageSince {
  const { summary, causes, findings, accounts } = rest;
  const verdicts: Record<string, number> = {};
  for (const { account, verdicts: of } of summary.byChange) verdicts[account] = (verdicts[account] ?? 0) + of;
  return {
    headline: headlineOf(rest),
    older: `${sideWords(rest.before)}.`,
    before: accounts.flatMap(({ sid, coverage }) =>
      Object.entries(coverage.before?.actions ?? {}).map(([action, of]) => ({ account: sid, action, verdicts: of })),
    ),
    verdicts,
    causes: [...causes]
      .sort((a, b) => b.verdicts - a.verdicts)
      .slice(0, MOST_CAUSES)
      .map((cause) => causeOf(cause, rest)),
    moreCauses: Math.max(0, causes.length - MOST_CAUSES),
    unexplained: summary.verdicts.unexplained,
    unexplainedShown,
    findings: {
      appeared: listOf(findings.new, (finding) => finding),
      gone: listOf(findings.gone, (finding) => finding),
      same: findings.same,
      statusChanged: listOf(findings.statusChanged, ({ finding }) => finding),
    },
    details: diffDetails(rest),
  };
}

function causeOf(cause: DiffRest['causes'][number], { after }: DiffRest): PageCause {
  const { changes, proven, because, verdicts, sole, targets, byChange, examples } = cause;
  return {
    text: capital(changesText(changes, (dn) => relativeDn(dn, after.evidence))),
    because: proven ? null : (because ?? ''),
    verdicts,
    sole,
    targets,
    turns: byChange,
    examples: examples.slice(0, MOST_EXAMPLES).map(({ name }) => name),
  };
}

function listOf<Item>(items: Iterable<Item>, of: (item: Item) => DiffFinding): FindingChange {
  const list = new FindingList();
  for (const item of items) list.add(of(item));
  return list.change();
}
