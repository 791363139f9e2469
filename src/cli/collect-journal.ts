/** The journal beside the snapshot that is being collected: when it is made, kept and removed, and what is said of it. */
import { existsSync } from 'node:fs';
import { AdreachError } from '../errors/index.js';
import { beforeInterruption } from '../snapshot/interruption.js';
import { Journal } from '../sources/ldap/journal/journal.js';
import { tell } from './diagnostics.js';

/** Where the journal of a snapshot is. */
export const journalPath = (snapshot: string): string => `${snapshot}.partial`;

/** The journal of one `adreach collect`. */
export class CollectJournal {
  readonly path: string;
  #journal: Journal | undefined;
  #takeBack: () => void = () => undefined;

  /**
   * Looks at what an earlier run left, before anything is connected to.
   * @param snapshot the file to be written
   * @param resume true: go on with what is there
   * @throws AdreachError usage for a journal that is there and not asked for; what `Journal.open` throws
   */
  constructor(
    snapshot: string,
    private readonly resume: boolean,
  ) {
    this.path = journalPath(snapshot);
    const there = existsSync(this.path);
    if (there && !resume) {
      throw new AdreachError(
        'usage',
        `${this.path} is there: what an interrupted collection has read`,
        'go on with it by adding --resume, or delete it to start from the beginning',
      );
    }
    if (there) this.#journal = Journal.open(this.path);
  }

  /** What to say of what is gone on with, or of there being nothing; undefined where that goes without saying. */
  get news(): string | undefined {
    if (!this.resume) return undefined;
    if (this.#journal === undefined) return `there is no ${this.path}: starting from the beginning`;
    const { runs, torn } = this.#journal;
    const damaged = torn > 0 ? `; its last ${torn.toLocaleString('en')} bytes were not whole and are read again` : '';
    return `going on with ${this.path}, begun ${runs[0]?.startedAt}: ${finished(this.#journal)}${damaged}`;
  }

  /**
   * The journal, made if need be; from now on a signal that ends the program says how to go on.
   * @param onInterrupt called before that is said
   */
  open(onInterrupt: () => void): Journal {
    this.#journal ??= Journal.create(this.path);
    this.#takeBack = beforeInterruption(() => {
      onInterrupt();
      const kept = this.#leave() ?? 'nothing had been read to its end: start again';
      tell('adreach: interrupted');
      tell(`  ${kept}`);
    });
    return this.#journal;
  }

  /**
   * The collection came to its end.
   * @param unfinished true: it can be gone on with
   * @returns how, as a sentence
   */
  end(unfinished: boolean): string | undefined {
    this.#takeBack();
    if (unfinished) return this.#leave();
    this.#journal?.remove();
    return undefined;
  }

  /** The collection failed. @returns the same error, with how to go on */
  failed(error: unknown): unknown {
    this.#takeBack();
    const kept = this.#leave();
    if (kept === undefined || !(error instanceof AdreachError)) return error;
    const hint = error.hint === undefined ? kept : `${error.hint}; ${kept}`;
    return new AdreachError(error.code, error.message, hint, { cause: error });
  }

  /** Closes the journal, and removes it where nothing in it is of use. @returns how to go on with it */
  #leave(): string | undefined {
    const journal = this.#journal;
    if (journal === undefined) return undefined;
    if (journal.finishedSoFar.searches === 0) {
      journal.remove();
      return undefined;
    }
    journal.close();
    const how = this.resume ? 'by the same command' : 'by the same command with --resume';
    return `what was read is in ${this.path} (${finished(journal)}); go on ${how}`;
  }
}

function finished({ finishedSoFar: { searches, objects } }: Journal): string {
  const count = (number: number, what: string, many: string) =>
    `${number.toLocaleString('en')} ${number === 1 ? what : many}`;
  return `${count(searches, 'search', 'searches')} finished, ${count(objects, 'object', 'objects')}`;
}
