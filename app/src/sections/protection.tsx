/** How accounts stand to AdminSDHolder, what to do, and what its next run changes. */
import { Fragment } from 'preact';
import { count, counted } from '../../../src/report/numbers.js';
import { capital } from '../../../src/words/lists.js';
import { PROTECTION_ADVICE, PROTECTION_TEXTS } from '../../../src/words/protection.js';
import { useLink, usePage } from '../model/context.js';
import { ruleAnchor } from '../model/findings.js';
import { nextRun, statesOf, takenBy } from '../model/protection.js';
import { Section } from '../parts/section.js';
import { Table } from '../parts/table.js';
import './tables.css';

export function Protection() {
  const { report } = usePage();
  const link = useLink();
  const states = statesOf(report.data);
  return (
    <Section id="protection" title="Protected accounts">
      <NextRun />
      <Table
        caption="How accounts stand to AdminSDHolder, whose list the domain gives to administrators"
        heads={[{ title: 'Accounts', number: true }, { title: 'State' }, { title: 'Meaning' }, { title: 'What to do' }]}
      >
        {states.map(({ state, count: accounts }) => (
          <tr key={state}>
            <td class="n">
              <a href={link('accounts', { protection: state })}>{count(accounts)}</a>
            </td>
            <th scope="row">{capital(state.replace('-', ' '))}</th>
            <td class="few">{capital(PROTECTION_TEXTS[state])}.</td>
            <td class="text">{PROTECTION_ADVICE[state] === '' ? 'Nothing.' : PROTECTION_ADVICE[state]}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function NextRun() {
  const { report, account } = usePage();
  const link = useLink();
  const { changes, unknown, told } = nextRun(report.data);
  // On paper the part stands once, for all accounts under audit.
  const audited = report.data.paper ? report.data.accounts.map((_, number) => number) : [account];
  const all = report.data.accounts.length > 1 ? { of: 'all' } : {};
  const about = report.data.findings.filter(({ rule }) => rule.startsWith('ADR-ADMINSDHOLDER-'));
  return (
    <div class="note">
      <p>
        <strong>AdminSDHolder's next run</strong>{' '}
        {changes === 0 ? (
          'changes no account that is known to be protected.'
        ) : (
          <>
            changes{' '}
            <a href={link('accounts', { protection: 'pending,tampered' })}>{counted(changes, 'protected account')}</a>
            {told === null ? '' : `: ${ways(told)}`}.
          </>
        )}
        {unknown > 0 && ` Of ${counted(unknown, 'account')} it is not known.`}
      </p>
      {audited.map((number) => (
        <Takes key={number} account={number} />
      ))}
      {about.map(({ rule, title, counts }) => (
        <p key={rule}>
          {title}:{' '}
          <a href={link(ruleAnchor(rule), all)}>
            {counted(counts.open + counts.suppressed + counts.baseline, 'finding')}
          </a>
          .
        </p>
      ))}
    </div>
  );
}

/** On how many the account can act only until then. */
function Takes({ account }: { readonly account: number }) {
  const { report } = usePage();
  const link = useLink();
  const takes = takenBy(report.data, account);
  if (takes.length === 0) return null;
  return (
    <p>
      {report.shortName(report.data.accounts[account]!.name)} can act on some of them only until then:{' '}
      {takes.map(({ action, title, count: accounts }, i) => (
        <Fragment key={action}>
          {i > 0 && ', '}
          <a href={link('accounts', { action, verdict: 'can-until-sdprop' })}>
            {title} {count(accounts)}
          </a>
        </Fragment>
      ))}
      .
    </p>
  );
}

function ways({ list, owner }: { readonly list: number; readonly owner: number }): string {
  const words = [
    ...(list > 0 ? [`${count(list)} ${list === 1 ? 'gets' : 'get'} its list`] : []),
    ...(owner > 0 ? [`${count(owner)} only another owner`] : []),
  ];
  return words.join(', ');
}
