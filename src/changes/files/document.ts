/** Changes as documents: what JSON writes of them, and what a file of changes says. */
import { encodeSecurityDescriptor, formatAce, formatSddl, parseSddl } from '../../descriptor/index.js';
import { sameAce, sameDescriptor } from '../../descriptor/same.js';
import { type Ace, SdControl, type SecurityDescriptor } from '../../descriptor/types.js';
import { AdreachError } from '../../errors/index.js';
import type { AttributeValue, ChangeDocument } from '../../result/changes.js';
import type { Change } from '../change.js';
import { isSecret } from './attributes.js';

/** @returns the change as a document, from which the same change is read back */
export function changeDocument(change: Change): ChangeDocument {
  switch (change.kind) {
    case 'add-entry': {
      const { dn, entry, at } = change;
      return { do: 'grant', on: dn, entry: entryText(entry), ...(at !== undefined && { at }) };
    }
    case 'remove-entry':
      return { do: 'remove-entry', on: change.dn, entry: entryText(change.entry) };
    case 'set-inheritance':
      return change.inherits
        ? { do: 'set-inheritance', on: change.dn, inherits: true }
        : { do: 'set-inheritance', on: change.dn, inherits: false, keep: change.keep };
    case 'add-member':
    case 'remove-member':
      return { do: change.kind, group: change.group, member: change.member };
    case 'set-flags':
      return { do: 'set-flags', dn: change.dn, set: change.set >>> 0, clear: change.clear >>> 0 };
    case 'set-attribute': {
      const { dn, attribute, values } = change;
      return { do: 'set-attribute', dn, attribute, values: valuesOf(attribute, values) };
    }
    case 'write-descriptor':
      return {
        do: 'write-descriptor',
        dn: change.dn,
        descriptor: descriptorText(change.descriptor),
        parts: change.parts,
      };
    case 'create': {
      const { dn, classes, descriptor } = change;
      const attributes = [...change.attributes].map(([name, values]) => [name, valuesOf(name, values)] as const);
      return {
        do: 'create',
        dn,
        classes,
        attributes: Object.fromEntries(attributes),
        ...(descriptor !== null && { descriptor: descriptorText(descriptor) }),
      };
    }
    case 'delete':
      return { do: 'delete', dn: change.dn, tree: change.tree };
    case 'move':
      return { do: 'move', dn: change.dn, to: change.to, ...(change.rdn !== undefined && { rdn: change.rdn }) };
    case 'run-adminsdholder':
      return { do: 'run-adminsdholder', domain: change.domain };
  }
}

/** The values of a password are for nobody to read. */
function valuesOf(attribute: string, values: readonly Buffer[]): readonly AttributeValue[] {
  return isSecret(attribute) ? [] : values.map(valueText);
}

function valueText(value: Buffer): AttributeValue {
  const text = value.toString('utf8');
  return Buffer.from(text).equals(value) ? text : { base64: value.toString('base64') };
}

type Text = string | { readonly base64: string };

function entryText(entry: Ace): Text {
  const text = formatAce(entry);
  const [read] = parsed(`D:${text}`)?.dacl?.aces ?? [];
  return read !== undefined && sameAce(read, entry) ? text : bytesOf(holding(entry));
}

function descriptorText(descriptor: SecurityDescriptor): Text {
  const text = formatSddl(descriptor);
  const read = parsed(text);
  return read !== null && sameDescriptor(read, descriptor) ? text : bytesOf(descriptor);
}

/** A descriptor that holds one entry alone. */
function holding(entry: Ace): SecurityDescriptor {
  const control = SdControl.SelfRelative | SdControl.DaclPresent;
  return { revision: 1, sbz1: 0, control, owner: null, group: null, sacl: null, dacl: { revision: 4, aces: [entry] } };
}

const bytesOf = (descriptor: SecurityDescriptor) => ({
  base64: Buffer.from(encodeSecurityDescriptor(descriptor)).toString('base64'),
});

function parsed(sddl: string): SecurityDescriptor | null {
  try {
    return parseSddl(sddl);
  } catch (error) {
    if (error instanceof AdreachError) return null;
    throw error;
  }
}
