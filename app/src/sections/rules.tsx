/** Every rule that was applied, with findings or without. */
import { count, counted } from '../../../src/report/numbers.js';
import type { AppliedRule } from '../../../src/result/audit.js';
import { FRAMEWORK_NAMES, FRAMEWORKS } from '../../../src/result/frameworks.js';
import { useLink, usePage } from '../model/context.js';
import { ruleAnchor } from '../model/findings.js';
import { SeverityBadge } from '../parts/pictures.js';
import { Section } from '../parts/section.js';
import { Table } from '../parts/table.js';
import './rules.css';

export function Rules() {
  const { header, summary, evidence } = usePage().report.data;
  const failed = new Map(evidence.failedRules?.map(({ rule, count: times }) => [rule, times]));
  return (
    <Section id="rules" title="Rules applied">
      <OnPaper profile={header.profile} rules={header.rules} found={summary.findingsByRule} failed={failed} />
      <Table
        caption={`Every rule that was applied (profile ${header.profile}), with findings or without; findings that do not count are left out`}
        heads={[
          { title: 'Rule' },
          { title: 'Severity' },
          { title: 'What it looks for' },
          { title: 'Findings', number: true },
        ]}
      >
        {header.rules.map((rule) => (
          <Row
            key={rule.id}
            rule={rule}
            found={summary.findingsByRule[rule.id] ?? 0}
            failed={failed.get(rule.id) ?? 0}
          />
        ))}
      </Table>
    </Section>
  );
}

function Row({ rule, found, failed }: { readonly rule: AppliedRule; readonly found: number; readonly failed: number }) {
  const { id, title, severity, description, references, frameworks } = rule;
  const link = useLink();
  // Counted are those of all accounts under audit.
  const all = usePage().report.data.accounts.length > 1 ? { of: 'all' } : {};
  const catalogues = FRAMEWORK_NAMES.filter((name) => (frameworks[name] ?? []).length > 0);
  return (
    <tr id={`applied-${id}`}>
      <th scope="row">
        {title}
        <code class="why">{id}</code>
      </th>
      <td>
        <SeverityBadge severity={severity} />
      </td>
      <td>
        {description}
        {catalogues.length + references.length > 0 && (
          <details class="references" data-print="folded">
            <summary>References</summary>
            <ul class="plain">
              {catalogues.map((name) => (
                <li key={name}>
                  <span class="soft">
                    {FRAMEWORKS[name].title} {FRAMEWORKS[name].version}:
                  </span>{' '}
                  {(frameworks[name] ?? []).join(', ')}
                </li>
              ))}
              {references.map((reference) => (
                <li key={reference}>
                  <Reference text={reference} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </td>
      <td class={found === 0 ? 'n zero' : 'n'}>
        {found === 0 ? '0' : <a href={link(ruleAnchor(id), all)}>{count(found)}</a>}
        {failed > 0 && <strong class="why">⚠ {failedOn(failed)}</strong>}
      </td>
    </tr>
  );
}

/** Its number is what was found elsewhere. */
function failedOn(objects: number): string {
  return `failed on ${counted(objects, 'object')}`;
}

/** On paper their ids are enough: what each looks for is on the page and in the documentation. */
function OnPaper({
  profile,
  rules,
  found,
  failed,
}: {
  readonly profile: string;
  readonly rules: readonly AppliedRule[];
  readonly found: Readonly<Record<string, number>>;
  readonly failed: ReadonlyMap<string, number>;
}) {
  return (
    <div class="print-only">
      <p>
        {counted(rules.length, 'rule')} of profile {profile}; behind each its severity, and its findings that count
        where there are any. What each looks for: on the page, and "adreach rules show".
      </p>
      <ul class="plain columns">
        {rules.map(({ id, severity }) => (
          <li key={id}>
            <code>{id}</code> {severity}
            {(found[id] ?? 0) > 0 && (
              <>
                , <strong>{count(found[id]!)}</strong>
              </>
            )}
            {failed.has(id) && `, ⚠ ${failedOn(failed.get(id)!)}`}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Only addresses of the web become links; rule files may come from anywhere. */
function Reference({ text }: { readonly text: string }) {
  if (!/^https:\/\/[^\s]+$/.test(text)) return <>{text}</>;
  return (
    <a href={text} rel="noreferrer">
      {text}
    </a>
  );
}
