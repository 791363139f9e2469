/**
 * A rule's condition, built for a million targets: the parts that read no identifying fields are answered from memory,
 * by the values of the fields they read; the others run only where those are true.
 *
 * CEL's `&&` is commutative also in its errors (an operand that fails does not matter where another one is false), so
 * the order in which the parts run cannot be seen.
 */
import { Meter } from './cost.js';
import type { CelContext } from './environment.js';
import { compile, type Expression, type ExpressionScope } from './expression.js';
import { splitConjunction } from './split.js';
import { VARIABLES, type VariableName } from './variables.js';

/** Facts by variable, as `facts/` has them. */
export type Facts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Condition {
  readonly text: string;
  readonly reads: ReadonlySet<string>;
  /** All parts that can be answered from memory, together; null where there are none. */
  readonly memorable: MemorablePart | null;
  readonly others: readonly Expression[];
}

interface MemorablePart {
  readonly expressions: readonly Expression[];
  /** The fields whose values decide, in a fixed order. */
  readonly fields: readonly (readonly [variable: string, field: string])[];
}

function isIdentifying(name: string): boolean {
  const [variable, field] = name.split('.') as [VariableName, string];
  return VARIABLES[variable].fields[field]?.identifying === true;
}

/**
 * Compiles a condition.
 * @throws ExpressionFault as `compile` does
 */
export function compileCondition(text: string, scope: ExpressionScope): Condition {
  const whole = compile(text, scope, ['bool']);
  const parts = whole.ast.op === '&&' ? splitConjunction(text).map((part) => compile(part, scope, ['bool'])) : [whole];
  const memorable = parts.filter((part) => ![...part.reads].some(isIdentifying));
  const fields = [...new Set(memorable.flatMap((part) => [...part.reads]))].sort();
  return {
    text,
    reads: whole.reads,
    memorable:
      memorable.length === 0
        ? null
        : { expressions: memorable, fields: fields.map((name) => name.split('.') as [string, string]) },
    others: parts.filter((part) => !memorable.includes(part)),
  };
}

/** Entries of one condition's memory; when it is full it starts anew. */
const MEMORY_LIMIT = 65_536;

type Answer = boolean | Error;

/** Lists are told apart by content; a list object that comes again (most do) is not read again. */
class ListNumbers {
  private byIdentity = new WeakMap<readonly string[], number>();
  private byContent = new Map<string, number>();
  private next = 0;

  of(list: readonly string[]): number {
    let number = this.byIdentity.get(list);
    if (number === undefined) {
      const content = JSON.stringify(list);
      number = this.byContent.get(content);
      if (number === undefined) {
        if (this.byContent.size >= MEMORY_LIMIT) this.byContent.clear();
        number = this.next++;
        this.byContent.set(content, number);
      }
      this.byIdentity.set(list, number);
    }
    return number;
  }
}

type Memory = Map<unknown, unknown>;

/** Runs one condition; keeps its memory for as long as it lives. */
export class ConditionRunner {
  private memory: Memory = new Map();
  private size = 0;
  private readonly lists = new ListNumbers();

  /** @param meter counts what its evaluations take */
  constructor(
    private readonly condition: Condition,
    private readonly meter = new Meter(),
  ) {}

  /** Answers in the memory. */
  get remembered(): number {
    return this.size;
  }

  /**
   * @param context gives the facts as CEL values; called only where something has to be computed
   * @throws Error when the condition fails on these facts
   */
  test(facts: Facts, context: () => CelContext): boolean {
    const { memorable, others } = this.condition;
    let failure: Error | null = null;
    if (memorable !== null) {
      const answer = this.recall(memorable, facts, context);
      if (answer === false) return false;
      if (answer !== true) failure = answer;
    }
    if (others.length > 0) {
      const answer = conjunction(others, context(), this.meter);
      if (answer === false) return false;
      if (answer !== true) failure ??= answer;
    }
    if (failure !== null) throw failure;
    return true;
  }

  /**
   * Whether the condition may hold (or fail) on some facts that differ from these in identifying fields only; asked once
   * for many objects that are alike otherwise.
   */
  mayHold(facts: Facts, context: () => CelContext): boolean {
    const { memorable } = this.condition;
    return memorable === null || this.recall(memorable, facts, context) !== false;
  }

  private recall(part: MemorablePart, facts: Facts, context: () => CelContext): Answer {
    const { fields, expressions } = part;
    let node = this.memory;
    const last = fields.length - 1;
    for (let i = 0; i < last; i++) {
      const key = this.key(facts, fields[i]!);
      let next = node.get(key) as Memory | undefined;
      if (next === undefined) {
        next = new Map();
        node.set(key, next);
      }
      node = next;
    }
    const key = last < 0 ? null : this.key(facts, fields[last]!);
    const known = node.get(key) as Answer | undefined;
    if (known !== undefined) return known;
    const answer = conjunction(expressions, context(), this.meter);
    if (this.size >= MEMORY_LIMIT) {
      this.memory = new Map();
      this.size = 0;
    } else {
      node.set(key, answer);
      this.size++;
    }
    return answer;
  }

  private key(facts: Facts, [variable, field]: readonly [string, string]): unknown {
    const value = facts[variable]![field];
    return Array.isArray(value) ? this.lists.of(value) : value;
  }
}

function conjunction(parts: readonly Expression[], context: CelContext, meter: Meter): Answer {
  let failure: Error | null = null;
  for (const part of parts) {
    try {
      if (part.evaluate(context, meter) === false) return false;
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error(String(error));
    }
  }
  return failure ?? true;
}
