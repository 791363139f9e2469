/** Will it work, is it safe, can this be trusted. Nothing is called good where something that bears on it is not known. */

import type { Question, Sign } from '../../result/answer.js';
import type { AccountSummary, AuditedAccount, FindingStatus, Severity, VerdictCounts } from '../../result/audit.js';
import { SEVERITIES } from '../../result/codes.js';
import { simulatedSources } from '../../words/simulated-sources.js';
import type { Digest } from '../digest.js';
import { missingWords } from '../evidence-words.js';
import { count, counted } from '../numbers.js';
import { collectedAt } from '../run-stamp.js';
import { NO_VERDICTS, totalOf } from '../verdict-counts.js';
import { hindranceOf } from './hindrance.js';
import { meant, reachOf, UNTIL } from './reach.js';

type Said = Pick<Question, 'sign' | 'answer'>;

export function questionsOf(digest: Digest, audited: AuditedAccount, account: AccountSummary): readonly Question[] {
  return [
    { id: 'works', question: 'Will it work?', ...works(digest, audited, account) },
    { id: 'safe', question: 'Is it safe?', ...safe(digest, account) },
    { id: 'trust', question: 'Can I trust this?', ...trust(digest, account) },
  ];
}

/** On whom it is meant to act, every action. */
function works(digest: Digest, audited: AuditedAccount, account: AccountSummary): Said {
  const { header } = digest;
  const over = meant(digest, account);
  const kept = hindranceOf(digest, account.sid);
  if (kept !== null) return { sign: 'no', answer: kept };
  const reaches = header.actions.map(({ id }) => reachOf(account, id, over)).filter((counts) => totalOf(counts) > 0);
  if (reaches.length === 0) return { sign: 'unknown', answer: 'nobody it is meant to reach' };
  const other = otherIdentity(digest, audited);
  if (reaches.every(({ can }) => can === 0)) {
    const unknown = reaches.some((counts) => counts.unknown > 0);
    return { sign: unknown ? 'unknown' : 'no', answer: unknown ? 'nothing proven' : 'reaches nobody' };
  }
  if (other !== null) return { sign: other.sign, answer: other.answer };
  if (reaches.some((counts) => counts.can < totalOf(counts))) return { sign: 'partly', answer: shares(reaches) };
  const open = failedByHand(digest) ?? openByHand(digest);
  return open === null
    ? { sign: 'yes', answer: `every action, on all ${count(totalOf(reaches[0]!))}` }
    : { sign: 'partly', answer: `all within its rights; ${open}` };
}

/** That the sensors act as LocalSystem, where that is so: then the rights of this account are not what counts. */
function otherIdentity({ header }: Digest, { kind }: AuditedAccount): Said | null {
  const { mode, actsAsLocalSystem } = header.manual.mode;
  if (header.profile !== 'mdi-action-account' || kind === 'local-system') return null;
  if (mode === 'local-system') return { sign: 'unknown', answer: 'sensors act as LocalSystem, not as it' };
  return actsAsLocalSystem === 'yes' ? { sign: 'partly', answer: 'some sensors act as LocalSystem instead' } : null;
}

/** `56-60 %, by action`; a share is rounded down, so that 100 is all of them. */
function shares(reaches: readonly VerdictCounts[]): string {
  const ordered = [...reaches].sort((a, b) => a.can / totalOf(a) - b.can / totalOf(b)).map(share);
  const [least, most] = [ordered[0]!, ordered.at(-1)!];
  if (least !== most) return `${least}${most.startsWith('under') ? ' to ' : '-'}${most} %, by action`;
  return `${most} %${reaches.length > 1 ? ' by each action' : ''}`;
}

function share(counts: VerdictCounts): string {
  const part = Math.floor((100 * counts.can) / totalOf(counts));
  return part === 0 && counts.can > 0 ? 'under 1' : String(part);
}

function safe(digest: Digest, account: AccountSummary): Said {
  const counts = countsFor(digest, account.sid);
  const grave = graveWords(counts('open'));
  const before = graveWords(counts('baseline'));
  const accepted = graveCounts(counts('suppressed'));
  const alsoAccepted = accepted === null ? '' : `, ${accepted} accepted`;
  const known = before === null ? '' : `, ${graveCounts(counts('baseline'))} in the baseline`;
  if (grave !== null) return { sign: 'no', answer: `${grave}${known}${alsoAccepted}` };
  const tierZero = tierZeroWords(digest, account);
  if (tierZero !== null) return { sign: 'no', answer: `${tierZero}${known}${alsoAccepted}` };
  if (before !== null) return { sign: 'no', answer: `${before}, known from the baseline${alsoAccepted}` };
  if (accepted !== null) {
    const open = counts('open').medium + counts('baseline').medium;
    const more = open === 0 ? '' : `, ${count(open)} medium not`;
    return { sign: 'partly', answer: `${graveWords(counts('suppressed'))}, accepted for a time${more}` };
  }
  const medium = counts('open').medium + counts('baseline').medium + counts('suppressed').medium;
  if (medium > 0) return { sign: 'partly', answer: counted(medium, 'medium finding') };
  return unproven(digest, account);
}

/** Whether some action reaches those who control the domain; that it is taken away later is no comfort. */
function tierZeroWords({ header }: Digest, { populations }: AccountSummary): string | null {
  const counts = header.populations
    .filter(({ tierZero, expected }) => tierZero && !expected)
    .flatMap(({ id }) => Object.values(populations[id]?.actions ?? {}));
  if (counts.some(({ can }) => can > 0)) return 'it reaches Tier-0 accounts';
  return counts.some((each) => each['can-until-sdprop'] > 0) ? `it reaches Tier-0 accounts ${UNTIL}` : null;
}

/** Nothing was found: whether that means something. */
function unproven(digest: Digest, account: AccountSummary): Said {
  const open = failedByHand(digest) ?? openByHand(digest);
  if (digest.header.rules.length === 0) return { sign: 'unknown', answer: 'no rules were applied' };
  if (!digest.evidence.complete)
    return { sign: 'unknown', answer: `nothing grave found, but ${missingWords(digest.evidence)}` };
  if (unknownOf(account) > 0) return { sign: 'unknown', answer: 'nothing grave found, but verdicts unknown' };
  if (open !== null) return { sign: 'partly', answer: `nothing grave found; ${open}` };
  return { sign: 'yes', answer: 'no critical, high or medium finding' };
}

/** When it was collected, what is missing, what is not decided. */
function trust(digest: Digest, account: AccountSummary): Said {
  const { evidence, header } = digest;
  const at = collectedAt(evidence);
  const unknown = unknownOf(account);
  const open = openByHand(digest);
  const total = header.actions.reduce((sum, { id }) => sum + totalOf(account.actions[id] ?? NO_VERDICTS), 0);
  const odd = [
    ...(simulatedSources(evidence.sources) === null ? [] : ['simulated']),
    ...(evidence.complete ? [] : [`incomplete (${missingWords(evidence)})`]),
    ...(total === 0 ? ['no verdicts'] : unknown === 0 ? [] : [`${counted(unknown, 'verdict')} unknown`]),
    ...(open === null ? [] : [open]),
  ];
  const date = at === null ? 'date unknown' : `evidence of ${at.slice(0, 10)}`;
  const sign: Sign = total === 0 || unknown === total ? 'no' : at !== null && odd.length === 0 ? 'yes' : 'partly';
  return { sign, answer: [date, ...(odd.length === 0 ? ['complete'] : odd)].join(', ') };
}

/** What was looked up and is not as it should be. */
function failedByHand({ header }: Digest): string | null {
  const { questions } = header.manual;
  const failed = questions.filter(({ answer, expected }) => answer !== 'unknown' && answer !== expected).length;
  return failed === 0 ? null : `${counted(failed, 'manual check')} failed`;
}

/** What somebody has to look up and did not, or as whom the sensors act: no directory holds it. */
function openByHand({ header }: Digest): string | null {
  const { mode, questions } = header.manual;
  const open = questions.filter(({ answer }) => answer === 'unknown').length;
  if (open > 0) return `${counted(open, 'manual check')} open`;
  return header.profile === 'mdi-action-account' && mode.mode === 'unknown' ? 'sensor identity not stated' : null;
}

function unknownOf({ actions }: AccountSummary): number {
  return Object.values(actions).reduce((sum, { unknown }) => sum + unknown, 0);
}

/** Of the account and of the directory itself. */
function countsFor({ findingTotals }: Digest, sid: string) {
  return (status: FindingStatus): Readonly<Record<Severity, number>> =>
    Object.fromEntries(
      SEVERITIES.map((severity) => [
        severity,
        [sid, null].reduce((sum, of) => sum + (findingTotals.get(of)?.counts[status][severity] ?? 0), 0),
      ]),
    ) as Record<Severity, number>;
}

/** `4 critical, 40 high findings`; null where there are none. */
function graveWords(counts: Readonly<Record<Severity, number>>): string | null {
  const words = graveCounts(counts);
  return words === null ? null : `${words} ${counts.critical + counts.high === 1 ? 'finding' : 'findings'}`;
}

/** `4 critical, 40 high`; null where there are none. */
function graveCounts(counts: Readonly<Record<Severity, number>>): string | null {
  const parts = (['critical', 'high'] as const).filter((severity) => counts[severity] > 0);
  return parts.length === 0 ? null : parts.map((severity) => `${count(counts[severity])} ${severity}`).join(', ');
}
