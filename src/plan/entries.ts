/** The entries of a delegation: what the documented sets of some actions ask for, for descendants of one class. */
import { forDescendants } from '../access/inherit.js';
import { AceType, type Guid, type ObjectAce, type Sid } from '../descriptor/types.js';
import type { Schema } from '../directory/schema.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { requestsFor } from '../verdicts/requests.js';

/**
 * One entry for each attribute or right, and one for rights on the object as a whole (MS-ADTS 5.1.3.2): container-inherit and
 * inherit-only, for the class alone.
 * @param trustee whom they are for
 * @param classGuid schemaIDGUID of the class of the accounts
 * @throws AdreachError `rule` where the directory lacks a name that an action uses
 */
export function delegationEntries(
  actions: readonly ActionDefinition[],
  schema: Schema,
  trustee: Sid,
  classGuid: Guid,
): readonly ObjectAce[] {
  const masks = new Map<Guid | null, number>();
  for (const right of actions.flatMap(({ documented }) => documented)) {
    for (const { right: bit, covers } of requestsFor(right, schema, undefined)) {
      const guid = covers[0] ?? null;
      masks.set(guid, (masks.get(guid) ?? 0) | bit);
    }
  }
  return [...masks].map(([objectType, mask]): ObjectAce => {
    const ace: ObjectAce = {
      form: 'object',
      type: AceType.AccessAllowedObject,
      flags: 0,
      mask,
      objectType,
      inheritedObjectType: null,
      sid: trustee,
      applicationData: new Uint8Array(),
    };
    return forDescendants(ace, classGuid) as ObjectAce;
  });
}
