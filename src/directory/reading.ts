/**
 * What was read of an object, and what was not. An attribute that an object came without is absent where it was asked for
 * and whoever read may read it there (MS-ADTS 3.1.1.4.4: what may not be read is left out of an answer like what is not
 * there). Everything else is not known.
 */
import { checkRight } from '../access/check.js';
import { propertyRequest, Right, type RightRequest } from '../access/request.js';
import type { Requester } from '../access/trustee.js';
import type { Sid } from '../descriptor/types.js';
import type { SourceInfo } from '../result/sources.js';
import type { Tristate } from '../result/tristate.js';
import { builtinSchema } from './builtin-schema.js';
import type { Descriptors } from './descriptors.js';
import type { Group } from './groups.js';
import type { ClassListId, DescriptorId, DomainId, GroupId } from './ids.js';
import type { Membership } from './membership.js';
import type { UnaskedAttribute } from './records.js';
import type { Schema } from './schema.js';

/** Who read a source; null: nobody says. */
export type Reader = { readonly carries: (sid: Sid, domain: DomainId | null) => Tristate } | null;

/** What the absence of an attribute is judged by. */
interface Read {
  readonly descriptor: DescriptorId | null;
  readonly classes: ClassListId | null;
  readonly domain: DomainId | null;
  readonly unasked: readonly UnaskedAttribute[];
}

/** An account or a group, with what it tells of its memberships. */
export interface OwnSideRead extends Read {
  readonly memberOf: readonly GroupId[];
  /** DNs in `memberOf` that the sources do not hold; undefined where it came without any. */
  readonly otherGroups: readonly string[] | undefined;
}

/** What every reader of a directory is at least (MS-DTYP 2.4.2.4): LDAP answers nobody else by default (MS-ADTS 5.1.1). */
const LEAST: readonly Sid[] = ['S-1-1-0', 'S-1-5-11'];

/** The attributes by which a reader's right to read them is looked up, as the schema names them. */
const NAMES: Readonly<Record<UnaskedAttribute, string>> = {
  member: 'member',
  memberof: 'memberOf',
  sidhistory: 'sIDHistory',
};

/** More lists of classes than a directory can have: what is beside them in a number stays within 52 bits. */
const CLASS_LISTS = 2 ** 21;

const CONFIGURATION = /,\s*CN=Configuration,/i;

/** What of a directory is looked at. */
interface Part {
  readonly schema: Schema;
  readonly descriptors: Descriptors;
  /** Grows while accounts stream by. */
  readonly classLists: readonly (readonly string[])[];
  readonly groups: readonly Pick<Group, 'sid' | 'domain'>[];
  readonly membership: Membership;
  readonly domains: readonly { readonly dn: string }[];
}

export class Reading {
  readonly #readers: readonly Reader[];
  /** By attribute and domain, then by descriptor and classes as one number: groups are asked for one by one. */
  readonly #readable = new Map<UnaskedAttribute, Map<DomainId | null, Map<number, boolean>>>();
  readonly #least = new Map<DomainId | null, ReadonlySet<Sid | null>>();

  /** @param readers of each source; none: nobody says who read */
  constructor(
    private readonly directory: Part,
    readers: readonly Reader[],
  ) {
    this.#readers = readers.length === 0 ? [null] : [...new Set(readers)];
  }

  /** @returns whether an attribute that an object came without is known to be absent */
  isAbsent(attribute: UnaskedAttribute, read: Read): boolean {
    if (read.unasked.includes(attribute) || read.descriptor === null) return false;
    const known = mapIn(mapIn(this.#readable, attribute), read.domain);
    const key = read.descriptor * CLASS_LISTS + (read.classes ?? -1);
    let readable = known.get(key);
    if (readable === undefined) {
      readable = this.#isReadable(attribute, read);
      known.set(key, readable);
    }
    return readable;
  }

  /** @returns whether no group of its own domain, but those it names or that name it, has the object as a member */
  membershipsProven(read: OwnSideRead): boolean {
    const { otherGroups, memberOf, domain, unasked } = read;
    if (unasked.includes('memberof')) return false;
    if (otherGroups === undefined) {
      // Groups of other domains that name it need not stand in its memberOf.
      const own = memberOf.some((group) => this.directory.groups[group]?.domain === domain);
      return !own && this.isAbsent('memberof', read);
    }
    if (otherGroups.length === 0) return true;
    const dn = domain === null ? null : `,${this.directory.domains[domain]!.dn.toLowerCase()}`;
    // A link to another domain's group, which a global catalog shows, says nothing against its own domain's. The
    // configuration, where shadow principals are, belongs to every domain.
    return dn !== null && !otherGroups.some((other) => CONFIGURATION.test(other) || other.toLowerCase().endsWith(dn));
  }

  /** @returns whether all that an object was called before is known */
  historyKnown(read: Read, sidHistory: readonly Sid[] | undefined): boolean {
    if (sidHistory === undefined) return this.isAbsent('sidhistory', read);
    return !read.unasked.includes('sidhistory');
  }

  #isReadable(attribute: UnaskedAttribute, { descriptor, classes, domain }: Read): boolean {
    const { descriptors, classLists, schema } = this.directory;
    const stored = descriptors.get(descriptor!);
    if (stored.state !== 'parsed') return false;
    const names = classLists[classes ?? -1];
    const classGuid = names && schema.mostSpecificClass(names)?.guid;
    const request = this.#request(attribute, classGuid);
    return this.#readers.every((reader) => {
      const requester: Requester = {
        carries: (sid) =>
          this.#leastOf(domain).has(sid) ? 'yes' : reader === null ? 'unknown' : reader.carries(sid, domain),
        isSelf: false,
      };
      return checkRight(stored.value, requester, request).decision === 'granted';
    });
  }

  #request(attribute: UnaskedAttribute, classGuid: RightRequest['covers'][number] | undefined): RightRequest {
    const name = NAMES[attribute];
    const { guid, set } = this.directory.schema.attribute(name) ?? builtinAttribute(name);
    return propertyRequest(Right.ReadProperty, guid, set, classGuid);
  }

  /** What every reader carries in a domain: the groups that hold Authenticated Users or Everyone too. */
  #leastOf(domain: DomainId | null): ReadonlySet<Sid | null> {
    let sids = this.#least.get(domain);
    if (sids === undefined) {
      const { groups, membership } = this.directory;
      const starts = LEAST.flatMap((sid) => membership.ofForeign(sid).flat());
      const above = membership.above(starts, { for: 'token', domain });
      sids = new Set([...LEAST, ...above.map(({ group }) => groups[group]!.sid)]);
      this.#least.set(domain, sids);
    }
    return sids;
  }
}

/** @returns the map that another one has under a key, a new one where it has none */
function mapIn<Outer, Inner, Value>(maps: Map<Outer, Map<Inner, Value>>, key: Outer): Map<Inner, Value> {
  let map = maps.get(key);
  if (map === undefined) {
    map = new Map();
    maps.set(key, map);
  }
  return map;
}

function builtinAttribute(name: string) {
  return builtinSchema().attributes.find((attribute) => attribute.name === name)!;
}

/** @param given whoever made the exports that do not say it, where the user knows */
export function readersOf(sources: readonly SourceInfo[], given: Reader): readonly Reader[] {
  return sources.map(({ collection }) => (collection?.reader === undefined ? given : readerOf(collection.reader)));
}

/** The whole token of a reader is known. */
function readerOf(sids: readonly string[]): Reader {
  const held = new Set<string>(sids);
  return { carries: (sid) => (held.has(sid) ? 'yes' : 'no') };
}
