/** Objects of the schema and the configuration, and trusts, to records. Each returns null, after saying why, where what makes the record is missing. */
import { isGuid, normalizeGuid } from '../descriptor/index.js';
import { builtinSchema } from '../directory/builtin-schema.js';
import type {
  AttributeRecord,
  ClassRecord,
  ForestRecord,
  KdsRootKeyRecord,
  PartitionRecord,
  RightRecord,
  TrustRecord,
} from '../directory/records.js';
import { rdnText } from '../names/dn.js';
import type { Asked } from '../sources/entry.js';
import type { Values } from './values.js';

export type SettingsRecord =
  | ClassRecord
  | AttributeRecord
  | RightRecord
  | PartitionRecord
  | ForestRecord
  | KdsRootKeyRecord
  | TrustRecord;

/** A classSchema object (MS-ADTS 3.1.1.2.4). */
export function classRecord(dn: string, values: Values): ClassRecord | null {
  const name = values.text('ldapdisplayname');
  const guid = values.guid('schemaidguid');
  if (name === undefined || guid === undefined)
    return missing(values, 'schemaIDGUID', 'lDAPDisplayName or schemaIDGUID');
  // Every class has one, which never changes (MS-ADTS 3.1.1.2.4.8): that of the base product's classes is known.
  const parent = values.text('subclassof') ?? baseParent(name);
  if (parent === undefined) return missing(values, 'subClassOf', 'subClassOf');
  return {
    type: 'class',
    name,
    guid,
    parent,
    category: values.integer('objectclasscategory') ?? 0,
    auxiliary: together(values, ['auxiliaryclass', 'systemauxiliaryclass']),
    attributes: together(values, ['mustcontain', 'systemmustcontain', 'maycontain', 'systemmaycontain']),
    defaultSddl: values.longText('defaultsecuritydescriptor'),
    dn,
  };
}

/** An attributeSchema object (MS-ADTS 3.1.1.2.3). */
export function attributeRecord(dn: string, values: Values): AttributeRecord | null {
  const name = values.text('ldapdisplayname');
  const guid = values.guid('schemaidguid');
  if (name === undefined || guid === undefined)
    return missing(values, 'schemaIDGUID', 'lDAPDisplayName or schemaIDGUID');
  return {
    type: 'attribute',
    name,
    guid,
    set: values.guid('attributesecurityguid'),
    searchFlags: values.integer('searchflags'),
    systemFlags: values.integer('systemflags'),
    dn,
  };
}

/** A controlAccessRight object (MS-ADTS 5.1.3.2.1); its GUIDs are text. */
export function rightRecord(dn: string, values: Values): RightRecord | null {
  const guid = values.text('rightsguid');
  if (guid === undefined || !isGuid(guid)) return missing(values, 'rightsGuid', 'rightsGuid');
  const appliesTo = values.texts('appliesto').filter((text) => isGuid(text) || values.bad('appliesTo', 'not a GUID'));
  return {
    type: 'right',
    name: values.text('cn') ?? rdnValue(dn),
    displayName: values.text('displayname'),
    guid: normalizeGuid(guid),
    validAccesses: values.integer('validaccesses'),
    appliesTo: appliesTo.map(normalizeGuid).sort(),
    dn,
  };
}

/** A crossRef object (MS-ADTS 6.1.1.2.1.1). */
export function partitionRecord(dn: string, values: Values): PartitionRecord | null {
  const nCName = values.text('ncname');
  if (nCName === undefined) return missing(values, 'nCName', 'nCName');
  return {
    type: 'partition',
    nCName,
    dnsRoot: values.texts('dnsroot')[0],
    netbiosName: values.text('netbiosname'),
    systemFlags: values.integer('systemflags'),
    dn,
  };
}

/**
 * CN=Directory Service (MS-ADTS 6.1.1.2.4.1); an object that has no dSHeuristics, though it was asked for, says null.
 * Everybody may read it by default.
 */
export function forestRecord(dn: string, values: Values, asked: Asked): ForestRecord {
  if (!values.has('dsheuristics')) {
    const absent = asked === 'all' || asked?.has('dsheuristics') === true;
    return { type: 'forest', dSHeuristics: absent ? null : undefined, dn };
  }
  return { type: 'forest', dSHeuristics: values.text('dsheuristics'), dn };
}

/** An msKds-ProvRootKey object (MS-GKDI 2.2.1); its key is not looked at. */
export function kdsRecord(dn: string, values: Values): KdsRootKeyRecord {
  return { type: 'kdsRootKey', dn, useStartTime: fileTime(values.largeInteger('mskds-usestarttime')) };
}

/** A trustedDomain object (MS-ADTS 6.1.6.7). */
export function trustRecord(dn: string, values: Values): TrustRecord {
  return {
    type: 'trust',
    dn,
    partner: values.text('trustpartner') ?? rdnValue(dn),
    flatName: values.text('flatname'),
    sid: values.sid('securityidentifier'),
    attributes: values.integer('trustattributes'),
    direction: values.integer('trustdirection'),
  };
}

function baseParent(name: string): string | undefined {
  const key = name.toLowerCase();
  return builtinSchema().classes.find((known) => known.name.toLowerCase() === key)?.parent;
}

/** The values of several attributes as one sorted list without repetition: their order means nothing. */
function together(values: Values, attributes: readonly string[]): string[] {
  return [...new Set(attributes.flatMap((attribute) => values.texts(attribute)))].sort();
}

/** 100-nanosecond intervals since 1601 (or a generalized time) as an ISO 8601 instant. */
function fileTime(ticks: string | undefined): string | undefined {
  if (ticks === undefined) return undefined;
  const milliseconds = Number(BigInt(ticks) / 10_000n) - 11_644_473_600_000;
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : undefined;
}

function rdnValue(dn: string): string {
  const rdn = rdnText(dn);
  return rdn.slice(rdn.indexOf('=') + 1);
}

function missing(values: Values, attribute: string, what: string): null {
  values.bad(attribute, `the object has no usable ${what} and is left out`);
  return null;
}
