/** The audit as the page's parts ask for it. */
import type { AccountSummary, Outcome } from '../../../src/result/audit.js';
import type { PageData, PageExplanation, PageKind, PageSection } from '../../../src/result/page.js';

export interface Explained {
  readonly explanation: PageExplanation;
  readonly sections: readonly PageSection[];
  /** It tells of another row, which is like the one that was asked for. */
  readonly of: number;
}

export class Report {
  readonly actions: PageData['header']['actions'];
  readonly populations: PageData['header']['populations'];
  /** By kind and position of the action: the outcome, null where the action is not about such objects. */
  readonly #outcomes: readonly (readonly (Outcome | null)[])[];
  readonly #explanations = new Map<string, PageExplanation>();
  /** The first row of each account and kind that is explained. */
  readonly #alike = new Map<string, number>();
  readonly #tail: string;
  /** What names of the only domain begin with; empty where there are several, or none is known. */
  readonly #domain: string;

  constructor(readonly data: PageData) {
    this.actions = data.header.actions;
    this.populations = data.header.populations;
    this.#outcomes = data.kinds.map(({ outcomes }) => {
      const own = outcomes.map((number) => data.outcomes[number]!);
      return this.actions.map(({ id }) => own.find(({ action }) => action === id) ?? null);
    });
    for (const explanation of data.explanations) {
      const { row, action } = explanation;
      this.#explanations.set(`${row} ${action}`, explanation);
      const key = `${data.rows.account[row]} ${data.rows.kind[row]}`;
      if (!this.#alike.has(key)) this.#alike.set(key, row);
    }
    const { domains } = data.evidence;
    this.#tail = domains.length === 1 ? `,${domains[0]!.dn}` : '';
    this.#domain = domains.length === 1 ? domainOf(data.targets.name) : '';
  }

  /** How many rows are listed. */
  get rows(): number {
    return this.data.rows.kind.length;
  }

  /** Rows of the audit that are not listed one by one. */
  get unlisted(): number {
    return this.data.rowCounts.reduce((sum, count) => sum + count, 0) - this.rows;
  }

  /** What the audit counted of an account under audit; undefined where it has nothing of it. */
  summaryOf(account: number): AccountSummary | undefined {
    const { accounts, summary } = this.data;
    return summary.accounts.find(({ sid }) => sid === accounts[account]!.sid);
  }

  /** How many of an account's rows are listed. */
  listedOf(account: number): number {
    return this.data.rows.account.reduce((sum, of) => sum + (of === account ? 1 : 0), 0);
  }

  account(row: number): number {
    return this.data.rows.account[row]!;
  }

  kind(row: number): PageKind {
    return this.data.kinds[this.data.rows.kind[row]!]!;
  }

  sid(row: number): string {
    return this.data.targets.sid[this.data.rows.target[row]!]!;
  }

  /** What tells a target from all others, as an address has it: its SID, or its DN where it has none. */
  id(row: number): string {
    return this.sid(row) || this.dn(row);
  }

  /** By its name for people, without the domain where there is one only. */
  name(row: number): string {
    return this.shortName(this.data.targets.name[this.data.rows.target[row]!]!);
  }

  /** A name without the domain where that is the only one; names of other domains, of BUILTIN and of Windows keep theirs. */
  shortName(name: string): string {
    const { length } = this.#domain;
    return length > 0 && name.length > length && name.startsWith(this.#domain) ? name.slice(length) : name;
  }

  container(row: number): string {
    return this.data.containers[this.data.targets.container[this.data.rows.target[row]!]!]!;
  }

  dn(row: number): string {
    const rdn = this.data.targets.rdn[this.data.rows.target[row]!]!;
    const container = this.container(row);
    return container === '' ? rdn : `${rdn},${container}`;
  }

  /** A DN as it stands below the domain, where there is one domain only. */
  shortDn(dn: string): string {
    if (dn === '') return '(nothing above)';
    const cut = dn.length - this.#tail.length;
    if (this.#tail === '' || cut <= 0 || dn[cut - 1] === '\\') return dn;
    return dn.slice(cut).toLowerCase() === this.#tail.toLowerCase() ? dn.slice(0, cut) : dn;
  }

  /** @param action position in `actions` */
  outcome(row: number, action: number): Outcome | null {
    return this.#outcomes[this.data.rows.kind[row]!]![action] ?? null;
  }

  outcomesOf(kind: number): readonly (Outcome | null)[] {
    return this.#outcomes[kind]!;
  }

  /**
   * @param id SID or DN of a target
   * @returns its row of an account under audit; -1 where it is not listed
   */
  rowOf(account: number, id: string): number {
    const { rows, targets } = this.data;
    return rows.target.findIndex(
      (target, row) => rows.account[row] === account && (targets.sid[target] === id || this.dn(row) === id),
    );
  }

  /** How a verdict comes about: its own explanation, or that of a row that is like it; null where there is none. */
  explanation(row: number, action: string): Explained | null {
    const like = this.#alike.get(`${this.data.rows.account[row]} ${this.data.rows.kind[row]}`);
    for (const found of [row, like]) {
      const explanation = found === undefined ? undefined : this.#explanations.get(`${found} ${action}`);
      if (explanation !== undefined) {
        return { explanation, sections: explanation.sections.map((number) => this.data.sections[number]!), of: found! };
      }
    }
    return null;
  }
}

/** Of accounts of one domain: what stands before their sAMAccountNames. A DN is none, nor is a character that was written out. */
function domainOf(names: readonly string[]): string {
  for (const name of names) {
    const prefix = /^[^=\\]{1,15}\\(?!u\{)/.exec(name)?.[0];
    if (prefix !== undefined) return prefix;
  }
  return '';
}
