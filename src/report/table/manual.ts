/** What no directory holds: as whom the sensors act, and what is to be looked up by hand. */
import type { AnsweredQuestion } from '../../result/answers.js';
import type { Digest } from '../digest.js';
import { terminal } from '../encode/terminal.js';
import { modeWords } from '../manual-words.js';
import { type Cell, grid, paragraph } from './grid.js';
import { indent } from './lines.js';
import type { Paint } from './paint.js';

const ANSWER_WIDTH = 10;

export function manualLines({ header }: Digest, width: number, paint: Paint): string[] {
  const { mode, questions } = header.manual;
  const words = modeWords(mode, header.profile);
  if (words === null && questions.length === 0) return [];
  const lines = [
    paint('What no directory holds', 'bold'),
    ...(words === null ? [] : paragraph(terminal(words), width, 2)),
  ];
  if (questions.length === 0) return lines;
  const rows = questions.map((question): Cell[] => [{ text: terminal(question.ask) }, answerCell(question)]);
  return [
    ...lines,
    '',
    ...indent(
      grid([{ head: 'look up by hand (--answers)' }, { head: 'answer', width: ANSWER_WIDTH }], rows, width - 2, paint),
    ),
  ];
}

function answerCell({ answer, expected }: AnsweredQuestion): Cell {
  if (answer === 'unknown') return { text: '? open', style: 'yellow' };
  return answer === expected ? { text: `ok: ${answer}`, style: 'green' } : { text: `!! ${answer}`, style: 'red' };
}
