/** What changed in a directory, in words. */
import { wellKnownName } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { ReasonCode } from '../result/audit.js';
import {
  type DirectoryChange,
  DOCUMENTED_SET_OPEN,
  DOMAIN_NOT_READ,
  OBJECT_NOT_READ,
} from '../result/directory-changes.js';
import { listed } from './lists.js';
import { REASON_TEXTS } from './reasons.js';
import type { ShowDn } from './show-dn.js';

/** @returns a clause without a full stop; of several changes all are needed. Names are those of the directory, as they are */
export function changesText(changes: readonly DirectoryChange[], dn: ShowDn): string {
  return listed(changes.map((change) => changeText(change, dn)));
}

const ITSELF = 'the account itself';

/** @returns a clause without a full stop: `an entry was added on OU=Staff (...)` */
export function changeText(change: DirectoryChange, dn: ShowDn): string {
  const place = (on: string | null) => (on === null ? ITSELF : dn(on));
  switch (change.change) {
    case 'entry-added':
      return `an entry was added on ${place(change.on)} ("${change.entry.text}")`;
    case 'entry-removed':
      return `an entry was removed from ${place(change.on)} ("${change.entry.text}")`;
    case 'entry-changed':
      return `an entry was changed on ${place(change.on)} (from "${change.former.text}" to "${change.entry.text}")`;
    case 'entries-reordered':
      return `the entries of ${place(change.on)} were put into another order`;
    case 'list-replaced':
      return `the access control list of ${place(change.on)} was made or taken away as a whole`;
    case 'entries-propagated':
      return `${place(change.on)} took over the entries from above that it lacked`;
    case 'inheritance-on':
      return `inheritance was switched on for ${place(change.on)}`;
    case 'inheritance-off':
      return `inheritance was switched off for ${place(change.on)}, ${change.keeps ? 'the entries from above stayed as copies' : 'the entries from above went'}`;
    case 'owner-changed':
      return `the owner of ${place(change.on)} changed from ${sidName(change.before)} to ${sidName(change.after)}`;
    case 'primary-owner-group-changed':
      return `the group in the descriptor of ${place(change.on)} changed from ${sidName(change.before)} to ${sidName(change.after)}`;
    case 'member-added':
      return `${change.member?.name ?? ITSELF} was put into ${change.group.name}${madeWords(change)}${viaWords(change.via)}`;
    case 'member-removed':
      return `${change.member?.name ?? ITSELF} was taken out of ${change.group.name}${viaWords(change.via)}`;
    case 'group-deleted':
      return `the group ${change.group.name} was deleted${viaWords(change.via)}`;
    case 'group-type-changed':
      return `the type of the group ${change.group.name} was changed`;
    case 'primary-group-changed':
      return `the primary group of ${change.member?.name ?? ITSELF} changed from ${change.before} to ${change.after}`;
    case 'flag-set':
      return `${change.flag} was set on ${ITSELF}`;
    case 'flag-cleared':
      return `${change.flag} was cleared on ${ITSELF}`;
    case 'moved':
      // A container that was deleted and made again under its name.
      return change.created && change.from === change.to
        ? `${place(change.object)} was moved from ${dn(change.from)} to another one of that name, which is new`
        : `${place(change.object)} was moved from ${dn(change.from)} to ${dn(change.to)}${change.created ? ', which is new' : ''}`;
    case 'class-changed':
      return `the class of ${place(change.on)} changed from ${change.before.at(-1) ?? '?'} to ${change.after.at(-1) ?? '?'}`;
    case 'adminsdholder-stamped':
      return `AdminSDHolder's list was put on ${ITSELF}`;
    case 'adminsdholder-released':
      return `${ITSELF} no longer has AdminSDHolder's list, and inherits`;
    case 'target-created':
      return 'the account was made';
    case 'target-deleted':
      return 'the account was deleted';
    case 'account-created':
      return `the account under audit, ${change.account}, is in the new sources only`;
    case 'account-deleted':
      return `the account under audit, ${change.account}, is in the old sources only`;
    case 'audited-now-only':
      return `${change.account} was audited for the new result only`;
    case 'audited-before-only':
      return `${change.account} was audited for the old result only`;
    case 'setting-changed':
      return change.setting === 'trusts'
        ? 'the trusts of the domains changed'
        : `the setting dSHeuristics changed from ${quoted(change.before)} to ${quoted(change.after)}`;
    case 'former-sids-changed':
      return `former SIDs of ${change.account} changed (${[
        ...change.gained.map((sid) => `+ ${sid}`),
        ...change.lost.map((sid) => `- ${sid}`),
      ].join(', ')})`;
    case 'evidence-better':
      return `the evidence became better: before, ${reasonText(change.what)}`;
    case 'evidence-worse':
      return `the evidence became worse: now, ${reasonText(change.what)}`;
    case 'rules-changed':
      return 'the rule files changed';
    case 'program-changed':
      return `the program changed from ${change.before} to ${change.after}`;
  }
}

const quoted = (text: string | null): string => (text === null ? 'nothing' : `"${text}"`);

function reasonText(code: string): string {
  if (code === DOCUMENTED_SET_OPEN) return 'whether the documented set of rights is held is not known';
  if (code === OBJECT_NOT_READ) return 'an object that is there is not in the sources';
  if (code === DOMAIN_NOT_READ) return 'the domain is not in the sources';
  return REASON_TEXTS[code as ReasonCode]?.label ?? code;
}

function madeWords({ because }: Extract<DirectoryChange, { readonly because: string }>): string {
  return because === 'group-created' ? ', which is new' : because === 'member-created' ? ' (it is new itself)' : '';
}

function viaWords(via: readonly string[]): string {
  return via.length === 0 ? '' : ` (by way of ${via.join(' > ')})`;
}

function sidName(sid: string | null): string {
  return sid === null ? 'nobody' : (wellKnownName(sid as Sid) ?? sid);
}
