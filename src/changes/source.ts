/** A directory as it would be after changes, as a source again: audit, explain and report run over it unchanged. */
import { openItems } from '../assemble/open.js';
import type { RawItem } from '../sources/entry.js';
import { snapshotItems } from '../sources/snapshot-items.js';
import { placed } from './apply.js';
import { appliedAttribute } from './attributes.js';
import type { BaseSource } from './base-source.js';
import type { Change, PlacedChange } from './change.js';
import { refused } from './draft.js';
import { overlaid, type PlacedStep } from './overlay.js';

export interface ChangedSourceOptions {
  /** Folder for temporary files; the system's by default. */
  readonly tempDir?: string;
}

/** @returns whether a change leaves every object where it is, and is about what is kept of accounts as they stream by */
function isLight(change: Change): boolean {
  switch (change.kind) {
    case 'create':
    case 'delete':
    case 'move':
      return false;
    case 'set-attribute':
      return appliedAttribute(change.attribute) !== null;
    default:
      return true;
  }
}

/** Changes in runs of one kind: those that are laid over the records, and those for which the objects are assembled anew. */
function runsOf(changes: readonly PlacedChange[]): { readonly light: boolean; readonly changes: PlacedChange[] }[] {
  const runs: { readonly light: boolean; readonly changes: PlacedChange[] }[] = [];
  for (const change of changes) {
    const light = isLight(change.change);
    const last = runs.at(-1);
    if (last?.light === light) last.changes.push(change);
    else runs.push({ light, changes: [change] });
  }
  return runs;
}

/**
 * Closing what comes of it closes the base too.
 * @param changes made one after the other; none: the base itself
 * @throws AdreachError `change` for one that cannot be made, with where it was written; the base stays open then
 */
export async function changedSource(
  base: BaseSource,
  changes: readonly PlacedChange[],
  options: ChangedSourceOptions = {},
): Promise<BaseSource> {
  const layers = new Layers(base, options.tempDir);
  try {
    for (const run of runsOf(changes)) {
      if (run.light) await layers.lightly(run.changes);
      else await layers.wholly(run.changes);
    }
    return layers.source();
  } catch (error) {
    await layers.close();
    throw error;
  }
}

/** Sources upon each other, each with the changes of one run. */
class Layers {
  /** Snapshots that were assembled on the way. */
  readonly #opened: BaseSource[] = [];
  #top: BaseSource;

  constructor(
    readonly base: BaseSource,
    readonly tempDir: string | undefined,
  ) {
    this.#top = base;
  }

  /** Laid over the records; where conclusions of the assembler may no longer hold, assembled anew. */
  async lightly(steps: readonly PlacedStep[]): Promise<void> {
    const { source, needsConclusions } = await overlaid(this.#top, steps);
    this.#top = source;
    if (needsConclusions) await this.#assemble(snapshotItems(source));
  }

  async wholly([first]: readonly PlacedChange[]): Promise<void> {
    placed(first!.where, () => {
      throw refused(`${first!.change.kind} is not made yet`);
    });
  }

  source(): BaseSource {
    const [top, { base }] = [this.#top, this];
    if (top === base) return base;
    return {
      header: top.header,
      sources: base.sources,
      deleted: base.deleted,
      model: () => top.model(),
      accounts: (mentions) => top.accounts(mentions),
      store: () => top.store(),
      close: async () => {
        await this.close();
        await base.close();
      },
    };
  }

  async close(): Promise<void> {
    for (const each of this.#opened.splice(0).reverse()) await each.close();
  }

  /** What the layers below hold is no longer needed then. */
  async #assemble(items: AsyncIterable<RawItem>): Promise<void> {
    const source = await openItems(items, this.base, this.tempDir);
    await this.close();
    this.#opened.push(source);
    this.#top = source;
  }
}
