/** Rules against facts: findings. */
import { createHash } from 'node:crypto';
import { causeOf } from '../facts/cause.js';
import type { Scope, ScopeVariables } from '../facts/index.js';
import type { Finding, FrameworkIds } from '../result/audit.js';
import { FRAMEWORK_NAMES } from '../result/frameworks.js';
import { ConditionRunner, type Facts } from './condition.js';
import { Meter } from './cost.js';
import { type CelContext, celContext } from './environment.js';
import { type ExpressionValue, firstLine } from './expression.js';
import { render } from './template.js';
import type { Rule } from './types.js';

/** A rule that failed on some facts; it went on with the others. */
export interface RuleFailure {
  readonly rule: string;
  /** How often it failed. */
  readonly count: number;
  /** What went wrong the first time. */
  readonly message: string;
  /** SID or DN of the object on which it failed the first time. */
  readonly subject: string;
}

export interface RuleEvaluator {
  /** Whether any rule has this scope; where none has, its facts need not be made. */
  uses(scope: Scope): boolean;
  /**
   * The findings of all rules of a scope on one set of facts, in the order of the rules. A rule that fails on them
   * gives, the first time, a finding that says so (severity `info`, `evidence.error`).
   */
  evaluate<S extends Scope>(scope: S, variables: ScopeVariables[S]): readonly Finding[];
  /**
   * False: no rule of this scope gives anything on facts that differ from these in identifying fields (names, SIDs...)
   * only. Asked once for a kind of objects, it spares the rest of them the evaluation.
   */
  mayFind<S extends Scope>(scope: S, variables: ScopeVariables[S]): boolean;
  /** The rules that failed so far, with counts: findings may be missing there, and the result must say so. */
  failures(): readonly RuleFailure[];
}

interface Entry {
  readonly rule: Rule;
  readonly condition: ConditionRunner;
  readonly meter: Meter;
  /** The same for all of its findings: catalogues without an identifier are left out. */
  readonly frameworks: FrameworkIds;
  failure: { count: number; readonly message: string; readonly subject: string } | null;
}

type Cause = () => readonly string[];

const NONE: readonly Finding[] = [];

/** Makes an evaluator. It remembers answers of conditions: use one for a whole audit. */
export function createEvaluator(rules: readonly Rule[]): RuleEvaluator {
  const byScope = new Map<Scope, Entry[]>();
  const entries = rules.map((rule): Entry => {
    const meter = new Meter();
    return {
      rule,
      condition: new ConditionRunner(rule.when, meter),
      meter,
      frameworks: frameworkIds(rule),
      failure: null,
    };
  });
  for (const entry of entries) {
    const list = byScope.get(entry.rule.scope);
    if (list === undefined) byScope.set(entry.rule.scope, [entry]);
    else list.push(entry);
  }
  return {
    uses: (scope) => byScope.has(scope),
    evaluate(scope, variables) {
      const list = byScope.get(scope);
      if (list === undefined) return NONE;
      const context = once(() => celContext(scope, variables));
      let findings: Finding[] | null = null;
      for (const entry of list) {
        const finding = apply(entry, variables as unknown as Facts, context, () => causeOf(scope, variables));
        if (finding === null) continue;
        findings ??= [];
        findings.push(finding);
      }
      return findings ?? NONE;
    },
    mayFind(scope, variables) {
      const context = once(() => celContext(scope, variables));
      const facts = variables as unknown as Facts;
      return (byScope.get(scope) ?? []).some((entry) => entry.condition.mayHold(facts, context));
    },
    failures: () => entries.flatMap(({ rule, failure }) => (failure === null ? [] : [{ rule: rule.id, ...failure }])),
  };
}

function once(make: () => CelContext): () => CelContext {
  let made: CelContext | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

function apply(entry: Entry, facts: Facts, context: () => CelContext, cause: Cause): Finding | null {
  try {
    return entry.condition.test(facts, context) ? finding(entry, facts, context(), cause) : null;
  } catch (error) {
    return failed(entry, facts, error);
  }
}

function finding({ rule, meter, frameworks }: Entry, facts: Facts, context: CelContext, cause: Cause): Finding {
  const evidence: Record<string, unknown> = {};
  const subject = String(rule.subject.evaluate(context, meter));
  for (const [name, value] of rule.evidence) evidence[name] = bounded(value.evaluate(context, meter));
  const other = rule.severities.find(({ when }) => when.evaluate(context, meter) === true);
  const message = render(rule.message, context, meter);
  return {
    rule: rule.id,
    severity: other?.severity ?? rule.severity,
    title: rule.title,
    subject,
    subjectName: nameOf(facts, subject),
    account: accountOf(facts),
    message: boundedText(
      other === undefined ? message : `${message} Severity ${other.severity} because ${other.because}.`,
    ),
    evidence,
    remediation: rule.remediation,
    fingerprint: fingerprintOf(rule.id, cause()),
    status: 'open',
    suppression: null,
    frameworks,
  };
}

/** Elements of a list in the evidence of a finding, and characters of a text: there may be a finding for every object. */
const MOST_ELEMENTS = 1000;
const MOST_CHARACTERS = 16_384;

function bounded(value: ExpressionValue): ExpressionValue {
  if (typeof value === 'string') return boundedText(value);
  if (!Array.isArray(value)) return value;
  const more = value.length - MOST_ELEMENTS;
  const shown = value.slice(0, MOST_ELEMENTS).map((each) => (typeof each === 'string' ? boundedText(each) : each));
  return more > 0 ? [...shown, `... ${more.toLocaleString('en')} more`] : shown;
}

function boundedText(text: string): string {
  const more = text.length - MOST_CHARACTERS;
  return more > 0 ? `${text.slice(0, MOST_CHARACTERS)}... ${more.toLocaleString('en')} more characters` : text;
}

function failed(entry: Entry, facts: Facts, error: unknown): Finding | null {
  if (entry.failure !== null) {
    entry.failure.count++;
    return null;
  }
  const message = error instanceof Error ? firstLine(error) : String(error);
  const subject = subjectOf(facts);
  entry.failure = { count: 1, message, subject };
  return {
    rule: entry.rule.id,
    severity: 'info',
    title: `Rule ${entry.rule.id} could not be evaluated`,
    subject,
    subjectName: nameOf(facts, subject),
    account: accountOf(facts),
    message: `The rule failed on this object (${message}), so it says nothing about it, nor about others on which it fails.`,
    evidence: { error: message, rule: entry.rule.id },
    remediation: `Correct the rule's expressions in ${entry.rule.file}.`,
    // Of a rule that fails, the first object only is told of: whichever that is, the cause is the rule.
    fingerprint: fingerprintOf(entry.rule.id, ['failed']),
    status: 'open',
    suppression: null,
    frameworks: {},
  };
}

/** The identifiers of other catalogues that a rule has. */
export function frameworkIds({ frameworks }: Rule): FrameworkIds {
  return Object.fromEntries(
    FRAMEWORK_NAMES.filter((name) => frameworks[name].length > 0).map((name) => [name, frameworks[name]]),
  );
}

function accountOf(facts: Facts): string | null {
  const sid = facts['account']?.['sid'];
  return typeof sid === 'string' ? sid : null;
}

/** Where a SID has its name. */
const NAMES = [
  ['target', 'sid', 'name'],
  ['retriever', 'sid', 'name'],
  ['membership', 'group', 'groupName'],
  ['grant', 'trustee', 'trusteeName'],
  ['delegation', 'trustee', 'trusteeName'],
  ['account', 'sid', 'name'],
] as const;

/** A name for people of what a finding is about. */
function nameOf(facts: Facts, subject: string): string {
  for (const [variable, sid, name] of NAMES) {
    const of = facts[variable];
    if (of?.[sid] === subject && typeof of[name] === 'string' && of[name] !== '') return of[name];
  }
  return subject;
}

/** What fits into a line as it is; conditions of entries can be long. */
const LONGEST_CAUSE = 400;

function fingerprintOf(rule: string, cause: readonly string[]): string {
  const text = [rule, ...cause].join('/');
  if (text.length <= LONGEST_CAUSE) return text;
  return `${rule}/sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Where facts say what they are about, the nearest first. */
const IDENTITIES = [
  ['target', 'sid'],
  ['retriever', 'sid'],
  ['delegation', 'holder'],
  ['takeover', 'object'],
  ['grant', 'trustee'],
  ['membership', 'group'],
  ['domain', 'dn'],
  ['question', 'id'],
  ['deleted', 'sid'],
  ['account', 'sid'],
] as const;

/** What the facts are about, without help from the rule. */
function subjectOf(facts: Facts): string {
  for (const [variable, field] of IDENTITIES) {
    const candidate = facts[variable]?.[field];
    if (typeof candidate === 'string' && candidate !== '') return candidate;
  }
  return '';
}
