/** Findings by rule, most severe first, or by the controls of a catalogue. */
import type { Finding } from '../../result/audit.js';
import { FRAMEWORKS } from '../../result/frameworks.js';
import type { Digest, FindingGroup } from '../digest.js';
import { terminal } from '../encode/terminal.js';
import { count } from '../numbers.js';
import { countWords, groupWords, nothingFoundWords, statusWords } from '../status-words.js';
import { paragraph } from './grid.js';
import { type Paint, SEVERITY_STYLES } from './paint.js';

/** Subjects shown for one rule and status. */
export const MOST_SUBJECTS = 10;

export function findingLines(digest: Digest, width: number, paint: Paint): string[] {
  const { findings, summary, header, framework, evidence } = digest;
  const lines = [paint('Findings', 'bold'), ...paragraph(`By the rules for ${header.profile}.`, width, 2)];
  if (findings.length === 0) return [...lines, ...paragraph(nothingFoundWords(header, evidence), width, 2)];
  lines.push(...paragraph(countWords(summary), width, 2, 4));
  let control: string | null | undefined;
  for (const group of findings) {
    if (framework !== null && control !== (group.controls[0] ?? null)) {
      control = group.controls[0] ?? null;
      const { title, version } = FRAMEWORKS[framework];
      const head = control === null ? `No control of ${title} ${version}` : `${title} ${version}: ${control}`;
      lines.push('', ...paragraph(terminal(head), width, 2, 4).map((line) => paint(line, 'bold')));
    }
    lines.push(...groupLines(digest, group, width, paint));
  }
  return lines;
}

function groupLines(digest: Digest, group: FindingGroup, width: number, paint: Paint): string[] {
  const { rule, severity, title, total, counts, shown, controls } = group;
  const label = severity.toUpperCase();
  const [first = '', ...rest] = paragraph(terminal(`${label}  ${title}`), width, 2, 4 + label.length);
  const lines = ['', `  ${paint(label, SEVERITY_STYLES[severity])}${first.slice(2 + label.length)}`, ...rest];
  lines.push(...paragraph(terminal([rule, groupWords(counts), ...controls].join(', ')), width, 4));
  for (const finding of shown) lines.push(...subjectLines(digest, finding, width, paint));
  if (total > shown.length) {
    lines.push(...paragraph(`... and ${count(total - shown.length)} more: --format json has all of them`, width, 4));
  }
  const remediation = shown[0]?.remediation ?? '';
  if (remediation !== '') lines.push(...paragraph(terminal(`What to do: ${remediation}`), width, 4, 6));
  return lines;
}

function subjectLines({ accounts }: Digest, finding: Finding, width: number, paint: Paint): string[] {
  const { subjectName, account, message, status } = finding;
  const name = account === null ? null : (accounts.find(({ sid }) => sid === account)?.name ?? account);
  const who = name === null || name === subjectName ? '' : ` [${name}]`;
  const sign = status === 'open' ? '' : `(${status}) `;
  const lines = paragraph(terminal(`- ${sign}${subjectName}${who}`), width, 4, 6);
  const known = statusWords(finding);
  if (known !== '') lines.push(...paragraph(terminal(known), width, 6));
  lines.push(...paragraph(terminal(message), width, 6).map((line) => paint(line, 'dim')));
  return lines;
}
