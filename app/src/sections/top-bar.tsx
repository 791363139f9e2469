/** What stays in sight: whose audit it is, where one can go, and which account under audit is looked at. */
import { usePage } from '../model/context.js';
import { parsePlace } from '../model/place.js';
import type { PagePart } from './index.js';

export function TopBar({ sections }: { readonly sections: readonly PagePart[] }) {
  const page = usePage();
  const { report, account, place } = page;
  const { accounts, evidence } = report.data;
  const domains = evidence.domains.map(({ dnsName }) => dnsName).join(', ');
  return (
    <header class="top">
      <h1>
        {report.data.simulation === null ? 'Action account audit' : 'Simulated: action account audit'}
        {domains === '' ? '' : `: ${domains}`}
      </h1>
      {accounts.length > 1 && (
        <label>
          Account under audit{' '}
          <select
            value={accounts[account]!.sid}
            onChange={(event) =>
              page.go({ anchor: place.anchor, query: { ...place.query, account: event.currentTarget.value } })
            }
          >
            {accounts.map(({ sid, name }) => (
              <option key={sid} value={sid}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <nav aria-label="Sections">
        <ul>
          {sections.map(({ id, title }) => (
            <li key={id}>
              <a
                href={`#${id}`}
                onClick={(event) => {
                  event.preventDefault();
                  const { account: who } = place.query;
                  page.go({ ...parsePlace(`#${id}`), query: who === undefined ? {} : { account: who } });
                  document.getElementById(id)?.scrollIntoView();
                }}
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
