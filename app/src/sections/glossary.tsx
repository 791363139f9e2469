/** What the words of the report mean. */
import type { ComponentChildren } from 'preact';
import { CAVEAT_CODES, REASON_CODES, VERDICT_CODES } from '../../../src/result/codes.js';
import { CAVEAT_TEXTS, REASON_TEXTS, VERDICT_TEXTS } from '../../../src/words/reasons.js';
import { usePage } from '../model/context.js';
import { VerdictBadge } from '../parts/pictures.js';
import { Section } from '../parts/section.js';
import { Table } from '../parts/table.js';

/** All verdicts and caveats, and the reasons that occur in this audit. */
export function Glossary() {
  const { summary, outcomes, ungrouped } = usePage().report.data;
  const caveats = new Set(outcomes.flatMap((outcome) => outcome.caveats));
  const used = REASON_CODES.filter((code) => summary.actions.some(({ reasons }) => (reasons[code] ?? 0) > 0));
  return (
    <Section id="glossary" title="Glossary">
      <Words caption="Verdicts" head="Verdict">
        {VERDICT_CODES.map((code) => (
          <Word key={code} code={code} text={VERDICT_TEXTS[code]} name={<VerdictBadge code={code} />} />
        ))}
      </Words>
      <Words caption="Reasons that occur in this report" head="Reason">
        {used.map((code) => (
          <Word key={code} code={code} text={REASON_TEXTS[code]} name={REASON_TEXTS[code].label} />
        ))}
      </Words>
      <Words caption="Caveats: told beside a granted answer, they change no verdict" head="Caveat">
        {CAVEAT_CODES.map((code) => (
          <Word
            key={code}
            code={code}
            text={CAVEAT_TEXTS[code]}
            name={CAVEAT_TEXTS[code].label}
            paper={ungrouped > 0 || caveats.has(code)}
          />
        ))}
      </Words>
      <dl>
        <dt>Documented set</dt>
        <dd>All rights that Microsoft's page lists for the action; a request may be accepted with fewer.</dd>
        <dt>protected</dt>
        <dd>Member of a group that AdminSDHolder protects, by membership, whatever adminCount says.</dd>
        <dt>inheritance off</dt>
        <dd>The access control list takes nothing from the containers above (SE_DACL_PROTECTED).</dd>
        <dt>adminCount=1</dt>
        <dd>A mark left by AdminSDHolder runs. It has no meaning for access by itself.</dd>
        <dt>a word with ?</dt>
        <dd>What would tell could not be read.</dd>
      </dl>
    </Section>
  );
}

function Words({
  caption,
  head,
  children,
}: {
  readonly caption: string;
  readonly head: string;
  readonly children: ComponentChildren;
}) {
  return (
    <Table caption={caption} heads={[{ title: head }, { title: 'Meaning' }, { title: 'What to do' }]}>
      {children}
    </Table>
  );
}

function Word({
  code,
  text: { text, advice },
  name,
  paper = true,
}: {
  readonly code: string;
  readonly text: { readonly text: string; readonly advice: string };
  readonly name: ComponentChildren;
  /** Whether it is printed, too. */
  readonly paper?: boolean;
}) {
  return (
    <tr id={`word-${code}`} class={paper ? '' : 'screen-only'}>
      <th scope="row">
        {name}
        <code class="why">{code}</code>
      </th>
      <td>{text}</td>
      <td>{advice}</td>
    </tr>
  );
}
