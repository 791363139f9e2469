/** Findings that come or go, in bounded space: the first of each severity, all of them counted. */
import { SEVERITIES, type Severity } from '../result/codes.js';
import type { FindingChange, ShownFinding } from '../result/simulate-digest.js';

const MOST = 50;

export class FindingList {
  readonly #bySeverity = new Map<Severity, ShownFinding[]>(SEVERITIES.map((severity) => [severity, []]));
  readonly #counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
  #total = 0;

  add({ severity, title, subjectName, fingerprint, status }: ShownFinding): void {
    this.#total++;
    this.#counts[severity]++;
    const list = this.#bySeverity.get(severity)!;
    if (list.length < MOST) list.push({ severity, title, subjectName, fingerprint, status });
  }

  change(): FindingChange {
    const shown = SEVERITIES.flatMap((severity) => this.#bySeverity.get(severity)!).slice(0, MOST);
    return { counts: this.#counts, total: this.#total, shown };
  }
}
