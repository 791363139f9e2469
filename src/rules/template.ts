/** Message texts: plain text with `${CEL}` parts. */
import type { Meter } from './cost.js';
import type { CelContext } from './environment.js';
import { compile, type Expression, ExpressionFault, type ExpressionScope, type ExpressionValue } from './expression.js';

export interface Template {
  readonly text: string;
  /** Plain texts and expressions, in order. */
  readonly parts: readonly (string | Expression)[];
}

/**
 * Parses a template. `$${` stands for the two characters `${`.
 * @throws ExpressionFault with the offset into `text`
 */
export function compileTemplate(text: string, scope: ExpressionScope): Template {
  const parts: (string | Expression)[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('$${', at)) {
      plain += '${';
      at += 3;
    } else if (text.startsWith('${', at)) {
      const end = closingBrace(text, at + 2);
      if (plain !== '') parts.push(plain);
      plain = '';
      parts.push(compileAt(text.slice(at + 2, end), at + 2, scope));
      at = end + 1;
    } else {
      plain += text[at++];
    }
  }
  if (plain !== '') parts.push(plain);
  return { text, parts };
}

function compileAt(text: string, offset: number, scope: ExpressionScope): Expression {
  try {
    return compile(text, scope, ['string', 'int', 'bool', 'list<string>']);
  } catch (error) {
    if (error instanceof ExpressionFault) throw new ExpressionFault(error.message, error.position + offset);
    throw error;
  }
}

/** The `}` that ends the part beginning at `start`: braces nest, and those within string literals do not count. */
function closingBrace(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const c = text[at]!;
    if (quote !== '') {
      if (c === '\\') at++;
      else if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '{') depth++;
    else if (c === '}' && depth-- === 0) return at;
  }
  throw new ExpressionFault('a part begun with "$" and "{" has no "}"', start - 2);
}

/** The text with its parts filled in. Lists are joined by commas. */
export function render(template: Template, context: CelContext, meter: Meter): string {
  let out = '';
  for (const part of template.parts) out += typeof part === 'string' ? part : inWords(part.evaluate(context, meter));
  return out;
}

function inWords(value: ExpressionValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
