/** What no directory holds: as whom the sensors act, and what is to be looked up by hand. */
import { modeWords } from '../../../src/report/manual-words.js';
import type { AnsweredQuestion } from '../../../src/result/answers.js';
import { usePage } from '../model/context.js';
import type { Report } from '../model/report.js';
import { Section } from '../parts/section.js';
import { Table } from '../parts/table.js';

/** @returns whether there is anything that no directory holds and that bears on this audit */
export function hasManual({ data: { header } }: Report): boolean {
  return header.manual.questions.length > 0 || modeWords(header.manual.mode, header.profile) !== null;
}

export function Manual() {
  const { manual, profile } = usePage().report.data.header;
  const { mode, questions } = manual;
  const words = modeWords(mode, profile);
  return (
    <Section id="manual" title="What no directory holds">
      {words !== null && <p>{words}</p>}
      {questions.length > 0 && (
        <Table
          caption="To be looked up by hand; --answers takes the answers"
          heads={[{ title: 'Question' }, { title: 'Answer' }, { title: 'How to find out' }]}
        >
          {questions.map((question) => (
            <Row key={question.id} question={question} />
          ))}
        </Table>
      )}
    </Section>
  );
}

function Row({
  question: { id, title, ask, how, answer, expected, note, by, date },
}: {
  readonly question: AnsweredQuestion;
}) {
  const word =
    answer === 'unknown' ? 'open' : answer === expected ? `${answer}, as it should be` : `${answer}: look into it`;
  const who = [by, date].filter((text) => text !== null).join(', ');
  return (
    <tr id={`manual-${id}`}>
      <th scope="row">
        {title}
        <span class="why">{ask}</span>
      </th>
      <td>
        <strong>{word}</strong>
        {(note !== null || who !== '') && (
          <span class="why">
            {note ?? ''}
            {who === '' ? '' : ` (${who})`}
          </span>
        )}
      </td>
      <td>{how}</td>
    </tr>
  );
}
