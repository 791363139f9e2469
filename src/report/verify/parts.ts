/** What the table and the Markdown of `verify` say alike. */
import type { Attempt, AuditSetting, EventFile, SeenEvent, VerifyResult } from '../../result/verify.js';
import { JUDGEMENTS } from '../../result/verify.js';
import { VERDICT_TEXTS } from '../../words/reasons.js';
import { effectWords, JUDGEMENT_LABELS, occurrenceWords, reasonWords } from '../../words/verify.js';
import { count, counted } from '../numbers.js';
import { relativeName } from '../relative-names.js';

/** Rows of a table; JSON has all. */
export const MOST_ROWS = 200;

/** "2 disagreed, 40 agreed": those that there are. */
export function summaryWords({ summary, attempts }: VerifyResult): string {
  if (attempts.length === 0) return 'Nothing of the accounts under audit is in the files. No event is no evidence.';
  return JUDGEMENTS.filter((code) => summary[code] > 0)
    .map((code) => `${count(summary[code])} ${JUDGEMENT_LABELS[code]}`)
    .join(', ');
}

export function evidenceTimeWords({ evidenceTime: { from, to } }: VerifyResult): string {
  if (from !== null && to !== null)
    return from === to ? `The sources were read at ${to}` : `The sources were read from ${from} to ${to}`;
  return to === null
    ? 'When the sources were read is not known'
    : `When the sources were read is not known: not after ${to}`;
}

export function fileWords({ name, format, events, first, last, damages, moreDamages }: EventFile): string {
  const span = first === null || last === null ? '' : `, from ${first} to ${last}`;
  const damaged = damages.length + moreDamages;
  return `${name}: ${format}, ${counted(events, 'event')}${span}${damaged === 0 ? '' : `, DAMAGED in ${counted(damaged, 'place')}`}`;
}

export function targetWords({ target }: Attempt, { evidence }: VerifyResult): string {
  if (target.name !== null) return target.dn === null ? target.name : relativeName(target.name, evidence);
  return target.sid ?? '(not named)';
}

export function happenedWords({ occurrence, as }: Attempt): string {
  return as === 'local-system' ? `${occurrenceWords(occurrence)}, by the system` : occurrenceWords(occurrence);
}

export function predictionWords({ prediction, effect }: Attempt): string {
  if (prediction === null) return '-';
  return effect === 'none' ? effectWords(effect) : VERDICT_TEXTS[prediction.verdict].label;
}

export function whyWords(attempt: Attempt): string {
  const { because, changes, moreChanges } = attempt;
  const first = changes[0];
  if (first === undefined) return reasonWords(because);
  const more = changes.length - 1 + moreChanges;
  const others = more === 0 ? '' : `, and ${count(more)} more`;
  return `${reasonWords(because)}: ${first.what} (${eventName(first)}, ${first.time ?? 'time not known'})${others}`;
}

export function eventName({ id }: SeenEvent): string {
  return id === null ? 'list of actions' : String(id);
}

/** Where what an attempt rests on stands. */
export function placeWords({ events, reportedBy }: Attempt): string {
  return [...events, ...reportedBy].map((event) => `${eventName(event)} in ${event.file}, ${event.at}`).join('; ');
}

export function settingWords({ subcategory, proven, controllers, needs }: AuditSetting): string {
  const named = (of: AuditSetting['controllers']) => {
    const names = of
      .slice(0, 5)
      .map(({ name, events }) => `${name === '' ? 'a computer that is not named' : name} (${count(events)})`);
    return names.join(', ') + (of.length > names.length ? `, and ${count(of.length - names.length)} more` : '');
  };
  const others = controllers.filter(({ inSources }) => inSources === false);
  const beside =
    others.length === 0 ? '' : `. Events of ${named(others)}, no controller of the sources, prove nothing of them`;
  if (!proven) return `${subcategory}: not proven${beside}. Needed for ${needs}`;
  return `${subcategory}: on, by events of ${named(controllers.filter(({ inSources }) => inSources !== false))}${beside}`;
}
