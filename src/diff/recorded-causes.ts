/** Why a verdict may be another one, from what two results say of it. Nothing is tried. */
import { dnKey, domainPart, isAtOrBelow } from '../names/dn.js';
import type { AuditedAccount, DecidingAce, EvidenceBlock, ReasonCode, ToolBlock, Verdict } from '../result/audit.js';
import { type ChangedEntry, type DirectoryChange, DOMAIN_NOT_READ } from '../result/directory-changes.js';
import type { FoundCause } from './find-causes.js';

interface Recorded {
  readonly accounts: readonly AuditedAccount[];
  readonly tool: ToolBlock;
  readonly evidence: Pick<EvidenceBlock, 'domains'>;
}

const UNPROVEN = 'as recorded in the two results; nothing could be tried';

/** Reasons that one flag of the target gives (MS-ADTS 2.2.16); a trust account has one of several. */
const FLAGS: Partial<Readonly<Record<ReasonCode, { readonly flag: string; readonly bit: number }>>> = {
  'password-never-expires': { flag: 'DONT_EXPIRE_PASSWD', bit: 0x10000 },
  'smartcard-required': { flag: 'SMARTCARD_REQUIRED', bit: 0x40000 },
};

/**
 * @param account SID of the account under audit
 * @param moved from which container to which the target was moved
 * @returns each may be it; none where the results show nothing that is different
 */
export function recordedCauses(
  { before: old, after: now }: { readonly before: Recorded; readonly after: Recorded },
  account: string,
  before: Verdict | null,
  after: Verdict | null,
  moved: { readonly from: string; readonly to: string } | null,
): readonly FoundCause[] {
  const audited = (side: Recorded) => side.accounts.find(({ sid }) => sid === account) ?? null;
  const [was, is] = [audited(old), audited(now)];
  const changes: DirectoryChange[] = [];
  if (was === null || is === null) {
    changes.push({ change: was === null ? 'audited-now-only' : 'audited-before-only', account: (is ?? was)!.name });
  } else if (before === null || after === null) {
    const read = has(before === null ? old : now, (before ?? after)!);
    if (before === null) changes.push(read ? { change: 'target-created' } : unread('evidence-better'));
    else changes.push(read ? { change: 'target-deleted' } : unread('evidence-worse'));
  } else {
    if (moved !== null) changes.push({ change: 'moved', object: null, ...moved, created: false });
    changes.push(...entryChanges(was, is, before, after));
    changes.push(...reasonChanges(before.reason, after.reason));
    if (after.verdict === 'unknown') changes.push({ change: 'evidence-worse', what: after.reason });
    else if (before.verdict === 'unknown') changes.push({ change: 'evidence-better', what: before.reason });
  }
  if (changes.length === 0) {
    if (old.tool.rules !== now.tool.rules)
      changes.push({ change: 'rules-changed', before: old.tool.rules, after: now.tool.rules });
    if (old.tool.version !== now.tool.version)
      changes.push({ change: 'program-changed', before: old.tool.version, after: now.tool.version });
  }
  return changes.map((change) => ({ key: JSON.stringify(change), changes: [change], unproven: UNPROVEN }));
}

/** Whether the sources of a result have the domain in which a target lies: of another one nothing was read. */
function has({ evidence }: Recorded, { target, targetDn }: Verdict): boolean {
  const own = dnKey(domainPart(targetDn));
  return evidence.domains.some(({ dn, sid }) => target.startsWith(`${sid}-`) || dnKey(dn) === own);
}

const unread = (change: 'evidence-better' | 'evidence-worse'): DirectoryChange => ({ change, what: DOMAIN_NOT_READ });

/** Reasons for which no entry was looked at: that there was one before, or is one now, says nothing of the list. */
const NOT_LOOKED_AT: ReadonlySet<ReasonCode> = new Set([
  'descriptor-unreadable',
  'descriptor-damaged',
  'dacl-absent',
  'logon-undecided',
  'trust-refuses-logon',
]);

/** The entry that decided, and the one that decides: it came or went, or the token came to hold its trustee or lost it. */
function entryChanges(
  was: AuditedAccount,
  is: AuditedAccount,
  before: Verdict,
  after: Verdict,
): readonly DirectoryChange[] {
  const [old, now] = [before.ace, after.ace];
  if (old !== null && now !== null && old.sddl === now.sddl && old.from === now.from) return [];
  const holds = ({ token }: AuditedAccount, sid: string) => token.some((entry) => entry.sid === sid);
  const changes: DirectoryChange[] = [];
  if (old !== null && !NOT_LOOKED_AT.has(after.reason)) {
    const lost = holds(was, old.trustee) && !holds(is, old.trustee);
    if (lost) changes.push(membership('member-removed', was, old));
    else if (reaches(old, after)) changes.push({ change: 'entry-removed', on: old.from, entry: entryOf(old) });
  }
  if (now !== null && !NOT_LOOKED_AT.has(before.reason)) {
    const gained = !holds(was, now.trustee) && holds(is, now.trustee);
    if (gained) changes.push(membership('member-added', is, now));
    else if (reaches(now, before)) changes.push({ change: 'entry-added', on: now.from, entry: entryOf(now) });
  }
  return changes;
}

/** Whether what has the entry is above the target on the other side as well: else the target was moved, and no entry. */
function reaches({ from }: DecidingAce, { targetDn }: Verdict): boolean {
  return from === null || isAtOrBelow(dnKey(targetDn), dnKey(from));
}

/** By the way that the token had it. */
function membership(
  change: 'member-added' | 'member-removed',
  account: AuditedAccount,
  { trustee, trusteeName }: DecidingAce,
): DirectoryChange {
  const via = account.token.find(({ sid }) => sid === trustee)?.via ?? [];
  return {
    change,
    group: { dn: '', name: trusteeName ?? trustee },
    member: { dn: account.dn ?? '', name: account.name },
    because: 'membership',
    via: via.length > 2 ? via.slice(0, -1) : [],
  };
}

function entryOf({ sddl, trustee, trusteeName }: DecidingAce): ChangedEntry {
  return { sddl, text: sddl, trustee, trusteeName };
}

function reasonChanges(before: ReasonCode, after: ReasonCode): readonly DirectoryChange[] {
  if (before === after) return [];
  const [cleared, set] = [FLAGS[before], FLAGS[after]];
  return [
    ...(cleared === undefined ? [] : [{ change: 'flag-cleared', ...cleared } as const]),
    ...(set === undefined ? [] : [{ change: 'flag-set', ...set } as const]),
    ...(after === 'no-entry-inheritance-off' ? [{ change: 'inheritance-off', on: null, keeps: false } as const] : []),
    ...(before === 'no-entry-inheritance-off' ? [{ change: 'inheritance-on', on: null } as const] : []),
  ];
}
