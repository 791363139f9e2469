/** Pages that also tell of what is known only after their audit has ended: its end waits until then. */
import type { EvidenceBlock, Summary } from '../../result/audit.js';
import type { AuditSink } from '../../result/sink.js';

export interface LatePage {
  /** For the audit that the page is of. */
  readonly audit: AuditSink;
  /** False: there was no such audit, and so there is no page. */
  readonly hasAudit: boolean;
  /** Writes the page. */
  finish(): Promise<void>;
}

export function latePage(page: AuditSink): LatePage {
  let ended: { readonly summary: Summary; readonly evidence: EvidenceBlock } | null = null;
  return {
    audit: {
      begin: (...given) => page.begin(...given),
      targets: (batch) => page.targets(batch),
      findings: (batch) => page.findings(batch),
      end(summary, evidence) {
        ended = { summary, evidence };
      },
    },
    get hasAudit() {
      return ended !== null;
    },
    async finish() {
      await page.end(ended!.summary, ended!.evidence);
    },
  };
}
