/** Findings of both sides, held against each other by what stays the same of them: the fingerprint. */
import type { Finding } from '../result/audit.js';
import type { DiffFinding, DiffRest } from '../result/diff.js';

export class FindingComparison {
  readonly #before = new Map<string, DiffFinding>();
  readonly #new: DiffFinding[] = [];
  readonly #statusChanged: { readonly finding: DiffFinding; readonly before: DiffFinding['status'] }[] = [];
  readonly #seen = new Set<string>();

  before(findings: readonly Pick<Finding, keyof DiffFinding>[]): void {
    for (const finding of findings) this.#before.set(finding.fingerprint, shown(finding));
  }

  after(findings: readonly Pick<Finding, keyof DiffFinding>[]): void {
    for (const finding of findings) {
      const { fingerprint, status } = finding;
      if (this.#seen.has(fingerprint)) continue;
      this.#seen.add(fingerprint);
      const former = this.#before.get(fingerprint);
      if (former === undefined) this.#new.push(shown(finding));
      else if (former.status !== status) this.#statusChanged.push({ finding: shown(finding), before: former.status });
    }
  }

  result(): DiffRest['findings'] {
    const gone = [...this.#before.values()].filter(({ fingerprint }) => !this.#seen.has(fingerprint));
    return {
      new: this.#new,
      gone,
      same: this.#before.size - gone.length,
      statusChanged: this.#statusChanged,
    };
  }
}

function shown(finding: Pick<Finding, keyof DiffFinding>): DiffFinding {
  const { rule, severity, title, subject, subjectName, account, message, fingerprint, status } = finding;
  return { rule, severity, title, subject, subjectName, account, message, fingerprint, status };
}
