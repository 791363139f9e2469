/** The sheet of the account under audit: what it is, how far it reaches, what its token holds. */
import { count, counted, percent } from '../../../src/report/numbers.js';
import { totalOf } from '../../../src/report/verdict-counts.js';
import type { AuditedAccount, TokenEntry } from '../../../src/result/audit.js';
import type { AccountSummary } from '../../../src/result/coverage.js';
import { kindWords } from '../../../src/words/account-kind.js';
import { capital, listed } from '../../../src/words/lists.js';
import { useLink, usePage } from '../model/context.js';
import { brief } from '../model/long.js';
import { tokenParts } from '../model/token.js';
import { Long } from '../parts/long.js';
import { Path } from '../parts/path.js';
import { VerdictBar } from '../parts/pictures.js';
import { Section } from '../parts/section.js';
import { More, useSteps } from '../parts/steps.js';
import { Dn, Table } from '../parts/table.js';
import { Managed } from './account-managed.js';
import './tables.css';

/** Memberships that are shown at a time. */
const STEP = 25;

export function Account() {
  const { report, account: number } = usePage();
  const account = report.data.accounts[number]!;
  const summary = report.summaryOf(number);
  return (
    <Section id="account" title="The account under audit">
      <h3>
        <Long text={account.name} />
      </h3>
      <dl>
        <dt>Kind</dt>
        <dd>{kindWords(account.kind)}</dd>
        {account.dn !== null && (
          <>
            <dt>DN</dt>
            <dd>
              <Dn dn={account.dn} />
            </dd>
          </>
        )}
        <dt>SID</dt>
        <dd>
          <code>{account.sid}</code>
        </dd>
      </dl>
      {summary !== undefined && summary.managed !== null && (
        <Managed key={account.sid} account={account} managed={summary.managed} />
      )}
      {summary !== undefined && <Reach summary={summary} />}
      <Token key={`token ${account.sid}`} account={account} />
    </Section>
  );
}

function Reach({ summary }: { readonly summary: AccountSummary }) {
  const { report } = usePage();
  const link = useLink();
  const { actions } = report;
  const shown = report.populations.filter(({ id }) => (summary.populations[id]?.targets ?? 0) > 0);
  return (
    <>
      <h3>Reach</h3>
      {summary.scope.length > 0 && (
        <p>
          In scope:{' '}
          {summary.scope.map((dn) => (
            <span class="line" key={dn}>
              <Dn dn={brief(dn)} />
            </span>
          ))}
        </p>
      )}
      <Table
        caption="By population: on how many accounts each action can act, and it lasts"
        heads={[
          { title: 'Population' },
          { title: 'Accounts', number: true },
          ...actions.map(({ title }) => ({ title })),
        ]}
      >
        {shown.map(({ id, title, description, expected }) => (
          <tr key={id}>
            <th scope="row">
              {capital(title)}
              {expected && <strong> (meant to be reached)</strong>}
              <span class="why">{description}</span>
            </th>
            <td class="n">
              <a href={link('accounts', { population: id })}>{count(summary.populations[id]!.targets)}</a>
            </td>
            {actions.map(({ id: action }) => {
              const counts = summary.populations[id]!.actions[action];
              const judged = counts === undefined ? 0 : totalOf(counts);
              // The action is about other objects.
              if (counts === undefined || judged === 0) return <td key={action}>-</td>;
              return (
                <td class="mini" key={action}>
                  {count(counts.can)} of {count(judged)} ({percent(counts.can, judged)})
                  <VerdictBar counts={counts} />
                </td>
              );
            })}
          </tr>
        ))}
      </Table>
      {summary.outside > 0 && <p>{counted(summary.outside, 'account')} outside of the scope, not counted here.</p>}
    </>
  );
}

function Token({ account }: { readonly account: AuditedAccount }) {
  const { report } = usePage();
  const { memberships, added } = tokenParts(account);
  const [shown, more] = useSteps(memberships.length, STEP);
  const left = report.data.leftOut.token ?? 0;
  return (
    <>
      <h3>Memberships</h3>
      {memberships.length === 0 ? (
        <p>None: its token holds no group of the directory.</p>
      ) : (
        <>
          <TokenTable
            caption={`The SIDs of its token from groups and former SIDs, ${count(memberships.length)} in all, and how it comes to each`}
            entries={memberships.slice(0, shown)}
          />
          <More shown={shown} total={memberships.length} step={STEP} more={more} what="memberships" />
        </>
      )}
      {added.length > 0 && (
        <p>
          Windows itself puts into it:{' '}
          {listed(added.map(({ sid, name }) => (name === null ? sid : `${brief(report.shortName(name))} (${sid})`)))}.
        </p>
      )}
      {left > 0 && (
        <p>
          {counted(left, 'more SID')}
          {report.data.accounts.length > 1 && ' of all accounts under audit'} {left === 1 ? 'is' : 'are'} not on this
          page: the JSON result lists all of them.
        </p>
      )}
    </>
  );
}

function TokenTable({ caption, entries }: { readonly caption: string; readonly entries: readonly TokenEntry[] }) {
  const { report } = usePage();
  const short = (name: string) => brief(report.shortName(name));
  return (
    <Table caption={caption} heads={[{ title: 'Name' }, { title: 'How' }, { title: 'Counts in' }]}>
      {entries.map(({ sid, name, via, domain }) => (
        <tr key={`${sid} ${domain}`}>
          <th scope="row" class="member">
            {name === null ? '(no name known)' : short(name)}
            <span class="why">
              <code>{sid}</code>
            </span>
          </th>
          <td class="text">
            {via.length < 2 ? (
              // LocalSystem is no account of the directory: Windows says what it is.
              'given by Windows'
            ) : (
              <Path names={via.map(short)} label={`From ${short(via[0]!)} to ${short(via.at(-1)!)}`} />
            )}
          </td>
          <td class="dn">{domain === null ? 'everywhere' : <Dn dn={brief(domain)} />}</td>
        </tr>
      ))}
    </Table>
  );
}
