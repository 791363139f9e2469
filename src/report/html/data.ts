/** The data of the page, from what was kept of the audit. */
import type { EvidenceBlock, Summary } from '../../result/audit.js';
import type { PageData, PageList, PageRows, PageSimulation, PageSince, PageTargets } from '../../result/page.js';
import type { Explain, TargetOutcomes } from '../../result/sink.js';
import { answersOf } from '../answer/index.js';
import { containerRows, type Digest } from '../digest.js';
import { visible } from '../encode/visible.js';
import { count } from '../numbers.js';
import type { Situations } from '../situations.js';
import { explained } from './explanations.js';
import { Kinds } from './kinds.js';

/** Parts of lists that are on the page. */
const MOST: Readonly<Record<PageList, number>> = {
  containers: 2000,
  gaps: 500,
  token: 1000,
  holes: 200,
  delegations: 300,
};

export interface Kept {
  readonly digest: Digest;
  /** Listed one by one. */
  readonly rows: readonly TargetOutcomes[];
  /** What the other rows have in common. */
  readonly groups: Situations;
  /** Null: nobody explains. */
  readonly explain: Explain | null;
  readonly paper: boolean;
  readonly simulation: PageSimulation | null;
  readonly since: PageSince | null;
  /** The file that has every verdict; null: the page lists them all. */
  readonly allIn: string | null;
  /** The file that has every finding; null: the page lists them all, or there is none. */
  readonly findingsIn: string | null;
}

export function pageData({
  digest,
  rows,
  groups,
  explain,
  simulation,
  since,
  allIn,
  findingsIn,
  paper,
}: Kept): PageData {
  const kinds = new Kinds();
  const kindOf = rows.map((row) => kinds.of(row));
  const alike = groups.list().map(({ first, count }) => ({
    account: first.account,
    kind: kinds.of(first),
    count,
    example: first.target.name,
  }));
  const { header, accounts, evidence, findings, framework, rowCounts } = digest;
  const { evidence: _, ...head } = header;
  const short = bounds(digest);
  return {
    simulation,
    since,
    header: head,
    accounts: accounts.map((account) => ({ ...account, token: account.token.slice(0, MOST.token) })),
    summary: short.summary,
    evidence: short.evidence,
    framework,
    paper,
    answers: answersOf(digest),
    findings: findings.map(({ rule, severity, title, counts, shown, controls }) => ({
      rule,
      severity,
      title,
      counts,
      shown,
      controls,
    })),
    ...tables(rows, kindOf),
    outcomes: kinds.outcomes.values,
    kinds: kinds.all,
    rowCounts,
    groups: alike,
    ungrouped: groups.others,
    allIn,
    findingsIn,
    ...(explain === null ? { sections: [], explanations: [] } : explained(rows, kindOf, explain, evidence)),
    leftOut: short.leftOut,
  };
}

function tables(
  rows: readonly TargetOutcomes[],
  kinds: readonly number[],
): { readonly containers: readonly string[]; readonly targets: PageTargets; readonly rows: PageRows } {
  const containers = new Map<string, number>();
  const numbers = new Map<string, number>();
  const columns = { sid: [] as string[], name: [] as string[], rdn: [] as string[], container: [] as number[] };
  const target = rows.map(({ target: { sid, dn, name, container } }) => {
    const known = numbers.get(dn);
    if (known !== undefined) return known;
    numbers.set(dn, columns.sid.length);
    columns.sid.push(sid);
    columns.name.push(name);
    columns.rdn.push(container === '' ? dn : dn.slice(0, dn.length - container.length - 1));
    if (!containers.has(container)) containers.set(container, containers.size);
    columns.container.push(containers.get(container)!);
    return columns.sid.length - 1;
  });
  return {
    containers: [...containers.keys()],
    targets: columns,
    rows: { account: rows.map(({ account }) => account), target, kind: kinds },
  };
}

/** Lists of the result that may be long, cut. */
function bounds(digest: Digest): {
  readonly summary: Summary;
  readonly evidence: EvidenceBlock;
  readonly leftOut: PageData['leftOut'];
} {
  const { header, accounts, summary, evidence } = digest;
  const leftOut: Partial<Record<PageList, number>> = {};
  const cut = <T>(list: readonly T[], what: PageList, more = 0): readonly T[] => {
    const left = Math.max(0, list.length - MOST[what]) + more;
    if (left > 0) leftOut[what] = (leftOut[what] ?? 0) + left;
    return list.slice(0, MOST[what]);
  };
  for (const { token } of accounts) cut(token, 'token');
  const actions = header.actions.map(({ id }) => id);
  const listed = new Map(
    accounts.map(({ sid }) => [
      sid,
      new Set(cut(containerRows(summary, sid, actions), 'containers').map(({ container }) => container)),
    ]),
  );
  return {
    summary: {
      ...summary,
      containers: summary.containers.filter(({ account, container }) => listed.get(account)?.has(container)),
      accounts: summary.accounts.map((of) => ({
        ...of,
        holes: cut(of.holes, 'holes'),
        delegations: cut(of.delegations, 'delegations', of.furtherDelegations),
      })),
    },
    evidence: { ...evidence, gaps: cut(evidence.gaps, 'gaps') },
    leftOut,
  };
}

/** Characters of one text on the page: more is nobody's name, and would only cost the browser its layout. */
const LONGEST = 4000;

/** The data as text; what cannot be seen is written out, as in all formats for people, and what has no end is cut. */
export function pageText(data: PageData): string {
  return JSON.stringify(data, (_, value) => (typeof value === 'string' ? bounded(visible(value)) : value));
}

function bounded(text: string): string {
  if (text.length <= LONGEST) return text;
  const half = LONGEST / 2;
  return `${text.slice(0, half)} ... ${count(text.length - LONGEST)} characters ... ${text.slice(-half)}`;
}
