/** The answer of ten seconds. */
import { usePage } from '../model/context.js';

export function Short() {
  const { report, account } = usePage();
  const answer = report.data.answers.find(({ sid }) => sid === report.data.accounts[account]!.sid);
  return (
    <section id="short" class="part" aria-labelledby="short-title">
      <h2 id="short-title" class="headline">
        {answer?.headline ?? ''}
      </h2>
    </section>
  );
}
