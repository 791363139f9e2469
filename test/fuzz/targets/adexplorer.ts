/** AD Explorer snapshots: made ones, and a real one where it is there. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { treeOf } from '../../sources/adexplorer/build.js';
import { datOf } from '../inputs/dat.js';
import { type Outcome, type ParserTarget, promised, type Variant } from '../parser-target.js';
import { holdAgainst } from '../reference/accounting.js';
import { referenceDat } from '../reference/dat.js';
import type { EvidenceView } from '../reference/view.js';
import type { Files } from './files.js';
import { directories } from './ldif.js';

export const REAL_TARGETS = ['adexplorer-slice', 'adexplorer-real'];
const REAL = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data/detectionlab.dat');

/** A snapshot of a real domain in the folder beside the checkout, no part of the project; null where it is not there. */
export function realSnapshot(): string | null {
  return existsSync(REAL) ? REAL : null;
}

export function adExplorerTargets(lab: Buffer, files: Files, seed: number): readonly ParserTarget[] {
  const target = (name: string, inputs: readonly Buffer[], costly?: number): ParserTarget => ({
    name,
    inputs,
    ...(costly !== undefined && { costly }),
    async run(variant): Promise<Outcome> {
      const view = await files.read(variant.bytes);
      hold(variant, view);
      return files.outcome(view, `${name} ${variant.index}`, [variant.original]);
    },
  });
  const made = target('adexplorer', directories(lab, seed).map(datOf));
  const path = realSnapshot();
  if (path === null) return [made];
  const real = readFileSync(path);
  const slices = [5, 40, 200].map((objects) => sliceOf(real, objects));
  return [made, target('adexplorer-slice', slices, 4), target('adexplorer-real', [real], 40)];
}

function hold(variant: Variant, view: EvidenceView): void {
  const reading = referenceDat(variant.bytes);
  promised(reading.unacceptable.length === 0, () => `accepted, with ${reading.unacceptable[0]}`);
  holdAgainst(reading.entries, view);
  const nameless = view.gaps.filter(({ message }) => /without a name/.test(message)).length;
  promised(nameless >= Math.min(reading.nameless, 1000), () => `${reading.nameless} objects without a name, unsaid`);
  if (variant.damage === 'cut') {
    promised(
      view.gaps.some(({ code }) => code === 'search-incomplete'),
      () => `cut off after ${variant.bytes.length} bytes of ${variant.original.length}, and no gap says so`,
    );
  }
}

const FIRST_OBJECT = 1086;
const AT = { objects: 1062, tables: 1070, tree: 1078 } as const;

/** The first objects of a snapshot with all of its tables: what objects share stands before them. */
function sliceOf(dat: Buffer, objects: number): Buffer {
  const tables = Number(dat.readBigUInt64LE(AT.tables));
  const tree = Number(dat.readBigUInt64LE(AT.tree));
  const starts: number[] = [];
  let end = FIRST_OBJECT;
  for (let n = 0; n < objects; n++) {
    starts.push(end);
    end += dat.readUInt32LE(end);
  }
  const header = Buffer.from(dat.subarray(0, FIRST_OBJECT));
  header.writeUInt32LE(objects, AT.objects);
  header.writeBigUInt64LE(BigInt(end), AT.tables);
  header.writeBigUInt64LE(BigInt(end + tree - tables), AT.tree);
  return Buffer.concat([header, dat.subarray(FIRST_OBJECT, end), dat.subarray(tables, tree), treeOf(starts)]);
}
