/** What could not be read, and which verdicts that affects. */
import { failedRuleWords } from '../../../src/report/evidence-words.js';
import { count, counted } from '../../../src/report/numbers.js';
import type { EvidenceBlock, GapTouches } from '../../../src/result/audit.js';
import { capital } from '../../../src/words/lists.js';
import { REASON_TEXTS } from '../../../src/words/reasons.js';
import { More, useSteps } from '../parts/steps.js';
import { Dn, Table } from '../parts/table.js';

const STEP = 20;

/** @param left gaps that the page has no room for */
export function Gaps({ evidence, left }: { readonly evidence: EvidenceBlock; readonly left: number }) {
  const { gaps, complete } = evidence;
  const rules = failedRuleWords(evidence);
  return (
    <>
      <h3>What is missing</h3>
      <div class={`note ${complete ? 'good' : 'bad'}`}>
        <p>
          <strong>{complete ? 'The evidence is complete.' : 'The evidence is incomplete.'}</strong>{' '}
          {complete
            ? 'Everything that was asked for could be read.'
            : [
                ...(gaps.length === 0
                  ? []
                  : [
                      `${counted(gaps.length + left, 'gap')}. What could not be seen at all, or not told to be an account, has no verdict.`,
                    ]),
                ...(rules === null ? [] : [`${capital(rules)}, so that findings may be missing.`]),
              ].join(' ')}
        </p>
      </div>
      <ByCode evidence={evidence} />
      <Unknown evidence={evidence} />
      {gaps.length > 0 && <List evidence={evidence} left={left} />}
    </>
  );
}

function ByCode({ evidence: { gapsByCode = [] } }: { readonly evidence: EvidenceBlock }) {
  if (gapsByCode.length === 0) return null;
  const heads = [
    { title: 'Code' },
    { title: 'Times', number: true },
    { title: 'What it means' },
    { title: 'Verdicts unknown', number: true },
    { title: 'Verdicts resting on it', number: true },
  ];
  return (
    <>
      <Table caption="What the gaps mean for the verdicts" heads={heads}>
        {gapsByCode.map(({ code, count: times, means, unknown, resting }) => (
          <tr key={code}>
            <th scope="row">
              <code>{code}</code>
            </th>
            <td class="n">{count(times)}</td>
            <td>{means}</td>
            <Touches touches={{ unknown, resting }} />
          </tr>
        ))}
      </Table>
      <p class="small soft">
        Verdicts unknown: those that are unknown because of the gap, alone or with others. Resting on it: those that are
        known, by what was read or assumed in its place. A verdict may be counted at several gaps; "?": it cannot be
        counted.
      </p>
    </>
  );
}

function Touches({ touches }: { readonly touches: GapTouches | undefined }) {
  const { unknown, resting } = touches ?? { unknown: null, resting: null };
  return (
    <>
      <td class="n">{unknown === null ? '?' : count(unknown)}</td>
      <td class="n">{resting === null ? '?' : count(resting)}</td>
    </>
  );
}

function Unknown({ evidence: { unknown = [] } }: { readonly evidence: EvidenceBlock }) {
  if (unknown.length === 0) return null;
  const heads = [
    { title: 'Reason' },
    { title: 'Verdicts', number: true },
    { title: 'Targets', number: true },
    { title: 'Gaps that leave them unknown' },
    { title: 'Without a gap', number: true },
    { title: 'For example' },
  ];
  return (
    <>
      <Table caption="Why verdicts are unknown" heads={heads}>
        {unknown.map(({ reason, verdicts, targets, gaps, withoutGap, examples }) => (
          <tr key={reason}>
            <th scope="row">{REASON_TEXTS[reason].label}</th>
            <td class="n">{count(verdicts)}</td>
            <td class="n">{count(targets)}</td>
            <td>{gaps.length === 0 ? 'none' : gaps.join(', ')}</td>
            <td class="n">{count(withoutGap)}</td>
            <td>
              <Dn dn={examples[0] ?? ''} />
              {targets > 1 && ', ...'}
            </td>
          </tr>
        ))}
      </Table>
      <p class="small soft">Without a gap: what would decide them is in no directory, or lies outside the sources.</p>
    </>
  );
}

function List({ evidence: { gaps }, left }: { readonly evidence: EvidenceBlock; readonly left: number }) {
  const [shown, more] = useSteps(gaps.length, STEP);
  const heads = [
    { title: 'Code' },
    { title: 'Times', number: true },
    { title: 'At' },
    { title: 'What' },
    { title: 'Verdicts unknown', number: true },
    { title: 'Verdicts resting on it', number: true },
    { title: 'Source' },
  ];
  return (
    <>
      <Table caption="Gaps: what could not be read, or was damaged" heads={heads}>
        {gaps.slice(0, shown).map(({ code, dn, count: times, message, touches, source }, i) => (
          <tr key={`${i} ${dn}`}>
            <th scope="row">
              <code>{code}</code>
            </th>
            <td class="n">{count(times)}</td>
            <td>{dn !== null && <Dn dn={dn} />}</td>
            <td>{message}</td>
            <Touches touches={touches} />
            <td>{source}</td>
          </tr>
        ))}
      </Table>
      <More shown={shown} total={gaps.length} step={STEP} more={more} what="gaps" />
      {left > 0 && <p>{count(left)} more gaps are not on the page: the JSON result lists all of them.</p>}
    </>
  );
}
