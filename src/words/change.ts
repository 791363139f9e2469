/** What to change, and where, in words; never as a command. */
import type { ChangeView, Explanation } from '../result/explain.js';
import type { Advice, Inquiry, Named } from '../result/steps.js';
import { conditionFactText } from './condition.js';
import { givenRightPhrases } from './given-right.js';
import { listed } from './lists.js';
import type { ShowDn } from './names.js';
import { requiredRightsPhrase } from './required-right.js';

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
      return `remove entry ${step.index} written on ${dn(step.dn)} (${removedWords(step, explanation)})`;
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

/** What the entry says, as shortly as can be: it stands in full further up. */
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
  return `${nameOf(entry.trustee)} ${entry.effect === 'deny' ? 'may NOT' : 'may'} ${what}`;
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

function ways(options: ChangeView['options'], explanation: Explanation, dn: ShowDn): string {
  const each = options.map((steps) => {
    const words = steps.map((step) => stepWords(step, explanation, dn));
    return words.length < 2 ? words.join('') : listed(words, 'and then');
  });
  return each.join('; or ');
}

/** One paragraph: the last one of every explanation. */
export function changeWords(explanation: Explanation, dn: ShowDn): string {
  const { change, target } = explanation;
  const how = ways(change.options, explanation, dn);
  const revoke = ways(change.revoke, explanation, dn);
  switch (change.goal) {
    case 'none': {
      const works =
        change.caution === 'read-right-missing'
          ? `It works, but reading is missing. For that: ${how}.`
          : 'Nothing: it works.';
      return revoke === '' ? works : `${works} To take it away: ${revoke}.`;
    }
    case 'repair':
      return `Everybody may do this: ${how}.`;
    case 'impossible':
      return `Nothing makes this action take effect on ${target.name}: plan another one, such as disabling the account.`;
    case 'take-effect':
      return `For it to take effect: ${how}; or plan another action.`;
    case 'know':
      return `To know the answer: ${how === '' ? 'look at the entries that are undecided' : how}.`;
    case 'last':
      if (how === '') return `No single change makes it last: do not count on this account.`;
      return `Nothing, if ${target.name} is meant to be protected: do not count on this account. To have it last: ${how}.${reachesAll(explanation)}`;
    case 'allow': {
      if (how === '') return 'No single change allows it: see the entries that deny it.';
      const unless =
        change.caution === 'protected-on-purpose'
          ? `Nothing, if ${target.name} is meant to be protected. To allow it: `
          : change.caution === 'deny-may-be-meant'
            ? `Nothing, if the denial is meant. To allow it: `
            : 'To allow it: ';
      return `${unless}${how}.${reachesAll(explanation)}`;
    }
  }
}

function reachesAll({ change, adminSDHolder }: Explanation): string {
  const everywhere = change.options.flat().some((step) => step.do === 'add-entry' && step.dn === adminSDHolder?.dn);
  return everywhere ? ' Beware: an entry on AdminSDHolder reaches every protected account of the domain.' : '';
}
