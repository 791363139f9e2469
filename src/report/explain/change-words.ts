/** What to change, and where, in words; never as a command. */
import type { Change, Explanation, Step } from '../../result/explain.js';
import { join, mayWords } from '../../words/lists.js';

type ShowDn = (dn: string) => string;

const COLLECT = {
  descriptor: (of: string) => `collect again with an account that has READ_CONTROL on ${of}`,
  dacl: (of: string) =>
    `collect again with the SD flags control set to 7, so that ${of} comes with its access control list`,
  'user-account-control': (of: string) => `collect again with an account that may read userAccountControl of ${of}`,
  class: (of: string) => `collect again with the schema and with an account that may read objectClass of ${of}`,
  'admin-sd-holder': (of: string) => `collect CN=AdminSDHolder,CN=System of this domain with its descriptor (${of})`,
  domain: (of: string) => `add the domain of ${of} as a further source`,
  members: (of: string) => `collect the members of ${of} that no source has (their domain as a further source)`,
  builtin: (of: string) => `collect the container CN=Builtin of the domain, which holds ${of}`,
  'primary-group': (of: string) => `collect again with an account that may read primaryGroupID of ${of}`,
} as const;

function stepWords(step: Step, explanation: Explanation, dn: ShowDn): string {
  const { dacl, account } = explanation;
  switch (step.do) {
    case 'remove-entry':
      return `remove entry ${step.index} written on ${dn(step.dn)} (${removedWords(step, explanation)})`;
    case 'leave-group':
      return `take ${step.member} out of the group ${step.group}`;
    case 'add-entry': {
      const who = step.trustee.name ?? step.trustee.sid;
      const to = step.trustee.sid === account.sid ? `${who} (or a group of it)` : who;
      const reach =
        step.appliesTo === null ? 'for this object only' : `applying to descendant ${step.appliesTo} objects`;
      return `add an entry on ${dn(step.dn)} that allows ${to} to ${mayWords(step.rights)}, ${reach}`;
    }
    case 'enable-inheritance':
      return `switch inheritance on again on ${dn(step.dn)}`;
    case 'propagate':
      return `have the list of ${dn(step.dn)} propagated again: its entry should have come down and has not`;
    case 'clear-admin-count':
      return `clear adminCount of ${dn(step.dn)}`;
    case 'clear-flag':
      return `clear ${step.flag} in userAccountControl of ${dn(step.dn)}`;
    case 'write-dacl':
      return `give ${dn(step.dn)} a proper access control list (the default one of its class, with inheritance on)`;
    case 'confirm':
      return `confirm that ${dn(step.dn)} is meant to be in no protected group any more`;
    case 'collect':
      return COLLECT[step.what](dn(step.of));
    case 'look-at':
      return lookWords(step, dacl, dn);
  }
}

/** Rights named in a change; of more, the rest is counted. */
const MOST_RIGHTS = 2;

/** What the entry says, as shortly as can be: it stands in full further up. */
function removedWords(step: Extract<Step, { do: 'remove-entry' }>, explanation: Explanation): string {
  const { dacl, adminSDHolder, target } = explanation;
  // Where the target's list is AdminSDHolder's, its entries are those of AdminSDHolder.
  const same = step.dn === target.dn || (step.dn === adminSDHolder?.dn && target.equalsAdminSDHolder === 'yes');
  const entry = dacl.entries.find(({ index, written }) =>
    written === null ? same && index === step.index : written.dn === step.dn && written.index === step.index,
  );
  if (!entry) return step.sddl;
  const who = entry.trustee?.name ?? entry.trustee?.sid;
  const more = entry.rights.length - MOST_RIGHTS;
  const what = more > 0 ? `${entry.rights.slice(0, MOST_RIGHTS).join(', ')} and ${more} more` : join(entry.rights);
  return `${who} ${entry.effect === 'deny' ? 'may NOT' : 'may'} ${what}`;
}

function lookWords(step: Extract<Step, { do: 'look-at' }>, dacl: Explanation['dacl'], dn: ShowDn): string {
  switch (step.what) {
    case 'condition': {
      const entry = dacl.entries[Number(step.of)];
      const where = entry?.written
        ? `entry ${entry.written.index} written on ${dn(entry.written.dn)}`
        : `entry ${step.of} of the target`;
      if (entry?.condition?.text == null) {
        return `look at the condition of ${where} in the directory itself, since what was read does not hold it, and judge whether it holds for the account`;
      }
      const { text, missing } = entry.condition;
      const facts = missing.length === 0 ? '' : ` (it depends on ${join(missing)})`;
      return `find out whether the condition of ${where} holds for the account${facts}: ${text}`;
    }
    case 'sid-filtering':
      return `find out whether SID filtering on the trust lets ${step.of} through`;
    case 'logon':
      return `find out how the account logs on: only some kinds of logon carry ${step.of}`;
    case 'deleted-trustee':
      return `find out what ${step.of} is: its domain is in the sources and has no such object, so it is deleted (then its entries count for nobody and can go) or hidden from the collecting account`;
    case 'admin-sd-holder':
      return `look at the entries of ${dn(step.of)} for conditions and for SIDs that the sources do not resolve`;
    case 'protection':
      return `find out whether ${dn(step.of)} is protected on these domain controllers and whether the membership counts (adminCount=1 after the next AdminSDHolder run says so)`;
  }
}

function ways(options: Change['options'], explanation: Explanation, dn: ShowDn): string {
  const each = options.map((steps) => {
    const words = steps.map((step) => stepWords(step, explanation, dn));
    return words.length < 2 ? words.join('') : join(words, 'and then');
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
      return `Nothing, if ${target.name} is meant to be protected: do not count on this account. To have it last: ${how}.${reachesAll(change)}`;
    case 'allow': {
      if (how === '') return 'No single change allows it: see the entries that deny it.';
      const unless =
        change.caution === 'protected-on-purpose'
          ? `Nothing, if ${target.name} is meant to be protected. To allow it: `
          : change.caution === 'deny-may-be-meant'
            ? `Nothing, if the denial is meant. To allow it: `
            : 'To allow it: ';
      return `${unless}${how}.${reachesAll(change)}`;
    }
  }
}

function reachesAll({ options }: Change): string {
  const everywhere = options.flat().some((step) => step.do === 'add-entry' && /^CN=AdminSDHolder,/i.test(step.dn));
  return everywhere ? ' Beware: an entry on AdminSDHolder reaches every protected account of the domain.' : '';
}
