/** The sample domain as its page and as JSON, from one audit. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { streamAudit } from '../../../src/library/audit.js';
import { createSinks } from '../../../src/report/index.js';
import type { AuditResult } from '../../../src/result/audit.js';
import { validJson } from '../../valid-json.js';

export const SAMPLE = 'fixtures/securelab/securelab.ldif.gz';

export interface Made {
  readonly html: string;
  readonly result: AuditResult;
}

/** @param sources paths; @param accounts under audit */
export async function pageAndResult(
  sources: readonly string[] = [SAMPLE],
  accounts: readonly string[] = ['mdiAction$'],
  more: Partial<Parameters<typeof streamAudit>[0]> = {},
): Promise<Made> {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-sample-'));
  try {
    const sinks = await createSinks(['html', 'json'], folder);
    await streamAudit({ sources, accounts, ...more }, sinks);
    const read = (name: string) => readFileSync(join(folder, `adreach-report.${name}`), 'utf8');
    return { html: read('html'), result: validJson<AuditResult>('audit', read('json')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
