/** What is said of two sides that are odd ones. */
import { expect, test } from '@jest/globals';
import { schemaNote, sidesNotes } from '../../src/diff/notes.js';
import type { Schema } from '../../src/directory/schema.js';

const side = (sha256: string, collectedAt: string | null, sid: `S-1-5-21-${string}` = 'S-1-5-21-1-2-3') => ({
  sources: [{ name: 'x', kind: 'snapshot' as const, sha256, collectedAt, server: null }],
  domains: [{ dn: 'DC=x', dnsName: 'x', sid }],
});

test('the same files, the wrong order, two directories', () => {
  const [may, june] = ['2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'];
  expect(sidesNotes(side('a', may), side('b', june))).toEqual([]);
  expect(sidesNotes(side('a', null), side('b', may))).toEqual([]);
  expect(sidesNotes(side('a', june), side('b', null))).toEqual([]);
  expect(sidesNotes(side('a', may), side('a', may))).toEqual([expect.stringContaining('the same files')]);
  expect(sidesNotes(side('a', june), side('b', may))).toEqual([
    'The old side was read after the new one (2026-06-01T00:00:00.000Z, and 2026-05-01T00:00:00.000Z): they may stand in the wrong order.',
  ]);
  expect(sidesNotes(side('a', may), side('b', june, 'S-1-5-21-4-5-6'))).toEqual([
    'The two sides have no domain in common.',
  ]);
});

test('a schema that is another one, in what an answer may rest on', () => {
  const schema = (sets: Readonly<Record<string, string>>, builtin: readonly string[] = []): Schema =>
    ({
      builtin,
      classNames: () => ['user'],
      class: (name: string) =>
        name === 'user' ? { guid: 'u', parent: 'top', category: 1, attributes: Object.keys(sets) } : undefined,
      attribute: (name: string) => (sets[name] === undefined ? undefined : { guid: name, set: sets[name] }),
    }) as unknown as Schema;
  const six = { a: '1', b: '1', c: '1', d: '1', e: '1', f: '1' };
  expect(schemaNote(schema(six), schema({ ...six }))).toBeNull();
  expect(schemaNote(schema(six), schema({ ...six, b: '2' }))).toMatch(
    /^The schema, as it was read, is not the same on both sides \(b\)\. That is not tried as a cause/,
  );
  expect(schemaNote(schema(six), schema({}))).toContain('(a, b, c, d, e and 1 more)');
  expect(schemaNote(schema(six, ['schema']), schema(six))).toMatch(/^Only one of the two has the schema/);
});
