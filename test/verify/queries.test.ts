/** Hunting queries: analysed by Microsoft's own language service for KQL, and quoting that no name gets out of. */
import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { huntingQueries } from '../../src/index.js';
import { QUERY_TARGETS, type QueryAccount, queriesFor, queryText } from '../../src/verify/queries/index.js';
import { TABLES } from '../../src/verify/queries/tables.js';
import { SAMPLE } from './domain.js';
import { ACTION_SID } from './samples.js';

interface Analysed {
  readonly faults: readonly string[];
  /** Values of the string literals. */
  readonly strings: readonly string[];
}

function analysed(queries: readonly string[]): readonly Analysed[] {
  const input = JSON.stringify({ tables: TABLES, queries });
  return JSON.parse(
    execFileSync(process.execPath, ['test/verify/kusto.cjs'], { input, encoding: 'utf8', maxBuffer: 2 ** 27 }),
  ) as readonly Analysed[];
}

const KQL = ['sentinel', 'defender'] as const;
const kql = (accounts: readonly QueryAccount[]) =>
  KQL.flatMap((target) => queriesFor(target, accounts).map(({ text }) => text));

const HOSTILE_NAMES = [
  'quote"',
  'back\\slash\\',
  '\\"',
  `'single'`,
  '"] | take 1 //',
  '%PATH%',
  '$(x)',
  '*',
  '`tick`',
  'ünïcode',
  'a;b|c&d<e>f^g',
  '@"verbatim',
];

/** Everything in one go: the service takes seconds to load. */
class Batch {
  readonly #texts: string[] = [];
  #answers: readonly Analysed[] = [];
  add(texts: readonly string[]): () => readonly Analysed[] {
    const from = this.#texts.length;
    this.#texts.push(...texts);
    return () => this.#answers.slice(from, from + texts.length);
  }
  run(): void {
    this.#answers = analysed(this.#texts);
  }
}

describe('KQL', () => {
  const batch = new Batch();
  const accounts: readonly QueryAccount[] = [
    { sid: ACTION_SID, name: 'mdiAction$' },
    { sid: null, name: 'helpdesk' },
  ];
  const control = batch.add(['SecurityEvent | where NoSuchColumn == 1', 'SecurityEvent | where EventID == 4725']);
  const usual = batch.add([accounts, accounts.slice(0, 1), accounts.slice(1)].flatMap(kql));
  const plain = batch.add(kql([{ sid: null, name: 'x' }]));
  const hostile = batch.add(HOSTILE_NAMES.flatMap((name) => kql([{ sid: null, name }])));
  const names = fc
    .sample(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), { numRuns: 200, seed: 7 })
    .filter((name) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(name));
  const random = batch.add(names.map((name) => queriesFor('sentinel', [{ sid: null, name }])[0]!.text));
  beforeAll(() => batch.run(), 120_000);

  test('the language service finds faults, so that finding none says something', () => {
    const [wrong, right] = control();
    expect(wrong!.faults).toHaveLength(1);
    expect(right!.faults).toEqual([]);
  });

  test('every query is right in grammar, functions and columns of its table', () => {
    expect(usual().length).toBeGreaterThan(20);
    for (const { faults } of usual()) expect(faults).toEqual([]);
  });

  test('a name is a literal of the query, and nothing else of it', () => {
    const each = plain().length;
    hostile().forEach(({ faults, strings }, i) => {
      const name = HOSTILE_NAMES[Math.floor(i / each)]!;
      expect(faults).toEqual([]);
      expect(strings).toEqual(plain()[i % each]!.strings.map((text) => (text === 'x' ? name : text)));
    });
  });

  test('whatever a name holds, it stays in its literal', () => {
    expect(names.length).toBeGreaterThan(100);
    random().forEach(({ faults, strings }, i) => {
      expect(faults).toEqual([]);
      expect(strings).toContain(names[i]);
    });
  });
});

test('SIDs are preferred: with one, no query for events names the account', () => {
  for (const target of ['sentinel', 'wevtutil', 'splunk'] as const) {
    for (const { text } of queriesFor(target, [{ sid: ACTION_SID, name: 'mdiAction$' }]))
      expect(text).not.toContain('mdiAction');
  }
});

test('advanced hunting: managed accounts are asked for with their $ and without', () => {
  const names = (account: QueryAccount) => queriesFor('defender', [account])[0]!.text;
  expect(names({ sid: ACTION_SID, name: 'mdiAction$' })).toContain('AccountName in~ ("mdiAction$", "mdiAction")');
  expect(names({ sid: null, name: 'mdiAction$' })).toContain('dynamic(["mdiAction$", "mdiAction"])');
  expect(names({ sid: null, name: 'helpdesk' })).toContain('dynamic(["helpdesk"])');
});

test('what the system of controllers did is asked for everywhere that logs are', () => {
  for (const target of ['sentinel', 'wevtutil', 'splunk'] as const)
    expect(queriesFor(target, [{ sid: ACTION_SID, name: '' }]).some(({ text }) => text.includes('S-1-5-18'))).toBe(
      true,
    );
});

test('a name that cannot be seen is in no query', () => {
  for (const target of QUERY_TARGETS) {
    for (const name of ['a\nb', 'a\u202eb', 'a\u0000b', 'a\u2028b']) {
      expect(() => queriesFor(target, [{ sid: null, name }])).toThrow(/cannot be/);
    }
  }
});

test('commands for a shell take only names that mean nothing to any shell', () => {
  for (const name of HOSTILE_NAMES)
    expect(() => queriesFor('wevtutil', [{ sid: null, name }])).toThrow('cannot be put into a filter');
  const texts = queriesFor('wevtutil', [{ sid: null, name: 'help-desk_1.x$' }]).map(({ text }) => text);
  expect(texts[0]).toBe(
    `wevtutil epl Security adreach-acts.evtx "/q:*[System[(EventID=4722 or EventID=4724 or EventID=4725 or EventID=4738 or EventID=4742)] and EventData[Data[@Name='SubjectUserName']='help-desk_1.x$']]"`,
  );
});

test('Splunk: names are compared, not searched for, since a * would stand for anything', () => {
  const [query] = queriesFor('splunk', [{ sid: null, name: 'a*"\\' }]);
  expect(query!.text).toContain('| where lower(SubjectUserName)="a*\\"\\\\"\n');
  expect(query!.text.split('\n')[0]).not.toContain('a*');
});

test('accounts come from the sources, or as they are named', async () => {
  const [first] = await huntingQueries('wevtutil', { sources: [SAMPLE], accounts: ['mdiAction$'] });
  expect(first!.text).toContain(`'SubjectUserSid']='${ACTION_SID}'`);
  const [named] = await huntingQueries('splunk', {
    sources: [],
    accounts: ['EXAMPLE\\helpdesk', 'local-system', ACTION_SID],
  });
  expect(named!.text).toContain(
    `where lower(SubjectUserName)="helpdesk" OR SubjectUserSid="S-1-5-18" OR SubjectUserSid="${ACTION_SID}"`,
  );
  await expect(huntingQueries('splunk', { sources: [], accounts: ['jdoe@example.com'] })).rejects.toThrow(
    'neither a SID nor a name',
  );
  await expect(huntingQueries('splunk', { sources: [], accounts: [] })).rejects.toThrow('no account under audit');
});

test('each query stands under a comment of its language', () => {
  for (const target of QUERY_TARGETS) {
    const text = queryText(target, [{ sid: ACTION_SID, name: 'mdiAction$' }]);
    expect(text.startsWith({ sentinel: '// ', defender: '// ', wevtutil: 'rem ', splunk: '``` ' }[target])).toBe(true);
    expect(text).toContain('not tried against a live system');
  }
});
