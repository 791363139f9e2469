/**
 * What of one account's reach each of its delegations gives: counted while the accounts stream by. What two halves of them give can
 * be joined.
 */
import { className, nameGiven } from '../access/named-rights.js';
import { rightsOf } from '../access/rights.js';
import { formatAce } from '../descriptor/index.js';
import type { Delegation, DelegationReach, TemplateMatch } from '../result/delegations.js';
import type { Tokens } from '../verdicts/account-under-audit.js';
import { Contributions } from '../verdicts/contributions.js';
import { Delegations, type WrittenDelegation } from '../verdicts/delegations.js';
import type { TargetProfile } from '../verdicts/evaluator.js';
import type { Shared } from '../verdicts/shared.js';
import type { TargetTraits } from '../verdicts/target.js';
import { type DelegationTemplate, nearestTemplate } from '../verdicts/templates.js';
import { givenRightText } from '../words/given-right.js';
import { requiredRightText } from '../words/required-right.js';
import type { PrivilegedMemberships } from './privileged.js';

/** Places in the counts of one delegation and action. */
const COUNTED = ['adds', 'shared', 'addsElsewhere'] as const satisfies readonly (keyof DelegationReach)[];
/** Entries and rights of one delegation that are told. */
const TOLD = 50;
/** Characters of all its entries together: conditions can be long. */
const LONGEST = 10_000;

const NOWHERE: readonly number[] = [];

export class DelegationCollector {
  readonly delegations: Delegations;
  readonly #contributions: Contributions;
  /** By delegation, action and what is counted. */
  readonly #counts: Float64Array;

  constructor(
    readonly tokens: Tokens,
    readonly shared: Shared,
    readonly templates: readonly DelegationTemplate[],
  ) {
    this.delegations = new Delegations(shared, tokens);
    this.#contributions = new Contributions(shared, tokens, this.delegations);
    this.#counts = new Float64Array(this.delegations.all.length * shared.actions.length * COUNTED.length);
  }

  /**
   * What accounts of one kind have in common.
   * @param expected the account is meant to reach them
   * @returns places in the counts
   */
  kind(traits: TargetTraits, profile: TargetProfile, expected: boolean): readonly number[] {
    if (this.#counts.length === 0) return NOWHERE;
    const positions = this.shared.actionsOn(traits.classes);
    return this.#contributions.of(traits, profile).flatMap((contributions, order) =>
      contributions.flatMap(({ delegation, alone }) => {
        const what = alone ? (expected ? 'adds' : 'addsElsewhere') : expected ? 'shared' : null;
        return what === null ? [] : [this.#place(delegation, positions[order]!, what)];
      }),
    );
  }

  /** Counts one account of a kind. */
  account(places: readonly number[]): void {
    for (const place of places) this.#counts[place]!++;
  }

  /** Adds what another collector of the same account has seen of other accounts. */
  merge(other: DelegationCollector): void {
    other.#counts.forEach((count, place) => {
      this.#counts[place]! += count;
    });
  }

  /** All delegations, those that add the most first; to be asked for once the accounts have passed. */
  told(privileged: PrivilegedMemberships): readonly Delegation[] {
    return this.delegations.all
      .map((written, number) => this.#told(written, number, privileged))
      .map((delegation) => ({ delegation, adds: sumOf(delegation, 'adds'), shared: sumOf(delegation, 'shared') }))
      .sort((a, b) => b.adds - a.adds || b.shared - a.shared)
      .map(({ delegation }) => delegation);
  }

  #told(written: WrittenDelegation, number: number, privileged: PrivilegedMemberships): Delegation {
    const { schema } = this.shared.directory;
    const { trustee, classGuid, entries, spread, atDomainRoot, onAdminSDHolder, objects, where } = written;
    const rights = new Set(entries.flatMap(rightsOf).map((right) => givenRightText(nameGiven(right, schema))));
    return {
      trustee,
      trusteeName: this.shared.nameOf(trustee),
      direct: trustee === this.tokens.account.sid,
      through: privileged.through(trustee)?.name ?? null,
      default: written.default,
      rights: [...rights].slice(0, TOLD),
      entries: bounded(entries.slice(0, TOLD).map((ace) => formatAce(ace))),
      entryCount: entries.length,
      where,
      objects,
      atDomainRoot,
      onAdminSDHolder,
      appliesTo: classGuid === null ? null : className(classGuid, schema),
      spread,
      template: this.#template(written),
      reach: Object.fromEntries(
        this.shared.actions.map(({ id }, action): [string, DelegationReach] => {
          const [adds, shared, addsElsewhere] = COUNTED.map((what) => this.#counts[this.#place(number, action, what)]!);
          return [id, { adds: adds!, shared: shared!, addsElsewhere: addsElsewhere! }];
        }),
      ),
    };
  }

  #template(written: WrittenDelegation): TemplateMatch | null {
    const found = nearestTemplate(written, this.templates, this.shared.directory.schema);
    if (found === null) return null;
    const { template, missing, more, classes } = found;
    return {
      id: template.id,
      title: template.title,
      missing: missing.map(requiredRightText),
      more: more.slice(0, TOLD).map(givenRightText),
      classes,
    };
  }

  #place(delegation: number, action: number, what: (typeof COUNTED)[number]): number {
    return (delegation * this.shared.actions.length + action) * COUNTED.length + COUNTED.indexOf(what);
  }
}

/** The first of them, as far as there is room. */
function bounded(texts: readonly string[]): readonly string[] {
  let left = LONGEST;
  return texts.filter(({ length }) => {
    left -= length;
    return left >= 0;
  });
}

function sumOf({ reach }: Delegation, what: 'adds' | 'shared'): number {
  return Object.values(reach).reduce((sum, each) => sum + each[what], 0);
}
