/** The explanation of one verdict, beside the page: `why=ACTION&row=SID` (or DN) in the address opens it. */
import { useEffect, useRef } from 'preact/hooks';
import { REASON_TEXTS, VERDICT_TEXTS } from '../../../src/words/reasons.js';
import { type Page, usePage } from '../model/context.js';
import { brief } from '../model/long.js';
import type { Explained } from '../model/report.js';
import { Block } from './block.js';
import { Path } from './path.js';
import { VerdictBadge } from './pictures.js';

export function Panel() {
  const page = usePage();
  const { report, place, account } = page;
  const target = place.query['row'] ?? '';
  const open = target !== '';
  const panel = useRef<HTMLDivElement>(null);
  const from = useRef<Element | null>(null);
  useEffect(() => {
    if (!open) return;
    from.current ??= document.activeElement;
    panel.current?.focus();
    return () => {
      const before = from.current;
      from.current = null;
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [open]);
  if (!open) return null;
  const row = report.rowOf(account, target);
  const close = () => {
    const { row: _, why: __, ...query } = place.query;
    page.go({ anchor: place.anchor, query });
  };
  return (
    <div
      class="panel"
      role="dialog"
      aria-label="Why"
      tabIndex={-1}
      ref={panel}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <button type="button" class="close" onClick={close}>
        Close
      </button>
      {row < 0 ? (
        <p>
          <code>{brief(target)}</code> is not listed one by one on this page
          {report.data.allIn === null ? '' : `; ${report.data.allIn} has it`}.
        </p>
      ) : (
        <Why page={page} row={row} />
      )}
    </div>
  );
}

function Why({ page, row }: { readonly page: Page; readonly row: number }) {
  const { report, place } = page;
  const possible = report.actions.filter((_, number) => report.outcome(row, number) !== null);
  const action = possible.find(({ id }) => id === place.query['why']) ?? possible[0]!;
  const number = report.actions.indexOf(action);
  const outcome = report.outcome(row, number)!;
  const explained = report.explanation(row, action.id);
  const audited = report.data.accounts[report.account(row)]!;
  const way = outcome.ace === null ? undefined : audited.token.find(({ sid }) => sid === outcome.ace!.trustee)?.via;
  const to = (id: string) => page.go({ anchor: place.anchor, query: { ...place.query, why: id } }, true);
  return (
    <>
      <h2>{report.name(row)}</h2>
      <p class="soft">
        {report.shortDn(report.dn(row))}
        <br />
        <code class="sid">{report.sid(row)}</code>
      </p>
      <fieldset class="tabs">
        <legend>Action</legend>
        {possible.map(({ id, title }) => (
          <button key={id} type="button" aria-pressed={id === action.id} onClick={() => to(id)}>
            {title}
          </button>
        ))}
      </fieldset>
      <p class="verdict">
        <VerdictBadge code={outcome.verdict} /> {VERDICT_TEXTS[outcome.verdict].text}
      </p>
      <p>
        <strong>{REASON_TEXTS[outcome.reason].label}.</strong> {REASON_TEXTS[outcome.reason].text}
      </p>
      {way !== undefined && way.length > 1 && (
        <>
          <h3>How the account comes to the entry</h3>
          <Path names={way} label={`From ${way[0]} to ${way[way.length - 1]}`} />
        </>
      )}
      {outcome.ace !== null && (
        <p>
          Deciding entry, position {outcome.ace.index}: <code class="sddl">{outcome.ace.sddl}</code> for{' '}
          {outcome.ace.trusteeName ?? outcome.ace.trustee},{' '}
          {outcome.ace.from === null ? 'on the object itself' : `from ${report.shortDn(outcome.ace.from)}`}.
        </p>
      )}
      {explained === null ? (
        <Unexplained page={page} row={row} action={action.id} />
      ) : (
        <Explanation page={page} row={row} explained={explained} action={action.id} />
      )}
    </>
  );
}

/** What to type for the explanation that the page has no room for. */
function Command({ page, row, action }: { readonly page: Page; readonly row: number; readonly action: string }) {
  const { report } = page;
  const account = report.data.accounts[report.account(row)]!;
  const who = account.kind === 'local-system' ? 'local-system' : account.sid;
  const sid = report.sid(row);
  if (!/^S-[\d-]+$/.test(sid) || !/^[\w-]+$/.test(action)) return null;
  return (
    <p>
      All of it: <code>{`adreach explain SOURCE --account ${who} --target ${sid} --action ${action} --all`}</code>
    </p>
  );
}

function Unexplained({ page, row, action }: { readonly page: Page; readonly row: number; readonly action: string }) {
  return (
    <>
      <p>The page has no room for the steps of every verdict.</p>
      <Command page={page} row={row} action={action} />
    </>
  );
}

function Explanation({
  page,
  row,
  explained,
  action,
}: {
  readonly page: Page;
  readonly row: number;
  readonly explained: Explained;
  readonly action: string;
}) {
  const { explanation, sections, of } = explained;
  const { report } = page;
  return (
    <>
      {of !== row && (
        <p class="note">
          What follows tells of <strong>{report.name(of)}</strong>, an account of the same class and state with the same
          verdicts, reasons and deciding entry. Other entries of the list, and the groups it is in, may differ.
        </p>
      )}
      {explanation.protectedBy.length > 0 && <h3>Protected as a member</h3>}
      {explanation.protectedBy.map((via) => (
        <Path
          key={via.join('\n')}
          names={[report.name(of), ...via.slice(1)]}
          label={`Protected as a member of ${via[via.length - 1]}`}
        />
      ))}
      {sections.map(({ title, blocks }) => (
        <details key={title} open>
          <summary>{title}</summary>
          {blocks.map((block, i) => (
            <Block key={i} block={block} />
          ))}
        </details>
      ))}
      <details open>
        <summary>What to change</summary>
        <p>{explanation.change}</p>
      </details>
      <Command page={page} row={row} action={action} />
    </>
  );
}
