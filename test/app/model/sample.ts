/** Data of the page made up for tests of its models. */
import type { Finding, VerdictCounts } from '../../../src/result/audit.js';
import type { PageData } from '../../../src/result/page.js';

export const ONE = 'S-1-5-21-1-2-3-1105';
export const OTHER = 'S-1-5-21-1-2-3-1106';

/** `can` and `cannot`; nothing else. */
export function counts(can: number, cannot: number): VerdictCounts {
  return { can, 'can-until-sdprop': 0, 'no-effect': 0, cannot, unknown: 0 };
}

export function finding(rule: string, fingerprint: string, more: Partial<Finding> = {}): Finding {
  return {
    rule,
    severity: 'high',
    title: rule,
    subject: fingerprint,
    subjectName: fingerprint,
    account: ONE,
    message: 'It is so.',
    evidence: {},
    remediation: 'Change it.',
    fingerprint,
    status: 'open',
    suppression: null,
    frameworks: {},
    ...more,
  };
}

/** A page with what a model looks at, and empty lists for the rest. */
export function page(parts: {
  readonly accounts?: readonly string[];
  readonly findings?: readonly (Partial<PageData['findings'][number]> & { readonly shown: readonly Finding[] })[];
  readonly open?: PageData['summary']['findings'];
  readonly containers?: PageData['summary']['containers'];
  readonly domains?: readonly string[];
  /** Container, and whether of tier zero, of each row of the first account. */
  readonly rows?: readonly (readonly [container: string, tierZero: boolean])[];
}): PageData {
  const { accounts = [ONE], findings = [], containers = [], domains = ['DC=example,DC=org'], rows = [] } = parts;
  const places = [...new Set(rows.map(([container]) => container))];
  return {
    header: {
      actions: [
        { id: 'disable', title: 'Disable account', targets: ['user'] },
        { id: 'link', title: 'Link a policy', targets: ['organizationalUnit'] },
      ],
      populations: [
        { id: 'tier-zero', title: 'Tier-0', description: '', tierZero: true, expected: false },
        { id: 'people', title: 'people', description: '', tierZero: false, expected: true },
      ],
    },
    accounts: accounts.map((sid) => ({ sid, name: sid, dn: null, kind: 'gmsa', token: [] })),
    summary: {
      findings: parts.open ?? { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
      containers,
    },
    evidence: { domains: domains.map((dn) => ({ dn, dnsName: dn, sid: 'S-1-5-21-1-2-3' })) },
    findings: findings.map((group) => ({
      rule: group.shown[0]?.rule ?? 'ADR-NONE',
      severity: 'high',
      title: 'A rule',
      counts: { open: group.shown.length, suppressed: 0, baseline: 0 },
      controls: [],
      ...group,
    })),
    containers: places,
    outcomes: [],
    kinds: [
      // Out of scope, and of tier zero all the same.
      { state: {}, population: null, tierZero: true, protection: null, outcomes: [] },
      { state: {}, population: 1, tierZero: false, protection: null, outcomes: [] },
    ],
    targets: {
      sid: rows.map((_, i) => `S-1-5-21-1-2-3-${2000 + i}`),
      name: rows.map((_, i) => `EXAMPLE\\user${i}`),
      rdn: rows.map((_, i) => `CN=user${i}`),
      container: rows.map(([container]) => places.indexOf(container)),
    },
    rows: {
      account: rows.map(() => 0),
      target: rows.map((_, i) => i),
      kind: rows.map(([, tierZero]) => (tierZero ? 0 : 1)),
    },
    rowCounts: [rows.length],
    explanations: [],
    sections: [],
    leftOut: {},
  } as unknown as PageData;
}
