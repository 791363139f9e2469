/** Snapshots: as files, where nothing altered may pass; and records with sums that hold, as a snapshot made on purpose brings. */
import { openSources } from '../../../src/assemble/open.js';
import { toLine } from '../../../src/snapshot/line.js';
import { openSnapshot } from '../../../src/snapshot/reader.js';
import { forge, HEADER, readAll } from '../../snapshot/file.js';
import { ldifOf } from '../inputs/ldif.js';
import { type Outcome, type ParserTarget, promised } from '../parser-target.js';
import { useEvidence } from '../reference/view.js';
import type { Files } from './files.js';
import { directories } from './ldif.js';

interface Snapshot {
  readonly bytes: Buffer;
  /** The lines of its two parts, an empty line between these. */
  readonly lines: Buffer;
}

export async function snapshotTargets(lab: Buffer, files: Files, seed: number): Promise<readonly ParserTarget[]> {
  const snapshots: Snapshot[] = [];
  for (const objects of directories(lab, seed)) {
    const evidence = await openSources([files.write('real', ldifOf(objects, 'plain'))], { tempDir: files.folder });
    const { model, accounts } = await readAll(evidence);
    await evidence.close();
    const all = [{ ...HEADER, assembled: evidence.header.assembled }, ...model.map(toLine)];
    const rest = accounts.map(toLine);
    const lines = [all, rest].map((part) => part.map((line) => JSON.stringify(line)).join('\n')).join('\n\n');
    snapshots.push({ bytes: forge(all, rest), lines: Buffer.from(lines) });
  }
  return [
    {
      name: 'snapshot',
      costly: 0.2,
      inputs: snapshots.map(({ bytes }) => bytes),
      async run({ bytes }): Promise<Outcome> {
        await useEvidence(await openSnapshot(files.write('fuzz.snapshot', bytes)));
        promised(
          snapshots.some((snapshot) => snapshot.bytes.equals(bytes)),
          () => 'an altered snapshot is accepted',
        );
        return 'without-gaps';
      },
    },
    {
      name: 'snapshot-records',
      inputs: snapshots.map(({ lines }) => lines),
      async run(variant): Promise<Outcome> {
        const [model, accounts] = variant.bytes.toString('latin1').split('\n\n');
        const lines = (text = ''): (string | object)[] =>
          text
            .split('\n')
            .filter((line) => line !== '')
            .map(parsedOrText);
        const forged = forge(lines(model), lines(accounts));
        const view = await useEvidence(await openSnapshot(files.write('forged.snapshot', forged)));
        // What its records say must survive being joined with another source, too.
        const joined = await files.read(forged, snapshots[variant.index]!.bytes);
        for (const key of view.accounts.keys()) {
          promised(joined.accounts.has(key) || joined.gaps.length > 0, () => `${key} is lost in joining, unsaid`);
        }
        return view.gaps.length > 0 ? 'with-gaps' : 'without-gaps';
      },
    },
  ];
}

function parsedOrText(line: string): string | object {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : line;
  } catch {
    return line;
  }
}
