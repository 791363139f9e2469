/** The accounts that events and lists of actions are about, found in the sources with one pass. */
import { fitOfAccount } from '../audit/find-accounts.js';
import type { Session } from '../audit/session.js';
import { parseWanted, type Wanted } from '../audit/wanted.js';
import type { Guid, Sid } from '../descriptor/types.js';
import { accountDn } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import { dnKey } from '../names/dn.js';

/** What is looked for. */
export class WantedTargets {
  readonly sids = new Set<Sid>();
  readonly guids = new Set<Guid>();
  readonly dns = new Set<string>();
  readonly names = new Map<string, Wanted>();

  dn(dn: string): void {
    this.dns.add(dnKey(dn));
  }

  /** @param text a sAMAccountName, `DOMAIN\name`, or a UPN */
  name(text: string): void {
    this.names.set(text.toLowerCase(), parseWanted(text));
  }
}

export type Found = AccountRecord | 'none' | 'several';

export class Targets {
  /** Of every account. */
  guidsRead = true;
  readonly #bySid = new Map<Sid, AccountRecord[]>();
  readonly #byGuid = new Map<Guid, AccountRecord[]>();
  readonly #byDn = new Map<string, AccountRecord[]>();
  readonly #byName = new Map<string, { fit: number; records: AccountRecord[] }>();

  static async find({ directory, stream }: Session, wanted: WantedTargets): Promise<Targets> {
    const targets = new Targets();
    const names = namesByValue(wanted);
    for await (const batch of stream.pass()) {
      for (const record of batch) {
        const { sid, guid } = record;
        if (sid !== undefined && wanted.sids.has(sid)) put(targets.#bySid, sid, record);
        if (guid === undefined) targets.guidsRead = false;
        if (guid !== undefined && wanted.guids.has(guid)) put(targets.#byGuid, guid, record);
        if (wanted.dns.size > 0) {
          const key = dnKey(accountDn(directory, record));
          if (wanted.dns.has(key)) put(targets.#byDn, key, record);
        }
        for (const [text, item] of mayFit(names, record)) {
          const fit = fitOfAccount(directory, item, record);
          const best = targets.#byName.get(text);
          if (fit === 0 || fit < (best?.fit ?? 0)) continue;
          if (best !== undefined && best.fit === fit) best.records.push(record);
          else targets.#byName.set(text, { fit, records: [record] });
        }
      }
    }
    return targets;
  }

  sid(sid: Sid): Found {
    return one(this.#bySid.get(sid));
  }

  guid(guid: Guid): Found {
    return one(this.#byGuid.get(guid));
  }

  dn(dn: string): Found {
    return one(this.#byDn.get(dnKey(dn)));
  }

  name(text: string): Found {
    return one(this.#byName.get(text.toLowerCase())?.records);
  }
}

type Named = readonly (readonly [text: string, wanted: Wanted])[];

/** By the part of a name that an account itself has, without `$`. */
function namesByValue({ names }: WantedTargets): ReadonlyMap<string, Named> {
  const byValue = new Map<string, (readonly [string, Wanted])[]>();
  for (const [text, wanted] of names) {
    const value = wanted.kind === 'upn' ? wanted.value.slice(0, wanted.value.indexOf('@')) : wanted.value;
    put(byValue, value.replace(/\$$/, ''), [text, wanted] as const);
    if (wanted.kind === 'upn') put(byValue, wanted.value, [text, wanted] as const);
  }
  return byValue;
}

function mayFit(names: ReadonlyMap<string, Named>, { samAccountName, userPrincipalName }: AccountRecord): Named {
  if (names.size === 0) return [];
  const bySam = samAccountName === undefined ? [] : (names.get(samAccountName.toLowerCase().replace(/\$$/, '')) ?? []);
  const byUpn = userPrincipalName === undefined ? [] : (names.get(userPrincipalName.toLowerCase()) ?? []);
  return byUpn.length === 0 ? bySam : [...new Set([...bySam, ...byUpn])];
}

function put<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else known.push(item);
}

function one(records: readonly AccountRecord[] | undefined): Found {
  if (records === undefined || records.length === 0) return 'none';
  return records.length === 1 ? records[0]! : 'several';
}
