/** Findings by rule, most severe first. */
import { SEVERITIES } from '../../result/codes.js';
import type { Digest } from '../digest.js';
import { terminal } from '../encode/terminal.js';
import { count, counted } from '../numbers.js';
import { paragraph } from './grid.js';
import { type Paint, SEVERITY_STYLES } from './paint.js';

/** Subjects shown for one rule. */
export const MOST_SUBJECTS = 10;

export function findingLines({ findings, summary, accounts }: Digest, width: number, paint: Paint): string[] {
  const lines = [paint('Findings', 'bold')];
  if (findings.length === 0) return [...lines, '  None.'];
  lines.push(`  ${severityWords(summary.findings)}`);
  for (const { rule, severity, title, total, shown } of findings) {
    const label = severity.toUpperCase();
    const [first = '', ...rest] = paragraph(terminal(`${label}  ${title}`), width, 2, 4 + label.length);
    const painted = paint(label, SEVERITY_STYLES[severity]);
    lines.push('', `  ${painted}${first.slice(2 + label.length)}`, ...rest);
    lines.push(...paragraph(terminal(`${rule}, ${counted(total, 'finding')}`), width, 4));
    for (const { subjectName, account, message } of shown.slice(0, MOST_SUBJECTS)) {
      const name = account === null ? null : (accounts.find(({ sid }) => sid === account)?.name ?? account);
      const who = name === null || name === subjectName ? '' : ` [${name}]`;
      lines.push(...paragraph(terminal(`- ${subjectName}${who}`), width, 4, 6));
      lines.push(...paragraph(terminal(message), width, 6).map((line) => paint(line, 'dim')));
    }
    if (total > MOST_SUBJECTS) {
      lines.push(`    ... and ${count(total - MOST_SUBJECTS)} more: --format json has all of them`);
    }
    const remediation = shown[0]?.remediation ?? '';
    if (remediation !== '') lines.push(...paragraph(terminal(`What to do: ${remediation}`), width, 4, 6));
  }
  return lines;
}

/** `1 critical, 3 high`; severities without findings are left out. */
export function severityWords(bySeverity: Digest['summary']['findings']): string {
  const parts = SEVERITIES.filter((severity) => bySeverity[severity] > 0);
  return parts.length === 0
    ? 'no findings'
    : parts.map((severity) => `${count(bySeverity[severity])} ${severity}`).join(', ');
}
