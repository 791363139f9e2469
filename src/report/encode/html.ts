/** Text into HTML, both as content and as a quoted attribute value. */
import { visible } from './visible.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};
const SPECIAL = /[&<>"'`]/;
const SPECIAL_ALL = /[&<>"'`]/g;

/**
 * Text as HTML: the six characters that could end a text, a tag or an attribute value as entities, and characters that
 * cannot be seen as `\u{202e}`. The result holds no markup whatever the text was.
 */
export function html(text: string): string {
  const seen = visible(text);
  return SPECIAL.test(seen) ? seen.replace(SPECIAL_ALL, (character) => ENTITIES[character]!) : seen;
}
