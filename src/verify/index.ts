/** Holds what event files say really happened against what the sources predict. */
import { openSession } from '../audit/session.js';
import type { RecordSource } from '../directory/record-source.js';
import type { ToolBlock } from '../result/audit.js';
import type { VerifyResult } from '../result/verify.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { Actors, findControllers, LOCAL_SYSTEM } from './actors.js';
import type { ActionMapping } from './events/action-mapping.js';
import { observe } from './observe.js';
import { Run } from './run.js';

export interface VerifyOptions {
  readonly evidence: RecordSource;
  /** As written by the user. */
  readonly accounts: readonly string[];
  readonly reader?: string;
  readonly actions: readonly ActionDefinition[];
  readonly tool: ToolBlock;
  /** Event files. */
  readonly events: readonly string[];
  readonly mapping: ActionMapping;
  /** Milliseconds between an entry of a list of actions and the event that proves it. */
  readonly window: number;
  readonly progress?: (text: string) => void;
}

/** Five minutes: portals tell when an action was asked for or done, by another clock. */
export const DEFAULT_WINDOW = 5 * 60_000;

/** @throws AdreachError where an account is not found, or a source or an event file cannot be used */
export async function runVerify(options: VerifyOptions): Promise<VerifyResult> {
  const { accounts, actions, evidence, reader, mapping, events, progress } = options;
  const isSystem = (name: string) => name.toLowerCase() === 'local-system' || name.toUpperCase() === LOCAL_SYSTEM;
  const named = accounts.map((name) => (isSystem(name) ? 'local-system' : name));
  // What the system does for somebody's action is held against what the system may do, be it under audit or not.
  const added = named.includes('local-system') ? [] : ['local-system'];
  const session = await openSession(evidence, [...named, ...added], actions, reader);
  const own = session.accounts.flatMap(({ kind }, position) =>
    kind === 'local-system' && added.length > 0 ? [] : [position],
  );
  const accountsOf = own.map((position) => session.accounts[position]!);
  const controllers = await findControllers(session);
  const actors = new Actors(new Set(accountsOf.map(({ sid }) => sid)), controllers.sids);
  const names = new Set(
    accountsOf.flatMap(({ record }) => record?.samAccountName?.toLowerCase().replace(/\$$/, '') ?? []),
  );
  const observed = await observe(events, { actors, mapping, names, ...(progress !== undefined && { progress }) });
  return new Run(options, session, own, observed).result(controllers);
}
