/** What was delegated to an account under audit: to whom, where, like which known set, and what each delegation adds. */
import type { AuditedAccount } from '../../result/audit.js';
import type { Delegation } from '../../result/delegations.js';
import { spreadWords, templateWords } from '../../words/delegations.js';
import { mostOf, remarks } from '../delegation-rows.js';
import type { Digest } from '../digest.js';
import { terminal } from '../encode/terminal.js';
import { count, counted } from '../numbers.js';
import { relativeDn, relativeName } from '../relative-names.js';
import { paragraph } from './grid.js';
import type { Paint } from './paint.js';

const MOST_DELEGATIONS = 8;

export function delegationLines(digest: Digest, account: AuditedAccount, width: number, paint: Paint): string[] {
  const of = digest.summary.accounts.find(({ sid }) => sid === account.sid);
  if (of === undefined || of.delegations.length === 0) return [];
  const lines = paragraph(
    'Delegations, with how many of those meant to be reached each alone adds, by the action of which it is most (shared: another one gives them too, so not all of them can go; elsewhere: others that it alone reaches)',
    width,
    2,
  );
  for (const delegation of of.delegations.slice(0, MOST_DELEGATIONS))
    lines.push(...delegationText(digest, delegation, width, paint));
  const rest = of.delegations.length - MOST_DELEGATIONS + of.furtherDelegations;
  if (rest > 0) lines.push(...paragraph(`... and ${counted(rest, 'more delegation')}: see --format json.`, width, 2));
  return ['', ...lines];
}

function delegationText({ evidence }: Digest, delegation: Delegation, width: number, paint: Paint): string[] {
  const { trustee, trusteeName, where, objects, appliesTo, spread, template } = delegation;
  const who = trusteeName === null ? trustee : relativeName(trusteeName, evidence);
  const more = objects > 1 ? ` and ${count(objects - 1)} more` : '';
  const { adds, shared, addsElsewhere } = mostOf(delegation);
  const figures = [
    `adds ${count(adds)}`,
    ...(shared > 0 ? [`shared ${count(shared)}`] : []),
    ...(addsElsewhere > 0 ? [`elsewhere ${count(addsElsewhere)}`] : []),
  ].join(', ');
  const first = paragraph(
    terminal(`- ${who} on ${relativeDn(where[0] ?? '', evidence)}${more}: ${figures}`),
    width,
    4,
    6,
  );
  const about = [
    templateWords(template),
    `for ${spreadWords(spread, appliesTo)}`,
    ...remarks({ ...delegation, objects: 1 }),
  ];
  const idle = adds === 0 && addsElsewhere === 0;
  return [
    ...first.map((line) => (idle ? paint(line, 'yellow') : line)),
    ...paragraph(terminal(about.join('; ')), width, 6),
  ];
}
