/** The changes that would let the account under audit reach more of those that it is meant to reach. */
import { count, counted } from '../../../src/report/numbers.js';
import type { Hole, MendStep } from '../../../src/result/coverage.js';
import { capital, listed } from '../../../src/words/lists.js';
import { cautionsOf, mendWords } from '../../../src/words/mends.js';
import { REASON_TEXTS } from '../../../src/words/reasons.js';
import { useLink, usePage } from '../model/context.js';
import { CHANGE_TITLES, fixFilter, fixGroups, gainsOf, placesOf, reasonsOf } from '../model/fixes.js';
import { brief } from '../model/long.js';
import { Names } from '../parts/names.js';
import { Section } from '../parts/section.js';
import { More, useSteps } from '../parts/steps.js';
import { Table } from '../parts/table.js';
import './tables.css';

/** Changes that are shown at a time. */
const STEP = 25;

export function Fixes() {
  const { report, account } = usePage();
  const holes = report.summaryOf(account)?.holes ?? [];
  const groups = fixGroups(holes);
  const [shown, more] = useSteps(holes.length, STEP);
  const left = report.data.leftOut.holes ?? 0;
  let room = shown;
  return (
    <Section id="fixes" title="Fixes">
      {holes.length === 0 ? (
        <p>No change was found by which it would reach more of those that it is meant to reach.</p>
      ) : (
        <>
          <p class="note">
            Each change was tried on the lists as they are, and lets the account act.{' '}
            <strong>Look at what else it does</strong> before you make it: who else lies below, which other entries come
            along, and why it is as it is.
          </p>
          <Table
            caption={`${counted(holes.length, 'change')}, and how many accounts each would gain; an account may be gained by several`}
            heads={[{ title: 'Accounts gained', number: true }, { title: 'Change' }, { title: 'Actions' }]}
          >
            {groups.map(({ kind, holes: all }) => {
              const some = all.slice(0, Math.max(0, room));
              room -= some.length;
              return (
                some.length > 0 && (
                  <>
                    <tr key={kind}>
                      <th colSpan={3} scope="rowgroup" class="group">
                        {CHANGE_TITLES[kind]}
                        {all.length > 1 && `: ${counted(all.length, 'change')}`}
                        <Cautions holes={all} />
                      </th>
                    </tr>
                    {some.map((hole, i) => (
                      <Row key={`${kind} ${i}`} hole={hole} />
                    ))}
                  </>
                )
              );
            })}
          </Table>
          <More shown={shown} total={holes.length} step={STEP} more={more} what="changes" />
        </>
      )}
      {left > 0 && (
        <p>
          {counted(left, 'more change')}
          {report.data.accounts.length > 1 && ' of all accounts under audit'}, with fewer accounts each,{' '}
          {left === 1 ? 'is' : 'are'} not on this page: the JSON result lists up to 1,000 of each account.
        </p>
      )}
    </Section>
  );
}

/** What the changes of a kind bring, whichever of them is made. */
function Cautions({ holes }: { readonly holes: readonly Hole[] }) {
  const cautions = cautionsOf(holes.flatMap(({ mend }) => mend));
  if (cautions.length === 0) return null;
  return (
    <span class="caution">
      <span aria-hidden="true">⚠ </span>Caution: {cautions.join('; ')}.
    </span>
  );
}

function Row({ hole }: { readonly hole: Hole }) {
  const { report } = usePage();
  const { mend, accounts, where, aboveTierZero } = hole;
  return (
    <tr>
      <td class="n">
        <strong>{count(accounts)}</strong>
      </td>
      <th scope="row">
        {capital(mendWords(mend.map(briefly), (dn) => brief(report.shortDn(dn))))}
        {aboveTierZero && (
          <span class="caution">
            <span aria-hidden="true">⚠ </span>Caution: Tier-0 accounts lie below it, too.
          </span>
        )}
        <details class="why" data-print="folded">
          <summary>
            {accounts > where.length ? `The first ${where.length} accounts` : counted(accounts, 'account')} by name
          </summary>
          <Names dns={where} total={accounts} />
        </details>
        <Links hole={hole} />
      </th>
      <td class="few">
        <Gains hole={hole} />
      </td>
    </tr>
  );
}

/** An entry may name a condition of any length. */
function briefly(step: MendStep): MendStep {
  return step.change === 'remove-deny' ? { ...step, sddl: brief(step.sddl) } : step;
}

/** Where the accounts table shows them, with others that are alike in it. */
function Links({ hole }: { readonly hole: Hole }) {
  const { report } = usePage();
  const link = useLink();
  const reasons = listed(reasonsOf(hole).map((reason) => REASON_TEXTS[reason].label));
  if (reasons === '') return null;
  const places = placesOf(hole);
  return (
    <span class="why links">
      {(places.length === 0 ? [null] : places).map((ou) => (
        <a class="line" key={ou} href={link('accounts', fixFilter(hole, report.populations, ou))}>
          All with the reason: {reasons}
          {ou !== null && `, below ${brief(report.shortDn(ou))}`}
        </a>
      ))}
    </span>
  );
}

/** How many gain which action; of those that all gain, the name alone. */
function Gains({ hole }: { readonly hole: Hole }) {
  const { report } = usePage();
  const gains = gainsOf(
    hole,
    report.actions.map(({ id }) => id),
  );
  const alike = gains.every(([, accounts]) => accounts === hole.accounts);
  if (alike && gains.length > 1 && gains.length === report.actions.length) return <>All</>;
  const titleOf = (action: string) => report.actions.find(({ id }) => id === action)?.title ?? action;
  return <>{gains.map(([id, accounts]) => (alike ? titleOf(id) : `${titleOf(id)} ${count(accounts)}`)).join(', ')}</>;
}
