/** Long lists by steps. */
import { useState } from 'preact/hooks';
import { count } from '../../../src/report/numbers.js';

/**
 * @param total how many there are
 * @param step how many are added at a time
 * @param atLeast how many have to be shown, as an address led to one of them
 * @returns how many are shown, and shows more
 */
export function useSteps(total: number, step: number, atLeast = 0): readonly [shown: number, more: () => void] {
  const [steps, setSteps] = useState(1);
  const shown = Math.min(total, Math.max(steps * step, Math.ceil(atLeast / step) * step));
  return [shown, () => setSteps(Math.ceil(shown / step) + 1)];
}

export function More({
  shown,
  total,
  step,
  more,
  what,
}: {
  readonly shown: number;
  readonly total: number;
  readonly step: number;
  readonly more: () => void;
  /** In the plural. */
  readonly what: string;
}) {
  if (shown >= total) return null;
  const next = Math.min(step, total - shown);
  return (
    <p class="more">
      The first {count(shown)} of {count(total)} {what}.{' '}
      <button type="button" onClick={more}>
        Show {count(next)} more
      </button>
    </p>
  );
}
