/** What to change, and where, to get another answer; or what to read, to get one at all. */
import type { Trace } from '../access/trace.js';
import { adviceOn, type Findings, NOTHING } from '../advice/index.js';
import type { ChangeView } from '../result/explain.js';
import type { Context } from './context.js';
import { inquiriesOf } from './inquiries.js';

/** @param trace of the request over the target's list; null where there is none */
export function changeOf(context: Context, findings: Findings, trace: Trace | null): ChangeView {
  if (findings.outcome.verdict !== 'unknown') return adviceOn(context, findings);
  const options = inquiriesOf(context, findings, trace).map((step) => [step]);
  const effects = options.map(() => ({ tried: false, because: 'nothing-changes' }) as const);
  return { ...NOTHING, goal: 'know', options, effects };
}
