/** What stands before everything else on paper: whose audit, of when, what is in it, and what is not. */
import { counted } from '../../../src/report/numbers.js';
import { usePage } from '../model/context.js';
import { listWords } from '../model/left-out.js';
import type { PagePart } from '../sections/index.js';

/** Sources named in the head; the others are under Evidence. */
const MOST_SOURCES = 3;

export function PrintFront({ sections }: { readonly sections: readonly PagePart[] }) {
  const { report, account } = usePage();
  const { accounts, answers, evidence, rowCounts, allIn, header, paper } = report.data;
  const { sid } = accounts[account]!;
  const printed = paper ? accounts : [accounts[account]!];
  const dated = answers.find((of) => of.sid === sid)?.dated;
  const more = evidence.sources.length - MOST_SOURCES;
  const rows = printed.map((of) => rowCounts[accounts.indexOf(of)] ?? 0);
  return (
    <div class="print-front">
      <dl>
        <dt>{printed.length === 1 ? 'Account under audit' : 'Accounts under audit'}</dt>
        <dd>
          {printed.map((of) => (
            <div key={of.sid}>
              {of.name} <span class="sid">{of.sid}</span>
            </div>
          ))}
          {accounts.length > printed.length &&
            `${counted(accounts.length - 1, 'other account', 'other accounts')} under audit: choose one on the page to print it`}
        </dd>
        <dt>Evidence</dt>
        <dd>
          {dated !== undefined && `${dated} `}
          {evidence.sources
            .slice(0, MOST_SOURCES)
            .map(
              (source) =>
                `${source.name} (${source.server ?? 'server not known'}): ${source.collectedAt === null ? 'time of collection not known' : `collected ${source.collectedAt}`}`,
            )
            .join('; ')}
          {more > 0 && `; ${counted(more, 'more source')}`}
        </dd>
        <dt>Made by</dt>
        <dd>
          adreach {header.tool.version}, rule files {header.tool.rules.slice(0, 16)}...
        </dd>
        <dt>Contents</dt>
        <dd>
          <ol>
            {sections
              .filter(({ id }) => id !== 'accounts')
              .map(({ id, title }) => (
                <li key={id}>
                  <a href={`#${id}`}>{title}</a>
                </li>
              ))}
          </ol>
        </dd>
        <dt>Not on paper</dt>
        <dd>
          {listWords(header.actions, rows)}:{' '}
          {allIn === null ? '"--format csv" writes that as a file' : `${allIn} has that`}. The evidence of each finding,
          and the searches that were sent: they are in the HTML page and in the JSON result.
        </dd>
      </dl>
    </div>
  );
}
