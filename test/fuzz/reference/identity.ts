/** Which entries are readings of one object, or may be: those that share a name, a GUID, or a SID that a domain gave out. */
import { isAtOrBelow } from '../../../src/names/dn.js';
import { CONTAINER_CLASSES, OTHER_MEMBER_CLASSES } from '../../../src/sources/structure-classes.js';
import type { ReferenceEntry } from './entry.js';
import { SETTINGS, type SettingsKind } from './settings.js';
import { guid, sid, texts } from './values.js';

/** `other`: of interest only where accounts or groups lie below it. */
export type Kind = 'account' | 'group' | 'foreign' | 'domain' | 'container' | 'other' | SettingsKind;

/** An entry whose name is one. */
export interface ReferenceObject {
  readonly key: string;
  readonly kind: Kind;
  readonly entry: ReferenceEntry;
}

export interface Identities {
  /** Entries that share nothing with any other: objects. */
  readonly alone: readonly ReferenceObject[];
  /** The others, in the order in which they were read. */
  readonly together: readonly (readonly ReferenceObject[])[];
  /** True where one object may have two names: then what lies below them is not where it stands. */
  readonly moved: boolean;
}

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['user', 'account'],
  ['group', 'group'],
  ['foreignsecurityprincipal', 'foreign'],
  ['domaindns', 'domain'],
  ...Object.entries(SETTINGS).map(([kind, { className }]) => [className, kind as SettingsKind] as const),
]);
const STRUCTURE = new Set([...CONTAINER_CLASSES, ...OTHER_MEMBER_CLASSES].map((name) => name.toLowerCase()));
/** S-1-5-21-...: the authority of Windows NT, and the first of at least four sub-authorities. */
const OF_DOMAIN = /^01(?:0[4-9a-f])00000000000515000000/;

/** What the classes make of an object: the first of them that means something. */
export function kindOf(entry: ReferenceEntry): Kind {
  const classes = texts(entry, 'objectclass').map((name) => name.toLowerCase());
  const kind = classes.map((name) => KINDS.get(name)).find((one) => one !== undefined);
  if (kind !== undefined) return kind;
  // Only groups have it.
  if (classes.length === 0 && (entry.attributes.get('grouptype')?.length ?? 0) > 0) return 'group';
  return classes.length === 0 || classes.some((name) => STRUCTURE.has(name)) ? 'container' : 'other';
}

export function byIdentity(objects: readonly ReferenceObject[]): Identities {
  const groups = new Map<number, ReferenceObject[]>();
  const parent = objects.map((_, n) => n);
  const root = (n: number): number => {
    let at = n;
    while (parent[at] !== at) at = parent[at]!;
    return at;
  };
  const holder = new Map<string, number>();
  const shows = ({ entry }: ReferenceObject) => texts(entry, 'objectclass').length > 0;
  const classed = new Set(objects.filter(shows).map(({ key }) => key));
  objects.forEach((object, n) => {
    for (const mark of marksOf(object, classed)) {
      const other = holder.get(mark);
      if (other === undefined) holder.set(mark, n);
      else parent[root(n)] = root(other);
    }
  });
  objects.forEach((object, n) => {
    const of = root(n);
    groups.set(of, [...(groups.get(of) ?? []), object]);
  });
  const all = [...groups.values()];
  const names = all.flatMap((group) => {
    const keys = new Set(group.map(({ key }) => key));
    return keys.size > 1 ? [...keys] : [];
  });
  const astray = ({ key }: ReferenceObject): boolean => names.some((name) => isAtOrBelow(key, name));
  const alone = all.filter((group) => group.length === 1 && !astray(group[0]!)).map(([object]) => object!);
  return { alone, together: all.filter((group) => group.length > 1 || astray(group[0]!)), moved: names.length > 0 };
}

/** @param classed the names of which some reading shows the class */
function marksOf({ key, kind, entry }: ReferenceObject, classed: ReadonlySet<string>): readonly string[] {
  const marks = [`name ${key}`];
  if (kind in SETTINGS || kind === 'foreign') return marks;
  const id = guid(entry, 'objectguid');
  if (typeof id === 'object') marks.push(`guid ${id.value.toString('hex')}`);
  const own = sid(entry, 'objectsid');
  const text = typeof own === 'object' ? own.value.toString('hex') : '';
  // What shows its class in no reading may be a foreign principal, whose SID is another object's.
  const classless = kind === 'container' && !classed.has(key);
  if (OF_DOMAIN.test(text) && !classless) marks.push(`sid ${text}`);
  return marks;
}
