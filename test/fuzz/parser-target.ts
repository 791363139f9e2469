/** What a parser under fuzzing is, and how an input that breaks a promise is told. */
import type { Damage } from './mutate.js';

/** One damaged input, with what it was made from. */
export interface Variant {
  readonly bytes: Buffer;
  readonly original: Uint8Array;
  /** Position of the original in the target's inputs. */
  readonly index: number;
  readonly damage: Damage;
}

/**
 * What became of a variant that was not refused. `with-gaps` and `without-gaps`: it was read as evidence, which does or
 * does not say that something is missing. An AdreachError is a refusal too, and is thrown.
 */
export type Outcome = 'accepted' | 'with-gaps' | 'without-gaps' | 'refused';

/** A parser with real input to damage, and everything that is done with what it accepts. */
export interface ParserTarget {
  readonly name: string;
  /** Undamaged files of the format; none of them empty. */
  readonly inputs: readonly Uint8Array[];
  /** Bytes that reading variants may take above what the process took before; `MEMORY` where it is not said. */
  readonly memory?: number;
  /** What reading a variant costs, compared with other targets (1): short runs give fewer variants to what costs more. */
  readonly costly?: number;
  /**
   * Reads a variant, uses what comes out, and holds it against what an honest reading must be.
   * @throws AdreachError where the variant is refused; anything else is a defect: of the parser, or (BrokenPromise) of
   *   what it made of the variant
   */
  run(variant: Variant): Outcome | Promise<Outcome>;
}

/** Mebibytes above the start that no target needs: its inputs are some hundred kilobytes. */
export const MEMORY = 384 * 2 ** 20;

/** No variant may take longer; far above what any takes on a busy machine. */
export const SLOWEST_MS = 10_000;

/** Something was accepted that must not be, or read otherwise than it stands there. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

/** @throws BrokenPromise where `holds` is false */
export function promised(holds: boolean, what: () => string): asserts holds {
  if (!holds) throw new BrokenPromise(what());
}
