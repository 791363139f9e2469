/**
 * What rules see, scope by scope. A scope says what is known before the first target (`start`), what is known of every
 * target of a profile (`profiles`), what has to be looked at target by target (`observer`), and what is known after the last
 * one (`end`). It keeps nothing of the targets that it saw: the facts of two halves of a directory are the facts of the whole.
 */
import type { TargetKind } from '../directory/account-kind.js';
import type { ProtectedSets } from '../directory/protected-set.js';
import type { AccountRecord } from '../directory/records.js';
import type { Manual } from '../result/answers.js';
import type { Tokens } from '../verdicts/account-under-audit.js';
import type { ActionDefinition } from '../verdicts/action.js';
import type { TargetProfile } from '../verdicts/evaluator.js';
import type { Protection } from '../verdicts/protection.js';
import type { Shared } from '../verdicts/shared.js';
import type { AccountFacts } from './account-facts.js';
import type { Comparison } from './comparison.js';
import type { Coverage } from './coverage-view.js';
import type { DelegationCollector } from './delegation-collector.js';
import type { GrantCollector } from './grants.js';
import type { IdleCollector } from './idle-collector.js';
import type { PrivilegedMemberships } from './privileged.js';
import type { RetrieverCollector } from './retriever-collector.js';
import type { RetrieverFacts } from './retrievers.js';

/** One account under audit, and the model. */
export interface FactContext {
  readonly account: AccountFacts;
  readonly tokens: Tokens;
  readonly shared: Shared;
  readonly sets: ProtectedSets;
  readonly actions: readonly ActionDefinition[];
  /** What the own entries of objects give; whole once the last target has passed. */
  readonly grants: GrantCollector;
  readonly privileged: PrivilegedMemberships;
  /** How far the account reaches; whole once the last target has passed. */
  readonly coverage: Coverage;
  readonly expectation: Expectation;
  /** Who may retrieve its password; null where it has no list of them that could be read. Whole once the last target has passed. */
  readonly retrievers: RetrieverCollector | null;
  /** Entries without effect; null where no rule asks for them. Whole once the last target has passed. */
  readonly idle: IdleCollector | null;
  /** What was delegated to it, with what each delegation adds; whole once the last target has passed. */
  readonly delegations: DelegationCollector;
  /** What no directory holds, as far as it was answered. */
  readonly manual: Manual;
  /** With LocalSystem, where that is audited beside the account; whole once the last target has passed. */
  readonly comparison: Comparison | null;
}

/** Whom the account under audit is meant to reach. */
export interface Expectation {
  /** DNs of containers; empty: the whole directory. */
  readonly scope: readonly string[];
  /** Of 100 of them, how many at least; 0: nothing was said. */
  readonly percent: number;
}

/** A profile of target: everything that verdicts and findings depend on, but no identity. */
export interface FactProfile extends TargetProfile {
  /** DN of the parent. */
  readonly container: string;
  /** The bits of userAccountControl that matter; null where it was not read, 0 for what is no account. */
  readonly flags: number | null;
  /** Its class is `user`, or derived from it. */
  readonly isAccount: boolean;
  readonly kind: TargetKind;
  /** Whether it has service principal names; null where that is not known. */
  readonly hasSpn: boolean | null;
  /** How the account stands to AdminSDHolder. */
  readonly protection: Protection;
}

/** Who a target is. */
export interface TargetIdentity {
  /** Empty where objectSid was not read; the DN of an object whose class has none. */
  readonly sid: string;
  readonly dn: string;
  readonly name: string;
  /** Of an object without a SID: what stays the same when it is renamed. */
  readonly lasting?: string;
}

/** A target as it passes one account under audit. */
export interface ObservedTarget {
  readonly record: AccountRecord;
  readonly identity: TargetIdentity;
  readonly className: string;
  /** What there is to say of it where it may retrieve the password of the account under audit. */
  readonly retriever: RetrieverFacts | null;
}

/** @template V the variables that conditions of the scope see */
export interface FactScope<V> {
  /** About the directory alone: told once, with the first account under audit. */
  readonly once?: true;
  start?(context: FactContext): Iterable<V>;
  /** Facts with an empty identity, and the same for a target that has one. */
  readonly profiles?: {
    /** Objects that are no accounts are left out. */
    readonly accountsOnly?: true;
    of(context: FactContext, profile: FactProfile): readonly V[];
    named(variables: V, target: TargetIdentity): V;
  };
  /** What is known once the last target has passed. */
  end?(context: FactContext): Iterable<V>;
  /** @returns null where there is nothing to look at */
  observer?(context: FactContext): ((target: ObservedTarget) => V | null) | null;
}

/** Fills in who the target is. */
export function withIdentity<V extends { readonly target: TargetIdentity }>(
  variables: V,
  { sid, dn, name, lasting }: TargetIdentity,
): V {
  return { ...variables, target: { ...variables.target, sid, dn, name, ...(lasting !== undefined && { lasting }) } };
}
