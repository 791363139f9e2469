/** An explanation as sections: the words and their order, whatever the format. */

import { dnKey, isAtOrBelow } from '../../names/dn.js';
import type { VerdictCode } from '../../result/audit.js';
import type { EntryView, Explanation } from '../../result/explain.js';
import { didWords, originWords, viaWords } from '../../words/entry-view.js';
import { capital, listed } from '../../words/lists.js';
import { nearMissWords } from '../../words/near-miss.js';
import { CAVEAT_TEXTS, REASON_TEXTS, VERDICT_TEXTS } from '../../words/reasons.js';
import { outcomeWords, placesWords } from '../../words/request.js';
import { requiredRightsPhrase, requiredRightText } from '../../words/required-right.js';
import {
  accountControlWords,
  adminCountWords,
  classWords,
  inheritanceWords,
  protectionWords,
} from '../../words/target.js';
import type { Style } from '../table/paint.js';
import { accountBlocks } from './account-section.js';
import { type Block, type DocumentOptions, plain, type Section } from './document.js';
import { folded, isInteresting } from './folding.js';

const ANSWERS: Readonly<Record<VerdictCode, { readonly word: string; readonly style: Style }>> = {
  can: { word: 'YES', style: 'green' },
  'can-until-sdprop': { word: 'FOR NOW', style: 'yellow' },
  'no-effect': { word: 'NO EFFECT', style: 'magenta' },
  cannot: { word: 'NO', style: 'red' },
  unknown: { word: 'NOT KNOWN', style: 'cyan' },
};

export function titleOf({ account, action, target }: Explanation): string {
  return `${action.title} (${action.id}): may ${account.name} do it to ${target.name}?`;
}

export function sectionsOf(explanation: Explanation, options: DocumentOptions): readonly Section[] {
  return [
    { title: 'Answer', blocks: answer(explanation, options) },
    { title: 'The account', blocks: accountBlocks(explanation, options) },
    { title: 'The target', blocks: target(explanation, options) },
    { title: 'What is asked', blocks: asked(explanation) },
    { title: entriesTitle(explanation), blocks: entries(explanation, options) },
    { title: 'What does not reach the target', blocks: nearMisses(explanation, options) },
    { title: 'Effect, and whether it lasts', blocks: lasting(explanation, options) },
    { title: 'The documented rights', blocks: documented(explanation) },
    { title: 'What this rests on', blocks: evidence(explanation, options) },
  ].filter(({ blocks }) => blocks.length > 0);
}

function answer(explanation: Explanation, { dn }: DocumentOptions): Block[] {
  const { verdict, dacl, request } = explanation;
  const { word, style } = ANSWERS[verdict.verdict];
  const blocks: Block[] = [
    { level: 0, text: `${word}: ${VERDICT_TEXTS[verdict.verdict].text}`, style },
    plain(REASON_TEXTS[verdict.reason].text),
  ];
  const entry = verdict.ace === null ? undefined : dacl.entries[verdict.ace.index];
  if (entry) {
    const decides = entry.role === 'decides' ? 'decides' : 'leaves it open';
    blocks.push(
      plain(
        `Entry ${entry.index} ${decides}. It ${entry.says.charAt(0).toLowerCase()}${entry.says.slice(1)}; ${originWords(entry, dn)}${viaWords(entry)}.`,
      ),
    );
  }
  const miss = explanation.nearMisses[0];
  if (miss) blocks.push(plain(nearMissWords(miss, explanation.target, dn)));
  if (dacl.ownerGrants)
    blocks.push(
      plain(`The owner of an object may ${requiredRightText(request.rights[request.traced]!.right)} without an entry.`),
    );
  for (const outcome of dacl.outcomes) {
    blocks.push({ level: 1, mark: '-', text: outcomeWords(outcome, dacl) });
  }
  for (const code of verdict.caveats)
    blocks.push({ level: 0, mark: '!', text: CAVEAT_TEXTS[code].text, style: 'yellow' });
  return blocks;
}

function target(explanation: Explanation, { dn }: DocumentOptions): Block[] {
  const { target } = explanation;
  const blocks: Block[] = [
    plain(`${target.name}, ${dn(target.dn)}`),
    plain(`Class: ${classWords(target)}`),
    plain(accountControlWords(target)),
    plain(`Inheritance: ${inheritanceWords(target)}`),
    plain(`Protected by AdminSDHolder: ${protectionWords(target)}`),
    ...target.protectedBy.map(
      ({ via, certain }): Block => ({
        level: 1,
        mark: '-',
        text: `${[target.name, ...via.slice(1)].join(' > ')}${certain ? '' : ' (not certain)'}`,
      }),
    ),
    plain(adminCountWords(target)),
  ];
  if (target.owner) blocks.push(plain(`Owner: ${target.owner.name ?? target.owner.sid}`));
  if (target.isAccount) blocks.push(plain('It is the account under audit itself, so entries for Self count.'));
  return blocks;
}

function asked({ request }: Explanation): Block[] {
  const { right } = request.rights[request.traced]!;
  const blocks = [plain(`The right: ${requiredRightText(right)}`), plain(placesWords(request.places))];
  if (request.rights.length > 1) {
    const parts = request.rights.map((part) => `${requiredRightText(part.right)} (${part.access})`);
    blocks.unshift(plain(`All of these are needed: ${listed(parts)}. The list below is about the one that decides.`));
  }
  return blocks;
}

function entriesTitle({ dacl }: Explanation): string {
  const { length } = dacl.entries;
  return length === 0
    ? 'The access control list'
    : `The access control list, ${length} ${length === 1 ? 'entry' : 'entries'} in stored order`;
}

function entries(explanation: Explanation, options: DocumentOptions): Block[] {
  const { dacl } = explanation;
  const states = {
    present: null,
    empty: 'It is there and empty, which grants nothing to anyone.',
    null: 'There is none (a NULL DACL): everything is granted to everyone.',
    absent: 'The descriptor came without one.',
    unreadable: 'It could not be read: nTSecurityDescriptor was not in what the collecting account was given.',
    damaged: `Its bytes form no descriptor: ${dacl.problem}`,
  };
  const state = states[dacl.state];
  if (state !== null) return [plain(state)];
  const blocks: Block[] = [];
  let group: EntryView[] = [];
  const flush = () => {
    if (group.length > 0) blocks.push(folded(group, explanation));
    group = [];
  };
  for (const entry of dacl.entries) {
    if (!options.all && !isInteresting(entry)) {
      group.push(entry);
      continue;
    }
    flush();
    blocks.push(...entryBlocks(entry, explanation, options));
  }
  flush();
  return blocks;
}

function entryBlocks(entry: EntryView, explanation: Explanation, { dn }: DocumentOptions): Block[] {
  const style: Style =
    entry.role === 'decides' ? (entry.effect === 'deny' ? 'red' : 'green') : entry.role === 'open' ? 'cyan' : 'plain';
  return [
    { level: 0, mark: `[${entry.index}]`, text: `${entry.says}.`, style },
    { level: 1, text: `${didWords(entry, explanation)}.`, style },
    { level: 1, text: `${capital(originWords(entry, dn))}.`, style: 'dim' },
    { level: 1, text: entry.sddl, style: 'dim', code: true },
  ];
}

function nearMisses({ nearMisses: misses, target }: Explanation, { dn }: DocumentOptions): Block[] {
  return misses.flatMap((miss): Block[] => [
    { level: 0, mark: '-', text: nearMissWords(miss, target, dn) },
    { level: 1, text: miss.written.sddl, style: 'dim', code: true },
  ]);
}

function lasting({ verdict, effect, adminSDHolder, target, request }: Explanation, { dn }: DocumentOptions): Block[] {
  const blocks: Block[] = [];
  if (effect.without === 'yes')
    blocks.push(plain(`The action does nothing on an account with ${listed(effect.flags)}.`));
  else if (effect.without === 'unknown')
    blocks.push(plain('Whether it takes effect depends on userAccountControl, which was not read.'));
  else
    blocks.push(
      plain(
        verdict.access === 'granted'
          ? 'It takes effect: no flag of the target stands in the way.'
          : 'No flag of the target would stand in the way.',
      ),
    );
  if (adminSDHolder === null) {
    blocks.push(plain('AdminSDHolder leaves this target alone.'));
    return blocks;
  }
  const { access, entry, inheritanceOn } = adminSDHolder;
  if (access === null) {
    blocks.push(
      plain(
        `AdminSDHolder's descriptor is not in the sources (${adminSDHolder.dn === null ? 'the object is missing' : dn(adminSDHolder.dn)}).`,
      ),
    );
    return blocks;
  }
  const by =
    entry === null
      ? 'no entry of it allows it'
      : `by its entry ${entry.index}, for ${entry.trustee?.name ?? entry.trustee?.sid ?? 'nobody'}`;
  const answers = { granted: 'granted', denied: 'refused', unknown: 'undecided' };
  blocks.push(
    plain(
      `${target.protected === 'yes' ? 'AdminSDHolder puts its own list on this target' : 'If the target is protected, AdminSDHolder puts its own list on it'} (every 60 minutes unless configured otherwise). Under that list "${requiredRightText(request.rights[request.traced]!.right)}" is ${answers[access]}: ${by}.`,
    ),
  );
  if (entry !== null) blocks.push({ level: 1, text: entry.sddl, style: 'dim', code: true });
  if (inheritanceOn)
    blocks.push(
      plain("AdminSDHolder's own inheritance is on: entries that it inherits itself do not reach protected accounts."),
    );
  if (target.equalsAdminSDHolder === 'yes')
    blocks.push(plain("The target's list is that list already: the next run changes nothing."));
  return blocks;
}

function documented({ documented: rights, verdict, dacl, action }: Explanation): Block[] {
  if (rights.length === 0) return [];
  const words = { granted: 'held', denied: 'MISSING', unknown: 'not known' };
  const blocks = rights.map(({ right, access, index }): Block => {
    const trustee = index === null ? null : dacl.entries[index]?.trustee;
    const how = { granted: 'by', denied: 'denied by', unknown: 'depends on' }[access];
    const by = index === null ? '' : ` (${how} entry ${index}, ${trustee?.name ?? trustee?.sid ?? ''})`;
    return {
      level: 0,
      mark: { granted: '+', denied: '-', unknown: '?' }[access],
      text: `${words[access]}: ${requiredRightText(right)}${by}`,
    };
  });
  const missing = rights.filter(({ access, reading }) => access === 'denied' && reading);
  if (verdict.access === 'granted' && missing.length > 0) {
    blocks.push(
      plain(
        `The account cannot ${requiredRightsPhrase(missing.map(({ right }) => right))}: "${action.id}" may fail, because what is there has to be read before it is written.`,
      ),
    );
  }
  return blocks;
}

function evidence({ evidence, account, target }: Explanation, { dn }: DocumentOptions): Block[] {
  const blocks = evidence.sources.map(({ name, kind, server, collectedAt }) => {
    const from = server === null ? '' : ` of ${server}`;
    return plain(
      `${name}: ${kind}${from}, ${collectedAt === null ? 'time of collection not known' : `collected ${collectedAt}`}`,
    );
  });
  if (!evidence.complete) {
    const count = evidence.gaps.length;
    blocks.push({
      level: 0,
      text: `INCOMPLETE: ${count} ${count === 1 ? 'gap' : 'gaps'} in what could be read. Those that concern the account, the target or what lies above it:`,
      style: 'yellow',
    });
    const near = evidence.gaps.filter(
      (gap) =>
        gap.dn === null ||
        [target.dn, account.dn].some((known) => known !== null && isAtOrBelow(dnKey(known), dnKey(gap.dn!))),
    );
    blocks.push(
      ...near.map(
        ({ code, dn: where, message }): Block => ({
          level: 1,
          mark: '-',
          text: `${code}${where === null ? '' : ` at ${dn(where)}`}: ${message}`,
        }),
      ),
    );
    if (near.length === 0) blocks.push({ level: 1, mark: '-', text: 'none' });
  }
  for (const note of evidence.notes) blocks.push(plain(`Assumed: ${note}`));
  return blocks;
}
