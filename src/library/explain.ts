/** One verdict, step by step. */
import { openSession } from '../audit/session.js';
import { Explainer, findTarget } from '../explain/index.js';
import type { Explanation } from '../result/explain.js';
import { type RuleSet, rulesOf, toolBlock, withActions } from './rule-set.js';
import { type SourceOptions, type Sources, withSources } from './sources.js';

export interface ExplainOptions extends SourceOptions {
  readonly sources: Sources;
  /** The account under audit: sAMAccountName, `DOMAIN\name`, DN, SID, UPN, or `local-system`. */
  readonly account: string;
  /** The account that it would act on, or the object of a class that the action names, named in the same ways. */
  readonly target: string;
  /** Id of the action. */
  readonly action: string;
  readonly rules?: RuleSet;
}

/**
 * Explains one verdict: the token, every entry of the list, what is missed by how much, and what to change. Rights and
 * steps are typed data; `explanationDocument` adds the sentences.
 *
 * ```ts
 * const { verdict, change } = await explain({
 *   sources: ['example.snapshot'], account: 'mdiAction$', target: 'jdoe', action: 'disable',
 * });
 * ```
 * @throws AdreachError for an account, target or action that is not found, or a source that cannot be used
 */
export async function explain(options: ExplainOptions): Promise<Explanation> {
  const loaded = withActions(rulesOf(options.rules), [options.action]);
  return withSources(options.sources, options, async (evidence) => {
    const session = await openSession(evidence, [options.account], loaded.actions, options.reader);
    const record = await findTarget(session, options.target, loaded.actions[0]!.id);
    return new Explainer(session, 0, toolBlock(loaded)).explain(record, loaded.actions[0]!.id);
  });
}
