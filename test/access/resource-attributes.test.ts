import { describe, expect, test } from '@jest/globals';
import { resourceAttributes } from '../../src/access/resource-attributes.js';
import { encodeResourceAttribute } from '../../src/descriptor/resource-attribute/index.js';
import { type Ace, AceFlag, AceType, SdControl, type SecurityDescriptor } from '../../src/descriptor/types.js';

const attribute = (name: string, value: string, flags = 0) =>
  ({ name, flags, type: 'string', values: [value] }) as const;
const entry = (name: string, value: string, { flags = 0, aceFlags = 0 } = {}): Ace => ({
  form: 'system',
  type: AceType.SystemResourceAttribute,
  flags: aceFlags,
  mask: 0,
  sid: 'S-1-1-0',
  applicationData: encodeResourceAttribute(attribute(name, value, flags)),
});
const damaged = { ...entry('City', 'Oslo'), applicationData: new Uint8Array(8) } as Ace;

function descriptor(aces: readonly Ace[] | null, control: number = SdControl.SaclPresent): SecurityDescriptor {
  const sacl = aces && { revision: 2, aces };
  return { revision: 1, sbz1: 0, control, owner: null, group: null, sacl, dacl: null };
}

/** The value of City: `-` where it is absent, `?` where that is not decided. */
function city(aces: readonly Ace[] | null, control?: number): string {
  const found = resourceAttributes(descriptor(aces, control))('City');
  if (found.state !== 'found') return found.state === 'absent' ? '-' : '?';
  return `${found.attribute.name} ${found.attribute.values[0]}`;
}

describe('a resource attribute by its name (MS-DTYP 2.5.3.1.7)', () => {
  const oslo = entry('City', 'Oslo');
  const audit: Ace = { ...oslo, form: 'basic', type: AceType.SystemAudit } as Ace;
  const otherSystem: Ace = { ...oslo, type: AceType.SystemMandatoryLabel } as Ace;
  const unreadForm: Ace = { form: 'unknown', type: AceType.SystemResourceAttribute, flags: 0, body: new Uint8Array(8) };

  test.each<[string, readonly Ace[] | null, string]>([
    ['no SACL', null, '?'],
    ['an empty one', [], '-'],
    ['found', [oslo], 'City Oslo'],
    ['another attribute', [entry('Town', 'Oslo')], '-'],
    ['written in another case', [entry('CITY', 'Oslo')], 'CITY Oslo'],
    ['the first of two', [oslo, entry('City', 'Rome')], 'City Oslo'],
    ['two spellings', [oslo, entry('city', 'Rome')], '?'],
    ['two spellings, and the first again', [oslo, entry('city', 'Rome'), entry('City', 'Bonn')], '?'],
    ['an entry for objects below', [entry('City', 'Oslo', { aceFlags: AceFlag.InheritOnly })], '?'],
    ['an entry for objects below, then one that counts', [entry('City', 'A', { aceFlags: 0x08 }), oslo], '?'],
    ['an entry that was inherited', [entry('City', 'Oslo', { aceFlags: AceFlag.Inherited })], 'City Oslo'],
    ['compared with case', [entry('City', 'Oslo', { flags: 0x2 })], 'City Oslo'],
    ['used for denying only', [entry('City', 'Oslo', { flags: 0x4 })], '?'],
    ['disabled by default', [entry('City', 'Oslo', { flags: 0x8 })], '?'],
    ['disabled', [entry('City', 'Oslo', { flags: 0x10 })], '?'],
    ['mandatory', [entry('City', 'Oslo', { flags: 0x20 })], 'City Oslo'],
    ['an entry that cannot be read', [damaged], '?'],
    ['one that cannot be read before it', [damaged, oslo], '?'],
    ['one that cannot be read behind it', [oslo, damaged], 'City Oslo'],
    ['an audit entry with the same bytes', [audit], '-'],
    ['a label with the same bytes', [otherSystem], '-'],
    ['an entry without a readable form', [unreadForm], '-'],
  ])('%s', (_, aces, expected) => {
    expect(city(aces)).toBe(expected);
  });

  test('a SACL that the control bits say is not there, or a NULL one, tells nothing', () => {
    expect(city([oslo], SdControl.DaclPresent)).toBe('?');
    expect(city(null, SdControl.SaclPresent)).toBe('?');
  });

  test('beyond ASCII the comparison of names is not certain', () => {
    expect(resourceAttributes(descriptor([entry('Stra\u00dfe', 'x')]))('Stra\u00dfe').state).toBe('undecided');
    expect(resourceAttributes(descriptor([entry('Stra\u00dfe', 'x')]))('STRASSE').state).toBe('absent');
    expect(resourceAttributes(descriptor([entry('\u00c5', 'x')]))('\u00e5').state).toBe('undecided');
  });

  test('a SACL is read once for a descriptor', () => {
    const given = descriptor([oslo]);
    expect(resourceAttributes(given)).toBe(resourceAttributes(given));
    expect(resourceAttributes(descriptor([]))('City')).toEqual({ state: 'absent' });
    expect(resourceAttributes(given)('city')).toEqual({ state: 'found', attribute: attribute('City', 'Oslo') });
  });
});
