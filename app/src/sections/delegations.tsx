/** What was delegated to the account under audit, as it is written, and what of its reach each delegation gives. */
import { remarks } from '../../../src/report/delegation-rows.js';
import { count, counted } from '../../../src/report/numbers.js';
import type { Delegation, TemplateMatch } from '../../../src/result/delegations.js';
import { spreadWords, templateWords } from '../../../src/words/delegations.js';
import { capital, listed } from '../../../src/words/lists.js';
import { useLink, usePage } from '../model/context.js';
import { delegationAnchors } from '../model/delegations.js';
import { brief } from '../model/long.js';
import { Long } from '../parts/long.js';
import { Names } from '../parts/names.js';
import { Section } from '../parts/section.js';
import { More, useSteps } from '../parts/steps.js';
import { Table } from '../parts/table.js';
import './tables.css';

/** Delegations that are shown at a time. */
const STEP = 25;

export function Delegations() {
  const { report, account, place } = usePage();
  const delegations = report.summaryOf(account)?.delegations ?? [];
  const anchors = delegationAnchors(delegations);
  const [shown, more] = useSteps(delegations.length, STEP, anchors.indexOf(place.anchor) + 1);
  const left = report.data.leftOut.delegations ?? 0;
  if (delegations.length === 0) {
    return (
      <Section id="delegations" title="Delegations">
        <p>{nothing(report.data.accounts[account]!.kind === 'local-system')}</p>
      </Section>
    );
  }
  return (
    <Section id="delegations" title="Delegations">
      <p>
        As they are written. By action: how many of the accounts that it is meant to reach each delegation alone gives.{' '}
        <strong>Shared</strong>: another one gives them too, so that one of the two can go and not both.{' '}
        <strong>Elsewhere</strong>: other accounts that it alone reaches. The figures need not add up to all that is
        reached: what is shared counts for none of them, and entries on single accounts are no delegations. What adds
        nothing may still be somebody's plan: ask before you take it away.
      </p>
      <Table
        caption={`${counted(delegations.length, 'delegation')}, those that add most first`}
        heads={[
          { title: 'To' },
          { title: 'Where' },
          { title: 'What' },
          ...report.actions.map(({ title }) => ({ title, number: true })),
        ]}
      >
        {delegations.slice(0, shown).map((delegation, i) => (
          <Row key={anchors[i]} delegation={delegation} anchor={anchors[i]!} />
        ))}
      </Table>
      <More shown={shown} total={delegations.length} step={STEP} more={more} what="delegations" />
      {left > 0 && (
        <p>
          {counted(left, 'more delegation')}
          {report.data.accounts.length > 1 && ' of all accounts under audit'} {left === 1 ? 'is' : 'are'} not on this
          page: the JSON result tells up to 1,000 of each account apart.
        </p>
      )}
    </Section>
  );
}

function nothing(isLocalSystem: boolean): string {
  return isLocalSystem
    ? 'None: what LocalSystem of a domain controller may is its own, and no delegation.'
    : 'None was found: no container holds an entry of its own that allows something to it or to one of its groups.';
}

function Row({ delegation, anchor }: { readonly delegation: Delegation; readonly anchor: string }) {
  const { report, place } = usePage();
  const link = useLink();
  const { trustee, trusteeName, where, objects, appliesTo, spread, template, rights, reach } = delegation;
  const name = trusteeName === null ? trustee : report.shortName(trusteeName);
  return (
    <tr id={anchor} class={place.anchor === anchor ? 'here' : ''}>
      <th scope="row">
        <Long text={name} />{' '}
        <a class="anchor" href={link(anchor)} aria-label={`Link to this delegation to ${brief(name)}`}>
          #
        </a>
        {trusteeName !== null && (
          <span class="why">
            <code>{trustee}</code>
          </span>
        )}
        {remarks(delegation).map((note) => (
          <span class="why" key={note}>
            {capital(brief(note))}
          </span>
        ))}
      </th>
      <td class="dn">
        <Names dns={where} total={objects} href={(ou) => link('accounts', { ou })} />
      </td>
      <td class="text">
        {capital(templateWords(template))}
        <span class="why">
          For {spreadWords(spread, appliesTo)}: {rights.join(', ')}
        </span>
        <Compared template={template} />
        <Entries delegation={delegation} />
      </td>
      {report.actions.map(({ id }) => (
        <Reach key={id} of={reach[id]} />
      ))}
    </tr>
  );
}

/** The rights that tell it from the known set, all of them, where the words above name the first only. */
function Compared({ template }: { readonly template: TemplateMatch | null }) {
  if (template === null || template.missing.length + template.more.length <= 4) return null;
  const { title, missing, more } = template;
  return (
    <details class="why">
      <summary>Compared with {title}</summary>
      {missing.length > 0 && <p>Missing: {listed(missing)}.</p>}
      {more.length > 0 && <p>More: {listed(more)}.</p>}
    </details>
  );
}

function Entries({ delegation: { entries, entryCount } }: { readonly delegation: Delegation }) {
  return (
    <details class="why" data-print="folded">
      <summary>{entryCount === 1 ? 'The entry' : `The ${count(entryCount)} entries`}</summary>
      <ul class="plain names">
        {entries.map((entry, i) => (
          <li key={`${i} ${entry}`}>
            <code>
              <Long text={entry} />
            </code>
          </li>
        ))}
        {entryCount > entries.length && <li>and {count(entryCount - entries.length)} more</li>}
      </ul>
    </details>
  );
}

function Reach({ of }: { readonly of: Delegation['reach'][string] | undefined }) {
  if (of === undefined) return <td class="n">-</td>;
  const { adds, shared, addsElsewhere } = of;
  return (
    <td class={adds === 0 ? 'n zero' : 'n'}>
      {count(adds)}
      {shared > 0 && <span class="why">shared {count(shared)}</span>}
      {addsElsewhere > 0 && <span class="why">elsewhere {count(addsElsewhere)}</span>}
    </td>
  );
}
