/** From the rights that an action names to the requests that the access check answers, for one class of target. */
import {
  controlAccessRequest,
  objectRequest,
  propertyRequest,
  Right,
  type RightRequest,
  validatedWriteRequest,
} from '../access/request.js';
import type { Guid } from '../descriptor/types.js';
import type { Schema } from '../directory/schema.js';
import { AdreachError } from '../errors/index.js';
import type { RequiredRight } from '../result/rights.js';

/** Rights on an object as a whole, by their names in action files. */
export const OBJECT_RIGHTS = {
  delete: Right.Delete,
  'read-control': Right.ReadControl,
  'write-dac': Right.WriteDac,
  'write-owner': Right.WriteOwner,
} as const;

/**
 * @param classGuid schemaIDGUID of the target's most specific class; undefined where it is not known
 * @returns the requests that all have to be granted
 * @throws AdreachError `rule` where neither the directory's schema nor its rights know a name
 */
export function requestsFor(
  right: RequiredRight,
  schema: Schema,
  classGuid: Guid | undefined,
): readonly RightRequest[] {
  switch (right.right) {
    case 'read-property':
    case 'write-property': {
      const attribute = attributeOf(right.attribute, schema);
      const bit = right.right === 'read-property' ? Right.ReadProperty : Right.WriteProperty;
      return [propertyRequest(bit, attribute.guid, attribute.set, classGuid)];
    }
    case 'read-confidential': {
      const attribute = attributeOf(right.attribute, schema);
      const read = propertyRequest(Right.ReadProperty, attribute.guid, attribute.set, classGuid);
      return [read, { ...read, right: Right.ControlAccess }];
    }
    case 'control-access':
      return [controlAccessRequest(rightOf(right.controlAccessRight, schema))];
    case 'validated-write':
      return [validatedWriteRequest(rightOf(right.validatedWrite, schema))];
    default:
      return [objectRequest(OBJECT_RIGHTS[right.right], classGuid)];
  }
}

function attributeOf(name: string, schema: Schema) {
  const attribute = schema.attribute(name);
  if (attribute) return attribute;
  throw new AdreachError(
    'rule',
    `an action names the attribute "${name}", which the schema of this directory does not have`,
    'Check the name in the action file, or leave the action out with --action.',
  );
}

function rightOf(name: string, schema: Schema): Guid {
  const right = schema.right(name);
  if (right) return right.guid;
  throw new AdreachError(
    'rule',
    `an action names the extended right "${name}", which the configuration of this directory does not have`,
    'Check the name in the action file, or leave the action out with --action.',
  );
}
