/** `html`: one page without anything from outside, made to be read on screen, printed and handed on. */
import { createHash } from 'node:crypto';
import type { AuditedAccount, AuditHeader } from '../../result/audit.js';
import type { FrameworkName } from '../../result/frameworks.js';
import type { AuditSink } from '../../result/sink.js';
import type { CompleteFiles } from '../complete-files.js';
import { type Digest, DigestBuilder } from '../digest.js';
import type { ByteOutput } from '../output/output.js';
import { ByteWriter } from '../output/writer.js';
import { accountsSection } from './account.js';
import { evidenceSection } from './evidence.js';
import { findingsSection, rulesSection } from './findings.js';
import { glossary } from './glossary.js';
import { manualSection } from './manual.js';
import { h, Markup } from './markup.js';
import { PATTERNS } from './pictures.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';
import { head, short } from './summary.js';
import { verdictsSection } from './verdicts.js';

/** Rows (a target of an account) listed one by one; where there are more, the page counts them by situation. */
export const MOST_ROWS = 20_000;
/** Findings of one rule listed on the page. */
const MOST_FINDINGS = 500;

/**
 * A sink that writes the page at the end.
 * @param complete where the rows are that it does not list
 */
export function htmlSink(
  output: ByteOutput,
  framework: FrameworkName | null = null,
  complete: CompleteFiles | null = null,
): AuditSink {
  const builder = new DigestBuilder({ rows: MOST_ROWS, findingsPerRule: MOST_FINDINGS }, framework);
  let header: AuditHeader | null = null;
  let accounts: readonly AuditedAccount[] = [];
  return {
    begin(made, audited) {
      header = made;
      accounts = audited;
    },
    targets: (batch) => builder.addTargets(batch),
    findings: (batch) => builder.addFindings(batch),
    async end(summary, evidence) {
      const writer = new ByteWriter(output);
      for (const { text } of page({ ...builder.build(header!, accounts, summary, evidence), complete })) {
        writer.text(text);
        if (writer.full) await writer.flush();
      }
      await writer.finish();
    },
  };
}

function* page(digest: Digest): Generator<Markup> {
  const { header, evidence } = digest;
  const domains = evidence.domains.map(({ dnsName }) => dnsName).join(', ');
  yield h`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy()}"><meta name="referrer" content="no-referrer">
<meta name="generator" content="adreach ${header.tool.version}"><title>Action account audit${domains === '' ? '' : `: ${domains}`}</title>
<style>${new Markup(STYLE)}</style></head><body>${PATTERNS}`;
  yield head(digest);
  yield h`<main>`;
  yield short(digest);
  yield evidenceSection(header, evidence);
  yield accountsSection(digest);
  yield findingsSection(digest);
  yield* verdictsSection(digest);
  yield manualSection(digest);
  yield rulesSection(digest);
  yield glossary(digest);
  yield h`</main><footer>Made by adreach ${header.tool.version} from the sources named under Evidence. The directory was read, never written to.
The page loads nothing from anywhere.</footer><script>${new Markup(SCRIPT)}</script></body></html>\n`;
}

/** Nothing but the page's own style and script, by their hashes: injected markup could neither run nor load anything. */
function policy(): string {
  return [
    `default-src 'none'`,
    `style-src '${hash(STYLE)}'`,
    `script-src '${hash(SCRIPT)}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
