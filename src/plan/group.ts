/** The group that the rights are delegated to: one that is named, one that has them already, or one that is made. */
import { groupsMatching } from '../audit/find-accounts.js';
import type { Session } from '../audit/session.js';
import { parseWanted } from '../audit/wanted.js';
import { isDomainSid, sidDomain, sidRid } from '../descriptor/index.js';
import { at } from '../directory/directory.js';
import { isSecurityGroup, scopeOf } from '../directory/groups.js';
import { type ContainerId, type DomainId, type GroupId, idsOf } from '../directory/ids.js';
import { AdreachError } from '../errors/index.js';
import { powerfulGroups } from '../facts/powerful-groups.js';
import { dnKey, escapeValue, isDn, parentDn, parseDn } from '../names/dn.js';
import type { Tokens } from '../verdicts/account-under-audit.js';
import { isBroad } from '../verdicts/broad.js';
import { DelegatedEntries } from '../verdicts/delegated-entries.js';
import { excessOf } from '../verdicts/rights.js';
import type { Trustee } from './trustees.js';

export type GroupChoice =
  | { readonly make: false; readonly group: GroupId }
  | { readonly make: true; readonly dn: string; readonly samAccountName: string };

/** Characters that a sAMAccountName cannot have (MS-SAMR 3.1.1.8.4), and those below the blank. */
const NOT_IN_A_NAME = /["/\\[\]:;|=,+*?<>@]|[\u0000-\u001f]/;
/** RIDs up to here are Windows' own in every domain. */
const LAST_RESERVED_RID = 999;
/** Of a group (MS-ADA3: rangeUpper of sAMAccountName). */
const LONGEST_NAME = 256;

/**
 * @param text as written by the user: a name, `DOMAIN\name`, DN or SID; undefined: none was
 * @param trustees of the account's token
 * @throws AdreachError `usage` for a group that cannot serve, `ambiguous`, `not-found` for one that cannot be made there
 */
export function chooseGroup(
  session: Session,
  tokens: Tokens,
  domain: DomainId,
  trustees: readonly Trustee[],
  text: string | undefined,
): GroupChoice {
  if (tokens.account.group !== null) return itself(session, tokens, tokens.account.group, domain, text);
  if (text !== undefined) return named(session, domain, text, tokens.account.dn);
  const present = delegatedAlready(session, tokens, domain, trustees);
  if (present !== null) return { make: false, group: present };
  const base = tokens.account.name.replace(/^[^\\]*\\/, '').replace(/\$$/, '');
  return named(session, domain, `${base.replaceAll('@', ' ')}-Delegation`, tokens.account.dn);
}

/** A group that is to act has the rights itself. */
function itself(
  session: Session,
  { account }: Tokens,
  group: GroupId,
  domain: DomainId,
  text: string | undefined,
): GroupChoice {
  const other = text === undefined ? null : named(session, domain, text, account.dn);
  if (other !== null && (other.make || other.group !== group))
    throw new AdreachError(
      'usage',
      `${account.name} is a group itself: the rights are delegated to it, and not to ${text}`,
      'Leave --group out, or name the account that is to act with --account.',
    );
  return checked(session, group, domain);
}

/** Of the groups that hold entries for the actions and nothing more, the one with the most. */
function delegatedAlready(
  session: Session,
  tokens: Tokens,
  domain: DomainId,
  trustees: readonly Trustee[],
): GroupId | null {
  const { directory, shared, actions } = session;
  const suitable = new Map<string, GroupId>();
  for (const { sid, group, direct, privileged, common } of trustees) {
    if (group === null || direct === null || privileged || common) continue;
    if (directory.groups[group]!.domain === domain && isSuitable(session, group, domain) === null)
      suitable.set(sid, group);
  }
  const counts = new Map<GroupId, number>();
  const delegated = new DelegatedEntries(shared, tokens, actions);
  for (const number of idsOf<ContainerId>(directory.containers)) {
    for (const { ace, given } of delegated.on(number)?.entries ?? []) {
      const group = suitable.get(ace.sid);
      if (group === undefined || given.length === 0 || excessOf(ace, actions, directory.schema).length > 0) continue;
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
  }
  const [best] = [...counts].sort(([a, most], [b, more]) => more - most || a - b);
  return best?.[0] ?? null;
}

/** @param beside DN of the account: where the domain's own place for groups is not in the sources, a new one is made beside it */
function named(session: Session, domain: DomainId, text: string, beside: string): GroupChoice {
  const wanted = parseWanted(text);
  const found = groupsMatching(session.directory, wanted);
  const most = Math.max(0, ...found.map(({ fit }) => fit));
  const fitting = found.filter(({ fit }) => fit === most);
  if (fitting.length > 1) {
    const dns = fitting.map(({ account }) => account.dn).join('; ');
    throw new AdreachError(
      'ambiguous',
      `"${text}" names ${fitting.length} groups: ${dns}`,
      'Name it by its DN or SID.',
    );
  }
  const group = fitting[0]?.account.group ?? null;
  if (group !== null) return checked(session, group, domain);
  if (wanted.kind === 'dn') return madeAt(session, domain, text);
  if (wanted.kind !== 'name')
    throw new AdreachError('not-found', `no group "${text}" in the sources`, 'Name it by its sAMAccountName or DN.');
  const name = text.slice(text.indexOf('\\') + 1);
  checkName(name);
  const { directory } = session;
  const { netbiosName, dnsName } = directory.domains[domain]!;
  if (wanted.domain !== null && ![netbiosName, dnsName].some((own) => own.toLowerCase() === wanted.domain))
    throw new AdreachError(
      'not-found',
      `no group "${text}" in the sources, and a new one is made in ${netbiosName} only, the domain of the account`,
      'Check the name, or add the source that holds it.',
    );
  const place = [`CN=Users,${directory.domains[domain]!.dn}`, parentDn(beside) ?? ''].find((dn) =>
    isThere(directory, dn),
  );
  if (place === undefined)
    throw new AdreachError(
      'not-found',
      `no group "${text}" in the sources, and no place to make one in`,
      'Name it by the DN that it is to have, with --group.',
    );
  return { make: true, dn: `CN=${escapeValue(name)},${place}`, samAccountName: name };
}

function isThere({ containers }: Session['directory'], dn: string): boolean {
  const key = dnKey(dn);
  return containers.some((container) => !container.missing && dnKey(container.dn) === key);
}

function madeAt({ directory }: Session, domain: DomainId, text: string): GroupChoice {
  const parent = isDn(text) ? parentDn(text) : null;
  const [rdn] = isDn(text) ? parseDn(text) : [];
  const [pair, ...more] = rdn ?? [];
  if (parent === null || pair === undefined || more.length > 0 || pair.type.toLowerCase() !== 'cn')
    throw new AdreachError(
      'usage',
      `${text} is no name for a group`,
      'Name it like CN=Group,OU=Place,DC=example,DC=com.',
    );
  const key = dnKey(parent);
  const place = directory.containers.find((container) => !container.missing && dnKey(container.dn) === key);
  if (place === undefined)
    throw new AdreachError(
      'not-found',
      `no group ${text} in the sources, and no object ${parent} to make it in`,
      'Check the name, or add the source that holds it.',
    );
  if (place.domain !== domain)
    throw new AdreachError(
      'usage',
      `${text} would be no group of ${directory.domains[domain]!.dn}, the domain of the account`,
      'Name a place in that domain.',
    );
  checkName(pair.value);
  return { make: true, dn: text, samAccountName: pair.value };
}

function checkName(name: string): void {
  if (name === '' || name.length > LONGEST_NAME || NOT_IN_A_NAME.test(name) || name.endsWith('.'))
    throw new AdreachError('usage', `"${name}" cannot be the name of a group`, 'Name one with --group.');
}

function checked(session: Session, group: GroupId, domain: DomainId): GroupChoice {
  const problem = isSuitable(session, group, domain);
  if (problem === null) return { make: false, group };
  throw new AdreachError(
    'usage',
    `${session.directory.groups[group]!.dn} ${problem}`,
    'Name another group with --group.',
  );
}

/** @returns why nothing should be delegated to a group; null where it can be */
function isSuitable({ directory, sets }: Session, group: GroupId, forDomain: DomainId): string | null {
  const { sid, domain, shadow } = directory.groups[group]!;
  if (sid === null) return 'has no readable objectSid';
  if (shadow || at(directory.domains, domain) === null) return 'is no group of a domain of the sources';
  if (isSecurityGroup(directory.groups[group]!) !== 'yes') return 'is no security group, so no token has it';
  if (isBroad(sid)) return 'is a group that most accounts are in';
  const set = sets.get(domain!);
  if (set !== undefined && (set.root(group) !== 'no' || set.group(group) === 'yes')) return 'is a privileged group';
  const above = directory.membership.above([group], { for: 'protection' });
  const [powerful] = powerfulGroups(
    directory,
    sets,
    above.flatMap((way) => directory.groups[way.group]!.sid ?? []),
  );
  if (powerful !== undefined) return `brings the power of ${powerful}, which is much more than a delegation`;
  if (!isDomainSid(sidDomain(sid)) || (sidRid(sid) ?? 0) <= LAST_RESERVED_RID)
    return 'is a group of Windows itself, which has rights of its own';
  if (domain === forDomain) return null;
  const scope = scopeOf(directory.groups[group]!);
  if (scope === 'global') return "is a global group of another domain, which takes no member of the account's";
  return scope === 'domain-local' ? 'is a domain-local group of another domain, which counts there alone' : null;
}
