/** LDIF files as a source of raw items (RFC 2849). */
import { isUtf8 } from 'node:buffer';
import type { Asked, RawEntry, RawItem } from '../entry.js';
import { openInput } from './input.js';
import { LdifParser } from './parser.js';

/** What a file says about itself once it has been read. */
interface LdifInfo {
  /** SHA-256 of the file as it is stored, hex. */
  readonly sha256: string;
  /** From a rootDSE entry in the file (currentTime), as an ISO 8601 instant; null where there is none. */
  readonly collectedAt: string | null;
  /** dnsHostName of a rootDSE entry; null where there is none. */
  readonly server: string | null;
}

interface LdifSource {
  /** The entries, in the order of the file. To be iterated once. */
  readonly items: AsyncIterable<RawItem>;
  /** Only after `items` has ended. */
  info(): LdifInfo;
}

/**
 * Opens an LDIF file (plain or gzip, UTF-8 or UTF-16 with a byte order mark), or standard input for `-`.
 * Memory is bounded by the largest entry. Iterating throws AdreachError `file` where the file cannot be read and
 * `format`, with the line, where it is no LDIF of entries.
 * @param path file name, or `-`
 * @param options `name`: for messages, the path by default; `wherePrefix`: put before `line N` in the entries'
 *   `where`; `asked`: what is known of what was asked for where the file does not say it
 */
export function openLdif(
  path: string,
  options: { readonly name?: string; readonly wherePrefix?: string; readonly asked?: Asked } = {},
): LdifSource {
  const name = options.name ?? (path === '-' ? 'standard input' : path);
  const input = openInput(path, name);
  const rootDse = { collectedAt: null as string | null, server: null as string | null };
  async function* items(): AsyncGenerator<RawItem> {
    const parser = new LdifParser(name, options.wherePrefix, options.asked);
    if (options.asked !== undefined) yield { asked: options.asked };
    let batch: RawItem[] = [];
    for await (const chunk of input.chunks) {
      parser.push(chunk, batch);
      for (const item of batch) if (!isRootDse(item, rootDse)) yield item;
      batch = [];
    }
    parser.finish(batch);
    for (const item of batch) if (!isRootDse(item, rootDse)) yield item;
  }
  return { items: items(), info: () => ({ sha256: input.sha256(), ...rootDse }) };
}

/** What every object has, and the server's own entry has not. */
const OBJECT_ATTRIBUTES = ['objectguid', 'objectsid', 'ntsecuritydescriptor', 'samaccountname'] as const;

/**
 * The entry without a name is the server's own (RFC 4512 section 5.1): it says who answered, and when. An object that has
 * lost its name is none.
 */
function isRootDse(item: RawItem, into: { collectedAt: string | null; server: string | null }): boolean {
  if (!('entry' in item) || item.entry.dn !== '') return false;
  if (OBJECT_ATTRIBUTES.some((name) => item.entry.attributes.has(name))) return false;
  into.server = first(item.entry, 'dnshostname') ?? into.server;
  into.collectedAt = generalizedTime(first(item.entry, 'currenttime') ?? '') ?? into.collectedAt;
  return true;
}

function first(entry: RawEntry, attribute: string): string | null {
  const value = entry.attributes.get(attribute)?.[0];
  return value !== undefined && value.length <= 256 && isUtf8(value) ? value.toString('utf8') : null;
}

/** `20260131235959.0Z` as an ISO 8601 instant; null where the text is none (RFC 4517 section 3.3.13, UTC only). */
function generalizedTime(text: string): string | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,]\d+)?Z$/.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  return Number.isNaN(Date.parse(iso)) ? null : iso;
}
