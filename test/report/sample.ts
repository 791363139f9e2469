/** Audit results made up for the report's tests: a domain of any size, with names that somebody wrote to do harm. */
import type {
  AccountSummary,
  ActionSummary,
  AppliedRule,
  AuditedAccount,
  AuditHeader,
  ContainerSummary,
  DecidingAce,
  Delegation,
  EvidenceBlock,
  Finding,
  ManagedAccount,
  Outcome,
  PopulationCounts,
  ReasonCode,
  Severity,
  Summary,
  Verdict,
  VerdictCode,
} from '../../src/result/audit.js';
import type { AuditSink, TargetOutcomes, TargetState } from '../../src/result/sink.js';

export const DOMAIN = 'DC=securelab,DC=local';
const DOMAIN_SID = 'S-1-5-21-1004336348-1177238915-682003330';

/** Names that a person with write access to one account could choose. */
export const HOSTILE_NAMES: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "=cmd|' /C calc'!A0",
  '@SUM(1+1)',
  '+49 30 123456',
  '-2+3',
  'red \u001b[31malarm\u001b[0m',
  'bell\u0007 and csi \u009b31m',
  'invoice\u202Efdp.exe',
  'zero\u200Bwidth',
  'line\r\nbreak',
  'tab\there',
  '管理者アカウント',
  'Jörg Müller-Lüdenscheidt',
  'a,b;=1+1;"quoted"',
  '&lt;already&gt;',
  '👩‍💻 emoji',
  'lone \ud800 surrogate',
];

const ACTIONS = [
  { id: 'disable', title: 'Disable user', targets: ['user'] },
  { id: 'enable', title: 'Enable user', targets: ['user'] },
  { id: 'force-password-change', title: 'Force password change at next logon', targets: ['user'] },
  { id: 'reset-password', title: 'Reset password', targets: ['user'] },
] as const;

const GMSA = `${DOMAIN_SID}-1109` as const;
const GROUP = `${DOMAIN_SID}-1110` as const;

export const ACCOUNTS: readonly AuditedAccount[] = [
  {
    sid: GMSA,
    dn: `CN=mdiAction,CN=Managed Service Accounts,${DOMAIN}`,
    name: 'SECURELAB\\mdiAction$',
    kind: 'gmsa',
    token: [
      { sid: GMSA, name: 'SECURELAB\\mdiAction$', via: ['SECURELAB\\mdiAction$'], domain: null },
      {
        sid: GROUP,
        name: 'SECURELAB\\MDI Response',
        via: ['SECURELAB\\mdiAction$', 'SECURELAB\\MDI Response'],
        domain: null,
      },
      {
        sid: `${DOMAIN_SID}-1111`,
        name: 'SECURELAB\\OU Operators',
        via: ['SECURELAB\\mdiAction$', 'SECURELAB\\MDI Response', 'SECURELAB\\OU Operators'],
        domain: DOMAIN,
      },
      {
        sid: `${DOMAIN_SID}-515`,
        name: 'SECURELAB\\Domain Computers',
        via: ['SECURELAB\\mdiAction$', 'primary group'],
        domain: null,
      },
      { sid: 'S-1-1-0', name: 'Everyone', via: ['well-known'], domain: null },
      { sid: 'S-1-5-11', name: 'Authenticated Users', via: ['well-known'], domain: null },
    ],
  },
  {
    sid: 'S-1-5-18',
    dn: null,
    name: 'local-system',
    kind: 'local-system',
    token: [
      { sid: 'S-1-5-18', name: 'SYSTEM', via: ['local-system'], domain: null },
      { sid: 'S-1-5-32-544', name: 'BUILTIN\\Administrators', via: ['local-system'], domain: null },
    ],
  },
];

const ALLOW: DecidingAce = {
  index: 3,
  sddl: `(OA;CIIOID;RPWP;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;${GROUP})`,
  trustee: GROUP,
  trusteeName: 'SECURELAB\\MDI Response',
  from: `OU=Staff,${DOMAIN}`,
};
const DENY: DecidingAce = {
  index: 0,
  sddl: `(OD;;WP;bf967a68-0de6-11d0-a285-00aa003049e2;;WD)`,
  trustee: 'S-1-1-0',
  trusteeName: 'Everyone',
  from: null,
};

function outcome(action: string, verdict: VerdictCode, reason: ReasonCode, ace: DecidingAce | null): Outcome {
  const access = verdict === 'cannot' ? 'denied' : verdict === 'unknown' ? 'unknown' : 'granted';
  const documentedSet = verdict === 'unknown' ? null : access === 'granted';
  return { action, access, verdict, reason, documentedSet, ace, caveats: verdict === 'can' ? ['already-so'] : [] };
}

function all(verdict: VerdictCode, reason: ReasonCode, ace: DecidingAce | null): readonly Outcome[] {
  return ACTIONS.map(({ id }) => outcome(id, verdict, reason, ace));
}

const CAN = all('can', 'allowed-by-entry', ALLOW);

/** One kind of target: outcomes and state, shared by every target of that kind as the audit shares them. */
const KINDS: readonly { readonly outcomes: readonly Outcome[]; readonly state: TargetState }[] = [
  { outcomes: CAN, state: { className: 'user', enabled: 'yes', protected: 'no', inheritance: 'on', adminCount: null } },
  {
    outcomes: [
      CAN[0]!,
      CAN[1]!,
      outcome('force-password-change', 'no-effect', 'password-never-expires', ALLOW),
      CAN[3]!,
    ],
    state: { className: 'user', enabled: 'yes', protected: 'no', inheritance: 'on', adminCount: 0 },
  },
  {
    outcomes: all('cannot', 'no-entry-inheritance-off', null),
    state: { className: 'user', enabled: 'yes', protected: 'yes', inheritance: 'off', adminCount: 1 },
  },
  {
    outcomes: all('can-until-sdprop', 'adminsdholder-will-deny', ALLOW),
    state: { className: 'user', enabled: 'no', protected: 'yes', inheritance: 'on', adminCount: null },
  },
  {
    outcomes: all('cannot', 'no-entry-for-class', null),
    state: { className: 'inetOrgPerson', enabled: 'yes', protected: 'no', inheritance: 'on', adminCount: null },
  },
  {
    outcomes: [
      outcome('disable', 'cannot', 'denied-by-entry', DENY),
      outcome('enable', 'cannot', 'denied-by-entry', DENY),
      CAN[2]!,
      CAN[3]!,
    ],
    state: { className: 'user', enabled: 'yes', protected: 'no', inheritance: 'on', adminCount: null },
  },
  {
    outcomes: all('unknown', 'descriptor-unreadable', null),
    state: {
      className: 'computer',
      enabled: 'unknown',
      protected: 'unknown',
      inheritance: 'unknown',
      adminCount: null,
    },
  },
];

const OUS = ['OU=Staff', 'OU=Sales,OU=Staff', 'OU=Tier 0', 'CN=Users', 'OU=<b>bold</b> & sons', 'OU=Service Accounts'];

export function target(i: number, account = 0): TargetOutcomes {
  const hostile = i % 10 === 3 ? HOSTILE_NAMES[Math.floor(i / 10) % HOSTILE_NAMES.length]! : null;
  const name = hostile ?? `user${String(i).padStart(6, '0')}`;
  const container = `${OUS[i % OUS.length]},${DOMAIN}`;
  const kind = account === 1 ? KINDS[i % 11 === 0 ? 6 : 0]! : KINDS[(i * 7 + (i >> 3)) % KINDS.length]!;
  return {
    account,
    target: { sid: `${DOMAIN_SID}-${2000 + i}`, dn: `CN=${name},${container}`, name: `SECURELAB\\${name}`, container },
    state: kind.state,
    population: kind.state.protected === 'yes' ? 0 : 1,
    tierZero: false,
    protection: null,
    outcomes: kind.outcomes,
    origin: kind,
  };
}

export const EVIDENCE: EvidenceBlock = {
  sources: [
    {
      name: 'securelab.snapshot',
      kind: 'snapshot',
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      collectedAt: '2026-03-02T08:15:30.000Z',
      server: 'dc1.securelab.local',
    },
  ],
  domains: [{ dn: DOMAIN, dnsName: 'securelab.local', sid: DOMAIN_SID }],
  counts: {
    groups: 68,
    containers: 202,
    containersByClass: [
      { class: 'organizationalUnit', count: 150 },
      { class: 'container', count: 52 },
    ],
    foreignPrincipals: 31,
    trusts: 1,
    schemaClasses: 264,
    schemaAttributes: 1473,
    extendedRights: 80,
    descriptors: 192,
  },
  complete: true,
  gaps: [],
  notes: [
    "LocalSystem is taken as S-1-5-18, S-1-5-32-544, S-1-1-0 and S-1-5-11, on a domain controller of the target's domain.",
  ],
};

export const FINAL_EVIDENCE: EvidenceBlock = {
  ...EVIDENCE,
  counts: {
    ...EVIDENCE.counts,
    accounts: 271,
    accountsByClass: [
      { class: 'user', count: 262 },
      { class: 'computer', count: 9 },
    ],
  },
  complete: false,
  gaps: [
    {
      source: 'securelab.snapshot',
      code: 'descriptor-unreadable',
      dn: `OU=<b>bold</b> & sons,${DOMAIN}`,
      count: 14,
      message: 'the server returned no nTSecurityDescriptor for these objects: the reading account lacks READ_CONTROL',
      touches: { unknown: 56, resting: 0 },
    },
    {
      source: 'securelab.snapshot',
      code: 'search-incomplete',
      dn: null,
      count: 1,
      message: 'the size limit of the server was reached',
      touches: { unknown: null, resting: null },
    },
  ],
  gapsByCode: [
    {
      code: 'descriptor-unreadable',
      gaps: 1,
      count: 14,
      unknown: 56,
      resting: 0,
      means: 'Verdicts on these accounts are unknown.',
    },
    {
      code: 'search-incomplete',
      gaps: 1,
      count: 1,
      unknown: null,
      resting: null,
      means: 'Objects that were not read have no verdict.',
    },
  ],
  unknown: [
    {
      reason: 'descriptor-unreadable',
      verdicts: 60,
      targets: 15,
      gaps: ['descriptor-unreadable'],
      withoutGap: 4,
      examples: [`CN=${HOSTILE_NAMES[0]},OU=<b>bold</b> & sons,${DOMAIN}`],
    },
  ],
};

const RULES: readonly AppliedRule[] = [
  ['ADR-REACHES-PROTECTED', 'The account reaches protected accounts', 'critical'],
  ['ADR-DOMAIN-ROOT', 'Rights are delegated at the domain root', 'high'],
  ['ADR-ADMINCOUNT-ORPHANED', 'adminCount is left over', 'medium'],
  ['ADR-DIRECT-DELEGATION', 'Rights are delegated to the account itself', 'low'],
  ['ADR-COVERAGE', 'Share of enabled accounts that can be acted on', 'info'],
  ['ADR-NEVER-FOUND', 'A rule without findings', 'high'],
].map(([id, title, severity]) => ({
  id: id!,
  title: title!,
  severity: severity as Severity,
  description: 'Looks for entries that reach further than the delegation was meant to reach.',
  risk: 'Whoever takes over the account under audit acts on these accounts too, and on everything that they may do.',
  remediation: 'Move the delegation to the organisational units that hold the accounts to act on.',
  references: [
    'https://learn.microsoft.com/defender-for-identity/deploy/manage-action-accounts',
    'javascript:alert(1)',
  ],
  frameworks: {
    attack: ['T1098', 'T1531'],
    anssi: ['vuln_permissions_naming_context'],
    pingcastle: [],
    posture: [],
  },
}));

export const HEADER: AuditHeader = {
  schema: 'adreach/audit/v1',
  tool: {
    name: 'adreach',
    version: '0.1.0',
    rules: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
  },
  evidence: EVIDENCE,
  actions: ACTIONS,
  profile: 'mdi-action-account',
  populations: [
    {
      id: 'tier-zero',
      title: 'Tier-0 accounts',
      description: 'Whoever controls one of these controls the domain.',
      tierZero: true,
      expected: false,
    },
    { id: 'people', title: 'enabled people', description: 'Everybody else.', tierZero: false, expected: true },
    { id: 'none', title: 'nobody', description: 'A population without accounts.', tierZero: false, expected: false },
  ],
  manual: {
    mode: {
      mode: 'gmsa',
      source: 'portal',
      actsAsLocalSystem: 'yes',
      remediationAccounts: ['mdiAction$'],
      controllers: [{ name: 'dc1', sensor: 'v3', mode: 'unknown' }],
    },
    questions: ['yes', 'no', 'unknown'].map((answer, i) => ({
      id: `question-${i}`,
      title: `Question ${i}`,
      ask: `Is it so, ${HOSTILE_NAMES[i]!}?`,
      how: 'Look it up.',
      expected: 'yes',
      answer: answer as 'yes' | 'no' | 'unknown',
      note: i === 1 ? HOSTILE_NAMES[3]! : null,
      by: i === 1 ? 'Ada' : null,
      date: i === 1 ? '2026-11-20' : null,
    })),
  },
  rules: RULES,
};

/** Delegations made up: one of each way to stand to a template, with hostile names. */
const DELEGATIONS: readonly Delegation[] = HOSTILE_NAMES.slice(0, 12).map((name, i) => ({
  trustee: GROUP,
  trusteeName: i === 0 ? 'SECURELAB\\MDI Response' : name,
  direct: i === 1,
  through: i === 2 ? 'SECURELAB\\Domain Admins' : null,
  default: (['no', 'yes', 'unknown'] as const)[i % 3]!,
  rights: ['read userAccountControl', 'write userAccountControl'],
  entries: [ALLOW.sddl],
  entryCount: 1,
  where: [`OU=${name},${DOMAIN}`],
  objects: i + 1,
  atDomainRoot: i === 3,
  onAdminSDHolder: i === 4,
  appliesTo: i % 2 === 0 ? 'user' : null,
  spread: i % 2 === 0 ? 'descendants' : 'this-object-and-descendants',
  template:
    i % 3 === 2
      ? null
      : {
          id: 'mdi-documented',
          title: 'the documented set',
          missing: i % 3 === 1 ? ['write pwdLastSet'] : [],
          more: i === 4 ? ['write member'] : [],
          classes: i % 2 === 0 ? 'same' : 'every',
        },
  reach: Object.fromEntries(
    ACTIONS.map(({ id }) => [id, { adds: Math.max(0, 1000 - 100 * i), shared: i, addsElsewhere: 7 }]),
  ),
}));

const MANAGED: ManagedAccount = {
  interval: 30,
  encryptionTypes: { known: true, des: false, rc4: true, aes128: true, aes256: true },
  aesByDefault: 'unknown',
  dnsHostName: 'mdiaction.securelab.local',
  retrieversKnown: true,
  retrievers: HOSTILE_NAMES.map((name, i) => ({
    sid: `${DOMAIN_SID}-${4000 + i}`,
    dn: `CN=${name},OU=Servers,${DOMAIN}`,
    name: `SECURELAB\\${name}`,
    className: 'computer',
    domainController: (['yes', 'no', 'unknown'] as const)[i % 3]!,
    mayRetrieve: (['yes', 'unknown'] as const)[i % 2]!,
    through: 'SECURELAB\\MDI Hosts',
  })),
  furtherRetrievers: 2,
  kdsRootKey: 'yes',
};

/** What one account reaches, made up: every hundredth is of tier zero, and names are hostile. */
function accountSummary(sid: string, actions: readonly ActionSummary[]): AccountSummary {
  const own = actions.filter(({ account }) => account === sid);
  const split = (part: number): PopulationCounts => ({
    targets: part,
    actions: Object.fromEntries(
      own.map(({ action, verdicts }) => {
        const can = Math.min(verdicts.can, part);
        return [action, { ...verdicts, can, 'can-until-sdprop': 0, 'no-effect': 0, cannot: part - can, unknown: 0 }];
      }),
    ),
  });
  const total = own.length === 0 ? 0 : Object.values(own[0]!.verdicts).reduce((sum, count) => sum + count, 0);
  const few = Math.floor(total / 100);
  return {
    sid,
    actions: Object.fromEntries(own.map(({ action, verdicts }) => [action, verdicts])),
    populations: { 'tier-zero': split(few), people: split(total - few), none: split(0) },
    scope: [],
    outside: 0,
    delegations: DELEGATIONS,
    furtherDelegations: 3,
    managed: sid === GMSA ? MANAGED : null,
    holes: HOSTILE_NAMES.slice(0, 10).map((name, i) => ({
      mend: [
        i % 2 === 0
          ? { change: 'enable-inheritance', at: `OU=${name},${DOMAIN}` }
          : { change: 'remove-deny', at: null, sddl: ALLOW.sddl },
      ],
      actions: ['disable'],
      accounts: 100 - i,
      gains: [{ action: 'disable', reason: 'no-entry-inheritance-off', accounts: 100 - i }],
      classes: ['user'],
      where: [`CN=${name},OU=${name},${DOMAIN}`],
      aboveTierZero: i === 0,
    })),
  };
}

export function finding(i: number): Finding {
  const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
  const rules = [
    'ADR-REACHES-PROTECTED',
    'ADR-DOMAIN-ROOT',
    'ADR-ADMINCOUNT-ORPHANED',
    'ADR-DIRECT-DELEGATION',
    'ADR-COVERAGE',
  ];
  const titles = [
    'The account reaches protected accounts',
    'Rights are delegated at the domain root',
    'adminCount is left over',
    'Rights are delegated to the account itself',
    'Share of enabled accounts that can be acted on',
  ];
  const at = i % 5;
  const name = i % 4 === 1 ? HOSTILE_NAMES[i % HOSTILE_NAMES.length]! : `user${i}`;
  return {
    rule: rules[at]!,
    severity: severities[at]!,
    title: titles[at]!,
    subject: `CN=${name},OU=Staff,${DOMAIN}`,
    subjectName: `CN=${name},OU=Staff,${DOMAIN}`,
    account: at === 2 ? null : GMSA,
    message: `${name} can be disabled by SECURELAB\\mdiAction$ although AdminSDHolder should keep it out of reach.`,
    evidence: { index: i, sddl: ALLOW.sddl, groups: ['Domain Admins', name] },
    remediation:
      'Move the delegation to the organisational units that hold the accounts to act on, and take it off the domain root.',
    fingerprint: `${rules[at]!}/${GMSA}/${i}`,
    status: 'open',
    suppression: null,
    frameworks: {},
  };
}

/** A whole made-up audit; the same arguments give the same audit. */
export function* targetBatches(count: number, accounts: number, size = 500): Generator<readonly TargetOutcomes[]> {
  for (let account = 0; account < accounts; account += 1) {
    for (let at = 0; at < count; at += size) {
      yield Array.from({ length: Math.min(size, count - at) }, (_, i) => target(at + i, account));
    }
  }
}

function noneBySeverity(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
}

export function summarise(batches: Iterable<readonly TargetOutcomes[]>, findings: readonly Finding[]): Summary {
  const actions = new Map<string, { -readonly [K in keyof ActionSummary]: ActionSummary[K] }>();
  const containers = new Map<string, ContainerSummary>();
  const targets = new Set<string>();
  const none = () => ({ can: 0, 'can-until-sdprop': 0, 'no-effect': 0, cannot: 0, unknown: 0 });
  for (const batch of batches) {
    for (const item of batch) {
      targets.add(item.target.sid);
      const account = ACCOUNTS[item.account]!.sid;
      for (const { action, verdict, reason, documentedSet } of item.outcomes) {
        const key = `${account} ${action}`;
        const sum = actions.get(key) ?? { account, action, verdicts: none(), reasons: {}, documentedSet: 0 };
        (sum.verdicts as Record<VerdictCode, number>)[verdict] += 1;
        const reasons = sum.reasons as Partial<Record<ReasonCode, number>>;
        reasons[reason] = (reasons[reason] ?? 0) + 1;
        if (documentedSet === true) sum.documentedSet += 1;
        actions.set(key, sum);
        const ouKey = `${key} ${item.target.container}`;
        const ou = containers.get(ouKey) ?? { account, action, container: item.target.container, verdicts: none() };
        (ou.verdicts as Record<VerdictCode, number>)[verdict] += 1;
        containers.set(ouKey, ou);
      }
    }
  }
  const byRule: Record<string, number> = {};
  const counts = { open: noneBySeverity(), suppressed: noneBySeverity(), baseline: noneBySeverity() };
  for (const { severity, rule, status } of findings) {
    counts[status][severity] += 1;
    if (status === 'open') byRule[rule] = (byRule[rule] ?? 0) + 1;
  }
  return {
    targets: targets.size,
    accounts: ACCOUNTS.filter(({ sid }) => [...actions.values()].some(({ account }) => account === sid)).map(
      ({ sid }) => accountSummary(sid, [...actions.values()]),
    ),
    actions: [...actions.values()],
    containers: [...containers.values()],
    protection: {
      none: targets.size,
      normal: 0,
      pending: 0,
      tampered: 0,
      excluded: 0,
      orphaned: 0,
      'stale-flag': 0,
      unknown: 0,
    },
    findings: counts.open,
    findingsByRule: byRule,
    suppressedFindings: counts.suppressed,
    baselineFindings: counts.baseline,
  };
}

/** Drives a sink through an audit of `count` targets for each account, as the audit stage does. */
export async function drive(sink: AuditSink, count: number, accounts = 2, findingCount = 12): Promise<Summary> {
  const findings = Array.from({ length: findingCount }, (_, i) => finding(i));
  const summary = summarise(targetBatches(count, accounts), findings);
  await sink.begin(HEADER, ACCOUNTS.slice(0, accounts));
  for (const batch of targetBatches(count, accounts)) await sink.targets(batch);
  for (let at = 0; at < findings.length; at += 5) await sink.findings(findings.slice(at, at + 5));
  await sink.end(summary, FINAL_EVIDENCE);
  return summary;
}

/** The verdicts of the same audit as flat objects, built another way than the sinks do. */
export function flatVerdicts(count: number, accounts = 2): readonly Verdict[] {
  return [...targetBatches(count, accounts)].flat().flatMap(({ account, target: at, outcomes }) =>
    outcomes.map((made) => ({
      account: ACCOUNTS[account]!.sid,
      target: at.sid,
      targetDn: at.dn,
      targetName: at.name,
      ...made,
    })),
  );
}
