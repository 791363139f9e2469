/** Numbers for people, the same on every machine. */

/** 1234567 as `1,234,567`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 target`, `2 targets`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/**
 * A share in per cent. 0 and 100 stand for none and all only: anything between is at least 0.1 and at most 99.9.
 * A whole of nothing has no share.
 */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '-';
  if (part === 0 || part === whole) return part === 0 ? '0 %' : '100 %';
  return `${Math.min(99.9, Math.max(0.1, (100 * part) / whole)).toFixed(1)} %`;
}

/**
 * Cells of a bar, one number a part: together exactly `cells` where any part is above zero, and at least one for each
 * part above zero where there is room.
 */
export function barCells(parts: readonly number[], cells: number): number[] {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  if (whole === 0) return parts.map(() => 0);
  const made = parts.map((part) => (part === 0 ? 0 : Math.max(1, Math.round((cells * part) / whole))));
  for (let excess = made.reduce((sum, part) => sum + part, 0) - cells; excess !== 0; excess -= Math.sign(excess)) {
    const largest = made.indexOf(Math.max(...made));
    made[largest]! -= Math.sign(excess);
  }
  return made;
}
