/** Files of changes: LDIF change records, and YAML. */
import { isDeepStrictEqual } from 'node:util';
import { findPrincipals } from '../../../src/audit/find-accounts.js';
import { changeDocument } from '../../../src/changes/files/document.js';
import { changesOfRecords, formatLdif, NOTHING_KNOWN, parseChangeRecords } from '../../../src/changes/files/index.js';
import type { Change, PlacedChange } from '../../../src/changes/index.js';
import { AccountStream } from '../../../src/directory/account-stream.js';
import { loadDirectory } from '../../../src/directory/load.js';
import { loadRules } from '../../../src/rules/index.js';
import { type Lookup, resolveChanges } from '../../../src/simulate/resolve.js';
import { readYamlChanges } from '../../../src/simulate/yaml.js';
import { DOMAIN_DN, GLOBAL, group, memorySource, user } from '../../directory/memory-source.js';
import { type Outcome, type ParserTarget, promised } from '../parser-target.js';

const STAFF = `OU=Staff,${DOMAIN_DN}`;
const RESET = '00299570-246d-11d0-a768-00aa006e0529';

const YAML = [
  `# what a delegation comes to
changes:
  - do: grant
    on: ${STAFF}
    to: EXAMPLE\\helpers
    action: [disable, force-password-change]
    note: "as agreed"
  - do: grant
    on: ${STAFF}
    to: S-1-5-21-10-20-30-1200
    effect: deny
    class: user
    rights:
      - {right: write-property, attribute: userAccountControl}
      - {right: write-dac}
  - do: remove-entry
    on: ${STAFF}
    entry: (OA;CIIO;CR;${RESET};;AU)
  - do: set-inheritance
    on: ${STAFF}
    inherits: false
    keep: copies
`,
  `changes:
  - {do: add-member, group: helpers, member: jo}
  - {do: remove-member, group: 'CN=g,DC=x', member: 'CN=a,DC=x'}
  - do: set-attribute
    dn: CN=jo,${STAFF}
    attribute: servicePrincipalName
    values: [a/b, 'c/d', {base64: /wA=}]
  - {do: set-flags, dn: 'CN=jo,${STAFF}', set: [ACCOUNTDISABLE], clear: 0x10000}
  - do: create
    dn: CN=new,${STAFF}
    class: user
    attributes: {sAMAccountName: new, userAccountControl: 512, description: [a, b]}
    descriptor: D:P(A;;RC;;;AU)
  - {do: move, dn: 'CN=jo,${STAFF}', to: '${DOMAIN_DN}', rdn: CN=joe}
  - {do: delete, dn: 'OU=Old,${DOMAIN_DN}', tree: true}
  - {do: write-descriptor, dn: '${STAFF}', descriptor: 'O:BAG:BAD:(A;CI;RC;;;AU)', parts: [owner, dacl]}
  - {do: run-adminsdholder, domain: example.com}
`,
];

const RECORDS = `version: 1
# by hand

dn: CN=helpers,${STAFF}
changetype: modify
add: member
member: CN=jo,${STAFF}
member:: ${Buffer.from(`CN=jö,${STAFF}`).toString('base64')}
-
replace: description
description: one
-
delete: adminCount
-

dn: CN=jo,${STAFF}
control: 1.2.840.113556.1.4.619 false
changetype: modrdn
newrdn: CN=joe
deleteoldrdn: 1
newsuperior: ${DOMAIN_DN}

dn: OU=Old,${DOMAIN_DN}
control: 1.2.840.113556.1.4.805 true
changetype: delete

dn: CN=new,${STAFF}
changetype: add
objectClass: top
objectClass: user
sAMAccountName: new
`;

export async function changeTargets(): Promise<readonly ParserTarget[]> {
  const source = memorySource({
    descriptors: ['O:BAG:BAD:(A;;RC;;;AU)'],
    groups: [group(1200, 'helpers', GLOBAL, [], { descriptor: 0, classes: 3 })],
    accounts: [user(1101, 'jo', { descriptor: 0 })],
  });
  const directory = await loadDirectory(source);
  const stream = new AccountStream(directory, source);
  const lookup: Lookup = {
    directory,
    actions: loadRules([]).actions,
    find: (names) => findPrincipals(directory, stream, names),
    findAfter: async (_, name) => (await findPrincipals(directory, stream, [name])).get(name)!,
  };
  const readYaml = (bytes: Uint8Array) => resolveChanges(readYamlChanges('f', bytes), lookup);
  /** Whatever was read is written down, and read again, as it is. */
  const same = async (changes: readonly PlacedChange[]): Promise<void> => {
    const documents = changes.map(({ change }) => changeDocument(change));
    const again = await readYaml(Buffer.from(JSON.stringify({ changes: documents })));
    for (const [number, { change }] of changes.entries())
      promised(
        isDeepStrictEqual(again[number]?.change, change),
        () => `${JSON.stringify(documents[number])} is read otherwise`,
      );
  };
  // What is taken out has to be there.
  const written = (await readYaml(Buffer.from(YAML[0]!))).filter(({ change }) => change.kind !== 'remove-entry');
  const ldif = [
    Buffer.from(RECORDS),
    Buffer.from(
      formatLdif(
        written.map(({ change }) => change),
        directory,
      ),
    ),
  ];
  return [
    {
      name: 'changes-ldif',
      inputs: ldif,
      async run({ bytes }): Promise<Outcome> {
        const changes = changesOfRecords('f', parseChangeRecords('f', Buffer.from(bytes)), NOTHING_KNOWN);
        const values = valuesOf(bytes);
        for (const { change } of changes)
          for (const name of namesIn(change))
            promised(values.has(name), () => `${JSON.stringify(name)} is named, and stands nowhere in the file`);
        await same(changes);
        return 'accepted';
      },
    },
    {
      name: 'changes-yaml',
      inputs: YAML.map((text) => Buffer.from(text)),
      async run({ bytes }): Promise<Outcome> {
        await same(await readYaml(bytes));
        return 'accepted';
      },
    },
  ];
}

/** The names that a change has from its record. */
function namesIn(change: Change): readonly string[] {
  switch (change.kind) {
    case 'add-member':
    case 'remove-member':
      return [change.group, change.member];
    case 'move':
      return [change.dn, change.rdn!];
    case 'run-adminsdholder':
      return [];
    default:
      return [change.dn];
  }
}

/** Every value of an LDIF file, read the simplest way: what stands behind a colon, as text and as base64. */
function valuesOf(bytes: Buffer): ReadonlySet<string> {
  const lines = bytes
    .toString('utf8')
    .replace(/\r?\n /g, '')
    .split(/\r?\n/);
  return new Set(
    lines.flatMap((line) => {
      const value = line.slice(line.indexOf(':') + 1);
      return value.startsWith(':')
        ? [Buffer.from(value.slice(1).trim(), 'base64').toString('utf8')]
        : [value.replace(/^ +/, '')];
    }),
  );
}
