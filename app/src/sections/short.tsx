/** The answer of ten seconds: one sentence, three answers, bars, reasons, the worst risk, what has changed. */

import { count } from '../../../src/report/numbers.js';
import type { Answer, Question } from '../../../src/result/answer.js';
import { findingAnchor } from '../model/anchors.js';
import { useLink, usePage } from '../model/context.js';
import { Legend, SeverityBadge, VerdictBar } from '../parts/pictures.js';
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
  if (answer === undefined) return null;
  return (
    <section id="short" class="part short" aria-labelledby="short-title">
      <h2 id="short-title" class="headline">
        {answer.headline}
      </h2>
      <Questions answer={answer} />
      <p class="dated">
        <span class="soft">{answer.dated}</span>
      </p>
      <div class="columns">
        <Bars answer={answer} />
        <div>
          <Reasons answer={answer} />
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
  return (
    <div class="bars">
      <h3 class="soft">Reach by population</h3>
      {bars.map(({ population, title, targets, actions }) => (
        <div key={population} class="population">
          <a href={link('accounts', { population })}>
            {title}, {count(targets)}
          </a>
          {actions.map(({ action, title: named, counts }) => (
            <div key={action} class="line">
              <span class="small">{named}</span>
              <VerdictBar counts={counts} href={(verdict) => link('accounts', { population, action, verdict })} />
              <span class="n small">{count(counts.can)}</span>
            </div>
          ))}
        </div>
      ))}
      {outside > 0 && <p class="small soft">{count(outside)} more are outside of the scope.</p>}
      <Legend />
    </div>
  );
}

function Reasons({ answer: { reasons } }: { readonly answer: Answer }) {
  const link = useLink();
  if (reasons.length === 0) return null;
  return (
    <>
      <h3 class="soft">Main reasons</h3>
      <ol class="reasons">
        {reasons.map(({ reason, action, count: of, words, mend, caution }) => (
          <li key={`${reason} ${action}`}>
            <a href={link('accounts', { action, reason, state: 'not-disabled' })}>
              <strong>{count(of)}</strong> {words}
            </a>
            {mend !== null && <span class="why">{mend}</span>}
            {caution !== null && <span class="why">! {caution}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}

function Worst({ answer: { worst } }: { readonly answer: Answer }) {
  const link = useLink();
  if (worst === null) return null;
  return (
    <p class="worst">
      <SeverityBadge severity={worst.severity} /> <a href={link(findingAnchor(worst.fingerprint))}>{worst.sentence}</a>
    </p>
  );
}

function Since({ answer: { since } }: { readonly answer: Answer }) {
  if (since === null) return null;
  const { report } = usePage();
  const named = (action: string) => report.actions.find(({ id }) => id === action)?.title ?? action;
  const reach = since.reach
    .filter(({ before, after }) => before !== after)
    .map(
      ({ action, before, after }) => `${named(action)} ${after > before ? '+' : '−'}${count(Math.abs(after - before))}`,
    );
  const { more, fewer } = since.findings;
  return (
    <p>
      <strong>Since the last run.</strong> {reach.length === 0 ? 'Reach as before' : reach.join(', ')}; findings:{' '}
      {count(more)} new, {count(fewer)} gone{since.sameRules === false ? ' (other rules then)' : ''}.
    </p>
  );
}
