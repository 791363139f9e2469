/** What taking evidence away did to the verdicts: nothing that was known may become something else that is known. */
import { domainPart } from '../../../src/names/dn.js';
import type { EvidenceBlock, EvidenceGap, Outcome } from '../../../src/result/audit.js';
import type { Audited } from './audits.js';
import { classesOf, sidOf } from './domains.js';
import type { Left } from './removal.js';

export type DefectKind =
  /** A known answer became another one. */
  | 'flipped'
  /** What more evidence left open was decided by less. */
  | 'invented'
  /** A verdict became unknown, and neither a gap nor its reason says what is missing. */
  | 'unnamed';

export interface Defect {
  readonly kind: DefectKind;
  readonly account: string;
  readonly target: string;
  readonly action: string;
  readonly before: Outcome;
  readonly after: Outcome;
}

export interface Comparison {
  compared: number;
  stayed: number;
  /** Known before, unknown now. */
  lost: number;
  readonly lostByReason: Map<string, number>;
  readonly defects: Defect[];
}

/** Verdicts on accounts and targets that both audits have. */
export function compare(before: Audited, after: Audited, left: Left): Comparison {
  const result: Comparison = { compared: 0, stayed: 0, lost: 0, lostByReason: new Map(), defects: [] };
  const isNamed = naming(before.block, after.block, left);
  for (const [account, targets] of after.outcomes) {
    const known = before.outcomes.get(account)!;
    for (const [target, outcomes] of targets) {
      const were = known.get(target);
      if (were === undefined) continue;
      for (const [position, now] of outcomes.entries()) {
        const was = were[position]!;
        result.compared++;
        const kind = judge(was, now);
        if (kind === 'lost') {
          result.lost++;
          result.lostByReason.set(now.reason, (result.lostByReason.get(now.reason) ?? 0) + 1);
        }
        if (kind === 'same') result.stayed++;
        else if (kind !== 'lost' || !isNamed(now, target)) {
          result.defects.push({
            kind: kind === 'lost' ? 'unnamed' : kind,
            account,
            target,
            action: now.action,
            before: was,
            after: now,
          });
        }
      }
    }
  }
  return result;
}

function judge(was: Outcome, now: Outcome): 'same' | 'lost' | 'flipped' | 'invented' {
  if (now.access !== was.access && now.access !== 'unknown') return was.access === 'unknown' ? 'invented' : 'flipped';
  if (now.verdict === was.verdict) return 'same';
  if (now.verdict === 'unknown') return 'lost';
  return was.verdict === 'unknown' ? 'invented' : 'flipped';
}

/** Gaps that a target of its own leaves unknown for. */
const OF_TARGET: Readonly<Record<string, readonly string[]>> = {
  'descriptor-unreadable': ['descriptor-unreadable', 'entry-damaged'],
  'descriptor-damaged': ['descriptor-damaged'],
  'user-account-control-unreadable': ['attribute-unreadable', 'attribute-not-exported', 'entry-damaged'],
};

/** Whether what is missing for an outcome is named: by a gap or a note that was not there before, or by its own reason. */
function naming(
  before: EvidenceBlock,
  after: EvidenceBlock,
  left: Left,
): (outcome: Outcome, target: string) => boolean {
  const keyOf = ({ code, dn, message }: EvidenceGap) => `${code}\n${dn}\n${message}`;
  const known = new Set(before.gaps.map(keyOf));
  const fresh = after.gaps.filter((gap) => !known.has(keyOf(gap)));
  const freshNote = after.notes.some((note) => !before.notes.includes(note));
  // A foreign principal stands for an object that is elsewhere.
  const own = [...left.keys.values()].filter((entry) => !classesOf(entry).includes('foreignsecurityprincipal'));
  // An alias of BUILTIN has the same SID in every domain.
  const place = (sid: string | null, dn: string) =>
    sid?.startsWith('S-1-5-32-') ? `${sid} ${domainPart(dn.toLowerCase())}` : sid;
  const sids = new Set(own.map((entry) => place(sidOf(entry), entry.dn)));
  return ({ reason, ace }, target) => {
    const codes = OF_TARGET[reason];
    if (codes !== undefined) {
      // A damaged descriptor is told of once, with one of the objects that have it.
      return fresh.some(
        ({ code, dn }) =>
          codes.includes(code) && (dn === null || dn.toLowerCase() === target || code === 'descriptor-damaged'),
      );
    }
    // The reason names the SID that no object has.
    if (reason === 'unresolved-trustee' && ace !== null && !sids.has(place(ace.trustee, target))) return true;
    // The entry with its condition is named, which asks for a SID.
    if (reason === 'conditional-entry' && ace !== null) return true;
    return fresh.length > 0 || freshNote;
  };
}

/** One defect, for people. */
export function tellDefect({ kind, account, target, action, before, after }: Defect): string {
  const answer = ({ access, verdict, reason, ace }: Outcome) =>
    `${access}/${verdict} (${reason}${ace === null ? '' : `, ${ace.sddl}`})`;
  return `${kind}: ${account} ${action} ${target}: ${answer(before)} became ${answer(after)}`;
}
