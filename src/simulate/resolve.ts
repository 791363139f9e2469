/** Written changes to changes: names looked up, rights resolved, entries read. */
import { isSecret, refusedBecause, refusedInNewBecause } from '../changes/files/attributes.js';
import type { Change, PlacedChange } from '../changes/index.js';
import { isSid, normalizeSid, parseSddl, parseSecurityDescriptor } from '../descriptor/index.js';
import { sameAce } from '../descriptor/same.js';
import { type Ace, SdControl, type SecurityDescriptor, type Sid } from '../descriptor/types.js';
import type { Directory } from '../directory/directory.js';
import { AdreachError } from '../errors/index.js';
import { dnKey, isAtOrBelow, isDn, parentDn, rdnKey } from '../names/dn.js';
import { requiredRight, USER_ACCOUNT_CONTROL } from '../rules/actions.js';
import { nearest } from '../rules/nearest.js';
import type { YamlFile, YamlPath } from '../rules/yaml-file.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { type Granted, grantedEntries } from './grant.js';
import { type FoundPrincipal, formerNames, type KnownPrincipal, NamesAlong } from './principals.js';
import type { Written } from './shape.js';
import { asChange, fault, type WrittenAt, type YamlChanges } from './yaml.js';

export interface Lookup {
  readonly directory: Directory;
  /** All actions that there are. */
  readonly actions: readonly ActionDefinition[];
  /** @throws AdreachError where nobody, or more than one, goes by the name */
  find(names: readonly string[]): Promise<ReadonlyMap<string, FoundPrincipal>>;
  /**
   * @param changes the first ones of the file, which may have given somebody the name
   * @throws AdreachError where one of them cannot be made, or nobody goes by the name afterwards
   */
  findAfter(changes: readonly PlacedChange[], name: string): Promise<FoundPrincipal>;
}

/**
 * @returns the changes in order, each with its line
 * @throws AdreachError `change` with the place of what cannot be told
 */
export async function resolveChanges(written: YamlChanges, lookup: Lookup): Promise<readonly PlacedChange[]> {
  const former = formerNames(written.changes, namesIn);
  const before = await placedFind(written, former, lookup);
  const along = new NamesAlong();
  const known = new Map<string, KnownPrincipal>();
  for (const [name, found] of before) known.set(name, along.known(name, found, true));
  const changes: PlacedChange[] = [];
  for (const each of written.changes) {
    const found = new Map<string, FoundPrincipal>();
    for (const name of namesIn(each.change)) {
      const earlier = known.get(name);
      const still = earlier === undefined ? null : along.still(earlier);
      const now = still ?? (await foundAfter(each, changes, name, lookup));
      if (still === null) known.set(name, along.known(name, now, false));
      found.set(name, now);
    }
    const resolver = new Resolver(written.file, lookup, found);
    changes.push(...resolver.changes(each).map((change) => ({ change, where: each.where })));
    along.follow(each.change);
  }
  return changes;
}

async function foundAfter(
  { where }: WrittenAt,
  changes: readonly PlacedChange[],
  name: string,
  lookup: Lookup,
): Promise<FoundPrincipal> {
  try {
    return await lookup.findAfter(changes, name);
  } catch (error) {
    if (!(error instanceof AdreachError) || error.code === 'change') throw error;
    throw new AdreachError('change', `${where}: ${error.message}`, error.hint, { cause: error });
  }
}

/** The principals that have to be looked up: a SID is one, and a DN of a member or group is a name already. */
function namesIn(change: WrittenAt['change']): readonly string[] {
  switch (change.do) {
    case 'grant':
      return change.to === undefined || isSid(change.to) ? [] : [change.to];
    case 'add-member':
    case 'remove-member':
      return [change.group, change.member].filter((name) => !isDn(name));
    default:
      return [];
  }
}

/** Where a name is not found, the first change that has it is told. */
async function placedFind(
  { changes }: YamlChanges,
  former: ReadonlyMap<string, string>,
  lookup: Lookup,
): Promise<ReadonlyMap<string, FoundPrincipal>> {
  if (former.size === 0) return new Map();
  try {
    const found = await lookup.find([...new Set(former.values())]);
    return new Map([...former].map(([name, before]) => [name, found.get(before)!]));
  } catch (error) {
    if (!(error instanceof AdreachError)) throw error;
    const names = (change: WrittenAt['change']) => namesIn(change).map((name) => former.get(name) ?? name);
    const at = changes.find(({ change }) => names(change).some((name) => error.message.includes(`"${name}"`)));
    if (at === undefined) throw error;
    throw new AdreachError('change', `${at.where}: ${error.message}`, error.hint, { cause: error });
  }
}

type Text = string | { readonly base64: string };
type Value = string | number | boolean | { readonly base64: string };

class Resolver {
  constructor(
    readonly file: YamlFile,
    readonly lookup: Lookup,
    readonly found: ReadonlyMap<string, FoundPrincipal>,
  ) {}

  changes({ change, path }: WrittenAt): readonly Change[] {
    switch (change.do) {
      case 'grant':
        return this.#grant(change, path);
      case 'remove-entry': {
        const dn = this.#dn(change.on, [...path, 'on']);
        return [{ kind: 'remove-entry', dn, entry: this.#entry(change.entry, dn, [...path, 'entry']) }];
      }
      case 'set-inheritance':
        return [this.#inheritance(change, path)];
      case 'move':
        return [this.#move(change, path)];
      case 'add-member':
      case 'remove-member': {
        const group = this.#principalDn(change.group, [...path, 'group']);
        return [{ kind: change.do, group, member: this.#principalDn(change.member, [...path, 'member']) }];
      }
      case 'set-attribute': {
        const { dn, attribute } = change;
        const because = this.#unwritable(attribute);
        if (because !== null) throw this.#fault([...path, 'attribute'], because);
        const values = isSecret(attribute) ? [] : bytesOf(change.values);
        return [{ kind: 'set-attribute', dn: this.#dn(dn, [...path, 'dn']), attribute, values }];
      }
      case 'set-flags': {
        const dn = this.#dn(change.dn, [...path, 'dn']);
        const set = this.#flags(change.set, [...path, 'set']);
        const clear = this.#flags(change.clear, [...path, 'clear']);
        if ((set & clear) !== 0) throw this.#fault(path, 'a bit is both set and cleared');
        if (set === 0 && clear === 0) throw this.#fault(path, 'no bit is set or cleared');
        return [{ kind: 'set-flags', dn, set, clear }];
      }
      case 'write-descriptor': {
        const dn = this.#dn(change.dn, [...path, 'dn']);
        const descriptor = this.#descriptor(change.descriptor, dn, [...path, 'descriptor']);
        const lacking = change.parts.find((part) => part !== 'sacl' && part !== 'dacl' && descriptor[part] === null);
        if (lacking !== undefined) throw this.#fault([...path, 'parts'], `the descriptor has no ${lacking}`);
        if (change.parts.includes('dacl') && (descriptor.control & SdControl.DaclPresent) === 0)
          throw this.#fault([...path, 'parts'], 'the descriptor has no DACL');
        return [{ kind: 'write-descriptor', dn, descriptor, parts: [...new Set(change.parts)] }];
      }
      case 'create':
        return [this.#create(change, path)];
      case 'delete':
        return [{ kind: 'delete', dn: this.#dn(change.dn, [...path, 'dn']), tree: change.tree ?? false }];
      case 'run-adminsdholder':
        return [{ kind: 'run-adminsdholder', domain: this.#domain(change.domain, [...path, 'domain']) }];
    }
  }

  #grant(change: Written<'grant'>, path: YamlPath): readonly Change[] {
    const dn = this.#dn(change.on, [...path, 'on']);
    const ways = (['action', 'rights', 'entry'] as const).filter((key) => change[key] !== undefined);
    if (ways.length !== 1) throw this.#fault(path, 'says exactly one of "action", "rights" and "entry"');
    if (change.entry !== undefined) {
      const beside = (['to', 'effect', 'appliesTo', 'class'] as const).find((key) => change[key] !== undefined);
      if (beside !== undefined) throw this.#fault([...path, beside], `"${beside}" is said by the entry itself`);
      const entry = this.#entry(change.entry, dn, [...path, 'entry']);
      return [{ kind: 'add-entry', dn, entry, ...(change.at !== undefined && { at: change.at }) }];
    }
    if (change.to === undefined) throw this.#fault(path, '"to" is missing: whom the rights are for');
    if (change.at !== undefined) throw this.#fault([...path, 'at'], '"at" goes with "entry"');
    const parts = change.action === undefined ? [this.#ofRights(change, path)] : this.#ofActions(change, path);
    const entries: Ace[] = [];
    for (const part of parts) {
      const granted = grantedEntries(part, this.lookup.directory.schema);
      if (typeof granted === 'string') throw this.#fault(path, granted);
      // Actions may need the same rights.
      for (const entry of granted) if (!entries.some((other) => sameAce(other, entry))) entries.push(entry);
    }
    return entries.map((entry): Change => ({ kind: 'add-entry', dn, entry }));
  }

  #ofRights(change: Written<'grant'>, path: YamlPath): Granted {
    const appliesTo = change.appliesTo ?? (change.class === undefined ? 'this-object' : 'descendants');
    if (change.class !== undefined && appliesTo === 'this-object')
      throw this.#fault([...path, 'class'], '"class" goes with descendants');
    const rights = change.rights!.map((right, number) =>
      asChange(() => requiredRight(this.file, [...path, 'rights', number], right)),
    );
    const classes = change.class === undefined ? [] : [change.class];
    return { to: this.#sid(change.to!), rights, deny: change.effect === 'deny', appliesTo, classes };
  }

  #ofActions(change: Written<'grant'>, path: YamlPath): readonly Granted[] {
    const { actions } = this.lookup;
    const ids = [change.action!].flat();
    return ids.map((id) => {
      const action = actions.find((each) => each.id === id.toLowerCase());
      if (action === undefined) {
        const known = actions.map((each) => each.id);
        const near = nearest(id, known);
        throw this.#fault(
          [...path, 'action'],
          `there is no action "${id}"${near === null ? `; there are: ${known.join(', ')}` : `, did you mean "${near}"?`}`,
        );
      }
      return {
        to: this.#sid(change.to!),
        rights: action.documented,
        deny: change.effect === 'deny',
        appliesTo: change.appliesTo ?? 'descendants',
        classes: change.class === undefined ? action.targets : [change.class],
      };
    });
  }

  #inheritance(change: Written<'set-inheritance'>, path: YamlPath): Change {
    const dn = this.#dn(change.on, [...path, 'on']);
    if (change.inherits) {
      if (change.keep !== undefined) throw this.#fault([...path, 'keep'], '"keep" goes with "inherits: false"');
      return { kind: 'set-inheritance', dn, inherits: true };
    }
    if (change.keep === undefined)
      throw this.#fault(path, '"keep" is missing: whether the entries from above stay ("copies") or go ("nothing")');
    return { kind: 'set-inheritance', dn, inherits: false, keep: change.keep };
  }

  #move(change: Written<'move'>, path: YamlPath): Change {
    const dn = this.#dn(change.dn, [...path, 'dn']);
    const to = change.to === undefined ? parentDn(dn) : this.#dn(change.to, [...path, 'to']);
    if (to === null || (change.to === undefined && change.rdn === undefined))
      throw this.#fault(path, 'says neither "to" (a new parent) nor "rdn" (a new name)');
    if (change.rdn === undefined) return { kind: 'move', dn, to };
    if (rdnKey(change.rdn) === null) throw this.#fault([...path, 'rdn'], `"${change.rdn}" is not one RDN`);
    return { kind: 'move', dn, to, rdn: change.rdn };
  }

  #create(change: Written<'create'>, path: YamlPath): Change {
    const dn = this.#dn(change.dn, [...path, 'dn']);
    if ((change.class === undefined) === (change.classes === undefined))
      throw this.#fault(path, 'says exactly one of "class" and "classes"');
    const classes = change.classes ?? [change.class!];
    const attributes = new Map<string, readonly Buffer[]>();
    for (const [attribute, values] of Object.entries(change.attributes ?? {})) {
      const at = [...path, 'attributes', attribute];
      const because = refusedInNewBecause(attribute);
      if (because !== null) throw this.#fault(at, because);
      if (attribute.toLowerCase() === 'objectclass' || attribute.toLowerCase() === 'ntsecuritydescriptor')
        throw this.#fault(at, `${attribute} is said by "class" and "descriptor"`);
      attributes.set(attribute, isSecret(attribute) ? [] : bytesOf(values));
    }
    const { descriptor: text } = change;
    const descriptor = text === undefined ? null : this.#descriptor(text, dn, [...path, 'descriptor']);
    return { kind: 'create', dn, classes, attributes, descriptor };
  }

  #unwritable(attribute: string): string | null {
    switch (attribute.toLowerCase()) {
      case 'ntsecuritydescriptor':
        return 'a descriptor is changed by "write-descriptor", "grant" and "remove-entry"';
      case 'member':
        return 'members are changed by "add-member" and "remove-member"';
      default:
        return refusedBecause(attribute);
    }
  }

  #dn(text: string, path: YamlPath): string {
    if (!isDn(text)) throw this.#fault(path, `"${text}" is not a distinguished name`);
    return text;
  }

  #principalDn(text: string, path: YamlPath): string {
    if (isDn(text)) return text;
    const { dn } = this.found.get(text)!;
    if (dn === null) throw this.#fault(path, `"${text}" is no object of the directory`);
    return dn;
  }

  #sid(text: string): Sid {
    return isSid(text) ? normalizeSid(text) : this.found.get(text)!.sid;
  }

  #domain(text: string, path: YamlPath): string {
    const { domains } = this.lookup.directory;
    const key = text.toLowerCase();
    const domain = domains.find(
      ({ dn, dnsName, netbiosName }) =>
        dnKey(dn) === dnKey(text) || dnsName.toLowerCase() === key || netbiosName.toLowerCase() === key,
    );
    if (domain !== undefined) return domain.dn;
    throw this.#fault(
      path,
      `the sources have no domain "${text}"; there are: ${domains.map(({ dn }) => dn).join(', ')}`,
    );
  }

  #flags(written: number | readonly string[] | undefined, path: YamlPath): number {
    if (written === undefined || typeof written === 'number') return written ?? 0;
    return written.reduce((sum, name, number) => {
      const bit = Object.hasOwn(USER_ACCOUNT_CONTROL, name) ? USER_ACCOUNT_CONTROL[name]! : null;
      if (bit === null) {
        const near = nearest(name, Object.keys(USER_ACCOUNT_CONTROL));
        const hint = near === null ? '' : `, did you mean "${near}"?`;
        throw this.#fault([...path, number], `unknown userAccountControl flag "${name}"${hint}`);
      }
      return sum | bit;
    }, 0);
  }

  #entry(text: Text, dn: string, path: YamlPath): Ace {
    const aces = this.#descriptor(typeof text === 'string' ? `D:${text}` : text, dn, path).dacl?.aces ?? [];
    if (aces.length !== 1) throw this.#fault(path, `says ${aces.length} entries, not one`);
    return aces[0]!;
  }

  #descriptor(text: Text, dn: string, path: YamlPath): SecurityDescriptor {
    try {
      if (typeof text !== 'string') return parseSecurityDescriptor(Buffer.from(text.base64, 'base64'));
      const domainSid = domainAt(this.lookup.directory, dn);
      return parseSddl(text, domainSid === null ? {} : { domainSid });
    } catch (error) {
      if (!(error instanceof AdreachError)) throw error;
      throw this.#fault(path, error.message);
    }
  }

  #fault(path: YamlPath, problem: string): AdreachError {
    return fault(this.file, path, problem);
  }
}

/** The SID of the domain that a name lies in: the nearest one above. */
function domainAt({ domains }: Directory, dn: string): Sid | null {
  const above = domains.filter((domain) => isAtOrBelow(dnKey(dn), dnKey(domain.dn)));
  return above.sort((a, b) => b.dn.length - a.dn.length)[0]?.sid ?? null;
}

function bytesOf(written: Value | readonly Value[]): readonly Buffer[] {
  return [written].flat().map((value) => {
    if (typeof value === 'object') return Buffer.from((value as { readonly base64: string }).base64, 'base64');
    // Booleans as LDAP has them (RFC 4517 section 3.3.3).
    return Buffer.from(typeof value === 'boolean' ? String(value).toUpperCase() : String(value));
  });
}
