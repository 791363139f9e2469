/** How far an action reaches in each organisational unit: a picture to go down in, and the same as a table. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { count, counted, percent } from '../../../src/report/numbers.js';
import { type Page, useLink, usePage } from '../model/context.js';
import { useOwnQuery } from '../model/own-query.js';
import { piecesOf } from '../model/tiles.js';
import { startOf, targetsOf, trail, type Unit, type Units, unitOf, unitTree } from '../model/units.js';
import { Legend } from '../parts/pictures.js';
import { Section } from '../parts/section.js';
import { tierZeroWords, UnitMap } from './unit-map.js';
import { UnitTable } from './unit-table.js';
import './units.css';

export function OrganisationalUnits() {
  const page = usePage();
  const { report, account } = page;
  const query = useOwnQuery((anchor) => anchor === 'units');
  const units = useMemo(() => unitTree(report, account), [report, account]);
  const action = Math.max(
    0,
    report.actions.findIndex(({ id }) => id === query['action']),
  );
  const wanted = query['ou'] === undefined ? startOf(units) : unitOf(units, query['ou']);
  const unit = wanted ?? startOf(units);
  const pieces = useMemo(() => piecesOf(unit, action), [unit, action]);
  return (
    <Section id="units" title="Organisational units">
      {wanted === null && <p class="note bad">The address names a unit that has no targets here.</p>}
      <ActionSwitch page={page} action={action} ou={query['ou']} />
      <Trail page={page} unit={unit} action={action} />
      <Answer page={page} unit={unit} action={action} />
      <UnitMap pieces={pieces} action={action} />
      <UnitTable unit={unit} pieces={pieces} action={action} />
      <Legend />
      <LeftOut page={page} units={units} action={action} />
    </Section>
  );
}

function ActionSwitch({
  page,
  action,
  ou,
}: {
  readonly page: Page;
  readonly action: number;
  readonly ou: string | undefined;
}) {
  const { report, place } = page;
  const { account } = place.query;
  const to = (id: string) =>
    page.go(
      {
        anchor: 'units',
        query: { ...(ou === undefined ? {} : { ou }), action: id, ...(account === undefined ? {} : { account }) },
      },
      true,
    );
  return (
    <fieldset class="tabs">
      <legend>Action</legend>
      {report.actions.map(({ id, title }, number) => (
        <button key={id} type="button" aria-pressed={number === action} onClick={() => to(id)}>
          {title}
        </button>
      ))}
    </fieldset>
  );
}

/** The way up. */
function Trail({ page, unit, action }: { readonly page: Page; readonly unit: Unit; readonly action: number }) {
  const link = useLink();
  const here = useRef<HTMLSpanElement>(null);
  const before = useRef(unit);
  useEffect(() => {
    // What was pressed is gone: whoever uses the keyboard goes on from here.
    if (before.current !== unit && page.place.anchor === 'units') here.current?.focus({ preventScroll: true });
    before.current = unit;
  }, [unit, page.place.anchor]);
  return (
    <nav class="trail" aria-label="Units above">
      <ol>
        {shortened(trail(unit)).map((at) => (
          <li key={typeof at === 'number' ? '' : at.dn}>
            {typeof at === 'number' ? (
              `${count(at)} units`
            ) : at === unit ? (
              <span ref={here} tabIndex={-1} aria-current="location">
                {at.name}
              </span>
            ) : (
              <a href={link('units', { ou: at.dn, action: page.report.actions[action]!.id })}>{at.name}</a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Nobody reads a longer way. */
const MOST_STEPS = 12;

function shortened(units: readonly Unit[]): readonly (Unit | number)[] {
  if (units.length <= MOST_STEPS) return units;
  return [units[0]!, units.length - MOST_STEPS, ...units.slice(1 - MOST_STEPS)];
}

/** What is in sight, in numbers. */
function Answer({ page, unit, action }: { readonly page: Page; readonly unit: Unit; readonly action: number }) {
  const link = useLink();
  const { id, title } = page.report.actions[action]!;
  const counts = unit.counts[action] ?? null;
  const all = targetsOf(counts);
  if (counts === null || all === 0) return <p role="status">{title} is not about what lies here.</p>;
  const accounts = (verdict: string) => link('accounts', { ou: unit.dn, action: id, verdict });
  return (
    <p role="status">
      {title}: works, and lasts, on {count(counts.can)} of {counted(all, 'target')} in and below (
      {percent(counts.can, all)}){unit.tierZero > 0 && `; ${tierZeroWords(page.report, unit.tierZero)}`}.{' '}
      <span class="screen-only">
        Show these accounts: {counts.can > 0 && <a href={accounts('can')}>the {count(counts.can)} on which it works</a>}
        {counts.can > 0 && counts.can < all && ', '}
        {counts.can < all && <a href={accounts('!can')}>the {count(all - counts.can)} others</a>}.
      </span>
    </p>
  );
}

/** Units that the page does not list: never in silence. */
function LeftOut({ page, units, action }: { readonly page: Page; readonly units: Units; readonly action: number }) {
  const { report, account } = page;
  const left = report.data.leftOut.containers ?? 0;
  if (left === 0) return null;
  const { id } = report.actions[action]!;
  const whole = report.data.summary.actions.find(
    (of) => of.action === id && of.account === report.data.accounts[account]!.sid,
  );
  const missing = targetsOf(whole?.verdicts ?? null) - targetsOf(units.root.counts[action] ?? null);
  return (
    <p class="note">
      The {counted(left, 'container')} with the fewest targets
      {report.data.accounts.length > 1 ? ' (of all accounts under audit)' : ''} {left === 1 ? 'is' : 'are'} left out
      here; {counted(missing, 'target')} of the chosen action {missing === 1 ? 'lies' : 'lie'} in them. The JSON result
      has them all.
    </p>
  );
}
