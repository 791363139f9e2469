/** The two directories that are compared, opened, and which account under audit of the one is which of the other. */
import type { AuditOptions } from '../audit/run.js';
import { openSession, type Session } from '../audit/session.js';
import type { RecordSource } from '../directory/record-source.js';
import { AdreachError } from '../errors/index.js';

/** One of the two, and how it is audited. */
export interface SideRun {
  readonly evidence: RecordSource;
  /** As the user named the sources. */
  readonly names: readonly string[];
  readonly audit: Omit<AuditOptions, 'evidence' | 'accounts' | 'sink' | 'session'>;
}

export interface Sides {
  readonly before: Session;
  readonly after: Session;
  /** Positions of the accounts that both have. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Positions of those that only one of them has. */
  readonly onlyBefore: readonly number[];
  readonly onlyAfter: readonly number[];
}

/**
 * @param accounts as written by the user; each has to be found on one side
 * @throws AdreachError where one is found on neither, or the evidence cannot be read
 */
export async function openSides(before: SideRun, after: SideRun, accounts: readonly string[]): Promise<Sides> {
  const [first, second] = [await openSide(before, accounts), await openSide(after, accounts)];
  const missing = accounts.find((name) => first.missing.has(name) && second.missing.has(name));
  if (missing !== undefined) throw first.missing.get(missing)!;
  // One that was renamed, or whose name went to another one, is looked for by its SID.
  const old = await withOthers(before, accounts, first, second);
  const now = await withOthers(after, accounts, second, first);
  const pairs: (readonly [number, number])[] = [];
  for (const [position, { sid }] of old.session.accounts.entries()) {
    const other = now.session.accounts.findIndex((account) => account.sid === sid);
    if (other >= 0) pairs.push([position, other]);
  }
  const left = (session: Session, taken: readonly number[]) =>
    session.accounts.map((_, position) => position).filter((position) => !taken.includes(position));
  return {
    before: old.session,
    after: now.session,
    pairs,
    onlyBefore: left(
      old.session,
      pairs.map(([position]) => position),
    ),
    onlyAfter: left(
      now.session,
      pairs.map(([, position]) => position),
    ),
  };
}

type Opened = Awaited<ReturnType<typeof openSide>>;

/** @returns a side with those accounts that only the other one has by their names, where it has them at all */
async function withOthers(run: SideRun, accounts: readonly string[], own: Opened, other: Opened): Promise<Opened> {
  const known = new Set(own.session.accounts.map(({ sid }) => sid));
  const others = other.session.accounts.map(({ sid }) => sid).filter((sid) => !known.has(sid));
  if (others.length === 0) return own;
  return openSide(run, [...accounts.filter((name) => !own.missing.has(name)), ...others]);
}

async function openSide({ evidence, audit }: SideRun, accounts: readonly string[]) {
  const open = (names: readonly string[]) => openSession(evidence, names, audit.actions, audit.reader);
  const missing = new Map<string, AdreachError>();
  try {
    return { session: await open(accounts), missing };
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  // Somebody was made or deleted since: who, takes a pass for each.
  for (const name of accounts) {
    try {
      await open([name]);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      missing.set(name, error);
    }
  }
  return { session: await open(accounts.filter((name) => !missing.has(name))), missing };
}

function isNotFound(error: unknown): error is AdreachError {
  return error instanceof AdreachError && error.code === 'not-found';
}
