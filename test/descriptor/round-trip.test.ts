import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCondition, encodeCondition } from '../../src/descriptor/condition/index.js';
import {
  encodeGuid,
  encodeSecurityDescriptor,
  encodeSid,
  formatSddl,
  parseGuid,
  parseSddl,
  parseSecurityDescriptor,
  parseSid,
} from '../../src/descriptor/index.js';
import { decodeResourceAttribute, encodeResourceAttribute } from '../../src/descriptor/resource-attribute/index.js';
import { anyDescriptor, condition, guid, printableDescriptor, resourceAttribute, sid } from './arbitraries.js';

const DOMAIN = { domainSid: 'S-1-5-21-1-2-3' } as const;

describe('round trips', () => {
  it('SIDs and GUIDs: text to bytes to text', () => {
    fc.assert(fc.property(sid, (text) => parseSid(encodeSid(text)) === text));
    fc.assert(fc.property(guid, (text) => parseGuid(encodeGuid(text)) === text));
  });

  it('descriptors: value to bytes to the same value', () => {
    fc.assert(
      fc.property(anyDescriptor, (sd) => {
        const bytes = encodeSecurityDescriptor(sd);
        expect(parseSecurityDescriptor(bytes)).toEqual(sd);
        expect(encodeSecurityDescriptor(parseSecurityDescriptor(bytes))).toEqual(bytes);
      }),
    );
  });

  it('descriptors: value to SDDL to the same value, with and without a domain for the aliases', () => {
    fc.assert(
      fc.property(printableDescriptor, fc.constantFrom({}, DOMAIN), (sd, domain) => {
        const text = formatSddl(sd, { ...domain, unprintable: 'throw' });
        expect(text).not.toContain('\n');
        if (text === '') return;
        expect(parseSddl(text, domain)).toEqual(sd);
      }),
    );
  });

  it('any descriptor can be printed for a report, without an exception', () => {
    fc.assert(fc.property(anyDescriptor, (sd) => typeof formatSddl(sd) === 'string'));
  });

  it('conditions and resource attributes: value to bytes to the same value', () => {
    fc.assert(
      fc.property(condition, (value) => {
        expect(decodeCondition(encodeCondition(value))).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(resourceAttribute, (value) => {
        expect(decodeResourceAttribute(encodeResourceAttribute(value))).toEqual(value);
      }),
    );
  });
});
