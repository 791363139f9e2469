/** One entry of the target's list in words: where it is written, and what it did in the check. */
import type { EntryView, Explanation } from '../result/explain.js';
import { conditionFactText } from './condition.js';
import { article, listed } from './lists.js';
import { requiredRightText } from './required-right.js';
import type { ShowDn } from './show-dn.js';

/** Where it is written. */
export function originWords(entry: EntryView, dn: ShowDn): string {
  if (!entry.inherited) return 'written on the object itself';
  if (entry.written === null) return 'inherited, and no object above carries it as its own';
  return `inherited from ${dn(entry.written.dn)}, entry ${entry.written.index} there`;
}

/** What it did in this check, and exactly why. */
export function didWords(entry: EntryView, explanation: Explanation): string {
  const does = entry.effect === 'deny' ? 'denies' : 'allows';
  switch (entry.role) {
    case 'decides':
      return `Matches, and decides: it ${does} ${asked(explanation)}${nodeWords(entry)}${viaWords(entry)}`;
    case 'open':
      return `Undecided: it ${does} ${asked(explanation)} ${doubtWords(entry)}`;
    case 'repeats':
      return `Adds nothing: an earlier entry names the same trustee, of which it is not known whether the token holds it`;
    case 'too-late': {
      const index = explanation.verdict.ace?.index ?? null;
      const would = entry.doubts.length > 0 ? 'might have' : 'would have';
      const why = explanation.dacl.ownerGrants ? 'the owner has the right anyway' : `entry ${index} decided before`;
      return `Not reached: it ${would} ${entry.effect === 'deny' ? 'denied' : 'allowed'} it, but ${why}`;
    }
    default:
      return `No match: ${entry.obstacles.map((obstacle) => obstacleWords(obstacle, entry, explanation)).join('; ')}`;
  }
}

/** @returns why one of several entries has no say, to stand after their number */
export function foldedWords({ obstacles }: EntryView): string {
  if (obstacles.includes('takes-no-part')) return 'of a kind that takes no part';
  if (obstacles.includes('other-trustee')) return 'for trustees that the token does not hold';
  if (obstacles.includes('inherit-only')) return 'for objects below only';
  return 'about other rights or attributes';
}

function asked({ request }: Explanation): string {
  return `"${requiredRightText(request.rights[request.traced]!.right)}"`;
}

function nodeWords({ node }: EntryView): string {
  if (node === null) return ' by naming no attribute, so on the whole object';
  const kind = {
    attribute: 'the attribute',
    'property-set': 'its property set',
    class: "the object's class",
    'control-access': 'the right',
    'validated-write': 'the validated write',
    unknown: 'the GUID',
  }[node.kind];
  return ` by naming ${kind} ${node.name}`;
}

/** How the account comes to the trustee, where that is not plain. */
export function viaWords({ via }: EntryView): string {
  return via.length < 2 ? '' : `; the account has it through ${via.join(' > ')}`;
}

function doubtWords(entry: EntryView): string {
  const doubts = entry.doubts.map((doubt) => {
    if (doubt === 'condition') return `where its condition holds, which ${missingWords(entry)}`;
    if (doubt === 'class') return "where it is for the object's class, which is not known";
    return `where the token holds ${entry.trustee?.name ?? entry.trustee?.sid}, which is not known`;
  });
  return doubts.join(' and ');
}

function obstacleWords(
  obstacle: EntryView['obstacles'][number],
  entry: EntryView,
  { target, token }: Explanation,
): string {
  switch (obstacle) {
    case 'takes-no-part':
      return 'entries of this type take no part in access checks';
    case 'other-trustee':
      return trusteeWords(entry, target, token);
    case 'inherit-only':
      return entry.appliesTo !== null && entry.appliesTo !== target.className
        ? `it is for ${entry.appliesTo} objects, and this is ${article(target.className || 'object of unknown class')}`
        : 'it counts for objects below this one only';
    case 'other-right':
      return 'it does not hold the right that is asked for';
    case 'condition-not-met':
      return `its condition does not hold (it evaluates to ${(entry.condition?.result ?? 'unknown').toUpperCase()})`;
    case 'other-place':
      return 'it is about other attributes or rights';
  }
}

function missingWords({ condition }: EntryView): string {
  const missing = condition?.missing ?? [];
  return missing.length === 0
    ? 'the sources do not tell'
    : `depends on ${listed(missing.map(conditionFactText))}, and the sources do not hold that`;
}

function trusteeWords({ trustee }: EntryView, target: Explanation['target'], token: Explanation['token']): string {
  const sid = trustee?.sid ?? '';
  if (sid === 'S-1-5-10') return 'Self is the target itself, not the account';
  if (sid === 'S-1-3-4') {
    return `Owner Rights means the owner, ${target.owner?.name ?? target.owner?.sid}, which the token does not hold`;
  }
  if (sid.startsWith('S-1-3-')) return `${trustee?.name} is a placeholder for inheritance and never matches`;
  if (token.filtered.some((lost) => lost.sid === sid)) {
    return 'the account has this SID, and SID filtering takes it away on the way to this domain';
  }
  return 'the token does not hold this trustee';
}
