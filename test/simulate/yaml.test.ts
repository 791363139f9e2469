import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { z } from 'zod';
import { findPrincipals } from '../../src/audit/find-accounts.js';
import { changeDocument } from '../../src/changes/files/document.js';
import type { Change } from '../../src/changes/index.js';
import { formatAce, formatSddl } from '../../src/descriptor/index.js';
import type { Ace } from '../../src/descriptor/types.js';
import { AccountStream } from '../../src/directory/account-stream.js';
import { loadDirectory } from '../../src/directory/load.js';
import { isDn } from '../../src/names/dn.js';
import { changeDocumentSchema } from '../../src/result/changes.js';
import { loadRules } from '../../src/rules/index.js';
import { resolveChanges } from '../../src/simulate/resolve.js';
import { CHANGE_NAMES, changesShape } from '../../src/simulate/shape.js';
import { readYamlChanges } from '../../src/simulate/yaml.js';
import { anyDescriptor } from '../descriptor/arbitraries.js';
import { DOMAIN_DN, GLOBAL, group, memorySource, user } from '../directory/memory-source.js';

const source = memorySource({
  descriptors: ['O:BAG:BAD:(A;;RC;;;AU)'],
  groups: [group(1200, 'helpers', GLOBAL, [], { descriptor: 0, classes: 3 })],
  accounts: [user(1101, 'jo', { descriptor: 0 })],
});
const { actions } = loadRules([]);
/** What was looked for after how many of the changes. */
const looked: (readonly [name: string, changes: number])[] = [];
const NEW = 'S-1-5-21-10-20-30-1300';

async function read(text: string): Promise<readonly { readonly change: Change; readonly where?: string }[]> {
  const directory = await loadDirectory(source);
  const stream = new AccountStream(directory, source);
  return resolveChanges(readYamlChanges('c.yaml', Buffer.from(text)), {
    directory,
    actions,
    find: async (names) => findPrincipals(directory, stream, names),
    findAfter: async (changes, name) => {
      looked.push([name, changes.length]);
      return { dn: isDn(name) ? name : `CN=${name},OU=Staff,${DOMAIN_DN}`, sid: NEW };
    },
  });
}
const entries = async (text: string) =>
  (await read(`changes:\n  - do: grant\n    on: OU=Staff,${DOMAIN_DN}\n${text}`)).map(({ change }) =>
    formatAce((change as { entry: Ace }).entry),
  );
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const PWD = 'bf967a0a-0de6-11d0-a285-00aa003049e2';
const RESET = '00299570-246d-11d0-a768-00aa006e0529';
const HELPERS = 'S-1-5-21-10-20-30-1200';

describe('a principal that the file itself makes', () => {
  const create = (name: string) =>
    `  - {do: create, dn: "CN=${name},OU=Staff,${DOMAIN_DN}", class: group, attributes: {sAMAccountName: ${name}}}\n`;
  const grant = (to: string) =>
    `  - {do: grant, on: "OU=Staff,${DOMAIN_DN}", to: '${to}', rights: [{right: write-dac}]}\n`;

  test.each(['Fresh', 'example\\fresh', `cn=Fresh, OU=Staff,${DOMAIN_DN}`])(
    'goes by %s once it is made',
    async (name) => {
      looked.length = 0;
      const changes = await read(`changes:\n${grant('helpers')}${create('Fresh')}${grant(name)}${grant(name)}`);
      expect(looked).toEqual([[name, 2]]);
      expect(changes.map(({ change }) => ('entry' in change ? formatAce(change.entry) : change.kind))).toEqual([
        `(A;;WD;;;${HELPERS})`,
        'create',
        `(A;;WD;;;${NEW})`,
        `(A;;WD;;;${NEW})`,
      ]);
    },
  );

  test('is not there before', async () => {
    await expect(read(`changes:\n${grant('Fresh')}${create('Fresh')}`)).rejects.toThrow(
      'c.yaml line 2: no account "Fresh" in the sources',
    );
  });
});

describe('a name means whoever has it when its change is made', () => {
  const dnOf = (name: string, place = 'OU=Staff') => `CN=${name},${place},${DOMAIN_DN}`;
  const grant = (to: string) =>
    `  - {do: grant, on: "OU=Staff,${DOMAIN_DN}", to: '${to}', rights: [{right: write-dac}]}\n`;
  const join = (member: string) => `  - {do: add-member, group: helpers, member: '${member}'}\n`;
  const move = (name: string, rdn: string) => `  - {do: move, dn: "${dnOf(name)}", rdn: "CN=${rdn}"}\n`;
  const away = (name: string) => `  - {do: move, dn: "${dnOf(name)}", to: "OU=Other,${DOMAIN_DN}"}\n`;
  const call = (name: string, sam: string) =>
    `  - {do: set-attribute, dn: "${dnOf(name)}", attribute: samaccountname, values: ${sam}}\n`;
  const remove = (name: string) => `  - {do: delete, dn: "${dnOf(name)}"}\n`;
  const create = (name: string) =>
    `  - {do: create, dn: "${dnOf(name)}", class: user, attributes: {sAMAccountName: ${name}}}\n`;
  const JO = 'S-1-5-21-10-20-30-1101';
  const named = async (...parts: string[]) =>
    (await read(`changes:\n${parts.join('')}`)).flatMap(({ change }) =>
      change.kind === 'add-entry' && change.entry.form !== 'unknown'
        ? [change.entry.sid]
        : change.kind === 'add-member'
          ? [`${change.member} in ${change.group}`]
          : [],
    );

  test.each<[string, readonly string[], readonly string[]]>([
    ['a member that was moved', [away('jo'), join('jo')], [`${dnOf('jo', 'OU=Other')} in ${dnOf('helpers')}`]],
    [
      'a member and a group that were renamed, before and after',
      [join('jo'), move('jo', 'jo2'), move('helpers', 'aides'), join('jo')],
      [`${dnOf('jo')} in ${dnOf('helpers')}`, `${dnOf('jo2')} in ${dnOf('aides')}`],
    ],
    ['the new DN of one that was renamed', [move('jo', 'jo2'), grant(dnOf('jo2'))], [JO]],
    ['one that was made anew under its name', [grant('jo'), remove('jo'), create('jo'), grant('jo')], [JO, NEW]],
    ['the same by its DN', [grant(dnOf('jo')), remove('jo'), create('jo'), grant(dnOf('jo'))], [JO, NEW]],
    [
      'a DN that another one has got',
      [grant(dnOf('jo')), away('jo'), move('helpers', 'jo'), grant(dnOf('jo'))],
      [JO, NEW],
    ],
    ['the name that an account is called by now', [call('jo', 'joe'), grant('example\\joe')], [NEW]],
    ['the name that nobody has any more', [grant('jo'), call('jo', 'joe'), grant('jo')], [JO, NEW]],
    ['one that was deleted', [remove('jo'), grant('jo')], [NEW]],
    ['others stay', [remove('jo'), create('max'), grant('helpers')], [HELPERS]],
  ])('%s', async (_name, parts, sids) => {
    expect(await named(...parts)).toEqual(sids);
  });
});

describe('grant', () => {
  test.each([
    [
      'an action: its documented rights, on its classes below',
      'to: helpers\n    action: disable',
      [`(OA;CIIO;RPWP;${UAC};${USER};${HELPERS})`],
    ],
    [
      'several',
      `to: EXAMPLE\\helpers\n    action: [enable, disable, force-password-change]`,
      [
        `(OA;CIIO;RPWP;${UAC};${USER};${HELPERS})`,
        `(OA;CIIO;RPWP;${PWD};${USER};${HELPERS})`,
        `(OA;CIIO;CR;${RESET};${USER};${HELPERS})`,
      ],
    ],
    [
      'this object',
      'to: jo\n    action: disable\n    appliesTo: this-object',
      [`(OA;;RPWP;${UAC};;S-1-5-21-10-20-30-1101)`],
    ],
    ['rights: for this object', `to: S-1-1-0\n    rights: [{right: write-dac}]`, ['(A;;WD;;;WD)']],
    [
      'rights: a class',
      `to: ${HELPERS}\n    class: user\n    rights:\n      - {right: write-property, attribute: description}\n      - {right: control-access, controlAccessRight: User-Force-Change-Password}`,
      [
        `(OA;CIIO;WP;bf967950-0de6-11d0-a285-00aa003049e2;${USER};${HELPERS})`,
        `(OA;CIIO;CR;${RESET};${USER};${HELPERS})`,
      ],
    ],
    [
      'a denial, here and below',
      `to: ${HELPERS}\n    effect: deny\n    appliesTo: this-object-and-descendants\n    rights: [{right: write-dac}, {right: write-owner}]`,
      [`(D;CI;WDWO;;;${HELPERS})`],
    ],
    ['an entry, relative to the domain', 'entry: (A;CI;GA;;;DA)', ['(A;CI;GA;;;S-1-5-21-10-20-30-512)']],
  ])('%s', async (_name, text, sddl) => {
    expect(await entries(`    ${text}\n`)).toEqual(sddl);
  });
});

describe('other changes', () => {
  test.each<[string, string, Partial<Change>]>([
    [
      'members by name',
      'do: add-member\n    group: helpers\n    member: jo',
      { kind: 'add-member', group: `CN=helpers,OU=Staff,${DOMAIN_DN}`, member: `CN=jo,OU=Staff,${DOMAIN_DN}` },
    ],
    [
      'members by DN',
      'do: remove-member\n    group: CN=g,DC=x\n    member: CN=a,DC=x',
      { kind: 'remove-member', group: 'CN=g,DC=x', member: 'CN=a,DC=x' },
    ],
    [
      'inheritance on',
      'do: set-inheritance\n    on: DC=x\n    inherits: true',
      { kind: 'set-inheritance', dn: 'DC=x', inherits: true },
    ],
    [
      'inheritance off',
      'do: set-inheritance\n    on: DC=x\n    inherits: false\n    keep: copies',
      { kind: 'set-inheritance', dn: 'DC=x', inherits: false, keep: 'copies' },
    ],
    ['a move', 'do: move\n    dn: OU=a,DC=x\n    to: OU=b,DC=x', { kind: 'move', dn: 'OU=a,DC=x', to: 'OU=b,DC=x' }],
    [
      'a new name',
      'do: move\n    dn: OU=a,DC=x\n    rdn: OU=b',
      { kind: 'move', dn: 'OU=a,DC=x', to: 'DC=x', rdn: 'OU=b' },
    ],
    [
      'an attribute',
      'do: set-attribute\n    dn: DC=x\n    attribute: adminCount\n    values: 1',
      { kind: 'set-attribute', dn: 'DC=x', attribute: 'adminCount', values: [Buffer.from('1')] },
    ],
    [
      'several values',
      'do: set-attribute\n    dn: DC=x\n    attribute: x\n    values: [true, ü, {base64: /wA=}]',
      {
        kind: 'set-attribute',
        dn: 'DC=x',
        attribute: 'x',
        values: [Buffer.from('TRUE'), Buffer.from('ü'), Buffer.from([255, 0])],
      },
    ],
    [
      'cleared',
      'do: set-attribute\n    dn: DC=x\n    attribute: adminCount\n    values: []',
      { kind: 'set-attribute', dn: 'DC=x', attribute: 'adminCount', values: [] },
    ],
    [
      'a password, which goes no further',
      'do: set-attribute\n    dn: DC=x\n    attribute: unicodePwd\n    values: secret',
      { kind: 'set-attribute', dn: 'DC=x', attribute: 'unicodePwd', values: [] },
    ],
    [
      'flags',
      'do: set-flags\n    dn: DC=x\n    set: [ACCOUNTDISABLE, SMARTCARD_REQUIRED]\n    clear: 0x10000',
      { kind: 'set-flags', dn: 'DC=x', set: 0x40002, clear: 0x10000 },
    ],
    [
      'an object',
      'do: create\n    dn: CN=a,DC=x\n    class: user\n    attributes: {userAccountControl: 512, mail: [a, b]}',
      {
        kind: 'create',
        dn: 'CN=a,DC=x',
        classes: ['user'],
        descriptor: null,
        attributes: new Map([
          ['userAccountControl', [Buffer.from('512')]],
          ['mail', [Buffer.from('a'), Buffer.from('b')]],
        ]),
      },
    ],
    [
      'a deletion',
      'do: delete\n    dn: CN=a,DC=x\n    note: no longer needed',
      { kind: 'delete', dn: 'CN=a,DC=x', tree: false },
    ],
    ['a tree', 'do: delete\n    dn: CN=a,DC=x\n    tree: true', { kind: 'delete', dn: 'CN=a,DC=x', tree: true }],
    [
      'AdminSDHolder',
      'do: run-adminsdholder\n    domain: Example.com',
      { kind: 'run-adminsdholder', domain: DOMAIN_DN },
    ],
  ])('%s', async (_name, text, change) => {
    expect(await read(`changes:\n  - ${text}\n`)).toEqual([{ change, where: 'c.yaml line 2' }]);
  });

  test('a descriptor', async () => {
    const [{ change }] = (await read(
      'changes:\n  - do: write-descriptor\n    dn: DC=x\n    descriptor: O:BAG:BAD:P(A;;RC;;;AU)\n    parts: [owner, dacl]\n',
    )) as [{ change: Extract<Change, { kind: 'write-descriptor' }> }];
    expect([formatSddl(change.descriptor), change.parts]).toEqual(['O:BAG:BAD:P(A;;RC;;;AU)', ['owner', 'dacl']]);
  });

  test('the word in front says the same', async () => {
    const short = await read(
      'changes:\n  - delete: {dn: "CN=a,DC=x"}\n  - move:\n      dn: CN=b,DC=x\n      to: OU=y,DC=x\n  - {run-adminsdholder: {domain: EXAMPLE}}\n',
    );
    const long = await read(
      'changes:\n  - {do: delete, dn: "CN=a,DC=x"}\n  - do: move\n    dn: CN=b,DC=x\n    to: OU=y,DC=x\n  - {do: run-adminsdholder, domain: EXAMPLE}\n',
    );
    expect(short.map(({ change }) => change)).toEqual(long.map(({ change }) => change));
    expect(long.map(({ change }) => change.kind)).toEqual(['delete', 'move', 'run-adminsdholder']);
  });

  test('JSON is YAML, and a result that holds changes is a file of changes', async () => {
    const changes = [{ do: 'delete', dn: 'CN=a,DC=x', tree: false, where: 'x', text: 'CN=a goes' }];
    const text = JSON.stringify({ schema: 'adreach/plan/v1', promises: {}, changes });
    expect(await read(text)).toEqual([
      { change: { kind: 'delete', dn: 'CN=a,DC=x', tree: false }, where: 'c.yaml line 1' },
    ]);
  });
});

describe('what is refused, with its place', () => {
  const ONE = 'changes:\n  - do: ';
  test.each([
    ['no YAML', 'changes: [', 'c.yaml:1:'],
    ['nothing', '', 'the file is empty'],
    ['the word in front, and nothing', 'changes:\n  - delete:', 'c.yaml:2:5: "dn" is missing in changes.0'],
    ['the word in front, and a fault', 'changes:\n  - delete: {dm: CN=a}', 'c.yaml:2:14: changes.0: unknown name "dm"'],
    ['no list', 'change: []', '"changes" is missing'],
    ['more beside', 'changes: []\nmore: 1', 'c.yaml:2:1: unknown name "more"'],
    [
      'what is not done',
      `${ONE}grnt\n    on: DC=x`,
      'c.yaml:2:9: changes.0.do: unknown value "grnt", did you mean "grant"?',
    ],
    [
      'a key that there is not',
      `${ONE}delete\n    dn: DC=x\n    tre: true`,
      'c.yaml:4:5: changes.0: unknown name "tre", did you mean "tree"?',
    ],
    ['a key that is missing', `${ONE}delete\n    tree: true`, 'c.yaml:2:5: "dn" is missing in changes.0'],
    [
      'no way of granting',
      `${ONE}grant\n    on: DC=x\n    to: jo`,
      'c.yaml:2:5: says exactly one of "action", "rights" and "entry"',
    ],
    ['nobody', `${ONE}grant\n    on: DC=x\n    action: disable`, '"to" is missing'],
    ['somebody unknown', `${ONE}grant\n    on: DC=x\n    to: jon\n    action: disable`, 'c.yaml line 2: '],
    [
      'an action that there is not',
      `${ONE}grant\n    on: DC=x\n    to: jo\n    action: disabel`,
      'c.yaml:5:13: there is no action "disabel", did you mean "disable"?',
    ],
    [
      'a right without its name',
      `${ONE}grant\n    on: DC=x\n    to: jo\n    rights: [{right: write-property}]`,
      'goes with exactly one further name, "attribute"',
    ],
    [
      'an attribute that there is not',
      `${ONE}grant\n    on: DC=x\n    to: jo\n    rights: [{right: write-property, attribute: zip}]`,
      'this directory has no attribute "zip"',
    ],
    [
      'a class that there is not',
      `${ONE}grant\n    on: DC=x\n    to: jo\n    class: robot\n    action: disable`,
      'this directory has no class "robot"',
    ],
    [
      'two said twice',
      `${ONE}grant\n    on: DC=x\n    to: jo\n    entry: (A;;RC;;;AU)`,
      'c.yaml:4:9: "to" is said by the entry itself',
    ],
    ['two entries', `${ONE}remove-entry\n    on: DC=x\n    entry: (A;;RC;;;AU)(A;;RC;;;BA)`, 'says 2 entries, not one'],
    ['no entry', `${ONE}remove-entry\n    on: DC=x\n    entry: (A;;RC;;;XX)`, 'c.yaml:4:12: '],
    ['no DN', `${ONE}delete\n    dn: jo`, 'c.yaml:3:9: "jo" is not a distinguished name'],
    ['inheritance off', `${ONE}set-inheritance\n    on: DC=x\n    inherits: false`, '"keep" is missing'],
    [
      'members as an attribute',
      `${ONE}set-attribute\n    dn: DC=x\n    attribute: member\n    values: []`,
      'members are changed by',
    ],
    [
      'a SID',
      `${ONE}set-attribute\n    dn: DC=x\n    attribute: objectSid\n    values: x`,
      'objectSid is set by the directory itself',
    ],
    [
      'a number too long',
      `${ONE}set-attribute\n    dn: DC=x\n    attribute: pwdLastSet\n    values: 133000000000000001`,
      'must be a text, a whole number that is exact',
    ],
    [
      'a flag that there is not',
      `${ONE}set-flags\n    dn: DC=x\n    set: [DISABLED]`,
      'unknown userAccountControl flag "DISABLED"',
    ],
    ['no domain', `${ONE}run-adminsdholder\n    domain: other.com`, 'the sources have no domain "other.com"'],
    [
      'no owner',
      `${ONE}write-descriptor\n    dn: DC=x\n    descriptor: D:(A;;RC;;;AU)\n    parts: [owner]`,
      'the descriptor has no owner',
    ],
    ['aliases without measure', `a: &a [x]\nb: &b [${'*a,'.repeat(60)}x]\nchanges: [${'*b,'.repeat(60)}x]`, 'c.yaml'],
    ['more than anybody writes', `changes: [] #${'x'.repeat(1_000_000)}`, 'c.yaml is too large for YAML'],
    ['brackets without end', `changes: ${'['.repeat(900_000)}`, 'c.yaml:1:260: nested too deeply'],
    ['lists without end', `changes:\n${'- '.repeat(400_000)}`, 'c.yaml:2:1: nested too deeply'],
    ['a name that is there twice', 'changes: []\nchanges: []', 'c.yaml:2:1: Map keys must be unique'],
    ['no UTF-8', 'changes: [\xff]', 'c.yaml is not valid UTF-8'],
  ])('%s', async (name, text, message) => {
    const bytes = Buffer.from(text, name === 'no UTF-8' ? 'latin1' : 'utf8');
    const directory = await loadDirectory(source);
    const stream = new AccountStream(directory, source);
    const work = async () =>
      resolveChanges(readYamlChanges('c.yaml', bytes), {
        directory,
        actions,
        find: async (names) => findPrincipals(directory, stream, names),
        findAfter: () => Promise.reject(new Error('nothing is made')),
      });
    await expect(work()).rejects.toMatchObject({ code: 'change', message: expect.stringContaining(message) });
  });
});

describe('changes as documents', () => {
  const bytes = fc.uint8Array({ maxLength: 20 }).map((value) => Buffer.from(value));
  const dn = fc.constantFrom('OU=a,DC=x', 'CN=b\\, c,DC=x', 'CN=ü,DC=x');
  const values = fc.array(bytes, { maxLength: 3 });
  const entry = anyDescriptor.filter(({ dacl }) => (dacl?.aces.length ?? 0) > 0).map(({ dacl }) => dacl!.aces[0]!);
  const changes: fc.Arbitrary<Change> = fc.oneof(
    fc.record({ kind: fc.constant('add-entry' as const), dn, entry }),
    fc.record({ kind: fc.constant('remove-entry' as const), dn, entry }),
    fc.record({ kind: fc.constant('set-attribute' as const), dn, attribute: fc.constant('info'), values }),
    fc.record({
      kind: fc.constant('write-descriptor' as const),
      dn,
      descriptor: anyDescriptor,
      parts: fc.constant(['sacl'] as const),
    }),
    fc.record({
      kind: fc.constant('create' as const),
      dn,
      classes: fc.constant(['user']),
      attributes: values.map((list) => new Map([['info', list]])),
      descriptor: fc.option(anyDescriptor),
    }),
  );

  test('are read back as the same changes', async () => {
    await fc.assert(
      fc.asyncProperty(changes, async (change) => {
        const document = changeDocument(change);
        expect(changeDocumentSchema.safeParse(document).success).toBe(true);
        const [back] = await read(JSON.stringify({ changes: [document] }));
        expect(back!.change).toEqual(change);
      }),
      { numRuns: 200 },
    );
  });
});

test('the JSON Schema takes each change in either way of writing it, and nothing else', () => {
  const valid = new Ajv2020({ strict: false }).compile(z.toJSONSchema(changesShape, { io: 'input' }));
  const takes = (change: object) => valid({ changes: [change] });
  const inherits = { on: 'OU=a,DC=x', inherits: false };
  expect(takes({ do: 'set-inheritance', ...inherits })).toBe(true);
  expect(takes({ 'set-inheritance': inherits })).toBe(true);
  expect(takes({ 'set-inheritance': { ...inherits, do: 'set-inheritance' } })).toBe(false);
  expect(takes({ 'set-inheritance': { on: 'OU=a,DC=x', inherit: false } })).toBe(false);
  expect(takes({ 'set-inheritance': inherits, grant: { on: 'OU=a,DC=x', entry: '(A;;RP;;;AU)' } })).toBe(false);
  for (const name of CHANGE_NAMES) expect([name, takes({ [name]: {} })]).toEqual([name, false]);
});
