/**
 * What verdicts and reasons mean, in words: a short label for tables, one sentence for people, and what to do. The texts
 * of docs/reasons.md are made from here.
 */
import type { CaveatCode, ReasonCode, VerdictCode } from '../result/audit.js';

export interface CodeText {
  /** A few words, for a table cell. */
  readonly label: string;
  /** One plain sentence: what is the case. */
  readonly text: string;
  /** What a reviewer can do about it, or with it. */
  readonly advice: string;
}

export interface ReasonText extends CodeText {
  /** The verdict that this reason explains. */
  readonly verdict: VerdictCode;
}

/** In the order in which reports show them: from the best answer to the missing one. */
export const VERDICT_TEXTS: Readonly<Record<VerdictCode, CodeText>> = {
  can: {
    label: 'can',
    text: 'The directory accepts the request, it takes effect, and it stays so.',
    advice: 'Check that this account is meant to be within reach.',
  },
  'can-until-sdprop': {
    label: 'can for now',
    text: 'The directory accepts the request now, and refuses it after the next AdminSDHolder run (every 60 minutes unless configured otherwise).',
    advice: 'Do not count on it: the account is protected, and its descriptor is about to be replaced.',
  },
  'no-effect': {
    label: 'no effect',
    text: 'The directory accepts the request, but it does not do what the operator expects.',
    advice: 'Remove what stands in the way, or plan another action for this account.',
  },
  cannot: {
    label: 'cannot',
    text: 'The directory refuses the request.',
    advice: 'Delegate where the account should be within reach; leave it where it should not.',
  },
  unknown: {
    label: 'unknown',
    text: 'What was read from the directory does not decide it.',
    advice: 'Read again with an account, or from a source, that sees what is missing.',
  },
};

export const REASON_TEXTS: Readonly<Record<ReasonCode, ReasonText>> = {
  'allowed-by-entry': {
    verdict: 'can',
    label: 'an entry allows it',
    text: 'An access control entry for a SID in the token of the account under audit allows the right, and no earlier entry denies it.',
    advice: 'Compare the deciding entry with the delegation that was intended.',
  },
  'allowed-as-owner': {
    verdict: 'can',
    label: 'the owner may',
    text: 'The account under audit is the owner of the object, who may read and change its access control list without an entry.',
    advice: 'Find out why it owns the object; an owner can give itself every right.',
  },
  'allowed-without-dacl': {
    verdict: 'can',
    label: 'NULL DACL: everyone may',
    text: 'The descriptor has a NULL DACL, which grants every right to everyone.',
    advice: 'Give the object a proper access control list: as it is, anyone can take it over.',
  },
  'allowed-as-adminsdholder': {
    verdict: 'can',
    label: 'AdminSDHolder allows it too',
    text: 'The account is protected by AdminSDHolder, whose descriptor allows the right as well, so the next run takes nothing away.',
    advice: 'An entry on AdminSDHolder reaches every protected account of the domain: check that this is intended.',
  },
  'adminsdholder-will-deny': {
    verdict: 'can-until-sdprop',
    label: 'AdminSDHolder takes it away',
    text: 'The account is protected by AdminSDHolder, whose descriptor does not allow the right and will replace that of the account at the next run.',
    advice: 'Expect a refusal from then on; a plan for this account must not rest on this delegation.',
  },
  'password-never-expires': {
    verdict: 'no-effect',
    label: 'password never expires',
    text: 'The account has "password never expires" (DONT_EXPIRE_PASSWD), so a forced change is stored and never asked for.',
    advice: 'Take the flag off the account, or plan to disable it or to reset its password instead.',
  },
  'smartcard-required': {
    verdict: 'no-effect',
    label: 'smart card required',
    text: 'The account must log on with a smart card (SMARTCARD_REQUIRED), so nobody is ever asked for a new password.',
    advice: 'Plan to disable the account instead.',
  },
  'trust-account': {
    verdict: 'no-effect',
    label: 'computer or trust account',
    text: 'The account is that of a computer, a domain controller or a trust (userAccountControl 0x800, 0x1000 or 0x2000), for which a forced change has no effect.',
    advice: 'Plan another action for such accounts.',
  },
  'denied-by-entry': {
    verdict: 'cannot',
    label: 'an entry denies it',
    text: 'An access control entry for a SID in the token denies the right before any entry allows it.',
    advice: 'Find out whether the deny entry is intended; the order of the list decides, not the number of entries.',
  },
  'no-entry': {
    verdict: 'cannot',
    label: 'no entry allows it',
    text: 'No access control entry allows the right to any SID in the token.',
    advice: 'Delegate the documented rights on the organisational unit if the account should be within reach.',
  },
  'no-entry-inheritance-off': {
    verdict: 'cannot',
    label: 'inheritance is off',
    text: 'An ancestor carries an entry that would allow the right, but the descriptor does not inherit (SE_DACL_PROTECTED), so the entry never arrives.',
    advice:
      'For a protected account this is the intended state; for any other, find out who switched inheritance off, and switch it on again.',
  },
  'no-entry-for-class': {
    verdict: 'cannot',
    label: 'entry is for another class',
    text: 'An ancestor carries an entry that would allow the right, but for objects of another class: "descendant User objects" does not reach inetOrgPerson, computers or managed service accounts.',
    advice: 'Delegate for the class of this account too, if it should be within reach.',
  },
  'no-entry-inherit-only': {
    verdict: 'cannot',
    label: 'entry is for children only',
    text: 'The descriptor holds an entry that would allow the right, but it is marked inherit-only: it counts for objects below, not for this one.',
    advice: 'Put the entry on the account itself or on its organisational unit, if the account should be within reach.',
  },
  'empty-dacl': {
    verdict: 'cannot',
    label: 'empty DACL: nobody may',
    text: 'The access control list is present and empty, which grants nothing to anyone.',
    advice: 'Find out who emptied it; the owner can put a list back.',
  },
  'trust-refuses-logon': {
    verdict: 'cannot',
    label: 'no logon across the trust',
    text: "The trusts of the target's domain do not let the account log on at its controllers, whatever the access control list says: the trust does not lead that way, or it authenticates selectively and the account does not hold Allowed-To-Authenticate there.",
    advice:
      'Use an account of a domain that the target trusts, or grant Allowed-To-Authenticate on the controllers of a selective trust, if the account should be within reach.',
  },
  'descriptor-unreadable': {
    verdict: 'unknown',
    label: 'descriptor not readable',
    text: 'The security descriptor could not be read, which is not the same as having none.',
    advice: 'Collect with an account that has READ_CONTROL on the object.',
  },
  'descriptor-damaged': {
    verdict: 'unknown',
    label: 'descriptor damaged',
    text: 'The bytes of the security descriptor do not form one.',
    advice: 'Collect again; if it stays so, look at the object on the domain controller.',
  },
  'dacl-absent': {
    verdict: 'unknown',
    label: 'descriptor without DACL',
    text: 'The descriptor came without an access control list, as happens when only a part of it was asked for.',
    advice: 'Collect again with the SD flags control set to 7 (owner, group and DACL).',
  },
  'conditional-entry': {
    verdict: 'unknown',
    label: 'conditional entry',
    text: 'A conditional (callback) entry stands in the way, and the answer depends on whether its condition holds.',
    advice: 'Look at the condition of the deciding entry, and judge by hand.',
  },
  'unresolved-trustee': {
    verdict: 'unknown',
    label: 'membership not known',
    text: 'An entry that would decide names a SID whose members are not in the sources, so whether it counts for the account under audit is not known.',
    advice: 'Add the domain of that SID as a further source.',
  },
  'class-unknown': {
    verdict: 'unknown',
    label: 'class not known',
    text: 'The object class was not read or is not in the schema, and an entry whose reach depends on the class would decide.',
    advice: 'Collect again together with the schema, with an account that may read objectClass.',
  },
  'user-account-control-unreadable': {
    verdict: 'unknown',
    label: 'flags not readable',
    text: 'A forced change is accepted, but userAccountControl could not be read, so whether it takes effect is not known.',
    advice: 'Collect with an account that may read userAccountControl (an attribute that is not readable is not 0).',
  },
  'adminsdholder-missing': {
    verdict: 'unknown',
    label: 'AdminSDHolder not read',
    text: "The request is accepted now, but the account is protected and its domain's AdminSDHolder is not in the sources, so whether that lasts is not known.",
    advice: 'Collect the System container of that domain too.',
  },
  'adminsdholder-undecided': {
    verdict: 'unknown',
    label: 'AdminSDHolder undecided',
    text: 'The request is accepted now, but whether the descriptor of AdminSDHolder allows it cannot be decided.',
    advice: 'Look at the entries of AdminSDHolder for conditions and for SIDs that the sources do not resolve.',
  },
  'protection-undecided': {
    verdict: 'unknown',
    label: 'protection not known',
    text: 'The request is accepted now, but whether the account belongs to the protected set is not known, because a membership lies outside the sources.',
    advice: 'Add the missing domain as a further source, or collect with an account that sees all members.',
  },
  'logon-undecided': {
    verdict: 'unknown',
    label: 'logon not known',
    text: "The access control list allows the request, but whether the account can log on at a controller of the target's domain is not known: the trust authenticates selectively and the rights on the controllers do not decide it, or its direction was not read.",
    advice: 'Look at the trust, and, where it is selective, at Allowed-To-Authenticate on the domain controllers.',
  },
};

/** What is told beside a granted answer; changes no verdict. */
export const CAVEAT_TEXTS: Readonly<Record<CaveatCode, CodeText>> = {
  'read-right-missing': {
    label: 'cannot be read first',
    text: 'The account may write the attribute and not read it: a tool that reads the old value before it writes the new one fails.',
    advice: 'Grant the read right of the documented set as well.',
  },
  'platform-may-refuse': {
    label: 'platform may refuse',
    text: 'The target is Administrator (RID 500) or krbtgt (RID 502); the specification forbids disabling it (MS-SAMR 3.1.1.6), and whether a domain controller holds to that is not confirmed.',
    advice: 'Do not plan on this action for this account.',
  },
  'random-password-instead': {
    label: 'random password instead',
    text: 'The target is krbtgt: the domain controller replaces the password that is set by a random one (MS-SAMR 3.1.1.8.5).',
    advice: 'Use the documented procedure for renewing its key.',
  },
  'retained-flag-needs-right': {
    label: 'kept flag may need a right',
    text: 'userAccountControl holds a flag whose setting needs a control access right on the domain object that the account does not hold (MS-SAMR 3.1.1.8.10); whether a flag that is only kept is checked too is not confirmed.',
    advice: 'Try the action on such an account, or take the flag away.',
  },
  'retained-flag-needs-privilege': {
    label: 'kept flag may need a privilege',
    text: 'userAccountControl holds a delegation flag whose setting needs SeEnableDelegationPrivilege (MS-SAMR 3.1.1.8.10), which no directory shows; whether a flag that is only kept is checked too is not confirmed.',
    advice: 'Try the action on such an account.',
  },
  'reset-forces-change': {
    label: 'must change afterwards',
    text: 'The account does not hold Unexpire-Password on the domain object, so that after its reset the user has to change the password at the next logon (MS-SAMR 3.1.1.8.7).',
    advice: 'Expect it; it is no fault.',
  },
  'already-so': {
    label: 'is so already',
    text: 'The account is already in the state that the action brings about; the request changes nothing.',
    advice: 'Nothing to do.',
  },
};
