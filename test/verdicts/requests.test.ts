import { describe, expect, test } from '@jest/globals';
import type { RightRequest } from '../../src/access/request.js';
import { createSchema } from '../../src/directory/schema.js';
import type { RequiredRight } from '../../src/result/rights.js';
import { requestsFor } from '../../src/verdicts/requests.js';

const [CLASS, ATTRIBUTE, SET, LONE, RIGHT, WRITE] = [
  '00000000-0000-0000-0000-000000000001',
  '00000000-0000-0000-0000-000000000002',
  '00000000-0000-0000-0000-000000000003',
  '00000000-0000-0000-0000-000000000004',
  '00000000-0000-0000-0000-000000000005',
  '00000000-0000-0000-0000-000000000006',
] as const;

const schema = createSchema(
  [{ type: 'class', name: 'user', guid: CLASS, parent: 'top', category: 1, auxiliary: [], attributes: [] }],
  [
    { type: 'attribute', name: 'inSet', guid: ATTRIBUTE, set: SET },
    { type: 'attribute', name: 'alone', guid: LONE },
  ],
  [
    { type: 'right', name: 'Do-It', displayName: 'Do It', guid: RIGHT, validAccesses: 0x100, appliesTo: [] },
    { type: 'right', name: 'Checked-Write', guid: WRITE, validAccesses: 0x8, appliesTo: [] },
  ],
);

describe('from a right to what the access check is asked', () => {
  test.each<[RequiredRight, readonly RightRequest[]]>([
    [
      { right: 'read-property', attribute: 'inSet' },
      [{ right: 0x10, covers: [ATTRIBUTE, SET, CLASS], ownerImplicit: false }],
    ],
    [
      { right: 'write-property', attribute: 'INSET' },
      [{ right: 0x20, covers: [ATTRIBUTE, SET, CLASS], ownerImplicit: false }],
    ],
    [{ right: 'read-property', attribute: 'alone' }, [{ right: 0x10, covers: [LONE, CLASS], ownerImplicit: false }]],
    [{ right: 'write-property', attribute: 'alone' }, [{ right: 0x20, covers: [LONE, CLASS], ownerImplicit: false }]],
    [
      { right: 'read-confidential', attribute: 'inSet' },
      [
        { right: 0x10, covers: [ATTRIBUTE, SET, CLASS], ownerImplicit: false },
        { right: 0x100, covers: [ATTRIBUTE, SET, CLASS], ownerImplicit: false },
      ],
    ],
    [
      { right: 'control-access', controlAccessRight: 'Do-It' },
      [{ right: 0x100, covers: [RIGHT], ownerImplicit: false }],
    ],
    [
      { right: 'control-access', controlAccessRight: 'do it' },
      [{ right: 0x100, covers: [RIGHT], ownerImplicit: false }],
    ],
    [
      { right: 'validated-write', validatedWrite: 'Checked-Write' },
      [{ right: 0x8, covers: [WRITE], ownerImplicit: false }],
    ],
    [{ right: 'delete' }, [{ right: 0x10000, covers: [CLASS], ownerImplicit: true }]],
    [{ right: 'read-control' }, [{ right: 0x20000, covers: [CLASS], ownerImplicit: true }]],
    [{ right: 'write-dac' }, [{ right: 0x40000, covers: [CLASS], ownerImplicit: true }]],
    [{ right: 'write-owner' }, [{ right: 0x80000, covers: [CLASS], ownerImplicit: true }]],
  ])('%j', (right, expected) => {
    expect(requestsFor(right, schema, CLASS)).toEqual(expected);
  });

  test.each<[RequiredRight, readonly RightRequest[]]>([
    [
      { right: 'write-property', attribute: 'inSet' },
      [{ right: 0x20, covers: [ATTRIBUTE, SET], ownerImplicit: false }],
    ],
    [{ right: 'delete' }, [{ right: 0x10000, covers: [], ownerImplicit: true }]],
  ])('%j on a target whose class is not known', (right, expected) => {
    expect(requestsFor(right, schema, undefined)).toEqual(expected);
  });

  const CHECK = 'Check the name in the action file, or leave the action out with --action.';
  test.each<[RequiredRight, string]>([
    [
      { right: 'write-property', attribute: 'gone' },
      'an action names the attribute "gone", which the schema of this directory does not have',
    ],
    [
      { right: 'read-confidential', attribute: 'gone' },
      'an action names the attribute "gone", which the schema of this directory does not have',
    ],
    [
      { right: 'control-access', controlAccessRight: 'gone' },
      'an action names the extended right "gone", which the configuration of this directory does not have',
    ],
    [
      { right: 'validated-write', validatedWrite: 'gone' },
      'an action names the extended right "gone", which the configuration of this directory does not have',
    ],
  ])('%j is refused', (right, message) => {
    expect(() => requestsFor(right, schema, CLASS)).toThrow(
      expect.objectContaining({ code: 'rule', message, hint: CHECK }),
    );
  });
});
