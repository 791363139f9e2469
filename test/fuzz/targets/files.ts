/** Reading files as evidence, and what it came to. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSources } from '../../../src/assemble/open.js';
import type { GapRecord } from '../../../src/directory/records.js';
import type { Outcome } from '../parser-target.js';
import { type EvidenceView, useEvidence } from '../reference/view.js';

/** Reads and uses evidence from files of which only the content is there. */
export class Files {
  private readonly undamaged = new Map<string, readonly string[]>();

  /** @param folder the caller removes it */
  constructor(readonly folder: string) {}

  /** The path of a file of that content. */
  write(name: string, bytes: Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, bytes);
    return path;
  }

  /** @throws AdreachError where they are refused; BrokenPromise */
  async read(...contents: readonly Uint8Array[]): Promise<EvidenceView> {
    const paths = contents.map((bytes, n) => this.write(`fuzz${n}`, bytes));
    return useEvidence(await openSources(paths, { tempDir: this.folder }));
  }

  /**
   * Whether a reading says that something is missing which is not missing from the undamaged files.
   * @param key of the undamaged files, which are read once
   */
  async outcome(view: EvidenceView, key: string, undamaged: readonly Uint8Array[]): Promise<Outcome> {
    let known = this.undamaged.get(key);
    if (known === undefined) {
      known = (await this.read(...undamaged)).gaps.map(words);
      this.undamaged.set(key, known);
    }
    const before = new Set(known);
    return view.gaps.some((gap) => !before.has(words(gap))) ? 'with-gaps' : 'without-gaps';
  }
}

/** Lines and counts are other ones in a damaged file. */
function words({ code, dn, message }: GapRecord): string {
  return `${code} ${dn} ${message.replace(/\d+/g, 'N')}`;
}
