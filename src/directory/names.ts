/** The names that sentences use, from the model of a directory. */
import type { Names } from '../words/names.js';
import { at, type Directory } from './directory.js';
import { createSchema } from './schema.js';

/** What is known without any source: the base product's schema, and the SIDs that are the same everywhere. */
export function builtinNames(): Names {
  const none: readonly never[] = [];
  return { schema: createSchema(none, none, none), nameOf: () => null };
}

/** The names of a directory: its groups, and the accounts that its descriptors name. */
export function directoryNames(directory: Directory): Names {
  return {
    schema: directory.schema,
    nameOf(sid) {
      const group = at(directory.groups, directory.groupsBySid.get(sid)?.[0] ?? null);
      return group?.name ?? directory.principals.get(sid)?.name ?? null;
    },
  };
}
