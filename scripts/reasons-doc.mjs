// Writes docs/reasons.md from the texts of src/words/reasons.ts: `npm run build && node scripts/reasons-doc.mjs`.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The page as Markdown.
 * @param {Record<string, {label: string, text: string, advice: string}>} verdicts
 * @param {Record<string, {verdict: string, label: string, text: string, advice: string}>} reasons
 * @param {Record<string, {label: string, text: string, advice: string}>} caveats
 */
export function renderReasons(verdicts, reasons, caveats) {
  const lines = [
    '# Verdicts and reasons',
    '',
    '<!-- Generated from src/words/reasons.ts by scripts/reasons-doc.mjs: change the texts there. -->',
    '',
    'Every verdict carries one reason code. The codes are part of the interface (`adreach/audit/v1`); the words may change.',
    'Where several could apply, the order is: `cannot` and `unknown` from the access check, then `no-effect`, then',
    '`can-until-sdprop`, then `can`.',
  ];
  for (const [verdict, { text, advice }] of Object.entries(verdicts)) {
    lines.push('', `## ${verdict}`, '', `${text} ${advice}`, '');
    lines.push('| reason | in short | what is the case | what to do |', '|---|---|---|---|');
    for (const [code, reason] of Object.entries(reasons)) {
      if (reason.verdict === verdict)
        lines.push(`| \`${code}\` | ${reason.label} | ${reason.text} | ${reason.advice} |`);
    }
  }
  lines.push('', '## Caveats', '');
  lines.push('Told beside a granted answer, in `caveats`; they change no verdict.', '');
  lines.push('| caveat | in short | what is the case | what to do |', '|---|---|---|---|');
  for (const [code, { label, text, advice }] of Object.entries(caveats)) {
    lines.push(`| \`${code}\` | ${label} | ${text} | ${advice} |`);
  }
  return `${lines.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  const dist = process.argv[2] ?? join(root, 'dist');
  const { CAVEAT_TEXTS, REASON_TEXTS, VERDICT_TEXTS } = await import(
    pathToFileURL(join(dist, 'words/reasons.js')).href
  );
  writeFileSync(join(root, 'docs/reasons.md'), renderReasons(VERDICT_TEXTS, REASON_TEXTS, CAVEAT_TEXTS));
}
