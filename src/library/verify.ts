/** What event files say really happened, held against what the sources predict. */
import { openSession } from '../audit/session.js';
import { isSid, normalizeSid } from '../descriptor/index.js';
import { AdreachError } from '../errors/index.js';
import type { VerifyResult } from '../result/verify.js';
import { readActionMapping } from '../verify/files.js';
import { DEFAULT_WINDOW, runVerify } from '../verify/index.js';
import { type Query, type QueryAccount, type QueryTarget, queriesFor } from '../verify/queries/index.js';
import { type RuleSet, rulesOf, toolBlock } from './rule-set.js';
import { type SourceOptions, type Sources, withSources } from './sources.js';

export interface VerifyOptions extends SourceOptions {
  readonly sources: Sources;
  /** Accounts under audit: sAMAccountName, `DOMAIN\name`, DN, SID, UPN, or `local-system`. */
  readonly accounts: readonly string[];
  /** Event files, of any of the forms that docs/verify.md names: which one is found out from their content. */
  readonly events: readonly string[];
  /** A file that says how a list of actions is read; without it as docs/verify.md says. */
  readonly mapping?: string;
  /** Minutes between an entry of a list of actions and the event that proves it; 5 by default. */
  readonly window?: number;
  readonly rules?: RuleSet;
}

/**
 * Holds the verdicts of the sources against what event logs and lists of actions say really happened.
 *
 * ```ts
 * const { attempts } = await verify({ sources: ['example.snapshot'], accounts: ['mdiAction$'], events: ['Security.evtx'] });
 * const wrong = attempts.filter(({ judgement }) => judgement === 'disagreed');
 * ```
 * @throws AdreachError for an account that is not found, or a source or an event file that cannot be used; parts of event
 *   files that cannot be read are in `files`
 */
export async function verify(options: VerifyOptions): Promise<VerifyResult> {
  const { accounts, events, progress } = options;
  if (accounts.length === 0) {
    throw new AdreachError(
      'usage',
      'no account under audit was named',
      'name the one that acts, for example mdiAction$',
    );
  }
  if (events.length === 0) {
    throw new AdreachError('usage', 'no event file was named', 'name one, for example Security.evtx');
  }
  const loaded = rulesOf(options.rules);
  const mapping = readActionMapping(options.mapping ?? null);
  return withSources(options.sources, options, (evidence) =>
    runVerify({
      evidence,
      accounts,
      actions: loaded.actions,
      tool: toolBlock(loaded),
      events,
      mapping,
      window: options.window === undefined ? DEFAULT_WINDOW : options.window * 60_000,
      ...(options.reader !== undefined && { reader: options.reader }),
      ...(progress !== undefined && { progress }),
    }),
  );
}

export interface QueryOptions extends SourceOptions {
  /** Without any, accounts are taken as they are named: SIDs, sAMAccountNames, `DOMAIN\name`. */
  readonly sources: Sources;
  readonly accounts: readonly string[];
}

/**
 * Hunting queries that export what `verify` reads: accounts by SID where that is known.
 *
 * ```ts
 * const [first] = await huntingQueries('sentinel', { sources: ['example.snapshot'], accounts: ['mdiAction$'] });
 * ```
 * @throws AdreachError for an account that is not found, or whose name cannot be put into such a query
 */
export async function huntingQueries(target: QueryTarget, options: QueryOptions): Promise<readonly Query[]> {
  return queriesFor(target, await queryAccounts(options));
}

/** The accounts of queries: from the sources where there are any. */
export async function queryAccounts({ sources, accounts, ...options }: QueryOptions): Promise<readonly QueryAccount[]> {
  if (accounts.length === 0) {
    throw new AdreachError(
      'usage',
      'no account under audit was named',
      'name the one that acts, for example mdiAction$',
    );
  }
  if (Array.isArray(sources) && sources.length === 0) return accounts.map(accountAsNamed);
  return withSources(sources, options, async (evidence) => {
    const session = await openSession(evidence, accounts, [], options.reader);
    return session.accounts.map(({ sid, record }) => ({ sid, name: record?.samAccountName ?? '' }));
  });
}

/** @throws AdreachError `usage` for a DN or a UPN, which no event has */
function accountAsNamed(text: string): QueryAccount {
  if (text.toLowerCase() === 'local-system') return { sid: 'S-1-5-18', name: '' };
  if (isSid(text)) return { sid: normalizeSid(text), name: '' };
  const name = text.slice(text.indexOf('\\') + 1);
  if (name !== '' && !/[=@]/.test(text)) return { sid: null, name };
  throw new AdreachError(
    'usage',
    `${JSON.stringify(text.slice(0, 100))} is neither a SID nor a name that events have`,
    'name the account by its SID or sAMAccountName, or give a source that has it',
  );
}
