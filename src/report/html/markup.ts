/** HTML built so that forgetting to encode is not possible: whatever is not markup already is encoded. */
import { html } from '../encode/html.js';

/** Text that is HTML; made in this file, and from the page's own style and script. */
export class Markup {
  constructor(readonly text: string) {}
}

type Value = string | number | null | Markup | readonly Markup[];

/**
 * HTML from a template. Values are encoded for content and quoted attributes, unless they are markup; lists of markup are
 * joined; null is nothing. Values must not stand in unquoted attributes, names of tags, scripts or styles.
 */
export function h(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let text = strings[0]!;
  for (let i = 0; i < values.length; i += 1) text += encoded(values[i]!) + strings[i + 1]!;
  return new Markup(text);
}

function encoded(value: Value): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return html(String(value));
}
