/**
 * Attacks on the command line: what whoever can create an object in the directory, run the server or hand over a file can do.
 * Each is tried in a process of its own, whose time and memory are measured.
 */

/** What is hostile. */
export type AttackKind =
  | 'names'
  | 'memberships'
  | 'descriptors'
  | 'server'
  | 'files'
  | 'changes'
  | 'events'
  | 'rules'
  | 'outputs'
  | 'ends';

export interface Attack {
  /** In lower case with dashes; no two have the same. */
  readonly name: string;
  readonly kind: AttackKind;
  /** What it is, in a few words, as in "100,000 groups, each in the next". */
  readonly what: string;
  /** What it may cost: seconds from start to end of the process, mebibytes of resident memory at the most. */
  readonly most: { readonly seconds: number; readonly mebibytes: number };
  /** True: a matter of few seconds, and tried by `npm test` too. */
  readonly quick?: true;
  /**
   * Makes what is hostile.
   * @param folder a new, empty folder, which is removed afterwards
   */
  mount(folder: string): Promise<Mounted>;
}

export interface Mounted {
  /** Arguments of `adreach`. */
  readonly run: readonly string[];
  /** Further environment of the process. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs the process, with its own arguments: a shell that sets limits, say. */
  readonly within?: readonly string[];
  /** Where standard output goes, instead of being read: nowhere, as its reader has gone, or into a file or device. */
  readonly stdout?: 'closed' | { readonly path: string };
  /** A signal that the process is sent: once it has run so many milliseconds, or as soon as something is so. */
  readonly signal?: {
    readonly name: NodeJS.Signals;
    readonly after: number | (() => boolean);
    readonly and?: NodeJS.Signals;
  };
  /** @returns what is wrong with how it ended; null where it held */
  judge(outcome: Outcome): string | null | Promise<string | null>;
  /** Ends what was started for it. */
  close?(): Promise<void>;
}

/** How the process ended. */
export interface Outcome {
  /** Null where a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The first mebibyte of each. */
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  /** From the signal to the end; null where none was sent. */
  readonly secondsToEnd: number | null;
  /** Most resident memory. */
  readonly mebibytes: number;
}

/** An attack that was tried. */
export interface Trial {
  readonly attack: Attack;
  readonly outcome: Outcome;
  /** What did not hold; null: it held. */
  readonly fault: string | null;
}

/**
 * A judge of ends that are refusals: exit status 2, one line of error with these words in it and at most one line of advice.
 * @param words what must be said
 */
export const refused =
  (...words: readonly RegExp[]) =>
  ({ status, stderr }: Outcome): string | null => {
    if (status !== 2) return `exit status ${status} instead of 2: ${stderr.slice(-500)}`;
    const missing = words.find((word) => !word.test(stderr));
    if (missing) return `nothing is said of ${missing}: ${stderr.slice(-500)}`;
    const lines = stderr.split('\n').filter((line) => line !== '');
    return lines.length > 2 || stderr.length > 2000 ? `${lines.length} lines of error: ${stderr.slice(0, 500)}` : null;
  };

/** A judge of ends that are answers: exit status 0, and standard output with these words. */
export const answered =
  (...words: readonly RegExp[]) =>
  ({ status, stdout, stderr }: Outcome): string | null => {
    // 1: there are findings at or above --fail-on.
    if (status !== 0 && status !== 1) return `exit status ${status}: ${stderr.slice(-500)}`;
    const missing = words.find((word) => !word.test(stdout));
    return missing ? `nothing is said of ${missing}: ${stdout.slice(0, 500)}` : null;
  };
