/** A small explanation for tests of its words. */

import type { EntryView, Explanation, TargetView } from '../../src/result/explain.js';

export const ACCOUNT = 'S-1-5-21-7-8-9-1101';
export const DESK = { sid: 'S-1-5-21-7-8-9-1104' as const, name: 'LAB\\desk' };
export const OU = 'OU=Staff,DC=lab,DC=example';
export const TARGET = `CN=Jo,${OU}`;
export const HOLDER = 'CN=AdminSDHolder,CN=System,DC=lab,DC=example';

/** How the tests show a DN: its first name. */
export const short = (dn: string): string => dn.slice(dn.indexOf('=') + 1, dn.indexOf(','));

export function target(different: Partial<TargetView> = {}): TargetView {
  return {
    sid: 'S-1-5-21-7-8-9-1200',
    dn: TARGET,
    name: 'LAB\\jo',
    kind: 'account',
    className: 'user',
    classKnown: true,
    enabled: 'yes',
    userAccountControl: { value: 0x200, flags: ['NORMAL_ACCOUNT'] },
    inheritance: 'on',
    adminCount: null,
    protected: 'no',
    protectedBy: [],
    excluded: false,
    equalsAdminSDHolder: 'no',
    owner: { sid: 'S-1-5-32-544', name: 'BUILTIN\\Administrators' },
    isAccount: false,
    ...different,
  };
}

export function entry(different: Partial<EntryView> = {}): EntryView {
  return {
    index: 0,
    sddl: '(A;;WP;;;S-1-5-21-7-8-9-1104)',
    effect: 'allow',
    trustee: DESK,
    says: 'Allows LAB\\desk to write all properties on this object only',
    rights: [{ right: 'write-property', bit: 0x20, place: null }],
    condition: null,
    inheritOnly: false,
    inherits: false,
    appliesTo: null,
    inherited: false,
    written: null,
    role: 'decides',
    obstacles: [],
    doubts: [],
    reached: true,
    node: null,
    via: [],
    ...different,
  };
}

/** The account is allowed to write userAccountControl of the target by one entry. */
export function explanation(different: Partial<Explanation> = {}): Explanation {
  return {
    schema: 'adreach/explain/v1',
    tool: { name: 'adreach', version: 'test', rules: '0'.repeat(64) },
    evidence: {
      sources: [],
      domains: [],
      counts: {
        groups: 0,
        containers: 0,
        containersByClass: [],
        foreignPrincipals: 0,
        trusts: 0,
        descriptors: 0,
        schemaClasses: 0,
        schemaAttributes: 0,
        extendedRights: 0,
      },
      complete: true,
      gaps: [],
      notes: [],
    },
    account: { sid: ACCOUNT, dn: null, name: 'LAB\\svc', kind: 'user' },
    action: { id: 'disable', title: 'Disable account' },
    target: target(),
    verdict: {
      action: 'disable',
      access: 'granted',
      verdict: 'can',
      reason: 'allowed-by-entry',
      documentedSet: true,
      ace: { index: 0, sddl: entry().sddl, trustee: DESK.sid, trusteeName: DESK.name, from: null },
      caveats: [],
    },
    request: {
      rights: [
        {
          right: { right: 'write-property', attribute: 'userAccountControl', guid: null },
          reading: false,
          access: 'granted',
          index: 0,
        },
      ],
      traced: 0,
      places: [],
    },
    token: { domain: null, sids: [], filtered: [], undecided: [] },
    dacl: { state: 'present', problem: null, ownerGrants: false, entries: [entry()], outcomes: [] },
    nearMisses: [],
    effect: { flags: [], without: 'no' },
    adminSDHolder: null,
    documented: [],
    change: { goal: 'none', options: [], caution: null, revoke: [], effects: [], revokeEffects: [] },
    ...different,
  };
}
