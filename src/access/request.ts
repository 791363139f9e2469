/** What is asked of the directory, as the access check sees it (MS-ADTS 5.1.3.3). */
import { AccessMask } from '../descriptor/access-mask.js';
import type { Guid } from '../descriptor/types.js';

/** Bits of a directory object's access mask (MS-ADTS 5.1.3.2). */
export const Right = AccessMask;

/**
 * A request for one right at one place. The place is told by the GUIDs that an object entry may carry to cover it; an
 * entry without a GUID always covers it.
 */
export interface RightRequest {
  /** One bit of the access mask. */
  readonly right: number;
  /**
   * For a property: the attribute, its property set, the object's class (the node of the object type tree and its
   * ancestors). For a control access right or a validated write: that right alone. For the whole object: its class.
   */
  readonly covers: readonly Guid[];
  /** True where the owner's implicit READ_CONTROL and WRITE_DAC count (standard rights). */
  readonly ownerImplicit: boolean;
}

/** Read or write of one property (MS-ADTS 5.1.3.3.3). */
export function propertyRequest(
  right: typeof Right.ReadProperty | typeof Right.WriteProperty,
  attribute: Guid,
  set: Guid | undefined,
  classGuid: Guid | undefined,
): RightRequest {
  const covers = [attribute];
  if (set !== undefined) covers.push(set);
  if (classGuid !== undefined) covers.push(classGuid);
  return { right, covers, ownerImplicit: false };
}

/** A control access right (MS-ADTS 5.1.3.3.4): only equality with its GUID, or no GUID at all, covers it. */
export function controlAccessRequest(guid: Guid): RightRequest {
  return { right: Right.ControlAccess, covers: [guid], ownerImplicit: false };
}

/** A validated write (MS-ADTS 5.1.3.3.5). */
export function validatedWriteRequest(guid: Guid): RightRequest {
  return { right: Right.Self, covers: [guid], ownerImplicit: false };
}

/** A right on the object as a whole (MS-ADTS 5.1.3.3.2), WRITE_DAC for instance. */
export function objectRequest(right: number, classGuid: Guid | undefined): RightRequest {
  return { right, covers: classGuid === undefined ? [] : [classGuid], ownerImplicit: true };
}
