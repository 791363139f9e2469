/** Facts for tests, each part changeable. */
import type { AccountFacts } from '../../src/facts/account-facts.js';
import type { TargetFacts } from '../../src/facts/target.js';
import type { VerdictFacts } from '../../src/facts/verdict.js';
export function account(changes: Partial<AccountFacts> = {}): AccountFacts {
  return {
    sid: 'S-1-5-21-1-2-3-1601',
    dn: 'CN=mdiAction,DC=securelab,DC=local',
    name: 'SECURELAB\\mdiAction$',
    kind: 'gmsa',
    protected: 'no',
    groups: ['S-1-5-21-1-2-3-1701'],
    primaryGroup: 515,
    managed: true,
    passwordInterval: 30,
    encryptionTypesKnown: true,
    des: false,
    rc4: false,
    aes128: true,
    aes256: true,
    retrieversKnown: true,
    powerfulGroups: [],
    aesByDefault: 'unknown',
    enabled: 'yes',
    passwordNeverExpires: 'no',
    passwordNotRequired: 'no',
    reversiblePassword: 'no',
    desOnly: 'no',
    withoutPreauthentication: 'no',
    trustedForDelegation: 'no',
    trustedToAuthenticate: 'no',
    formerSids: [],
    servicePrincipal: 'no',
    dnsHostName: 'mdiaction.securelab.local',
    rootKeys: 1,
    rootKeyServed: true,
    ...changes,
  };
}

export function target(changes: Partial<TargetFacts> = {}): TargetFacts {
  return {
    sid: 'S-1-5-21-1-2-3-1105',
    dn: 'CN=Ada,OU=Staff,DC=securelab,DC=local',
    name: 'SECURELAB\\ada',
    container: 'OU=Staff,DC=securelab,DC=local',
    className: 'user',
    isAccount: true,
    kind: 'user',
    servicePrincipal: 'no',
    domainController: 'no',
    trustAccount: 'no',
    enabled: 'yes',
    protected: 'no',
    inheritance: 'on',
    adminCount: 0,
    matchesAdminSDHolder: 'no',
    protection: 'none',
    protectionWhy: '',
    nextRun: 'nothing',
    passwordNeverExpires: 'no',
    smartcardRequired: 'no',
    ...changes,
  };
}

export function verdict(changes: Partial<VerdictFacts> = {}): VerdictFacts {
  return {
    action: 'disable',
    access: 'granted',
    verdict: 'can',
    reason: 'allowed-by-entry',
    documentedSet: 'yes',
    ...changes,
  };
}
