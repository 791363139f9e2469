/**
 * The requests that this program can send: bind, search, StartTLS and unbind, encoded by ldapts. Nothing else is ever
 * built, so there is no way to write to a directory from here.
 */

import {
  type BerWriter,
  BindRequest,
  Control,
  ExtendedRequest,
  type Filter,
  GreaterThanEqualsFilter,
  PagedResultsControl,
  SearchRequest,
  UnbindRequest,
} from 'ldapts';
import type { ControlDescription, SearchScope } from '../../result/collection-plan.js';

/** One search, without its paging. */
export interface SearchSpec {
  readonly base: string;
  readonly scope: SearchScope;
  readonly filter: Filter;
  /** Never empty: an empty list would mean all attributes (RFC 4511 4.5.1.8). */
  readonly attributes: readonly string[];
  /** True when descriptors are read: the SD flags control goes with the search. */
  readonly descriptors: boolean;
}

export interface PageSpec {
  readonly size: number;
  readonly cookie?: Buffer;
}

const SD_FLAGS_OID = '1.2.840.113556.1.4.801';
const START_TLS_OID = '1.3.6.1.4.1.1466.20037';

/** Owner, group and DACL. The SACL would need a privilege, without which the whole attribute is withheld. */
const SD_FLAGS = 7;

/** LDAP_SERVER_SD_FLAGS_OID (MS-ADTS 3.1.1.3.4.1.11): SEQUENCE { INTEGER flags }. */
class SdFlagsControl extends Control {
  constructor() {
    super(SD_FLAGS_OID, { critical: true });
  }

  override writeControl(writer: BerWriter): void {
    writer.writeBuffer(Buffer.from([0x30, 0x03, 0x02, 0x01, SD_FLAGS]), 0x04);
  }
}

/** `(attribute>=value)` for values that are bytes; the one of ldapts takes text only. */
export class BytesAtLeastFilter extends GreaterThanEqualsFilter {
  constructor(
    attribute: string,
    readonly bytes: Buffer,
  ) {
    super({ attribute });
  }

  override writeFilter(writer: BerWriter): void {
    writer.writeString(this.attribute);
    writer.writeBuffer(this.bytes, 0x04);
  }

  override toString(): string {
    return `(${this.attribute}>=${this.bytes.toString('hex').replace(/../g, '\\$&')})`;
  }
}

export function encodeSimpleBind(messageId: number, name: string, password: string): Buffer {
  return new BindRequest({ messageId, dn: name, password }).write();
}

/** SASL EXTERNAL (RFC 4422 appendix A) without an authorization identity. */
export function encodeExternalBind(messageId: number): Buffer {
  return new BindRequest({ messageId, mechanism: 'EXTERNAL' }).write();
}

export function encodeStartTls(messageId: number): Buffer {
  return new ExtendedRequest({ messageId, oid: START_TLS_OID }).write();
}

export function encodeUnbind(messageId: number): Buffer {
  return new UnbindRequest({ messageId }).write();
}

/** A control that goes with a search, in words. */
/** The controls that `encodeSearch` sends, for people: all of them critical. */
export function describeControls(spec: SearchSpec, page: PageSpec | undefined): readonly ControlDescription[] {
  return controlsOf(spec, page).map((control) => ({
    oid: control.type,
    name: control instanceof SdFlagsControl ? 'SD flags' : 'paged results',
    critical: control.critical,
    value:
      control instanceof SdFlagsControl ? `${SD_FLAGS} (owner, group, DACL; no SACL)` : `${page!.size} entries a page`,
  }));
}

function controlsOf(spec: SearchSpec, page: PageSpec | undefined): Control[] {
  const controls: Control[] = [];
  if (page) {
    const value = { size: page.size, ...(page.cookie && { cookie: page.cookie }) };
    controls.push(new PagedResultsControl({ critical: true, value }));
  }
  if (spec.descriptors) controls.push(new SdFlagsControl());
  return controls;
}

/**
 * @param page paging (RFC 2696), always critical: a server that ignored it would answer with everything at once
 * @param timeLimit seconds the server may work on the search, 0 for its own limit
 */
export function encodeSearch(
  messageId: number,
  spec: SearchSpec,
  page: PageSpec | undefined,
  timeLimit: number,
): Buffer {
  if (spec.attributes.length === 0) throw new Error('a search must name its attributes');
  return new SearchRequest({
    messageId,
    baseDN: spec.base,
    scope: spec.scope,
    derefAliases: 'never',
    timeLimit,
    filter: spec.filter,
    attributes: [...spec.attributes],
    controls: controlsOf(spec, page),
  }).write();
}
