/**
 * What one pass over the accounts gives: verdicts and findings target by target, and what is counted of them. Two passes
 * over two halves of the accounts can be merged into what one pass over all of them gives.
 */
import { at } from '../directory/directory.js';
import type { ContainerId } from '../directory/ids.js';
import { displayName } from '../directory/load.js';
import type { AccountRecord } from '../directory/records.js';
import { type ObjectRecord, type TargetRecord, targetSid } from '../directory/targets.js';
import { accountFacts } from '../facts/account-facts.js';
import { Comparison } from '../facts/comparison.js';
import { CoverageCollector } from '../facts/coverage-collector.js';
import { DelegationCollector } from '../facts/delegation-collector.js';
import { GrantCollector } from '../facts/grants.js';
import { IdleCollector } from '../facts/idle-collector.js';
import { SCOPES, type Scope, type ScopeVariables } from '../facts/index.js';
import { EVERYONE, type Populations } from '../facts/populations.js';
import { PrivilegedMemberships } from '../facts/privileged.js';
import { RetrieverCollector } from '../facts/retriever-collector.js';
import type { Expectation, FactContext, FactScope, ObservedTarget, TargetIdentity } from '../facts/scope.js';
import type { Manual } from '../result/answers.js';
import type { EvidenceBlock, Finding, Summary } from '../result/audit.js';
import { VERDICT_CODES } from '../result/codes.js';
import type { TargetOutcomes } from '../result/sink.js';
import type { Tristate } from '../result/tristate.js';
import type { RuleEvaluator } from '../rules/evaluator.js';
import { Evaluator } from '../verdicts/evaluator.js';
import type { DelegationTemplate } from '../verdicts/templates.js';
import { accountSummary } from './account-summary.js';
import { AffectedVerdicts } from './affected.js';
import { AccountCounter } from './evidence-counts.js';
import { type Profile, ProfileCache } from './profiles.js';
import { isExcluded, isSelf, protectionOf, type Session } from './session.js';
import { Tally } from './tally.js';

/** What the names of a container's accounts have in common. */
interface Place {
  readonly dn: string;
  /** What follows the RDN in a DN. */
  readonly suffix: string;
  /** What stands before the sAMAccountName in a display name. */
  readonly prefix: string;
}

/** Whom the accounts under audit are meant to reach, and how all accounts are counted. */
export interface Aims {
  readonly populations: Populations;
  readonly expectation: Expectation;
  readonly manual: Manual;
  /** Known sets of rights that delegations are compared with. */
  readonly templates?: readonly DelegationTemplate[];
}

/** Nobody was asked. */
export const NOT_ANSWERED: Manual = {
  mode: { mode: 'unknown', source: 'none', actsAsLocalSystem: 'unknown', remediationAccounts: null, controllers: [] },
  questions: [],
};

const EVERYBODY: Aims = { populations: EVERYONE, expectation: { scope: [], percent: 0 }, manual: NOT_ANSWERED };

type Observer = (target: ObservedTarget) => readonly Finding[];

export class Pass {
  readonly #tally = new Tally();
  readonly #counter = new AccountCounter();
  readonly #affected: AffectedVerdicts;
  readonly #profiles: readonly ProfileCache[];
  readonly #contexts: readonly FactContext[];
  readonly #coverages: readonly CoverageCollector[];
  /** By account under audit. */
  readonly #observers: readonly (readonly Observer[])[];
  readonly #places: Place[] = [];
  /** Which account under audit LocalSystem is; -1: none. */
  readonly #localSystem: number;

  constructor(
    readonly session: Session,
    readonly rules: RuleEvaluator,
    { populations, expectation, manual, templates = [] }: Aims = EVERYBODY,
  ) {
    const { directory, block, accounts, sets, shared, actions, tokens } = session;
    this.#affected = new AffectedVerdicts(directory, block.gaps, accounts, sets);
    this.#localSystem = accounts.findIndex(({ kind }) => kind === 'local-system');
    this.#coverages = tokens.map((own) => new CoverageCollector(own, shared, populations, expectation.scope));
    this.#contexts = tokens.map((own, position) => ({
      account: accountFacts(own, sets, manual),
      tokens: own,
      shared,
      sets,
      actions,
      grants: new GrantCollector(own, shared, sets),
      privileged: new PrivilegedMemberships(own, sets),
      coverage: this.#coverages[position]!,
      delegations: new DelegationCollector(own, shared, templates),
      idle: rules.uses('entry') ? new IdleCollector(own, shared) : null,
      expectation,
      retrievers: RetrieverCollector.of(own, shared),
      manual,
      comparison:
        this.#localSystem < 0 || position === this.#localSystem ? null : new Comparison(actions.map(({ id }) => id)),
    }));
    const collects = AT_END.some((scope) => rules.uses(scope));
    this.#profiles = this.#contexts.map(
      (context, position) =>
        new ProfileCache(
          new Evaluator(shared, context.tokens),
          context,
          position,
          rules,
          this.#tally,
          collects,
          this.#coverages[position]!,
        ),
    );
    this.#observers = this.#contexts.map((context) => SCOPE_NAMES.flatMap((scope) => this.#observer(scope, context)));
  }

  /** How many targets have been taken. */
  get targets(): number {
    return this.#tally.targets;
  }

  /** How many accounts have been taken. */
  get accounts(): number {
    return this.#counter.accounts;
  }

  /** Findings on what is known before any target is looked at: once for all passes over one directory. */
  start(): readonly Finding[] {
    return this.#count(
      this.#contexts.flatMap((context, position) =>
        SCOPE_NAMES.flatMap((scope) => (position > 0 && scopeOf(scope).once ? [] : this.#started(scope, context))),
      ),
    );
  }

  /**
   * @param record a target
   * @param ordinal which account of the directory it is, from 0
   * @param outcomes gets its verdicts, one an account under audit
   * @returns findings on it
   */
  take(record: AccountRecord, ordinal: number, outcomes: TargetOutcomes[]): readonly Finding[] {
    const { session } = this;
    const place = this.#place(record.parent);
    const dn = record.rdn + place.suffix;
    const name = record.samAccountName === undefined ? dn : place.prefix + record.samAccountName;
    const identity = { sid: record.sid ?? '', dn, name, container: place.dn };
    const isProtected = protectionOf(session, record);
    const excluded = isProtected === 'no' && isExcluded(session, record);
    const findings: Finding[] = [];
    const judged: Profile[] = [];
    this.#counter.add(record.classes);
    if (session.shared.actionsOn(record.classes).length > 0) this.#tally.targets++;
    for (let position = 0; position < this.#profiles.length; position++) {
      const profile = this.#judged(record, position, isProtected, excluded, identity, ordinal, outcomes, findings);
      const { delegations, grants, retrievers } = this.#contexts[position]!;
      this.#coverages[position]!.account(profile.coverage, dn, record.rdn);
      delegations.account(profile.delegations);
      judged.push(profile);
      if (profile.grants !== null) grants.account(profile.grants, dn, record.rdn);
      const { className } = profile.state;
      const retriever = retrievers?.take(record, identity, className) ?? null;
      for (const observe of this.#observers[position]!)
        findings.push(...observe({ record, identity, className, retriever }));
    }
    if (this.#localSystem >= 0) this.#compare(judged);
    return this.#count(findings);
  }

  /** What LocalSystem can do to a target, with what the others can. */
  #compare(judged: readonly Profile[]): void {
    const other = judged[this.#localSystem]!.outcomes;
    this.#contexts.forEach(({ comparison }, position) => {
      comparison?.target(judged[position]!.outcomes, other);
    });
  }

  /**
   * The same for an object that is no account, of a class that some action names: verdicts and what rules say of those.
   * @param ordinal goes on from the accounts
   */
  takeObject(record: ObjectRecord, ordinal: number, outcomes: TargetOutcomes[]): readonly Finding[] {
    const { session } = this;
    const { dn, name, sid, guid } = record;
    const container = record.parent === null ? '' : this.#place(record.parent).dn;
    // A SID stays when an object is renamed, as its GUID does.
    const lasting = sid === undefined && guid !== undefined ? { lasting: guid } : {};
    const identity = { sid: targetSid(record), dn, name, container, ...lasting };
    const isProtected = protectionOf(session, record);
    const findings: Finding[] = [];
    this.#tally.targets++;
    for (let position = 0; position < this.#profiles.length; position++)
      this.#judged(record, position, isProtected, false, identity, ordinal, outcomes, findings);
    return this.#count(findings);
  }

  /** One target and one account under audit: the verdicts are counted and told. */
  #judged(
    record: TargetRecord,
    position: number,
    isProtected: Tristate,
    excluded: boolean,
    identity: TargetIdentity & TargetOutcomes['target'],
    ordinal: number,
    outcomes: TargetOutcomes[],
    findings: Finding[],
  ): Profile {
    const profiles = this.#profiles[position]!;
    const profile = profiles.of(record, isProtected, isSelf(this.session.tokens[position]!, record), excluded);
    profile.bucket.count++;
    this.#affected.target(position, profile, record, identity.dn, ordinal);
    if (profile.outcomes.length > 0)
      outcomes.push({
        account: position,
        target: identity,
        state: profile.state,
        population: profile.coverage?.population ?? null,
        tierZero: profile.tierZero,
        protection: profile.isAccount ? profile.protection.state : null,
        outcomes: profile.outcomes,
        origin: record,
      });
    if (profile.findable.length > 0) profiles.findings(profile, identity, findings);
    return profile;
  }

  /**
   * Adds what another pass over other accounts of the same directory has seen; that one is not used afterwards.
   * @param other of the same session
   */
  merge(other: Pass): void {
    this.#tally.merge(other.#tally);
    this.#counter.merge(other.#counter);
    this.#affected.merge(other.#affected);
    this.#contexts.forEach(({ grants, delegations, idle, comparison, retrievers }, position) => {
      const theirs = other.#contexts[position]!;
      idle?.merge(theirs.idle!);
      grants.merge(theirs.grants);
      delegations.merge(theirs.delegations);
      this.#coverages[position]!.merge(other.#coverages[position]!);
      comparison?.merge(theirs.comparison!);
      retrievers?.merge(theirs.retrievers!);
    });
  }

  /** Findings on what is known once the last target was taken. */
  end(): readonly Finding[] {
    return this.#count(
      this.#contexts.flatMap((context) => SCOPE_NAMES.flatMap((scope) => this.#ended(scope, context))),
    );
  }

  /** The counts, and the evidence with what its gaps affect. */
  finish(): { readonly summary: Summary; readonly evidence: EvidenceBlock } {
    const { accounts, actions, block, directory } = this.session;
    const counted = this.#tally.summary(
      accounts.map((account) => account.sid),
      actions.map((action) => action.id),
    );
    const summary: Summary = {
      ...counted,
      accounts: this.#contexts.map((context) => accountSummary(context, counted.actions)),
    };
    return {
      summary,
      evidence: {
        ...block,
        counts: this.#counter.counts(directory),
        ...this.#affected.finish(accounts.map(({ sid }) => knownVerdicts(summary, sid))),
      },
    };
  }

  #count(findings: readonly Finding[]): readonly Finding[] {
    for (const finding of findings) this.#tally.finding(finding);
    return findings;
  }

  #started<S extends Scope>(scope: S, context: FactContext): readonly Finding[] {
    const { start } = scopeOf(scope);
    if (start === undefined || !this.rules.uses(scope)) return [];
    return [...start(context)].flatMap((variables) => this.rules.evaluate(scope, variables));
  }

  #ended<S extends Scope>(scope: S, context: FactContext): readonly Finding[] {
    const { end } = scopeOf(scope);
    if (end === undefined || !this.rules.uses(scope)) return [];
    return [...end(context)].flatMap((variables) => this.rules.evaluate(scope, variables));
  }

  #observer<S extends Scope>(scope: S, context: FactContext): readonly Observer[] {
    const observe = this.rules.uses(scope) ? scopeOf(scope).observer?.(context) : null;
    if (observe == null) return [];
    return [
      (target) => {
        const variables = observe(target);
        return variables === null ? NO_FINDINGS : this.rules.evaluate(scope, variables);
      },
    ];
  }

  #place(container: ContainerId): Place {
    let place = this.#places[container];
    if (!place) {
      const { containers, domains } = this.session.directory;
      const { dn, domain } = at(containers, container) ?? { dn: undefined, domain: null };
      place = {
        dn: dn ?? '',
        suffix: dn === undefined ? '' : `,${dn}`,
        prefix: displayName('', '', at(domains, domain)),
      };
      this.#places[container] = place;
    }
    return place;
  }
}

const NO_FINDINGS: readonly Finding[] = [];
const SCOPE_NAMES = Object.keys(SCOPES) as readonly Scope[];
const AT_END = SCOPE_NAMES.filter((scope) => scopeOf(scope).end !== undefined);

function scopeOf<S extends Scope>(scope: S): FactScope<ScopeVariables[S]> {
  return SCOPES[scope] as FactScope<ScopeVariables[S]>;
}

function knownVerdicts({ actions }: Summary, account: string): number {
  let known = 0;
  for (const { account: of, verdicts } of actions) {
    if (of === account)
      known += VERDICT_CODES.reduce((sum, code) => (code === 'unknown' ? sum : sum + verdicts[code]), 0);
  }
  return known;
}
