/** Actions as verbs, for sentences with an account as their object. */

const VERBS: Readonly<Record<string, string>> = {
  disable: 'disable',
  enable: 'enable',
  'force-password-change': 'force a password change on',
  'reset-password': 'reset the password of',
};

/** @returns for example `reset the password of`; an action of somebody's own file by its title */
export function actionVerb({ id, title }: { readonly id: string; readonly title: string }): string {
  return Object.hasOwn(VERBS, id) ? VERBS[id]! : `do "${title}" to`;
}
