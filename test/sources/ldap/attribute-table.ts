/** The table of attributes as Markdown, for docs/collecting.md. */
import { type AttributeUse, WANTED_ATTRIBUTES } from '../../../src/sources/ldap/attributes.js';

const READ_FROM: Readonly<Record<AttributeUse, string>> = {
  rootDSE: 'rootDSE',
  ridManager: 'RID manager',
  schema: 'schema',
  rights: 'extended rights',
  partitions: 'partitions',
  directoryService: 'Directory Service',
  kdsRootKeys: 'KDS root keys',
  forest: 'what gives power over the forest',
  structure: 'containers and groups',
  accounts: 'accounts',
  managedAccounts: 'managed service accounts',
};

/** One row an attribute: name, where it is read, what for. */
export function attributeTable(): string {
  const rows = WANTED_ATTRIBUTES.map(({ name, uses, reason }) => {
    const from = uses.map((use) => READ_FROM[use]).join(', ');
    return `| \`${name}\` | ${from} | ${reason} |`;
  });
  return ['| attribute | read from | what for |', '|---|---|---|', ...rows].join('\n');
}
