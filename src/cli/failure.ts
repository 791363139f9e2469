/** How a failure is told: a known one in a sentence or two, an unknown one as the defect it is. */
import type { Writable } from 'node:stream';
import { AdreachError } from '../errors/index.js';
import { tell } from './diagnostics.js';

/** The command could not do its work. */
export const USAGE_STATUS = 2;
/** Done, but the evidence is incomplete and --require-complete was given. */
export const INCOMPLETE_STATUS = 3;

/**
 * Writes what went wrong, without a stack for known errors.
 * @returns the exit status
 */
export function reportError(error: unknown, out: Writable): number {
  if (error instanceof AdreachError) {
    tell(`adreach: ${withoutSecrets(error.message)}`, out);
    if (error.hint) tell(`  ${withoutSecrets(error.hint)}`, out);
    return USAGE_STATUS;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  tell('adreach: unexpected error; this is a defect of adreach, please report it with what follows', out);
  for (const line of withoutSecrets(text).split('\n')) tell(line, out);
  return USAGE_STATUS;
}

/**
 * What somebody typed as a secret into an argument is not written again, into a log perhaps: credentials in an LDAP URL, and
 * the values of options that are none (`--password=...`).
 * @param text of an error
 * @param argv the arguments of the command line
 */
export function withoutSecrets(text: string, argv: readonly string[] = process.argv.slice(2)): string {
  let shown = text;
  for (const argument of argv) {
    if (LDAP_URL.test(argument) && argument.includes('@')) {
      const hidden = `${argument.slice(0, argument.search(/:/) + 1)}//...@${argument.slice(argument.lastIndexOf('@') + 1)}`;
      shown = shown.replaceAll(argument, hidden);
    }
    if (/^--[^=]*pass[^=]*=./i.test(argument))
      shown = shown.replaceAll(argument, argument.slice(0, argument.indexOf('=')));
  }
  // Word by word, so that a long text takes no longer than it is.
  return shown.replace(/[^\s"']+/g, (word) => {
    const at = word.lastIndexOf('@');
    return at < 0 ? word : word.slice(0, at + 1).replace(/\b(ldaps?:).*/is, '$1//...@') + word.slice(at + 1);
  });
}

const LDAP_URL = /^\s*ldaps?:/i;
