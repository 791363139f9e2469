/** One verdict, step by step: the same check as the audit's, told in full. */
import { nameRequired, placeOf } from '../access/named-rights.js';
import { Right } from '../access/request.js';
import type { Session } from '../audit/session.js';
import { SdControl } from '../descriptor/types.js';
import { at } from '../directory/directory.js';
import { displayName } from '../directory/load.js';
import type { TargetRecord } from '../directory/targets.js';
import type { ToolBlock, Tristate } from '../result/audit.js';
import type { EffectView, Explanation, RequestView, RightView, TargetView } from '../result/explain.js';
import type { NamedRequiredRight, RequiredRight } from '../result/rights.js';
import { checkAll } from '../verdicts/decide.js';
import { Evaluator } from '../verdicts/evaluator.js';
import { requestsFor } from '../verdicts/requests.js';
import { flagsOf, traitsOf } from '../verdicts/target.js';
import { flagNames } from './account-flags.js';
import { changeOf } from './change.js';
import { type Context, contextOf, named } from './context.js';
import { daclView, traceOf } from './entries.js';
import { holderView } from './holder.js';
import { nearMisses } from './near-misses.js';
import { protectionPaths } from './protection.js';
import { tokenView } from './token-view.js';

export type * from '../result/explain.js';
export type * from '../result/steps.js';
export { findTarget } from './find-target.js';

/** Explains verdicts of one account under audit. */
export class Explainer {
  readonly #evaluator: Evaluator;

  /** @param position which of the session's accounts */
  constructor(
    readonly session: Session,
    readonly position: number,
    readonly tool: ToolBlock,
  ) {
    this.#evaluator = new Evaluator(session.shared, session.tokens[position]!);
  }

  /**
   * @param record the target, of a class that the action is about
   * @param actionId id of one of the session's actions
   */
  explain(record: TargetRecord, actionId: string): Explanation {
    const { session } = this;
    const number = session.actions.findIndex(({ id }) => id === actionId);
    const action = session.actions[number]!;
    const context = contextOf(session, this.position, record, action);
    const flags = flagsOf(record);
    const traits = traitsOf(record, flags, context.protected, context.isSelf);
    const profile = this.#evaluator.profile(traits);
    const outcome = profile.outcomes[session.shared.actionsOn(record.classes).indexOf(number)]!;

    const request = requestView(context);
    const trace = traceOf(context, request.traced);
    const dacl = daclView(context, trace);
    const misses =
      outcome.access === 'denied' && outcome.reason !== 'denied-by-entry' && outcome.reason !== 'empty-dacl'
        ? nearMisses(context, context.requests[request.traced]!)
        : [];
    const documented = action.documented.map((right) => rightView(context, right));
    const holder = holderView(context);
    const protectedBy = protectionPaths(context);
    const noEffect = flags === null ? [] : action.noEffect.filter(({ bit }) => (flags & bit) !== 0);
    const { account } = context;
    return {
      schema: 'adreach/explain/v1',
      tool: this.tool,
      evidence: session.block,
      account: { sid: account.sid, dn: account.dn || null, name: account.name, kind: account.kind },
      action: { id: action.id, title: action.title },
      target: targetView(context, profile.state.enabled, profile.matchesAdminSDHolder, protectedBy),
      verdict: outcome,
      request,
      token: tokenView(context),
      dacl,
      nearMisses: misses,
      effect: effectView(context, flags),
      adminSDHolder: holder,
      documented,
      change: changeOf(
        context,
        {
          outcome,
          dacl,
          nearMisses: misses,
          delegations: () => nearMisses(context, context.requests[0]!),
          documented,
          requested: request.rights,
          holder,
          protectedBy,
          equalsAdminSDHolder: profile.matchesAdminSDHolder === 'yes',
          noEffect,
        },
        trace,
      ),
    };
  }
}

function rightView(context: Context, right: RequiredRight): RightView {
  const { session, descriptor, requester, classGuid } = context;
  const base = {
    right: nameRequired(right, session.directory.schema),
    reading: right.right === 'read-property' || right.right === 'read-confidential' || right.right === 'read-control',
  };
  if (descriptor === null || session.shared.daclsMissing) return { ...base, access: 'unknown', index: null };
  const { decision, index } = checkAll(descriptor, requester, requestsFor(right, session.directory.schema, classGuid));
  return { ...base, access: decision, index };
}

function requestView(context: Context): RequestView {
  const { action, requests, session, descriptor, requester } = context;
  const { schema } = session.directory;
  const whole = rightView(context, action.request);
  const answers = requests.map((request) =>
    descriptor === null || session.shared.daclsMissing
      ? { decision: 'unknown' as const, index: null }
      : checkAll(descriptor, requester, [request]),
  );
  // The one that the whole answer rests on.
  const traced = Math.max(
    0,
    answers.findIndex(({ decision }) => decision === whole.access),
  );
  const rights =
    requests.length === 1
      ? [whole]
      : requests.map((request, i): RightView => {
          const right = request.right === Right.ControlAccess ? controlOf(whole.right) : whole.right;
          return { ...whole, right, access: answers[i]!.decision, index: answers[i]!.index };
        });
  return { rights, traced, places: requests[traced]!.covers.map((guid) => placeOf(guid, schema)) };
}

/** What reading a confidential attribute takes beside reading. */
function controlOf(right: NamedRequiredRight): NamedRequiredRight {
  if (right.right !== 'read-confidential') return right;
  return { right: 'control-access-to-attribute', attribute: right.attribute, guid: right.guid };
}

function targetView(
  context: Context,
  enabled: Tristate,
  equalsAdminSDHolder: Tristate,
  protectedBy: TargetView['protectedBy'],
): TargetView {
  const { record, dn, session, domain, descriptor, classGuid, className } = context;
  const flags = record.userAccountControl;
  return {
    sid: record.sid ?? null,
    dn,
    name:
      record.type === 'object'
        ? record.name
        : displayName(record.samAccountName, dn, at(session.directory.domains, domain)),
    kind: record.type === 'account' ? 'account' : record.group === null ? 'other' : 'group',
    className,
    classKnown: classGuid !== undefined,
    enabled,
    userAccountControl: flags === undefined ? null : { value: flags, flags: flagNames(flags) },
    inheritance: descriptor === null ? 'unknown' : (descriptor.control & SdControl.DaclProtected) !== 0 ? 'off' : 'on',
    adminCount: record.adminCount ?? null,
    protected: context.protected,
    protectedBy,
    excluded: context.excluded,
    equalsAdminSDHolder,
    owner: descriptor?.owner ? named(context, descriptor.owner) : null,
    isAccount: record.type === 'account' && context.isSelf === true,
  };
}

function effectView({ action }: Context, flags: number | null): EffectView {
  if (action.noEffect.length === 0) return { flags: [], without: 'no' };
  if (flags === null) return { flags: [], without: 'unknown' };
  const hit = action.noEffect.filter(({ bit }) => (flags & bit) !== 0).map(({ flag }) => flag);
  return { flags: hit, without: hit.length > 0 ? 'yes' : 'no' };
}
