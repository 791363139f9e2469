/** Text as the content of an element of XML, and of a cell of a workbook. */
import { visible } from './visible.js';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML: the characters that could end it as entities, those that cannot be seen as `\u{202e}`. */
export function xml(text: string): string {
  return visible(text).replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}

/** What a workbook takes for a character by its number, as `_x003D_` (ECMA-376, ST_Xstring). */
const NUMBERED = /_(?=x[0-9a-f]{4}_)/gi;

/** The same in a cell of a workbook, where `_x003D_` in a name is to stay what it is. */
export function xmlCell(text: string): string {
  return xml(text).replace(NUMBERED, '_x005F_');
}
