/** `html`: the page of the state after the changes, with what differs from the state before at its top. */
import { AdreachError } from '../../errors/index.js';
import type { FrameworkName } from '../../result/frameworks.js';
import type { PageSimulation } from '../../result/page.js';
import type { SimulationHeader } from '../../result/simulate.js';
import type { SimulationSink } from '../../result/simulate-sink.js';
import type { AuditSink } from '../../result/sink.js';
import { htmlSink } from '../html/index.js';
import { latePage } from '../html/late.js';
import type { ByteOutput } from '../output/output.js';
import { type SimulationDigest, SimulationDigestBuilder } from './digest.js';

/** Changes, and kinds of changed verdicts, that are on the page. */
const MOST_CHANGES = 500;
const MOST_GROUPS = 500;

/** A sink that writes the page at the end. */
export function simulationHtmlSink(
  output: ByteOutput,
  framework: FrameworkName | null = null,
): SimulationSink & { readonly audit: AuditSink } {
  const builder = new SimulationDigestBuilder();
  let header: SimulationHeader | null = null;
  let simulation: PageSimulation | null = null;
  const page = latePage(htmlSink(output, framework, { simulation: () => simulation }));
  return {
    begin(given) {
      header = given;
    },
    verdicts: (batch) => builder.addVerdicts(batch),
    findings: (side, batch) => builder.addFindings(side, batch),
    async end(end) {
      if (!page.hasAudit)
        throw new AdreachError(
          'usage',
          'none of the accounts under audit is there after the changes, so that there is no page of it',
          'use --format table or json',
        );
      simulation = pageOf(builder.build(header!, end));
      await page.finish();
    },
    audit: page.audit,
  };
}

function pageOf({ header, before, groups, findings }: SimulationDigest): PageSimulation {
  const { changes } = header;
  const verdicts: Record<string, number> = {};
  for (const { account, count } of groups) verdicts[account] = (verdicts[account] ?? 0) + count;
  return {
    changes: changes.slice(0, MOST_CHANGES).map(({ text = '', where = null }) => ({ text, where })),
    moreChanges: Math.max(0, changes.length - MOST_CHANGES),
    before: (before?.actions ?? []).map(({ account, action, verdicts }) => ({ account, action, verdicts })),
    verdicts,
    groups: groups.slice(0, MOST_GROUPS),
    findings,
  };
}
