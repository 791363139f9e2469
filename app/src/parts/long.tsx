/** A name that may be without end: its beginning, and all of it on demand. */
import { beginning } from '../model/long.js';
import './long.css';

export function Long({ text }: { readonly text: string }) {
  const start = beginning(text);
  if (start === null) return <>{text}</>;
  return (
    <details class="long">
      <summary>
        {start} ... <span class="soft">all {text.length.toLocaleString('en')} characters</span>
      </summary>
      {text}
    </details>
  );
}
