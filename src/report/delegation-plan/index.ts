/** The files of a plan: for the person who decides, and for the one who carries it out. */
import { join } from 'node:path';
import { formatLdif } from '../../changes/files/index.js';
import type { Change } from '../../changes/index.js';
import { changesOf } from '../../plan/make.js';
import { openFileOutput } from '../output/file.js';
import { dsaclsScript } from './dsacls.js';
import { PLAN_FILES, type PlanFormat } from './formats.js';
import { planMarkdown } from './markdown.js';
import { changesBack, ordersOf, type PlanToWrite } from './orders.js';
import { applyScript, checkScript, revertScript } from './powershell.js';

export interface PlanFile {
  readonly name: string;
  readonly text: string;
}

/** @returns the files of some formats, as text */
export function planFiles(made: PlanToWrite, formats: readonly PlanFormat[]): readonly PlanFile[] {
  const { plan, planned, session } = made;
  const orders = ordersOf(made);
  const texts: Readonly<Record<PlanFormat, () => readonly string[]>> = {
    md: () => [planMarkdown(plan, formats)],
    json: () => [`${JSON.stringify(plan, null, 2)}\n`],
    powershell: () => [applyScript(orders), revertScript(orders), checkScript(orders)],
    ldif: () => ldifOf(made),
    dsacls: () => [dsaclsScript(orders, planned, session)],
  };
  return formats.flatMap((format) => texts[format]().map((text, i) => ({ name: PLAN_FILES[format][i]!, text })));
}

/**
 * Lists name SIDs, and a client cannot know those of what is still to be made: then the files make the groups and their members,
 * and a second plan has the rest.
 */
function ldifOf({ planned, session, creations, newSids }: PlanToWrite): readonly string[] {
  const { directory } = session;
  const whole = (changes: readonly Change[]) => formatLdif(changes, directory, planned.named);
  if (newSids.size === 0) return [whole(changesOf(planned)), whole(changesBack(planned))];
  const isAccount = (change: Change) => change.kind === 'create' && change.classes[0] !== 'group';
  const groups = creations.filter((change) => !isAccount(change));
  const says = [
    groups.length > 0
      ? '# The first half of the plan: the groups that have to be there first. Their SIDs, which lists name, are known only then.'
      : '# Nothing for ldapmodify yet.',
    ...(creations.some(isAccount)
      ? [
          '# The managed service account is made by New-ADServiceAccount alone, as apply.ps1 does it: make it before you go on.',
        ]
      : []),
    '# Collect again after this, and make the plan again: that one has the rest.',
    '',
  ];
  return [
    `${says.join('\n')}${formatLdif(groups, directory)}`,
    '# Nothing but groups was made, which have no rights yet: delete them by hand.\nversion: 1\n',
  ];
}

/**
 * Writes files into a folder, each whole or not at all.
 * @throws AdreachError `file` where one cannot be written
 */
export async function writePlanFiles(folder: string, files: readonly PlanFile[]): Promise<void> {
  for (const { name, text } of files) {
    const output = await openFileOutput(join(folder, name));
    try {
      await output.write(Buffer.from(text));
      await output.commit();
    } catch (error) {
      await output.abort();
      throw error;
    }
  }
}
