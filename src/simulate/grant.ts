/** What a `grant` of a file of changes adds: the entries, by the rights or actions that it names. */
import { forDescendants } from '../access/inherit.js';
import { nameRequired } from '../access/named-rights.js';
import { entriesOf } from '../advice/changes-of.js';
import { type Ace, AceFlag, AceType, type Guid, type Sid } from '../descriptor/types.js';
import type { Schema } from '../directory/schema.js';
import type { NamedRequiredRight, RequiredRight } from '../result/rights.js';
import type { APPLIES_TO } from './shape.js';

export interface Granted {
  readonly to: Sid;
  readonly rights: readonly RequiredRight[];
  readonly deny: boolean;
  readonly appliesTo: (typeof APPLIES_TO)[number];
  /** lDAPDisplayName of classes of objects; none: of every class. */
  readonly classes: readonly string[];
}

/** @returns the entries; as a text, what the directory has no name for */
export function grantedEntries(granted: Granted, schema: Schema): readonly Ace[] | string {
  const rights: NamedRequiredRight[] = [];
  for (const right of granted.rights) {
    const named = nameRequired(right, schema);
    if ('guid' in named && named.guid === null) return `this directory has no ${nameOf(named)}`;
    rights.push(named);
  }
  const plain = entriesOf({
    do: 'add-entry',
    dn: '',
    trustee: { sid: granted.to, name: null },
    rights,
    appliesTo: null,
  });
  const own = plain.map((ace) => (granted.deny ? denial(ace) : ace));
  if (granted.appliesTo === 'this-object') return own;
  const classes: (Guid | null)[] = [];
  for (const name of granted.classes) {
    const guid = schema.class(name)?.guid;
    if (guid === undefined) return `this directory has no class "${name}"`;
    classes.push(guid);
  }
  return (classes.length === 0 ? [null] : classes).flatMap((guid) =>
    own.map((ace) => {
      const below = forDescendants(ace, guid);
      return granted.appliesTo === 'descendants' ? below : { ...below, flags: below.flags & ~AceFlag.InheritOnly };
    }),
  );
}

function nameOf(right: NamedRequiredRight): string {
  if ('attribute' in right) return `attribute "${right.attribute}"`;
  if ('validatedWrite' in right) return `validated write "${right.validatedWrite}"`;
  return 'controlAccessRight' in right ? `extended right "${right.controlAccessRight}"` : right.right;
}

const DENIALS: ReadonlyMap<number, number> = new Map([
  [AceType.AccessAllowed, AceType.AccessDenied],
  [AceType.AccessAllowedObject, AceType.AccessDeniedObject],
]);

function denial(ace: Ace): Ace {
  return { ...ace, type: DENIALS.get(ace.type) ?? ace.type };
}
