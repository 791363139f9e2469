/** The format of the first version: texts where it always had them, and the data they are made from beside them. */
import { describe, expect, test } from '@jest/globals';
import { explanationJson } from '../../../src/report/explain/json.js';
import type { Advice } from '../../../src/result/steps.js';
import { validJson } from '../../valid-json.js';
import { DESK, entry, explanation, OU, TARGET } from '../../words/explanation.js';

const read = (different: Parameters<typeof explanation>[0]) =>
  validJson('explain', explanationJson(explanation(different)));

describe('rights', () => {
  test('that are asked for: the text, and the right', () => {
    expect(read({}).request.rights).toEqual([
      {
        right: 'write userAccountControl',
        reading: false,
        access: 'granted',
        index: 0,
        required: { right: 'write-property', attribute: 'userAccountControl', guid: null },
      },
    ]);
  });

  test('that an entry gives', () => {
    expect(read({}).dacl.entries[0]).toMatchObject({
      rights: ['write all properties'],
      given: [{ right: 'write-property', bit: 0x20, place: null }],
      text: { origin: 'written on the object itself' },
    });
  });

  test('of an entry that gives none, and of one whose mask is empty', () => {
    const entries = [entry({ rights: null }), entry({ rights: [] })];
    const shown = read({ dacl: { ...explanation().dacl, entries } }).dacl.entries;
    expect(shown.map(({ rights, given }: { rights: unknown; given: unknown }) => ({ rights, given }))).toEqual([
      { rights: [], given: [] },
      { rights: ['do nothing (no right is named)'], given: [] },
    ]);
  });
});

test('what a condition depends on', () => {
  const missing = [{ kind: 'attribute', scope: 'user', name: 'Level' }] as const;
  const entries = [entry({ condition: { text: '(@User.Level)', result: 'undecided', missing } })];
  expect(read({ dacl: { ...explanation().dacl, entries } }).dacl.entries[0].condition).toEqual({
    text: '(@User.Level)',
    result: 'undecided',
    missing: ['@User.Level'],
    missingFacts: missing,
  });
});

const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const WRITE = { right: 'write-property', attribute: 'mail', guid: null } as const;

test.each<[Advice, object]>([
  [
    { do: 'add-entry', dn: OU, trustee: DESK, rights: [WRITE], appliesTo: { name: 'user', guid: USER } },
    {
      do: 'add-entry',
      dn: OU,
      trustee: DESK,
      rights: ['write mail'],
      appliesTo: 'user',
      required: [WRITE],
      appliesToGuid: USER,
    },
  ],
  [
    {
      do: 'leave-group',
      member: { dn: TARGET, sid: null, name: 'LAB\\jo' },
      group: { dn: `CN=Desk,${OU}`, ...DESK },
    },
    {
      do: 'leave-group',
      member: 'LAB\\jo',
      memberDn: TARGET,
      memberSid: null,
      group: 'LAB\\desk',
      groupDn: `CN=Desk,${OU}`,
      groupSid: DESK.sid,
    },
  ],
  [
    { do: 'look-at', what: 'condition', entry: 3 },
    { do: 'look-at', what: 'condition', of: '3' },
  ],
  [
    { do: 'collect', what: 'dacl', dn: OU },
    { do: 'collect', what: 'dacl', of: OU },
  ],
  [
    { do: 'collect', what: 'domain', of: { sid: DESK.sid, name: null } },
    { do: 'collect', what: 'domain', of: DESK.sid, ofSid: DESK.sid },
  ],
  [
    { do: 'look-at', what: 'logon', of: DESK },
    { do: 'look-at', what: 'logon', of: DESK.name, ofSid: DESK.sid },
  ],
  [
    { do: 'propagate', dn: OU },
    { do: 'propagate', dn: OU },
  ],
])('the step %j', (step, json) => {
  expect(
    read({ change: { goal: 'allow', options: [[step]], caution: null, revoke: [], effects: [], revokeEffects: [] } })
      .change.options,
  ).toEqual([[json]]);
});
