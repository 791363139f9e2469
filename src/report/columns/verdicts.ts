/** The table of verdicts: one row a verdict, the same in every format that has rows and columns. */
import type { AuditedAccount, Outcome } from '../../result/audit.js';
import type { TargetOutcomes, TargetState } from '../../result/sink.js';
import { REASON_TEXTS } from '../../words/reasons.js';
import type { RunStamp } from '../run-stamp.js';
import { boolean, type Column, cellsOf, instant, integer, key, text } from './column.js';

/** What a row is made of: parts that rows share, so that each is written once and repeated. */
interface VerdictParts {
  readonly account: AuditedAccount;
  readonly target: TargetOutcomes['target'];
  readonly outcome: Outcome;
  readonly state: TargetState;
  readonly run: RunStamp;
}

/** The columns by the part that they are of, in order; the names are part of the interface, new ones go to the end. */
const COLUMNS: { readonly [Part in keyof VerdictParts]: readonly Column<VerdictParts[Part]>[] } = {
  account: [key('account', ({ sid }) => sid, 46), key('accountName', ({ name }) => name)],
  target: [
    key('target', ({ sid }) => sid, 46),
    key('targetDn', ({ dn }) => dn, 60),
    key('targetName', ({ name }) => name, 30),
  ],
  outcome: [
    key('action', ({ action }) => action, 22),
    key('access', ({ access }) => access, 10),
    key('verdict', ({ verdict }) => verdict, 18),
    key('reason', ({ reason }) => reason, 28),
    key('reasonText', ({ reason }) => REASON_TEXTS[reason].text, 60),
    boolean('documentedSet', ({ documentedSet }) => documentedSet),
    integer('aceIndex', ({ ace }) => ace?.index ?? null),
    text('aceSddl', ({ ace }) => ace?.sddl ?? null, 60),
    text('aceTrustee', ({ ace }) => ace?.trustee ?? null, 46),
    text('aceTrusteeName', ({ ace }) => ace?.trusteeName ?? null, 30),
    text('aceFrom', ({ ace }) => ace?.from ?? null, 46),
    key('caveats', ({ caveats }) => caveats.join(' ')),
  ],
  state: [
    key('class', ({ className }) => className, 14),
    key('enabled', ({ enabled }) => enabled, 10),
    key('protected', (state) => state.protected, 10),
    key('inheritance', ({ inheritance }) => inheritance, 12),
    integer('adminCount', ({ adminCount }) => adminCount),
  ],
  run: [instant('collectedAt', (run) => run.collectedAt)],
};

/** The columns in order, those of a piece together. */
export const VERDICT_PARTS: readonly (readonly Column<never>[])[] = Object.values(COLUMNS);

/** The columns in order. */
export const VERDICT_COLUMNS: readonly Column<never>[] = VERDICT_PARTS.flat();

/** Pieces remembered before starting afresh. */
const CACHE_BOUND = 1 << 16;

/** Makes rows of verdicts from pieces, each of which holds the cells of one part as a format writes them. */
export class VerdictRows<Piece> {
  private readonly accounts: readonly Piece[];
  private readonly run: Piece;
  private readonly outcomePiece: (outcome: Outcome) => Piece;
  private readonly statePiece: (state: TargetState) => Piece;

  /** @param write cells as a format writes them */
  constructor(
    accounts: readonly AuditedAccount[],
    stamp: RunStamp,
    private readonly write: (cells: ReturnType<typeof cellsOf>) => Piece,
  ) {
    this.accounts = accounts.map((account) => write(cellsOf(COLUMNS.account, account)));
    this.run = write(cellsOf(COLUMNS.run, stamp));
    this.outcomePiece = remember((outcome) => write(cellsOf(COLUMNS.outcome, outcome)));
    this.statePiece = remember((state) => write(cellsOf(COLUMNS.state, state)));
  }

  /** Hands over the pieces of each row, in the order of the columns. */
  each({ account, target, state, outcomes }: TargetOutcomes, row: (pieces: readonly Piece[]) => void): void {
    const targetPiece = this.write(cellsOf(COLUMNS.target, target));
    const statePiece = this.statePiece(state);
    for (const outcome of outcomes) {
      row([this.accounts[account]!, targetPiece, this.outcomePiece(outcome), statePiece, this.run]);
    }
  }
}

/** The function with its results remembered by the identity of its argument, which targets share. */
function remember<T extends object, Piece>(make: (value: T) => Piece): (value: T) => Piece {
  const known = new Map<T, Piece>();
  return (value) => {
    const found = known.get(value);
    if (found !== undefined) return found;
    const made = make(value);
    if (known.size >= CACHE_BOUND) known.clear();
    known.set(value, made);
    return made;
  };
}
