import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { loadRules } from '../../../src/rules/index.js';
import { loadSuppressions } from '../../../src/rules/statuses/suppressions.js';
import { folderWith, removeFolders } from '../folder.js';

afterEach(removeFolders);

const { rules } = loadRules();
const ENTRY = {
  rule: 'ADR-EXCESS-RIGHTS',
  subject: 'OU=Staff,DC=example,DC=com',
  reason: 'Until the tool is replaced.',
  owner: 'Ada Byron',
  expires: '2027-01-31',
};

/** A file with one entry, of which every part can be changed; null takes it away. */
function fileWith(changes: Readonly<Record<string, string | null>> = {}): string {
  const parts = Object.entries({ ...ENTRY, ...changes }).filter(([, value]) => value !== null);
  const entry = parts.map(([key, value], at) => `${at === 0 ? '  - ' : '    '}${key}: ${value}\n`).join('');
  return join(folderWith({ 'accepted.yaml': `# ours\nsuppressions:\n${entry}` }), 'accepted.yaml');
}

const load = (path: string) => loadSuppressions([path], rules);

describe('a suppressions file', () => {
  test('gives entries with their place, and the hash of the file', () => {
    const path = fileWith({ fingerprint: 'ADR-EXCESS-RIGHTS/x' });
    const { entries, files } = load(path);
    expect(entries).toEqual([
      {
        ...ENTRY,
        fingerprint: 'ADR-EXCESS-RIGHTS/x',
        match: { kind: 'dn', key: 'ou=staff\u0001dc=example\u0001dc=com' },
        file: path,
        line: 3,
      },
    ]);
    expect(files).toEqual([{ path, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  test('may be several, and empty', () => {
    const empty = join(folderWith({ 'none.yaml': 'suppressions: []\n' }), 'none.yaml');
    expect(loadSuppressions([fileWith(), empty, fileWith()], rules).entries).toHaveLength(2);
  });

  test('a former id is the rule that it is now', () => {
    const [first, ...others] = rules;
    const renamed = [{ ...first!, aliases: ['ADR-FORMER'] }, ...others];
    expect(loadSuppressions([fileWith({ rule: 'ADR-FORMER' })], renamed).entries[0]!.rule).toBe(first!.id);
  });

  // The place is a line, or a line and a column.
  test.each([
    [{ reasn: 'x' }, /accepted\.yaml(?: line |:)8.*unknown name "reasn", did you mean "reason"\?/],
    [{ owner: null }, /accepted\.yaml(?: line |:)3.*"owner" is missing in suppressions\.0/],
    [
      { expires: '2027-02-30' },
      /(?: line |:)7.*expires: must be a day that there is, as 2027-01-31 \(found "2027-02-30"\)/,
    ],
    [{ expires: '31.01.2027' }, /(?: line |:)7.*must be a day that there is/],
    [{ expires: '2027-1-31' }, /(?: line |:)7.*must be a day that there is/],
    [{ rule: 'ADR-EXCES-RIGHTS' }, /(?: line |:)3.*there is no such rule, did you mean "ADR-EXCESS-RIGHTS"\?/],
    [
      { subject: 'helpdesk' },
      /(?: line |:)4.*subject: must be a DN, a pattern of DNs with \*, or a SID \(found "helpdesk"\)/,
    ],
    [{ reason: '" "' }, /(?: line |:)5.*reason: must be a text that is not empty/],
    [{ reason: '"a"\n    reason: "b"' }, /(?: line |:)6.*unique/],
  ])('refuses %o', (changes, message) => {
    const path = fileWith(changes as Readonly<Record<string, string | null>>);
    expect(() => load(path)).toThrow(
      expect.objectContaining({
        code: 'rule',
        message: expect.stringMatching(message),
        hint: expect.stringContaining('docs/suppressions.md'),
      }),
    );
  });

  test.each([
    ['supressions: []\n', /unknown name "supressions", did you mean "suppressions"\?/],
    ['', /the file is empty/],
    ['suppressions: &a [*a]\n', /.+/],
    ['[', /.+/],
  ])('refuses %j', (text, message) => {
    const path = join(folderWith({ 'accepted.yaml': text }), 'accepted.yaml');
    expect(() => load(path)).toThrow(
      expect.objectContaining({ code: 'rule', message: expect.stringMatching(message) }),
    );
  });

  test('is a regular file of bounded size', () => {
    const folder = folderWith({ 'large.yaml': `# ${'x'.repeat(4_000_001)}\n` });
    mkdirSync(join(folder, 'sub'));
    for (const name of ['large.yaml', 'sub', 'missing.yaml']) {
      expect(() => load(join(folder, name))).toThrow(expect.objectContaining({ code: 'file' }));
    }
    expect(() => load('/dev/zero')).toThrow(/is a device, not a regular file/);
  });
});
