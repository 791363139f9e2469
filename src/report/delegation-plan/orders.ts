/** What the scripts of a plan do, step by step, as data. */
import { isInherited } from '../../access/inherit.js';
import type { Session } from '../../audit/session.js';
import type { Change } from '../../changes/index.js';
import { formatSddl } from '../../descriptor/index.js';
import type { Ace, Guid, SecurityDescriptor, Sid } from '../../descriptor/types.js';
import { dnKey, dnsNameOf } from '../../names/dn.js';
import { type AccessRule, accessRuleOf, isMerged } from '../../plan/access-rule.js';
import type { Made } from '../../plan/creation.js';
import { changesOf, type Planned } from '../../plan/make.js';
import type { Plan } from '../../result/plan.js';
import { ownHash } from './own-hash.js';

/** An object whose list is changed. */
export interface ScriptObject {
  readonly dn: string;
  readonly guid: Guid | null;
  /** By which the script tells that its own entries are as the plan found them. */
  readonly ownHash: string;
  /** Its DACL before, to be put back whole where nothing else helps. */
  readonly sddl: string;
}

export type EntryOrder = {
  readonly do: 'add-entry' | 'remove-entry';
  /** Position among the objects. */
  readonly object: number;
  readonly rule: AccessRule;
  /** The same as it is stored. */
  readonly ace: Ace;
};
export type MemberOrder = {
  readonly do: 'add-member' | 'remove-member';
  readonly group: string;
  readonly member: string;
};
export type Order = EntryOrder | MemberOrder;

/** Something that is made first. */
export interface MakeOrder {
  readonly made: Made;
  /** By which the script calls its SID: the directory gives that when it is made. */
  readonly variable: string;
}

export interface ScriptOrders {
  /** DNS name of the domain that is changed. */
  readonly domainName: string;
  readonly makes: readonly MakeOrder[];
  /** Who is a member of what is made. */
  readonly makeMembers: readonly MemberOrder[];
  /** Variables by the SIDs that stand for them here. */
  readonly variables: ReadonlyMap<Sid, string>;
  readonly objects: readonly ScriptObject[];
  /** What is added, and then checked. */
  readonly first: readonly Order[];
  /** What is removed after that. */
  readonly then: readonly Order[];
  /** The way back, in its order. */
  readonly back: readonly Order[];
}

const VARIABLES: Readonly<Record<Made['what'], string>> = {
  group: '$newGroup',
  'hosts-group': '$newHosts',
  account: '$newAccount',
};

/** What files are made from. */
export interface PlanToWrite {
  readonly plan: Plan;
  readonly planned: Planned;
  readonly session: Session;
  /** Changes that make objects, before all others. */
  readonly creations: readonly Change[];
  readonly made: readonly Made[];
  /** SIDs that stand for those of what is made. */
  readonly newSids: ReadonlyMap<Sid, Made>;
}

/** @returns the orders of a plan; every entry that is removed is one that a rule of .NET can stand for */
export function ordersOf({ plan, planned, creations, newSids, made }: PlanToWrite): ScriptOrders {
  const { objects } = planned;
  const variable = (each: Made) => VARIABLES[each.what];
  const numbers = new Map(objects.map(({ dn }, i) => [dnKey(dn), i]));
  const orderOf = (change: Change): readonly Order[] => {
    if (change.kind === 'add-member' || change.kind === 'remove-member')
      return [{ do: change.kind, group: change.group, member: change.member }];
    if (change.kind !== 'add-entry' && change.kind !== 'remove-entry') return [];
    const object = numbers.get(dnKey(change.dn));
    const rule = accessRuleOf(change.entry);
    return object === undefined || rule === null ? [] : [{ do: change.kind, object, rule, ace: change.entry }];
  };
  const replaced = planned.replaced.map(({ removal }) => removal.change);
  const first = [...planned.prepare, ...replaced, ...planned.grants].flatMap(orderOf);
  const then = planned.removals.flatMap(({ removal }) => orderOf(removal.change));
  return {
    domainName: dnsNameOf(plan.evidence.domain),
    makes: made.map((each) => ({ made: each, variable: variable(each) })),
    makeMembers: creations.flatMap(orderOf).filter((order): order is MemberOrder => 'group' in order),
    variables: new Map([...newSids].map(([sid, each]) => [sid, variable(each)])),
    objects: objects.map(({ dn, guid, before }) => ({ dn, guid, ownHash: ownHash(before), sddl: daclOf(before) })),
    first,
    then,
    back: [...then.toReversed().map(opposite), ...first.toReversed().map(opposite), ...mergedBack(planned, numbers)],
  };
}

function opposite(order: Order): Order {
  if ('object' in order) return { ...order, do: order.do === 'add-entry' ? 'remove-entry' : 'add-entry' };
  return { ...order, do: order.do === 'add-member' ? 'remove-member' : 'add-member' };
}

/** Entries that .NET makes one with those that are added: they are put back on their own. */
function mergedBack(planned: Planned, numbers: ReadonlyMap<string, number>): readonly EntryOrder[] {
  const added = planned.grants.flatMap((change) => (change.kind === 'add-entry' ? [change] : []));
  return planned.objects.flatMap(({ dn, before }) => {
    const here = added.filter((change) => change.dn === dn).map(({ entry }) => entry);
    const own = (before.dacl?.aces ?? []).filter((ace: Ace) => !isInherited(ace));
    return own
      .filter((ace) => here.some((entry) => isMerged(ace, entry)))
      .flatMap((ace): readonly EntryOrder[] => {
        const rule = accessRuleOf(ace);
        return rule === null ? [] : [{ do: 'add-entry', object: numbers.get(dnKey(dn))!, rule, ace }];
      });
  });
}

/** The DACL alone, as SDDL. */
export function daclOf(descriptor: SecurityDescriptor): string {
  return formatSddl({ ...descriptor, owner: null, group: null, sacl: null });
}

/** @returns the changes of a plan and those that take it back, as an LDAP client sends them: whole lists */
export function changesBack(planned: Planned): readonly Change[] {
  const lists = planned.objects.map(
    ({ dn, before }): Change => ({ kind: 'write-descriptor', dn, descriptor: before, parts: ['dacl'] }),
  );
  const members = changesOf(planned).flatMap((change): readonly Change[] => {
    if (change.kind === 'add-member') return [{ ...change, kind: 'remove-member' }];
    return change.kind === 'remove-member' ? [{ ...change, kind: 'add-member' }] : [];
  });
  return [...lists.toReversed(), ...members.toReversed()];
}
