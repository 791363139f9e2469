/** Every account that is listed one by one: searched, narrowed, put in order; each leads to how its verdicts come about. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { count, counted } from '../../../src/report/numbers.js';
import { stateWords } from '../../../src/report/state-words.js';
import { REASON_TEXTS } from '../../../src/words/reasons.js';
import { usePage } from '../model/context.js';
import { FILTERS, type Filter, filtered, sorted } from '../model/filter.js';
import type { Report } from '../model/report.js';
import { VerdictBadge } from '../parts/pictures.js';
import { Section } from '../parts/section.js';
import { useVirtual } from '../parts/virtual.js';
import { FilterBar } from './filter-bar.js';
import { Unlisted } from './unlisted.js';
import './accounts.css';

/** Heights of a row, px, side by side and on a narrow screen. */
const WIDE = 52;
const PER_LINE = 27;

export function Accounts() {
  const { report, place, account, go } = usePage();
  const filter: Filter = useMemo(
    () => Object.fromEntries(FILTERS.map((name) => [name, place.query[name] ?? ''])),
    [place],
  );
  const order = place.query['sort'] ?? '';
  const found = useMemo(() => filtered(report, account, filter), [report, account, filter]);
  const rows = useMemo(() => sorted(report, found, order), [report, found, order]);
  const isNarrow = useNarrow();
  const height = isNarrow ? PER_LINE * (report.actions.length + 2) : WIDE;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtual(scroller, rows.length, height);
  const [at, setAt] = useState(0);
  const all = report.listedOf(account);
  const words = rows.length === all ? `${counted(all, 'row')}` : `${count(rows.length)} of ${counted(all, 'row')}`;
  useEffect(() => {
    scroller.current?.scrollTo(0, 0);
    setAt(0);
  }, [rows]);
  const focus = (to: number) => {
    const row = Math.max(0, Math.min(rows.length - 1, to));
    setAt(row);
    virtual.scrollToIndex(row);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${row}"] button`)?.focus());
  };
  const open = (row: number, action?: string) =>
    go({
      anchor: 'accounts',
      query: {
        ...place.query,
        row: report.id(row),
        ...(action === undefined ? {} : { why: action }),
      },
    });
  const sort = (by: string) =>
    go(
      { anchor: 'accounts', query: { ...place.query, sort: order === by ? `-${by}` : order === `-${by}` ? '' : by } },
      true,
    );
  const heads = [
    { by: 'name', title: 'Account' },
    { by: 'ou', title: 'In' },
    ...report.actions.map(({ id, title }) => ({ by: id, title })),
  ];
  const columns = {
    gridTemplateColumns: `minmax(11rem, 1.3fr) minmax(8rem, 1fr) repeat(${report.actions.length}, minmax(8rem, 1fr))`,
  };
  return (
    <Section id="accounts" title="All accounts" print={false}>
      <FilterBar filter={filter} words={words} onEnter={() => focus(0)} />
      <Unlisted />
      <div
        role="table"
        aria-label={`Accounts: ${words}`}
        aria-rowcount={rows.length + 1}
        class={isNarrow ? 'list narrow' : 'list'}
      >
        <div role="rowgroup" class="heads">
          <div role="row" aria-rowindex={1} style={isNarrow ? {} : columns}>
            {heads.map(({ by, title }) => (
              <div
                key={by}
                role="columnheader"
                aria-sort={order === by ? 'ascending' : order === `-${by}` ? 'descending' : 'none'}
              >
                <button type="button" onClick={() => sort(by)}>
                  {title}
                  <span aria-hidden="true">{order === by ? ' ▲' : order === `-${by}` ? ' ▼' : ''}</span>
                </button>
              </div>
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          class="rows"
          ref={scroller}
          tabIndex={rows.length === 0 ? 0 : -1}
          onKeyDown={(event) => {
            const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -rows.length, End: rows.length }[
              event.key
            ];
            if (step === undefined) return;
            event.preventDefault();
            focus(at + step);
          }}
        >
          {rows.length === 0 && <p class="none">Nothing fits what is asked for.</p>}
          <div role="presentation" style={{ height: `${virtual.getTotalSize()}px`, position: 'relative' }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              return row === undefined ? null : (
                <div
                  key={index}
                  role="row"
                  aria-rowindex={index + 2}
                  data-row={index}
                  class="row"
                  style={{ ...(isNarrow ? {} : columns), height: `${height}px`, top: `${start}px` }}
                >
                  <Row
                    report={report}
                    row={row}
                    reachable={index === at}
                    onOpen={(action) => {
                      setAt(index);
                      open(row, action);
                    }}
                  />
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </Section>
  );
}

function Row({
  report,
  row,
  reachable,
  onOpen,
}: {
  readonly report: Report;
  readonly row: number;
  /** It is the one of all rows that the tabulator key reaches; arrow keys go on from there. */
  readonly reachable: boolean;
  onOpen(action?: string): void;
}) {
  const { state } = report.kind(row);
  return (
    <>
      <div role="rowheader" class="cell">
        <button type="button" class="plain" tabIndex={reachable ? 0 : -1} onClick={() => onOpen()}>
          {report.name(row)}
        </button>
        <span class="why">{[state.className, ...stateWords(state)].join(', ')}</span>
      </div>
      <div role="cell" class="cell where">
        <span class="dn">{report.shortDn(report.container(row))}</span>
      </div>
      {report.actions.map(({ id, title }, number) => {
        const outcome = report.outcome(row, number);
        return (
          <div key={id} role="cell" class="cell" onClick={() => outcome !== null && onOpen(id)}>
            {outcome === null ? (
              <span class="soft">not about these</span>
            ) : (
              <>
                <span class="narrow-only">{title}: </span>
                <VerdictBadge code={outcome.verdict} />
                <span class="why">{REASON_TEXTS[outcome.reason].label}</span>
              </>
            )}
          </div>
        );
      })}
    </>
  );
}

/** Whether columns have no room side by side. */
function useNarrow(): boolean {
  const query = useMemo(() => matchMedia('(max-width: 50rem)'), []);
  const [isNarrow, set] = useState(query.matches);
  useEffect(() => {
    const follow = () => set(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, [query]);
  return isNarrow;
}
