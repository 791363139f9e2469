/** The table of the evidence: sources, what is missing in them, and what is assumed. */
import type { EvidenceBlock } from '../../result/audit.js';
import { withOrigins } from '../evidence-words.js';
import { type Column, instant, integer, key, text } from './column.js';

export interface EvidenceRow {
  readonly kind: 'source' | 'made from' | 'domain' | 'gap' | 'assumption';
  readonly name: string;
  readonly code?: string;
  readonly dn?: string | null;
  readonly count?: number;
  readonly unknown?: number | null;
  readonly resting?: number | null;
  readonly collectedAt?: string | null;
  readonly server?: string | null;
  readonly sha256?: string | null;
  readonly message?: string;
}

export const EVIDENCE_COLUMNS: readonly Column<EvidenceRow>[] = [
  key('kind', ({ kind }) => kind, 12),
  key('name', ({ name }) => name, 30),
  text('code', ({ code }) => code ?? null),
  text('dn', ({ dn }) => dn ?? null, 46),
  integer('count', ({ count }) => count ?? null),
  integer('verdictsUnknown', ({ unknown }) => unknown ?? null),
  integer('verdictsResting', ({ resting }) => resting ?? null),
  instant('collectedAt', ({ collectedAt }) => collectedAt ?? null),
  text('server', ({ server }) => server ?? null),
  text('sha256', ({ sha256 }) => sha256 ?? null, 66),
  text('message', ({ message }) => message ?? null, 80),
];

export function evidenceRows({ sources, domains, gaps, notes }: EvidenceBlock): readonly EvidenceRow[] {
  return [
    ...withOrigins(sources).map(({ source, depth }): EvidenceRow => {
      const { name, kind, sha256, collectedAt, server } = source;
      return { kind: depth === 0 ? 'source' : 'made from', name, code: kind, sha256, collectedAt, server };
    }),
    ...domains.map(({ dn, dnsName, sid }): EvidenceRow => ({ kind: 'domain', name: dnsName, dn, message: sid })),
    ...gaps.map(
      ({ source, code, dn, count, message, touches }): EvidenceRow => ({
        ...{ kind: 'gap', name: source, code, dn, count, message },
        ...touches,
      }),
    ),
    ...notes.map((message): EvidenceRow => ({ kind: 'assumption', name: '', message })),
  ];
}
