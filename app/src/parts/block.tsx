/** A paragraph as reports have them: indented, with a sign before it, or to be copied letter by letter. */
import type { PageBlock } from '../../../src/result/page.js';

export function Block({ block: { level, mark, text, style, code } }: { readonly block: PageBlock }) {
  return (
    <p class={`block l${level} b-${style ?? 'plain'}`}>
      {mark !== undefined && <span class="mark">{mark} </span>}
      {code ? <code>{text}</code> : text}
    </p>
  );
}
