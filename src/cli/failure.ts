/** How a failure is told: a known one in a sentence or two, an unknown one as the defect it is. */
import type { Writable } from 'node:stream';
import { AdreachError } from '../errors/index.js';
import { terminal } from '../report/encode/terminal.js';

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
    out.write(`adreach: ${terminal(withoutSecrets(error.message))}\n`);
    if (error.hint) out.write(`  ${terminal(withoutSecrets(error.hint))}\n`);
    return USAGE_STATUS;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  out.write(
    `adreach: unexpected error; this is a defect of adreach, please report it with what follows\n${withoutSecrets(text)}\n`,
  );
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
  return shown.replace(/\b(ldaps?:)\/*[^\s"']*@/gi, '$1//...@');
}

const LDAP_URL = /^\s*ldaps?:/i;
