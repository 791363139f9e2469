/** The classes of objects that actions are about: `targets` of an action file. */
import { at } from '../directory/directory.js';
import type { ClassListId } from '../directory/ids.js';
import type { Schema } from '../directory/schema.js';
import { AdreachError } from '../errors/index.js';
import { nearest } from '../names/nearest.js';
import type { ActionDefinition } from './action.js';

/** What every action is about that names no classes. */
export const ACCOUNT_CLASS = 'user';

/** objectClassCategory of an auxiliary class. */
const AUXILIARY = 3;

/**
 * @throws AdreachError `rule` for a class that the schema does not have, with the nearest one, and for an auxiliary one, which
 *   objectClass need not name
 */
export function checkTargetClasses(actions: readonly ActionDefinition[], schema: Schema): void {
  for (const { id, targets } of actions) {
    for (const name of targets) {
      const record = schema.class(name);
      if (record !== undefined && record.category !== AUXILIARY) continue;
      const what = `the action "${id}" names the target class "${name}", which`;
      if (record !== undefined) {
        throw new AdreachError(
          'rule',
          `${what} is an auxiliary class: objects need not say that they have it`,
          'Name the classes of the objects themselves in the action file, or leave the action out with --action.',
        );
      }
      const near = nearest(name, 1);
      for (const candidate of schema.classNames()) near.offer(candidate);
      const [best] = near.best();
      throw new AdreachError(
        'rule',
        `${what} the schema of this directory does not have${best === undefined ? '' : `, did you mean "${best}"?`}`,
        'Check the name in the action file, or leave the action out with --action.',
      );
    }
  }
}

/** Whether some action is about objects that are no accounts. */
export function wantsObjects(actions: readonly ActionDefinition[]): boolean {
  return actions.some(({ targets }) => targets.some((name) => name.toLowerCase() !== ACCOUNT_CLASS));
}

/** Tells of lists of classes which actions are about such objects. */
export class TargetClasses {
  readonly #byList = new Map<ClassListId, readonly number[]>();
  readonly #wanted: readonly ReadonlySet<string>[];

  constructor(
    readonly classLists: readonly (readonly string[])[],
    readonly schema: Schema,
    actions: readonly ActionDefinition[],
  ) {
    this.#wanted = actions.map(({ targets }) => new Set(targets.map((name) => name.toLowerCase())));
  }

  /** @returns the positions of the actions that are about objects with a list of classes, ascending */
  actionsOn(list: ClassListId): readonly number[] {
    let known = this.#byList.get(list);
    if (known === undefined) {
      const classes = this.#withThoseAbove(at(this.classLists, list) ?? []);
      known = this.#wanted.flatMap((wanted, position) =>
        [...wanted].some((name) => classes.has(name)) ? [position] : [],
      );
      this.#byList.set(list, known);
    }
    return known;
  }

  /** objectClass names the classes above as well; where an export left some out, the schema has them. */
  #withThoseAbove(names: readonly string[]): ReadonlySet<string> {
    const all = new Set<string>();
    for (const name of names) {
      for (let at: string | undefined = name.toLowerCase(); at !== undefined && !all.has(at); ) {
        all.add(at);
        at = this.schema.class(at)?.parent.toLowerCase();
      }
    }
    return all;
  }
}
