/** The answer of ten seconds: one sentence, three answers, bars, reasons, the worst risk, what has changed. */

import { noneOpenWords, sinceWords, worstParts } from '../../../src/report/answer/words.js';
import { count, counted } from '../../../src/report/numbers.js';
import type { Answer, Question } from '../../../src/result/answer.js';
import { actionShort } from '../../../src/words/actions.js';
import { capital } from '../../../src/words/lists.js';
import { useLink, usePage } from '../model/context.js';
import { findingAnchor } from '../model/findings.js';
import { Legend, SeverityBadge, VerdictBar } from '../parts/pictures.js';
import { useOwnId } from '../parts/section.js';
import { SinceNote } from './since.js';
import './short.css';

/** Where the parts of the answer lead. */
const TO: Readonly<Record<Question['id'], string>> = { works: 'exceptions', safe: 'findings', trust: 'evidence' };

const SIGNS: Readonly<Record<Question['sign'], { readonly sign: string; readonly word: string }>> = {
  yes: { sign: '✓', word: 'Yes' },
  partly: { sign: '◐', word: 'Partly' },
  no: { sign: '✗', word: 'No' },
  unknown: { sign: '?', word: 'Not known' },
};

export function Short() {
  const { report, account } = usePage();
  const answer = report.data.answers.find(({ sid }) => sid === report.data.accounts[account]!.sid);
  const id = useOwnId('short');
  if (answer === undefined) return null;
  return (
    <section id={id} class="part short" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} class="headline">
        {answer.headline}
      </h2>
      <SinceNote />
      <Questions answer={answer} />
      <p class="dated">
        <span class="soft">{answer.dated}</span>
      </p>
      <Bars answer={answer} />
      <div class="columns">
        <Reasons answer={answer} />
        <div>
          <Worst answer={answer} />
          <Since answer={answer} />
        </div>
      </div>
    </section>
  );
}

function Questions({ answer: { questions } }: { readonly answer: Answer }) {
  const link = useLink();
  return (
    <ul class="questions">
      {questions.map(({ id, question, sign, answer }) => (
        <li key={id} class={`q-${sign}`}>
          <a href={link(TO[id])}>
            <span class="question">{question}</span>
            <strong>
              <span aria-hidden="true">{SIGNS[sign].sign} </span>
              {SIGNS[sign].word}
            </strong>
            <span>{answer}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Bars({ answer: { bars, outside } }: { readonly answer: Answer }) {
  const link = useLink();
  const { report } = usePage();
  const actions = report.actions.filter(({ id }) =>
    bars.some((bar) => bar.actions.some(({ action }) => action === id)),
  );
  const columns = { gridTemplateColumns: `minmax(12rem, 17rem) repeat(${actions.length}, minmax(0, 1fr))` };
  return (
    <div class="bars">
      <div class="line heads" style={columns} aria-hidden="true">
        <span />
        {actions.map(({ id, title }) => (
          <span key={id}>{title}</span>
        ))}
      </div>
      {bars.map(({ population, title, targets, actions: of }) => (
        <div key={population} class="line" style={columns}>
          <a href={link('accounts', { population })}>
            {title}, {count(targets)}
          </a>
          {actions.map(({ id, title: named }) => {
            const counts = of.find(({ action }) => action === id)?.counts;
            return counts === undefined ? (
              <span key={id} />
            ) : (
              <div key={id} class="cell">
                <span class="narrow-only small">{named}</span>
                <VerdictBar counts={counts} href={(verdict) => link('accounts', { population, action: id, verdict })} />
                <span class="n small">{count(counts.can)}</span>
              </div>
            );
          })}
        </div>
      ))}
      {outside > 0 && <p class="small soft">{counted(outside, 'target')} outside of its scope, not counted here.</p>}
      <Legend />
    </div>
  );
}

function Reasons({ answer: { reasons, main } }: { readonly answer: Answer }) {
  const link = useLink();
  if (reasons.length === 0) return null;
  return (
    <div>
      <h3 class="soft">Why not</h3>
      <ol class="reasons">
        {reasons.map(({ reason, verdict, action, count: of, words, mend, gain, caution }) => (
          <li key={`${reason} ${action}`}>
            <a
              href={link('accounts', {
                action,
                reason,
                verdict,
                population: main?.populations.join(',') ?? '',
                state: 'enabled',
              })}
            >
              <strong>{count(of)}</strong> {words}
              {action === main?.action ? '' : ` (${actionShort(action)})`}
            </a>
            {mend !== null && (
              <span class="why">
                {mend}
                {gain > 0 && ` (gains ${count(gain)})`}
              </span>
            )}
            {caution !== null && (
              <span class="why">
                <span aria-hidden="true">⚠ </span>Caution: {caution}
              </span>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Worst({ answer: { worst, settled } }: { readonly answer: Answer }) {
  const link = useLink();
  if (worst === null) return <p>{capital(noneOpenWords({ settled }))}.</p>;
  const { mark, sentence, remark } = worstParts(worst, { settled });
  return (
    <>
      <h3 class="soft">Worst finding</h3>
      <p class="worst">
        <SeverityBadge severity={worst.severity} />
        {worst.status === 'open' ? ' ' : mark}
        <a href={link(findingAnchor(worst.fingerprint))}>{sentence}</a>
        {remark}
      </p>
    </>
  );
}

function Since({ answer: { since } }: { readonly answer: Answer }) {
  if (since === null) return null;
  return (
    <p>
      <strong>Since the former result.</strong> {capital(sinceWords(since))}.
    </p>
  );
}
