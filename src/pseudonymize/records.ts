/** Records with the names, SIDs and texts in them replaced; numbers, flags, dates and references stay. */

import { OBJECT_CLASS_UNREADABLE } from '../assemble/conclusions.js';
import { builtinSchema } from '../directory/builtin-schema.js';
import { type AccountStreamRecord, DELETED_NAME, type ModelRecord, NOT_KNOWN } from '../directory/records.js';
import type { GapCode } from '../result/gaps.js';
import { pseudonymizeDescriptor } from './descriptor.js';
import { heuristics } from './kept-values.js';
import type { Pseudonyms } from './pseudonyms.js';

/** What a gap's message says instead of its own words, which may quote names and values. */
const GAP_MESSAGES: Readonly<Record<GapCode, string>> = {
  'descriptor-unreadable': 'nTSecurityDescriptor could not be read',
  'descriptor-damaged': 'a security descriptor is damaged',
  'attribute-unreadable': 'an attribute could not be read',
  'object-not-visible': 'a member of a group is not in the sources',
  'parent-missing': 'an object that others lie below is not in the sources',
  'schema-missing': 'a part of the schema is not in the sources',
  'configuration-missing': 'a part of the configuration is not in the sources',
  'domain-missing': 'a domain object is not in the sources',
  'adminsdholder-missing': 'an AdminSDHolder object is not in the sources',
  'members-incomplete': 'only a part of the members of a group was read',
  'search-incomplete': 'a search was cut short, or an export is cut off',
  'entry-damaged': 'a value was malformed and taken as not read',
  'sid-missing': 'objectSid could not be read',
  'readings-differ': 'an object was read twice with different content',
  'object-moved': 'an object was read under two names',
  'name-reused': 'two objects were read under one name, and one of them is left out',
  'sid-duplicate': 'two objects have one SID',
  'attribute-not-exported': 'an attribute that objects must have is on none of them',
  'memberships-contradict': 'a group and a member tell different things of a membership',
  'global-catalog': 'an export of a global catalog: members of universal groups only',
  'class-not-in-schema': 'a class of objects is not in the schema that was read',
  'sid-of-other-domain': 'objects lie in a domain that did not give out their SIDs',
};

/** @returns the record of the same object in the pseudonymised directory */
export function pseudonymizeRecord<R extends ModelRecord | AccountStreamRecord>(record: R, pseudonyms: Pseudonyms): R {
  return replaced(record, pseudonyms) as R;
}

function replaced(record: ModelRecord | AccountStreamRecord, p: Pseudonyms): ModelRecord | AccountStreamRecord {
  switch (record.type) {
    case 'class': {
      const { name, parent, auxiliary, attributes, defaultSddl: _, dn, ...rest } = record;
      // The default descriptor is left out: text in which anything may stand, and no verdict needs it.
      return {
        ...rest,
        name: p.schemaName(name),
        parent: p.schemaName(parent),
        auxiliary: auxiliary.map(p.schemaName),
        attributes: attributes.map(p.schemaName),
        ...dnOf(dn, p),
      };
    }
    case 'attribute': {
      const { dn, ...rest } = record;
      return { ...rest, name: p.schemaName(record.name), ...dnOf(dn, p) };
    }
    case 'right': {
      const { dn, displayName, ...rest } = record;
      const shown =
        displayName === undefined
          ? {}
          : { displayName: isDisplayName(record.name, displayName) ? displayName : p.name(displayName) };
      return { ...rest, name: p.schemaName(record.name), ...shown, ...dnOf(dn, p) };
    }
    case 'partition':
      return defined({
        ...record,
        nCName: p.dn(record.nCName),
        dnsRoot: optional(record.dnsRoot, p.dns),
        netbiosName: optional(record.netbiosName, p.name),
        dn: optional(record.dn, p.dn),
      });
    case 'forest':
      return defined({
        ...record,
        dSHeuristics: record.dSHeuristics === null ? null : optional(record.dSHeuristics, heuristics),
        dn: optional(record.dn, p.dn),
      });
    case 'kdsRootKey':
      return { ...record, dn: p.dn(record.dn) };
    case 'domain':
      return defined({
        ...record,
        dn: p.dn(record.dn),
        dnsName: p.dns(record.dnsName),
        netbiosName: optional(record.netbiosName, p.name),
        sid: p.sid(record.sid),
      });
    case 'trust':
      return defined({
        ...record,
        dn: p.dn(record.dn),
        partner: p.dns(record.partner),
        flatName: optional(record.flatName, p.name),
        sid: optional(record.sid, p.sid),
      });
    case 'classes':
      return { ...record, names: record.names.map(p.schemaName) };
    case 'descriptor':
      return {
        ...record,
        base64: Buffer.from(pseudonymizeDescriptor(Buffer.from(record.base64, 'base64'), p)).toString('base64'),
      };
    case 'container':
      return defined({ ...record, dn: p.dn(record.dn), guid: optional(record.guid, p.guid) });
    case 'group':
      return defined({
        ...record,
        dn: p.dn(record.dn),
        guid: optional(record.guid, p.guid),
        sid: optional(record.sid, p.sid),
        sidHistory: record.sidHistory?.map(p.sid),
        samAccountName: optional(record.samAccountName, p.name),
        unresolvedMembers: record.unresolvedMembers?.map(p.dn),
        otherGroups: record.otherGroups?.map(p.dn),
      });
    case 'foreign':
      return { ...record, dn: p.dn(record.dn), sid: p.sid(record.sid) };
    case 'principal':
      return {
        ...record,
        dn: p.dn(record.dn),
        sid: p.sid(record.sid),
        name: record.name === DELETED_NAME ? DELETED_NAME : p.name(record.name),
      };
    case 'gap':
      return defined({
        ...record,
        dn: optional(record.dn, p.dn),
        message: record.message === OBJECT_CLASS_UNREADABLE ? record.message : GAP_MESSAGES[record.code],
      });
    case 'account': {
      const { managed } = record;
      return defined({
        ...record,
        rdn: p.dn(record.rdn),
        guid: optional(record.guid, p.guid),
        sid: optional(record.sid, p.sid),
        samAccountName: optional(record.samAccountName, p.name),
        userPrincipalName: optional(record.userPrincipalName, p.userPrincipalName),
        sidHistory: record.sidHistory?.map(p.sid),
        otherGroups: record.otherGroups?.map(p.dn),
        supersedes: optional(record.supersedes, (dn) => (dn === NOT_KNOWN ? dn : p.dn(dn))),
        managed:
          managed &&
          defined({
            ...managed,
            dnsHostName: optional(managed.dnsHostName, p.dns),
            spns: managed.spns?.map(p.servicePrincipalName),
          }),
      });
    }
  }
}

const DISPLAY_NAMES: ReadonlyMap<string, string | undefined> = new Map(
  builtinSchema().rights.map(({ name, displayName }) => [name.toLowerCase(), displayName]),
);

/** Anybody who may write it can name a right of the product anew: its own name alone is kept. */
function isDisplayName(right: string, displayName: string): boolean {
  return DISPLAY_NAMES.get(right.toLowerCase()) === displayName;
}

const dnOf = (dn: string | undefined, p: Pseudonyms): { readonly dn?: string } =>
  dn === undefined ? {} : { dn: p.dn(dn) };

function optional<Text extends string>(value: Text | undefined, replace: (value: Text) => Text): Text | undefined {
  return value === undefined ? undefined : replace(value);
}

/** Without the fields that have no value: an absent field means "not read". */
function defined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
