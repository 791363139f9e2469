/** Which objects an entry is for, seen from the object that holds it. */
import { AceFlag, type BasicAce, type Guid, type ObjectAce } from '../descriptor/types.js';
import type { Spread } from '../result/delegations.js';
import { isInheritable, isOneLevel } from './inherit.js';

/** @returns how far from its holder an entry goes; nowhere: it waits for objects that get nothing from it */
export function spreadOf(ace: BasicAce | ObjectAce): Spread {
  const here = (ace.flags & AceFlag.InheritOnly) === 0;
  if (!isInheritable(ace)) return here ? 'this-object' : 'nowhere';
  if (isOneLevel(ace)) return here ? 'this-object-and-children' : 'children';
  return here ? 'this-object-and-descendants' : 'descendants';
}

/** @returns schemaIDGUID of the class that inherits it; null: every class, or none does */
export function classOfHeirs(ace: BasicAce | ObjectAce): Guid | null {
  return ace.form === 'object' && isInheritable(ace) ? ace.inheritedObjectType : null;
}
