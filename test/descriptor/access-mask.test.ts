import { describe, expect, it } from '@jest/globals';
import {
  describeMask,
  domainRidName,
  FULL_CONTROL,
  intrinsicName,
  mapGenericMask,
  wellKnownName,
} from '../../src/descriptor/index.js';

describe('access masks of directory objects (MS-ADTS 5.1.3.2)', () => {
  it('maps generic rights', () => {
    expect(mapGenericMask(0x8000_0000)).toBe(0x20094);
    expect(mapGenericMask(0x4000_0000)).toBe(0x20028);
    expect(mapGenericMask(0x2000_0000)).toBe(0x20004);
    expect(mapGenericMask(0x1000_0000)).toBe(FULL_CONTROL);
    expect(mapGenericMask(0x8000_0001)).toBe(0x20095);
    expect(mapGenericMask(0x0100_0030)).toBe(0x0100_0030);
  });

  it('says rights in words', () => {
    expect(describeMask(0x30)).toEqual(['read property', 'write property']);
    expect(describeMask(0x1000_0000)).toEqual(['full control']);
    expect(describeMask(0x1f_01ff)).toEqual(['full control', 'synchronize']);
    expect(describeMask(0x200)).toEqual(['bit 0x200']);
    expect(describeMask(0)).toEqual([]);
  });
});

describe('names of well-known SIDs', () => {
  it('knows those that mean the same everywhere', () => {
    expect(wellKnownName('S-1-1-0')).toBe('Everyone');
    expect(wellKnownName('S-1-5-32-548')).toBe('BUILTIN\\Account Operators');
    expect(wellKnownName('S-1-5-21-1-2-3-512')).toBeNull();
  });

  it('knows the fixed relative identifiers of a domain', () => {
    expect(domainRidName(525)).toBe('Protected Users');
    expect(intrinsicName('S-1-5-21-1-2-3-512')).toBe('Domain Admins');
    expect(intrinsicName('S-1-5-21-1-2-512')).toBeNull();
    expect(intrinsicName('S-1-5-21-1-2-3-1104')).toBeNull();
  });
});
