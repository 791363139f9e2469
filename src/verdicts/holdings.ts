/** Which powers over an object the account under audit has from that object's own list, and from which entry of it. */
import { type CheckResult, checkRight, covers, effectOf } from '../access/check.js';
import type { RightRequest } from '../access/request.js';
import { OWNER_RIGHTS } from '../access/trustee.js';
import { CHANGING_RIGHTS, mapGenericMask } from '../descriptor/index.js';
import {
  AceFlag,
  type BasicAce,
  type ObjectAce,
  SdControl,
  type SecurityDescriptor,
  type Sid,
} from '../descriptor/types.js';
import { entryKey } from '../directory/class-defaults.js';
import type { ClassListId, DescriptorId, DomainId } from '../directory/ids.js';
import { Recent } from '../directory/recent.js';
import type { Token } from '../directory/token.js';
import type { WindowsDefaults } from '../directory/windows-defaults.js';
import type { PowerCode } from '../result/codes.js';
import type { Tristate } from '../result/tristate.js';
import type { Tokens } from './account-under-audit.js';
import { requesterOf } from './decide.js';
import { ownerRightsOn } from './owner-rights.js';
import { type Power, powersOver } from './powers.js';
import type { Shared } from './shared.js';

/** What one entry of an object's own, or its ownership, gives. */
export interface Holding {
  /** The same for the same entry, whatever object has it. */
  readonly key: string;
  readonly from: 'entry' | 'owner' | 'no-dacl';
  readonly trustee: Sid;
  /** Null where no entry gives it. */
  readonly ace: BasicAce | ObjectAce | null;
  /** Without those that others imply. */
  readonly powers: readonly PowerCode[];
  /** Whether Windows itself puts the entry there. */
  readonly default: Tristate;
  /** Whether the account has it: not known of what only may give it. */
  readonly held: 'yes' | 'unknown';
  /** Whether the trustee is in the token. Where it is and `held` is not known, the entry or one before it leaves that open. */
  readonly carried: boolean;
}

type Told = Omit<Holding, 'held' | 'carried'>;

const NONE: readonly Holding[] = [];
const NOTHING: Found = { granted: new Map(), open: new Map() };
const EVERYONE: Sid = 'S-1-1-0';
/** Lists of one class of objects that are remembered. */
const REMEMBERED = 1 << 14;
/** More lists of classes than a directory can have: with the number of a descriptor they stay within 53 bits. */
const CLASS_LISTS = 2 ** 20;

/** What is told with another one is not told again. */
const IMPLIED: Partial<Readonly<Record<PowerCode, readonly PowerCode[]>>> = {
  'write-all-properties': [
    'write-members',
    'write-key-credential',
    'write-allowed-to-act',
    'write-spn',
    'write-alt-security-identities',
    'write-password-readers',
    'write-succession',
    'link-group-policy',
    'write-group-policy',
    'write-certificate-template',
    'write-certificate-authority',
  ],
  'all-extended-rights': ['reset-password', 'replicate-secrets', 'read-local-admin-password'],
  'create-any-child': ['create-delegated-account', 'create-group-policy', 'create-certificate-template'],
};

/** What the list gives, and what it may give. */
interface Found {
  /** By the index of the entry that decides; null: the owner's implicit rights do. */
  readonly granted: ReadonlyMap<number | null, readonly PowerCode[]>;
  /** By what would, in the same way. */
  readonly open: ReadonlyMap<number | null, readonly PowerCode[]>;
}

interface Candidates {
  /** The account carries the trustee. */
  readonly certain: ReadonlyMap<number, BasicAce | ObjectAce>;
  /** Whether it does is not known. */
  readonly undecided: readonly (BasicAce | ObjectAce)[];
}

export class Holdings {
  readonly #known = new Recent<number, readonly Holding[]>(REMEMBERED);
  readonly #powers = new Map<ClassListId, readonly Power[]>();
  readonly #defaults: WindowsDefaults;

  constructor(
    readonly shared: Shared,
    readonly tokens: Tokens,
  ) {
    this.#defaults = shared.windowsDefaults;
  }

  /**
   * @param descriptor of the object; null where it was not read
   * @param classes of the object; null where they were not read
   * @param domain that of the object
   * @param container DN of an object that others may inherit from; null for any other
   * @returns what the object's own entries and its owner give; nothing of what is inherited, which is told where it is written
   */
  on(
    descriptor: DescriptorId | null,
    classes: ClassListId | null,
    domain: DomainId | null,
    container: string | null = null,
  ): readonly Holding[] {
    if (descriptor === null || classes === null || domain === null) return NONE;
    if (container !== null && this.#defaults.isWellKnown(container, domain))
      return this.#find(descriptor, classes, domain, { container: true, dn: container });
    // Of few domains: each has its own answers.
    const key = ((descriptor * CLASS_LISTS + classes) * 2 + (container === null ? 0 : 1)) * 64 + (domain % 64);
    const known = domain < 64 ? this.#known.get(key) : undefined;
    if (known !== undefined) return known;
    const holdings = this.#find(descriptor, classes, domain, { container: container !== null, dn: null });
    if (domain < 64) this.#known.set(key, holdings);
    return holdings;
  }

  #find(
    number: DescriptorId,
    classes: ClassListId,
    domain: DomainId,
    place: { readonly container: boolean; readonly dn: string | null },
  ): readonly Holding[] {
    const descriptor = this.shared.descriptor(number);
    const token = this.tokens.on(domain);
    if (descriptor === null || token.logon.possible !== 'yes') return NONE;
    if (descriptor.dacl === null) {
      // Where no descriptor of the sources has a DACL, that part was not read.
      if (this.shared.daclsMissing) return NONE;
      const powers = ['full-control'] as const;
      return [
        {
          key: 'no-dacl',
          from: 'no-dacl',
          trustee: EVERYONE,
          ace: null,
          powers,
          default: 'no',
          held: 'yes',
          carried: true,
        },
      ];
    }
    const { name: className } = this.shared.classOf(classes);
    const isolated = (descriptor.control & SdControl.DaclProtected) !== 0;
    const defaultOf = (ace: BasicAce | ObjectAce) => this.#defaults.of(ace, { ...place, className, domain, isolated });
    const owner = descriptor.owner === null ? 'no' : token.carries(descriptor.owner);
    const { certain: candidates, undecided } = this.#candidates(descriptor, token, owner);
    const { granted, open } =
      candidates.size === 0 && owner !== 'yes'
        ? NOTHING
        : this.#powersFrom(descriptor, token, classes, domain, candidates, owner);
    const holdingOf = (ace: BasicAce | ObjectAce | null, powers: readonly PowerCode[]): Told => {
      if (ace === null) {
        const trustee = descriptor.owner!;
        return { key: `owner|${trustee}`, from: 'owner', trustee, ace, powers, default: 'no' };
      }
      // What the owner is given is another cause for each owner.
      const trustee = ace.sid === OWNER_RIGHTS ? descriptor.owner! : ace.sid;
      const key = trustee === ace.sid ? entryKey(ace)! : `${entryKey(ace)!}|${trustee}`;
      return { key, from: 'entry', trustee, ace, powers, default: defaultOf(ace) };
    };
    const aceAt = (index: number | null) => (index === null ? null : candidates.get(index)!);
    const holdings = [...granted].map(([index, powers]): Holding => {
      return { ...holdingOf(aceAt(index), withoutImplied(powers)), held: 'yes', carried: true };
    });
    const had = new Set([...granted.values()].flat());
    const perhaps = (ace: BasicAce | ObjectAce | null, may: readonly PowerCode[], carried: boolean) => {
      const powers = withoutImplied(may.filter((code) => !had.has(code)));
      if (powers.length === 0) return;
      const holding = holdingOf(ace, powers);
      holdings.push({ ...holding, key: `undecided|${holding.key}`, held: 'unknown', carried });
    };
    for (const ace of undecided) perhaps(ace, this.#powersOf(ace, classes), false);
    for (const [index, powers] of open) perhaps(aceAt(index), powers, true);
    return holdings.length === 0 ? NONE : holdings;
  }

  /** What an entry would give by itself, were its trustee in the token and nothing before it. */
  #powersOf(ace: BasicAce | ObjectAce, classes: ClassListId): readonly PowerCode[] {
    return this.#powersOver(classes)
      .filter(({ alternatives }) => alternatives.some((requests) => requests.every((request) => covers(ace, request))))
      .map(({ code }) => code);
  }

  /** Entries of the object's own that may give some power over the object itself, by their index. */
  #candidates({ dacl }: SecurityDescriptor, token: Token, owner: Tristate): Candidates {
    const certain = new Map<number, BasicAce | ObjectAce>();
    const undecided: (BasicAce | ObjectAce)[] = [];
    dacl!.aces.forEach((ace, index) => {
      if ((ace.flags & (AceFlag.Inherited | AceFlag.InheritOnly)) !== 0 || effectOf(ace) !== 'allow') return;
      if (ace.form !== 'basic' && ace.form !== 'object') return;
      if ((mapGenericMask(ace.mask) & CHANGING_RIGHTS) === 0) return;
      const carried = ace.sid === OWNER_RIGHTS ? owner : token.carries(ace.sid);
      if (carried === 'yes') certain.set(index, ace);
      else if (carried === 'unknown') undecided.push(ace);
    });
    return { certain, undecided };
  }

  #powersFrom(
    descriptor: SecurityDescriptor,
    token: Token,
    classes: ClassListId,
    domain: DomainId,
    candidates: ReadonlyMap<number, BasicAce | ObjectAce>,
    owner: Tristate,
  ): Found {
    const requester = requesterOf(token, false, ownerRightsOn(this.shared.directory, token, classes, domain));
    const granted = new Map<number | null, PowerCode[]>();
    const open = new Map<number | null, PowerCode[]>();
    const entries = [...candidates.values()];
    // Most entries give the actions and nothing else: the whole list is walked only for what one of them may give.
    const mayGive = (request: RightRequest) => request.ownerImplicit || entries.some((ace) => covers(ace, request));
    for (const { code, alternatives } of this.#powersOver(classes)) {
      for (const requests of alternatives) {
        const asked = code === 'full-control' ? requests.every(mayGive) : requests.some(mayGive);
        if (!asked) continue;
        const results: CheckResult[] = [];
        for (const request of requests) {
          const result = checkRight(descriptor, requester, request);
          if (result.decision === 'denied') break;
          results.push(result);
        }
        if (results.length < requests.length) continue;
        if (results.some(({ decision }) => decision === 'unknown')) {
          // Of an entry that would give all of it: what several together may give is beyond telling.
          const would = [...candidates].find(([, ace]) => requests.every((request) => covers(ace, request)));
          const owns = owner === 'yes' && requests.every((request) => request.ownerImplicit);
          const from = would?.[0] ?? (owns ? null : undefined);
          if (from !== undefined) open.set(from, [...(open.get(from) ?? []), code]);
          continue;
        }
        // Where part of it is inherited, the rest is what this object adds; full control is that of one entry.
        const own = results.find(({ basis, index }) => basis === 'owner' || (index !== null && candidates.has(index)));
        if (own === undefined || (code === 'full-control' && results.some(({ index }) => index !== own.index)))
          continue;
        const from = own.basis === 'owner' ? null : own.index;
        granted.set(from, [...(granted.get(from) ?? []), code]);
        break;
      }
    }
    return { granted, open };
  }

  #powersOver(classes: ClassListId): readonly Power[] {
    let powers = this.#powers.get(classes);
    if (powers === undefined) {
      const { directory } = this.shared;
      powers = powersOver(directory.classLists[classes] ?? [], this.shared.classOf(classes).guid, directory.schema);
      this.#powers.set(classes, powers);
    }
    return powers;
  }
}

/** @returns those that no other one of them implies */
export function withoutImplied(powers: readonly PowerCode[]): readonly PowerCode[] {
  if (powers.includes('full-control')) return ['full-control'];
  const implied = new Set(powers.flatMap((code) => IMPLIED[code] ?? []));
  return powers.filter((code) => !implied.has(code));
}
