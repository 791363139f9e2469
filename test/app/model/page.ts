/** The data of the page of an audit, for tests of what the page makes of it. */
import { Report } from '../../../app/src/model/report.js';
import { streamAudit } from '../../../src/library/audit.js';
import { htmlSink } from '../../../src/report/html/index.js';
import { memoryOutput } from '../../report/memory-output.js';
import { pageOf } from '../../report/page.js';
import { FIXTURES } from '../../truth/predict.js';

const made = new Map<string, Promise<Report>>();

/** The page of the sample domain; made once a test file. */
export function samplePage(accounts: readonly string[]): Promise<Report> {
  const key = accounts.join();
  const known = made.get(key);
  if (known !== undefined) return known;
  const report = make(accounts);
  made.set(key, report);
  return report;
}

async function make(accounts: readonly string[]): Promise<Report> {
  const output = memoryOutput();
  await streamAudit({ sources: [`${FIXTURES}/securelab.ldif.gz`], accounts }, htmlSink(output));
  return new Report(pageOf(output.text));
}
