/** Actions in words: as verbs with an account as their object, and as heads of columns. */

interface ActionWords {
  readonly verb: string;
  /** No word is longer than eight letters. */
  readonly short: string;
}

const WORDS: Readonly<Record<string, ActionWords>> = {
  disable: { verb: 'disable', short: 'disable' },
  enable: { verb: 'enable', short: 'enable' },
  'force-password-change': { verb: 'force a password change on', short: 'force change' },
  'reset-password': { verb: 'reset the password of', short: 'reset password' },
};

function wordsOf(id: string): ActionWords | null {
  return Object.hasOwn(WORDS, id) ? WORDS[id]! : null;
}

/** @returns for example `reset the password of`; an action of somebody's own file by its title */
export function actionVerb({ id, title }: { readonly id: string; readonly title: string }): string {
  return wordsOf(id)?.verb ?? `do "${title}" to`;
}

/** @returns for example `reset password`; an action of somebody's own file by its id */
export function actionShort(id: string): string {
  return wordsOf(id)?.short ?? id;
}
