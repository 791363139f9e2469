/** What an entry gives, held against what actions need. */

import { Right } from '../access/request.js';
import { isReading, rightsOf } from '../access/rights.js';
import { mapGenericMask } from '../descriptor/index.js';
import type { BasicAce, Guid, ObjectAce } from '../descriptor/types.js';
import type { Schema } from '../directory/schema.js';
import type { GivenRight, RequiredRight } from '../result/rights.js';
import type { ActionDefinition } from './action.js';
import { OBJECT_RIGHTS } from './requests.js';

/** Whether an entry's GUID lets it give a named right: no GUID, the attribute, its property set, or a class. */
export function givesRight(ace: BasicAce | ObjectAce, right: RequiredRight, schema: Schema): boolean {
  const mask = mapGenericMask(ace.mask);
  const { bit, guids, exact } = placeOf(right, schema);
  if ((mask & bit) !== bit) return false;
  if (ace.form === 'basic' || ace.objectType === null) return true;
  if (guids.includes(ace.objectType)) return true;
  return !exact && schema.meanings(ace.objectType).some((meaning) => meaning.kind === 'class');
}

interface RightPlace {
  readonly bit: number;
  /** GUIDs that an entry may name; undefined for a name that this directory lacks. */
  readonly guids: readonly (Guid | undefined)[];
  /** Only these GUIDs, no class. */
  readonly exact: boolean;
}

function placeOf(right: RequiredRight, schema: Schema): RightPlace {
  switch (right.right) {
    case 'read-property':
    case 'write-property':
    case 'read-confidential': {
      const attribute = schema.attribute(right.attribute);
      const guids = [attribute?.guid, attribute?.set];
      const bit = right.right === 'write-property' ? Right.WriteProperty : Right.ReadProperty;
      return { bit: right.right === 'read-confidential' ? bit | Right.ControlAccess : bit, guids, exact: false };
    }
    case 'control-access':
      return { bit: Right.ControlAccess, guids: [schema.right(right.controlAccessRight)?.guid], exact: true };
    case 'validated-write':
      return { bit: Right.Self, guids: [schema.right(right.validatedWrite)?.guid], exact: true };
    default:
      return { bit: OBJECT_RIGHTS[right.right], guids: [], exact: false };
  }
}

/**
 * The rights of an entry that no documented set asks for. Reading never counts: the documented delegation keeps the
 * reading rights that the dialog adds.
 */
export function excessOf(
  ace: BasicAce | ObjectAce,
  actions: readonly ActionDefinition[],
  schema: Schema,
): readonly GivenRight[] {
  const documented = actions.flatMap((action) => action.documented);
  return rightsOf(ace).filter(
    (given) => !isReading(given) && !documented.some((right) => namesRight(given, right, schema)),
  );
}

/** Whether a right that an entry gives is exactly the named one, and not one that holds it among others. */
export function namesRight(given: GivenRight, right: RequiredRight, schema: Schema): boolean {
  const { bit, guids } = placeOf(right, schema);
  // A name that this directory lacks is no GUID, and never the lack of one.
  return (bit & given.bit) === given.bit && (guids.length === 0 ? given.guid === null : given.guid === guids[0]);
}
