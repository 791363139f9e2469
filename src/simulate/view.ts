/** Changes as a result tells them: all that they say, where they were written, and a sentence. */

import { isHeld, isSecret } from '../changes/files/attributes.js';
import { changeDocument } from '../changes/files/document.js';
import type { PlacedChange } from '../changes/index.js';
import { wellKnownName } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { Directory } from '../directory/directory.js';
import type { ChangeDocument } from '../result/changes.js';
import type { Names } from '../words/names.js';
import { simulatedChangeText } from '../words/simulated.js';

/**
 * @param called names of principals that the directory need not have
 * @returns one document a change, in the same order
 */
export function changeViews(
  directory: Directory,
  changes: readonly PlacedChange[],
  called: ReadonlyMap<Sid, string>,
): readonly ChangeDocument[] {
  const names = namesOf(directory, called);
  return changes.map(({ change, where }) => {
    const document = changeDocument(change);
    const entry = 'entry' in change ? change.entry : null;
    const className = change.kind === 'create' ? directory.schema.mostSpecificClass(change.classes)?.name : undefined;
    const secret = change.kind === 'set-attribute' && isSecret(change.attribute);
    const typed = { document, entry, secret, ...(className !== undefined && { className }) };
    const words = simulatedChangeText(typed, names, (dn) => dn);
    const idle = change.kind === 'set-attribute' && !isHeld(change.attribute);
    const text = idle ? `${words} (nothing that the audit looks at)` : words;
    return { ...document, ...(where !== undefined && { where }), text };
  });
}

function namesOf(directory: Directory, called: ReadonlyMap<Sid, string>): Names {
  return {
    schema: directory.schema,
    nameOf(sid) {
      const group = directory.groupsBySid.get(sid)?.[0];
      if (group !== undefined) return directory.groups[group]!.name;
      return directory.principals.get(sid)?.name ?? wellKnownName(sid) ?? called.get(sid) ?? null;
    },
  };
}
