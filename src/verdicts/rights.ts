/** What an entry gives, held against what actions need. */

import { Right } from '../access/request.js';
import { isReading, rightsOf } from '../access/rights.js';
import { mapGenericMask } from '../descriptor/index.js';
import type { BasicAce, Guid, ObjectAce } from '../descriptor/types.js';
import type { Schema } from '../directory/schema.js';
import type { GivenRight, RequiredRight } from '../result/rights.js';
import type { ActionDefinition } from './action.js';

/** Whether an entry's GUID lets it give a named right: no GUID, the attribute, its property set, or a class. */
export function givesRight(ace: BasicAce | ObjectAce, right: RequiredRight, schema: Schema): boolean {
  const mask = mapGenericMask(ace.mask);
  const { bit, guids, exact } = placeOf(right, schema);
  if ((mask & bit) !== bit) return false;
  if (ace.form === 'basic' || ace.objectType === null) return true;
  if (guids.includes(ace.objectType)) return true;
  return !exact && schema.meanings(ace.objectType).some((meaning) => meaning.kind === 'class');
}

function placeOf(right: RequiredRight, schema: Schema): { bit: number; guids: readonly Guid[]; exact: boolean } {
  switch (right.right) {
    case 'read-property':
    case 'write-property':
    case 'read-confidential': {
      const attribute = schema.attribute(right.attribute);
      const guids = attribute ? [attribute.guid, ...(attribute.set ? [attribute.set] : [])] : [];
      const bit = right.right === 'write-property' ? Right.WriteProperty : Right.ReadProperty;
      return { bit: right.right === 'read-confidential' ? bit | Right.ControlAccess : bit, guids, exact: false };
    }
    case 'control-access':
      return { bit: Right.ControlAccess, guids: guidOf(right.controlAccessRight, schema), exact: true };
    case 'validated-write':
      return { bit: Right.Self, guids: guidOf(right.validatedWrite, schema), exact: true };
    case 'delete':
      return { bit: Right.Delete, guids: [], exact: false };
    case 'read-control':
      return { bit: Right.ReadControl, guids: [], exact: false };
    case 'write-dac':
      return { bit: Right.WriteDac, guids: [], exact: false };
    case 'write-owner':
      return { bit: Right.WriteOwner, guids: [], exact: false };
  }
}

function guidOf(right: string, schema: Schema): readonly Guid[] {
  const guid = schema.right(right)?.guid;
  return guid === undefined ? [] : [guid];
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
  const documented = actions.flatMap((action) => action.documented).map((right) => placeOf(right, schema));
  return rightsOf(ace).filter(
    (given) =>
      !isReading(given) &&
      !documented.some(
        (place) => (place.bit & given.bit) === given.bit && given.guid !== null && given.guid === place.guids[0],
      ),
  );
}
