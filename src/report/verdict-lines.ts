/**
 * Verdicts as lines of JSON, made for millions of them. A line has two halves: the one about the account and the target is
 * serialised once a target and copied for its other actions; the one about the outcome is serialised once an `Outcome`,
 * which targets share.
 */
import type { AuditedAccount, Outcome } from '../result/audit.js';
import type { TargetOutcomes } from '../result/sink.js';
import { jsonString, jsonText } from './encode/json.js';
import type { ByteWriter } from './output/writer.js';

/** Outcomes remembered before starting afresh: bounds memory where an audit does not share them. */
const CACHE_BOUND = 1 << 16;

interface Tail {
  readonly outcome: Outcome;
  readonly bytes: Uint8Array;
}

/** Appends the verdicts of targets to a writer, in the key order of `Verdict`. */
export class VerdictLines {
  private readonly heads: readonly string[];
  private readonly tails = new Map<Outcome, Tail>();
  /** The tails of a whole target, by its first outcome. */
  private readonly lists = new Map<Outcome, readonly Tail[]>();
  private longestTail = 0;

  /**
   * @param open text before the keys of every verdict, the brace included; ASCII
   * @param close text after them, the brace included
   */
  constructor(
    private readonly writer: ByteWriter,
    accounts: readonly AuditedAccount[],
    open: string,
    private readonly close: string,
  ) {
    this.heads = accounts.map((account) => `${open}"account":${jsonText(account.sid)},"target":`);
  }

  /** Appends one line for each outcome of the target. Nothing is flushed. */
  add(item: TargetOutcomes): void {
    const { outcomes, target } = item;
    const count = outcomes.length;
    if (count === 0) return;
    const tails = this.tailsOf(outcomes);
    const head = `${this.heads[item.account]}${jsonString(target.sid)},"targetDn":${jsonString(target.dn)},"targetName":${jsonString(target.name)},"action":`;
    const { writer } = this;
    writer.reserve((head.length * 3 + this.longestTail) * count);
    const { buffer } = writer;
    const start = writer.length;
    const headLength = buffer.write(head, start, 'utf8');
    let position = start + headLength;
    for (let i = 0; i < count; i += 1) {
      if (i > 0) {
        buffer.copyWithin(position, start, start + headLength);
        position += headLength;
      }
      const { bytes } = tails[i]!;
      buffer.set(bytes, position);
      position += bytes.length;
    }
    writer.length = position;
  }

  /** The tails of these outcomes; one look-up where the same outcomes stood together before. */
  private tailsOf(outcomes: readonly Outcome[]): readonly Tail[] {
    const first = outcomes[0]!;
    const known = this.lists.get(first);
    if (known !== undefined && matches(known, outcomes)) return known;
    const made = outcomes.map((outcome) => this.tail(outcome));
    if (this.lists.size >= CACHE_BOUND) this.lists.clear();
    this.lists.set(first, made);
    return made;
  }

  private tail(outcome: Outcome): Tail {
    const known = this.tails.get(outcome);
    if (known !== undefined) return known;
    const { action, access, verdict, reason, documentedSet, ace, caveats } = outcome;
    const keys = jsonText({ action, access, verdict, reason, documentedSet, ace: ace && aceJson(ace), caveats });
    const bytes = Buffer.from(`${keys.slice('{"action":'.length, -1)}${this.close}`, 'utf8');
    const made = { outcome, bytes };
    if (this.tails.size >= CACHE_BOUND) this.tails.clear();
    this.tails.set(outcome, made);
    this.longestTail = Math.max(this.longestTail, bytes.length);
    return made;
  }
}

function matches(tails: readonly Tail[], outcomes: readonly Outcome[]): boolean {
  if (tails.length !== outcomes.length) return false;
  for (let i = 0; i < tails.length; i += 1) if (tails[i]!.outcome !== outcomes[i]) return false;
  return true;
}

function aceJson({ index, sddl, trustee, trusteeName, from }: NonNullable<Outcome['ace']>): object {
  return { index, sddl, trustee, trusteeName, from };
}
