/** Names of a directory as string literals of query languages: none of them can end the literal. */
import type { Sid } from '../../descriptor/types.js';
import { AdreachError } from '../../errors/index.js';

/** An account that queries ask for: by its SID where that is known. */
export interface QueryAccount {
  readonly sid: Sid | null;
  /** sAMAccountName, without domain; empty where only the SID is known. */
  readonly name: string;
}

/** Controls, formats, separators, private use, lone surrogates: what a query would hide, or a terminal would obey. */
const NOT_SHOWN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** @throws AdreachError `usage` for a name that cannot be seen as it is */
function seen(name: string): string {
  if (!NOT_SHOWN.test(name)) return name;
  throw new AdreachError(
    'usage',
    'the name of the account holds characters that cannot be seen, so no query is made with it',
    'name the account by its SID, or give the source that has it',
  );
}

/** KQL: between double quotes, backslashes and double quotes escaped (Kusto, the string data type). */
export function kqlString(text: string): string {
  return `"${seen(text).replace(/[\\"]/g, '\\$&')}"`;
}

/** SPL, in an expression of `where` or `eval`: as KQL. */
export function splString(text: string): string {
  return `"${seen(text).replace(/[\\"]/g, '\\$&')}"`;
}

/**
 * What stands in an XPath filter on a command line. XPath 1.0 has no escapes, and the shells in between have rules of
 * their own: only text that means nothing to any of them is taken.
 * @throws AdreachError `usage` for another
 */
export function xpathValue(text: string): string {
  if (/^[A-Za-z0-9._-]+\$?$/.test(text)) return text;
  throw new AdreachError(
    'usage',
    `the name ${JSON.stringify(text.slice(0, 60))} cannot be put into a filter of wevtutil`,
    'name the account by its SID, or give the source that has it',
  );
}
