/** What an entry says: its kind, and the values that are kept of it. */
import { encodeGuid } from '../descriptor/index.js';
import type { Guid } from '../descriptor/types.js';
import { UNASKED_ATTRIBUTES, type UnaskedAttribute } from '../directory/records.js';
import { parentDn } from '../names/dn.js';
import { classify, isHeadClass, isInTree, isManaged, type ObjectKind } from '../sources/classify.js';
import type { Asked, RawEntry } from '../sources/entry.js';
import type { DescriptorTable } from './descriptors.js';
import type { GapCollector } from './gaps.js';
import { guidBytes } from './guid-index.js';
import { type Shown, UNSHOWN } from './identity.js';
import { isDeletedName, isObjectName, linkDn } from './links.js';
import { pack } from './packed.js';
import {
  attributeRecord,
  classRecord,
  forestRecord,
  kdsRecord,
  partitionRecord,
  rightRecord,
  type SettingsRecord,
  trustRecord,
} from './settings.js';
import { type Spooled, spooledObject } from './spooled.js';
import { Values } from './values.js';

const SETTINGS: Readonly<Record<string, (dn: string, values: Values, asked: Asked) => SettingsRecord | null>> = {
  class: classRecord,
  attribute: attributeRecord,
  right: rightRecord,
  partition: partitionRecord,
  forest: forestRecord,
  kdsRootKey: kdsRecord,
  trust: trustRecord,
};

/** Attributes that objects of one class have, and no others (MS-ADSC): they show that objectClass is not what it was. */
const TELLTALES: readonly (readonly [attribute: string, name: string, kind: ObjectKind, className: string])[] = [
  ['useraccountcontrol', 'userAccountControl', 'account', 'user'],
  ['grouptype', 'groupType', 'group', 'group'],
];

/** An entry as it was understood. */
export interface Reading {
  readonly dn: string;
  readonly kind: ObjectKind;
  readonly object: Spooled;
  /** Number of the parent's name; -1 at the top, and where it does not matter. */
  readonly parent: number;
  /** The members of a group, packed. */
  readonly members: Buffer | null;
  /** The groups that an object names in memberOf; none where it came without, or is of no kind that has any. */
  readonly memberOf: readonly string[];
  /** Attributes of which not all values could be read: what is missing there is not known. */
  readonly unread: readonly UnaskedAttribute[];
  readonly shown: Shown;
  /** The head of a naming context. */
  readonly head: boolean;
  /** Where it stands, for messages. */
  readonly place: string;
}

export class Interpreter {
  /** The distinct lists of classes, by number. */
  readonly classLists: (readonly string[])[] = [];
  /** Those of accounts. */
  readonly usedClasses = new Set<number>();
  private readonly classIds = new Map<string, number>();

  /** @param parentId the number of the name of a parent */
  constructor(
    private readonly gaps: GapCollector,
    private readonly descriptors: DescriptorTable,
    private readonly parentId: (dn: string) => number,
  ) {}

  /** Whether a list of classes is that of a managed service account. */
  isManaged(list: number | undefined): boolean {
    return list !== undefined && isManaged(this.classLists[list]!.map((name) => name.toLowerCase()));
  }

  /**
   * @param place where the entry stands, for messages
   * @param asked what is known of what was asked for
   * @returns null, after saying why, where it cannot be an object
   */
  read(entry: RawEntry, place: string, asked: Asked): Reading | null {
    const { dn } = entry;
    const damaged = new Set(entry.cut);
    const values = new Values(entry, (attribute, what) => {
      damaged.add(attribute.toLowerCase());
      this.gaps.told({
        code: 'entry-damaged',
        dn,
        message: `${place}${attribute} is malformed (${what}); it is taken as not read`,
      });
    });
    const classNames = values.texts('objectclass');
    const classes = classNames.map((name) => name.toLowerCase());
    // Only groups have a groupType: where objectClass is not shown, that says it.
    const kind = classes.length === 0 && values.has('grouptype') ? 'group' : classify(classes);
    if (classes.length > 0) this.checkClass(dn, kind, values, place);
    const parentText = parentDn(dn);
    if (kind === 'account' && parentText === null) {
      this.gaps.told({
        code: 'entry-damaged',
        dn,
        message: `${place}an account without a parent: it is left out`,
      });
      return null;
    }
    const parent = parentText === null || !isInTree(kind) ? -1 : this.parentId(parentText);
    const managed = isManaged(classes);
    const classless = classNames.length === 0;
    const shadow = classes.includes('msds-shadowprincipal') || values.has('msds-shadowprincipalsid');
    const sd = values.descriptor('ntsecuritydescriptor');
    const retrievers = managed || classless ? values.descriptor('msds-groupmsamembership') : undefined;
    const object = spooledObject(dn, kind, { managed, shadow }, values, {
      classes: classless ? undefined : this.classId(classNames, kind),
      descriptor: sd === undefined ? undefined : this.descriptors.intern(sd, parent * 2),
      retrievers: retrievers === undefined ? undefined : this.descriptors.intern(retrievers, parent * 2 + 1),
    });
    return {
      dn,
      kind,
      object: { ...object, record: SETTINGS[kind]?.(dn, values, asked) },
      parent,
      members: kind === 'group' || classless ? this.members(entry, place) : null,
      memberOf: ['group', 'account', 'foreign'].includes(kind) || classless ? values.links('memberof') : [],
      unread: UNASKED_ATTRIBUTES.filter((name) => name !== 'member' && damaged.has(name)),
      shown: !isInTree(kind)
        ? UNSHOWN
        : {
            guid: guidBytes(entry.attributes.get('objectguid')) ?? textGuid(object.guid),
            // What may be a foreign principal, and a shadow principal, have a SID that is another object's.
            sid: (classless && kind !== 'group') || object.shadow ? undefined : object.sid,
          },
      head: isHeadClass(classes),
      place,
    };
  }

  /** The DNs of the members, packed; what cannot be read as one leaves it open who else is in the group. */
  private members({ dn, attributes }: RawEntry, place: string): Buffer {
    const dns: Buffer[] = [];
    let unreadable = 0;
    for (const value of attributes.get('member') ?? []) {
      const text = linkDn(value);
      if (text === null || !isObjectName(text)) unreadable++;
      // Most values are a DN and nothing else: of a group of a million members no second copy is made.
      else if (!isDeletedName(text)) dns.push(Buffer.byteLength(text) === value.length ? value : Buffer.from(text));
    }
    if (unreadable > 0) {
      this.gaps.told({
        code: 'members-incomplete',
        dn,
        count: unreadable,
        message: `${place}${unreadable} values of member cannot be read as names: who they are is not known`,
      });
    }
    return pack(dns);
  }

  /** An account or a group that lost its class would vanish among objects of no interest. */
  private checkClass(dn: string, kind: ObjectKind, values: Values, place: string): void {
    for (const [attribute, name, expected, className] of TELLTALES) {
      if (kind === expected || !values.has(attribute)) continue;
      this.gaps.told({
        code: 'entry-damaged',
        dn,
        message: `${place}the object has ${name}, but objectClass does not say "${className}": it is not taken for one`,
      });
    }
  }

  private classId(names: readonly string[], kind: ObjectKind): number {
    const key = names.join('\0');
    let id = this.classIds.get(key);
    if (id === undefined) {
      id = this.classLists.length;
      this.classIds.set(key, id);
      this.classLists.push(names);
    }
    if (kind === 'account') this.usedClasses.add(id);
    return id;
  }
}

/** The bytes of a GUID that came as text. */
function textGuid(guid: Guid | undefined): Buffer | null {
  return guid === undefined ? null : Buffer.from(encodeGuid(guid));
}
