/** `pdf`: the HTML page, printed on A4 by a browser that is found on the computer. */
import { join } from 'node:path';
import type { EvidenceBlock } from '../../result/audit.js';
import type { AuditSink } from '../../result/sink.js';
import { removeTemporary, temporaryFolder } from '../../snapshot/temporary.js';
import { fileDate } from '../answer/dated.js';
import { html } from '../encode/html.js';
import type { FormatSink } from '../format-sink.js';
import { openFileOutput } from '../output/file.js';
import type { ByteOutput } from '../output/output.js';
import { type RunStamp, runStamp } from '../run-stamp.js';
import { findBrowser } from './browser.js';
import { type PrintJob, printPage } from './print.js';

/**
 * A sink that has the page written into a private folder, and prints it at the end.
 * @param makePage the sink of the page
 * @throws AdreachError `not-found` where there is no browser: before the audit
 */
export async function pdfSink(
  output: ByteOutput,
  makePage: (output: ByteOutput) => Promise<FormatSink>,
  { browser, env }: { readonly browser?: string; readonly env?: NodeJS.ProcessEnv } = {},
  print: (job: PrintJob) => Promise<Buffer> = printPage,
): Promise<FormatSink> {
  const executable = await findBrowser(browser, env);
  let folder: string | null = null;
  let page: { readonly file: string; readonly output: ByteOutput; readonly sink: AuditSink & FormatSink };
  let run: RunStamp;
  const clear = (): void => {
    if (folder !== null) removeTemporary(folder);
    folder = null;
  };
  return {
    async begin(header, accounts, explain) {
      run = runStamp(header);
      folder = temporaryFolder();
      const file = join(folder, 'report.html');
      const written = await openFileOutput(file);
      page = { file, output: written, sink: await makePage(written) };
      await page.sink.begin(header, accounts, explain);
    },
    targets: (batch) => page.sink.targets(batch),
    findings: (batch) => page.sink.findings(batch),
    async end(summary, evidence) {
      try {
        await page.sink.end(summary, evidence);
        await page.output.commit();
        const printed = await print({ executable, folder: folder!, file: page.file, footer: footerOf(run, evidence) });
        await output.write(undated(printed));
      } finally {
        clear();
      }
    },
    async abort() {
      if (folder === null) return;
      await page?.sink.abort?.();
      await page?.output.abort();
      clear();
    },
  };
}

/** Styles of the page do not reach the foot of its sheets. */
function footerOf({ version, collectedAt }: RunStamp, { sources }: EvidenceBlock): string {
  const changed = fileDate(sources.filter((source) => source.collectedAt === null));
  const unknown = `evidence: time of collection not known${changed === null ? '' : `; ${changed}`}`;
  const dated = collectedAt === null ? unknown : `evidence of ${collectedAt}`;
  const style = 'width:100%;margin:0 12mm;display:flex;justify-content:space-between;font:7.5pt sans-serif;color:#444';
  return `<div style="${style}"><span>${html(`adreach ${version}, ${dated}`)}</span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>`;
}

/** The head of the file, where it says what made it. */
const HEAD = 4096;

/** Without the time of its making, which no report of ours holds: blanks in its place, so that everything else stays where it is. */
function undated(pdf: Buffer): Buffer {
  const head = pdf.toString('latin1', 0, HEAD);
  const blank = head.replace(/\/(?:CreationDate|ModDate) \(D:[^)]*\)/g, (dated) => ' '.repeat(dated.length));
  pdf.write(blank, 0, 'latin1');
  return pdf;
}
