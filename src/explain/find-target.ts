/** The one object that an explanation is about. */

import { fitOfAccount, groupsMatching, notFound } from '../audit/find-accounts.js';
import type { Session } from '../audit/session.js';
import { fitOfGroup, mentionOf, parseWanted, type Wanted } from '../audit/wanted.js';
import { at } from '../directory/directory.js';
import { type ObjectRecord, objectTargets, type TargetRecord, targetDn } from '../directory/targets.js';
import { AdreachError } from '../errors/index.js';
import { dnKey } from '../names/dn.js';
import { ACCOUNT_CLASS } from '../verdicts/target-classes.js';
import { listed } from '../words/lists.js';

/**
 * @param text as accounts are named: sAMAccountName with or without `$`, `DOMAIN\name`, DN, SID, UPN
 * @param actionId of the session's actions, the one that is asked about; without it: any of them
 * @returns its record; unlike an account under audit, a target needs no readable SID
 * @throws AdreachError `not-found` with the nearest names, or where the action is not about objects of its class; `ambiguous`
 *   with the candidates
 */
export async function findTarget(session: Session, text: string, actionId?: string): Promise<TargetRecord> {
  const { directory, stream } = session;
  const isAsked = (record: Pick<TargetRecord, 'classes'>) => isTargetOf(session, record, actionId);
  const wanted = parseWanted(text);
  const fitting: { readonly fit: number; readonly record: TargetRecord }[] = [];
  for await (const batch of stream.pass(wanted.kind === 'dn' ? undefined : [mentionOf(wanted)])) {
    for (const record of batch) {
      const fit = fitOfAccount(directory, wanted, record);
      if (fit > 0) fitting.push({ fit, record });
    }
  }
  for (const record of objectTargets(directory, (classes) => isAsked({ classes }))) {
    const fit = fitOfObject(session, wanted, record);
    if (fit > 0) fitting.push({ fit, record });
  }
  const most = Math.max(0, ...fitting.map(({ fit }) => fit));
  const all = fitting.filter(({ fit }) => fit === most).map(({ record }) => record);
  const about = all.filter(isAsked);
  const found = about.length > 0 ? about : all;
  if (found.length > 1) {
    const what = found.some(({ type }) => type === 'object') ? 'objects' : 'accounts';
    throw new AdreachError(
      'ambiguous',
      `"${text}" names ${found.length} ${what}: ${found.map((record) => targetDn(directory, record)).join('; ')}`,
      'Name it by its DN or SID.',
    );
  }
  const [record] = found;
  if (record !== undefined) {
    if (isAsked(record)) return record;
    throw new AdreachError(
      'not-found',
      `"${text}" is ${targetDn(directory, record)}, of the class ${session.shared.classOf(record.classes).name}, and the action is about other objects`,
      `Name ${aboutWords(session, actionId)}.`,
    );
  }
  const group = groupsMatching(directory, wanted)[0]?.account;
  if (group) {
    throw new AdreachError(
      'not-found',
      `"${text}" is ${group.kind === 'group' ? 'a group' : 'a principal of another domain'} (${group.dn}), and targets are ${isAboutAccounts(session, actionId) ? 'accounts' : 'other objects'}`,
      `Name ${aboutWords(session, actionId)}.`,
    );
  }
  throw await notFound(directory, stream, text);
}

function isTargetOf({ shared }: Session, { classes }: Pick<TargetRecord, 'classes'>, actionId?: string): boolean {
  return shared
    .actionsOn(classes)
    .some((position) => actionId === undefined || shared.actions[position]!.id === actionId);
}

function fitOfObject({ directory }: Session, wanted: Wanted, record: ObjectRecord): number {
  const exact =
    (wanted.kind === 'sid' && record.sid === wanted.value) ||
    (wanted.kind === 'dn' && dnKey(record.dn) === wanted.value);
  if (exact) return 2;
  const group = at(directory.groups, record.group);
  return group === null || wanted.kind !== 'name' ? 0 : fitOfGroup(wanted, group, at(directory.domains, group.domain));
}

function classesOf({ actions }: Session, actionId?: string): readonly string[] {
  return actions.filter(({ id }) => actionId === undefined || id === actionId).flatMap(({ targets }) => targets);
}

function isAboutAccounts(session: Session, actionId?: string): boolean {
  return classesOf(session, actionId).every((name) => name.toLowerCase() === ACCOUNT_CLASS);
}

function aboutWords(session: Session, actionId?: string): string {
  return isAboutAccounts(session, actionId)
    ? 'a user, inetOrgPerson, computer or managed service account'
    : `an object of the class ${listed([...new Set(classesOf(session, actionId))], 'or')}, by its DN, SID or, of a group, name`;
}
