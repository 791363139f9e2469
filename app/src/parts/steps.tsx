/** Long lists: the first of them, and a button for more. */
import { useState } from 'preact/hooks';
import { count } from '../../../src/report/numbers.js';

export interface Steps {
  /** How many are shown. */
  readonly shown: number;
  /** The button; null once all are shown. */
  readonly more: preact.JSX.Element | null;
}

/**
 * @param total how many there are
 * @param what they are called, in the plural
 * @param first how many are shown at first
 * @param upTo position of one that must be shown; -1: none
 */
export function useSteps(total: number, what: string, first = 25, upTo = -1): Steps {
  const [asked, setAsked] = useState(first);
  const shown = Math.min(total, Math.max(asked, upTo + 1));
  const left = total - shown;
  const step = Math.min(left, Math.max(first, shown));
  return {
    shown,
    more:
      left === 0 ? null : (
        <p class="more">
          <button type="button" onClick={() => setAsked(shown + step)}>
            Show {count(step)} more of {count(left)} {what}
          </button>
        </p>
      ),
  };
}
