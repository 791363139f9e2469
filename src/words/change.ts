/** What to change, and where, in words; never as a command. */
import type { ReasonCode, VerdictCode } from '../result/audit.js';
import type { ChangeView, Explanation } from '../result/explain.js';
import type { Advice, AdviceEffect, Answer, Inquiry, Named } from '../result/steps.js';
import { conditionFactText } from './condition.js';
import { givenRightPhrases } from './given-right.js';
import { listed } from './lists.js';
import { REASON_TEXTS } from './reasons.js';
import { requiredRightsPhrase } from './required-right.js';
import type { ShowDn } from './show-dn.js';

/** Of an object. */
const COLLECT_AT: Readonly<
  Record<Extract<Inquiry, { readonly do: 'collect'; readonly dn: string }>['what'], (dn: string) => string>
> = {
  descriptor: (dn) => `collect again with an account that has READ_CONTROL on ${dn}`,
  dacl: (dn) => `collect again with the SD flags control set to 7, so that ${dn} comes with its access control list`,
  'user-account-control': (dn) => `collect again with an account that may read userAccountControl of ${dn}`,
  class: (dn) => `collect again with the schema and with an account that may read objectClass of ${dn}`,
  'admin-sd-holder': (dn) => `collect CN=AdminSDHolder,CN=System of this domain with its descriptor (${dn})`,
};

/** About a trustee. */
const COLLECT_OF: Readonly<Record<Extract<Inquiry, { do: 'collect'; of: Named }>['what'], (of: string) => string>> = {
  domain: (of) => `add the domain of ${of} as a further source`,
  members: (of) => `collect the members of ${of} that no source has (their domain as a further source)`,
  builtin: (of) => `collect the container CN=Builtin of the domain, which holds ${of}`,
  'primary-group': (of) => `collect again with an account that may read primaryGroupID of ${of}`,
};

/** @returns one step without a full stop: `remove entry 3 written on OU=Staff (...)`; never a command */
export function stepWords(step: Advice, explanation: Explanation, dn: ShowDn): string {
  const { dacl, account } = explanation;
  switch (step.do) {
    case 'remove-entry':
      return `remove entry ${step.index} written on ${dn(step.dn)} ${removedWords(step, explanation)}`;
    case 'leave-group':
      return `take ${step.member.name} out of the group ${step.group.name}`;
    case 'add-entry': {
      const who = nameOf(step.trustee);
      const to = step.trustee.sid === account.sid ? `${who} (or a group of it)` : who;
      const reach =
        step.appliesTo === null ? 'for this object only' : `applying to descendant ${step.appliesTo.name} objects`;
      return `add an entry on ${dn(step.dn)} that allows ${to} to ${requiredRightsPhrase(step.rights)}, ${reach}`;
    }
    case 'enable-inheritance':
      return `switch inheritance on again on ${dn(step.dn)}`;
    case 'propagate':
      return `have the list of ${dn(step.dn)} propagated again: its entry should have come down and has not`;
    case 'clear-admin-count':
      return `clear adminCount of ${dn(step.dn)}`;
    case 'clear-flag':
      return `clear ${step.flag} in ${step.attribute} of ${dn(step.dn)}`;
    case 'write-dacl':
      return `give ${dn(step.dn)} a proper access control list (the default one of its class, with inheritance on)`;
    case 'confirm':
      return `confirm that ${dn(step.dn)} is meant to be in no protected group any more`;
    case 'collect':
      return 'dn' in step ? COLLECT_AT[step.what](dn(step.dn)) : COLLECT_OF[step.what](nameOf(step.of));
    case 'look-at':
      return lookWords(step, dacl, dn);
  }
}

function nameOf({ name, sid }: Named): string {
  return name ?? sid;
}

/** Rights named in a change; of more, the rest is counted. */
const MOST_RIGHTS = 2;

/** What the entry says, in brackets and as shortly as can be: it stands in full further up. */
function removedWords(step: Extract<Advice, { do: 'remove-entry' }>, explanation: Explanation): string {
  const { dacl, adminSDHolder, target } = explanation;
  // Where the target's list is AdminSDHolder's, its entries are those of AdminSDHolder.
  const same = step.dn === target.dn || (step.dn === adminSDHolder?.dn && target.equalsAdminSDHolder === 'yes');
  const entry = dacl.entries.find(({ index, written }) =>
    written === null ? same && index === step.index : written.dn === step.dn && written.index === step.index,
  );
  if (!entry?.rights || !entry.trustee) return step.sddl;
  const phrases = givenRightPhrases(entry.rights);
  const more = phrases.length - MOST_RIGHTS;
  const what = more > 0 ? `${phrases.slice(0, MOST_RIGHTS).join(', ')} and ${more} more` : listed(phrases);
  return `(${nameOf(entry.trustee)} ${entry.effect === 'deny' ? 'may NOT' : 'may'} ${what})`;
}

function lookWords(step: Extract<Inquiry, { do: 'look-at' }>, dacl: Explanation['dacl'], dn: ShowDn): string {
  switch (step.what) {
    case 'condition': {
      const entry = dacl.entries[step.entry];
      const where = entry?.written
        ? `entry ${entry.written.index} written on ${dn(entry.written.dn)}`
        : `entry ${step.entry} of the target`;
      if (entry?.condition?.text == null) {
        return `look at the condition of ${where} in the directory itself, since what was read does not hold it, and judge whether it holds for the account`;
      }
      const { text, missing } = entry.condition;
      const facts = missing.length === 0 ? '' : ` (it depends on ${listed(missing.map(conditionFactText))})`;
      return `find out whether the condition of ${where} holds for the account${facts}: ${text}`;
    }
    case 'sid-filtering':
      return `find out whether SID filtering on the trust lets ${nameOf(step.of)} through`;
    case 'logon':
      return `find out how the account logs on: only some kinds of logon carry ${nameOf(step.of)}`;
    case 'deleted-trustee':
      return `find out what ${nameOf(step.of)} is: its domain is in the sources and has no such object, so it is deleted (then its entries count for nobody and can go) or hidden from the collecting account`;
    case 'admin-sd-holder':
      return `look at the entries of ${dn(step.dn)} for conditions and for SIDs that the sources do not resolve`;
    case 'protection':
      return `find out whether ${dn(step.dn)} is protected on these domain controllers and whether the membership counts (adminCount=1 after the next AdminSDHolder run says so)`;
  }
}

/** What each verdict means for somebody who has carried the steps out. */
const THEN: Readonly<Record<VerdictCode, string>> = {
  can: 'works',
  'can-until-sdprop': 'works until the next AdminSDHolder run',
  'no-effect': 'is accepted and has no effect',
  cannot: 'is refused',
  unknown: 'is not known to work',
};

const UNTRIED: Readonly<Record<Extract<AdviceEffect, { readonly tried: false }>['because'], string>> = {
  'nothing-changes': '',
  'default-list-unread':
    'not tried, because the default list of its class (defaultSecurityDescriptor) is not in the sources',
  'evidence-missing': 'not tried, because a descriptor or a name that it depends on was not read',
};

/** @returns what comes of steps that were tried, or why they were not, as a remark; empty where they change nothing */
export function effectWords(effect: AdviceEffect): string {
  if (!effect.tried) return UNTRIED[effect.because];
  const { after, afterRun } = effect;
  if (afterRun === null) return `then it ${thenWords(after)}`;
  if (after.verdict === 'can-until-sdprop' && afterRun.verdict === 'cannot') return `then it ${thenWords(after)}`;
  const still = after.verdict === 'cannot' ? 'is still refused at first' : `${thenWords(after)} at first`;
  return `then it ${still}, and ${thenWords(afterRun)} after the next AdminSDHolder run`;
}

function thenWords({ verdict, reason }: Answer): string {
  return verdict === 'unknown' ? `${THEN.unknown} (${REASON_TEXTS[reason].label})` : THEN[verdict];
}

function ways(
  options: ChangeView['options'],
  effects: ChangeView['effects'],
  explanation: Explanation,
  dn: ShowDn,
): string {
  const each = options.map((steps, index) => {
    const words = steps.map((step) => stepWords(step, explanation, dn));
    const effect = effects[index] === undefined ? '' : effectWords(effects[index]);
    return `${words.length < 2 ? words.join('') : listed(words, 'and then')}${effect === '' ? '' : ` (${effect})`}`;
  });
  return each.join('; or ');
}

/** One paragraph: the last one of every explanation. */
export function changeWords(explanation: Explanation, dn: ShowDn): string {
  const { change, target, verdict } = explanation;
  const how = ways(change.options, change.effects, explanation, dn);
  const revoke = ways(change.revoke, change.revokeEffects, explanation, dn);
  const meaning = meaningOf(change.options, explanation);
  switch (change.goal) {
    case 'none': {
      const reads = how === '' ? 'No single change gives it.' : `${meaning}For that: ${how}.`;
      const works =
        change.caution === 'read-right-missing' ? `It works, but reading is missing. ${reads}` : 'Nothing: it works.';
      return revoke === '' ? works : `${works} ${meaningOf(change.revoke, explanation)}To take it away: ${revoke}.`;
    }
    case 'repair':
      return how === ''
        ? 'Everybody may do this: give the object a list of its own.'
        : `Everybody may do this: ${how}.`;
    case 'impossible':
      return `Nothing makes this action take effect on ${target.name}: plan another one, such as disabling the account.`;
    case 'take-effect':
      return how === ''
        ? 'No single change is known to make it take effect: plan another action.'
        : `For it to take effect: ${how}; or plan another action.`;
    case 'know':
      return `To know the answer: ${how === '' ? 'look at the entries that are undecided' : how}.`;
    case 'last':
      if (how === '') return 'No single change makes it last: do not count on this account.';
      return `Nothing, if ${target.name} is meant to be protected: do not count on this account. ${meaning}To have it last: ${how}.`;
    case 'allow': {
      if (how === '') return nothingAllows(verdict.reason);
      return `${unlessWords(explanation)}${meaning}To allow it: ${how}.`;
    }
  }
}

/** When nothing is to be changed; empty where nothing speaks against it. */
function unlessWords({ change: { caution }, target, verdict }: Explanation): string {
  switch (caution) {
    case 'protected-on-purpose':
      return `Nothing, if ${target.name} is meant to be protected. `;
    case 'operator-taken-out': {
      const denied = verdict.reason === 'denied-by-entry' ? ', or if the denial is meant' : '';
      return `Nothing, if ${target.name} is meant to be out of reach${denied}: it is a privileged operator, whose groups dSHeuristics takes out of the protected set. `;
    }
    case 'deny-may-be-meant':
      return 'Nothing, if the denial is meant. ';
    default:
      return '';
  }
}

function nothingAllows(reason: ReasonCode): string {
  return reason === 'trust-refuses-logon'
    ? 'No entry allows it: the trust between the domains does not let the account log on there.'
    : 'No single change allows it: see the entries that deny it.';
}

/** What has to be known before steps are read: they reach further than the one account that is asked about. */
function meaningOf(options: ChangeView['options'], { adminSDHolder, target }: Explanation): string {
  const steps = options.flat();
  const sentences: string[] = [];
  if (steps.some((step) => 'dn' in step && step.dn === adminSDHolder?.dn && isOnList(step)))
    sentences.push(
      'What is changed on AdminSDHolder counts for every protected account and group of the domain, the highest administrators among them. ',
    );
  const left = steps.flatMap((step) =>
    step.do === 'leave-group' && step.member.dn === target.dn ? [step.group.name] : [],
  );
  if (left.length > 0)
    sentences.push(`Out of ${listed([...new Set(left)])}, ${target.name} loses all that is given to that group. `);
  return sentences.join('');
}

const isOnList = (step: Advice) => step.do === 'add-entry' || step.do === 'remove-entry';
