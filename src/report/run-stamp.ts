/** What says of a row, wherever it ends up, which run it is from. */
import { createHash } from 'node:crypto';
import type { AuditHeader, EvidenceBlock } from '../result/audit.js';

export interface RunStamp {
  /** ISO 8601: when the oldest source was collected; null where a source does not say. */
  readonly collectedAt: string | null;
  /** SHA-256 over the hashes of the sources: the same for the same evidence; null where a source has none, as a directory read live. */
  readonly evidence: string | null;
  /** SHA-256 over the rule files. */
  readonly rules: string;
  readonly version: string;
}

/** @returns the stamp of a run, from what is known before its first verdict */
export function runStamp({ tool, evidence }: Pick<AuditHeader, 'tool' | 'evidence'>): RunStamp {
  return {
    collectedAt: collectedAt(evidence),
    evidence: evidenceHash(evidence),
    rules: tool.rules,
    version: tool.version,
  };
}

function evidenceHash({ sources }: Pick<EvidenceBlock, 'sources'>): string | null {
  const hash = createHash('sha256');
  for (const { sha256 } of sources) {
    if (sha256 === null) return null;
    hash.update(`${sha256}\n`);
  }
  return hash.digest('hex');
}

/**
 * When the evidence was collected: of several sources the oldest, since the answer is as old as what is oldest in it.
 * @returns null where one of them does not say
 */
export function collectedAt({ sources }: Pick<EvidenceBlock, 'sources'>): string | null {
  const times = sources.map((source) => Date.parse(source.collectedAt ?? ''));
  if (times.length === 0 || times.some(Number.isNaN)) return null;
  return new Date(Math.min(...times)).toISOString();
}
