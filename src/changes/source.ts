/** A directory as it would be after changes, as a source again: audit, explain and report run over it unchanged. */
import { openItems } from '../assemble/open.js';
import type { RawItem } from '../sources/entry.js';
import { snapshotItems } from '../sources/snapshot-items.js';
import { appliedAttribute } from './attributes.js';
import type { BaseSource } from './base-source.js';
import type { Change, PlacedChange } from './change.js';
import type { Creator } from './objects/new-descriptor.js';
import { guidsFor } from './objects/new-object.js';
import { planOf } from './objects/plan.js';
import { rewritten } from './objects/rewrite.js';
import { surveyOf } from './objects/survey.js';
import { overlaid, type PlacedStep } from './overlay.js';

export interface ChangedSourceOptions {
  /** Who makes new objects, and so owns them: an administrator of the domain by default (Domain Admins owns them then). */
  readonly as?: Creator;
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
  const layers = new Layers(base, options.tempDir, options.as ?? null);
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
    readonly as: Creator | null,
  ) {
    this.#top = base;
  }

  /** Laid over the records; where conclusions of the assembler may no longer hold, assembled anew. */
  async lightly(steps: readonly PlacedStep[]): Promise<void> {
    const { source, needsConclusions } = await overlaid(this.#top, steps);
    this.#top = source;
    if (needsConclusions) await this.#assemble(snapshotItems(source));
  }

  /** The objects are assembled anew; lists and links that follow from it are laid over that. */
  async wholly(changes: readonly PlacedChange[]): Promise<void> {
    for (let rest = changes; rest.length > 0; ) {
      const guids = new Set(
        rest.flatMap(({ change }, at) => (change.kind === 'create' ? guidsFor(change.dn, at) : [])),
      );
      const survey = await surveyOf(
        this.#top,
        rest.map(({ change }) => change),
        guids,
      );
      const plan = planOf(survey, rest, this.as);
      await this.#assemble(rewritten(this.#top, plan));
      if (plan.follow.length > 0) await this.lightly(plan.follow);
      rest = rest.slice(plan.done);
    }
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
