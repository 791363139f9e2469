/** The targets of a directory once more, in the order of its audit: for those that are no more. */
import type { Session } from '../audit/session.js';
import { at } from '../directory/directory.js';
import { displayName } from '../directory/load.js';
import { objectTargets, type TargetRecord, targetDn, targetDomain, targetSid } from '../directory/targets.js';
import type { TargetOutcomes } from '../result/sink.js';
import { wantsObjects } from '../verdicts/target-classes.js';

export async function* targetsOf({ stream, shared, directory, actions }: Session): AsyncGenerator<TargetRecord> {
  for await (const batch of stream.pass())
    for (const record of batch) if (shared.actionsOn(record.classes).length > 0) yield record;
  if (wantsObjects(actions)) yield* objectTargets(directory, (classes) => shared.actionsOn(classes).length > 0);
}

/** What an audit calls a target. */
export function targetNameOf({ directory }: Session, record: TargetRecord): TargetOutcomes['target'] {
  const dn = targetDn(directory, record);
  const container = record.parent === null ? '' : (at(directory.containers, record.parent)?.dn ?? '');
  const name =
    record.type === 'object'
      ? record.name
      : displayName(record.samAccountName, dn, at(directory.domains, targetDomain(directory, record)));
  return { sid: targetSid(record), dn, name, container };
}
