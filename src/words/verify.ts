/** What was held against events, in words. */
import type { Judgement, JudgementReason, NotJudged, Occurrence, PredictedEffect } from '../result/verify.js';
import { listed } from './lists.js';

/** For a table cell. */
export const JUDGEMENT_LABELS: Readonly<Record<Judgement, string>> = {
  disagreed: 'disagreed',
  'changed-in-between': 'changed since',
  'not-proven': 'not proven',
  'not-predicted': 'not predicted',
  agreed: 'agreed',
};

export const JUDGEMENT_TEXTS: Readonly<Record<Judgement, string>> = {
  disagreed: 'What happened is not what the sources predict, and no event explains it.',
  'changed-in-between':
    'What happened is not what the sources predict; the directory was changed between the two, or may have been.',
  'not-proven': 'A list of actions tells of it, and no event on a controller does.',
  'not-predicted': 'The sources do not decide, or it cannot be told what was attempted on whom.',
  agreed: 'What happened is what the sources predict.',
};

const REASONS: Readonly<Record<JudgementReason, string>> = {
  'as-predicted': 'as predicted',
  'failed-as-predicted': 'it failed, as predicted; the list does not have to say why',
  'done-against-prediction': 'the sources predict that the directory refuses it',
  'refused-against-prediction': 'the sources predict that the directory accepts it',
  'changes-on-the-way':
    'not as predicted; what may have changed the answer was changed between the event and the reading of the sources',
  'changes-at-unknown-time':
    'not as predicted; what may have changed the answer was changed, and it is not known whether that was between the event and the reading of the sources',
  'no-event':
    'no event of an account under audit, or of the system, shows it: it may not have happened, not have been audited there, or been done by another account',
  'no-event-outside-files': 'no event shows it: the event files are from another time',
  'no-event-time-unknown':
    'no event can be matched: the list does not say when, or in a form that leaves the time zone, or day and month, open',
  'failure-without-cause':
    'the list says that it failed, not that access was denied; the sources predict that the directory accepts it',
  'verdict-unknown': 'the evidence of the sources does not decide',
  'target-not-in-sources': 'no account of the sources has the SID, GUID or account name of the target',
  'target-guid-not-read': 'the event names its target by objectGUID, which the sources do not have of every account',
  'target-ambiguous': 'the target is named by a name that more than one account has, or had then',
  'target-not-named': 'the event does not name its target',
  'action-not-asked': 'the action is not among those of the rules',
  'not-about-this-class': 'the action is not about objects of this class',
  'several-actions': 'it is not told which of several actions, or whose, it was, and the answers differ',
  'action-not-told': 'the entry does not say whether the password was set or changed',
  'outcome-not-told': 'the list does not say what became of it',
};

const OCCURRED: Readonly<Record<Occurrence, string>> = {
  done: 'done',
  accepted: 'access was granted',
  refused: 'refused',
  reported: 'reported as done',
  'reported-failed': 'reported as failed',
};

/** For a table cell. */
export function occurrenceWords(occurrence: Occurrence): string {
  return OCCURRED[occurrence];
}

export function reasonWords(because: JudgementReason): string {
  return REASONS[because];
}

export function effectWords(effect: PredictedEffect): string {
  switch (effect) {
    case 'lasting':
      return 'takes effect';
    case 'until-sdprop':
      return 'takes effect; the next AdminSDHolder run takes the right away';
    case 'none':
      return 'accepted, no effect';
    case 'unknown':
      return 'whether it takes effect is not known';
  }
}

/** @returns one sentence */
export function attemptText(attempt: {
  readonly judgement: Judgement;
  readonly because: JudgementReason;
  readonly occurrence: Occurrence;
  readonly effect: PredictedEffect | null;
  readonly actions: readonly string[];
  readonly as: 'account' | 'local-system';
}): string {
  const { judgement, because, occurrence, effect, actions, as } = attempt;
  const what = actions.length === 0 ? 'change of password' : listed(actions, 'or');
  const by = as === 'local-system' ? ' by the system of a controller' : '';
  const expected = effect === 'none' || effect === 'until-sdprop' ? `. Expected: ${effectWords(effect)}` : '';
  return `${what} ${OCCURRED[occurrence]}${by}: ${JUDGEMENT_LABELS[judgement]}, ${REASONS[because]}${expected}.`;
}

/** As `verify/events/event.ts` has them. */
export type ToldEvent =
  | { readonly kind: 'switched'; readonly id: 4722 | 4725 }
  | {
      readonly kind: 'changed';
      readonly flags: { readonly on: number; readonly off: number } | null;
      readonly password: 'unchanged' | 'never' | 'other';
    }
  | { readonly kind: 'reset'; readonly success: boolean | null }
  | { readonly kind: 'access'; readonly success: boolean | null }
  | {
      readonly kind: 'attribute';
      readonly attribute: string;
      readonly dn: string;
      readonly operation: 'added' | 'removed' | null;
    }
  | { readonly kind: 'stamped' | 'own-password' | 'other' | 'sensor' }
  | { readonly kind: 'renamed' | 'moved'; readonly from: string; readonly to: string }
  | {
      readonly kind: 'membership';
      readonly operation: 'added' | 'removed';
      readonly member: string | null;
      readonly memberDn: string | null;
      readonly group: { readonly sid: string | null; readonly name: string | null };
    }
  | {
      readonly kind: 'reported';
      readonly by: 'identity-directory-events' | 'action-center';
      readonly title: string;
      readonly outcome: string;
      readonly error: string;
    };

/** Characters of a text of somebody else's. */
const LONGEST = 200;
const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);

export function eventWords(event: ToldEvent): string {
  switch (event.kind) {
    case 'switched':
      return event.id === 4722 ? 'account enabled' : 'account disabled';
    case 'changed': {
      const flags =
        event.flags === null
          ? []
          : [`flags changed (SAM bits on 0x${event.flags.on.toString(16)}, off 0x${event.flags.off.toString(16)})`];
      const password = event.password === 'never' ? ['last set of the password: never'] : [];
      return [...flags, ...password].join('; ') || 'account changed';
    }
    case 'reset':
      return event.success === false ? 'password not set: against the policy' : 'password set';
    case 'access':
      return event.success === false ? 'access refused' : 'access granted';
    case 'attribute':
      return `${short(event.attribute)} of ${short(event.dn)}: value ${event.operation ?? 'changed'}`;
    case 'stamped':
      return 'descriptor of AdminSDHolder put on it';
    case 'renamed':
      return `renamed from ${short(event.from)} to ${short(event.to)}`;
    case 'moved':
      return `moved from ${short(event.from)} to ${short(event.to)}`;
    case 'membership': {
      const { operation, member, memberDn, group } = event;
      const who = short(memberDn ?? member ?? 'not named');
      return `member ${operation}: ${short(group.name ?? group.sid ?? 'a group')} (${who})`;
    }
    case 'reported': {
      const list = event.by === 'action-center' ? 'action center' : 'IdentityDirectoryEvents';
      return `${list}: ${short(event.title)}, ${event.outcome}${event.error === '' ? '' : ` (${short(event.error)})`}`;
    }
    default:
      return 'event';
  }
}

export function changeWords(
  kind: 'descriptor' | 'stamp' | 'moved' | 'member' | 'primary-group' | 'flags',
  event: ToldEvent,
): string {
  if (kind === 'primary-group') return 'primary group changed';
  if (kind === 'member' && event.kind === 'attribute') {
    return `member ${event.operation ?? 'changed'}: ${short(event.dn)}`;
  }
  return eventWords(event);
}

const NOT_JUDGED_TEXTS: Readonly<Record<NotJudged, string>> = {
  'other-actors': 'events and entries of others than the accounts under audit',
  'actor-not-told': 'events and entries that do not say who acted',
  'local-system-without-action':
    'events of the system of a controller that no entry of the action center explains: it does much for many reasons',
  'own-password-changes': 'changes of a password by somebody who knew the old one (4723)',
  'other-changes': 'changes of accounts by the accounts under audit that are none of the actions',
  'access-of-other-kinds': 'checks of access (4662) that are about none of the actions',
  'outcome-of-access-not-told':
    'checks of access (4662) of which the export does not say whether they succeeded (Keywords)',
  'other-reported-actions': 'entries of lists of actions that are none of the actions here',
  'pending-actions': 'entries of lists of actions that are pending',
};

export function notJudgedWords(code: NotJudged): string {
  return NOT_JUDGED_TEXTS[code];
}

const MOST_NAMES = 10;

function shortList(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return listed([...names.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])]);
}

/** What this can and cannot prove. */
export function verifyNotes(known: {
  readonly evidenceKnown: boolean;
  readonly refusalsAudited: boolean;
  readonly changesAudited: boolean;
  readonly hasSensorLines: boolean;
  readonly hasForced: boolean;
  readonly damaged: boolean;
  /** Domain controllers of which no event is in the files. */
  readonly silent: readonly string[];
  readonly hasGroup: boolean;
}): readonly string[] {
  return [
    'No event is no evidence: a disable, a forced change or a reset that was denied leaves no 4725, 4738 or 4724, and one that was accepted leaves none where auditing was off.',
    ...(known.refusalsAudited
      ? []
      : ['No failed access check (4662) is in the files: it is not proven that refused attempts are audited at all.']),
    ...(known.changesAudited
      ? []
      : [
          'No change of an object (5136) is in the files: what was changed between an event and the sources may not show.',
        ]),
    ...(known.evidenceKnown
      ? []
      : [
          'When the sources were read is not known: what happened may have been before or after it, and changes at any time count as between.',
        ]),
    ...(known.hasForced
      ? [
          'That 4738 with a last set of "never" (%%1794) is a forced change is inferred for accounts of a domain, not documented by Microsoft.',
        ]
      : []),
    ...(known.hasSensorLines
      ? ['The time zone of sensor logs is not documented, so their lines are matched with nothing.']
      : []),
    ...(known.silent.length === 0
      ? []
      : [
          `Domain controllers of the sources of which no event is in the files: ${shortList(known.silent)}. What they carried out does not show.`,
        ]),
    ...(known.hasGroup
      ? ['A group never acts: nothing in the files is held against what was delegated to it. Name its members.']
      : []),
    ...(known.damaged ? ['Parts of the files could not be read: events may be missing.'] : []),
  ];
}
