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
import type { Sid } from '../descriptor/types.js';
import type { AccountStream } from '../directory/account-stream.js';
import { AdreachError } from '../errors/index.js';
import type { ActionDefinition } from '../verdicts/action.js';
import type { FoundPrincipal } from './principals.js';
import { resolveChanges } from './resolve.js';
import { readYamlChanges } from './yaml.js';

/** What is known of the directory that is to be changed. */
export interface ChangeContext {
  /** Its accounts, past its model. */
  readonly stream: AccountStream;
  /** All actions that there are, by whose ids rights are granted. */
  readonly actions: readonly ActionDefinition[];
  /** @returns the accounts of the directory after some changes, for as long as `use` takes */
  after<Result>(changes: readonly PlacedChange[], use: (stream: AccountStream) => Promise<Result>): Promise<Result>;
}

export interface ReadChanges {
  readonly changes: readonly PlacedChange[];
  /** What the principals are called that the file goes by name. */
  readonly names: ReadonlyMap<Sid, string>;
}

/**
 * @param path of a file: LDIF change records, or YAML
 * @throws AdreachError `file`, `format` or `change`, with the line
 */
export async function readChanges(path: string, context: ChangeContext): Promise<ReadChanges> {
  const { bytes, kind } = readChangeFile(path);
  const names = new Map<Sid, string>();
  const changes = kind === 'ldif' ? await ldif(path, bytes, context) : await yaml(path, bytes, context, names);
  if (changes.length === 0)
    throw new AdreachError('change', `${path} holds no changes`, 'docs/simulate.md shows what it may hold');
  return { changes, names };
}

async function ldif(path: string, bytes: Buffer, { stream }: ChangeContext): Promise<readonly PlacedChange[]> {
  const records = parseChangeRecords(path, bytes);
  const present = await presentValues(stream.directory, neededValues(records), () => stream.pass());
  return changesOfRecords(path, records, present);
}

async function yaml(
  path: string,
  bytes: Buffer,
  { stream, actions, after }: ChangeContext,
  known: Map<Sid, string>,
): Promise<readonly PlacedChange[]> {
  const find = async (accounts: AccountStream, names: readonly string[]) => {
    const found = await findPrincipals(accounts.directory, accounts, names);
    for (const { sid, name } of found.values()) known.set(sid, name);
    return new Map([...found].map(([name, { dn, sid }]): [string, FoundPrincipal] => [name, { dn, sid }]));
  };
  return resolveChanges(readYamlChanges(path, bytes), {
    directory: stream.directory,
    actions,
    find: (names) => find(stream, names),
    findAfter: (changes, name) => after(changes, async (accounts) => (await find(accounts, [name])).get(name)!),
  });
}
