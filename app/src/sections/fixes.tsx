/** The changes that would let the account under audit reach more of those that it is meant to reach. */
import { count, counted } from '../../../src/report/numbers.js';
import type { ReasonCode } from '../../../src/result/codes.js';
import type { Hole, MendStep } from '../../../src/result/coverage.js';
import { capital, listed } from '../../../src/words/lists.js';
import { mendWords } from '../../../src/words/mends.js';
import { REASON_TEXTS, VERDICT_TEXTS } from '../../../src/words/reasons.js';
import { useLink, usePage } from '../model/context.js';
import { CHANGE_TITLES, fixGroups, placesOf } from '../model/fixes.js';
import { brief } from '../model/long.js';
import type { Report } from '../model/report.js';
import { Names } from '../parts/names.js';
import { Section } from '../parts/section.js';
import { More, useSteps } from '../parts/steps.js';
import { Table } from '../parts/table.js';
import './tables.css';

/** Changes that are shown at a time. */
const STEP = 25;

function summaryOf({ data }: Report, account: number) {
  return data.summary.accounts.find(({ sid }) => sid === data.accounts[account]!.sid);
}

export function Fixes() {
  const { report, account } = usePage();
  const holes = summaryOf(report, account)?.holes ?? [];
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

function Row({ hole }: { readonly hole: Hole }) {
  const { report } = usePage();
  const { mend, accounts, actions, where, aboveTierZero } = hole;
  const titles = report.actions.filter(({ id }) => actions.includes(id)).map(({ title }) => title);
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
        <details class="why">
          <summary>
            Accounts: {accounts > where.length ? `the first ${where.length}` : counted(accounts, 'name')}
          </summary>
          <Names dns={where} total={accounts} />
        </details>
        <Links hole={hole} />
      </th>
      <td class="few">{titles.length === report.actions.length && titles.length > 1 ? 'All' : listed(titles)}</td>
    </tr>
  );
}

/** An entry may name a condition of any length. */
function briefly(step: MendStep): MendStep {
  return step.change === 'remove-deny' ? { ...step, sddl: brief(step.sddl) } : step;
}

/** Where the accounts table shows them: by the container that would be changed, or by what they have in common. */
function Links({ hole }: { readonly hole: Hole }) {
  const { report } = usePage();
  const link = useLink();
  const places = placesOf(hole);
  const action: Record<string, string> = hole.actions.length === 1 ? { action: hole.actions[0]! } : {};
  const alike = ALIKE[hole.mend[0]?.change ?? 'delegate'];
  return (
    <span class="why links">
      {places.map((ou) => (
        <a class="line" key={ou} href={link('accounts', { ou, verdict: '!can', ...action })}>
          All that it does not reach below {brief(report.shortDn(ou))}
        </a>
      ))}
      {places.length === 0 && alike !== undefined && (
        <a class="line" href={link('accounts', { ...alike.filter, ...action })}>
          All with this verdict: {alike.words}
        </a>
      )}
    </span>
  );
}

/** What accounts have in common that a change is needed of, one by one. */
const ALIKE: Readonly<
  Partial<Record<MendStep['change'], { readonly words: string; readonly filter: Readonly<Record<string, string>> }>>
> = {
  'enable-inheritance': byReason('no-entry-inheritance-off'),
  'remove-deny': byReason('denied-by-entry'),
  'clear-flag': { words: VERDICT_TEXTS['no-effect'].label, filter: { verdict: 'no-effect' } },
};

function byReason(reason: ReasonCode) {
  return { words: REASON_TEXTS[reason].label, filter: { reason } };
}
