/**
 * The pseudonyms of one key: the same text gets the same pseudonym wherever it stands, whatever its case, and without the
 * key none of them can be turned back or tried out.
 */
import { createHmac } from 'node:crypto';
import { isSid, normalizeSid, sidParts, wellKnownName } from '../descriptor/index.js';
import type { Guid, Sid } from '../descriptor/types.js';
import { escapeValue, parseDn } from '../names/dn.js';
import { KEPT_CONTAINERS, KEPT_GROUPS, KEPT_LABELS, KEPT_SCHEMA, KEPT_SERVICES, keptPrincipals } from './kept-names.js';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
/** 65 bits: two names of a forest of a million objects meet in one pseudonym once in some 10^8 runs. */
const TOKEN_LETTERS = 13;
/** Pseudonyms that are remembered; beyond, they are computed again. */
const CACHE = 200_000;
/** Authorities and first numbers of SIDs that stand for something fixed are short; longer ones are hashes or random. */
const LONG_SID = 5;
const CENTRAL_POLICY = 17;
/** Attribute types of X.520 and RFC 4519. */
const KNOWN_OIDS = /^(?:oid\.)?(?:2\.5\.4\.\d{1,3}|0\.9\.2342\.19200300\.100\.1\.\d{1,3})$/i;
const SCHEMA_ATTRIBUTE_TYPES: ReadonlySet<string> = new Set(['cn', 'ou', 'dc', 'o', 'l', 'c', 'st', 'street', 'uid']);

const fold = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => name.toLowerCase()));

export class Pseudonyms {
  private readonly cache = new Map<string, string>();
  private readonly keptNames = fold([...KEPT_CONTAINERS, ...KEPT_GROUPS, ...keptPrincipals()]);
  private readonly keptLabels = fold(KEPT_LABELS);
  private readonly keptServices = fold(KEPT_SERVICES);
  private readonly schemaNames: ReadonlySet<string>;

  /**
   * @param key secret bytes, 32 of them
   * @param schemaNames names of classes, attributes and rights of the base product: kept
   */
  constructor(
    private readonly key: Uint8Array,
    schemaNames: Iterable<string>,
  ) {
    this.schemaNames = fold([...schemaNames, ...KEPT_SCHEMA]);
  }

  /** The name of an object, account or group; a `$` at its end stays. SIDs are replaced as SIDs. */
  readonly name = (text: string): string => {
    if (text === '' || this.keptNames.has(text.toLowerCase())) return text;
    if (isSid(text)) return this.sid(normalizeSid(text));
    if (text.length > 1 && text.endsWith('$')) return `${this.name(text.slice(0, -1))}$`;
    return this.token(text);
  };

  /** A DNS name, label by label, so that a host keeps its place below its domain. */
  readonly dns = (text: string): string =>
    text
      .split('.')
      .map((label) => (label === '' || this.keptLabels.has(label.toLowerCase()) ? label : this.token(label)))
      .join('.');

  /** `user@suffix`. */
  readonly userPrincipalName = (text: string): string => {
    const at = text.lastIndexOf('@');
    return at < 0 ? this.name(text) : `${this.name(text.slice(0, at))}@${this.dns(text.slice(at + 1))}`;
  };

  /** `service/host:port/name`; well-known services and port numbers are kept. */
  readonly servicePrincipalName = (text: string): string => {
    const [service, ...rest] = text.split('/');
    if (rest.length === 0) return this.token(text);
    const kept = this.keptServices.has(service!.toLowerCase());
    const hosts = rest.map((part) => {
      const [, host, port] = /^(.*?)(:\d{1,5})?$/s.exec(part)!;
      return this.dns(host!) + (port ?? '');
    });
    return [kept ? service! : this.token(service!), ...hosts].join('/');
  };

  /** The name of a class, attribute or right. */
  readonly schemaName = (text: string): string => (text === '' || this.isSchemaName(text) ? text : this.token(text));

  /** Whether a class, attribute or right of this name is one of the product's. */
  isSchemaName(text: string): boolean {
    return this.schemaNames.has(text.toLowerCase());
  }

  /**
   * A DN, value by value. DC components, and what lies directly in CN=System and has the form of a DNS name (trusts),
   * are replaced label by label. Text that is no DN becomes one that has its pseudonym as its name.
   */
  readonly dn = (text: string): string => this.cached(`dn\0${text}`, () => this.dnOf(text));

  /**
   * The numbers of a domain in `S-1-5-21-...`, and those of SIDs that stand for one thing of one installation (services,
   * cloud accounts, central access policies). Relative identifiers and well-known SIDs stay.
   */
  readonly sid = (sid: Sid): Sid => this.cached(`sid\0${sid}`, () => this.sidOf(sid));

  readonly guid = (guid: Guid): Guid => {
    const hex = this.digest('guid', guid).subarray(0, 16).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };

  /**
   * Text that conditions compare: equal with and without regard to case exactly where the originals are, and outside
   * ASCII where they are, since how such letters compare is not certain.
   */
  readonly comparedText = (text: string): string => {
    if (text === '') return '';
    const token = this.token(text);
    const mark = /^[\0-\x7f]*$/.test(text) ? '' : '\u00f1';
    if (text === text.toLowerCase()) return mark + token;
    const bits = this.digest('case', text);
    const letters = [...token].map((letter, i) => (i === 0 || (bits[i]! & 1) === 1 ? letter.toUpperCase() : letter));
    return mark + letters.join('');
  };

  /** Bytes that may be text: others of the same number. */
  readonly bytes = (value: Uint8Array): Uint8Array => {
    const out = Buffer.alloc(value.length);
    for (let at = 0, block = 0; at < out.length; at += 32, block++) {
      this.digest(`bytes ${block}`, Buffer.from(value).toString('hex')).copy(out, at);
    }
    return out;
  };

  /** `n` and 13 letters or digits: short enough for a NetBIOS name and a DNS label. */
  private token(text: string): string {
    const folded = text.toLowerCase();
    return this.cached(`name\0${folded}`, () => {
      let bits = BigInt(`0x${this.digest('name', folded).subarray(0, 9).toString('hex')}`);
      let out = 'n';
      for (let i = 0; i < TOKEN_LETTERS; i++, bits >>= 5n) out += ALPHABET[Number(bits & 31n)];
      return out;
    });
  }

  private dnOf(text: string): string {
    let rdns: ReturnType<typeof parseDn>;
    try {
      rdns = parseDn(text);
    } catch {
      return `CN=${this.token(text)}`;
    }
    const inSystem = ({ type, value }: { readonly type: string; readonly value: string } = { type: '', value: '' }) =>
      type.toLowerCase() === 'cn' && value.toLowerCase() === 'system';
    return rdns
      .map((rdn, at) => {
        const trusted = inSystem(rdns[at + 1]?.[0]);
        return rdn
          .map(({ type, value }) => {
            const asDns = type.toLowerCase() === 'dc' || (trusted && value.includes('.') && !isSid(value));
            return `${this.attributeType(type)}=${escapeValue(asDns ? this.dns(value) : this.name(value))}`;
          })
          .join('+');
      })
      .join(',');
  }

  private attributeType(type: string): string {
    // The numbers of an enterprise's own attributes name the enterprise.
    return SCHEMA_ATTRIBUTE_TYPES.has(type.toLowerCase()) || KNOWN_OIDS.test(type) ? type : this.schemaName(type);
  }

  private sidOf(sid: Sid): Sid {
    if (wellKnownName(sid) !== null) return sid;
    const { authority, subAuthorities } = sidParts(sid);
    const domain = authority === 5 && subAuthorities[0] === 21;
    if (domain && subAuthorities.length < 4) return sid;
    const single = authority === CENTRAL_POLICY || subAuthorities.length >= LONG_SID;
    if (!domain && !single) return sid;
    const from = domain || authority !== CENTRAL_POLICY ? 1 : 0;
    const to = domain ? 4 : subAuthorities.length;
    const replaced = subAuthorities.slice(from, to).join('-');
    const numbers = subAuthorities.map((number, at) =>
      at < from || at >= to ? number : this.digest(`sid ${authority} ${at}`, replaced).readUInt32LE(0),
    );
    return `S-1-${sid.split('-')[2]}-${numbers.join('-')}`;
  }

  private digest(kind: string, text: string): Buffer {
    return createHmac('sha256', this.key).update(`${kind}\0${text}`).digest();
  }

  private cached<Text extends string>(key: string, make: () => Text): Text {
    let value = this.cache.get(key);
    if (value === undefined) {
      value = make();
      if (this.cache.size >= CACHE) this.cache.clear();
      this.cache.set(key, value);
    }
    // What is kept under a key was made for it.
    return value as Text;
  }
}
