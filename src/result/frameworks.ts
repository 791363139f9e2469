/** Catalogues of others that rules refer to: a fixed list, so that an identifier always says of which edition it is. */

/** A catalogue whose identifiers rules may carry. */
export interface Framework {
  /** As reports call it. */
  readonly title: string;
  /** The edition that the identifiers were held against. */
  readonly version: string;
  /** Where its identifiers were read. */
  readonly source: string;
  /** How an identifier is written, and the words for it. */
  readonly id: RegExp;
  readonly form: string;
}

/** By the name that rule files, results and `--framework` use. */
export const FRAMEWORKS = {
  attack: {
    title: 'MITRE ATT&CK',
    // Whether later editions renamed or revoked any of the techniques was not checked.
    version: 'v18',
    source: 'attack.mitre.org, technique ids (Enterprise); no tactics, which version 19 split',
    id: /^T\d{4}(\.\d{3})?$/,
    form: 'a technique id as T1098 or T1558.004',
  },
  anssi: {
    title: 'ANSSI Active Directory checklist',
    version: 'as of 2026',
    source: 'CERT-FR, ad_checklist; read through PingCastle @9393a5f, ADSOpen 1.3.2 and AD_Miner',
    id: /^vuln_[a-z0-9_]+$/,
    form: 'an id as vuln_permissions_naming_context',
  },
  pingcastle: {
    title: 'PingCastle',
    version: '@9393a5f (2026-03-11)',
    source: 'github.com/netwrix/pingcastle, RuleModel ids',
    id: /^[ASPT]-[A-Za-z0-9]+$/,
    form: 'a rule id as P-UnkownDelegation',
  },
  stig: {
    title: 'DISA STIG Active Directory Domain',
    version: 'V3R7',
    source: 'Active Directory Domain Security Technical Implementation Guide, group ids',
    id: /^V-2434\d\d$/,
    form: 'a group id as V-243488',
  },
  nist: {
    title: 'NIST SP 800-53',
    version: 'Rev. 5.2.0',
    source: 'OSCAL catalogue of SP 800-53, controls and enhancements',
    id: /^[A-Z]{2}-\d{1,2}(\(\d{1,2}\))?$/,
    form: 'a control as AC-6 or AC-6(5)',
  },
  posture: {
    title: 'Microsoft Defender for Identity posture assessments',
    version: 'as of August 2026',
    source: 'Microsoft Learn, Defender for Identity, security assessments (also Microsoft Secure Score); titles',
    id: /^[A-Z].{3,150}$/,
    form: 'the title of an assessment',
  },
} as const satisfies Readonly<Record<string, Framework>>;

export type FrameworkName = keyof typeof FRAMEWORKS;

/** In the order in which reports show them. */
export const FRAMEWORK_NAMES = Object.keys(FRAMEWORKS) as readonly FrameworkName[];

/** Orders identifiers of one catalogue: numbers within them count as numbers, so that AC-6(2) comes before AC-6(10). */
export function compareControls(a: string, b: string): number {
  const [left, right] = [pieces(a), pieces(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [one, other] = [left[at]!, right[at]!];
    if (one === other) continue;
    if (typeof one === 'number' && typeof other === 'number') return one - other;
    return String(one) < String(other) ? -1 : 1;
  }
  return left.length - right.length;
}

function pieces(id: string): readonly (string | number)[] {
  return (id.match(/\d+|\D+/g) ?? []).map((piece) => (/^\d{1,15}$/.test(piece) ? Number(piece) : piece));
}
