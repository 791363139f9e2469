/**
 * The additions of a plan as calls of dsacls, to be read and typed by people. Only what can be written plainly; dsacls cannot
 * take one entry away (/R takes all of a trustee), so that it is no way back and removes nothing here.
 */

import type { Session } from '../../audit/session.js';
import { mapGenericMask } from '../../descriptor/index.js';
import type { Guid } from '../../descriptor/types.js';
import type { Planned } from '../../plan/make.js';
import { CHANGE_PASSWORD, RESET_PASSWORD } from '../../words/given-right.js';
import { cmdArgument } from '../encode/cmd.js';
import type { EntryOrder, ScriptOrders } from './orders.js';

/** Letters of dsacls for the bits of a mask (MS-ADTS 5.1.3.2). */
const LETTERS: readonly (readonly [bit: number, letters: string])[] = [
  [0x10, 'RP'],
  [0x20, 'WP'],
  [0x100, 'CA'],
  [0x8, 'WS'],
  [0x10000, 'SD'],
  [0x20000, 'RC'],
  [0x40000, 'WD'],
  [0x80000, 'WO'],
];

/**
 * What Windows shows these rights as, where the sources have no right's displayName: other servers call them by their cn, and
 * dsacls of Windows knows no such name.
 */
const OF_WINDOWS: ReadonlyMap<Guid, string> = new Map([
  [RESET_PASSWORD, 'Reset Password'],
  [CHANGE_PASSWORD, 'Change Password'],
]);

/** @returns the text of a batch file, CRLF; what cannot be written plainly is told in its place, by number alone */
export function dsaclsScript({ objects, first }: ScriptOrders, planned: Planned, session: Session): string {
  const { directory } = session;
  const trustee = directory.groups[planned.group]!.name;
  const lines = [
    '@echo off',
    'rem Adds the entries of a plan of adreach, and nothing else of it: memberships and removals are in apply.ps1 and apply.ldif.',
    'rem Nothing is checked before. The way back is revert.ps1 or revert.ldif; dsacls itself has none that is exact.',
    'rem Names of rights are those of an English system.',
  ];
  let left = 0;
  for (const order of first) {
    if (!('object' in order)) continue;
    const command = commandOf(order, objects[order.object]!.dn, trustee, session);
    if (command === null) left++;
    lines.push(
      command ??
        `rem Left out: entry ${order.object + 1} has a name that cannot be written plainly here. Use apply.ps1.`,
    );
    if (command !== null) lines.push('if errorlevel 1 exit /b 1');
  }
  if (left > 0) lines.push(`echo ${left} entries were left out: see this file, and use apply.ps1.`, 'exit /b 1');
  return `${lines.join('\n')}\n`.replaceAll('\n', '\r\n');
}

function commandOf({ rule }: EntryOrder, dn: string, trustee: string, { directory }: Session): string | null {
  const { schema } = directory;
  const nameOf = (guid: typeof rule.objectType, kinds: readonly string[]) => {
    if (guid === null) return '';
    const right = schema.meanings(guid).find(({ kind }) => kinds.includes(kind));
    if (right === undefined) return null;
    if (right.kind !== 'control-access') return right.name;
    const ofWindows = schema.builtin.includes('rights') ? OF_WINDOWS.get(guid) : undefined;
    return ofWindows ?? schema.right(right.name)?.displayName ?? null;
  };
  const mask = mapGenericMask(rule.mask);
  const letters = LETTERS.filter(([bit]) => (mask & bit) !== 0);
  if (letters.reduce((sum, [bit]) => sum | bit, 0) !== mask || rule.inheritance !== 'Descendents') return null;
  const object = nameOf(rule.objectType, ['attribute', 'control-access', 'property-set', 'validated-write']);
  const heirs = nameOf(rule.inheritedObjectType, ['class']);
  if (object === null || heirs === null) return null;
  const where = cmdArgument(dn);
  // A colon or semicolon in the trustee would end it.
  const statement = /[:;]/.test(trustee)
    ? null
    : cmdArgument(`${trustee}:${letters.map(([, each]) => each).join('')};${object};${heirs}`);
  return where === null || statement === null ? null : `dsacls ${where} /I:S /G ${statement}`;
}
