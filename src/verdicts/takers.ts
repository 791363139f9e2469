/** Who holds a power over an object by which it can be taken over: each trustee of its list, asked as the access check asks it. */
import { checkRight, effectOf } from '../access/check.js';
import { inheritsList, isInherited, writtenEntry } from '../access/inherit.js';
import { AccessMask, formatAce, mapGenericMask } from '../descriptor/index.js';
import { AceFlag, type BasicAce, type ObjectAce, type SecurityDescriptor, type Sid } from '../descriptor/types.js';
import type { ClassListId, ContainerId, DescriptorId, DomainId } from '../directory/ids.js';
import type { WindowsDefaults } from '../directory/windows-defaults.js';
import type { PowerCode } from '../result/codes.js';
import type { Tristate } from '../result/tristate.js';
import { withoutImplied } from './holdings.js';
import { type Power, powersOver } from './powers.js';
import type { Shared } from './shared.js';

/** An object that somebody may take over. */
export interface TakenObject {
  readonly descriptor: DescriptorId | null;
  readonly classes: ClassListId | null;
  readonly domain: DomainId | null;
  /** The container above it. */
  readonly above: ContainerId | null;
  /** Its DN, where it is a container itself. */
  readonly containerDn: string | null;
}

export interface Taker {
  readonly trustee: Sid;
  readonly powers: readonly PowerCode[];
  /** Null: the owner's implicit rights. */
  readonly sddl: string | null;
  readonly inherited: boolean;
  /** Windows itself puts the entry there. */
  readonly default: Tristate;
}

/** Bits of an entry without which nothing can be taken over. */
const STRONG =
  AccessMask.Self | AccessMask.WriteProperty | AccessMask.ControlAccess | AccessMask.WriteDac | AccessMask.WriteOwner;
/** What whoever carries a trustee carries as well: a denial for them counts. */
const EVERYBODY: ReadonlySet<Sid> = new Set(['S-1-1-0', 'S-1-5-11', 'S-1-5-2']);
const SELF: Sid = 'S-1-5-10';
/** Trustees, each with the length of the list that it is asked with, over all objects. */
const MOST_WORK = 5_000_000;
/** Trustees that are asked about on one list. */
const MOST_TRUSTEES = 500;

export class Takers {
  readonly #defaults: WindowsDefaults;
  readonly #powers = new Map<string, readonly Power[]>();
  #work = 0;

  constructor(readonly shared: Shared) {
    this.#defaults = shared.windowsDefaults;
  }

  /**
   * @param wanted powers that matter
   * @param leavesOut trustees that are not asked about
   * @returns null where the list was not read, or there is too much to be looked at; by trustee, in the order of the list, the owner last
   */
  of(
    object: TakenObject,
    wanted: ReadonlySet<PowerCode>,
    leavesOut: (sid: Sid) => boolean,
  ): { readonly takers: readonly Taker[]; readonly more: number } | null {
    const descriptor = this.shared.descriptor(object.descriptor);
    if (descriptor === null || object.classes === null || this.shared.daclsMissing) return null;
    const candidates = candidatesOf(descriptor).filter((sid) => !leavesOut(sid));
    const asked = candidates.slice(0, MOST_TRUSTEES);
    // Each is asked with the whole list: of very many long lists not all are looked at.
    this.#work += asked.length * (descriptor.dacl?.aces.length ?? 0);
    if (this.#work > MOST_WORK) return null;
    const powers = this.#powersOver(object.classes, wanted);
    const takers = asked.flatMap((sid) => this.#taker(sid, descriptor, powers, object));
    return { takers, more: candidates.length - asked.length };
  }

  #taker(sid: Sid, descriptor: SecurityDescriptor, powers: readonly Power[], object: TakenObject): readonly Taker[] {
    const requester = {
      carries: (asked: Sid) => (asked === sid || EVERYBODY.has(asked) ? ('yes' as const) : ('no' as const)),
      isSelf: false,
    };
    /** By index of the entry that decides; -1: the owner's rights. */
    const held = new Map<number, PowerCode[]>();
    for (const { code, alternatives } of powers) {
      for (const requests of alternatives) {
        const results = requests.map((request) => checkRight(descriptor, requester, request));
        if (results.some(({ decision }) => decision !== 'granted')) continue;
        const own = results.find(({ index, basis }) =>
          basis === 'owner' ? descriptor.owner === sid : index !== null && aceAt(descriptor, index).sid === sid,
        );
        if (own === undefined) continue;
        const from = own.basis === 'owner' ? -1 : own.index!;
        held.set(from, [...(held.get(from) ?? []), code]);
        break;
      }
    }
    return [...held].map(([index, codes]): Taker => {
      const told = withoutImplied(codes);
      if (index < 0) return { trustee: sid, powers: told, sddl: null, inherited: false, default: 'no' };
      const ace = aceAt(descriptor, index);
      return {
        trustee: sid,
        powers: told,
        sddl: formatAce(ace),
        inherited: isInherited(ace),
        default: this.#isDefault(ace, descriptor, object),
      };
    });
  }

  /** Of an inherited entry: where it is written. */
  #isDefault(ace: BasicAce | ObjectAce, descriptor: SecurityDescriptor, object: TakenObject): Tristate {
    const { domain, classes, above, containerDn } = object;
    if (domain === null) return 'unknown';
    if (!isInherited(ace)) {
      const isolated = !inheritsList(descriptor);
      const { name } = this.shared.classOf(classes!);
      return this.#defaults.of(ace, {
        dn: containerDn,
        container: containerDn !== null,
        className: name,
        domain,
        isolated,
      });
    }
    const written = writtenEntry(ace, this.shared.node(above));
    if (written === null) return 'unknown';
    const { dn, descriptor: holder, className } = written.ancestor;
    const own = holder!.dacl!.aces[written.index]!;
    return this.#defaults.of(own, { dn, container: true, className, domain, isolated: false });
  }

  #powersOver(classes: ClassListId, wanted: ReadonlySet<PowerCode>): readonly Power[] {
    const key = `${classes}|${[...wanted].join()}`;
    let powers = this.#powers.get(key);
    if (powers === undefined) {
      const { directory } = this.shared;
      const names = directory.classLists[classes] ?? [];
      powers = powersOver(names, this.shared.classOf(classes).guid, directory.schema).filter(({ code }) =>
        wanted.has(code),
      );
      this.#powers.set(key, powers);
    }
    return powers;
  }
}

/** Trustees with an entry that may give some power over the object itself, in the order of the list; the owner last. */
function candidatesOf({ dacl, owner }: SecurityDescriptor): readonly Sid[] {
  const found = new Set<Sid>();
  for (const ace of dacl?.aces ?? []) {
    if ((ace.form !== 'basic' && ace.form !== 'object') || effectOf(ace) !== 'allow') continue;
    if ((ace.flags & AceFlag.InheritOnly) === 0 && ace.sid !== SELF && (mapGenericMask(ace.mask) & STRONG) !== 0)
      found.add(ace.sid);
  }
  if (owner !== null) found.add(owner);
  return [...found];
}

function aceAt({ dacl }: SecurityDescriptor, index: number): BasicAce | ObjectAce {
  return dacl!.aces[index] as BasicAce | ObjectAce;
}
