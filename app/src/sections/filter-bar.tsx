/** What the accounts are narrowed by. Each choice is in the address. */
import { useRef } from 'preact/hooks';
import { count } from '../../../src/report/numbers.js';
import { VERDICT_CODES } from '../../../src/result/codes.js';
import { capital } from '../../../src/words/lists.js';
import { REASON_TEXTS, VERDICT_TEXTS } from '../../../src/words/reasons.js';
import { usePage } from '../model/context.js';
import { FILTERS, type Filter, type FilterName } from '../model/filter.js';
import type { Report } from '../model/report.js';

interface Choice {
  readonly name: FilterName;
  readonly label: string;
  readonly values: readonly (readonly [value: string, words: string])[];
}

export function FilterBar({
  filter,
  words,
  onEnter,
}: {
  readonly filter: Filter;
  readonly words: string;
  onEnter(): void;
}) {
  const { report, place, go } = usePage();
  const search = useRef<HTMLInputElement>(null);
  const set = (name: FilterName, value: string) =>
    go({ anchor: 'accounts', query: { ...place.query, [name]: value } }, true);
  const isNarrowed = FILTERS.some((name) => (filter[name] ?? '') !== '');
  return (
    <div class="filter" role="search">
      <label>
        Find{' '}
        <input
          ref={search}
          type="search"
          placeholder="name, container, SID, reason"
          value={filter.q ?? ''}
          onInput={(event) => set('q', event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onEnter();
          }}
        />
      </label>
      {choicesOf(report).map(({ name, label, values }) => {
        const value = filter[name] ?? '';
        // What an address asks for may be more than the list offers, as several values at once.
        const isOther = value !== '' && !values.some(([known]) => known === value);
        return (
          <label key={name}>
            {label}{' '}
            <select value={value} onChange={(event) => set(name, event.currentTarget.value)}>
              <option value="">any</option>
              {isOther && <option value={value}>{value}</option>}
              {values.map(([known, shown]) => (
                <option key={known} value={known}>
                  {shown}
                </option>
              ))}
            </select>
          </label>
        );
      })}
      {(filter.ou ?? '') !== '' && (
        <span>
          below <strong>{report.shortDn(filter.ou!)}</strong>
        </span>
      )}
      {isNarrowed && (
        <button
          type="button"
          onClick={() => {
            const query = Object.fromEntries(
              Object.entries(place.query).filter(([name]) => !FILTERS.includes(name as FilterName)),
            );
            go({ anchor: 'accounts', query });
            search.current?.focus();
          }}
        >
          Show all
        </button>
      )}
      <output aria-live="polite">{words}</output>
    </div>
  );
}

const known = new WeakMap<Report, readonly Choice[]>();

/** Only what occurs is offered. */
function choicesOf(report: Report): readonly Choice[] {
  const made = known.get(report);
  if (made !== undefined) return made;
  const { kinds, outcomes, summary } = report.data;
  const verdicts = VERDICT_CODES.filter((code) => outcomes.some(({ verdict }) => verdict === code));
  const reasons = [...new Set(outcomes.map(({ reason }) => reason))].sort((a, b) =>
    REASON_TEXTS[a].label < REASON_TEXTS[b].label ? -1 : 1,
  );
  const classes = [...new Set(kinds.map(({ state }) => state.className))].sort();
  const populations = report.populations.filter((_, number) => kinds.some(({ population }) => population === number));
  const protection = [...new Set(kinds.map((kind) => kind.protection ?? 'none'))].sort();
  const choices: readonly Choice[] = [
    { name: 'action', label: 'Action', values: report.actions.map(({ id, title }) => [id, title]) },
    { name: 'verdict', label: 'Verdict', values: verdicts.map((code) => [code, VERDICT_TEXTS[code].label]) },
    { name: 'reason', label: 'Reason', values: reasons.map((code) => [code, REASON_TEXTS[code].label]) },
    { name: 'population', label: 'Population', values: populations.map(({ id, title }) => [id, capital(title)]) },
    { name: 'class', label: 'Class', values: classes.map((name) => [name, name]) },
    {
      name: 'state',
      label: 'State',
      values: [
        ['enabled', 'enabled'],
        ['disabled', 'disabled'],
        ['inheritance-off', 'inheritance off'],
      ],
    },
    {
      name: 'protection',
      label: 'Protection',
      values: protection.map((state) => [state, `${state} (${count(summary.protection[state] ?? 0)})`]),
    },
  ];
  known.set(report, choices);
  return choices;
}
