/** Files of changes, of either kind, to the changes of a directory. */
import { findPrincipals } from '../audit/find-accounts.js';
import {
  changesOfRecords,
  neededValues,
  parseChangeRecords,
  presentValues,
  readChangeFile,
} from '../changes/files/index.js';
import type { PlacedChange } from '../changes/index.js';
import type { AccountStream } from '../directory/account-stream.js';
import { AdreachError } from '../errors/index.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { resolveChanges } from './resolve.js';
import { readYamlChanges } from './yaml.js';

/** What is known of the directory that is to be changed. */
export interface ChangeContext {
  /** Its accounts, past its model. */
  readonly stream: AccountStream;
  /** All actions that there are, by whose ids rights are granted. */
  readonly actions: readonly ActionDefinition[];
}

/**
 * @param path of a file: LDIF change records, or YAML
 * @throws AdreachError `file`, `format` or `change`, with the line
 */
export async function readChanges(path: string, context: ChangeContext): Promise<readonly PlacedChange[]> {
  const { bytes, kind } = readChangeFile(path);
  const changes = kind === 'ldif' ? await ldif(path, bytes, context) : await yaml(path, bytes, context);
  if (changes.length === 0)
    throw new AdreachError('change', `${path} holds no changes`, 'docs/simulate.md shows what it may hold');
  return changes;
}

async function ldif(path: string, bytes: Buffer, { stream }: ChangeContext): Promise<readonly PlacedChange[]> {
  const records = parseChangeRecords(path, bytes);
  const present = await presentValues(stream.directory, neededValues(records), () => stream.pass());
  return changesOfRecords(path, records, present);
}

async function yaml(path: string, bytes: Buffer, { stream, actions }: ChangeContext): Promise<readonly PlacedChange[]> {
  const { directory } = stream;
  return resolveChanges(readYamlChanges(path, bytes), {
    directory,
    actions,
    find: async (names) => {
      const found = await findPrincipals(directory, stream, names);
      return new Map([...found].map(([name, { dn, sid }]) => [name, { dn, sid }]));
    },
  });
}
