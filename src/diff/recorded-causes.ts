/** Why a verdict may be another one, from what two results say of it. Nothing is tried. */
import type { AuditedAccount, DecidingAce, ReasonCode, ToolBlock, Verdict } from '../result/audit.js';
import type { ChangedEntry, DirectoryChange } from '../result/directory-changes.js';
import type { FoundCause } from './find-causes.js';

interface Recorded {
  readonly accounts: readonly AuditedAccount[];
  readonly tool: ToolBlock;
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
    changes.push({ change: was === null ? 'account-created' : 'account-deleted', account: (is ?? was)!.name });
  } else if (before === null || after === null) {
    changes.push({ change: before === null ? 'target-created' : 'target-deleted' });
  } else {
    if (moved !== null) changes.push({ change: 'moved', object: null, ...moved, created: false });
    changes.push(...entryChanges(was, is, before.ace, after.ace));
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

/** The entry that decided, and the one that decides: it came or went, or the token came to hold its trustee or lost it. */
function entryChanges(
  was: AuditedAccount,
  is: AuditedAccount,
  before: DecidingAce | null,
  after: DecidingAce | null,
): readonly DirectoryChange[] {
  if (before !== null && after !== null && before.sddl === after.sddl && before.from === after.from) return [];
  const holds = ({ token }: AuditedAccount, sid: string) => token.some((entry) => entry.sid === sid);
  const changes: DirectoryChange[] = [];
  if (before !== null) {
    const lost = holds(was, before.trustee) && !holds(is, before.trustee);
    changes.push(
      lost
        ? membership('member-removed', was, before)
        : { change: 'entry-removed', on: before.from, entry: entryOf(before) },
    );
  }
  if (after !== null) {
    const gained = !holds(was, after.trustee) && holds(is, after.trustee);
    changes.push(
      gained ? membership('member-added', is, after) : { change: 'entry-added', on: after.from, entry: entryOf(after) },
    );
  }
  return changes;
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
