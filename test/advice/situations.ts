/** Small situations whose advice is written as text: one account, one target, one action. */
import { openSession } from '../../src/audit/session.js';
import { type Advice, type AdviceEffect, type ChangeView, Explainer, findTarget } from '../../src/explain/index.js';
import { loadRules } from '../../src/rules/index.js';
import {
  COMPUTER_CLASS,
  DOMAIN_DN,
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  group,
  memorySource,
  type Plain,
  USER_ACCOUNT_CONTROL as UAC,
  USER_CLASS,
  user,
  type Written,
} from '../directory/memory-source.js';

export { COMPUTER_CLASS, DOMAIN_DN, DOMAIN_SID, UAC, USER_CLASS };

export const STAFF = `OU=Staff,${DOMAIN_DN}`;
export const ACT = `${DOMAIN_SID}-1100`;
export const HELPERS = `${DOMAIN_SID}-1200`;
/** Grants nothing that is asked about. */
export const NOTHING = '(A;;RC;;;AU)';
export const write = (effect: 'A' | 'D', sid: string, flags = '', forClass = '') =>
  `(O${effect};${flags};WP;${UAC};${forClass};${sid})`;

/** Lists as SDDL without owner and group; `P` in front: inheritance is off. */
export interface Lists {
  readonly desk?: string;
  readonly target?: string;
  readonly holder?: string;
  /** The target is a member of Domain Admins. */
  readonly admin?: boolean;
  readonly flags?: number;
  readonly adminCount?: number;
  /** Definitions of classes and others that the sources hold beside the usual ones. */
  readonly more?: readonly Plain<NonNullable<Written['more']>[number]>[];
}

/** act, in helpers, in local; and target, both in OU=Desk. */
export function written(lists: Lists): Written {
  const list = (text: string | undefined) => `O:SYG:SYD:${text ?? NOTHING}`;
  return {
    descriptors: [list(undefined), list(lists.desk), list(lists.target), list(lists.holder ?? `P${NOTHING}`)],
    adminSDHolder: 3,
    groups: [
      group(1200, 'helpers', GLOBAL, [1], { descriptor: 0 }),
      group(1300, 'local', DOMAIN_LOCAL, [], { descriptor: 0 }),
      group(512, 'Domain Admins', GLOBAL, [], { descriptor: 0 }),
    ],
    accounts: [
      user(1100, 'act', { parent: 5, descriptor: 0, memberOf: [0], otherGroups: [] }),
      user(1101, 'target', {
        parent: 5,
        descriptor: 2,
        memberOf: lists.admin ? [2] : [],
        otherGroups: [],
        ...(lists.flags !== undefined && { userAccountControl: lists.flags }),
        ...(lists.adminCount !== undefined && { adminCount: lists.adminCount }),
      }),
    ],
    more: [{ type: 'container', dn: `OU=Desk,${STAFF}`, parent: 3, classes: 3, descriptor: 1 }, ...(lists.more ?? [])],
  };
}

export async function changeFor(lists: Lists, action = 'disable'): Promise<ChangeView> {
  const session = await openSession(memorySource(written(lists)), [ACT], loadRules([]).actions);
  const explainer = new Explainer(session, 0, { name: 'adreach', version: 'test', rules: '' });
  return explainer.explain(await findTarget(session, `${DOMAIN_SID}-1101`), action).change;
}

const nameOf = (dn: string) => /^[A-Z]+=([^,]+)/.exec(dn)![1]!;

/** A step in a few words: `- Desk 2` takes entry 2 of OU=Desk away, `+ Desk helpers user` adds one there for users. */
export function short(step: Advice): string {
  switch (step.do) {
    case 'remove-entry':
      return `- ${nameOf(step.dn)} ${step.index}`;
    case 'add-entry':
      return `+ ${nameOf(step.dn)} ${step.trustee.name ?? step.trustee.sid} ${step.appliesTo?.name ?? 'itself'}`;
    case 'leave-group':
      return `${nameOf(step.member.dn!)} leaves ${nameOf(step.group.dn!)}`;
    default:
      return `${step.do} ${'dn' in step ? nameOf(step.dn) : ''}`.trim();
  }
}

/** What comes of steps: the verdict, and after the next AdminSDHolder run where that changes it. */
export function shortEffect(effect: AdviceEffect): string {
  if (!effect.tried) return effect.because;
  const { after, afterRun } = effect;
  return afterRun === null ? after.verdict : `${after.verdict} > ${afterRun.verdict}`;
}

/** Options, each with what comes of it: `step; step = can`. */
export function shortOptions(options: ChangeView['options'], effects: ChangeView['effects']): readonly string[] {
  return options.map((steps, index) => `${steps.map(short).join('; ')} = ${shortEffect(effects[index]!)}`);
}
