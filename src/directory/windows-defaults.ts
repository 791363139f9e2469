/**
 * Whether Windows itself puts an entry where it stands: the default of the object's class (read from the schema), of a
 * well-known object, or of AdminSDHolder. Nothing of that is advised to be removed.
 */
import { isInDomain, parseSddl, sidRid } from '../descriptor/index.js';
import type { Ace, Sid } from '../descriptor/types.js';
import { dnKey } from '../names/dn.js';
import type { Tristate } from '../result/tristate.js';
import { ADMINSDHOLDER_DEFAULTS } from './adminsdholder-defaults.js';
import { defaultEntries, entryKey } from './class-defaults.js';
import type { Directory } from './directory.js';
import { forestOf } from './forest.js';
import type { Group } from './groups.js';
import type { DomainId } from './ids.js';
import { WELL_KNOWN_DEFAULTS } from './windows-defaults-data.js';

/** What is asked about: an entry of an object's own. */
export interface DefaultPlace {
  /** DN of a well-known object; null for any other. */
  readonly dn: string | null;
  /** Others may inherit from it: how the entry is inherited counts then. */
  readonly container: boolean;
  /** lDAPDisplayName of its class. */
  readonly className: string;
  readonly domain: DomainId;
  /** Its list does not inherit: it may be AdminSDHolder's copy. */
  readonly isolated: boolean;
}

/** RIDs up to here are Windows' own in every domain. */
const LAST_RESERVED_RID = 999;

export class WindowsDefaults {
  readonly #classes = new Map<string, ReadonlySet<string> | null>();
  /** Keys of entries, by domain and name of the object in lower case. */
  readonly #places = new Map<DomainId, ReadonlyMap<string, ReadonlySet<string>>>();
  readonly #holders = new Map<DomainId, ReadonlySet<string>>();
  readonly #dnsAdmins = new Map<DomainId, Sid | null>();

  constructor(private readonly directory: Directory) {}

  /**
   * @returns yes: a source says that Windows puts it there; no: it does not; unknown: the trustee is one of Windows' own, and
   *   no source tells the default of this object in every version
   */
  of(ace: Ace, { dn, container, className, domain, isolated }: DefaultPlace): Tristate {
    const said = entryKey(ace);
    if (said === null || !('sid' in ace)) return 'no';
    // What others inherit from a container is another matter; below an account there is nothing to inherit it.
    const key = container ? `${ace.flags}|${said}` : said;
    const known = dn === null ? undefined : this.#placesOf(domain).get(dnKey(dn));
    if (known?.has(key) || (isolated && this.#holderOf(domain).has(key))) return 'yes';
    const ofClass = this.#classOf(className, domain);
    if (ofClass?.has(key)) return 'yes';
    return this.#isWindowsOwn(ace.sid, domain) && (ofClass === null || known !== undefined) ? 'unknown' : 'no';
  }

  /** Whether an object is one of those whose defaults are in the table. */
  isWellKnown(dn: string, domain: DomainId): boolean {
    return this.#placesOf(domain).has(dnKey(dn));
  }

  #isWindowsOwn(sid: Sid, domain: DomainId): boolean {
    if (!sid.startsWith('S-1-5-21-')) return true;
    const rid = sidRid(sid);
    const ownDomains = [this.directory.domains[domain]!.sid, forestOf(this.directory, domain).root];
    return rid !== null && rid <= LAST_RESERVED_RID && ownDomains.some((own) => own !== null && isInDomain(sid, own));
  }

  #classOf(className: string, domain: DomainId): ReadonlySet<string> | null {
    const id = `${domain}|${className}`;
    let known = this.#classes.get(id);
    if (known === undefined) {
      const entries = defaultEntries(this.directory, className, domain);
      known = entries === null ? null : keysOf(entries);
      this.#classes.set(id, known);
    }
    return known;
  }

  #holderOf(domain: DomainId): ReadonlySet<string> {
    let known = this.#holders.get(domain);
    if (known === undefined) {
      known = new Set(ADMINSDHOLDER_DEFAULTS.flatMap(({ entries }) => [...this.#keys(entries, domain)]));
      this.#holders.set(domain, known);
    }
    return known;
  }

  #placesOf(domain: DomainId): ReadonlyMap<string, ReadonlySet<string>> {
    let known = this.#places.get(domain);
    if (known === undefined) {
      known = this.#readPlaces(domain);
      this.#places.set(domain, known);
    }
    return known;
  }

  #readPlaces(domain: DomainId): ReadonlyMap<string, ReadonlySet<string>> {
    const { domains } = this.directory;
    const own = domains[domain]!;
    const root = domains.find(({ sid }) => sid === forestOf(this.directory, domain).root) ?? own;
    const configuration = `CN=Configuration,${root.dn}`;
    const heads = { domain: own.dn, configuration, schema: `CN=Schema,${configuration}` };
    const places = new Map<string, ReadonlySet<string>>();
    for (const { context, place, entries } of WELL_KNOWN_DEFAULTS) {
      const dn = place === '' ? heads[context] : `${place},${heads[context]}`;
      places.set(dnKey(dn), this.#keys(entries, domain));
    }
    places.set(dnKey(`CN=AdminSDHolder,CN=System,${own.dn}`), this.#holderOf(domain));
    return places;
  }

  /** Keys of entries given as SDDL, with the SIDs of a domain; what names a group that there is not is left out. */
  #keys(entries: readonly string[], domain: DomainId): ReadonlySet<string> {
    const dnsAdmins = this.#dnsAdminsOf(domain);
    const resolved = entries
      .filter((entry) => dnsAdmins !== null || !entry.includes('<DnsAdmins>'))
      .map((entry) => entry.replace('<DnsAdmins>', dnsAdmins ?? ''));
    return keysOf(defaultAces(this.directory, resolved, domain));
  }

  /** The group has no fixed RID. */
  #dnsAdminsOf(domain: DomainId): Sid | null {
    let known = this.#dnsAdmins.get(domain);
    if (known === undefined) {
      const { groups } = this.directory;
      const isNamed = ({ domain: own, samAccountName }: Group) =>
        own === domain && samAccountName?.toLowerCase() === 'dnsadmins';
      known = groups.find(isNamed)?.sid ?? null;
      this.#dnsAdmins.set(domain, known);
    }
    return known;
  }
}

/** What entries say, with and without how they are inherited. */
function keysOf(entries: readonly Ace[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap((ace) => {
      const said = entryKey(ace);
      return said === null ? [] : [said, `${ace.flags}|${said}`];
    }),
  );
}

/** Entries given as SDDL, with the SIDs of a domain and of its forest's root. */
export function defaultAces(directory: Directory, entries: readonly string[], domain: DomainId): readonly Ace[] {
  const { root } = forestOf(directory, domain);
  const { dacl } = parseSddl(`D:${entries.join('')}`, {
    domainSid: directory.domains[domain]!.sid,
    ...(root !== null && { rootDomainSid: root }),
  });
  return dacl?.aces ?? [];
}
