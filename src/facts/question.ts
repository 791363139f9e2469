/** Scope `question`: what no directory holds, and what was answered. */
import type { FactScope } from './scope.js';

/** `question`: one question, and the answer to it (scope question). */
export interface QuestionFacts {
  readonly id: string;
  readonly title: string;
  readonly ask: string;
  readonly how: string;
  readonly answer: 'yes' | 'no' | 'unknown';
  /** The answer that is as it should be. */
  readonly expected: 'yes' | 'no';
  readonly note: string;
  readonly by: string;
  readonly date: string;
}

export const questionScope: FactScope<{ readonly question: QuestionFacts }> = {
  once: true,
  *start({ manual }) {
    for (const { note, by, date, ...question } of manual.questions) {
      yield { question: { ...question, note: note ?? '', by: by ?? '', date: date ?? '' } };
    }
  },
};
