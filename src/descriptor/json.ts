/** Security descriptors as plain JSON for tools: numbers beside the names they stand for. */
import { describeMask } from './access-mask.js';
import { aliasOrSid } from './sddl/aliases.js';
import { formatAce, formatSddl, type SddlPrintOptions } from './sddl/print.js';
import {
  type Ace,
  AceFlag,
  AceType,
  type Acl,
  type Guid,
  SdControl,
  type SecurityDescriptor,
  type Sid,
} from './types.js';
import { intrinsicName } from './well-known.js';

const camel = (name: string) => name[0]!.toLowerCase() + name.slice(1);
const TYPE_NAMES = new Map<number, string>(Object.entries(AceType).map(([name, type]) => [type, camel(name)]));
const ACE_FLAG_NAMES = Object.entries(AceFlag).map(([name, bit]) => [camel(name), bit] as const);
const CONTROL_NAMES = Object.entries(SdControl).map(([name, bit]) => [camel(name), bit] as const);

export interface TrusteeJson {
  readonly sid: Sid;
  readonly name: string | null;
  readonly alias: string | null;
}

interface AceJson {
  readonly index: number;
  readonly sddl: string | null;
  readonly type: { readonly value: number; readonly name: string | null };
  readonly flags: { readonly value: number; readonly names: readonly string[] };
  readonly body?: string;
  readonly mask?: { readonly value: number; readonly hex: string; readonly rights: readonly string[] };
  readonly objectType?: Guid | null;
  readonly inheritedObjectType?: Guid | null;
  readonly trustee?: TrusteeJson;
  readonly applicationData?: string;
}

export interface AclJson {
  readonly revision: number;
  readonly aces: readonly AceJson[];
}

export interface DescriptorJson {
  readonly sddl: string | null;
  readonly revision: number;
  readonly resourceManagerControl: number;
  readonly control: { readonly value: number; readonly flags: readonly string[] };
  readonly owner: TrusteeJson | null;
  readonly group: TrusteeJson | null;
  readonly dacl: AclJson | null;
  readonly sacl: AclJson | null;
}

/**
 * @returns what `JSON.stringify` writes: `sddl` (null where an entry has no text), `control` with the names of its bits,
 *   `owner` and `group` as `{sid, name, alias}`, `dacl` and `sacl` as `{revision, aces}` or null; an ACE has its type,
 *   flags, mask and rights in words, trustee, object types as GUIDs, and its application data in hexadecimal
 */
export function descriptorToJson(sd: SecurityDescriptor, options: SddlPrintOptions = {}): DescriptorJson {
  return {
    sddl: textOrNull(() => formatSddl(sd, { ...options, unprintable: 'throw' })),
    revision: sd.revision,
    resourceManagerControl: sd.sbz1,
    control: { value: sd.control, flags: bitNames(sd.control, CONTROL_NAMES) },
    owner: sd.owner === null ? null : trustee(sd.owner, options),
    group: sd.group === null ? null : trustee(sd.group, options),
    dacl: aclToJson(sd.dacl, options),
    sacl: aclToJson(sd.sacl, options),
  };
}

function aclToJson(acl: Acl | null, options: SddlPrintOptions): AclJson | null {
  return acl && { revision: acl.revision, aces: acl.aces.map((ace, index) => aceToJson(ace, index, options)) };
}

function aceToJson(ace: Ace, index: number, options: SddlPrintOptions): AceJson {
  const head = {
    index,
    sddl: textOrNull(() => formatAce(ace, { ...options, unprintable: 'throw' })),
    type: { value: ace.type, name: TYPE_NAMES.get(ace.type) ?? null },
    flags: { value: ace.flags, names: bitNames(ace.flags, ACE_FLAG_NAMES) },
  };
  if (ace.form === 'unknown') return { ...head, body: hex(ace.body) };
  return {
    ...head,
    mask: {
      value: ace.mask,
      hex: `0x${ace.mask.toString(16)}`,
      rights: ace.form === 'system' ? [] : describeMask(ace.mask),
    },
    ...(ace.form === 'object' ? { objectType: ace.objectType, inheritedObjectType: ace.inheritedObjectType } : {}),
    trustee: trustee(ace.sid, options),
    ...(ace.applicationData.length > 0 ? { applicationData: hex(ace.applicationData) } : {}),
  };
}

function trustee(sid: Sid, options: SddlPrintOptions): TrusteeJson {
  const alias = aliasOrSid(sid, options);
  return { sid, name: intrinsicName(sid), alias: alias === sid ? null : alias };
}

function bitNames(value: number, names: readonly (readonly [string, number])[]): string[] {
  return names.filter(([, bit]) => (value & bit) !== 0).map(([name]) => name);
}

function textOrNull(print: () => string): string | null {
  try {
    return print();
  } catch {
    return null;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
