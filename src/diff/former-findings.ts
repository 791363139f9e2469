/**
 * Findings of both sides, held against each other by what stays the same of them: the fingerprint. Of each no more is kept in
 * memory than that; what it says waits elsewhere.
 */
import type { Finding } from '../result/audit.js';
import { FINDING_STATUSES } from '../result/codes.js';
import type { DiffFinding, DiffFindings } from '../result/diff.js';

/** Where texts wait. */
export interface Texts {
  /** @returns its number */
  add(text: string): number;
  read(number: number): string;
}

/** A finding by what tells it from others. */
interface Kept {
  readonly text: number;
  /** Position in `FINDING_STATUSES`. */
  readonly status: number;
}

type Given = Pick<Finding, keyof DiffFinding>;

export class FindingComparison {
  /** Those of the older side by fingerprint. */
  readonly #before = new Map<string, Kept>();
  readonly #new: number[] = [];
  readonly #statusChanged: { readonly text: number; readonly before: DiffFinding['status'] }[] = [];
  readonly #seen = new Set<string>();

  constructor(readonly texts: Texts) {}

  before(findings: readonly Given[]): void {
    for (const finding of findings)
      this.#before.set(flat(finding.fingerprint), {
        text: this.#add(finding),
        status: FINDING_STATUSES.indexOf(finding.status),
      });
  }

  after(findings: readonly Given[]): void {
    for (const finding of findings) {
      const { fingerprint, status } = finding;
      if (this.#seen.has(fingerprint)) continue;
      this.#seen.add(flat(fingerprint));
      const former = this.#before.get(fingerprint);
      if (former === undefined) this.#new.push(this.#add(finding));
      else if (FINDING_STATUSES[former.status] !== status)
        this.#statusChanged.push({ text: this.#add(finding), before: FINDING_STATUSES[former.status]! });
    }
  }

  result(): DiffFindings {
    const gone = [...this.#before].filter(([fingerprint]) => !this.#seen.has(fingerprint)).map(([, { text }]) => text);
    return {
      new: each(this.#new, (text) => this.#read(text)),
      gone: each(gone, (text) => this.#read(text)),
      same: this.#before.size - gone.length,
      statusChanged: each(this.#statusChanged, ({ text, before }) => ({ finding: this.#read(text), before })),
    };
  }

  /** How many there are of each kind. */
  get counts(): { readonly new: number; readonly gone: number; readonly same: number; readonly statusChanged: number } {
    let same = 0;
    for (const fingerprint of this.#before.keys()) if (this.#seen.has(fingerprint)) same++;
    return { new: this.#new.length, gone: this.#before.size - same, same, statusChanged: this.#statusChanged.length };
  }

  #add(finding: Given): number {
    const { rule, severity, title, subject, subjectName, account, message, fingerprint, status } = finding;
    const shown: DiffFinding = { rule, severity, title, subject, subjectName, account, message, fingerprint, status };
    return this.texts.add(JSON.stringify(shown));
  }

  #read(text: number): DiffFinding {
    return JSON.parse(this.texts.read(text)) as DiffFinding;
  }
}

/** Again from the beginning for whoever asks again. */
function each<Item, Made>(items: readonly Item[], make: (item: Item) => Made): Iterable<Made> {
  return {
    *[Symbol.iterator]() {
      for (const item of items) yield make(item);
    },
  };
}

/** A text put together from others holds all of these: as many as there are findings, that is most of the memory. */
function flat(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

/** Texts in memory, where all of them are there already. */
export class HeldTexts implements Texts {
  readonly #texts: string[] = [];

  add(text: string): number {
    return this.#texts.push(text) - 1;
  }

  read(number: number): string {
    return this.#texts[number]!;
  }
}
