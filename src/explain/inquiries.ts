/** For an answer that is not known: what to read, or to find out, to get one. */

import type { Trace } from '../access/trace.js';
import type { Findings } from '../advice/index.js';
import type { Sid } from '../descriptor/types.js';
import { at } from '../directory/directory.js';
import type { Inquiry } from '../result/steps.js';
import { type Context, named } from './context.js';
import { whyUndecided } from './token-view.js';

/** @returns what has to be read or looked at before there is an answer */
export function inquiriesOf(
  context: Context,
  { outcome, holder, protectedBy }: Findings,
  trace: Trace | null,
): readonly Inquiry[] {
  const { dn } = context;
  switch (outcome.reason) {
    case 'descriptor-unreadable':
    case 'descriptor-damaged':
      return [{ do: 'collect', what: 'descriptor', dn }];
    case 'dacl-absent':
      return [{ do: 'collect', what: 'dacl', dn }];
    case 'class-unknown':
      return [{ do: 'collect', what: 'class', dn }];
    case 'user-account-control-unreadable':
      return [{ do: 'collect', what: 'user-account-control', dn }];
    case 'adminsdholder-missing':
      return [
        {
          do: 'collect',
          what: 'admin-sd-holder',
          dn: holder?.dn ?? at(context.session.directory.domains, context.domain)?.dn ?? dn,
        },
      ];
    case 'adminsdholder-undecided':
      return [{ do: 'look-at', what: 'admin-sd-holder', dn: holder?.dn ?? dn }];
    case 'protection-undecided':
      return [{ do: 'look-at', what: 'protection', dn: protectedBy[0]?.groups.at(-1) ?? dn }];
    default:
      return openInquiries(context, trace);
  }
}

function openInquiries(context: Context, trace: Trace | null): Inquiry[] {
  const steps = new Map<string, Inquiry>();
  const trustee = (sid: Sid): Inquiry => {
    const of = named(context, sid);
    switch (whyUndecided(context, sid).because) {
      case 'sid-filtering':
        return { do: 'look-at', what: 'sid-filtering', of };
      case 'members-missing':
        return { do: 'collect', what: 'members', of };
      case 'primary-group-unread':
        return { do: 'collect', what: 'primary-group', of: { sid: context.account.sid, name: context.account.name } };
      case 'kind-of-logon':
        return { do: 'look-at', what: 'logon', of };
      case 'builtin-missing':
        return { do: 'collect', what: 'builtin', of };
      case 'deleted-or-hidden':
        return { do: 'look-at', what: 'deleted-trustee', of };
      case 'other-domain':
        return { do: 'collect', what: 'domain', of };
    }
  };
  const add = (step: Inquiry) => steps.set(JSON.stringify(step), step);
  for (const { applies } of trace?.outcomes ?? []) {
    if (applies === null) continue;
    if (applies === 'owner') {
      if (context.descriptor?.owner) add(trustee(context.descriptor.owner));
      continue;
    }
    const entry = trace!.entries[applies]!;
    if (entry.doubts.includes('condition')) add({ do: 'look-at', what: 'condition', entry: applies });
    if (entry.doubts.includes('class')) add({ do: 'collect', what: 'class', dn: context.dn });
    if (entry.doubts.includes('trustee') && entry.ace.form !== 'unknown') add(trustee(entry.ace.sid));
  }
  return [...steps.values()];
}
