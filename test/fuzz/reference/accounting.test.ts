/** The oracle of accepted evidence has to notice everything that it is there to notice. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GroupId } from '../../../src/directory/ids.js';
import type { AccountRecord, GroupRecord } from '../../../src/directory/records.js';
import { classListId, descriptorId, groupId } from '../../directory/ids.js';
import { DomainMaker } from '../inputs/domains.js';
import { LDIF_STYLES, ldifOf } from '../inputs/ldif.js';
import type { PlainObject } from '../inputs/objects.js';
import { Random } from '../random.js';
import { Files } from '../targets/files.js';
import { holdAgainst } from './accounting.js';
import { holdCut } from './cut.js';
import { referenceLdif } from './ldif.js';
import type { EvidenceView } from './view.js';

const folder = mkdtempSync(join(tmpdir(), 'fuzz-accounting-'));
afterAll(() => rmSync(folder, { recursive: true }));
const files = new Files(folder);

const made = (whole: boolean): readonly PlainObject[] =>
  new DomainMaker(new Random(5), 5).domain('DC=made,DC=example', 'S-1-5-21-1-2-3', 24, whole);

describe('evidence of a whole domain', () => {
  const text = ldifOf(made(true), 'ldapsearch');
  const { entries } = referenceLdif(text);
  let view: EvidenceView;
  beforeAll(async () => {
    view = await files.read(text);
  });

  test('holds, and has no gaps', () => {
    expect(view.gaps).toEqual([]);
    expect(view.accounts.size).toBeGreaterThan(8);
    expect(view.groups.size).toBeGreaterThan(3);
    holdAgainst(entries, view);
  });

  test.each(LDIF_STYLES)('as %s', async (style) => {
    const bytes = ldifOf(made(false), style);
    const reading = referenceLdif(bytes);
    expect(reading.unacceptable).toEqual([]);
    holdAgainst(reading.entries, await files.read(bytes));
  });

  const first = <T>(map: ReadonlyMap<string, T>, wanted: (value: T) => boolean = () => true): [string, T] =>
    [...map].find(([, value]) => wanted(value))!;
  const withAccount = (change: (record: AccountRecord) => Partial<AccountRecord>): EvidenceView => {
    const [key, record] = first(view.accounts);
    return { ...view, accounts: new Map(view.accounts).set(key, { ...record, ...change(record) }) };
  };
  const without = <T>(map: ReadonlyMap<string, T>): Map<string, T> => {
    const out = new Map(map);
    out.delete(first(map)[0]);
    return out;
  };

  test.each<[string, () => EvidenceView, RegExp]>([
    ['an account is lost', () => ({ ...view, accounts: without(view.accounts) }), /stands there as account/],
    ['a group is lost', () => ({ ...view, groups: without(view.groups) }), /stands there as group/],
    ['a container is lost', () => ({ ...view, containers: without(view.containers) }), /stands there as/],
    ['a foreign principal is lost', () => ({ ...view, foreign: new Map() }), /is not there, and no gap/],
    ['the domain is lost', () => ({ ...view, domains: [] }), /not among the domains/],
    [
      'an object of the schema is lost',
      () => ({ ...view, settings: view.settings.slice(1) }),
      /is not in the evidence/,
    ],
    ['an object was counted that is not there', () => ({ ...view, objects: view.objects + 1 }), /objects stand there/],
    [
      'userAccountControl is another',
      () => withAccount(({ userAccountControl }) => ({ userAccountControl: userAccountControl! ^ 2 })),
      /useraccountcontrol/,
    ],
    ['userAccountControl is gone', () => withAccount(() => ({ userAccountControl: undefined })), /useraccountcontrol/],
    [
      'the descriptor is another',
      () => withAccount(({ descriptor }) => ({ descriptor: descriptorId(descriptor === 0 ? 1 : 0) })),
      /ntsecuritydescriptor|descriptor/,
    ],
    ['the descriptor is gone', () => withAccount(() => ({ descriptor: undefined })), /ntsecuritydescriptor/],
    ['the SID is another', () => withAccount(({ sid }) => ({ sid: `${sid!}1` })), /objectsid/],
    ['the GUID is gone', () => withAccount(() => ({ guid: undefined })), /objectguid/],
    ['the name is another', () => withAccount(() => ({ samAccountName: 'x' })), /samaccountname/],
    ['the primary group is gone', () => withAccount(() => ({ primaryGroupId: undefined })), /primarygroupid/],
    [
      'the classes are others',
      () => withAccount(({ classes }) => ({ classes: classListId(classes === 0 ? 1 : 0) })),
      /and was read as/,
    ],
  ])('%s: noticed', (_name, changed, what) => {
    expect(() => holdAgainst(entries, changed())).toThrow(what);
  });

  test('a membership more or less: noticed', () => {
    const member = ({ memberOf: m }: AccountRecord | GroupRecord): boolean => (m?.length ?? 0) > 0;
    const [key, record] = first(view.accounts, member);
    const changed = (m: readonly GroupId[]): EvidenceView => ({
      ...view,
      accounts: new Map(view.accounts).set(key, { ...record, memberOf: m }),
    });
    expect(() => holdAgainst(entries, changed(record.memberOf!.slice(1)))).toThrow(/was not read as one/);
    const all = view.groupKeys.map((_, number) => number);
    expect(() => holdAgainst(entries, changed(all.map(groupId)))).toThrow(/groups that do not name it/);
  });

  test('an account that stands nowhere: noticed', () => {
    const [, record] = first(view.accounts);
    const accounts = new Map(view.accounts).set('cn=invented,dc=made', record);
    expect(() => holdAgainst(entries, { ...view, accounts })).toThrow(/stands nowhere/);
  });

  test('cut off within an entry, or before the result of the search, unsaid: noticed', () => {
    const at = text.lastIndexOf('\nobjectClass: ');
    expect(() => holdCut(text, text.subarray(0, at + 1), view)).toThrow(/cut off within/);
    const result = text.indexOf('search: 2');
    expect(() => holdCut(text, text.subarray(0, result), view)).toThrow(/before the result of the search/);
    expect(() => holdCut(text, text.subarray(0, text.indexOf('# numResponses')), view)).not.toThrow();
  });
});

test('gaps are what excuses a value that is missing: without them it is noticed', async () => {
  const text = ldifOf(made(false), 'plain');
  const { entries } = referenceLdif(text);
  const view = await files.read(text);
  const codes = new Set(view.gaps.map(({ code }) => code));
  expect(codes).toContain('attribute-unreadable');
  for (const code of ['attribute-unreadable', 'descriptor-unreadable'] as const) {
    if (!codes.has(code)) continue;
    const gaps = view.gaps.filter((gap) => gap.code !== code);
    expect(() => holdAgainst(entries, { ...view, gaps })).toThrow(/unsaid|no gap/);
  }
});
