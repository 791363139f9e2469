/** The files of a plan: for the person who decides, and for the one who carries it out. */
import { join } from 'node:path';
import type { Session } from '../../audit/session.js';
import { formatLdif } from '../../changes/files/index.js';
import { changesOf, type Planned } from '../../plan/make.js';
import type { Plan } from '../../result/plan.js';
import { openFileOutput } from '../output/file.js';
import { dsaclsScript } from './dsacls.js';
import { PLAN_FILES, type PlanFormat } from './formats.js';
import { planMarkdown } from './markdown.js';
import { changesBack, ordersOf } from './orders.js';
import { applyScript, checkScript, revertScript } from './powershell.js';

export interface PlanFile {
  readonly name: string;
  readonly text: string;
}

/** What files are made from. */
export interface PlanToWrite {
  readonly plan: Plan;
  readonly planned: Planned;
  readonly session: Session;
}

/** @returns the files of some formats, as text */
export function planFiles(made: PlanToWrite, formats: readonly PlanFormat[]): readonly PlanFile[] {
  const { plan, planned, session } = made;
  const { directory } = session;
  const orders = ordersOf(planned);
  const texts: Readonly<Record<PlanFormat, () => readonly string[]>> = {
    md: () => [planMarkdown(plan, formats)],
    json: () => [`${JSON.stringify(plan, null, 2)}\n`],
    powershell: () => [applyScript(orders), revertScript(orders), checkScript(orders)],
    ldif: () => [
      formatLdif(changesOf(planned), directory, planned.named),
      formatLdif(changesBack(planned), directory, planned.named),
    ],
    dsacls: () => [dsaclsScript(orders, planned, session)],
  };
  return formats.flatMap((format) => texts[format]().map((text, i) => ({ name: PLAN_FILES[format][i]!, text })));
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
